package cli

import (
	"strings"
	"testing"
)

// A password of the demo is refused where a login stands in it: two letters, which chance would bring about once in seventy.
func TestDemoPassword(t *testing.T) {
	t.Parallel()
	for range 2000 {
		if p := demoPassword(); len(p) != 20 || strings.Contains(p, "bo") || strings.Contains(p, "astrid") {
			t.Fatalf("the password is %q", p)
		}
	}
}
