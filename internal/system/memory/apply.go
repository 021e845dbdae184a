package memory

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
)

// Apply implements [system.System], one record after the other: where it breaks
// off, some are changed and some are not, and the answer is Unknown.
func (s *Store) Apply(ctx context.Context, op varsam.Operation) (varsam.Applied, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.answers(ctx); err != nil {
		return varsam.Applied{}, err
	}
	coll, err := s.allowed(op)
	if err != nil {
		return varsam.Applied{}, err
	}
	done := varsam.Applied{Versions: map[string]string{}}
	for changed, i := 0, 0; i < len(op.Targets); i++ {
		t := op.Targets[i]
		state := s.state(coll, op, t)
		if state == varsam.RowOriginal {
			if s.faults.FailAfter > 0 && changed == s.faults.FailAfter {
				s.faults.FailAfter = 0
				return varsam.Applied{}, varsam.Errorf(varsam.Unknown, "%s broke off", s.name)
			}
			s.change(op, t)
			changed++
		}
		s.note(coll, op, t, state, &done)
	}
	if s.faults.LoseAnswer > 0 {
		s.faults.LoseAnswer--
		return varsam.Applied{}, varsam.Errorf(varsam.Unknown, "%s: the answer was lost", s.name)
	}
	done.Finality, done.Until = s.finality(op)
	return done, nil
}

// note counts one target's outcome.
func (s *Store) note(coll varsam.Collection, op varsam.Operation, t varsam.Target, before varsam.RowState, done *varsam.Applied) {
	if before == varsam.RowOther {
		if _, here := s.records[s.ref(t.Ref).String()]; here {
			done.Changed = append(done.Changed, t.Ref)
		} else {
			done.Missing = append(done.Missing, t.Ref)
		}
		return
	}
	done.Rows++
	ref := t.Ref
	if op.Move != "" {
		ref.Collection = op.Move
	}
	if r, here := s.records[s.ref(ref).String()]; here && op.Kind != varsam.OpErase {
		done.Versions[ref.String()] = version(coll, r)
	}
}

func (s *Store) ref(r varsam.Ref) varsam.Ref {
	r.System = s.name
	return r
}

// allowed refuses an operation that must not begin.
func (s *Store) allowed(op varsam.Operation) (varsam.Collection, error) {
	coll, err := s.collection(op.Collection)
	if err != nil {
		return coll, err
	}
	switch {
	case s.faults.ReadOnly:
		return coll, varsam.Errorf(varsam.Denied, "%s may only be read", s.name)
	case coll.ReadOnly != "" || len(coll.Key) == 0:
		return coll, varsam.Errorf(varsam.Unsupported, "%s: %s cannot be changed by us: %s", s.name, coll.Name, coll.ReadOnly)
	case s.cat.Fingerprint(coll.Name) != op.Fingerprint:
		return coll, varsam.Errorf(varsam.Changed, "%s: the structure of %s is not the planned one", s.name, coll.Name)
	case op.Kind == "" || len(op.Targets) > varsam.MaxBatch:
		return coll, varsam.Errorf(varsam.Invalid, "%s: an operation has a kind and at most %d targets", s.name, varsam.MaxBatch)
	}
	if op.Move != "" {
		if _, err := s.collection(op.Move); err != nil {
			return coll, err
		}
	}
	if err := s.targets(coll, op); err != nil {
		return coll, err
	}
	return coll, s.childless(op)
}

// targets checks each target's key and assignments.
func (s *Store) targets(coll varsam.Collection, op varsam.Operation) error {
	seen := map[string]bool{}
	for _, t := range op.Targets {
		key := varsam.KeyText(t.Ref.Key)
		if len(t.Ref.Key) != len(coll.Key) || slices.ContainsFunc(t.Ref.Key, varsam.Value.IsNull) || seen[key] {
			return varsam.Errorf(varsam.Invalid, "%s: a target of %s is not named by one whole key, once", s.name, coll.Name)
		}
		seen[key] = true
		sets := op.Assignments(t)
		if len(sets) == 0 && op.Kind != varsam.OpErase && op.Move == "" {
			return varsam.Errorf(varsam.Invalid, "%s: the operation sets nothing", s.name)
		}
		for _, a := range sets {
			if c, ok := coll.Column(a.Field); !ok || c.Generated || len(a.Take) > 0 || slices.Contains(coll.Key, a.Field) || a.Value.Kind() == varsam.Large {
				return varsam.Errorf(varsam.Invalid, "%s: field %q of %s cannot be set so", s.name, a.Field, coll.Name)
			}
		}
	}
	return nil
}

