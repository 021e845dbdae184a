package mailbox

import (
	"strings"
	"testing"
)

// What is kept stays within its room: what was not asked for goes first, and what
// is forgotten is gone.
func TestWhatIsKeptOfHeadersHasBounds(t *testing.T) {
	t.Parallel()
	m := newMemory(100)
	put := func(key string, size int) {
		t.Helper()
		if err := m.Put(t.Context(), key, []byte(strings.Repeat(key, size))); err != nil {
			t.Fatal(err)
		}
	}
	has := func(key string) bool {
		v, err := m.Get(t.Context(), key)
		return err == nil && v != nil
	}
	put("a", 40)
	put("b", 40)
	if !has("a") || !has("b") {
		t.Fatal("what was kept is not there")
	}
	has("a") // asked for after b
	put("c", 40)
	if !has("a") || has("b") || !has("c") {
		t.Errorf("a %v, b %v, c %v", has("a"), has("b"), has("c"))
	}
	put("a", 10)
	put("large", 101)
	if err := m.Put(t.Context(), "c", nil); err != nil || has("c") || has("large") || m.size != 10 || len(m.entries) != 1 {
		t.Errorf("%d bytes in %d entries (%v)", m.size, len(m.entries), err)
	}
}

// Another password sees nothing of what was kept under this one.
func TestWhatIsKeptIsOneLogins(t *testing.T) {
	t.Parallel()
	m := newMemory(1000)
	mine := settings{address: "mail.example.com:993", password: "one"}
	other := mine
	other.password = "two"
	if err := mine.of(m, "mail").Put(t.Context(), "k", []byte("x")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []Cache{other.of(m, "mail"), mine.of(m, "another")} {
		if v, err := c.Get(t.Context(), "k"); v != nil || err != nil {
			t.Errorf("%q, %v", v, err)
		}
	}
	if v, _ := mine.of(m, "mail").Get(t.Context(), "k"); string(v) != "x" {
		t.Errorf("%q", v)
	}
}
