package api_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam/client"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/hook"
	"github.com/varsam/varsam/internal/web/account"
)

// The client speaks with the interface as it is.
func TestTheClient(t *testing.T) {
	t.Parallel()
	h := build(t)
	c := client.New(h.url+"/", h.program("Astrid Lind", every()...).secret)
	in := client.NewRequest{
		People: []client.Person{{Identifiers: []client.Identifier{{Type: "email", Value: h.made.Cast["anna"].Email, Verified: true}}}},
		Asks:   []client.Ask{{Right: "erasure"}},
	}
	key := client.Key()
	first, err := c.NewRequest(t.Context(), in, client.Once(key))
	h.must(err)
	second, err := c.NewRequest(t.Context(), in, client.Once(key))
	h.must(err)
	if first.ID != second.ID {
		t.Error("a creation was done twice")
	}
	h.work()
	r, err := c.Request(t.Context(), first.ID)
	h.must(err)
	if r.Plan == "" || r.Missing != 1 || r.Tag == "" {
		t.Fatalf("the request is %+v", r)
	}
	var p *client.Problem
	if _, err := c.Run(t.Context(), r.ID); !errors.As(err, &p) || p.Code != "denied" || p.Next == "" {
		t.Errorf("running without a yes: %v", err)
	}
	_, err = c.Approve(t.Context(), r.ID, r.Plan, client.IfMatch(r.Tag))
	h.must(err)
	if _, err := c.Run(t.Context(), r.ID, client.IfMatch(r.Tag)); !errors.As(err, &p) || p.Status != 412 {
		t.Errorf("with an old tag: %v", err)
	}
	_, err = c.Run(t.Context(), r.ID)
	h.must(err)
	h.work()
	n := 0
	for _, err := range c.Requests(t.Context(), "", "erasure") {
		h.must(err)
		n++
	}
	pack, err := c.Pack(t.Context(), r.ID)
	h.must(err)
	list, err := c.List(t.Context(), "requests", "csv", client.In("sv"))
	h.must(err)
	if n != 1 || len(pack) == 0 || !bytes.Contains(list, []byte(r.ID+";")) {
		t.Errorf("%d requests, %d bytes of proof, list %s", n, len(pack), list)
	}
}

// What the pages got, the client has: the register's files, publishing, discovery,
// the search, mails that ask, and any other list.
func TestTheClientDoesTheRest(t *testing.T) {
	t.Parallel()
	h := build(t)
	_, err := h.Accounts.New(t.Context(), "Astrid Lind", "astrid", []account.Role{account.Officer}, "test")
	h.must(err)
	c, ctx := client.New(h.url, h.program("Astrid Lind", every()...).secret), t.Context()
	text, tag, err := c.RegisterText(ctx, "activities/bookkeeping.yaml")
	h.must(err)
	newer, err := c.PutRegisterText(ctx, "activities/bookkeeping.yaml", text+"# read\n", tag)
	h.must(err)
	var p *client.Problem
	if _, err := c.PutRegisterText(ctx, "activities/bookkeeping.yaml", text, tag); newer == tag || !errors.As(err, &p) || p.Status != 412 {
		t.Errorf("over an old version: %v", err)
	}
	if number, err := c.Publish(ctx, "notice", 0); err != nil || number != 1 {
		t.Errorf("published %d: %v", number, err)
	}
	if d, err := c.Discover(ctx, "crm"); err != nil || !d.Working {
		t.Errorf("discovering: %+v %v", d, err)
	}
	h.work()
	if d, err := c.Discovery(ctx); err != nil || d.Working {
		t.Errorf("discovered: %+v %v", d, err)
	}
	if found, err := c.Search(ctx, "email", h.made.Cast["anna"].Email, "fråga per telefon"); err != nil || len(found.Places) == 0 || found.Places[0].Records == 0 {
		t.Errorf("found %+v: %v", found, err)
	}
	for range c.Proposals(ctx, "") {
		t.Error("a mail waits that nobody wrote")
	}
	if _, err := c.ConfirmProposal(ctx, "r0", "x"); !errors.As(err, &p) || p.Status != 404 {
		t.Errorf("confirmed what is not there: %v", err)
	}
	if _, err := c.DismissProposal(ctx, "r0", "x"); !errors.As(err, &p) || p.Status != 404 {
		t.Errorf("dismissed what is not there: %v", err)
	}
	n := 0
	for a, err := range client.Each[struct{ Name string }](ctx, c, "/accounts", nil) {
		h.must(err)
		if n++; a.Name != "Astrid Lind" {
			t.Errorf("an account is %+v", a)
		}
	}
	if n != 1 {
		t.Errorf("%d accounts", n)
	}
}

