package mailbox

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

var _ system.Culler = (*System)(nil)

// culling is a [system.Cull] held against what it may be.
type culling struct {
	s      *System
	c      system.Cull
	q      *question
	except map[string]bool // keys that are left out
}

func (s *System) culling(c system.Cull) (*culling, error) {
	op := varsam.Operation{ID: c.ID, Kind: c.Kind, Collection: c.Rows.Collection, Move: c.Move, Set: c.Set, Fingerprint: c.Fingerprint}
	if _, err := s.change(op); err != nil {
		return nil, err
	}
	if len(c.Recode) > 0 || c.Class != nil {
		return nil, varsam.Errorf(varsam.Unsupported, "%s: nothing can be written into a mail", s.name)
	}
	sel := system.Selection{Collection: c.Rows.Collection, After: c.Rows.After, Fields: messageKey}
	if c.Rows.Cond.Op != "" {
		sel.Cond = &c.Rows.Cond
	}
	q, err := s.question(sel)
	if err != nil {
		return nil, err
	}
	w := &culling{s: s, c: c, q: q, except: make(map[string]bool, len(c.Rows.Except))}
	for _, key := range c.Rows.Except {
		w.except[varsam.KeyText(key)] = true
	}
	return w, nil
}

// rows hands out the mails of a cull, in the order of keys. A folder that was not
// read ends it with an error: nobody may believe that it was culled.
func (w *culling) rows(ctx context.Context, each func(*message) error) error {
	err := w.q.scan(ctx, func(m *message) error {
		key := m.key(m.uid)
		switch {
		case w.c.Rows.Upto != nil && slices.CompareFunc(key, w.c.Rows.Upto, varsam.CompareValues) > 0:
			return errLimit
		case w.except[varsam.KeyText(key)] || !w.q.selects(view{w.s, m}):
			return nil
		}
		return each(m)
	})
	if errors.Is(err, errLimit) {
		err = nil
	}
	if err == nil && w.q.found.Why != "" {
		return varsam.Errorf(varsam.Denied, "%s: a folder could not be read whole; leave it out by the setting skip, or let the login read it", w.s.name)
	}
	return err
}

// add counts a mail into a tally.
func add(t *system.Tally, m *message) {
	h := fnv.New64a()
	h.Write(varsam.AppendKey(nil, m.key(m.uid)))
	v := m.version()
	h.Write(binary.BigEndian.AppendUint64(nil, v.flags))
	h.Write(v.identity.digest[:])
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(v.identity.size)))
	t.Rows++
	t.Sum += int64(h.Sum64() >> 20)
}

// Count implements [system.Culler].
func (s *System) Count(ctx context.Context, c system.Cull) (n int64, err error) {
	w, err := s.culling(c)
	if err != nil {
		return 0, err
	}
	err = w.rows(ctx, func(*message) error { n++; return nil })
	return n, err
}

// Freeze implements [system.Culler].
func (s *System) Freeze(ctx context.Context, c system.Cull, size int) (system.Range, error) {
	r := system.Range{After: c.Rows.After}
	w, err := s.culling(c)
	if err != nil {
		return r, err
	}
	err = w.rows(ctx, func(m *message) error {
		if r.Rows == int64(max(size, 1)) {
			return errLimit
		}
		add(&r.Tally, m)
		r.Upto = m.key(m.uid)
		return nil
	})
	return r, err
}

// Look implements [system.Culler].
func (s *System) Look(ctx context.Context, c system.Cull) (t system.Tally, err error) {
	w, err := s.culling(c)
	if err != nil {
		return t, err
	}
	s.hangUp()
	err = w.rows(ctx, func(m *message) error { add(&t, m); return nil })
	return t, err
}

// Cull implements [system.Culler]. There is no transaction: where it breaks off,
// or somebody changes a mail between the look and the change, the answer is
// Unknown, and what is left is still a range that can be counted.
func (s *System) Cull(ctx context.Context, c system.Cull, want system.Tally) (system.Culled, error) {
	w, err := s.culling(c)
	if err != nil {
		return system.Culled{}, err
	}
	var seen system.Tally
	var targets []varsam.Target
	err = w.rows(ctx, func(m *message) error {
		if add(&seen, m); seen.Rows > want.Rows {
			return errLimit
		}
		targets = append(targets, varsam.Target{Ref: s.ref(c.Rows.Collection, m), Versions: []string{m.version().String()}})
		return nil
	})
	switch {
	case err != nil:
		return system.Culled{}, err
	case seen != want:
		return system.Culled{}, varsam.Errorf(varsam.Changed, "%s: the mails of %s are others than, or not as, the plan froze them; nothing was changed", s.name, c.Rows.Collection)
	}
	return w.carryOut(ctx, want, targets)
}

func (w *culling) carryOut(ctx context.Context, want system.Tally, targets []varsam.Target) (system.Culled, error) {
	out := system.Culled{Tally: want}
	op := varsam.Operation{ID: w.c.ID, Kind: w.c.Kind, Collection: w.c.Rows.Collection, Move: w.c.Move, Fingerprint: w.c.Fingerprint}
	rows := 0
	for some := range slices.Chunk(targets, varsam.MaxBatch) {
		op.Targets = some
		done, err := w.s.Apply(ctx, op)
		if err != nil && rows == 0 {
			return system.Culled{}, err
		}
		if rows += done.Rows; err != nil || done.Rows < len(some) {
			return system.Culled{}, varsam.Errorf(varsam.Unknown, "%s: the change broke off; some mails are changed and some not", w.s.name)
		}
		out.Finality, out.Until = done.Finality, done.Until
	}
	if len(targets) == 0 {
		out.Finality, out.Until = (&change{s: w.s, op: op}).finality()
	}
	return out, nil
}
