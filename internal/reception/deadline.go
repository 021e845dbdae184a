package reception

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// Stage is how near the last day of a case is.
type Stage string

// The stages, the last ones going to more people. Each is told once for a last day:
// an extension, or a pause, begins anew.
const (
	Soon   Stage = "soon"   // fourteen days are left
	Extend Stage = "extend" // a week: an extension has to be decided, and told, before the last day (Art. 12(3))
	Last   Stage = "last"   // two days
	Late   Stage = "late"   // it has passed
)

// stages by the most days that are left, the gravest first.
var stages = []struct {
	left  int
	stage Stage
}{{-1, Late}, {2, Last}, {7, Extend}, {14, Soon}}

// stageOf is how near a day is; empty while it is far.
func stageOf(today, last varsam.Date) Stage {
	for _, s := range stages {
		if !last.After(today.AddDays(s.left)) {
			return s.stage
		}
	}
	return ""
}

// escalates reports whether more people than the officer are told.
func (s Stage) escalates() bool { return s == Last || s == Late }

// due is a case that waits for its answer.
type due struct {
	id, page string
	last     varsam.Date
	extended bool
	stage    Stage
}

var sentences = map[Stage]string{
	Soon: "mail.deadline.soon", Extend: "mail.deadline.extend", Last: "mail.deadline.last", Late: "mail.deadline.late",
}

// says is the key of the sentence; a case is extended once.
func (d due) says() string {
	if d.stage == Extend && d.extended {
		return sentences[Soon]
	}
	return sentences[d.stage]
}

// Remind writes to the officer about cases whose last day is near, and to the
// organisation's own address, too, about those where hardly a day is left or none.
// Each stage is told once. A letter has numbers and days, and nobody's name. It
// returns how many cases were told of.
func (s *Service) Remind(ctx context.Context) (told int, err error) {
	all, err := s.waiting(ctx)
	if err != nil {
		return 0, err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		today := varsam.DateIn(tx.Now(), reg.Organisation.Location())
		var now []due
		for _, d := range all {
			if d.stage = stageOf(today, d.last); d.stage == "" || d.last.IsZero() { // a clock that is paused has no last day
				continue
			}
			isNew, err := putReminder(tx, d)
			if err != nil {
				return err
			}
			if isNew {
				now = append(now, d)
			}
		}
		told = len(now)
		return s.remind(tx, reg, now)
	})
	return told, err
}

// waiting are the cases that are not answered: requests, and what has still to
// become one.
func (s *Service) waiting(ctx context.Context) (all []due, err error) {
	requests, err := s.Requests.List(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range requests {
		if r.Answered.IsZero() {
			all = append(all, due{id: r.ID, page: "/requests/" + r.ID, last: r.Legal, extended: r.Extended})
		}
	}
	claims, err := s.Identity.List(ctx, identity.Waiting, identity.Proven)
	if err != nil {
		return nil, err
	}
	return all, s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		for _, c := range claims {
			last, err := LastDay(reg, c.Arrived)
			if err != nil {
				return err
			}
			all = append(all, due{id: c.ID, page: "/claims/" + c.ID, last: last})
		}
		return nil
	})
}

// remind writes one letter to each who is told.
func (s *Service) remind(tx *store.Tx, reg *register.Register, all []due) error {
	slices.SortFunc(all, func(a, b due) int { return cmp.Or(a.last.Compare(b.last), strings.Compare(a.id, b.id)) })
	grave := slices.DeleteFunc(slices.Clone(all), func(d due) bool { return !d.stage.escalates() })
	org := reg.Organisation
	officer, house := cmp.Or(org.Officer.Email, org.Contact.Email), org.Contact.Email
	if err := s.remindOne(tx, reg, officer, all); err != nil || house == officer {
		return err
	}
	return s.remindOne(tx, reg, house, grave)
}

func (s *Service) remindOne(tx *store.Tx, reg *register.Register, to string, all []due) error {
	if len(all) == 0 || to == "" {
		return nil
	}
	lang := cmp.Or(reg.Organisation.Language, varsam.Swedish)
	say := locale.For(lang)
	text := []string{say.T("mail.greeting")}
	for _, d := range all {
		text = append(text, say.T(d.says(), d.id, say.Date(d.last))+"\n"+s.Address+d.page)
	}
	text = append(text, reg.Organisation.Title.In(lang))
	_, err := s.Post.Put(tx, post.Item{
		Medium: post.Mail, About: all[0].id, Template: post.Deadline, To: to, Language: lang,
		Subject: say.T("mail.deadline.subject"), Text: strings.Join(text, "\n\n") + "\n",
	})
	return err
}

// putReminder notes that a stage of a case is told, and reports whether it was not
// before.
func putReminder(tx *store.Tx, d due) (isNew bool, err error) {
	n, err := tx.Exec(`INSERT INTO case_reminders (tenant, request, last, stage, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
		tx.Tenant(), d.id, d.last.String(), d.stage, tx.Now().UnixMicro())
	return n == 1, err
}
