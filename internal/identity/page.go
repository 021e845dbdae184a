package identity

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Page is what the holder of a link may see of a claim.
type Page struct {
	Link
	Request   string // empty while none has been made
	Arrived   time.Time
	Reached   Medium // where the claim wants to be reached
	Stopped   bool
	Document  Document // for the holder of a case only
	Judgement Judgement
	Codes     []Channel
	Fresh     bool // what a download needs has been shown just now
	Told      bool // enough has been shown to be told what there is, in an answer to anything
}

// Look is the page of a link. For a receipt it is the same whoever was asked
// about and whatever has happened since. Code NotFound for a link that is not
// good.
func (s *Service) Look(ctx context.Context, token string, kinds ...LinkKind) (p Page, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if p.Link, err = s.follow(tx, token, kinds...); err != nil {
			return err
		}
		c, err := getClaim(tx, p.Claim)
		if err != nil {
			return err
		}
		d, err := s.open(tx, c)
		if err != nil {
			return err
		}
		p.Arrived, p.Reached = c.Arrived, d.channel().Medium
		if p.Kind != LinkCase {
			return nil
		}
		if err := s.found(tx, &c); err != nil {
			return err
		}
		kase := c.Case(d, tx.Now())
		p.Request, p.Stopped = c.Request, kase.Stopped
		p.Judgement, p.Codes, p.Document = Judge(kase), Codes(kase), d
		p.Fresh = kase.fresh(p.Medium)
		p.Told = p.Judgement.Level.Meets(Need(Wish{Right: varsam.Why}, c.Sensitivity, p.Judgement.Protected))
		return nil
	})
	return p, err
}

// fresh reports whether what a download needs was shown within [DownloadLife], by
// whoever holds this link, about the person of the case. A sign-in is always
// enough. Two channels are asked for where the proof rests on two. A paper cannot
// be shown again: a code to a channel does, other than the one by which the link
// came, so that nobody gets in by a mailbox alone.
func (c Case) fresh(link Medium) bool {
	lead, level, _ := c.person()
	var codes []Channel
	for i, p := range c.Proofs {
		if lead < 0 || !c.belongs(lead, i) || c.Now.Sub(p.Fresh) >= DownloadLife {
			continue
		}
		switch p.Level {
		case SignIn:
			return true
		case Paper:
			if link == "" {
				return true
			}
		default:
			codes = append(codes, p.Channel)
		}
	}
	switch level {
	case Reply:
		return len(codes) > 0
	case Second:
		return len(codes) > 1
	case Paper:
		return len(codes) > 1 || len(codes) == 1 && codes[0].Medium != link
	}
	return false
}
