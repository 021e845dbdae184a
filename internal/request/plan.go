package request

import (
	"context"
	"crypto/rand"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Plan searches for the request's people, decides every record's fate and
// freezes the plan. It reads the connected systems and changes nothing there.
// The register's current version is used, and named in the plan.
func (s *Service) Plan(ctx context.Context, id string) (plan.Plan, error) {
	return s.planTelling(ctx, id, nil)
}

func (s *Service) planTelling(ctx context.Context, id string, tell func(*register.Register) func(locate.Progress)) (plan.Plan, error) {
	w, err := s.open(ctx, id)
	if err != nil {
		return plan.Plan{}, err
	}
	if w.State == Closed {
		return plan.Plan{}, varsam.Errorf(varsam.Conflict, "request %s is closed", id)
	}
	options := w.options()
	if tell != nil {
		options.Progress = tell(w.reg)
	}
	search, err := locate.Locate(ctx, w.reg, s.opener(w.reg, w.Request, w.today), w.kase.People, options)
	if err != nil {
		return plan.Plan{}, err
	}
	var holds []decide.Hold
	if s.Held != nil {
		if holds, err = s.Held(ctx, s.Tenant, w.reg, s.opener(w.reg, w.Request, w.today), w.today, search.Located); err != nil {
			return plan.Plan{}, err
		}
	}
	p, err := w.make(search, holds)
	if err != nil {
		return plan.Plan{}, err
	}
	return p, s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return s.freeze(tx, w, search, p) })
}

// work is a request with everything needed to work on it.
type work struct {
	Request
	kase  Case
	reg   *register.Register
	today varsam.Date
	nonce []byte
	free  releases
}

// open reads the request, its case and the current register.
func (s *Service) open(ctx context.Context, id string) (w work, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if w.Request, err = get(tx, id); err != nil {
			return err
		}
		if w.kase, err = read[Case](tx, s.Keeper, w.Request, "case"); err != nil {
			return err
		}
		if w.reg, err = register.InForce(tx); err != nil {
			return err
		}
		w.today = today(tx, w.reg)
		if w.free, err = s.releases(tx, w.Request); err != nil {
			return err
		}
		w.nonce, err = read[[]byte](tx, s.Keeper, w.Request, "nonce")
		if varsam.CodeOf(err) == varsam.NotFound {
			w.nonce, err = newNonce(), nil
		}
		return err
	})
	return w, err
}

func newNonce() []byte {
	b := make([]byte, 32)
	rand.Read(b)
	return b
}

func (w work) options() locate.Options {
	return locate.Options{Today: w.today, Instruction: w.kase.Party, Everything: w.kase.Whole, Mentions: true, Confirmed: w.kase.Confirmed, Released: w.free.Refs}
}

// make decides and plans what a search found.
func (w work) make(search locate.Search, holds []decide.Hold) (plan.Plan, error) {
	return Draft(w.reg, search, Question{
		Request: w.ID, Today: w.today, Due: w.Safe, Asks: w.kase.granted(), Holds: holds, Corrections: w.kase.agreed(), Nonce: w.nonce,
	})
}

// Found is what the search for a request found, as it is told to [Service.Found].
type Found struct {
	Request  Request
	Case     Case
	Register *register.Register
	Today    varsam.Date
	Items    []plan.Item
}

// freeze stores the plan, what was found, and that the request is planned.
func (s *Service) freeze(tx *store.Tx, w work, search locate.Search, p plan.Plan) error {
	if err := act.Freeze(tx, s.Keeper, seal.KeyID(w.foundKey), p); err != nil {
		return err
	}
	if err := s.shieldFound(tx, w, p); err != nil {
		return err
	}
	if err := s.restrictsAnew(tx, w, p); err != nil {
		return err
	}
	if s.Found != nil {
		if err := s.Found(tx, Found{w.Request, w.kase, w.reg, w.today, p.Items}); err != nil {
			return err
		}
	}
	search.Located = nil // the plan's items have it all
	for name, v := range map[string]any{"search": search, "nonce": w.nonce} {
		if err := s.put(tx, w.Request, w.foundKey, name, v); err != nil {
			return err
		}
	}
	if err := setRegister(tx, w.ID, w.reg.Digest); err != nil {
		return err
	}
	return setState(tx, w.ID, Planned)
}

// Question is what [Draft] plans an answer to.
type Question struct {
	Request     string
	Today, Due  varsam.Date
	Asks        []decide.Ask
	Holds       []decide.Hold
	Corrections []plan.Correction
	Nonce       []byte // random, for placeholders; the same nonce gives the same plan
}
