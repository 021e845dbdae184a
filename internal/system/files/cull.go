package files

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// maxRange is the most records of one range.
const maxRange = varsam.MaxBatch

// cull is a [system.Cull] held against the structure.
type cull struct {
	*search
	c      system.Cull
	except map[string]bool
	upto   string
	empty  bool // all that was read are folders without documents
}

func (s *System) cull(c system.Cull) (*cull, error) {
	op := varsam.Operation{ID: c.ID, Kind: c.Kind, Collection: c.Rows.Collection, Move: c.Move, Set: c.Set, Fingerprint: c.Fingerprint}
	ch, err := s.change(op)
	if err == nil {
		err = ch.allowed()
	}
	if err == nil && (len(c.Set) > 0 || len(c.Recode) > 0 || c.Class != nil) {
		err = varsam.Errorf(varsam.Unsupported, "%s: files are culled by erasing or by moving", s.cfg.System)
	}
	if err != nil {
		return nil, err
	}
	sel := system.Selection{Collection: c.Rows.Collection, Cond: &c.Rows.Cond, After: c.Rows.After, Fields: []string{"path"}, Version: true}
	q, err := s.search(sel, nil)
	if err != nil {
		return nil, err
	}
	w := &cull{search: q, c: c, except: map[string]bool{}, empty: c.Rows.Collection == folders}
	if len(c.Rows.Upto) == 1 {
		w.upto = c.Rows.Upto[0].String()
	}
	for _, key := range c.Rows.Except {
		w.except[varsam.KeyText(key)] = true
	}
	return w, nil
}

// rows yields the rows of the cull in the order of keys. One that cannot be read to
// its end is no basis for a change.
func (w *cull) rows(ctx context.Context, yield func(varsam.Record) error) error {
	err := w.each(ctx, func(r varsam.Record) error {
		key := r.Ref.Key[0].String()
		switch {
		case w.upto != "" && key > w.upto:
			return errLimit
		case w.except[varsam.KeyText(r.Ref.Key)], !w.due(ctx, r), w.failed != nil:
			return w.failed
		}
		w.empty = w.empty && !strings.Contains(r.Version, " ")
		return yield(r)
	})
	if err == errLimit {
		err = nil
	}
	if err == nil && len(w.found.Unread) > 0 {
		err = varsam.Errorf(varsam.Denied, "%s: %d folders could not be read", w.cfg.System, len(w.found.Unread)+w.found.Omitted)
	}
	return err
}

// due reports whether a record is one of the cull's. A folder has no newest document
// any more when those in it have gone by the same plan: in a range that is being
// carried out it is then as old as it has to be. Which folders those are the range's
// sum says.
func (w *cull) due(ctx context.Context, r varsam.Record) bool {
	if w.takes(ctx, r) {
		return true
	}
	if w.upto == "" || w.c.Rows.Collection != folders || !r.Get("newest").IsNull() {
		return false
	}
	old := r
	old.Fields = slices.Clone(r.Fields)
	for i, f := range old.Fields {
		if f.Name == "newest" {
			old.Fields[i].Value = varsam.InstantOf(time.Unix(0, 0))
		}
	}
	return w.takes(ctx, old)
}

// sum is a number of 44 bits made from a record's key and version.
func sum(r varsam.Record) int64 { return sumOf(r.Ref.String() + "\x00" + r.Version) }

func sumOf(text string) int64 {
	h := sha256.Sum256([]byte(text))
	return int64(binary.BigEndian.Uint64(h[:]) >> 20)
}

// Count implements [system.Culler].
func (s *System) Count(ctx context.Context, c system.Cull) (n int64, err error) {
	seen, err := s.Look(ctx, c)
	return seen.Rows, err
}

// Look implements [system.Culler].
func (s *System) Look(ctx context.Context, c system.Cull) (seen system.Tally, err error) {
	w, err := s.cull(c)
	if err != nil {
		return seen, err
	}
	err = w.rows(ctx, func(r varsam.Record) error {
		seen.Rows++
		seen.Sum += sum(r)
		return nil
	})
	return seen, err
}

