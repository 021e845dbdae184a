package duty

import (
	"context"
	"encoding/json"
	"io"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// PlacesOf are the collections with what we process for a customer.
func PlacesOf(reg *register.Register, customer string) (all []Spot) {
	for _, s := range reg.Systems {
		for _, c := range s.Collections {
			var conds []*varsam.Cond
			for _, carry := range c.CarriedBy {
				a, _ := reg.Activity(carry.Activity)
				if a.Role != varsam.Processor || a.Party != customer {
					continue
				}
				conds = append(conds, condOf(carry))
			}
			if len(conds) > 0 {
				all = append(all, Spot{System: s.Name, Collection: c.Name, Where: anyOf(conds)})
			}
		}
	}
	return all
}

// anyOf are the records of several activities; nil when one of them carries all.
func anyOf(conds []*varsam.Cond) *varsam.Cond {
	var kids []varsam.Cond
	for _, c := range conds {
		if c == nil {
			return nil
		}
		kids = append(kids, *c)
	}
	if len(kids) == 1 {
		return &kids[0]
	}
	either := varsam.AnyOf(kids...)
	return &either
}

// condOf is which records of a collection an activity carries; nil for all.
func condOf(carry register.Carry) *varsam.Cond {
	if carry.When == nil {
		return nil
	}
	return &carry.When.Cond
}

// Handed is what was exported for a customer.
type Handed struct {
	Customer string         `json:"customer"`
	Records  map[string]int `json:"records"` // by system.collection
	Gaps     []varsam.Gap   `json:"gaps"`    // what could not be read here: ask its owner
}

// handedRecord is one line of an export.
type handedRecord struct {
	System     string         `json:"system"`
	Collection string         `json:"collection"`
	Record     []varsam.Field `json:"record"`
}

// ExportCustomer writes everything that we hold for a customer, one JSON object a
// line, with the words of the register for each place. What could not be read is
// a gap, never silence.
func ExportCustomer(ctx context.Context, reg *register.Register, open locate.Opener, customer string, to io.Writer) (h Handed, err error) {
	h = Handed{Customer: customer, Records: map[string]int{}, Gaps: []varsam.Gap{}}
	enc := json.NewEncoder(to)
	enc.SetEscapeHTML(false)
	for _, spot := range PlacesOf(reg, customer) {
		sys, _ := reg.System(spot.System)
		if sys.Assisted() {
			h.Gaps = append(h.Gaps, varsam.Gap{System: spot.System, Collection: spot.Collection, Why: varsam.Because(ReasonByHand, spot.System)})
			continue
		}
		n, err := exportSpot(ctx, sys, open, spot, enc)
		h.Records[spot.System+"."+spot.Collection] = n
		if err != nil && varsam.CodeOf(err) == varsam.Internal {
			return h, err
		}
		if err != nil {
			h.Gaps = append(h.Gaps, varsam.Gap{System: spot.System, Collection: spot.Collection, Why: varsam.Because(ReasonUnread, string(varsam.CodeOf(err)))})
		}
	}
	return h, nil
}

func exportSpot(ctx context.Context, sys register.System, open locate.Opener, spot Spot, enc *json.Encoder) (n int, err error) {
	err = readSpot(ctx, sys, open, spot, func(r varsam.Record) error {
		n++
		if enc.Encode(handedRecord{spot.System, spot.Collection, r.Fields}) != nil {
			return varsam.Errorf(varsam.Internal, "the export cannot be written")
		}
		return nil
	})
	return n, err
}

// readSpot reads the records of one place. Code Unknown when it was not read to its
// end.
func readSpot(ctx context.Context, sys register.System, open locate.Opener, spot Spot, yield func(varsam.Record) error) error {
	coll, _ := sys.Collection(spot.Collection)
	conn, err := open.Open(ctx, sys.Name)
	if err != nil {
		return err
	}
	defer conn.Close()
	found, err := conn.Find(ctx, system.Selection{Collection: coll.In(), Cond: spot.Where}, yield)
	if err == nil && !found.Complete {
		err = varsam.Errorf(varsam.Unknown, "%s.%s was not read to its end", spot.System, spot.Collection)
	}
	return err
}

// HeldFor are all records that we hold for a customer, whether or not anybody's
// identifier leads to them. A place that cannot be read, or only by hand, is a gap.
func HeldFor(ctx context.Context, reg *register.Register, open locate.Opener, customer string) (held []varsam.Ref, gaps []varsam.Gap) {
	for _, spot := range PlacesOf(reg, customer) {
		sys, _ := reg.System(spot.System)
		if sys.Assisted() {
			gaps = append(gaps, varsam.Gap{System: spot.System, Collection: spot.Collection, Why: varsam.Because(ReasonByHand, spot.System)})
			continue
		}
		err := readSpot(ctx, sys, open, spot, func(r varsam.Record) error {
			held = append(held, r.Ref)
			return nil
		})
		if err != nil {
			gaps = append(gaps, varsam.Gap{System: spot.System, Collection: spot.Collection, Why: varsam.Because(ReasonUnread, string(varsam.CodeOf(err)))})
		}
	}
	return held, gaps
}

// PeopleOf are the people in what we hold for a customer: those whom an
// instruction to delete everything is about. Places that only people can reach are
// gaps.
func PeopleOf(ctx context.Context, reg *register.Register, open locate.Opener, customer string) (people []varsam.Person, gaps []varsam.Gap, err error) {
	var found []Reached
	for _, spot := range PlacesOf(reg, customer) {
		sys, _ := reg.System(spot.System)
		coll, _ := sys.Collection(spot.Collection)
		switch {
		case sys.Assisted():
			gaps = append(gaps, varsam.Gap{System: spot.System, Collection: spot.Collection, Why: varsam.Because(ReasonByHand, spot.System)})
			continue
		case len(selecting(coll)) == 0: // its records are reached from those of people
			continue
		}
		some, err := tracing{reg: reg, open: open}.read(ctx, spot)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, some...)
	}
	for _, who := range once(found, map[string]bool{}) {
		people = append(people, varsam.Person{Number: len(people), Identifiers: who.Identifiers})
	}
	return people, gaps, nil
}
