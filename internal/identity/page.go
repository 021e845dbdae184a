package identity

import (
	"context"
	"time"

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
		p.Fresh = kase.fresh()
		return nil
	})
	return p, err
}

// fresh reports whether what a download needs was shown within [DownloadLife]: a
// sign-in or both channels where that is what the proof rests on, otherwise
// anything that was proven.
func (c Case) fresh() bool {
	now, level := 0, Judge(c).Level
	for _, p := range c.Proofs {
		if c.Now.Sub(p.Fresh) < DownloadLife && (level != SignIn || p.Level == SignIn) {
			now++
		}
	}
	return now > 1 || now == 1 && level != Second
}
