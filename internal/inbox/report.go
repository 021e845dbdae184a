package inbox

import (
	"bytes"
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/mailcheck"
	"github.com/varsam/varsam/internal/store"
)

// Followed is one account in the follow-up: counts only.
type Followed struct {
	Status
	Deleted int  `json:"deleted"` // by its owner since the month's first day
	Filed   int  `json:"filed"`
	Done    bool `json:"done"` // nothing that is not private is overdue
}

// FollowUp is the manager's report on a month.
type FollowUp struct {
	System   string      `json:"system"`
	Month    varsam.Date `json:"month"` // its first day
	Due      varsam.Date `json:"due"`
	Accounts []Followed  `json:"accounts"`
	Complete bool        `json:"complete"`

	// Findings are mails, in all folders, with what is better not sent by mail:
	// counts by mailbox and sort of folder.
	Findings []mailcheck.Place `json:"findings"`
}

// Report says how the routine goes this month, account by account, never with
// anything that a mail says.
func (s *Service) Report(ctx context.Context, name string) (FollowUp, error) {
	standing, err := s.Status(ctx, name)
	if err != nil {
		return FollowUp{}, err
	}
	w, err := s.begin(ctx, standing.System)
	if err != nil {
		return FollowUp{}, err
	}
	out := FollowUp{
		System: standing.System, Due: standing.Due, Complete: standing.Complete, Accounts: []Followed{},
		Month: varsam.NewDate(w.today.Year(), w.today.Month(), 1),
	}
	var did []worked
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) (err error) {
		did, err = listWorked(tx, standing.System, out.Month.Start(w.reg.Organisation.Location()))
		return err
	})
	for _, status := range standing.Accounts {
		f := Followed{Status: status, Done: status.Overdue == 0}
		mark := s.account(status.Account)
		if i := slices.IndexFunc(did, func(d worked) bool { return bytes.Equal(d.account, mark) }); i >= 0 {
			f.Deleted, f.Filed = did[i].deleted, did[i].filed
		}
		out.Accounts = append(out.Accounts, f)
	}
	if err == nil {
		err = w.findings(ctx, &out)
	}
	return out, err
}

// findings looks into the mails that are not marked private.
func (w work) findings(ctx context.Context, out *FollowUp) error {
	out.Findings = []mailcheck.Place{}
	if w.s.Scanner == nil {
		return nil
	}
	sys, err := w.open.Open(ctx, w.system.Name)
	if err != nil {
		return err
	}
	defer sys.Close()
	coll, _ := w.system.Collection(w.routine.Messages)
	check := mailcheck.Check{Scanner: w.s.Scanner, Collection: coll.In(), Hint: w.hint()}
	places, incomplete, err := check.Run(ctx, sys)
	out.Findings, out.Complete = append(out.Findings, places...), out.Complete && !incomplete
	return err
}
