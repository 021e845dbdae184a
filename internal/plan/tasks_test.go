package plan_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/register"
)

// TestWhoIsAsked: an owner is asked for what the request is about. A controller's
// instruction is no errand to those who keep our own papers.
func TestWhoIsAsked(t *testing.T) {
	t.Parallel()
	reg, cats := shop()
	assisted := func(name string, activities ...string) register.System {
		c := register.Collection{Name: "papers"}
		for _, a := range activities {
			c.CarriedBy = append(c.CarriedBy, register.Carry{Activity: a})
		}
		return register.System{Name: name, Connector: "assisted", Owner: name, Collections: []register.Collection{c}}
	}
	reg.Activities = append(reg.Activities,
		register.Activity{Name: "for-acme", Role: varsam.Processor, Party: "acme"},
		register.Activity{Name: "for-bolt", Role: varsam.Processor, Party: "bolt"},
		register.Activity{Name: "ours", Role: varsam.Controller})
	bare := assisted("bare")
	bare.Collections = nil
	reg.Systems = append(reg.Systems, assisted("acmes", "for-acme"), bare, assisted("bolts", "for-bolt"), assisted("mixed", "for-acme", "ours"), assisted("ours", "ours"), assisted("unsaid"))

	erase, instruct := decide.Ask{Right: varsam.Erasure}, decide.Ask{Right: varsam.Instruction, Party: "acme"}
	for name, tc := range map[string]struct {
		asks []decide.Ask
		want []string
	}{
		"own request": {[]decide.Ask{erase}, []string{"bare", "mixed", "ours", "unsaid"}},
		"instruction": {[]decide.Ask{instruct}, []string{"acmes", "mixed"}},
		"both":        {[]decide.Ask{erase, instruct}, []string{"acmes", "bare", "mixed", "ours", "unsaid"}},
		"time":        {nil, nil},
	} {
		var asked []string
		for _, s := range decided(t, reg, cats, tc.asks).Steps {
			asked = append(asked, s.System)
		}
		same(t, name, asked, tc.want)
	}
}
