package promise

import (
	"cmp"
	"context"
	"encoding/hex"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/mailcheck"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/suppression"
)

// Service reads the evidence of one organisation.
type Service struct {
	Store    *store.Store
	Keeper   *seal.Keeper
	Tenant   string
	Culling  *retention.Service
	Requests *request.Service
	Duties   *duty.Service
	Publish  *publish.Service

	// Inbox, when it is set, is asked for the routine of each mail system that a
	// statement rests on. That opens the mailboxes.
	Inbox *inbox.Service

	// Now is the clock; the store's when it is nil.
	Now func() time.Time
}

// Judge says how each statement of a register stands now.
func (s *Service) Judge(ctx context.Context, reg *register.Register) ([]Judged, error) {
	e, now, err := s.Evidence(ctx, reg)
	if err != nil {
		return nil, err
	}
	all := Judge(reg, e, now)
	return all, s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error { return attest(tx, e, all) })
}

// Evidence gathers what there is about a register's statements.
func (s *Service) Evidence(ctx context.Context, reg *register.Register) (e Evidence, now time.Time, err error) {
	for _, part := range []func(context.Context, *Evidence) error{s.runs, s.requests, s.duties, s.discovery, s.published} {
		if err := part(ctx, &e); err != nil {
			return e, now, err
		}
	}
	e.Routines = map[string]FollowUp{}
	if s.Inbox != nil {
		if err := s.routines(ctx, reg, &e); err != nil {
			return e, now, err
		}
	}
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		now = tx.Now()
		return s.stored(tx, &e)
	})
	if s.Now != nil {
		now = s.Now()
	}
	return e, now, err
}

// maxRuns is how many runs are looked back: more than a year of nights.
const maxRuns = 400

func (s *Service) runs(ctx context.Context, e *Evidence) (err error) {
	if e.Runs, err = s.Culling.List(ctx); err != nil {
		return err
	}
	e.Runs = e.Runs[:min(len(e.Runs), maxRuns)]
	for i := range e.Runs {
		if e.Runs[i], err = s.Culling.Get(ctx, e.Runs[i].ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) requests(ctx context.Context, e *Evidence) (err error) {
	e.Requests, err = s.Requests.List(ctx)
	return err
}

func (s *Service) duties(ctx context.Context, e *Evidence) (err error) {
	e.Duties, err = s.Duties.World(ctx)
	return err
}

func (s *Service) discovery(ctx context.Context, e *Evidence) error {
	keeper := &discover.Keeper{Store: s.Store, Keys: s.Keeper, Tenant: s.Tenant}
	report, err := keeper.Report(ctx)
	switch {
	case varsam.CodeOf(err) == varsam.NotFound:
		return nil
	case err != nil:
		return err
	}
	e.Discovery = &Discovery{
		Day: report.Day, Register: report.Register, Complete: report.Complete(), Open: len(report.Findings), Read: len(report.Collections),
	}
	return nil
}

// published is the documents in force, held against what the register would say
// now. Documents about one party are each customer's, and no statement's.
func (s *Service) published(ctx context.Context, e *Evidence) error {
	all, err := s.Publish.List(ctx)
	if err != nil {
		return err
	}
	e.Published = map[string]Published{}
	for _, p := range all {
		if _, seen := e.Published[string(p.Kind)]; seen || p.Party != "" {
			continue
		}
		preview, err := s.Publish.Preview(ctx, publish.Wanted{Kind: p.Kind, Lang: p.Languages[0]})
		if err != nil {
			return err
		}
		e.Published[string(p.Kind)] = Published{Number: p.Number, Day: p.Day, Changes: len(preview.Changes)}
	}
	return nil
}

// routines asks the mail systems that statements rest on. One that does not
// answer shows nothing.
func (s *Service) routines(ctx context.Context, reg *register.Register, e *Evidence) error {
	for _, statement := range reg.Statements {
		for _, c := range statement.KeptBy {
			name := cmp.Or(c.Routine, c.Mails)
			if _, asked := e.Routines[name]; name == "" || asked {
				continue
			}
			report, err := s.Inbox.Report(ctx, name)
			if err != nil && ctx.Err() != nil {
				return err
			}
			f := FollowUp{Month: report.Month, Complete: err == nil && report.Complete, Accounts: len(report.Accounts)}
			for _, a := range report.Accounts {
				f.Overdue += a.Overdue
				if a.Done {
					f.Done++
				}
			}
			f.Sent, f.Unwise = sent(report.Findings)
			e.Routines[name] = f
		}
	}
	return nil
}

// sent is how many mails lie in folders of sent ones, and how many of them hold
// what is better not mailed: at least as many as have the most frequent of it.
func sent(places []mailcheck.Place) (mails, unwise int) {
	for _, p := range places {
		if p.Folder != "sent" {
			continue
		}
		mails += p.Mails
		most := 0
		for _, n := range p.Found {
			most = max(most, n)
		}
		unwise += most
	}
	return mails, unwise
}

// stored is what one transaction tells: the version in force, and who is watched
// for.
func (s *Service) stored(tx *store.Tx, e *Evidence) error {
	version, err := register.Current(tx)
	if err == nil {
		e.InForce = Version{Digest: version.Digest, At: version.At}
	}
	if err != nil && varsam.CodeOf(err) != varsam.NotFound {
		return err
	}
	watched, err := suppression.List(tx)
	if err != nil {
		return err
	}
	e.Watch.Watched = len(watched)
	for _, w := range watched {
		e.Watch.Back += w.Back
	}
	e.Watch.Looked, err = suppression.Looked(tx)
	return err
}

// attest adds to each proof the leaf of the log that attests it.
func attest(tx *store.Tx, e Evidence, all []Judged) error {
	var ids []string
	for _, proof := range proofs(all) {
		if proof.about != "" && proof.about != inForce {
			ids = append(ids, proof.about)
		}
	}
	places, err := evidence.Latest(tx, ids)
	if err != nil {
		return err
	}
	var archive evidence.Digest
	raw, _ := hex.DecodeString(e.InForce.Digest)
	copy(archive[:], raw)
	version, ok, err := evidence.OfRegister(tx, archive)
	if ok {
		places[inForce] = version
	}
	for _, proof := range proofs(all) {
		if place, ok := places[proof.about]; ok {
			proof.Leaf = place.ID.String()
		}
	}
	return err
}

func proofs(all []Judged) (found []*Proof) {
	for _, j := range all {
		for _, c := range j.Controls {
			if c.Proof != nil {
				found = append(found, c.Proof)
			}
		}
	}
	return found
}
