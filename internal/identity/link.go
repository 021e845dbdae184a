package identity

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// LinkKind says what the holder of a link may do.
type LinkKind string

// The kinds of link. Whoever filled in the form holds the receipt, which says
// the same for everybody; whoever proved the address holds the case. That is why
// a person who is tricked into proving an address gives an impostor nothing.
const (
	LinkReceipt LinkKind = "receipt"
	LinkConfirm LinkKind = "confirm" // in a mail; pressing the button there proves the address
	LinkCase    LinkKind = "case"
	LinkReturn  LinkKind = "return" // in a mail to a proven address: back to the case
	LinkStop    LinkKind = "stop"   // pauses the case; it never cancels
)

// Link is what a token leads to.
type Link struct {
	Claim   string
	Kind    LinkKind
	Medium  Medium // that it was sent to
	Expires time.Time
}

func (s *Service) mark(token string) []byte { return s.Keeper.Mark(s.Tenant, "claim link", token) }

func (s *Service) link(tx *store.Tx, token, claim string, kind LinkKind, medium Medium, expires time.Time) error {
	return insertLink(tx, s.mark(token), claim, kind, medium, expires)
}

// follow is what a token leads to. Code NotFound for one that does not exist, is
// of another kind, or has expired: they are not told apart.
func (s *Service) follow(tx *store.Tx, token string, kinds ...LinkKind) (Link, error) {
	l, err := getLink(tx, s.mark(token))
	if err != nil && varsam.CodeOf(err) != varsam.NotFound {
		return l, err
	}
	for _, kind := range kinds {
		if err == nil && l.Kind == kind && (l.Expires.IsZero() || tx.Now().Before(l.Expires)) {
			return l, nil
		}
	}
	return Link{}, varsam.Errorf(varsam.NotFound, "this link is not good, or no longer")
}
