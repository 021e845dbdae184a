package reception

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/store"
)

// Message is something that one side wrote to the other.
type Message struct {
	Staff bool // by whom
	At    time.Time
	Text  string
}

// maxMessage is the longest message, in bytes.
const maxMessage = 20_000

// Write is what a person writes in their case.
func (s *Service) Write(ctx context.Context, token, text string) error {
	page, err := s.Identity.Look(ctx, token, identity.LinkCase)
	if err != nil {
		return err
	}
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return s.put(tx, page.Claim, text, false) })
}

// Reply is what staff write to the person, who is told that there is something
// new. It reports false when there is no proven address to tell.
func (s *Service) Reply(ctx context.Context, claim, text string) (told bool, err error) {
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := s.put(tx, claim, text, true); err != nil {
			return err
		}
		if err := seenBy(tx, claim, true); err != nil {
			return err
		}
		told, err = s.Identity.News(tx, claim)
		return err
	})
	return told, err
}

func (s *Service) put(tx *store.Tx, claim, text string, staff bool) error {
	if text = strings.TrimSpace(text); text == "" || len(text) > maxMessage {
		return varsam.Errorf(varsam.Invalid, "a message has some text, and at most %d bytes", maxMessage)
	}
	if err := tx.Lock("claim/" + claim); err != nil {
		return err
	}
	place, err := nextPlace(tx, claim)
	if err != nil {
		return err
	}
	sealed, err := s.Identity.Seal(tx, claim, at(place), []byte(text))
	if err != nil {
		return err
	}
	return insertMessage(tx, claim, place, staff, sealed)
}

func at(place int64) string { return "message " + strconv.FormatInt(place, 10) }

func (s *Service) messages(tx *store.Tx, claim string) ([]Message, error) {
	rows, err := selectMessages(tx, claim)
	if err != nil {
		return nil, err
	}
	all := make([]Message, len(rows))
	for i, r := range rows {
		text, err := s.Identity.Unseal(tx, claim, at(r.place), r.sealed)
		if err != nil {
			return nil, err
		}
		all[i] = Message{r.staff, r.at, string(text)}
	}
	return all, nil
}

// Messages are what was written in a case, as staff read it; it counts as read.
func (s *Service) Messages(ctx context.Context, claim string) (all []Message, err error) {
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if all, err = s.messages(tx, claim); err != nil {
			return err
		}
		return seenBy(tx, claim, true)
	})
	return all, err
}

// Unread are the claims in which somebody waits to be read.
func (s *Service) Unread(ctx context.Context) (claims []string, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		claims, err = unread(tx)
		return err
	})
	return claims, err
}

// Forget ends a claim with all that was written in it.
func (s *Service) Forget(ctx context.Context, claim string) error {
	err := s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return dropMessages(tx, claim) })
	if err != nil {
		return err
	}
	return s.Identity.Forget(ctx, claim)
}
