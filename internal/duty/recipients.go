package duty

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/request/letter"
)

// Cases are people's requests, as far as telling recipients needs them;
// [request.Service] has them.
type Cases interface {
	Get(ctx context.Context, id string) (request.Request, error)
	Case(ctx context.Context, r request.Request) (request.Case, error)
	Told(ctx context.Context, id string, told letter.Told, name string) error
}

// TellAfter tells everyone who received the data of those whom a request is about
// that it was corrected, erased or restricted, once that is done (Art. 19), and
// writes it into the case, where the answer has it; a recipient's confirmation too.
// Whoever was told already is not told again. Before it is done nobody is told.
func (s *Service) TellAfter(ctx context.Context, cases Cases, id, by string) (told []Record, err error) {
	r, err := cases.Get(ctx, id)
	if err != nil || r.State != request.Done && r.State != request.Answered {
		return nil, err
	}
	kase, err := cases.Case(ctx, r)
	if err != nil {
		return nil, err
	}
	if change := changeOf(r, kase); change != "" {
		for _, mail := range kase.Mails() {
			some, err := s.tellRecipients(ctx, occasion{mail, change, id}, by)
			told = append(told, some...)
			if err != nil {
				return told, err
			}
		}
	}
	return told, s.intoCase(ctx, cases, id, kase, by)
}

// changeOf is what was done to the data, the gravest of it; empty when nothing was
// to be.
func changeOf(r request.Request, kase request.Case) string {
	change := ""
	for _, right := range r.Rights {
		if _, refused := kase.Refusals[right]; refused || !right.Changes() {
			continue
		}
		switch right {
		case varsam.Rectification:
			if change == "" {
				change = "rectification"
			}
		case varsam.RestrictionOf:
			if change != "erasure" {
				change = "restriction"
			}
		default:
			change = "erasure"
		}
	}
	return change
}

// Disclosed is to whom the data of people with some addresses was handed, as a copy
// tells it.
func (s *Service) Disclosed(ctx context.Context, mails []string) (all []letter.Disclosed, err error) {
	for _, mail := range mails {
		received, err := s.Recipients(ctx, mail)
		if err != nil {
			return nil, err
		}
		for _, one := range received {
			all = append(all, letter.Disclosed{Party: one.Party, On: one.On, Scope: one.Scope})
		}
	}
	return all, nil
}

// Notices are what recipients were told because of a request, the first one first.
func Notices(w *World, id string) (all []Record) {
	for _, r := range w.records {
		if r.Kind == RecipientNotice && r.Facts["request"] == id {
			all = append(all, r)
		}
	}
	return all
}

// Confirmed notes that a recipient has confirmed what it was told because of a
// request, and closes that notice. Code NotFound for a notice of another.
func (s *Service) Confirmed(ctx context.Context, request, notice, by string) error {
	r, err := s.Get(ctx, notice)
	if err != nil {
		return err
	}
	if r.Kind != RecipientNotice || r.Facts["request"] != request {
		return varsam.Errorf(varsam.NotFound, "request %s has no notice %s", request, notice)
	}
	if _, err := s.Set(ctx, notice, Facts{"confirmed": "today"}, by); err != nil {
		return err
	}
	_, err = s.End(ctx, notice, by)
	return err
}

// intoCase writes into a case what stands in the notices and not yet there.
func (s *Service) intoCase(ctx context.Context, cases Cases, id string, kase request.Case, by string) error {
	w, err := s.World(ctx)
	if err != nil {
		return err
	}
	for _, notice := range Notices(w, id) {
		told := letter.Told{Party: notice.Subject.Name, On: notice.Facts.Day("told"), Confirmed: notice.Facts.Day("confirmed")}
		if told.On.IsZero() || slices.Contains(kase.Told, told) {
			continue
		}
		if err := cases.Told(ctx, id, told, by); err != nil {
			return err
		}
	}
	return nil
}
