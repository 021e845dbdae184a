package request

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/store"
)

// Mailbox is an employee's own mailbox in which a request's people were found:
// counts, and nothing of what is there.
type Mailbox struct {
	System   string    `json:"system"`
	Account  string    `json:"account"`
	Owner    string    `json:"owner"`
	Hits     int       `json:"hits"`              // not released
	Released int       `json:"released"`          // part of the next plan
	Answered time.Time `json:"answered,omitzero"` // when the owner last said what may be seen
	Opening  *Opening  `json:"opening,omitempty"` // without the owner
}

// releases is what owners have released, sealed with what was found.
type releases struct {
	Refs    map[string]bool      `json:"refs"`    // by Ref.String()
	Answers map[string]time.Time `json:"answers"` // by mailbox
}

func boxKey(system, account string) string { return system + " " + strings.ToLower(account) }

func (s *Service) releases(tx *store.Tx, r Request) (all releases, err error) {
	all, err = read[releases](tx, s.Keeper, r, "released")
	if varsam.CodeOf(err) == varsam.NotFound {
		err = nil
	}
	if all.Refs == nil {
		all.Refs, all.Answers = map[string]bool{}, map[string]time.Time{}
	}
	return all, err
}

// withheld is what the last search withheld; code Conflict before there was one.
func (s *Service) withheld(tx *store.Tx, r Request) ([]locate.Withheld, releases, error) {
	search, err := read[locate.Search](tx, s.Keeper, r, "search")
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil, releases{}, varsam.Errorf(varsam.Conflict, "request %s has not been planned: varsam request plan %s searches", r.ID, r.ID)
	}
	if err != nil {
		return nil, releases{}, err
	}
	free, err := s.releases(tx, r)
	return search.Withheld, free, err
}

// Mailboxes are the employees' own mailboxes that the last plan's search met.
func (s *Service) Mailboxes(ctx context.Context, id string) (all []Mailbox, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err := get(tx, id)
		if err != nil {
			return err
		}
		hits, free, err := s.withheld(tx, r)
		if err != nil {
			return err
		}
		openings, err := s.openings(tx, r)
		if err != nil {
			return err
		}
		all = mailboxes(hits, free, openings)
		return nil
	})
	return all, err
}

func mailboxes(hits []locate.Withheld, free releases, openings []Opening) []Mailbox {
	all := []Mailbox{}
	for _, h := range hits {
		i := slices.IndexFunc(all, func(m Mailbox) bool { return m.System == h.Ref.System && m.Account == h.Account })
		if i < 0 {
			i = len(all)
			all = append(all, Mailbox{System: h.Ref.System, Account: h.Account, Owner: h.Owner, Answered: free.Answers[boxKey(h.Ref.System, h.Account)]})
			for _, o := range openings {
				if o.System == h.Ref.System && o.Account == h.Account {
					all[i].Opening = &o
				}
			}
		}
		if free.Refs[h.Ref.String()] {
			all[i].Released++
		} else {
			all[i].Hits++
		}
	}
	return all
}

// Hits are the records that a mailbox holds about a request's people, for its
// owner: code Denied for anybody else.
func (s *Service) Hits(ctx context.Context, id, account, owner string) (hits []locate.Withheld, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err := get(tx, id)
		if err != nil {
			return err
		}
		hits, _, err = s.hitsOf(tx, r, account, owner)
		return err
	})
	return hits, err
}

// hitsOf are those of one mailbox; code Denied to whoever is not its owner, and
// NotFound when it holds none.
func (s *Service) hitsOf(tx *store.Tx, r Request, account, owner string) ([]locate.Withheld, releases, error) {
	hits, free, err := s.withheld(tx, r)
	if err != nil {
		return nil, free, err
	}
	hits = slices.DeleteFunc(hits, func(h locate.Withheld) bool { return !strings.EqualFold(h.Account, account) })
	if len(hits) == 0 {
		return nil, free, varsam.Errorf(varsam.NotFound, "request %s met nothing in that mailbox, or it is nobody's own", r.ID)
	}
	for _, h := range hits {
		if owner != "" && !strings.EqualFold(h.Owner, owner) {
			return nil, free, varsam.Errorf(varsam.Denied, "that mailbox is somebody else's own: only its owner sees what it holds (--as)")
		}
	}
	return hits, free, nil
}

// Release lets the records with these names, or all, become part of the request's
// next plan: the mailbox's owner has seen them and says so. What is not named stays
// withheld, and an earlier yes to it ends.
func (s *Service) Release(ctx context.Context, id, account, owner string, keys []string, all bool) (m Mailbox, err error) {
	if strings.TrimSpace(owner) == "" {
		return m, varsam.Errorf(varsam.Invalid, "say who you are: the mailbox's owner")
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err := get(tx, id)
		if err != nil {
			return err
		}
		hits, free, err := s.hitsOf(tx, r, account, owner)
		if err != nil {
			return err
		}
		if err := free.choose(hits, keys, all); err != nil {
			return err
		}
		free.Answers[boxKey(hits[0].Ref.System, hits[0].Account)] = tx.Now()
		m = mailboxes(hits, free, nil)[0]
		return s.released(tx, r, free, m, "mailbox-released", owner)
	})
	if err != nil {
		return m, err
	}
	return m, s.Log.SequenceTenant(ctx, s.Tenant)
}

// choose releases some of a mailbox's hits, and no others of them.
func (x releases) choose(hits []locate.Withheld, keys []string, all bool) error {
	for _, key := range keys {
		if !slices.ContainsFunc(hits, func(h locate.Withheld) bool { return h.Ref.KeyLabel() == key }) {
			return varsam.Errorf(varsam.NotFound, "the request met no such mail in that mailbox: %s", key)
		}
	}
	for _, h := range hits {
		delete(x.Refs, h.Ref.String())
		if all || slices.Contains(keys, h.Ref.KeyLabel()) {
			x.Refs[h.Ref.String()] = true
		}
	}
	return nil
}

// released keeps a release and logs it, by counts.
func (s *Service) released(tx *store.Tx, r Request, free releases, m Mailbox, what, by string) error {
	if err := s.put(tx, r, r.foundKey, "released", free); err != nil {
		return err
	}
	l := leaf(evidence.Decision, r)
	l.Action, l.System, l.Actor = evidence.NameOf(what), evidence.NameOf(m.System), evidence.NameOf(s.Actor(by))
	l.Expected, l.After = evidence.Rows(m.Hits+m.Released), evidence.Rows(m.Released)
	_, err := evidence.Append(tx, l)
	return err
}
