package token

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// How long a token lives, when nobody says and at most.
const (
	UsualLife = 90 * 24 * time.Hour
	MostLife  = 366 * 24 * time.Hour
)

// Prefix begins every token, so that programs that look for secrets in texts know
// one when they see it.
const Prefix = "varsam_"

// Token is what is known of one. The secret itself is not.
type Token struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"` // what it is for
	By      string    `json:"by"`   // who made it, and in whose name it says yes
	Scopes  []Scope   `json:"scopes"`
	Created time.Time `json:"created"`
	Ends    time.Time `json:"ends"`
	Revoked time.Time `json:"revoked,omitzero"`
	Used    time.Time `json:"used,omitzero"` // to the hour
	Signed  bool      `json:"signed"`        // its maker had signed in; false: the name was typed on a command line
}

// Assurance is how sure we are that its maker says what the token says.
func (t Token) Assurance() string {
	if t.Signed {
		return Assurance
	}
	return act.CommandLine
}

// Assurance is that of a token whose maker had signed in.
const Assurance = "token"

// May reports whether the token has a scope.
func (t Token) May(s Scope) bool { return slices.Contains(t.Scopes, s) }

// Service keeps the tokens of one tenant.
type Service struct {
	Store  *store.Store
	Keeper *seal.Keeper
	Tenant string
}

// New is what a token is made from.
type New struct {
	Name   string
	By     string
	Scopes []Scope
	Life   time.Duration // UsualLife when 0
	Signed bool          // whoever makes it has signed in
}

// words are sealed.
type words struct {
	Name, By string
	Signed   bool
}

// Make makes a token and returns the secret, which nobody can show again.
func (s *Service) Make(ctx context.Context, n New) (secret string, t Token, err error) {
	if t, err = n.token(); err != nil {
		return "", t, err
	}
	key, sealed, err := s.seal(ctx, t)
	if err != nil {
		return "", t, err
	}
	b := make([]byte, 32)
	rand.Read(b)
	secret = Prefix + base64.RawURLEncoding.EncodeToString(b)
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		t.Created = tx.Now()
		t.Ends = t.Created.Add(n.life())
		if err := insert(tx, row{Token: t, key: string(key), sealed: sealed}, digestOf(secret)); err != nil {
			return err
		}
		return s.logged(tx, "token-made", t.ID, t.By)
	})
	return secret, t, err
}

func (n New) life() time.Duration {
	if n.Life == 0 {
		return UsualLife
	}
	return n.Life
}

// token checks what is asked for.
func (n New) token() (t Token, err error) {
	t = Token{ID: newID(), Name: oneLine(n.Name), By: oneLine(n.By), Signed: n.Signed}
	switch {
	case t.Name == "" || t.By == "":
		return t, varsam.Errorf(varsam.Invalid, "a token needs a name that says what it is for, and whoever makes it")
	case len(t.Name) > 200 || len(t.By) > 200:
		return t, varsam.Errorf(varsam.Invalid, "the name of a token has at most 200 letters")
	case n.life() < time.Minute || n.life() > MostLife:
		return t, varsam.Errorf(varsam.Invalid, "a token lives between a minute and 366 days")
	}
	t.Scopes, err = known(n.Scopes)
	return t, err
}

func (s *Service) seal(ctx context.Context, t Token) (key seal.KeyID, sealed []byte, err error) {
	if key, err = s.Keeper.NewKey(ctx, s.Tenant, "token"); err != nil {
		return key, nil, err
	}
	plain, err := json.Marshal(words{t.Name, t.By, t.Signed})
	if err != nil {
		return key, nil, varsam.Errorf(varsam.Internal, "a token cannot be written as JSON")
	}
	sealed, err = s.Keeper.Seal(ctx, key, sealedAs(t.ID), plain)
	return key, sealed, err
}

// Of is the token of a secret. Code Denied when there is none, it has ended or
// was revoked: which of these is not said.
func (s *Service) Of(ctx context.Context, secret string) (t Token, err error) {
	if !strings.HasPrefix(secret, Prefix) {
		return t, errNone
	}
	digest, stale := digestOf(secret), false
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err := byDigest(tx, digest)
		if err != nil {
			return err
		}
		stale = tx.Now().Sub(r.Used) > time.Hour
		t, err = s.open(ctx, r)
		return err
	})
	if err == nil && stale {
		err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return touch(tx, t.ID, tx.Now().Truncate(time.Hour)) })
	}
	return t, err
}

var errNone = varsam.Errorf(varsam.Denied, "the token is not one of ours, has ended, or was revoked")

// List is all tokens, the newest first; those that ended more than a year ago are
// gone.
func (s *Service) List(ctx context.Context) (all []Token, err error) {
	all = []Token{}
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		rows, err := list(tx)
		for _, r := range rows {
			t, err := s.open(ctx, r)
			if err != nil {
				return err
			}
			all = append(all, t)
		}
		return err
	})
	return all, err
}

// Revoke ends a token at once. Code NotFound when there is none that is in force.
func (s *Service) Revoke(ctx context.Context, id, by string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		done, err := revoke(tx, id)
		if err != nil {
			return err
		}
		if !done {
			return varsam.Errorf(varsam.NotFound, "there is no token %s in force", id)
		}
		return s.logged(tx, "token-revoked", id, by)
	})
}

// RevokeAll ends all tokens at once, and returns how many there were.
func (s *Service) RevokeAll(ctx context.Context, by string) (n int, err error) {
	all, err := s.List(ctx)
	for _, t := range all {
		if err != nil {
			break
		}
		switch err = s.Revoke(ctx, t.ID, by); varsam.CodeOf(err) {
		case "":
			n++
		case varsam.NotFound:
			err = nil // it had ended
		}
	}
	return n, err
}

// Sweep lets go tokens that ended more than a year ago, with their keys.
func (s *Service) Sweep(ctx context.Context) (gone int, err error) {
	var old []row
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		old, err = ended(tx, tx.Now().AddDate(-1, 0, 0))
		return err
	})
	for _, r := range old {
		if err != nil {
			break
		}
		if err = s.Keeper.Destroy(ctx, seal.KeyID(r.key)); err == nil {
			err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return drop(tx, r.ID) })
			gone++
		}
	}
	return gone, err
}

func (s *Service) open(ctx context.Context, r row) (t Token, err error) {
	plain, err := s.Keeper.Open(ctx, seal.KeyID(r.key), sealedAs(r.ID), r.sealed)
	if err != nil {
		return t, err
	}
	var w words
	if json.Unmarshal(plain, &w) != nil {
		return t, varsam.Errorf(varsam.Corrupt, "token %s does not read back", r.ID)
	}
	t = r.Token
	t.Name, t.By, t.Signed = w.Name, w.By, w.Signed
	return t, nil
}

// logged attests that somebody changed what programs may do.
func (s *Service) logged(tx *store.Tx, what, id, by string) error {
	_, err := evidence.Append(tx, evidence.Leaf{
		Kind: evidence.Decision, Request: evidence.Name(id), Action: evidence.NameOf(what),
		Actor: evidence.NameOf(hex.EncodeToString(s.Keeper.Mark(s.Tenant, "actor", by))[:16]),
	})
	return err
}

func sealedAs(id string) string { return "token " + id }

func digestOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

func newID() string {
	b := make([]byte, 6)
	rand.Read(b)
	return "t" + hex.EncodeToString(b)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
