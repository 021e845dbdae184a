package files

import (
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// change is one operation held against the structure.
type change struct {
	*System
	op       varsam.Operation
	projects *projects
}

// at is one target as it is now.
type at struct {
	target varsam.Target
	state  varsam.RowState
	path   string // in the store
	entry  Entry  // when it is here
	here   bool
	sum    int64  // of what lies in it, when it is a folder that goes whole
	left   int    // versions of it that are still there
	moved  string // where it moves to
	there  bool   // something is there
}

// change refuses an operation that must not begin.
func (s *System) change(op varsam.Operation) (*change, error) {
	coll, err := s.collection(op.Collection)
	if err != nil {
		return nil, err
	}
	if len(op.Targets) > varsam.MaxBatch {
		return nil, varsam.Errorf(varsam.Invalid, "%s: an operation has at most %d targets", s.cfg.System, varsam.MaxBatch)
	}
	if err := s.moves(op.Collection, op.Move); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, t := range op.Targets {
		key := varsam.KeyText(t.Ref.Key)
		if len(t.Ref.Key) != 1 || t.Ref.Key[0].Kind() != varsam.Text || seen[key] {
			return nil, varsam.Errorf(varsam.Invalid, "%s: a target of %s is not named by one path, once", s.cfg.System, coll.Name)
		}
		seen[key] = true
		for _, a := range op.Assignments(t) {
			if c, ok := coll.Column(a.Field); !ok || c.Generated || a.Value.Kind() != varsam.Text && !a.Value.IsNull() {
				return nil, varsam.Errorf(varsam.Invalid, "%s: field %q of %s cannot be set so", s.cfg.System, a.Field, coll.Name)
			}
		}
	}
	return &change{System: s, op: op, projects: s.projects()}, nil
}

// moves checks where records move: documents to what is restricted, and back.
func (s *System) moves(from, to string) error {
	if to == "" {
		return nil
	}
	if _, err := s.collection(to); err != nil {
		return err
	}
	if to == from || from == folders || to == folders {
		return varsam.Errorf(varsam.Unsupported, "%s: documents move between %s and %s only", s.cfg.System, documents, restricted)
	}
	return nil
}

// allowed refuses what files cannot do, and a structure other than the planned.
func (c *change) allowed() error {
	kind, sets := c.op.Kind, len(c.op.Set) > 0
	for _, t := range c.op.Targets {
		sets = sets || len(t.Set) > 0
	}
	switch {
	case kind == "":
		return varsam.Errorf(varsam.Invalid, "%s: an operation has a kind", c.cfg.System)
	case c.catalogue().Fingerprint(c.op.Collection) != c.op.Fingerprint:
		return varsam.Errorf(varsam.Changed, "%s: the structure of %s is not the planned one", c.cfg.System, c.op.Collection)
	case kind == varsam.OpErase && (sets || c.op.Move != ""), kind != varsam.OpErase && !sets && c.op.Move == "":
		return varsam.Errorf(varsam.Invalid, "%s: the operation sets nothing, or what it erases", c.cfg.System)
	case !slices.Contains(can, kind), kind == varsam.OpLift && c.op.Move == "", kind != varsam.OpErase && c.op.Collection == folders, sets && c.op.Move != "":
		return varsam.Errorf(varsam.Unsupported, "%s: files cannot be changed so; a person does it", c.cfg.System)
	}
	return nil
}

// look reads a target and compares it with what it should be.
func (c *change) look(ctx context.Context, t varsam.Target) (a at, err error) {
	a = at{target: t, path: c.place(c.op.Collection, t.Ref.Key[0].String()), state: varsam.RowOther}
	r, here, err := c.get(ctx, c.projects, c.op.Collection, t.Ref.Key[0].String(), []string{"path"})
	if err == nil && here {
		a.entry, err = c.store.Stat(ctx, a.path)
	}
	if varsam.CodeOf(err) == varsam.NotFound {
		here, err = false, nil
	}
	if err != nil {
		return a, err
	}
	a.here = here
	original := here && slices.ContainsFunc(t.Versions, func(v string) bool { return v == r.Version || c.emptied(r, v) })
	if original && c.op.Collection == folders {
		a.sum = sumIn(r.Version)
	}
	switch {
	case c.op.Move != "":
		err = c.lookMoved(ctx, &a)
		original = original && !a.there
	case c.op.Kind == varsam.OpErase:
		if !here && c.op.Collection != folders {
			a.left, err = c.store.Versions(ctx, a.path)
		}
		if !here && a.left == 0 {
			a.state = varsam.RowPlanned
		}
		original = original || a.left > 0
	case len(c.op.Assignments(t)) == 0:
		if original {
			a.state = varsam.RowPlanned
		}
	case here:
		var is bool
		if is, err = c.asSet(ctx, &a); is {
			a.state = varsam.RowPlanned
		}
	}
	if a.state == varsam.RowOther && original {
		a.state = varsam.RowOriginal
	}
	return a, err
}

// emptied reports whether a folder that goes whole is the planned one without its
// documents: they went before it, by plans of their own.
func (s *System) emptied(r varsam.Record, planned string) bool {
	return s.opt.whole && r.Ref.Collection == folders && strings.HasPrefix(planned, r.Version+" ")
}

// lookMoved sees whether the document is where it moves to.
func (c *change) lookMoved(ctx context.Context, a *at) error {
	key := a.target.Ref.Key[0].String()
	a.moved = c.place(c.op.Move, key)
	_, err := c.store.Stat(ctx, a.moved)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil
	}
	if a.there = err == nil; a.there && !a.here {
		a.state = varsam.RowPlanned
	}
	return err
}
