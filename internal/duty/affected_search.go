package duty

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
)

// KindTrace is the work of finding whom an incident concerns; its run is the
// incident.
const KindTrace = "duty-affected"

// stage is how far a search has come.
type stage string

const (
	stageAsked stage = "asked" // nothing is read yet
	stageRead  stage = "read"  // who is in the places it struck is known; part after part is looked for
	stageDone  stage = "done"
)

// Order says where an incident struck, and who is known to be concerned.
type Order struct {
	Spots  []Struck        `json:"spots"`
	People []varsam.Person `json:"people"`
}

// sealedOrder is what is sealed of a search.
type sealedOrder struct {
	Order
	By     string       `json:"by"`
	Sender string       `json:"sender,omitempty"` // who had the letters written
	Gaps   []varsam.Gap `json:"gaps"`             // places that could not be read
}

// Traced is how far finding the people of an incident has come.
type Traced struct {
	Affected
	Parts    int         `json:"parts"`    // of at most a thousand people
	Searched int         `json:"searched"` // of them
	Told     int         `json:"told"`     // people with a letter
	Left     int         `json:"left"`     // who can be written to and have not been
	Done     bool        `json:"done"`     // the counts are whole
	Working  bool        `json:"working"`
	Failed   varsam.Code `json:"failed,omitempty"` // why it does not get on
}

// Percent is how much of it is done.
func (t Traced) Percent() int {
	if t.Parts == 0 {
		return 0
	}
	return 100 * t.Searched / t.Parts
}

// AskAffected has a worker find whom an incident concerns. Code Conflict while one
// does, or writes to them; Invalid for an order that names nobody and nowhere.
func (s *Service) AskAffected(ctx context.Context, id string, o Order, by string) error {
	return s.order(ctx, id, o, by, true)
}

// FindAffected finds them at once. See [Service.AskAffected].
func (s *Service) FindAffected(ctx context.Context, id string, o Order, by string) (Traced, error) {
	if err := s.order(ctx, id, o, by, false); err != nil {
		return Traced{}, err
	}
	whole := slice{over: func() bool { return false }, hold: func(*store.Tx) error { return nil }}
	if _, err := s.trace(ctx, id, whole); err != nil {
		return Traced{}, err
	}
	return s.Traced(ctx, id)
}

func (s *Service) order(ctx context.Context, id string, o Order, by string, enqueue bool) error {
	r, err := s.incident(ctx, id)
	if err != nil {
		return err
	}
	w, err := s.World(ctx)
	if err != nil {
		return err
	}
	if err := o.check(w); err != nil {
		return err
	}
	sealed, err := s.sealOrder(ctx, r, sealedOrder{Order: o, By: by})
	if err != nil {
		return err
	}
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := idle(tx, id); err != nil {
			return err
		}
		if err := dropUntold(tx, id); err != nil {
			return err
		}
		if err := putSearch(tx, id, storedSearch{stage: stageAsked, sealed: sealed}); err != nil || !enqueue {
			return err
		}
		return job.Enqueue(tx, job.Wake{Kind: KindTrace, Run: id, Unique: true})
	})
}

// idle reports as Conflict that something is being done for an incident, and forgets
// what was given up.
func idle(tx *store.Tx, id string) error {
	p, err := job.Status(tx, id)
	if err != nil {
		return err
	}
	if p.Units[job.Waiting]+p.Units[job.Held] > 0 {
		return varsam.Errorf(varsam.Conflict, "the people of incident %s are being looked for or written to; wait until that is done", id)
	}
	return job.Forget(tx, id)
}

// incident is an open incident.
func (s *Service) incident(ctx context.Context, id string) (Record, error) {
	r, err := s.Get(ctx, id)
	switch {
	case err != nil:
		return r, err
	case r.Kind != Incident:
		return r, varsam.Errorf(varsam.NotFound, "there is no incident %s", id)
	case r.State == Ended:
		return r, varsam.Errorf(varsam.Conflict, "incident %s is over; varsam duty reopen %s takes it up again", id, id)
	}
	return r, nil
}

func (o Order) check(w *World) error {
	if w.Register == nil {
		return varsam.Errorf(varsam.NotFound, "the store holds no register yet; give one with varsam register push DIR")
	}
	if len(o.Spots)+len(o.People) == 0 {
		return varsam.Errorf(varsam.Invalid, "say where it struck, or name the people")
	}
	for _, struck := range o.Spots {
		if _, err := struck.spot(w.Register); err != nil {
			return err
		}
	}
	for i, person := range o.People {
		for _, id := range person.Identifiers {
			if !id.Type.Selects() || id.Value == "" {
				return varsam.Errorf(varsam.Invalid, "person %d is named by something that finds nobody", i+1)
			}
		}
	}
	return nil
}

// Traced says how far it has come; NotFound when nobody has asked.
func (s *Service) Traced(ctx context.Context, id string) (t Traced, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		found, err := getSearch(tx, id)
		if err != nil {
			return err
		}
		t.Affected, t.Done = found.counts, found.stage == stageDone
		parts, err := listParts(tx, id)
		if err != nil {
			return err
		}
		t.count(parts)
		p, err := job.Status(tx, id)
		t.Working = p.Units[job.Waiting]+p.Units[job.Held] > 0
		if len(p.Stuck) > 0 {
			t.Failed = p.Stuck[0].Code
		}
		return err
	})
	return t, err
}

func (t *Traced) count(parts []storedPart) {
	t.Parts = len(parts)
	for _, p := range parts {
		if p.searched {
			t.Searched++
		}
		if p.told {
			t.Told += p.reached
		} else {
			t.Left += p.reached
		}
	}
}

// AffectedPeople are those whom an incident concerns, a thousand at most to a part,
// from 1; none in a part that there is not.
func (s *Service) AffectedPeople(ctx context.Context, id string, part int) ([]Reached, error) {
	r, err := s.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	parts, err := s.parts(ctx, id)
	if err != nil || part < 1 || part > len(parts) {
		return nil, err
	}
	content, err := s.openPart(ctx, r, parts[part-1].number)
	return content.People, err
}

func (s *Service) parts(ctx context.Context, id string) (all []storedPart, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err = listParts(tx, id)
		return err
	})
	return all, err
}
