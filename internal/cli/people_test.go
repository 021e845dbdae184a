package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPeopleFiles: a list of people is read as spreadsheets save it, and what
// nobody could be found by is refused, not answered with nothing found.
func TestPeopleFiles(t *testing.T) {
	t.Parallel()
	w := shop(t)
	file := filepath.Join(w.dir, "people.csv")
	put := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range []string{
		"email,phone\nanna.exempel@example.com,\n", "\ufeffemail,phone\r\nanna.exempel@example.com,\r\n",
		"\ufeffemail;phone\r\nanna.exempel@example.com;\r\nbo.exempel@example.com;070-174 06 06\r\n", "email\nanna.exempel@example.com\n",
	} {
		put(text)
		if out := w.must(0, "find", "--register", w.register, "--people", file); !strings.Contains(out, "1042") {
			t.Errorf("%q: %s", text, out)
		}
	}
	for _, text := range []string{"", "email\n", "E-post\nanna.exempel@example.com\n", "email,\nanna.exempel@example.com,1\n", "\x00\x01"} {
		put(text)
		w.must(2, "find", "--register", w.register, "--people", file)
	}
}

// TestTypedWrong: an identifier that cannot be read is refused where it is typed.
func TestTypedWrong(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.must(0, "register", "push", w.register)
	for _, wrong := range [][]string{
		{"--email", "anna"}, {"--phone", "abc"}, {"--national-id", "811218-9877"}, {"--id", "custmer-number=1"}, {"--email", "anna.exempel@example.com", "--claimed", "phone=x"},
	} {
		w.must(2, append([]string{"find", "--register", w.register}, wrong...)...)
		w.must(2, append([]string{"request", "new", "--right", "erasure"}, wrong...)...)
	}
	if out := w.must(0, "request", "list"); strings.Contains(out, "erasure") {
		t.Errorf("a refused request was taken in: %s", out)
	}
}

// TestKeyOfAnEmptyLog: a new house has no key yet, and is told why.
func TestKeyOfAnEmptyLog(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.must(0, "migrate")
	if said := w.here("evidence", "key"); said.code != 3 || !strings.Contains(said.errout, "the log is empty") {
		t.Errorf("%+v", said)
	}
}