// childless refuses to erase a record while items below it are not erased too.
func (s *Store) childless(op varsam.Operation) error {
	if op.Kind != varsam.OpErase && op.Move == "" {
		return nil
	}
	going := map[string]bool{}
	for _, t := range op.Targets {
		if s.state(varsam.Collection{}, op, t) != varsam.RowPlanned {
			going[s.ref(t.Ref).String()] = true
		}
	}
	for id, r := range s.records {
		if r.Parent != nil && going[r.Parent.String()] && !going[id] {
			return varsam.Errorf(varsam.Changed, "%s: items of %s lie below the records of %s; nothing was changed", s.name, r.Ref.Collection, op.Collection)
		}
	}
	return nil
}

// state compares one target with what it should be.
func (s *Store) state(coll varsam.Collection, op varsam.Operation, t varsam.Target) varsam.RowState {
	r, here := s.records[s.ref(t.Ref).String()]
	moved := s.ref(t.Ref)
	moved.Collection = op.Move
	_, there := s.records[moved.String()]
	original := here && slices.Contains(t.Versions, version(coll, r))
	switch {
	case op.Move != "":
		if !here && there {
			return varsam.RowPlanned
		}
		original = original && !there
	case op.Kind == varsam.OpErase:
		if !here {
			return varsam.RowPlanned
		}
	case op.Kind == "" && len(op.Assignments(t)) == 0:
		if original {
			return varsam.RowPlanned
		}
	case here && isSet(r, op.Assignments(t)):
		return varsam.RowPlanned
	}
	if original {
		return varsam.RowOriginal
	}
	return varsam.RowOther
}

func isSet(r varsam.Record, sets []varsam.Assignment) bool {
	want := with(r, sets)
	return !slices.ContainsFunc(want.Fields, func(f varsam.Field) bool { return r.Get(f.Name) != f.Value })
}

// change carries out one target.
func (s *Store) change(op varsam.Operation, t varsam.Target) {
	id := s.ref(t.Ref).String()
	r := s.records[id]
	switch {
	case op.Kind == varsam.OpErase && s.options.LateDelete > 0:
		s.leaving[id] = s.options.LateDelete
	case op.Kind == varsam.OpErase:
		s.drop(id)
	case op.Move != "":
		delete(s.records, id)
		r = with(r, op.Assignments(t))
		r.Ref.Collection = op.Move
		s.records[r.Ref.String()] = r
	default:
		s.records[id] = with(r, op.Assignments(t))
	}
}

func (s *Store) drop(id string) {
	if !s.options.Bin.IsZero() {
		s.binned[id] = s.records[id]
	}
	delete(s.records, id)
	delete(s.leaving, id)
}

// Observe implements [system.System]. It is also the clock of late deletes.
func (s *Store) Observe(ctx context.Context, op varsam.Operation) (varsam.Observation, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.answers(ctx); err != nil {
		return varsam.Observation{}, err
	}
	coll, err := s.collection(op.Collection)
	if err != nil {
		return varsam.Observation{}, err
	}
	s.tick()
	seen := varsam.Observation{Versions: map[string]string{}, Rows: map[varsam.RowState]int{}}
	for _, t := range op.Targets {
		state := s.state(coll, op, t)
		seen.States = append(seen.States, state)
		seen.Rows[state]++
		for _, collection := range []string{t.Ref.Collection, op.Move} {
			ref := t.Ref
			ref.Collection = collection
			if r, here := s.records[s.ref(ref).String()]; here && collection != "" {
				seen.Versions[ref.String()] = version(coll, r)
			}
		}
	}
	seen.Finality, seen.Until = s.finality(op)
	return seen, nil
}

// tick brings late deletes nearer.
func (s *Store) tick() {
	for id := range s.leaving {
		if s.leaving[id]--; s.leaving[id] < 0 {
			s.drop(id)
		}
	}
}

func (s *Store) finality(op varsam.Operation) (varsam.Finality, varsam.Date) {
	switch {
	case op.Kind == varsam.OpErase && len(s.leaving) > 0:
		return varsam.Queued, s.options.Today
	case op.Kind == varsam.OpErase && !s.options.Bin.IsZero():
		return varsam.Binned, s.options.Bin.After(s.options.Today)
	case op.Kind == varsam.OpErase && !s.options.Backups.IsZero():
		return varsam.InBackups, s.options.Backups.After(s.options.Today)
	case op.Kind == varsam.OpRestrict && op.Move != "":
		return varsam.Moved, varsam.Date{}
	case op.Kind == varsam.OpRestrict && len(op.Set) == 0:
		return varsam.Blanked, varsam.Date{}
	}
	return finalities[op.Kind], varsam.Date{}
}

var finalities = map[varsam.OpKind]varsam.Finality{
	varsam.OpErase: varsam.Gone, varsam.OpStop: varsam.Stopped, varsam.OpCorrect: varsam.Corrected, varsam.OpDetach: varsam.Blanked,
	varsam.OpRedact: varsam.Blanked, varsam.OpRestrict: varsam.Flagged, varsam.OpLift: varsam.Lifted, varsam.OpAnonymise: varsam.Blanked,
}
