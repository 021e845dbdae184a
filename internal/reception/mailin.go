package reception

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
)

// Stop is a letter whose writer wants no more advertising.
type Stop struct {
	ID       string // of the letter; the request's is made of it
	Address  string // that the letter came from
	Letter   string
	Language varsam.Lang
	Received time.Time
}

// StopMarketing makes the request that needs no proof of a letter, once, and has
// it planned: what only stops something then runs by itself.
func (s *Service) StopMarketing(ctx context.Context, in Stop) error {
	id := in.ID + marketing
	if _, err := s.Requests.Get(ctx, id); varsam.CodeOf(err) != varsam.NotFound {
		return err // it is there, or it cannot be known now
	}
	base, err := s.Base(ctx)
	if err != nil {
		return err
	}
	_, err = s.Requests.New(ctx, request.Intake{ID: id, Received: in.Received, Base: base, Case: request.Case{
		Asks:    []decide.Ask{{Person: decide.Everyone, Right: varsam.Objection, Uses: []varsam.Use{varsam.DirectMarketing}}},
		Channel: "mail", Letter: in.Letter, Language: in.Language,
		People: []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: in.Address, Verified: true}}}}, // enough for a stop, and for nothing else
	}})
	if err != nil {
		return err
	}
	return s.Requests.Ask(ctx, id, request.KindPlan)
}

// StopNow plans and carries out the stop that a letter asked for, where no worker
// may be there to do it. It reports whether nothing is left to do: a plan that
// does more than stop something waits for a person, and a system that does not
// answer, for the next run.
func (s *Service) StopNow(ctx context.Context, letter string) (bool, error) {
	id := letter + marketing
	r, err := s.Requests.Get(ctx, id)
	if err != nil {
		return false, err
	}
	if r.State == request.Received {
		if _, err := s.Requests.Plan(ctx, id); err != nil {
			return false, err
		}
		if err := s.planned(ctx, id); err != nil {
			return false, err
		}
		if r, err = s.Requests.Get(ctx, id); err != nil {
			return false, err
		}
	}
	if r.State != request.Approved && r.State != request.Running {
		return r.State != request.Planned, nil
	}
	report, err := s.Requests.Run(ctx, id, nil)
	return err == nil && report.Open() == 0, err
}

// Facts are what every letter says of the organisation.
func (s *Service) Facts(tx *store.Tx, lang varsam.Lang) (post.Facts, error) { return s.facts(tx, lang) }

// opened tells an employee that their own mailbox was opened without them.
func (s *Service) opened(tx *store.Tx, o request.Opened) (string, error) {
	facts, err := s.facts(tx, o.Language)
	if err != nil {
		return "", err
	}
	facts.Number, facts.Ground, facts.Day = o.Request, o.Ground, locale.For(o.Language).Date(o.On)
	item := post.Item{Medium: post.Mail, About: o.Request, Template: post.Opening, To: o.Address, Language: o.Language}
	item.Subject, item.Text = post.Write(item.Template, o.Language, facts)
	return s.Post.Put(tx, item)
}
