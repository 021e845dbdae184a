package inbox

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/varsam/varsam"
)

// Status is what is left in one inbox: counts, and nothing of what mails say.
type Status struct {
	Account string      `json:"account"`
	New     int         `json:"new"`     // not due yet
	Overdue int         `json:"overdue"` // came before the routine's month
	Months  [3]int      `json:"months"`  // of the overdue: up to one month too old, up to three, more
	Private int         `json:"private"` // of all, marked private and skipped
	Oldest  varsam.Date `json:"oldest,omitzero"`
}

// Standing is the routine as its manager may see it.
type Standing struct {
	System   string      `json:"system"`
	Due      varsam.Date `json:"due"` // what came before that day should have left
	Accounts []Status    `json:"accounts"`
	Complete bool        `json:"complete"`
}

// Status counts what is left in the inboxes, by account.
func (s *Service) Status(ctx context.Context, name string) (Standing, error) {
	w, err := s.begin(ctx, name)
	if err != nil {
		return Standing{}, err
	}
	if err := w.begun(); err != nil {
		return Standing{}, err
	}
	out := Standing{System: w.system.Name, Due: w.due(), Accounts: []Status{}}
	mails, found, err := w.mails(ctx, "", false)
	if err != nil {
		return out, err
	}
	out.Complete = found.Complete
	by := map[string]*Status{}
	for _, m := range mails {
		if by[m.Account] == nil {
			by[m.Account] = &Status{Account: m.Account}
		}
		by[m.Account].count(m, w.due(), w.system.Location())
	}
	for _, account := range slices.Sorted(maps.Keys(by)) {
		out.Accounts = append(out.Accounts, *by[account])
	}
	slices.SortStableFunc(out.Accounts, func(a, b Status) int { return cmp.Compare(b.Overdue, a.Overdue) })
	return out, nil
}

func (s *Status) count(m Mail, due varsam.Date, zone *time.Location) {
	on := varsam.DateIn(m.Received, zone)
	if s.Oldest.IsZero() || on.Before(s.Oldest) {
		s.Oldest = on
	}
	if m.Private {
		s.Private++
	}
	if !on.Before(due) {
		s.New++
		return
	}
	s.Overdue++
	switch {
	case !on.Before(due.AddMonths(-1)):
		s.Months[0]++
	case !on.Before(due.AddMonths(-3)):
		s.Months[1]++
	default:
		s.Months[2]++
	}
}
