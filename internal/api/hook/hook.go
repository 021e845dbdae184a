package hook

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Events are the kinds of entries that can be subscribed to.
var Events = []string{
	"received", "identified", "plan", "approval", "decision", "outcome", "verification", "delivery", "closed", "register", "suppression", "revival", "restored",
}

// Hook is a subscription.
type Hook struct {
	ID      string    `json:"id"`
	URL     string    `json:"url"`
	Events  []string  `json:"events"` // all when empty
	By      string    `json:"by"`
	Next    int64     `json:"next"` // the number of the entry that is told next
	Created time.Time `json:"created"`
}

// Service keeps and serves the hooks of one tenant.
type Service struct {
	Store  *store.Store
	Keeper *seal.Keeper
	Log    *evidence.Log
	Tenant string

	// Near are inner networks that may be told; without them no address of this machine
	// or of a private network is called.
	Near []netip.Prefix

	// Client sends; one that reaches no further, follows no redirect and waits ten
	// seconds when nil.
	Client *http.Client
}

// words are sealed: an address may name a house's own machines.
type words struct{ URL, By, Secret string }

// New subscribes an address to events from now on, and returns the secret that
// deliveries are signed with, which nobody can show again.
func (s *Service) New(ctx context.Context, h Hook) (secret string, made Hook, err error) {
	if err := s.check(h); err != nil {
		return "", h, err
	}
	b := make([]byte, 32)
	rand.Read(b)
	secret = "whsec_" + base64.RawURLEncoding.EncodeToString(b)
	rand.Read(b) // the number tells nothing of the secret
	h.ID = "w" + hex.EncodeToString(b[:6])
	key, err := s.Keeper.NewKey(ctx, s.Tenant, "hook")
	if err != nil {
		return "", h, err
	}
	plain, err := json.Marshal(words{h.URL, h.By, secret})
	if err != nil {
		return "", h, varsam.Errorf(varsam.Internal, "a hook cannot be written as JSON")
	}
	sealed, err := s.Keeper.Seal(ctx, key, sealedAs(h.ID), plain)
	if err != nil {
		return "", h, err
	}
	if err := s.Log.SequenceTenant(ctx, s.Tenant); err != nil {
		return "", h, err
	}
	head, err := s.Log.Head(ctx, s.Tenant)
	if err != nil {
		return "", h, err
	}
	h.Next = head.Leaves
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		h.Created = tx.Now()
		if err := insert(tx, h, string(key), sealed); err != nil {
			return err
		}
		return s.logged(tx, "hook-made", h.ID, h.By)
	})
	return secret, h, err
}

// check refuses addresses that are none, that go out in clear, or that may not be
// reached; where a name leads is judged when it is called.
func (s *Service) check(h Hook) error {
	u, err := url.Parse(h.URL)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || len(h.URL) > 2000:
		return varsam.Errorf(varsam.Invalid, "the address of a hook is https://host/path, without a name or password in it")
	case u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())):
		return varsam.Errorf(varsam.Invalid, "a hook goes out by https, but to this machine itself")
	}
	if ip, err := netip.ParseAddr(strings.Replace(u.Hostname(), "localhost", "127.0.0.1", 1)); err == nil && !s.mayReach(ip) {
		return errNear
	}
	for _, e := range h.Events {
		if !slices.Contains(Events, e) {
			return varsam.Errorf(varsam.Invalid, "there is no event %q; there are %s", e, strings.Join(Events, ", "))
		}
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// List is the hooks, oldest first.
func (s *Service) List(ctx context.Context) (all []Hook, err error) {
	all = []Hook{}
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		rows, err := list(tx)
		for _, r := range rows {
			w, err := s.open(ctx, r)
			if err != nil {
				return err
			}
			h := r.Hook
			h.URL, h.By = w.URL, w.By
			all = append(all, h)
		}
		return err
	})
	return all, err
}

// Remove ends a hook with its secret. Code NotFound when there is none.
func (s *Service) Remove(ctx context.Context, id, by string) error {
	var key string
	err := s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err := get(tx, id)
		if err != nil {
			return err
		}
		key = r.key
		if err := drop(tx, id); err != nil {
			return err
		}
		return s.logged(tx, "hook-ended", id, by)
	})
	if err != nil {
		return err
	}
	return s.Keeper.Destroy(ctx, seal.KeyID(key))
}

func (s *Service) open(ctx context.Context, r row) (w words, err error) {
	plain, err := s.Keeper.Open(ctx, seal.KeyID(r.key), sealedAs(r.ID), r.sealed)
	if err == nil && json.Unmarshal(plain, &w) != nil {
		err = varsam.Errorf(varsam.Corrupt, "hook %s does not read back", r.ID)
	}
	return w, err
}

func (s *Service) logged(tx *store.Tx, what, id, by string) error {
	_, err := evidence.Append(tx, evidence.Leaf{
		Kind: evidence.Decision, Request: evidence.Name(id), Action: evidence.NameOf(what),
		Actor: evidence.NameOf(hex.EncodeToString(s.Keeper.Mark(s.Tenant, "actor", by))[:16]),
	})
	return err
}

func sealedAs(id string) string { return "hook " + id }