// Freeze implements [system.Culler].
func (s *System) Freeze(ctx context.Context, c system.Cull, size int) (system.Range, error) {
	frozen := system.Range{After: c.Rows.After}
	w, err := s.cull(c)
	if err != nil {
		return frozen, err
	}
	size = min(max(size, 1), maxRange)
	err = w.rows(ctx, func(r varsam.Record) error {
		if frozen.Rows == int64(size) {
			return errLimit
		}
		frozen.Rows++
		frozen.Sum += sum(r)
		frozen.Upto = r.Ref.Key
		return nil
	})
	return frozen, err
}

// Cull implements [system.Culler]: the rows are read, held against the tally, and
// then changed one by one, each only while it is the version that was read. There is
// no transaction: where it breaks off the answer is Unknown, and the rest is due as
// before.
func (s *System) Cull(ctx context.Context, c system.Cull, want system.Tally) (system.Culled, error) {
	w, err := s.cull(c)
	if err != nil {
		return system.Culled{}, err
	}
	var seen system.Tally
	var targets []varsam.Target
	err = w.rows(ctx, func(r varsam.Record) error {
		seen.Rows++
		seen.Sum += sum(r)
		targets = append(targets, varsam.Target{Ref: r.Ref, Versions: []string{r.Version}})
		return nil
	})
	if err == nil && seen.Rows == 0 && c.Rows.Collection == folders && c.Kind == varsam.OpErase {
		end := s.withCopies(Ending{Finality: varsam.Gone}) // where a folder is no more than what lies in it, it goes with its last document
		return system.Culled{Tally: want, Finality: end.Finality, Until: end.Until}, nil
	}
	emptied := s.opt.whole && w.empty && seen.Rows == want.Rows // their documents had plans of their own
	if err == nil && seen != want && !emptied {
		err = varsam.Errorf(varsam.Changed, "%s: the %d records of %s are not those that the plan froze; nothing was changed",
			s.cfg.System, seen.Rows, c.Rows.Collection)
	}
	if err == nil && c.Rows.Collection == folders && !s.opt.whole {
		err = s.areEmpty(ctx, targets)
	}
	if err != nil {
		return system.Culled{}, err
	}
	done := system.Culled{Tally: want}
	end := Ending{}
	for batch := range slices.Chunk(targets, varsam.MaxBatch) {
		op := varsam.Operation{ID: c.ID, Kind: c.Kind, Collection: c.Rows.Collection, Move: c.Move, Targets: batch, Fingerprint: c.Fingerprint}
		applied, err := s.Apply(ctx, op)
		if err != nil {
			return system.Culled{}, err
		}
		end = worse(end, Ending{applied.Finality, applied.Until})
		if applied.Rows == 0 {
			return system.Culled{}, varsam.Errorf(varsam.Conflict, "%s: nothing was changed: what was to be is held, or others' to change", s.cfg.System)
		}
		if applied.Rows != len(batch) {
			why := "are others than planned, or held"
			if applied.Problem != "" {
				why = "were refused (" + string(applied.Problem) + ")"
			}
			return system.Culled{}, varsam.Errorf(varsam.Unknown, "%s: %d of %d records were changed, the others %s", s.cfg.System, applied.Rows, len(batch), why)
		}
	}
	done.Finality, done.Until = end.Finality, end.Until
	return done, nil
}

// areEmpty refuses to remove folders before what lies in them has gone.
func (s *System) areEmpty(ctx context.Context, targets []varsam.Target) error {
	for _, t := range targets {
		in, err := s.projects().contents(ctx, Unescape(t.Ref.Key[0].String()), nil)
		if err == nil && in.files > 0 {
			err = varsam.Errorf(varsam.Changed, "%s: documents that were not planned lie in a folder; nothing was changed", s.cfg.System)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
