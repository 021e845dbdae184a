package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/varsam/varsam"
)

// Life is how long somebody may take at the other house.
const Life = 10 * time.Minute

// patience is how long the other house may take to answer us.
const patience = 15 * time.Second

// Provider is the other house.
type Provider struct {
	Name   string // as people know it
	Issuer string
	Client string                 // our name there
	Secret func() (string, error) // ours, read when it is needed; nil for none
	Scopes []string               // beside openid
	Number string                 // the claim that holds a personal number; empty for none
	HTTP   *http.Client           // nil: one with limits

	mu    sync.Mutex
	found *oidc.Provider
}

// Pending is what is kept at our side while somebody is away: it comes back from
// the browser, which must not have been able to write it.
type Pending struct {
	State    string `json:"s"`
	Nonce    string `json:"n"`
	Verifier string `json:"v"`
	To       string `json:"t,omitempty"` // what it is for
}

// Claims are what the other house says of somebody.
type Claims struct {
	Issuer, Subject string
	Name            string
	Email           string // only when it says that it is verified
	Number          string // the personal number, as it is written there
	At              time.Time
}

// Begin is where to send the browser, and what to keep until it comes back to the
// address. Code Unavailable when the other house does not answer.
func (p *Provider) Begin(ctx context.Context, back, to string) (address string, kept Pending, err error) {
	ctx, cancel := p.within(ctx)
	defer cancel()
	c, _, err := p.config(ctx, back)
	if err != nil {
		return "", kept, err
	}
	kept = Pending{State: random(), Nonce: random(), Verifier: oauth2.GenerateVerifier(), To: to}
	options := []oauth2.AuthCodeOption{oidc.Nonce(kept.Nonce), oauth2.S256ChallengeOption(kept.Verifier), oauth2.SetAuthURLParam("prompt", "login")}
	return c.AuthCodeURL(kept.State, options...), kept, nil
}

// Finish reads what the browser came back with. Code Denied when it is no answer to
// what was begun, or the other house said no.
func (p *Provider) Finish(ctx context.Context, back string, kept Pending, answer url.Values) (who Claims, err error) {
	if kept.State == "" || subtle.ConstantTimeCompare([]byte(kept.State), []byte(answer.Get("state"))) != 1 || answer.Get("code") == "" {
		return who, errAnswer
	}
	ctx, cancel := p.within(ctx)
	defer cancel()
	c, found, err := p.config(ctx, back)
	if err != nil {
		return who, err
	}
	token, err := c.Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(kept.Verifier))
	if err != nil {
		return who, errAnswer
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := found.Verifier(&oidc.Config{ClientID: p.Client}).Verify(ctx, raw)
	if err != nil || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(kept.Nonce)) != 1 {
		return who, errAnswer
	}
	return p.read(id)
}

var errAnswer = varsam.Errorf(varsam.Denied, "the sign-in was not completed, or took too long; begin again")

func (p *Provider) read(id *oidc.IDToken) (who Claims, err error) {
	var all map[string]any
	if err := id.Claims(&all); err != nil {
		return who, errAnswer
	}
	who = Claims{Issuer: id.Issuer, Subject: id.Subject, At: id.IssuedAt}
	who.Name, _ = all["name"].(string)
	if verified, _ := all["email_verified"].(bool); verified {
		who.Email, _ = all["email"].(string)
	}
	if p.Number != "" {
		who.Number, _ = all[p.Number].(string)
	}
	return who, nil
}

// config reads where the other house has what, once.
func (p *Provider) config(ctx context.Context, back string) (oauth2.Config, *oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found == nil {
		found, err := oidc.NewProvider(context.WithoutCancel(ctx), p.Issuer) // its keys are fetched later, too
		if err != nil {
			return oauth2.Config{}, nil, varsam.Errorf(varsam.Unavailable, "the provider of sign-ins at %s does not answer", p.Issuer)
		}
		p.found = found
	}
	c := oauth2.Config{ClientID: p.Client, Endpoint: p.found.Endpoint(), RedirectURL: back, Scopes: append([]string{oidc.ScopeOpenID}, p.Scopes...)}
	if p.Secret == nil {
		return c, p.found, nil
	}
	var err error
	c.ClientSecret, err = p.Secret()
	return c, p.found, err
}

func (p *Provider) within(ctx context.Context) (context.Context, context.CancelFunc) {
	client := p.HTTP
	if client == nil {
		client = &http.Client{Timeout: patience}
	}
	return context.WithTimeout(oidc.ClientContext(ctx, client), patience)
}

func random() string {
	b := make([]byte, 24)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}
