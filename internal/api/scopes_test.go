package api_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/web/account"
)

// Every route is open to a token with exactly the scopes that the document names, and
// shut to one that has all others but one of them, whatever is sent: nothing but what
// a scope says is allowed.
func TestEveryRouteForEveryScope(t *testing.T) {
	t.Parallel()
	h := build(t)
	_, err := h.Accounts.New(t.Context(), "Astrid Lind", "astrid", []account.Role{account.Officer}, "test")
	h.must(err)
	made := map[string]*program{}
	with := func(scopes []token.Scope) *program {
		key := ""
		for _, s := range scopes {
			key += string(s) + " "
		}
		if made[key] == nil {
			made[key] = h.program("Astrid Lind", scopes...)
		}
		return made[key]
	}
	for _, route := range api.Routes() {
		method, path, _ := strings.Cut(strings.Replace(route, api.Root, "", 1), " ")
		needed := h.scopesOf(method, path)
		if len(needed) == 0 {
			t.Errorf("%s needs no scope", route)
		}
		body, media := h.bodyFor(method, path)
		calls := func(p *program) answer {
			h.hurries()
			if media != "" {
				p = p.with("Content-Type", media)
			}
			return p.asks(method, fill(path), body)
		}
		for _, without := range needed {
			rest := slices.DeleteFunc(every(), func(s token.Scope) bool { return s == without })
			if a := calls(with(rest)); a.StatusCode != http.StatusForbidden || !bytes.Contains(a.body, []byte("has no scope "+string(without))) {
				t.Errorf("%s without %s: %s", route, without, a.Status)
			}
		}
		if a := calls(with(needed)); bytes.Contains(a.body, []byte("has no scope")) {
			t.Errorf("%s with %v: %s %s", route, needed, a.Status, a.body)
		}
	}
}

// scopesOf are those that the document says a route needs.
func (h *house) scopesOf(method, path string) (all []token.Scope) {
	h.Helper()
	op := h.contract().doc["paths"].(map[string]any)[path].(map[string]any)[strings.ToLower(method)].(map[string]any)
	for _, one := range op["security"].([]any) {
		for _, scope := range one.(map[string]any)["token"].([]any) {
			all = append(all, token.Scope(scope.(string)))
		}
	}
	return all
}

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
