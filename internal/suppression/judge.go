package suppression

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/store"
)

// suspect is a value whose mark begins like one that is kept.
type suspect struct {
	mark    [32]byte
	at      Place
	consent varsam.Date // the newest in its record
}

// batch is how many marks one statement looks up.
const batch = 500

// hit is a suspect whose whole mark is kept, in a place that nobody knew of.
type hit struct {
	marked
	place  []byte
	chosen bool
}

// judge looks suspects up, puts the requests of what came back before a person,
// and notes it.
func (l *look) judge(ctx context.Context, t *target, suspects []suspect) error {
	var hits []hit
	err := l.Store.Read(ctx, l.Service.Tenant, func(tx *store.Tx) error {
		for some := range slices.Chunk(suspects, batch) {
			found, err := l.hits(tx, t, some)
			if err != nil {
				return err
			}
			hits = append(hits, found...)
		}
		return nil
	})
	if err != nil || len(hits) == 0 {
		return err
	}
	reopened := map[string]bool{}
	for _, h := range hits {
		if h.chosen || reopened[h.request] {
			continue
		}
		if err := l.Reopen(ctx, h.request); err != nil {
			return err
		}
		reopened[h.request] = true
	}
	return l.Store.Write(ctx, l.Service.Tenant, func(tx *store.Tx) error { return l.note(tx, t, hits) })
}

func (l *look) hits(tx *store.Tx, t *target, suspects []suspect) (hits []hit, err error) {
	wanted := make([][]byte, len(suspects))
	for i := range suspects {
		wanted[i] = suspects[i].mark[:]
	}
	found, err := lookUp(tx, wanted)
	if err != nil {
		return nil, err
	}
	zone := l.reg.Organisation.Location()
	for _, s := range suspects {
		for _, m := range found {
			if m.mark != string(s.mark[:]) || !t.concerns(m.party) {
				continue
			}
			h := hit{m, l.place(s.at), s.consent.After(varsam.DateIn(m.begun, zone))}
			if known, err := known(tx, m.suppression, h.place); err != nil {
				return nil, err
			} else if !known {
				hits = append(hits, h)
			}
		}
	}
	return hits, nil
}

// note writes down where identifiers stand, each place once, with one leaf for
// what came back and one for what was chosen anew.
func (l *look) note(tx *store.Tx, t *target, hits []hit) error {
	type group struct {
		suppression, request string
		chosen               bool
	}
	count, order := map[group]int{}, []group(nil)
	for _, h := range hits {
		why := back
		if h.chosen {
			why = chosen
		}
		if err := insertPlace(tx, h.suppression, h.place, why); err != nil {
			return err
		}
		g := group{h.suppression, h.request, h.chosen}
		if count[g]++; count[g] == 1 {
			order = append(order, g)
		}
	}
	for _, g := range order {
		leaf := evidence.Leaf{
			Kind: evidence.Revival, Request: evidence.Name(g.request), System: evidence.NameOf(t.system),
			Collection: evidence.NameOf(t.name), Before: evidence.Rows(count[g]),
		}
		if g.chosen {
			leaf.Kind, leaf.Action = evidence.Suppression, "chosen-anew"
			l.found.Chosen += count[g]
		} else {
			l.found.Back = append(l.found.Back, Back{g.suppression, g.request, t.system, t.name, count[g]})
		}
		if _, err := evidence.Append(tx, leaf); err != nil {
			return err
		}
	}
	return nil
}
