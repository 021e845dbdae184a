package identity

import (
	"context"
	"encoding/json"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Confirm proves the address that the link was sent to, and gives whoever pressed
// the button the link to the case. Code Denied when somebody has proven something
// for the case before, and holds it: an address may have been mistyped.
func (s *Service) Confirm(ctx context.Context, token string) (pass Receipt, err error) {
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		l, err := s.follow(tx, token, LinkConfirm)
		if err != nil {
			return err
		}
		pass = Receipt{Claim: l.Claim, Token: newToken()}
		return s.changeIn(tx, l.Claim, func(tx *store.Tx, c *Claim, d *Document) error {
			if len(d.Proofs) > 0 {
				return errHeld
			}
			if err := dropLinks(tx, c.ID, LinkConfirm); err != nil {
				return err
			}
			if err := s.link(tx, pass.Token, c.ID, LinkCase, l.Medium, tx.Now().Add(StopLife)); err != nil {
				return err
			}
			pass.Arrived = c.Arrived
			return s.prove(tx, c, d, Proof{Level: Reply, Channel: d.channel()})
		})
	})
	return pass, err
}

// errHeld keeps a case for whoever was first to prove something.
var errHeld = varsam.Errorf(varsam.Denied, "somebody has proven who they are for this case already; they hold the link to it")

// prove adds a proof, or makes one that was there fresh, and has the claim
// settled.
func (s *Service) prove(tx *store.Tx, c *Claim, d *Document, p Proof) error {
	p.At = tx.Now()
	for i, have := range d.Proofs {
		if have.Level == p.Level && have.Channel.same(p.Channel) && have.Subject == p.Subject && p.Level != Paper {
			d.Proofs[i].Fresh = p.At
			return s.wake(tx, c.ID)
		}
	}
	p.Fresh = p.At
	d.Proofs = append(d.Proofs, p)
	return s.wake(tx, c.ID)
}

// Codes are the channels that a code can be sent to for the holder of a case:
// those that are proven, to make a proof fresh, and then those that would add to
// it.
func Codes(c Case) (all []Channel) {
	for _, p := range c.Proofs {
		if p.Level == Reply && !c.Agent {
			all = append(all, p.Channel)
		}
	}
	return append(all, Ways(c)...)
}

// Code sends a code to the n-th of [Codes]. Code Denied past the day's limit.
func (s *Service) Code(ctx context.Context, token string, n int) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		l, err := s.follow(tx, token, LinkCase)
		if err != nil {
			return err
		}
		return s.changeIn(tx, l.Claim, func(tx *store.Tx, c *Claim, d *Document) error {
			ways := Codes(c.Case(*d, tx.Now()))
			if n < 0 || n >= len(ways) {
				return varsam.Errorf(varsam.Invalid, "there is no such channel to send a code to")
			}
			return s.code(tx, c, d, ways[n])
		})
	})
}

// code sends a code to a channel; the claim's code before it is no longer good.
func (s *Service) code(tx *store.Tx, c *Claim, d *Document, ch Channel) error {
	within, err := s.within(tx, KindCode, ch.Value)
	if err != nil {
		return err
	}
	if !within {
		return varsam.Errorf(varsam.Denied, "no more codes are sent to this channel today; try again tomorrow")
	}
	plain, err := json.Marshal(ch)
	if err != nil {
		return varsam.Errorf(varsam.Internal, "a channel cannot be written as JSON")
	}
	sealed, err := s.Keeper.Seal(tx.Context(), seal.KeyID(c.key), place(*c)+" code", plain)
	if err != nil {
		return err
	}
	life := CodeLife
	if ch.Medium == Letter {
		life = PostalLife
	}
	code := newCode()
	if err := putCode(tx, c.ID, s.codeMark(c.ID, code), sealed, tx.Now().Add(life)); err != nil {
		return err
	}
	return s.withStop(tx, Message{Kind: SendCode, Claim: c.ID, To: ch, Language: d.Language, Wishes: d.Wishes, Code: code})
}

func (s *Service) codeMark(claim, code string) []byte {
	return s.Keeper.Mark(s.Tenant, "claim code", claim+" "+code)
}

