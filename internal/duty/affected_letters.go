package duty

import (
	"context"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/store"
)

// KindWrite is the work of writing to those whom an incident concerns (Art. 34);
// its run is the incident.
const KindWrite = "duty-letters"

// letterFields are what a letter of Art. 34 must say: what happened, what may
// follow, what was done (34(2)). Whom to ask follows from the register.
var letterFields = []string{"what", "consequences", "measures"}

// AskLetters has a worker write to those of an incident's people who have not been
// written to: by mail, or in letters to be printed. Code Invalid, with
// [FaultsError], while the letter would not say what the law wants of it; Conflict
// while nobody was found, or all have a letter.
func (s *Service) AskLetters(ctx context.Context, id, by string) error {
	return s.orderLetters(ctx, id, by, true)
}

// SendLetters writes to them at once, and says how many letters that were. See
// [Service.AskLetters].
func (s *Service) SendLetters(ctx context.Context, id, by string) (n int, err error) {
	before, err := s.Traced(ctx, id)
	if err != nil {
		return 0, err
	}
	if err := s.orderLetters(ctx, id, by, false); err != nil {
		return 0, err
	}
	whole := slice{over: func() bool { return false }, hold: func(*store.Tx) error { return nil }}
	if _, err := s.write(ctx, id, whole); err != nil {
		return 0, err
	}
	after, err := s.Traced(ctx, id)
	return after.Told - before.Told, err
}

func (s *Service) orderLetters(ctx context.Context, id, by string, enqueue bool) error {
	r, err := s.incident(ctx, id)
	if err != nil {
		return err
	}
	if err := LetterFaults(r).err(r.Definition()); err != nil {
		return err
	}
	found, o, err := s.search(ctx, r)
	if err != nil {
		return err
	}
	o.Sender = by
	if found.sealed, err = s.sealOrder(ctx, r, o); err != nil {
		return err
	}
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := idle(tx, id); err != nil {
			return err
		}
		parts, err := listParts(tx, id)
		if err != nil {
			return err
		}
		if found.stage != stageDone || !slices.ContainsFunc(parts, toWrite) {
			return varsam.Errorf(varsam.Conflict, "nobody of incident %s is left to write to; look for its people first", id)
		}
		if err := putSearch(tx, id, found); err != nil || !enqueue {
			return err
		}
		return job.Enqueue(tx, job.Wake{Kind: KindWrite, Run: id, Unique: true})
	})
}

// LetterFaults are what the letter of Art. 34 lacks.
func LetterFaults(r Record) Faults {
	faults := Faults{}
	for _, name := range letterFields {
		if r.Facts[name] == "" {
			faults[name] = FaultNeeded
		}
	}
	return faults
}

func toWrite(p storedPart) bool { return !p.told && p.reached > 0 }

// Writing is the worker's part of [Service.AskLetters].
func (s *Service) Writing(ctx context.Context, u job.Unit) (job.Outcome, error) {
	return wentOn(s.write(ctx, u.Run, sliceOf(ctx, u)))
}

// write goes on writing, and reports whether all have a letter. A part's letters and
// the note that they are written are one transaction, so that nobody gets two.
func (s *Service) write(ctx context.Context, id string, sl slice) (done bool, err error) {
	r, err := s.Get(ctx, id)
	if err != nil {
		return false, err
	}
	w, err := s.World(ctx)
	if err != nil {
		return false, err
	}
	parts, err := s.parts(ctx, id)
	if err != nil {
		return false, err
	}
	have, err := s.have(ctx, r, parts)
	if err != nil {
		return false, err
	}
	for _, p := range parts {
		if !toWrite(p) {
			continue
		}
		if sl.over() {
			return false, nil
		}
		if err := s.writePart(ctx, r, w, p, have, sl); err != nil {
			return false, err
		}
	}
	_, o, err := s.search(ctx, r)
	if err != nil {
		return false, err
	}
	facts := Facts{"letter": "yes"}
	if r.Facts["told"] == "" {
		facts["told"] = w.Now.In(w.Zone()).Format(time.RFC3339)
	}
	return true, s.setPatiently(ctx, id, "told", facts, o.Sender)
}

// have are the addresses that a letter has gone to: two people with one address get
// one.
func (s *Service) have(ctx context.Context, r Record, parts []storedPart) (map[string]bool, error) {
	all := map[string]bool{}
	for _, p := range parts {
		if !p.told {
			continue
		}
		content, err := s.openPart(ctx, r, p.number)
		if err != nil {
			return nil, err
		}
		for _, who := range content.People {
			all[who.To] = all[who.To] || who.ours()
		}
	}
	return all, nil
}

func (s *Service) writePart(ctx context.Context, r Record, w *World, p storedPart, have map[string]bool, sl slice) error {
	content, err := s.openPart(ctx, r, p.number)
	if err != nil {
		return err
	}
	letter := post.Item{Template: post.Duty, Language: w.language(), About: r.ID}
	letter.Subject, letter.Text = PeopleLetter(w.Printer(letter.Language), w, r)
	if p.sealed, err = s.sealPart(ctx, r, p.number, content); err != nil {
		return err
	}
	p.told = true
	var to []string
	for _, who := range content.People {
		if who.ours() && !have[who.To] {
			have[who.To] = true
			to = append(to, who.To)
		}
	}
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		for _, one := range to {
			letter.To, letter.Medium = one, mediumOf(one)
			if _, err := s.Post.Put(tx, letter); err != nil {
				return err
			}
		}
		if err := putPart(tx, r.ID, p); err != nil {
			return err
		}
		return sl.hold(tx)
	})
}
