package memory

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// Find implements [system.System]. It reads page by page, each from the key
// after the last one, so that records which come and go meanwhile neither hide
// others nor show them twice.
func (s *Store) Find(ctx context.Context, sel system.Selection, yield func(varsam.Record) error) (system.Found, error) {
	found := system.Found{Scanned: true}
	var last *varsam.Ref
	if sel.After != nil {
		last = &varsam.Ref{System: s.name, Collection: sel.Collection, Key: sel.After}
	}
	for count := 0; ; {
		page, more, err := s.page(ctx, sel, last)
		if err != nil {
			found.Why = string(varsam.CodeOf(err))
			return found, err
		}
		found.Statements++
		for _, r := range page {
			if sel.Limit > 0 && count == sel.Limit {
				found.Why = "limit"
				return found, nil
			}
			count++
			last = &r.Ref
			if err := yield(r); err != nil {
				found.Why = "stopped"
				return found, err
			}
		}
		if !more {
			found.Complete = true
			return found, nil
		}
		if s.afterPage() {
			found.Why = "short"
			return found, nil
		}
	}
}

// afterPage lets the faults happen; true ends the search.
func (s *Store) afterPage() bool {
	s.mu.Lock()
	short, between := s.faults.ShortPages, s.faults.BetweenPages
	s.mu.Unlock()
	if between != nil {
		between(s)
	}
	return short
}

// page is the next records behind a key; more says that there may be others. A
// search by keys has one page.
func (s *Store) page(ctx context.Context, sel system.Selection, last *varsam.Ref) (page []varsam.Record, more bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.answers(ctx); err != nil {
		return nil, false, err
	}
	coll, err := s.check(sel)
	if err != nil {
		return nil, false, err
	}
	size := s.options.Page
	if size == 0 {
		size = 100
	}
	for _, r := range s.behind(coll.Name, last) {
		if !s.selected(sel, r) {
			continue
		}
		if len(page) == size && sel.Match == nil {
			return page, true, nil
		}
		page = append(page, s.shown(coll, sel, r))
	}
	return page, false, nil
}

// check refuses a selection that names what does not exist.
func (s *Store) check(sel system.Selection) (varsam.Collection, error) {
	coll, err := s.collection(sel.Collection)
	if err != nil {
		return coll, err
	}
	names := slices.Clone(sel.Fields)
	for _, m := range sel.Match {
		names = append(names, m.Fields...)
		if len(m.Fields) == 0 || len(m.Tuples) > varsam.MaxBatch {
			return coll, varsam.Errorf(varsam.Invalid, "%s: a match names at least one field and at most %d keys", s.name, varsam.MaxBatch)
		}
		for _, tuple := range m.Tuples {
			if len(tuple) != len(m.Fields) {
				return coll, varsam.Errorf(varsam.Invalid, "%s: a key has %d values, the match names %d fields", s.name, len(tuple), len(m.Fields))
			}
		}
	}
	if sel.Cond != nil {
		names = append(names, sel.Cond.Uses()...)
	}
	for _, name := range names {
		if _, ok := coll.Column(name); !ok {
			return coll, varsam.Errorf(varsam.Invalid, "%s: %s has no field %q", s.name, coll.Name, name)
		}
	}
	return coll, nil
}

// behind is a collection's records after a key, in the key's order.
func (s *Store) behind(collection string, last *varsam.Ref) []varsam.Record {
	var all []varsam.Record
	for r := range maps.Values(s.records) {
		if r.Ref.Collection == collection && (last == nil || varsam.CompareRefs(r.Ref, *last) > 0) {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b varsam.Record) int { return varsam.CompareRefs(a.Ref, b.Ref) })
	return all
}

func (s *Store) selected(sel system.Selection, r varsam.Record) bool {
	if sel.Match != nil && !slices.ContainsFunc(sel.Match, func(m system.Match) bool { return matches(m, r) }) {
		return false
	}
	zone := s.options.Zone
	if zone == nil {
		zone = time.UTC
	}
	return sel.Cond == nil || sel.Cond.Eval(r, zone, s.children) == varsam.True
}

func matches(m system.Match, r varsam.Record) bool {
	return slices.ContainsFunc(m.Tuples, func(tuple []varsam.Value) bool {
		for i, field := range m.Fields {
			same := sameText(r.Get(field), tuple[i])
			if m.Fold != "" && m.Fold != varsam.Exact {
				same = folded(m.Fold, r.Get(field), tuple[i])
			}
			if !same {
				return false
			}
		}
		return true
	})
}

// children answers a condition's Exists.
func (s *Store) children(collection string, fields []string, values []varsam.Value) []varsam.Record {
	m := system.Match{Fields: fields, Tuples: [][]varsam.Value{values}}
	return slices.DeleteFunc(s.behind(collection, nil), func(r varsam.Record) bool { return !matches(m, r) })
}

// shown is a record as a search hands it out.
func (s *Store) shown(coll varsam.Collection, sel system.Selection, r varsam.Record) varsam.Record {
	out := varsam.Record{Ref: r.Ref, Parent: r.Parent}
	for _, c := range coll.Columns {
		if sel.Fields == nil || slices.Contains(sel.Fields, c.Name) || slices.Contains(coll.Key, c.Name) {
			out.Fields = append(out.Fields, varsam.Field{Name: c.Name, Value: r.Get(c.Name)})
		}
	}
	if sel.Version {
		out.Version = version(coll, r)
	}
	return out
}

// version covers every field of the collection, whatever is read.
func version(coll varsam.Collection, r varsam.Record) string {
	fields := make([]varsam.Field, len(coll.Columns))
	for i, c := range coll.Columns {
		fields[i] = varsam.Field{Name: c.Name, Value: r.Get(c.Name)}
	}
	return varsam.RowVersion(fields)
}

// Sample implements [system.Sampler].
func (s *Store) Sample(ctx context.Context, collection string, n int, yield func(varsam.Record) error) error {
	s.mu.Lock()
	err := s.answers(ctx)
	coll, unknown := s.collection(collection)
	all := s.behind(collection, nil)
	s.mu.Unlock()
	if err != nil || unknown != nil {
		if err == nil {
			err = unknown
		}
		return err
	}
	for i := range min(n, len(all)) {
		if err := yield(s.shown(coll, system.Selection{}, all[i*len(all)/min(n, len(all))])); err != nil {
			return err
		}
	}
	return nil
}
