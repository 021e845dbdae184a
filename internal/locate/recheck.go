package locate

import (
	"cmp"
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// Remaining is a field that still holds an identifier of a search's people; or, with
// an empty Field and nobody's number, -1, a record that is still held for the party of
// an instruction about everything.
type Remaining struct {
	Ref    varsam.Ref            `json:"ref"`
	Field  string                `json:"field"`
	Type   varsam.IdentifierType `json:"type"`
	Person int                   `json:"person"`
}

// Recheck searches every identifying column again, in both stages, for all
// identifiers that the search used, those found on the way included, and every
// text of the systems that read their texts themselves. It follows no links and judges nothing: every field that holds one is reported, sorted.
// The caller opens the systems anew, so that nothing is answered from before. A
// gap is a place that could not be looked at: unknown, not gone.
func Recheck(ctx context.Context, reg *register.Register, open Opener, before Search, opts Options) ([]Remaining, []varsam.Gap, error) {
	s, err := newSearch(reg, before.People, opts)
	if err != nil {
		return nil, nil, err
	}
	defer s.close()
	if err := s.open(ctx, open); err != nil {
		return nil, nil, err
	}
	fresh := s.takeFresh()
	again := func(p *place) {
		p.seekOnly(ctx, fresh)
		if opts.Everything {
			p.whole(ctx)
		}
		if _, reads := p.conn.(system.TextFinder); reads && opts.Mentions {
			p.mentions(ctx)
		}
	}
	if err := s.everywhere(ctx, again); err != nil {
		return nil, nil, err
	}
	gaps := s.gaps
	var all []Remaining
	for _, p := range s.places {
		for _, n := range p.sorted() {
			if p.withholds(n) {
				p.withhold(n, n.people(), varsam.Own)
			} else {
				all = append(all, n.remaining()...)
			}
		}
		p.tellWithheld()
		gaps = append(gaps, p.gaps...)
	}
	slices.SortFunc(all, compareRemaining)
	return all, distinctGaps(gaps), nil
}

func (n *node) remaining() []Remaining {
	var all []Remaining
	add := func(x Remaining) {
		if !slices.ContainsFunc(all, func(y Remaining) bool { return compareRemaining(x, y) == 0 }) {
			all = append(all, x)
		}
	}
	for _, h := range n.hits {
		add(Remaining{n.rec.Ref, h.field, h.value.typ, h.person})
	}
	if n.held && len(all) == 0 {
		add(Remaining{Ref: n.rec.Ref, Person: -1})
	}
	for _, m := range n.mentions {
		add(Remaining{n.rec.Ref, m.Field, m.Type, m.Person})
	}
	return all
}

func compareRemaining(a, b Remaining) int {
	return cmp.Or(varsam.CompareRefs(a.Ref, b.Ref), cmp.Compare(a.Field, b.Field),
		cmp.Compare(a.Type, b.Type), cmp.Compare(a.Person, b.Person))
}
