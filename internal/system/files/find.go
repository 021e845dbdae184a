package files

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// Why a search was not complete, beside the codes of errors.
const (
	whyLimit   = "limit"
	whyStopped = "stopped"
)

// search is one reading of a collection.
type search struct {
	*System
	sel      system.Selection
	projects *projects
	found    system.Found
	yield    func(varsam.Record) error
	count    int
	children map[string][]varsam.Record // of conditions, by what was asked
	failed   error                      // of a condition, which cannot say so itself
}

// errLimit ends a search that found enough.
var errLimit = errors.New("limit")

// Find implements [system.System]. The whole tree is listed unless the selection
// names paths or folders.
func (s *System) Find(ctx context.Context, sel system.Selection, yield func(varsam.Record) error) (system.Found, error) {
	q, err := s.search(sel, yield)
	if err != nil {
		return system.Found{Why: string(varsam.CodeOf(err))}, err
	}
	return q.end(ctx, q.each(ctx, func(r varsam.Record) error {
		if !q.takes(ctx, r) || q.failed != nil {
			return q.failed
		}
		return q.give(r)
	}))
}

func (s *System) search(sel system.Selection, yield func(varsam.Record) error) (*search, error) {
	if err := s.check(sel); err != nil {
		return nil, err
	}
	return &search{System: s, sel: sel, projects: s.projects(), yield: yield, children: map[string][]varsam.Record{}}, nil
}

// check refuses a selection that names what does not exist.
func (s *System) check(sel system.Selection) error {
	coll, err := s.collection(sel.Collection)
	if err != nil {
		return err
	}
	names := slices.Clone(sel.Fields)
	for _, m := range sel.Match {
		names = append(names, m.Fields...)
		if len(m.Fields) == 0 || len(m.Tuples) > varsam.MaxBatch {
			return varsam.Errorf(varsam.Invalid, "%s: a match names at least one field and at most %d keys", s.cfg.System, varsam.MaxBatch)
		}
		for _, tuple := range m.Tuples {
			if len(tuple) != len(m.Fields) {
				return varsam.Errorf(varsam.Invalid, "%s: a key has %d values, the match names %d fields", s.cfg.System, len(tuple), len(m.Fields))
			}
		}
	}
	if sel.Cond != nil {
		names = append(names, sel.Cond.Uses()...)
	}
	for _, name := range names {
		if _, ok := coll.Column(name); !ok {
			return varsam.Errorf(varsam.Invalid, "%s: %s has no field %q", s.cfg.System, coll.Name, name)
		}
	}
	return nil
}

// give yields a record, within the limit.
func (q *search) give(r varsam.Record) error {
	if q.sel.Limit > 0 && q.count == q.sel.Limit {
		return errLimit
	}
	q.count++
	return q.yield(shown(r, q.sel.Fields, q.sel.Version))
}

// end says how the search went.
func (q *search) end(ctx context.Context, err error) (system.Found, error) {
	switch {
	case err == errLimit:
		q.found.Why = whyLimit
		return q.found, nil
	case err != nil && ctx.Err() != nil:
		q.found.Why = whyStopped
		return q.found, varsam.Wrap(varsam.Unavailable, ctx.Err(), "%s: cancelled", q.cfg.System)
	case err != nil:
		q.found.Why = whyStopped
		if e := (*varsam.Error)(nil); errors.As(err, &e) {
			q.found.Why = string(e.Code)
		}
		return q.found, err
	}
	q.found.Complete = len(q.found.Unread) == 0 && q.found.Why == ""
	if q.found.Why == "" && !q.found.Complete {
		q.found.Why = string(varsam.Denied)
	}
	return q.found, nil
}

// takes holds a record against the selection.
func (q *search) takes(ctx context.Context, r varsam.Record) bool {
	if q.sel.Match != nil && !slices.ContainsFunc(q.sel.Match, func(m system.Match) bool { return matches(m, r) }) {
		return false
	}
	return q.sel.Cond == nil || q.sel.Cond.Eval(r, q.zone, q.childrenOf(ctx)) == varsam.True
}

// childrenOf answers a condition's Exists. The answers are kept while the search
// lasts: the documents of a project ask for the same folder one after the other.
func (q *search) childrenOf(ctx context.Context) varsam.Children {
	return func(collection string, fields []string, values []varsam.Value) []varsam.Record {
		id := collection + " " + strings.Join(fields, " ") + " " + varsam.KeyText(values)
		if all, known := q.children[id]; known {
			return all
		}
		if len(q.children) > 1000 {
			clear(q.children)
		}
		var all []varsam.Record
		m := system.Match{Fields: fields, Tuples: [][]varsam.Value{values}}
		found, err := q.Find(ctx, system.Selection{Collection: collection, Match: []system.Match{m}, Version: true}, func(r varsam.Record) error {
			all = append(all, r)
			return nil
		})
		if err == nil && !found.Complete {
			err = varsam.Errorf(varsam.Denied, "%s: a condition reads %s, of which a part cannot be read", q.cfg.System, collection)
		}
		if err != nil && q.failed == nil {
			q.failed = err
		}
		q.children[id] = all
		return all
	}
}
