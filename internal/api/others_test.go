package api_test

import (
	"context"
	"net"
	"net/http"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/post"
)

// names is a name service with one domain.
type names struct{}

func (names) LookupTXT(_ context.Context, name string) ([]string, error) {
	switch name {
	case "example.com":
		return []string{"v=spf1 mx -all"}, nil
	case "_dmarc.example.com":
		return []string{"v=DMARC1; p=reject"}, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (names) LookupMX(context.Context, string) ([]*net.MX, error) {
	return []*net.MX{{Host: "mx.example.com.", Pref: 10}}, nil
}

// What receivers think of a domain is asked of the name service, and answered.
func TestTheDomainByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	h.Names = names{}
	p := h.program("Astrid Lind", every()...)
	var found api.List[post.Respect]
	p.does(&found, "POST", "/letters/domain", map[string]string{"domain": "example.com"})
	if len(found.Items) < 3 {
		t.Errorf("the domain is %+v", found.Items)
	}
}

// The owner of a system without an interface gets a link, once the step waits for
// them; of somebody with protected data nobody does.
func TestATaskByLink(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	r := p.enters(nil)
	at := "/requests/" + r.ID
	var s api.RequestState
	p.does(&s, "GET", at, nil)
	p.does(nil, "POST", at+"/approve", map[string]string{"plan": s.Plan})
	p.does(nil, "POST", at+"/run", nil)
	h.work()
	var tasks api.List[api.Step]
	if p.does(&tasks, "GET", "/tasks", nil); len(tasks.Items) == 0 {
		t.Fatal("no step waits for its owner")
	}
	step := at + "/steps/" + tasks.Items[0].Step
	if a := p.does(nil, "POST", step+"/link", map[string]string{"to": "owner@example.com"}); a.StatusCode != http.StatusNoContent {
		t.Errorf("the link is %s", a.Status)
	}
	var letters api.List[api.Letter]
	p.does(&letters, "GET", "/letters", nil)
	if len(letters.Items) == 0 {
		t.Fatal("no letter waits")
	}
	p.fails(404, varsam.NotFound, "POST", at+"/steps/none/link", map[string]string{"to": "owner@example.com"})
	p.does(nil, "POST", at+"/shield", map[string]bool{"protected": true})
	p.fails(403, varsam.Denied, "POST", step+"/link", map[string]string{"to": "owner@example.com"})
	counts := map[string]any{}
	if p.does(&counts, "GET", "/requests/counts", nil); len(counts) == 0 {
		t.Error("nothing is counted")
	}
}

// Somebody is marked as having protected data, is hidden from then on, and is seen
// again when that ends.
func TestAClaimIsProtectedByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	plain := h.program("Bo Ek", token.ReadWork, token.ReadPeople, token.WriteRequests)
	var made api.ClaimReceipt
	p.does(&made, "POST", "/claims", map[string]any{"email": h.made.Cast["anna"].Email, "asks": []any{map[string]any{"right": "access"}}})
	at := "/claims/" + made.Claim
	plain.does(nil, "GET", at, nil)
	p.does(nil, "POST", at+"/protect", map[string]bool{"protected": true})
	plain.fails(403, varsam.Denied, "GET", at, nil)
	plain.fails(403, varsam.Denied, "POST", at+"/messages", map[string]string{"text": "x"})
	p.does(nil, "POST", at+"/protect", map[string]bool{"protected": false})
	plain.does(nil, "GET", at, nil)
}
