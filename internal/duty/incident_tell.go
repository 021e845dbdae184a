package duty

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/store"
)

// TellCustomers sends each customer that has not been told a notice of an incident
// (Art. 33(2)), in its language, and notes who was told.
func (s *Service) TellCustomers(ctx context.Context, id, by string) (told []string, err error) {
	_, err = s.send(ctx, id, "told", by, func(r *Record, w *World) ([]post.Item, error) {
		if r.Kind != Incident {
			return nil, varsam.Errorf(varsam.Invalid, "duty %s is no incident", r.ID)
		}
		var letters []post.Item
		for _, name := range untold(*r) {
			letter, err := w.toParty(name)
			if err != nil {
				return nil, err
			}
			letter.Subject, letter.Text = CustomerNotice(w.Printer(letter.Language), w, *r)
			letters, told = append(letters, letter), append(told, name)
		}
		if len(told) == 0 {
			return nil, varsam.Errorf(varsam.Conflict, "no customer is named in %s who has not been told; name them with customers=", r.ID)
		}
		all := append(r.Facts.All("customers_told"), told...)
		slices.Sort(all)
		r.Facts["customers_told"] = strings.Join(slices.Compact(all), " ")
		return letters, nil
	})
	return told, err
}

// toParty is a letter to a party's contact: by mail, or to be printed.
func (w *World) toParty(name string) (post.Item, error) {
	p, ok := w.Register.Party(name)
	if !ok {
		return post.Item{}, varsam.Errorf(varsam.NotFound, "the register has no party %s", name)
	}
	to := cmp.Or(p.Contact.Email, p.Contact.Address, p.Title.In(w.language()))
	return post.Item{Medium: mediumOf(to), Template: post.Duty, To: to, Language: w.language()}, nil
}

func (w *World) language() varsam.Lang {
	if w.Register == nil {
		return varsam.Swedish
	}
	return cmp.Or(w.Register.Organisation.Language, varsam.Swedish)
}

// send changes a record and puts letters in the queue, both or neither.
func (s *Service) send(ctx context.Context, id, what, by string, do func(*Record, *World) ([]post.Item, error)) (Record, error) {
	return s.sendWith(ctx, id, what, by, do, nil)
}

// sendWith is send with something more in the same transaction.
func (s *Service) sendWith(ctx context.Context, id, what, by string, do func(*Record, *World) ([]post.Item, error), also func(*store.Tx, Record) error) (Record, error) {
	r, err := s.Get(ctx, id)
	if err != nil {
		return r, err
	}
	w, err := s.World(ctx)
	if err != nil {
		return r, err
	}
	letters, err := do(&r, w)
	if err != nil {
		return r, err
	}
	return s.keepWith(ctx, r, w, what, by, func(tx *store.Tx) error {
		for _, letter := range letters {
			letter.About = r.ID
			if _, err := s.Post.Put(tx, letter); err != nil {
				return err
			}
		}
		if also == nil {
			return nil
		}
		return also(tx, r)
	})
}
