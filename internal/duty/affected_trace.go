package duty

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/store"
)

// Tracing is the worker's part of [Service.AskAffected].
func (s *Service) Tracing(ctx context.Context, u job.Unit) (job.Outcome, error) {
	return wentOn(s.trace(ctx, u.Run, sliceOf(ctx, u)))
}

// wentOn is what a slice of the work comes to: more of it, until all is done.
func wentOn(done bool, err error) (job.Outcome, error) {
	if varsam.CodeOf(err) == varsam.NotFound { // the incident was deleted meanwhile
		return job.Finished, nil
	}
	if err != nil || done {
		return job.Finished, err
	}
	return job.Again(nil), nil
}

// slice is a part of the work that somebody holds.
type slice struct {
	over func() bool
	hold func(*store.Tx) error // what is written counts only while it is ours
}

func sliceOf(ctx context.Context, u job.Unit) slice {
	return slice{func() bool { return job.Over(ctx) }, func(tx *store.Tx) error { return job.Save(tx, u, nil) }}
}

// trace goes on with a search, and reports whether it came to its end.
func (s *Service) trace(ctx context.Context, id string, sl slice) (done bool, err error) {
	r, err := s.Get(ctx, id)
	if err != nil {
		return false, err
	}
	w, err := s.World(ctx)
	if err != nil {
		return false, err
	}
	found, o, err := s.search(ctx, r)
	if err != nil {
		return false, err
	}
	if s.Systems == nil || w.Register == nil {
		return false, varsam.Errorf(varsam.Unavailable, "no system can be reached from here")
	}
	t := tracing{w.Register, s.Systems(w.Register, w.Today), r.Facts.All("systems"), w.Today}
	if found.stage == stageAsked {
		if err := s.readSpots(ctx, r, t, o, sl); err != nil {
			return false, err
		}
	}
	for found.stage != stageDone {
		if sl.over() {
			return false, nil
		}
		more, err := s.nextPart(ctx, r, t, sl)
		if err != nil {
			return false, err
		}
		if !more {
			return true, s.traced(ctx, r, w, sl)
		}
	}
	return true, nil
}

// readSpots finds out who is in the places that an incident struck, and lays them
// down in parts; those who have been written to are not laid down again.
func (s *Service) readSpots(ctx context.Context, r Record, t tracing, o sealedOrder, sl slice) error {
	var all []Reached
	for _, person := range o.People {
		for i := range person.Identifiers {
			person.Identifiers[i].Verified = true
		}
		all = append(all, Reached{Identifiers: person.Identifiers})
	}
	o.Gaps = nil
	for _, struck := range o.Spots {
		spot, err := struck.spot(t.reg)
		if err != nil {
			return err
		}
		some, err := t.read(ctx, spot)
		if err != nil {
			gap, ok := gapOf(spot, err)
			if !ok {
				return err
			}
			o.Gaps = append(o.Gaps, gap)
		}
		all = append(all, some...)
	}
	seen, next, err := s.told(ctx, r)
	if err != nil {
		return err
	}
	var parts []storedPart
	for some := range slices.Chunk(once(all, seen), varsam.MaxBatch) {
		sealed, err := s.sealPart(ctx, r, next, affectedPart{People: some})
		if err != nil {
			return err
		}
		parts = append(parts, storedPart{number: next, sealed: sealed})
		next++
	}
	sealed, err := s.sealOrder(ctx, r, o)
	if err != nil {
		return err
	}
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := dropUntold(tx, r.ID); err != nil {
			return err
		}
		for _, p := range parts {
			if err := putPart(tx, r.ID, p); err != nil {
				return err
			}
		}
		if err := putSearch(tx, r.ID, storedSearch{stage: stageRead, sealed: sealed}); err != nil {
			return err
		}
		return sl.hold(tx)
	})
}