// Enter compares what somebody typed with the code that was last sent, and
// proves its channel. Denied: it was wrong, too late, used, or tried too often;
// which of these is not told. The holder of a receipt may enter the code that
// went to the phone or the postal address that the claim itself named.
func (s *Service) Enter(ctx context.Context, token, typed string) (pass Receipt, err error) {
	good := false
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		l, err := s.follow(tx, token, LinkCase, LinkReceipt)
		if err != nil {
			return err
		}
		return s.changeIn(tx, l.Claim, func(tx *store.Tx, c *Claim, d *Document) error {
			named := d.channel()
			if l.Kind == LinkReceipt && (named.Medium == Mail || len(d.Proofs) > 0) {
				return nil // a mail has a link, which shows who reads it; and a case has one holder
			}
			ch, ok, err := s.entered(tx, c, typed, func(ch Channel) bool { return l.Kind == LinkCase || ch.same(named) })
			if err != nil || !ok {
				return err
			}
			good = true
			if pass = (Receipt{Claim: c.ID, Token: token, Arrived: c.Arrived}); l.Kind == LinkReceipt {
				pass.Token = newToken()
				if err := s.link(tx, pass.Token, c.ID, LinkCase, ch.Medium, tx.Now().Add(StopLife)); err != nil {
					return err
				}
			}
			return s.prove(tx, c, d, Proof{Level: Reply, Channel: ch})
		})
	})
	if err == nil && !good {
		return Receipt{}, varsam.Errorf(varsam.Denied, "the code is not right, or no longer good")
	}
	return pass, err
}

// entered counts a try and compares. A try that fails is committed like one that
// succeeds, so that tries are counted whatever happens.
func (s *Service) entered(tx *store.Tx, c *Claim, typed string, may func(Channel) bool) (ch Channel, ok bool, err error) {
	within, err := s.within(tx, KindTry, c.ID)
	if err != nil || !within {
		return ch, false, err
	}
	mark, sealed, tries, expires, err := tryCode(tx, c.ID)
	if varsam.CodeOf(err) == varsam.NotFound {
		return ch, false, nil
	}
	if err != nil {
		return ch, false, err
	}
	if !equal(mark, s.codeMark(c.ID, readCode(typed))) || tries > maxTries || !tx.Now().Before(expires) {
		return ch, false, nil
	}
	plain, err := s.Keeper.Open(tx.Context(), seal.KeyID(c.key), place(*c)+" code", sealed)
	if err != nil {
		return ch, false, err
	}
	if json.Unmarshal(plain, &ch) != nil {
		return ch, false, varsam.Errorf(varsam.Corrupt, "the code of claim %s does not read back", c.ID)
	}
	if !may(ch) {
		return ch, false, nil
	}
	return ch, true, dropCode(tx, c.ID)
}

// SignedIn proves a national number that an identity provider vouched for. The
// number is canonical; the caller has checked the provider's signature, nonce
// and audience. The holder of a receipt may sign in while nobody has proven
// anything, and holds the case from then on; code Denied afterwards. Whoever signs
// in holds the case alone: links to it that were given before end, so that nobody
// gets somebody else to sign in to a case that they hold themselves.
func (s *Service) SignedIn(ctx context.Context, token, subject string) (pass Receipt, err error) {
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		l, err := s.follow(tx, token, LinkCase, LinkReceipt)
		if err != nil {
			return err
		}
		return s.changeIn(tx, l.Claim, func(tx *store.Tx, c *Claim, d *Document) error {
			if l.Kind == LinkReceipt && len(d.Proofs) > 0 {
				return errHeld
			}
			pass = Receipt{Claim: c.ID, Token: newToken(), Arrived: c.Arrived}
			if err := dropLinks(tx, c.ID, LinkCase); err != nil {
				return err
			}
			if err := s.link(tx, pass.Token, c.ID, LinkCase, l.Medium, tx.Now().Add(StopLife)); err != nil {
				return err
			}
			return s.prove(tx, c, d, Proof{Level: SignIn, Subject: subject})
		})
	})
	return pass, err
}
