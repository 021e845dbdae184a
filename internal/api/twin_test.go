package api_test

import (
	"bytes"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/token"
)

// What ends at one server ends at another of the same store at once: a token, and the
// key of a creation that was sent to the first.
func TestTwoServersOfOneStore(t *testing.T) {
	t.Parallel()
	h := build(t)
	twin := &house{TB: t, made: h.made, log: h.log}
	twin.raise(h.Store, h.Requests.Keeper, h.API.Log, "main", h.Requests.Home)
	admin := h.program("Ada Ström", every()...)
	var made api.MadeToken
	if a := admin.does(&made, "POST", "/tokens", map[string]any{"name": "intranet", "scopes": []string{"work:read", "requests:write"}}); !bytes.Contains(a.body, []byte(made.Secret)) {
		t.Fatalf("the token is %s", a.body)
	}
	here, there := &program{h, made.Secret, nil}, &program{twin, made.Secret, nil}
	ask := map[string]any{"email": "zola@example.com", "asks": []any{map[string]any{"right": "access"}}}
	var first, second api.ClaimReceipt
	here.with("Idempotency-Key", "form-1").does(&first, "POST", "/claims", ask)
	a := there.with("Idempotency-Key", "form-1").does(&second, "POST", "/claims", ask)
	if first != second || a.Header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("the second server made %+v beside %+v", second, first)
	}
	there.does(nil, "GET", "/requests", nil)
	var all api.List[token.Token]
	if a := admin.does(&all, "GET", "/tokens", nil); bytes.Contains(a.body, []byte(made.Secret)) || all.Items[0].Used.IsZero() && all.Items[1].Used.IsZero() {
		t.Errorf("the tokens are %s", a.body)
	}
	admin.does(nil, "DELETE", "/tokens/"+made.ID, nil)
	for _, p := range []*program{here, there} {
		p.fails(401, varsam.Denied, "GET", "/requests", nil)
	}
}
