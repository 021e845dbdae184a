package request

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request/letter"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

// Service works on the requests of one tenant.
type Service struct {
	Store      *store.Store
	Keeper     *seal.Keeper
	Log        *evidence.Log
	Tenant     string
	Connectors []system.Connector

	// Assurance is how sure we are who decides and approves: act.CommandLine when
	// empty, where a name is only typed.
	Assurance string

	// Home is the data folder; the folder of a request's register is kept
	// relative to it where it can be, so that both may move together.
	Home string

	// Gate refuses to let a request run for now, with code Denied: because nobody
	// has shown enough of who they are, or somebody said stop. Nil lets all run.
	Gate func(tx *store.Tx, request string) error

	// Halt is asked before each step of a run, in the transaction that notes the
	// step's intent: it refuses once somebody said stop. Nil never does.
	Halt func(tx *store.Tx, request string) error

	// Found hears, in the transaction that keeps a plan, what the search for it
	// found. It may be nil.
	Found func(tx *store.Tx, f Found) error

	// Corrected hears, in the transaction that notes it, of a value that was put
	// right and seen to be so: how somebody is reached may have been changed by an
	// impostor. Forgotten hears of a request whose case has been destroyed. Both may
	// be nil.
	Corrected func(tx *store.Tx, data varsam.Category, value string) error
	Forgotten func(ctx context.Context, request string) error

	// Opened hears, in the transaction that notes it, of an employee's own mailbox
	// that was opened without them, and tells them; it returns the letter's number.
	Opened func(tx *store.Tx, o Opened) (letter string, err error)

	// Disclosed tells to whom the data of those with some addresses was handed; nil
	// where nothing logs it.
	Disclosed func(ctx context.Context, tenant string, mails []string) ([]letter.Disclosed, error)

	// Held says which of the records that were found a hold keeps from going, and
	// HeldSince whether one came into force after a moment. Both may be nil.
	Held      func(ctx context.Context, tenant string, reg *register.Register, open locate.Opener, today varsam.Date, located []varsam.Located) ([]decide.Hold, error)
	HeldSince func(tx *store.Tx, moment time.Time) (bool, error)

	// People is how many people must say yes to a plan before it runs; nil is one.
	// A plan that the law leaves nothing to weigh in, and that a machine approved,
	// needs nobody.
	People func(tx *store.Tx) (int, error)
}

// New takes a request in and starts its clock: the local day it arrived counts,
// not the day it was read.
func (s *Service) New(ctx context.Context, in Intake) (Request, error) {
	if err := in.Check(); err != nil {
		return Request{}, err
	}
	caseKey, err := s.Keeper.NewKey(ctx, s.Tenant, "case")
	if err != nil {
		return Request{}, err
	}
	foundKey, err := s.Keeper.NewKey(ctx, s.Tenant, "found")
	if err != nil {
		return Request{}, err
	}
	r := Request{
		ID: cmp.Or(in.ID, newID()), State: Received, Rights: rights(in.Asks), People: len(in.People), Base: s.Relative(in.Base),
		caseKey: string(caseKey), foundKey: string(foundKey),
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return s.take(tx, &r, in) })
	return r, err
}

// newID is 40 random bits: short enough to say on the phone, and telling nothing.
func newID() string {
	b := make([]byte, 5)
	rand.Read(b)
	return "r" + hex.EncodeToString(b)
}

func (s *Service) take(tx *store.Tx, r *Request, in Intake) error {
	reg, err := register.InForce(tx)
	if err != nil {
		return err
	}
	r.Register, r.Created = reg.Digest, tx.Now()
	r.Received = in.Received
	if r.Received.IsZero() {
		r.Received = tx.Now()
	}
	r.On = varsam.DateIn(r.Received, reg.Organisation.Location())
	if err := s.clock(r, reg, nil); err != nil {
		return err
	}
	if err := insert(tx, *r); err != nil {
		return err
	}
	if err := s.put(tx, *r, r.caseKey, "case", in.Case); err != nil {
		return err
	}
	_, err = evidence.Append(tx, receivedLeaf(*r))
	return err
}

// clock sets the last days by Regulation 1182/71; there are none while the
// person has a question to answer.
func (s *Service) clock(r *Request, reg *register.Register, pauses []law.Pause) error {
	country, err := law.ParseCountry(reg.Organisation.Country)
	if err != nil {
		return err
	}
	due, err := law.Deadline(r.On, law.Options{Country: country, Extended: r.Extended, Pauses: pauses})
	r.Legal, r.Safe = due.Legal, due.Safe
	return err
}

// List is all requests, nearest last day first.
func (s *Service) List(ctx context.Context) (all []Request, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err = list(tx)
		return err
	})
	return all, err
}

// Get is one request; code NotFound names it.
func (s *Service) Get(ctx context.Context, id string) (r Request, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err = get(tx, id)
		return err
	})
	return r, err
}

// Case opens what came and what was decided.
func (s *Service) Case(ctx context.Context, r Request) (c Case, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		c, err = read[Case](tx, s.Keeper, r, "case")
		return err
	})
	return c, err
}

// put seals a document of the request.
func (s *Service) put(tx *store.Tx, r Request, key, name string, v any) error {
	plain, err := json.Marshal(v)
	if err != nil {
		return varsam.Errorf(varsam.Internal, "the %s of a request cannot be written as JSON", name)
	}
	sealed, err := s.Keeper.Seal(tx.Context(), seal.KeyID(key), documentContext(r.ID, name), plain)
	if err != nil {
		return err
	}
	return putDocument(tx, r.ID, name, key, sealed)
}

func documentContext(request, name string) string { return "document " + request + " " + name }

// read opens a document of the request; code NotFound when there is none or its
// key has been destroyed.
func read[T any](tx *store.Tx, keeper *seal.Keeper, r Request, name string) (v T, err error) {
	key, sealed, err := document(tx, r.ID, name)
	if varsam.CodeOf(err) == varsam.NotFound {
		return v, varsam.Errorf(varsam.NotFound, "request %s has no %s", r.ID, name)
	}
	if err != nil {
		return v, err
	}
	plain, err := keeper.Open(tx.Context(), seal.KeyID(key), documentContext(r.ID, name), sealed)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(plain, &v); err != nil {
		return v, varsam.Errorf(varsam.Corrupt, "the %s of request %s does not read back", name, r.ID)
	}
	return v, nil
}

// opener opens the systems of a register version.
func (s *Service) opener(reg *register.Register, r Request, today varsam.Date) locate.Opener {
	return Connections{Register: reg, Connectors: s.Connectors, Base: s.Absolute(r.Base), Today: today}
}

// Relative is a folder as it is kept: from the data folder, where that can be, so
// that both may move together.
func (s *Service) Relative(folder string) string {
	if rel, err := filepath.Rel(s.Home, folder); err == nil && s.Home != "" && folder != "" {
		return rel
	}
	return folder
}

// Absolute is the folder that Relative kept.
func (s *Service) Absolute(folder string) string {
	if folder == "" || filepath.IsAbs(folder) {
		return folder
	}
	return filepath.Join(s.Home, folder)
}

// Actor is the opaque id of somebody who decides or approves; the name behind it
// stays sealed in the case.
func (s *Service) Actor(name string) string {
	return hex.EncodeToString(s.Keeper.Mark(s.Tenant, "actor", name))[:16]
}

// today is the organisation's civil day of the transaction.
func today(tx *store.Tx, reg *register.Register) varsam.Date {
	return varsam.DateIn(tx.Now(), reg.Organisation.Location())
}
