package identity

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// What notes are about.
const (
	NoteStop  = "stop"
	NoteLift  = "lift"
	NoteCheck = "check"
)

// Method is how staff checked who somebody is. There is none for a copy that was
// sent in: a copy is easily forged, and collects what it should not.
type Method string

// The methods.
const (
	Original Method = "original" // an identity document was shown in person and handed back
	Signed   Method = "signed"   // a signed paper came, and the person was called back on a number on file
	Mandate  Method = "mandate"  // an agent's, guardian's or trustee's authority was seen
)

// Check is a check by staff. Of what was shown only this stays.
type Check struct {
	Method  Method
	Subject string              // the national number, canonical, where one was seen
	Also    []varsam.Identifier // what is the same person's, as the person said and staff compared with what is on file
	Text    string              // what was seen, never its number

	// Destroyed: the paper that came has been destroyed. Of a signed paper or a
	// mandate only the note stays; an original is handed back where it is shown.
	Destroyed bool
}

// Attest writes a check down and gives a link to the case, to hand to the person
// or send to a channel on file.
func (s *Service) Attest(ctx context.Context, claim string, check Check, actor string) (pass Receipt, err error) {
	switch {
	case check.Method != Original && check.Method != Signed && check.Method != Mandate:
		return pass, varsam.Errorf(varsam.Invalid, "identity is checked by an original, a signed paper with a call back, or a mandate; a copy that was sent in is none")
	case strings.TrimSpace(check.Text) == "":
		return pass, varsam.Errorf(varsam.Invalid, "say what was seen, and when")
	case check.Method != Original && !check.Destroyed:
		return pass, varsam.Errorf(varsam.Invalid, "destroy the paper when it has been looked at; the note is what stays")
	case check.Subject == "" && len(check.Also) == 0:
		return pass, varsam.Errorf(varsam.Invalid, "say which identifiers were found to be the person's")
	}
	err = s.change(ctx, claim, func(tx *store.Tx, c *Claim, d *Document) error {
		if (check.Method == Mandate) != (d.Agent != nil) {
			return varsam.Errorf(varsam.Conflict, "a mandate is for a request for somebody else, and such a request needs one")
		}
		pass = Receipt{Claim: c.ID, Token: newToken(), Arrived: c.Arrived}
		proof := Proof{Level: Paper, Subject: check.Subject, Also: slices.Clone(check.Also), Mandate: check.Method == Mandate}
		if err := s.holder(tx, c, d, proof); err != nil {
			return err
		}
		if err := s.link(tx, pass.Token, c.ID, LinkCase, "", tx.Now().Add(StopLife)); err != nil {
			return err
		}
		d.Notes = append(d.Notes, Note{At: tx.Now(), By: actor, What: NoteCheck, Text: check.Text, Method: check.Method})
		if err := s.noted(tx, c.ID, "identity-"+string(check.Method), actor); err != nil {
			return err
		}
		return s.prove(tx, c, d, proof)
	})
	return pass, err
}

func (s *Service) noted(tx *store.Tx, claim, what, actor string) error {
	if s.Noted == nil {
		return nil
	}
	return s.Noted(tx, claim, what, actor)
}

// holder makes whoever stands before staff the one holder of the case. Once a
// request has been made it is about somebody, and only they can be: code Conflict
// for anybody else, who asks anew.
func (s *Service) holder(tx *store.Tx, c *Claim, d *Document, proof Proof) error {
	if c.Request == "" {
		d.Proofs = slices.DeleteFunc(d.Proofs, func(p Proof) bool { return p.Level != Paper })
	} else if !share(proof.identifiers(), d.For) && !slices.ContainsFunc(d.Proofs, func(p Proof) bool { return p.File.shows(proof) }) {
		return varsam.Errorf(varsam.Conflict, "request %s is about somebody else than was checked; take a new request", c.Request)
	}
	return dropLinks(tx, c.ID, LinkCase)
}

// Reader is who reads a claim.
type Reader struct {
	Protected bool // has a role that may see people with protected data
}

// Read is a claim with what lies sealed. Of people with protected data, readers
// without the role get nothing of the document: withheld is true.
func (s *Service) Read(ctx context.Context, id string, r Reader) (c Claim, d Document, withheld bool, err error) {
	c, d, _, err = s.read(ctx, id)
	if err == nil && c.Protected && !r.Protected {
		return c, Document{}, true, nil
	}
	return c, d, false, err
}

// Of is the claim that a request was made of; code NotFound when it came another
// way.
func (s *Service) Of(ctx context.Context, request string) (c Claim, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		c, err = claimOf(tx, request)
		return err
	})
	return c, err
}

// Has reports whether there is a claim of that number.
func (s *Service) Has(tx *store.Tx, claim string) (bool, error) { return hasClaim(tx, claim) }

// List is the claims in these states, those that came first first. It holds no
// personal data.
func (s *Service) List(ctx context.Context, states ...State) (all []Claim, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err = listClaims(tx, states...)
		return err
	})
	return all, err
}

