package locate

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
)

// stage is one of the two ways in which a search by identifier asks: the usual
// spellings as they are, which a plain index serves, and then the canonical form
// for every other spelling.
type stage bool

const (
	usual     stage = false
	canonical stage = true
)

// seek searches every identifying column of the system for the identifiers, and
// finds out which of the rows lead to nobody.
func (p *place) seek(ctx context.Context, fresh wanted) {
	p.seekOnly(ctx, fresh)
	p.drift(ctx)
}

// seekOnly asks one question per collection and stage, for all columns and all
// people.
func (p *place) seekOnly(ctx context.Context, fresh wanted) {
	for _, c := range p.colls {
		for _, st := range []stage{usual, canonical} {
			q := ask{collection: c.cat.Name, match: p.identifierMatches(c, fresh, st), version: true}
			p.find(ctx, q, func(r varsam.Record) { p.taken(c, r) })
		}
	}
}

// taken checks a row again and takes it up when it truly holds an identifier.
func (p *place) taken(c *collection, r varsam.Record) {
	hits := p.hits(c, r)
	if len(hits) == 0 {
		return
	}
	n := p.meet(c, r, true)
	for _, h := range hits {
		n.hit(h)
		p.control(n, h)
	}
}

// hits are the selecting identifiers in a record's identifying columns.
func (p *place) hits(c *collection, r varsam.Record) []hit {
	var hits []hit
	for _, f := range c.ids {
		for _, text := range p.readAll(f, r) {
			v := value{f.Identifies, text}
			for _, number := range p.selecting[v] {
				hits = append(hits, hit{f.Name, v, number})
			}
		}
	}
	return hits
}

// read gives the canonical forms a cell may have.
func (p *place) read(t varsam.IdentifierType, cell varsam.Value) []string {
	return Forms(nil, t, cell, p.regions, p.opts.Today)
}

// Forms appends the canonical forms that a cell may have: one for each of the
// regions that reads it, none when it is not of the type.
func Forms(forms []string, t varsam.IdentifierType, cell varsam.Value, regions []string, today varsam.Date) []string {
	text := textOf(cell)
	if text == "" {
		return forms
	}
	for _, region := range regions {
		if form, err := t.Canonical(text, region, today); err == nil && !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	return forms
}

// identifierMatches asks all identifying columns of the collection for the
// identifiers of their type. A type compared exactly has no second stage.
func (p *place) identifierMatches(c *collection, fresh wanted, st stage) []match {
	var matches []match
	for _, f := range c.ids {
		fold := varsam.Exact
		if f.Several {
			if st == canonical {
				matches = append(matches, p.contained(f, fresh[f.Identifies])...)
			}
			continue
		}
		if st == canonical {
			if fold = f.Identifies.Fold(); fold == varsam.Exact {
				continue
			}
		}
		if tuples := p.spellings(f.Identifies, fresh[f.Identifies], st); len(tuples) > 0 {
			matches = append(matches, match{[]string{f.Name}, fold, tuples})
		}
	}
	return matches
}

// spellings are the ways the identifiers may be written, as tuples of one, each
// once and sorted.
func (p *place) spellings(t varsam.IdentifierType, values []string, st stage) [][]varsam.Value {
	var all []string
	for _, text := range values {
		for _, region := range p.regions {
			if st == canonical {
				all = append(all, t.FoldedSpellings(text, region)...)
			} else {
				all = append(all, t.Spellings(text, region)...)
			}
		}
	}
	slices.Sort(all)
	return textTuples(slices.Compact(all))
}

func textTuples(all []string) [][]varsam.Value {
	tuples := make([][]varsam.Value, len(all))
	for i, text := range all {
		tuples[i] = []varsam.Value{varsam.TextOf(text)}
	}
	return tuples
}

// control counts the record as found by that field.
func (p *place) control(n *node, h hit) {
	c := Control{System: p.reg.Name, Collection: n.coll.cat.Name, Field: h.field, Type: h.value.typ}
	p.progress.Lock()
	defer p.progress.Unlock()
	if p.controls[c] == nil {
		p.controls[c] = map[string]bool{}
	}
	p.controls[c][n.key] = true
}
