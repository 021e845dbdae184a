package api_test

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/suppression"
	"github.com/varsam/varsam/internal/web/account"
)

// public are values of paths that name what every organisation has: no ids.
var public = map[string]string{
	"/documents/{kind}": "a kind of document", "/register/elements/{kind}": "a kind of thing that a register says",
	"/register/library/{key}": "an activity of the library", "/lists/{name}": "a list that everybody has",
	"/register/versions/{number}": "the number of a version: each organisation counts its own",
}

// belongings are ids of one organisation, by the path that they stand in.
type belongings map[string]string

// fills a house with one of each thing that has an id.
func (p *program) filled() belongings {
	p.Helper()
	_, err := p.Accounts.New(p.Context(), "Astrid Lind", "astrid", []account.Role{account.Officer}, "test")
	p.must(err)
	r := p.enters(nil)
	p.carriesOut(r.ID)
	p.does(nil, "POST", "/requests/"+r.ID+"/answer", nil)
	var claim api.ClaimReceipt
	p.does(&claim, "POST", "/claims", map[string]any{"email": p.made.Cast["anna"].Email, "asks": []any{map[string]any{"right": "access"}}})
	p.work()
	var letters api.List[api.Letter]
	p.does(&letters, "GET", "/letters", nil)
	p.does(nil, "POST", "/culling", nil)
	p.work()
	var runs api.List[api.Run]
	p.does(&runs, "GET", "/culling", nil)
	yes := map[string]any{
		"plan": p.runPlan(runs.Items[0].ID), "standing": map[string]any{"most": 100000, "until": varsam.DateIn(p.Now(), time.UTC).AddYears(1)},
	}
	for _, who := range []*program{p, p.program("Bo Ek", every()...)} {
		who.does(nil, "POST", "/culling/"+runs.Items[0].ID+"/approve", yes)
	}
	var standings api.List[api.Standing]
	p.does(&standings, "GET", "/culling/standings", nil)
	var hold api.Hold
	p.does(&hold, "POST", "/holds", map[string]any{"system": "crm", "collection": "contacts", "reason": "Tvist.", "review": "2099-01-01"})
	var duty api.Duty
	p.does(&duty, "POST", "/incidents", map[string]any{"title": "Kundlistan gick fel", "systems": []string{"crm"}})
	var file api.DutyFile
	p.with("Content-Type", "application/octet-stream").does(&file, "POST", "/duties/"+duty.ID+"/files?name=x", "x")
	var a api.Account
	p.does(&a, "POST", "/accounts", map[string]any{"name": "Rut Dal", "login": "rut", "roles": []string{"guest"}})
	var made api.MadeToken
	p.does(&made, "POST", "/tokens", map[string]any{"name": "less", "scopes": []string{"work:read"}})
	var hook struct{ ID string }
	p.does(&hook, "POST", "/webhooks", map[string]any{"url": "https://hooks.example.com/x"})
	var marks api.List[suppression.Suppression]
	p.does(&marks, "GET", "/suppressions", nil)
	return belongings{
		"/requests/{id}": r.ID, "/claims/{id}": claim.Claim, "/proposals/{id}": r.ID, "/letters/{id}": letters.Items[0].ID,
		"/culling/{id}": runs.Items[0].ID, "/culling/standings/{id}": standings.Items[0].ID, "/holds/{id}": hold.ID, "/duties/{id}": duty.ID, "{file}": file.ID,
		"/accounts/{id}": a.ID, "{account}": a.ID, "/tokens/{id}": made.ID, "/webhooks/{id}": hook.ID, "/suppressions/{id}": marks.Items[0].ID,
		"/mailboxes/{account}": "eva@example.com", "{rule}": "i0123456789ab", "{step}": "s1", "{number}": "0", "{kind}": "receipt",
	}
}

func (p *program) runPlan(id string) string {
	p.Helper()
	var run api.RunState
	p.does(&run, "GET", "/culling/"+id, nil)
	return run.Plan
}

// in is a path with the ids in it; empty when a part has no row.
func (b belongings) in(pattern string) string {
	for _, base := range slices.SortedFunc(maps.Keys(b), func(x, y string) int { return len(y) - len(x) }) {
		if strings.HasPrefix(base, "/") && (pattern == base || strings.HasPrefix(pattern, base+"/")) {
			pattern = base[:strings.Index(base, "{")] + b[base] + pattern[len(base):]
			break
		}
	}
	for name, id := range b {
		if strings.HasPrefix(name, "{") {
			pattern = strings.ReplaceAll(pattern, name, id)
		}
	}
	return pattern
}

