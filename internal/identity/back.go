package identity

import (
	"context"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// News tells the person that there is something new in the case: by mail to a
// proven address, with a link back. It reports false when there is no such
// address, so that somebody of the staff has to say it.
func (s *Service) News(tx *store.Tx, claim string) (told bool, err error) {
	c, err := getClaim(tx, claim)
	if err != nil {
		return false, err
	}
	d, err := s.open(tx, c)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(d.Proofs, func(p Proof) bool { return p.Level == Reply && p.Channel.Medium == Mail })
	if i < 0 {
		return false, nil
	}
	m := Message{Kind: Tidings, Claim: c.ID, To: d.Proofs[i].Channel, Language: d.Language, Confirm: newToken()}
	if err := s.link(tx, m.Confirm, c.ID, LinkReturn, Mail, tx.Now().Add(ReturnLife)); err != nil {
		return false, err
	}
	return true, s.Send(tx, m)
}

// Again sends the holder of a receipt the way in once more: the mail that asks to
// confirm, or the link back when the address has been proven. Code Denied past
// the day's limit, which is the same whatever is on file.
func (s *Service) Again(ctx context.Context, token string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		l, err := s.follow(tx, token, LinkReceipt)
		if err != nil {
			return err
		}
		return s.changeIn(tx, l.Claim, func(tx *store.Tx, c *Claim, d *Document) error {
			within, err := s.within(tx, KindTold, d.channel().Value)
			if err != nil {
				return err
			}
			if !within {
				return varsam.Errorf(varsam.Denied, "enough has been sent to this address today; try again tomorrow")
			}
			if slices.ContainsFunc(d.Proofs, func(p Proof) bool { return p.Level == Reply && p.Channel.same(d.channel()) }) {
				_, err := s.News(tx, c.ID)
				return err
			}
			return s.ask(tx, c, d, d.channel())
		})
	})
}

// Return gives the holder of a link back a new link to the case; older ones end.
// It shows nothing anew: a download still asks for a fresh proof.
func (s *Service) Return(ctx context.Context, token string) (pass Receipt, err error) {
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		l, err := s.follow(tx, token, LinkReturn)
		if err != nil {
			return err
		}
		return s.changeIn(tx, l.Claim, func(tx *store.Tx, c *Claim, d *Document) error {
			pass = Receipt{Claim: c.ID, Token: newToken(), Arrived: c.Arrived}
			for _, kind := range []LinkKind{LinkReturn, LinkCase} {
				if err := dropLinks(tx, c.ID, kind); err != nil {
					return err
				}
			}
			for i := range d.Proofs { // whoever comes back may be somebody else who reads the mailbox
				d.Proofs[i].Fresh = time.Time{}
			}
			return s.link(tx, pass.Token, c.ID, LinkCase, l.Medium, tx.Now().Add(StopLife))
		})
	})
	return pass, err
}

// Seal and Unseal keep something else of a claim under its key, so that it ends
// with it; at names the place.
func (s *Service) Seal(tx *store.Tx, claim, at string, plain []byte) ([]byte, error) {
	c, err := getClaim(tx, claim)
	if err != nil {
		return nil, err
	}
	return s.Keeper.Seal(tx.Context(), seal.KeyID(c.key), place(c)+" "+at, plain)
}

// Unseal opens what Seal made.
func (s *Service) Unseal(tx *store.Tx, claim, at string, sealed []byte) ([]byte, error) {
	c, err := getClaim(tx, claim)
	if err != nil {
		return nil, err
	}
	return s.Keeper.Open(tx.Context(), seal.KeyID(c.key), place(c)+" "+at, sealed)
}