// Attention is the claims that staff may have to look at, those that came first
// first, at most so many: what nobody has proven or become a request, and what
// somebody stopped. It holds no personal data.
func (s *Service) Attention(ctx context.Context, most int) (all []Claim, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err = listAttention(tx, most)
		return err
	})
	return all, err
}

// Judgement is what may be done with a claim now.
func (s *Service) Judgement(ctx context.Context, id string) (j Judgement, err error) {
	c, d, now, err := s.read(ctx, id)
	if err != nil {
		return j, err
	}
	return Judge(c.Case(d, now)), nil
}

// Handed notes the request that was made of a claim, and whom it is for.
func (s *Service) Handed(ctx context.Context, claim, request string, verified []varsam.Identifier) error {
	return s.change(ctx, claim, func(_ *store.Tx, c *Claim, d *Document) error {
		if c.Request != "" && c.Request != request {
			return varsam.Errorf(varsam.Conflict, "claim %s has become request %s already", claim, c.Request)
		}
		c.State, c.Request, d.For = Handed, request, verified
		return nil
	})
}

// Searched notes how sensitive what was found is, from which the needs follow. It
// only rises: what was found once may be found again.
func (s *Service) Searched(ctx context.Context, claim string, found Sensitivity) error {
	return s.change(ctx, claim, func(_ *store.Tx, c *Claim, _ *Document) error {
		if c.Sensitivity == High || c.Sensitivity == Ordinary && found == Low {
			return nil
		}
		c.Sensitivity = found
		return nil
	})
}

// What channels are marked as.
const (
	changed   = "changed"
	sheltered = "protected"
)

func (s *Service) channelMark(canonical string) []byte {
	return s.Keeper.Mark(s.Tenant, "channel", canonical)
}

// Changed notes that a channel was changed by way of us, so that control of it
// proves nothing for [Settled].
func (s *Service) Changed(tx *store.Tx, canonical string) error {
	return putMark(tx, s.channelMark(canonical), changed)
}

// Protect marks identifiers as those of somebody with protected data, or no
// longer. Claims that name one of them are hidden from now on.
func (s *Service) Protect(ctx context.Context, canonical []string, is bool) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		for _, value := range canonical {
			do := dropMark
			if is {
				do = putMark
			}
			if err := do(tx, s.channelMark(value), sheltered); err != nil {
				return err
			}
		}
		return nil
	})
}

// Shelter notes on a claim that the person has protected data, or no longer.
func (s *Service) Shelter(ctx context.Context, claim string, is bool, actor string) error {
	return s.change(ctx, claim, func(tx *store.Tx, c *Claim, d *Document) error {
		if c.Protected = is; !is {
			d.File.Protected = false
			for i := range d.Proofs {
				d.Proofs[i].File.Protected = false
			}
		}
		what := "protected"
		if !is {
			what = "protection-ended"
		}
		d.Notes = append(d.Notes, Note{At: tx.Now(), By: actor, What: what})
		return s.noted(tx, c.ID, what, actor)
	})
}

// Unproven is how long a claim waits for a proof before it lapses and everything
// of it goes.
const Unproven = 60 * 24 * time.Hour

// Sweep lets claims lapse that nobody proved, and forgets counts and marks that
// no longer matter. It returns the claims that lapsed.
func (s *Service) Sweep(ctx context.Context) (lapsed []string, err error) {
	var keys []string
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		waiting, err := listClaims(tx, Waiting)
		if err != nil {
			return err
		}
		for _, c := range waiting {
			if tx.Now().Sub(c.Arrived) < Unproven {
				continue
			}
			if err := deleteClaim(tx, c.ID); err != nil {
				return err
			}
			lapsed = append(lapsed, c.ID)
			if !c.Told.IsZero() { // before, it lay under its day's key
				keys = append(keys, c.key)
			}
		}
		ended, err := dropArrivalKeys(tx, day(tx.Now()))
		if err != nil {
			return err
		}
		keys = append(keys, ended...)
		if err := dropMarks(tx, changed, tx.Now().Add(-Settled)); err != nil {
			return err
		}
		return dropCounts(tx, day(tx.Now())-1)
	})
	if err != nil {
		return nil, err
	}
	return lapsed, s.destroy(ctx, keys)
}

// Forget ends a claim with everything of it, when its case's own time is over.
func (s *Service) Forget(ctx context.Context, claim string) error {
	var key string
	err := s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		c, err := getClaim(tx, claim)
		if err != nil {
			return err
		}
		if !c.Told.IsZero() { // before, it lies under its day's key
			key = c.key
		}
		return deleteClaim(tx, claim)
	})
	if err != nil {
		return err
	}
	if key == "" {
		return s.Store.Scrub(ctx, "claims", "claim_links")
	}
	return s.destroy(ctx, []string{key})
}

func (s *Service) destroy(ctx context.Context, keys []string) error {
	for _, key := range keys {
		if err := s.Keeper.Destroy(ctx, seal.KeyID(key)); err != nil {
			return err
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return s.Store.Scrub(ctx, "claims", "claim_links", "claim_codes")
}

// wake has a claim settled.
func (s *Service) wake(tx *store.Tx, claim string) error {
	return job.Enqueue(tx, job.Wake{Kind: KindSettle, Run: claim, Unique: true})
}