// Every route is reached by the client, with the body and the kind of body that it
// takes; files go out and come in whole.
func TestTheClientReachesEveryRoute(t *testing.T) {
	t.Parallel()
	h := build(t)
	c, ctx := client.New(h.url, h.program("Astrid Lind", every()...).secret), t.Context()
	for _, route := range api.Routes() {
		h.hurries()
		method, path, _ := strings.Cut(strings.Replace(route, api.Root, "", 1), " ")
		body, media := h.bodyFor(method, path)
		var options []client.Option
		if media != "" {
			body, options = []byte("x"), append(options, client.As(media))
		}
		var out []byte
		_, err := c.Do(ctx, method, fill(path), body, &out, options...)
		var p *client.Problem
		switch {
		case err == nil:
		case !errors.As(err, &p) || p.Next == "" || p.Title == "":
			t.Errorf("%s: %v", route, err)
		case p.Status == 401 || p.Status == 405 || p.Status == 415 || p.Status >= 500 && p.Status != 503 || strings.Contains(p.Detail, "There is nothing at this address"):
			t.Errorf("%s is not reached: %v", route, err)
		}
	}
	var folder []byte
	head, err := c.Do(ctx, "GET", "/register/files", nil, &folder)
	h.must(err)
	var check struct{ Changes, Faults []any }
	if _, err := c.Do(ctx, "POST", "/register/check", folder, &check, client.As("application/zip")); err != nil || len(check.Changes) > 0 || head.Get("ETag") == "" {
		t.Errorf("what went out and in again: %+v %v", check, err)
	}
}

// The example of docs/api.md, so that another program's author has something to hold
// theirs against.
func TestASignatureAsTheManualHasIt(t *testing.T) {
	t.Parallel()
	const body = `{"hook":"w0123456789ab","events":[{"index":41,"kind":"received","request":"r0123456789","at":"2026-11-22T08:00:00Z"}]}`
	const want = "t=1795334400,v1=eebca0bc3fc796ebdd1fd84eb81b3d6ae816ad896ba1773938df01718b607b63"
	at := time.Unix(1_795_334_400, 0)
	if got := hook.Sign("whsec_example", at, []byte(body)); got != want {
		t.Errorf("signed %s", got)
	}
	if err := client.Verify("whsec_example", want, []byte(body), at.Add(299*time.Second), client.Lately); err != nil {
		t.Error(err)
	}
	if err := client.Verify("whsec_example", want, []byte(body), at.Add(301*time.Second), client.Lately); !errors.Is(err, client.ErrSignature) {
		t.Errorf("played again later: %v", err)
	}
	manual, err := os.ReadFile("../../docs/api.md")
	if err != nil || !strings.Contains(string(manual), want) || !strings.Contains(string(manual), body) {
		t.Errorf("the manual has another: %v", err)
	}
}

func TestTheClientVerifiesDeliveries(t *testing.T) {
	t.Parallel()
	now, body := time.Unix(1_800_000_000, 0), []byte(`{"hook":"w"}`)
	header := hook.Sign("secret", now, body)
	if err := client.Verify("secret", header, body, now.Add(time.Minute), 5*time.Minute); err != nil {
		t.Error(err)
	}
	for name, err := range map[string]error{
		"other secret": client.Verify("another", header, body, now, time.Minute),
		"other body":   client.Verify("secret", header, []byte("{}"), now, time.Minute),
		"old":          client.Verify("secret", header, body, now.Add(time.Hour), time.Minute),
		"none":         client.Verify("secret", "", body, now, time.Minute),
		"other time":   client.Verify("secret", "t=1800000001"+header[12:], body, now, time.Minute),
	} {
		if !errors.Is(err, client.ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
