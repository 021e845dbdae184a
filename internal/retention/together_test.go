package retention

import (
	"fmt"
	"testing"

	"github.com/varsam/varsam"
)

// TestTogether joins who is one person, also over a third, and nobody else.
func TestTogether(t *testing.T) {
	t.Parallel()
	said := func(ids ...string) (p protected) {
		for i := 0; i < len(ids); i += 2 {
			p.Identifiers = append(p.Identifiers, varsam.Identifier{Type: varsam.IdentifierType(ids[i]), Value: ids[i+1], Verified: true})
		}
		return p
	}
	for name, c := range map[string]struct {
		all  []protected
		want int
	}{
		"the same twice":           {[]protected{said("email", "a@example.com"), said("email", "A@example.com")}, 1},
		"over a third":             {[]protected{said("email", "a@example.com"), said("email", "b@example.com"), said("email", "a@example.com", "email", "b@example.com")}, 1},
		"a family's phone":         {[]protected{said("email", "a@example.com", "phone", "070-174 06 05"), said("email", "b@example.com", "phone", "+46701740605")}, 2},
		"a phone alone":            {[]protected{said("email", "a@example.com", "phone", "070-174 06 05"), said("phone", "+46701740605")}, 1},
		"two numbers, one address": {[]protected{said("email", "a@example.com", "national-id", "19811218-9876"), said("email", "a@example.com", "national-id", "19640823-3234")}, 2},
		"nothing in common":        {[]protected{said("email", "a@example.com"), said("email", "b@example.com")}, 2},
		"nothing":                  {nil, 0},
	} {
		if got := len(together(c.all, "SE", varsam.NewDate(2026, 11, 20))); got != c.want {
			t.Errorf("%s: %d people, want %d", name, got, c.want)
		}
	}
	many := make([]protected, 20_000)
	for i := range many {
		many[i] = said("email", fmt.Sprintf("p%d@example.com", i/2))
	}
	if got := len(together(many, "SE", varsam.NewDate(2026, 11, 20))); got != len(many)/2 {
		t.Errorf("%d people, want %d", got, len(many)/2)
	}
}
