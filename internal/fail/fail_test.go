package fail_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/fail"
)

// TestMain lets the test binary be the process that dies.
func TestMain(m *testing.M) {
	if os.Getenv("FAIL_CHILD") == "" {
		os.Exit(m.Run())
	}
	for range 5 {
		os.Stdout.WriteString("x")
		fail.Point("fail.test.point")
	}
}

func TestDiesAtTheNthHit(t *testing.T) {
	for _, c := range []struct {
		value string
		want  int
	}{{"fail.test.point", 1}, {"fail.test.point:3", 3}, {"fail.test.point:9", 5}, {"other", 5}} {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "FAIL_CHILD=1", fail.Variable+"="+c.value)
		out, err := cmd.Output()
		if got := strings.Count(string(out), "x"); got != c.want {
			t.Errorf("%s: %d hits, want %d", c.value, got, c.want)
		}
		if died := err != nil; died != (c.want < 5) {
			t.Errorf("%s: ended with %v", c.value, err)
		}
	}
}

func TestWatchCounts(t *testing.T) {
	fail.Point("fail.test.unseen")
	fail.Watch()
	fail.Point("fail.test.seen")
	fail.Point("fail.test.seen")
	if names := fail.Names(); !slices.Equal(names, []string{"fail.test.seen"}) {
		t.Errorf("names = %v", names)
	}
	if n := fail.Hits("fail.test.seen"); n != 2 {
		t.Errorf("hits = %d", n)
	}
}

func BenchmarkPointOff(b *testing.B) {
	for b.Loop() {
		fail.Point("fail.test.off")
	}
}
