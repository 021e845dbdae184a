package duty

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/plan"
)

// Certificate is what became of all that was held for a customer, by
// system.collection.
type Certificate struct {
	Customer   string         `json:"customer"`
	Request    string         `json:"request"`
	Day        varsam.Date    `json:"day"`
	Deleted    map[string]int `json:"deleted"`
	Anonymised map[string]int `json:"anonymised"`
	Kept       map[string]int `json:"kept"`    // by law or a hold: the request's answer says by which, and until when
	ByHand     []varsam.Gap   `json:"by_hand"` // places that only their owners reach
}

// Certify holds what is still found for a customer against the plan that was carried
// out. What is left and the plan does not keep is counted by place: with any of it
// there is no certificate.
func Certify(p plan.Plan, held []varsam.Ref) (c Certificate, left map[string]int) {
	c = Certificate{Request: p.Request, Deleted: map[string]int{}, Anonymised: map[string]int{}, Kept: map[string]int{}, ByHand: []varsam.Gap{}}
	erased := map[string]bool{}
	for _, s := range p.Steps {
		if s.Op.Kind != varsam.OpErase {
			continue
		}
		for _, t := range s.Op.Targets {
			erased[t.Ref.String()] = true
		}
	}
	fates := map[string]varsam.Fate{}
	for _, item := range p.Items {
		switch ref := item.Record.Ref; {
		case erased[ref.String()]:
			c.Deleted[placeOf(ref)]++
		default:
			fates[ref.String()] = item.Decision.Fate
		}
	}
	left = map[string]int{}
	for _, ref := range held {
		switch fate, stays := fates[ref.String()]; {
		case !stays:
			left[placeOf(ref)]++
			continue
		case fate == varsam.Anonymise:
			c.Anonymised[placeOf(ref)]++
		default:
			c.Kept[placeOf(ref)]++
		}
		delete(fates, ref.String())
	}
	c.renamed(p, fates, left)
	return c, left
}

// renamed takes what was anonymised under a new key for what it is: one record that is
// gone for one that nobody knows.
func (c Certificate) renamed(p plan.Plan, fates map[string]varsam.Fate, left map[string]int) {
	for _, item := range p.Items {
		at := placeOf(item.Record.Ref)
		if fates[item.Record.Ref.String()] != varsam.Anonymise || left[at] == 0 {
			continue
		}
		c.Anonymised[at]++
		if left[at]--; left[at] == 0 {
			delete(left, at)
		}
	}
}

func placeOf(ref varsam.Ref) string { return ref.System + "." + ref.Collection }
