package duty

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/store"
)

// Unconfirmed says how many activities nobody has confirmed for a year.
const Unconfirmed Code = "register-unconfirmed"

// AskOwner asks whoever sees to an activity or a system whether the register is
// still right, by a mailed link with three ticks.
func (s *Service) AskOwner(ctx context.Context, subject Subject, to string, until varsam.Date, by string) (Record, error) {
	if err := s.needsAddress(); err != nil {
		return Record{}, err
	}
	r, err := s.Add(ctx, New{Kind: Question, Subject: subject, Facts: Facts{"to": to, "asked": "today", "by": until.String()}}, by)
	if err != nil {
		return r, err
	}
	return s.SendQuestion(ctx, r.ID, by)
}

func (s *Service) needsAddress() error {
	if s.Address == "" {
		return varsam.Errorf(varsam.Conflict, "links need the address of the pages: say it with varsam serve --public, and ask from there")
	}
	return nil
}

// SendQuestion mails the link of a question that waits for its answer. Code Invalid
// without an address to send it to, Conflict when it has been answered.
func (s *Service) SendQuestion(ctx context.Context, id, by string) (Record, error) {
	if err := s.needsAddress(); err != nil {
		return Record{}, err
	}
	token, digest := newToken()
	return s.sendWith(ctx, id, "told", by, func(r *Record, w *World) ([]post.Item, error) {
		switch {
		case r.Kind != Question || r.Facts["to"] == "":
			return nil, varsam.Errorf(varsam.Invalid, "duty %s is no question with an address to send it to", r.ID)
		case r.Facts["answered"] != "":
			return nil, varsam.Errorf(varsam.Conflict, "question %s has been answered", r.ID)
		}
		return []post.Item{questionMail(w, *r, s.Address+OpenPage+token)}, nil
	}, func(tx *store.Tx, r Record) error {
		return insertLink(tx, digest, r.ID, "", r.Facts.Day("by").AddDays(linkLife).Start(time.UTC))
	})
}

func questionMail(w *World, r Record, link string) post.Item {
	p, to := w.Printer(w.language()), r.Facts["to"]
	about := r.Subject.Title(p, nil)
	return post.Item{
		Medium: mediumOf(to), Template: post.Duty, To: to, Language: w.language(), Subject: p.T("duty.ask.subject", about),
		Text: strings.Join([]string{p.T("mail.greeting"), p.T("duty.ask.what", about, r.Facts["by"]), link, p.In(w.Register.Organisation.Title)}, "\n\n") + "\n",
	}
}

// Asked is what came of asking the register's owners.
type Asked struct {
	Asked   []Record  `json:"asked"`
	Nowhere []Subject `json:"nowhere"` // their owners have no address, or there is none
}

// AskedWithin is how many days an owner has to answer the yearly round.
const AskedWithin = 30

// AskOwners asks the owner of every activity that nobody has been asked about for a
// year: the yearly round. An owner is asked whose name in the register is an e-mail
// address, or whom addresses has by that name.
func (s *Service) AskOwners(ctx context.Context, addresses map[string]string, until varsam.Date, by string) (done Asked, err error) {
	done = Asked{[]Record{}, []Subject{}}
	if err := s.needsAddress(); err != nil {
		return done, err
	}
	w, err := s.World(ctx)
	if err != nil {
		return done, err
	}
	for _, subject := range w.unasked() {
		to := w.OwnerOf(subject)
		if named := addresses[to]; named != "" {
			to = named
		}
		if mediumOf(to) != post.Mail {
			done.Nowhere = append(done.Nowhere, subject)
			continue
		}
		r, err := s.AskOwner(ctx, subject, to, until, by)
		if err != nil {
			return done, err
		}
		done.Asked = append(done.Asked, r)
	}
	return done, nil
}

// unasked are the activities that nobody has been asked about for a year.
func (w *World) unasked() (all []Subject) {
	if w.Register == nil {
		return nil
	}
	since := w.Today.AddYears(-1)
	for _, a := range w.Register.Activities {
		asked := slices.ContainsFunc(w.About(Question, activity(a.Name)), func(r Record) bool { return r.Facts.Day("asked").After(since) })
		if !a.Draft && !asked {
			all = append(all, activity(a.Name))
		}
	}
	return all
}

// missingQuestion says, once for all of them, that nobody has been asked.
func missingQuestion(w *World, found *findings) {
	if n := len(w.unasked()); n > 0 {
		found.note(Unconfirmed, Question, Subject{Type: OfOrganisation}, "", varsam.Date{}, number(n))
	}
}

// AnswerOwner notes an owner's ticks and remark.
func (s *Service) AnswerOwner(ctx context.Context, token string, right []string, note string) (Record, error) {
	l, err := s.Follow(ctx, token)
	if err != nil {
		return Record{}, err
	}
	if l.Record.Kind != Question {
		return Record{}, varsam.Errorf(varsam.NotFound, "that link leads to no question")
	}
	slices.Sort(right)
	r, err := s.rewrite(ctx, l.Record.ID, l.Record.Version, "answered", l.Record.Facts["to"], func(r *Record, w *World) error {
		r.Facts["answered"] = w.Now.In(w.Zone()).Format(time.RFC3339)
		r.Facts["right"], r.Facts["note"] = strings.Join(slices.Compact(right), " "), note
		r.Facts = r.Facts.tidy()
		return nil
	})
	if err != nil {
		return r, err
	}
	return r, s.used(ctx, token)
}