// everything is a digest of all that the store has of a tenant.
func (h *house) everything(tenant string) (sums map[string]string) {
	h.Helper()
	sums = map[string]string{}
	h.must(h.Store.Read(h.Context(), tenant, func(tx *store.Tx) error {
		tables, err := store.List(tx, store.One[string], `SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'tenant' WHERE m.type = 'table'`)
		if err != nil {
			return err
		}
		for _, table := range tables {
			columns, err := store.List(tx, store.One[string], `SELECT name FROM pragma_table_info($1)`, table)
			if err != nil {
				return err
			}
			quoted := `quote("` + strings.Join(columns, `") || '|' || quote("`) + `")`
			rows, err := store.List(tx, store.One[string], `SELECT `+quoted+` FROM `+table+` WHERE tenant = $1 ORDER BY 1`, tenant)
			if err != nil {
				return err
			}
			sums[table] = fmt.Sprintf("%d rows, %x", len(rows), sha256.Sum256([]byte(strings.Join(rows, "\n"))))
		}
		return nil
	}))
	return sums
}

// fitting are bodies that their routes would take, where what the document says of
// them does not suffice.
var fitting = map[string]any{
	"POST /requests/{id}/rulings":                     map[string]any{"activity": "bookkeeping", "upheld": true},
	"POST /requests/{id}/told":                        map[string]any{"party": "hosting", "impossible": "x"},
	"POST /requests/{id}/access":                      map[string]any{"account": "x", "role": "handler", "until": "2026-12-01"},
	"POST /requests/{id}/steps/{step}/link":           map[string]any{"to": "owner@example.com"},
	"POST /claims/{id}/attest":                        map[string]any{"method": "original", "text": "x", "found": []any{map[string]any{"type": "email", "value": "a@example.com"}}},
	"POST /mailboxes/{account}/decisions":             map[string]any{"mails": []string{"x"}, "do": "delete"},
	"POST /duties/{id}/affected":                      map[string]any{"places": []any{map[string]any{"system": "crm", "collection": "contacts"}}},
	"POST /accounts/{id}":                             map[string]any{"roles": []string{"reader"}},
	"POST /requests/{id}/mailboxes/{account}/opening": map[string]any{"ground": "left", "why": "x"},
}

// What belongs to one organisation is not there for the programs of another in the
// same store: every route with an id in its path says that there is no such thing,
// as it does of an id that nobody has, and changes nothing.
func TestEveryRouteForAnotherOrganisation(t *testing.T) {
	t.Parallel()
	h := build(t)
	theirs := h.program("Astrid Lind", every()...).filled()
	other := h.tenant("other")
	_, err := other.Accounts.New(t.Context(), "Bo Ek", "bo", []account.Role{account.Officer}, "test")
	h.must(err)
	stranger := other.program("Bo Ek", every()...)
	before, tried := h.everything("main"), 0
	for _, route := range api.Routes() {
		method, path, _ := strings.Cut(strings.Replace(route, api.Root, "", 1), " ")
		if !strings.Contains(path, "{") || namesNoBelonging(path) {
			continue
		}
		at := theirs.in(path)
		if strings.Contains(at, "{") {
			t.Errorf("%s has no row in the test: say whose its id is", route)
			continue
		}
		other.hurries()
		tried++
		body, media := h.bodyFor(method, path)
		one := stranger
		if media != "" {
			one = stranger.with("Content-Type", media)
		}
		if strings.HasPrefix(at, "/duties/") && (strings.HasSuffix(path, "/files") || strings.HasSuffix(path, "/read")) {
			at += "?name=x"
		}
		if a := one.asks(method, at, body); a.StatusCode != http.StatusNotFound || strings.Contains(string(a.body), h.made.Cast["anna"].Email) {
			t.Errorf("%s: %s\n%.300s", route, a.Status, a.body)
		}
	}
	for table, sum := range h.everything("main") {
		if before[table] != sum {
			t.Errorf("%s was %s and is %s", table, before[table], sum)
		}
	}
	if tried < 80 {
		t.Errorf("only %d routes were tried", tried)
	}
	secret := h.program("Astrid Lind", every()...).secret
	(&program{other, secret, nil}).fails(401, varsam.Denied, "GET", "/requests", nil)
}

func namesNoBelonging(path string) bool {
	for base := range public {
		if path == base || strings.HasPrefix(path, base+"/") {
			return true
		}
	}
	return false
}

// bodyFor is a body that a route would take, with its media type where that is not
// JSON.
func (h *house) bodyFor(method, path string) (any, string) {
	h.Helper()
	op := h.contract().doc["paths"].(map[string]any)[path].(map[string]any)[strings.ToLower(method)].(map[string]any)
	body, takes := op["requestBody"].(map[string]any)
	if !takes {
		return nil, ""
	}
	if made, ok := fitting[method+" "+path]; ok {
		return made, ""
	}
	content := body["content"].(map[string]any)
	if media, ok := content["application/json"].(map[string]any); ok {
		return h.sample(media["schema"].(map[string]any)), ""
	}
	return "x", slices.Sorted(maps.Keys(content))[0]
}
