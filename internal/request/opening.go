package request

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// Why a mailbox is opened without its owner.
const (
	OwnerAbsent = "absent" // for a time, and nobody reaches them
	OwnerLeft   = "left"   // the employment has ended
	OwnerDead   = "dead"
)

// Opening is the decision that what a request met in an employee's own mailbox is
// seen without the owner. Two people take it; the owner is told.
type Opening struct {
	System  string            `json:"system"`
	Account string            `json:"account"`
	Ground  string            `json:"ground"`
	Why     string            `json:"why"`                  // in words
	Stated  map[string]string `json:"conditions,omitempty"` // in Finland: how each condition of 759/2004 18–20 §§ is met
	First   string            `json:"first"`                // who decided, as opaque ids
	Second  string            `json:"second,omitempty"`
	At      time.Time         `json:"at"`                // the first decision
	Opened  time.Time         `json:"opened,omitzero"`   // the second, from which it holds
	Mails   int               `json:"mails,omitempty"`   // how many were opened
	Told    string            `json:"told,omitempty"`    // the letter to the owner
	Address string            `json:"address,omitempty"` // where it goes, when not to the mailbox itself
}

func (s *Service) openings(tx *store.Tx, r Request) ([]Opening, error) {
	all, err := read[[]Opening](tx, s.Keeper, r, "openings")
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil, nil
	}
	return all, err
}

// ProposeOpening is the first of two decisions to open a mailbox without its
// owner; nothing is opened by it. Code Denied where the law does not allow it, with
// the paragraph.
func (s *Service) ProposeOpening(ctx context.Context, id string, o Opening, by string) (Opening, error) {
	err := s.change(ctx, id, by, func(tx *store.Tx, r *Request, _ *Case) error {
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		hits, _, err := s.hitsOf(tx, *r, o.Account, "")
		if err != nil {
			return err
		}
		o.System, o.Account = hits[0].Ref.System, hits[0].Account
		o.First, o.Second, o.At, o.Opened, o.Mails, o.Told = s.Actor(by), "", tx.Now(), time.Time{}, 0, ""
		if err := o.check(reg, hits[0].Owner, by); err != nil {
			return err
		}
		all, err := s.openings(tx, *r)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(x Opening) bool { return x.System == o.System && x.Account == o.Account && x.Opened.IsZero() })
		if err := s.put(tx, *r, r.caseKey, "openings", append(all, o)); err != nil {
			return err
		}
		return s.decided(tx, *r, "mailbox-open-proposed", o.System, by)
	})
	return o, err
}

// check refuses an opening without a ground, by the owner, or against the law.
func (o Opening) check(reg *register.Register, owner, by string) error {
	switch {
	case strings.TrimSpace(by) == "":
		return varsam.Errorf(varsam.Invalid, "say who decides")
	case !slices.Contains([]string{OwnerAbsent, OwnerLeft, OwnerDead}, o.Ground):
		return varsam.Errorf(varsam.Invalid, "a mailbox is opened without its owner when the owner is absent, has left or is dead")
	case strings.TrimSpace(o.Why) == "":
		return varsam.Errorf(varsam.Invalid, "say in words why it cannot wait for the owner: the ground is recorded")
	case strings.EqualFold(owner, by):
		return varsam.Errorf(varsam.Denied, "the owner needs no opening: varsam inbox release")
	}
	if reg.Organisation.Country != string(law.FI) {
		return nil
	}
	if missing, refused := law.MailRefused(trimmed(o.Stated), o.Ground != OwnerAbsent); refused {
		return varsam.Errorf(varsam.Denied,
			"lagen om integritetsskydd i arbetslivet (759/2004) %s does not allow it: nothing is written down for “%s” – %s; state it by --condition %s=HOW",
			missing.Paragraph, missing.Name, missing.Says.EN, missing.Name)
	}
	return nil
}

func trimmed(all map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range all {
		out[k] = strings.TrimSpace(v)
	}
	return out
}

// Opened is what the owner of a mailbox is told.
type Opened struct {
	Request  string
	Account  string
	Address  string
	Ground   string // in words
	On       varsam.Date
	Language varsam.Lang
}

// SecondOpening is the second decision, by somebody else: from then on what the
// request met in the mailbox – the mails that were counted, none that is marked
// private – is part of its next plan, and the owner is told.
func (s *Service) SecondOpening(ctx context.Context, id, account, by string) (o Opening, err error) {
	err = s.change(ctx, id, by, func(tx *store.Tx, r *Request, _ *Case) error {
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		all, err := s.openings(tx, *r)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(x Opening) bool { return strings.EqualFold(x.Account, account) && x.Opened.IsZero() })
		if i < 0 {
			return varsam.Errorf(varsam.NotFound, "nobody has decided to open that mailbox for request %s; the first of two people does it by varsam inbox open", id)
		}
		o = all[i]
		hits, free, err := s.hitsOf(tx, *r, account, "")
		if err != nil {
			return err
		}
		if err := o.check(reg, hits[0].Owner, by); err != nil {
			return err
		}
		if s.Actor(by) == o.First {
			return varsam.Errorf(varsam.Denied, "two people decide: the second is somebody else than the first")
		}
		if err := free.choose(hits, nil, true); err != nil {
			return err
		}
		o.Second, o.Opened, o.Mails = s.Actor(by), tx.Now(), len(hits)
		if o.Told, err = s.tellOwner(tx, *r, reg, o); err != nil {
			return err
		}
		all[i] = o
		if err := s.put(tx, *r, r.caseKey, "openings", all); err != nil {
			return err
		}
		return s.released(tx, *r, free, mailboxes(hits, free, nil)[0], "mailbox-opened", by)
	})
	if err != nil {
		return o, err
	}
	return o, s.Log.SequenceTenant(ctx, s.Tenant)
}

// tellOwner sends the notice; to the dead nobody sends any.
func (s *Service) tellOwner(tx *store.Tx, r Request, reg *register.Register, o Opening) (string, error) {
	if o.Ground == OwnerDead {
		return "", nil
	}
	if s.Opened == nil {
		return "", varsam.Errorf(varsam.Internal, "nothing here tells the owner of a mailbox that it was opened")
	}
	address := o.Address
	if address == "" {
		address = o.Account
	}
	return s.Opened(tx, Opened{
		Request: r.ID, Account: o.Account, Address: address, Ground: o.Why, On: today(tx, reg), Language: reg.Organisation.Language,
	})
}