// gapOf is a place that could not be read, as a gap; false for what is no gap but a
// fault of ours, or the end of our time.
func gapOf(spot Spot, err error) (varsam.Gap, bool) {
	g := varsam.Gap{System: spot.System, Collection: spot.Collection}
	switch varsam.CodeOf(err) {
	case varsam.Unavailable:
		g.Why = varsam.Because(locate.GapUnavailable)
	case varsam.Denied:
		g.Why = varsam.Because(locate.GapDenied)
	case varsam.Unsupported:
		g.Why = varsam.Because(locate.GapUnsupported)
	case varsam.NotFound:
		g.Why = varsam.Because(locate.GapNoCollection)
	case varsam.Unknown:
		g.Why = varsam.Because(locate.GapIncomplete, string(varsam.Unknown))
	default:
		return g, false
	}
	return g, true
}

// told are those who have been written to, and the number of the next part.
func (s *Service) told(ctx context.Context, r Record) (seen map[string]bool, next int64, err error) {
	seen = map[string]bool{}
	parts, err := s.parts(ctx, r.ID)
	for _, p := range parts {
		if !p.told {
			continue
		}
		content, err := s.openPart(ctx, r, p.number)
		if err != nil {
			return nil, 0, err
		}
		for _, who := range content.People {
			for _, key := range who.keys() {
				seen[key] = true
			}
		}
		next = p.number + 1
	}
	return seen, next, err
}

// nextPart looks for the people of the first part that nobody has looked for.
func (s *Service) nextPart(ctx context.Context, r Record, t tracing, sl slice) (more bool, err error) {
	parts, err := s.parts(ctx, r.ID)
	if err != nil {
		return false, err
	}
	at := slices.IndexFunc(parts, func(p storedPart) bool { return !p.searched })
	if at < 0 {
		return false, nil
	}
	p := parts[at]
	content, err := s.openPart(ctx, r, p.number)
	if err != nil {
		return false, err
	}
	if content, err = t.part(ctx, content.People); err != nil {
		return false, err
	}
	if p.sealed, err = s.sealPart(ctx, r, p.number, content); err != nil {
		return false, err
	}
	p.searched, p.reached = true, 0
	for _, who := range content.People {
		if who.ours() {
			p.reached++
		}
	}
	return true, s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := putPart(tx, r.ID, p); err != nil {
			return err
		}
		return sl.hold(tx)
	})
}

// conflictsBorne is how often somebody else may change an incident just while a
// result is written into it.
const conflictsBorne = 8

// traced counts what was found and writes it into the incident. When places could
// not be read and nobody was found, nothing is written: that is no zero.
func (s *Service) traced(ctx context.Context, r Record, w *World, sl slice) error {
	found, o, err := s.search(ctx, r)
	if err != nil {
		return err
	}
	parts, err := s.parts(ctx, r.ID)
	if err != nil {
		return err
	}
	counts := Affected{Systems: map[string]int{}}
	for _, gap := range o.Gaps {
		counts.gap(gap)
	}
	for _, p := range parts {
		content, err := s.openPart(ctx, r, p.number)
		if err != nil {
			return err
		}
		counts.add(content)
	}
	if counts.People > 0 || len(counts.Gaps) == 0 {
		facts := Facts{"people": strconv.Itoa(counts.People), "records": strconv.Itoa(counts.Records)}
		if r.Facts["data"] == "" { // somebody may have said it better
			facts["data"] = counts.kinds(w)
		}
		if err := s.setPatiently(ctx, r.ID, "traced", facts, o.By); err != nil {
			return err
		}
	}
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		found.stage, found.counts = stageDone, counts
		if err := putSearch(tx, r.ID, found); err != nil {
			return err
		}
		return sl.hold(tx)
	})
}

// kinds are the kinds of data that were found, in words, as many as a line holds.
func (a Affected) kinds(w *World) string {
	p, length := w.Printer(w.language()), 0
	var words []string
	for _, c := range a.Categories {
		word := p.Category(c)
		if length += len(word) + len(", "); length > maxLine {
			break
		}
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}

// setPatiently sets facts also where somebody else changes the record meanwhile:
// theirs and ours both stand.
func (s *Service) setPatiently(ctx context.Context, id, what string, facts Facts, by string) (err error) {
	for range conflictsBorne {
		_, err = s.rewrite(ctx, id, 0, what, by, func(r *Record, _ *World) error {
			for name, value := range facts {
				r.Facts[name] = value
			}
			r.Facts = r.Facts.tidy()
			return nil
		})
		if varsam.CodeOf(err) != varsam.Conflict {
			return err
		}
	}
	return err
}
