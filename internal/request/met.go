package request

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Met is an employee's own mailbox that an open request met.
type Met struct {
	Request string `json:"request"`
	Mailbox
}

// mostMet bounds how many open requests are looked through.
const mostMet = 2000

// Met are the mailboxes of an owner that open requests met, by last day of the
// requests; the owner is whoever owns says so of.
func (s *Service) Met(ctx context.Context, owns func(owner, mailbox string) bool) (all []Met, err error) {
	f := Filter{Limit: 200}
	for seen := 0; seen < mostMet; {
		page, err := s.Browse(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Requests {
			some, err := s.metBy(ctx, r, owns)
			if err != nil {
				return nil, err
			}
			all = append(all, some...)
		}
		if seen += len(page.Requests); !page.More {
			break
		}
		f.After = page.Requests[len(page.Requests)-1].ID
	}
	return all, nil
}

// metBy is Met of one request. One that has not been searched for, or whose finds
// are destroyed, met nothing.
func (s *Service) metBy(ctx context.Context, r Request, owns func(owner, mailbox string) bool) (all []Met, err error) {
	if r.State == Received || r.State == Closing || r.State == Closed {
		return nil, nil
	}
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		hits, free, err := s.withheld(tx, r)
		if code := varsam.CodeOf(err); code == varsam.Conflict || code == varsam.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		for _, m := range mailboxes(hits, free, nil) {
			if owns(m.Owner, m.Account) {
				all = append(all, Met{r.ID, m})
			}
		}
		return nil
	})
	return all, err
}
