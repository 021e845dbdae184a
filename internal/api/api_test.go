package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
)

// The document is OpenAPI 3.1, by the schema of its authors.
func TestTheDocumentIsOpenAPI(t *testing.T) {
	t.Parallel()
	h := build(t)
	file, err := os.Open("openapi/testdata/openapi-3.1.schema.json")
	h.must(err)
	defer file.Close()
	meta, err := jsonschema.UnmarshalJSON(file)
	h.must(err)
	c := jsonschema.NewCompiler()
	h.must(c.AddResource("https://example.org/openapi-3.1.json", meta))
	schema, err := c.Compile("https://example.org/openapi-3.1.json")
	h.must(err)
	doc := h.contract().doc
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
	seen := map[string]bool{}
	for path, item := range doc["paths"].(map[string]any) {
		for method, op := range item.(map[string]any) {
			op := op.(map[string]any)
			id := op["operationId"].(string)
			if seen[id] || op["summary"] == "" {
				t.Errorf("%s %s: the name %s is taken, or nothing says what it does", method, path, id)
			}
			seen[id] = true
			if security := op["security"].([]any); len(security) != 1 {
				t.Errorf("%s %s needs no token", method, path)
			}
		}
	}
	for name, s := range doc["components"].(map[string]any)["schemas"].(map[string]any) {
		if err := jsonschema.NewCompiler().AddResource("https://example.org/"+name, s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Each route with each single scope, with all but each of those that it needs,
// and with no token: nothing is answered but with exactly what the document says
// it takes.
func TestEveryRouteNeedsItsScopes(t *testing.T) {
	t.Parallel()
	h := build(t)
	single := map[token.Scope]*program{}
	for _, s := range every() {
		single[s] = h.program("Astrid Lind", s)
	}
	nobody, forged := &program{h, "", nil}, &program{h, token.Prefix + strings.Repeat("A", 43), nil}
	without := map[string]*program{}
	for path, item := range h.contract().doc["paths"].(map[string]any) {
		for method, op := range item.(map[string]any) {
			method = strings.ToUpper(method)
			at := fill(path)
			h.hurries()
			var needs []token.Scope
			for _, s := range op.(map[string]any)["security"].([]any)[0].(map[string]any)["token"].([]any) {
				needs = append(needs, token.Scope(s.(string)))
			}
			for _, p := range []*program{nobody, forged} {
				if a := p.asks(method, at, nil); a.StatusCode != http.StatusUnauthorized || a.Header.Get("WWW-Authenticate") == "" {
					t.Errorf("%s %s without a token: %s", method, path, a.Status)
				}
			}
			for scope, p := range single {
				a := p.asks(method, at, nil)
				if enough := len(needs) == 1 && needs[0] == scope; enough == (a.StatusCode == http.StatusForbidden && bytes.Contains(a.body, []byte("no scope"))) {
					t.Errorf("%s %s with %s, needs %v: %s", method, path, scope, needs, a.Status)
				}
			}
			for _, left := range needs {
				rest := slices.DeleteFunc(every(), func(s token.Scope) bool { return s == left })
				if without[string(left)] == nil {
					without[string(left)] = h.program("Astrid Lind", rest...)
				}
				if a := without[string(left)].asks(method, at, nil); a.StatusCode != http.StatusForbidden {
					t.Errorf("%s %s without %s: %s", method, path, left, a.Status)
				}
			}
		}
	}
}

// fill puts something that does not exist in the place of each value of a path.
func fill(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, "{") {
			parts[i] = "r0000000000"
		}
	}
	return strings.Join(parts, "/")
}

// A token of another tenant opens nothing here.
func TestATokenOfAnotherTenant(t *testing.T) {
	t.Parallel()
	h := build(t)
	other := *h.Tokens
	other.Tenant = "other"
	secret, _, err := other.Make(t.Context(), token.New{Name: "a", By: "b", Scopes: every()})
	h.must(err)
	p := &program{h, secret, nil}
	p.fails(401, varsam.Denied, "GET", "/requests", nil)
}

// From the day it came to the proof.
func TestARequestFromArrivalToProof(t *testing.T) {
	t.Parallel()
	h := build(t)
	astrid, bo := h.program("Astrid Lind", every()...), h.program("Bo Ek", token.ReadWork, token.ReadPeople, token.ApprovePlans)
	h.must(h.Accounts.SetTwoPeople(t.Context(), true, "test"))
	r := astrid.enters(map[string]any{"asks": []any{map[string]any{"right": "access"}, map[string]any{"right": "erasure"}}})
	at := "/requests/" + r.ID

	var letters struct{ Items []api.Letter }
	astrid.does(&letters, "GET", "/letters?limit=200", nil)
	if !slices.ContainsFunc(letters.Items, func(l api.Letter) bool { return l.About == r.ID && l.Template == post.Notice }) {
		t.Errorf("of what a program took in nobody is told: %+v", letters.Items)
	}

	var kept api.Case
	astrid.does(&kept, "GET", at+"/case", nil)
	if kept.Letter != "Radera mig." || kept.People[0].Identifiers[0].Value != h.made.Cast["anna"].Email {
		t.Errorf("the case is %+v", kept)
	}
	var plan api.Plan
	astrid.with("Accept-Language", "sv").does(&plan, "GET", at+"/plan?limit=3", nil)
	if plan.Found < 4 || len(plan.Records) != 3 || plan.Next != "2" || len(plan.Records[0].Why) == 0 {
		t.Fatalf("the plan is %+v", plan)
	}
	total := 0
	for after := ""; ; after = "&after=" + plan.Next {
		plan = api.Plan{}
		astrid.does(&plan, "GET", at+"/plan?limit=3"+after, nil)
		if total += len(plan.Records); plan.Next == "" {
			break
		}
	}
	if total != plan.Found {
		t.Errorf("pages hold %d of %d records", total, plan.Found)
	}
	var fields api.RecordFields
	astrid.does(&fields, "GET", at+"/records/0", nil)
	if len(fields.Fields) == 0 || fields.Number != 0 {
		t.Errorf("the record is %+v", fields)
	}

	astrid.fails(403, varsam.Denied, "POST", at+"/run", nil)
	var s api.RequestState
	astrid.does(&s, "POST", at+"/approve", map[string]string{"plan": plan.Digest})
	if s.Missing != 1 {
		t.Errorf("after one yes %d are missing", s.Missing)
	}
	again := h.program("Astrid Lind", token.ApprovePlans, token.ReadPeople)
	again.does(&s, "POST", at+"/approve", map[string]string{"plan": plan.Digest})
	if s.Missing != 1 {
		t.Error("two tokens of one person are two people")
	}
	bo.fails(409, varsam.Conflict, "POST", at+"/approve", map[string]string{"plan": "another"})
	bo.does(&s, "POST", at+"/approve", map[string]string{"plan": plan.Digest})
	bo.fails(403, varsam.Denied, "POST", at+"/run", nil)
	if !s.NeedsCopy || s.Missing != 0 || s.Approvals[0].Assurance != "token" {
		t.Errorf("before the copy: %+v", s)
	}
	if a := astrid.does(nil, "POST", at+"/copy", nil); !bytes.HasPrefix(a.body, []byte("PK")) {
		t.Error("the copy is no zip")
	}
	astrid.does(&s, "POST", at+"/run", nil)
	h.work()
	var tasks api.List[api.Step]
	astrid.does(&tasks, "GET", "/tasks", nil)
	for _, task := range tasks.Items {
		astrid.does(nil, "POST", at+"/steps/"+task.Step+"/answer", map[string]any{"found": "not-found"})
		h.work()
	}
	astrid.does(&s, "GET", at, nil)
	for _, step := range s.Steps {
		if step.State != "verified" && step.State != "excepted" && step.State != "answered" {
			t.Logf("step %s is %s", step.Step, step.State)
		}
	}
	if s.State != "done" {
		t.Fatalf("after the run: %s, steps %+v", s.State, s.Steps)
	}
	if a := astrid.does(nil, "POST", at+"/answer", nil); !bytes.Contains(a.body, []byte("<html")) {
		t.Error("the answer is no page")
	}
	pack := astrid.does(nil, "POST", at+"/pack", nil)
	key, err := h.API.Log.VerifierKey(t.Context(), "main")
	h.must(err)
	report, err := evidence.Verify(pack.body, key)
	if err != nil || !report.OK() {
		t.Errorf("the proof does not hold: %v %v", err, report)
	}
	for _, word := range []string{h.made.Cast["anna"].Email, h.made.Cast["anna"].Name, "Radera mig"} {
		if strings.Contains(h.log.String(), word) {
			t.Errorf("the log holds %q", word)
		}
	}
}

// Without people:read nothing about a person comes back, whatever is asked.
func TestNobodyIsSeenWithoutTheScope(t *testing.T) {
	t.Parallel()
	h := build(t)
	astrid := h.program("Astrid Lind", every()...)
	r := astrid.enters(nil)
	blind := h.program("Revisor", slices.DeleteFunc(every(), func(s token.Scope) bool { return s == token.ReadPeople })...)
	anna := h.made.Cast["anna"]
	for path := range h.contract().doc["paths"].(map[string]any) {
		at := strings.NewReplacer("{id}", r.ID, "{number}", "0").Replace(path)
		a := blind.asks("GET", at, nil)
		for _, word := range []string{anna.Email, anna.Name, "Radera mig"} {
			if bytes.Contains(a.body, []byte(word)) {
				t.Errorf("GET %s shows %q", at, word)
			}
		}
	}
}

// A case of somebody with protected data takes the scope for them.
func TestShieldedCases(t *testing.T) {
	t.Parallel()
	h := build(t)
	named := h.program("Siv Alm", every()...)
	r := named.enters(map[string]any{"shielded": true})
	others := h.program("Hugo Berg", slices.DeleteFunc(every(), func(s token.Scope) bool { return s == token.ReadShielded })...)
	for _, path := range []string{"/case", "/plan", "/records/0", "/copy"} {
		others.fails(403, varsam.Denied, "GET", "/requests/"+r.ID+path, nil)
	}
	others.fails(403, varsam.Denied, "POST", "/requests/"+r.ID+"/search", nil)
	named.does(nil, "GET", "/requests/"+r.ID+"/case", nil)
}

func TestWhatIsSentTwiceIsDoneOnce(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", token.WriteRequests, token.ReadWork)
	body := map[string]any{
		"people": []any{map[string]any{"identifiers": []any{map[string]any{"type": "email", "value": "nobody@example.org", "verified": true}}}},
		"asks":   []any{map[string]any{"right": "access"}},
	}
	var first, second api.Request
	keyed := p.with("Idempotency-Key", "abc")
	a := keyed.does(&first, "POST", "/requests", body)
	b := keyed.does(&second, "POST", "/requests", body)
	if first.ID != second.ID || a.Header.Get("Location") != b.Header.Get("Location") || b.Header.Get("Idempotent-Replayed") != "true" || b.StatusCode != 201 {
		t.Errorf("first %+v, then %+v", first, second)
	}
	body["letter"] = "another"
	keyed.fails(422, varsam.Invalid, "POST", "/requests", body)
	p.with("Idempotency-Key", "def").does(&second, "POST", "/requests", body)
	if first.ID == second.ID {
		t.Error("another key made nothing new")
	}
	// What failed may be tried again with its key.
	body["received"] = "2999-01-01"
	p.with("Idempotency-Key", "ghi").fails(422, varsam.Invalid, "POST", "/requests", body)
	delete(body, "received")
	p.with("Idempotency-Key", "ghi").does(nil, "POST", "/requests", body)
	// Another token's key is another key.
	h.program("Bo Ek", token.WriteRequests).with("Idempotency-Key", "abc").does(&second, "POST", "/requests", body)
	if first.ID == second.ID {
		t.Error("another token's key is the same")
	}
	p.with("Idempotency-Key", strings.Repeat("x", 201)).fails(422, varsam.Invalid, "POST", "/requests", body)
}

// How far a search is stands with its request while a worker is at it, and is no change of the case.
func TestHowFarASearchIs(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	at := "/requests/" + p.enters(nil).ID
	p.does(nil, "POST", at+"/search", nil)
	u, ok, err := job.Take(t.Context(), h.Store, job.Claim{Tenant: h.Tenant, Kinds: []string{request.KindPlan}, Holder: job.Here()})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	var state api.RequestState
	tag := p.does(&state, "GET", at, nil).Header.Get("ETag")
	if !state.Searching || state.Search != nil {
		t.Errorf("before anything is known: %+v", state)
	}
	h.must(h.Store.Write(t.Context(), h.Tenant, func(tx *store.Tx) error { return job.Tell(tx, u, []byte(`{"systems": 4, "done": 1, "found": 7}`)) }))
	if now := p.does(&state, "GET", at, nil).Header.Get("ETag"); now != tag || state.Search == nil || *state.Search != (api.SearchedSoFar{Systems: 4, Done: 1, Found: 7}) {
		t.Errorf("%+v, %s after %s", state.Search, now, tag)
	}
}

func TestWhatSomebodyElseChangedIsNotChanged(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	r := p.enters(nil)
	at := "/requests/" + r.ID
	tag := p.does(nil, "GET", at, nil).Header.Get("ETag")
	if again := p.does(nil, "GET", at, nil).Header.Get("ETag"); tag == "" || tag != again {
		t.Fatalf("the tag is %s, then %s", tag, again)
	}
	p.with("If-Match", tag).does(nil, "POST", at+"/pause", nil)
	p.with("If-Match", tag).fails(412, varsam.Conflict, "POST", at+"/resume", map[string]any{})
	now := p.does(nil, "GET", at, nil).Header.Get("ETag")
	p.with("If-Match", `"x", `+now).does(nil, "POST", at+"/resume", map[string]any{})
	p.with("If-Match", "*").does(nil, "POST", at+"/refusals", map[string]any{"right": "erasure", "reason": "Uppenbart ogrundad."})
}

func TestFaultsOfABody(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	problem := p.fails(422, varsam.Invalid, "POST", "/requests", map[string]any{
		"people": []any{}, "asks": []any{map[string]any{"right": "everything"}}, "secret": "abc",
	})
	var at []string
	for _, f := range problem.Faults {
		at = append(at, f.At)
	}
	slices.Sort(at)
	if want := []string{"", "/asks/0/right", "/people"}; !slices.Equal(at, want) {
		t.Errorf("faults at %q, want %q", at, want)
	}
	if said, _ := json.Marshal(problem); bytes.Contains(said, []byte("abc")) || bytes.Contains(said, []byte("everything")) {
		t.Errorf("the problem repeats what was sent: %s", said)
	}
	p.fails(422, varsam.Invalid, "POST", "/requests", map[string]any{
		"people": []any{map[string]any{"identifiers": []any{map[string]any{"type": "national-id", "value": "19121212-1213", "verified": true}}}},
		"asks":   []any{map[string]any{"right": "access"}},
	})
	p.fails(400, varsam.Invalid, "POST", "/requests", "{")
	p.fails(400, varsam.Invalid, "POST", "/requests", `{} {}`)
	p.with("Content-Type", "text/plain").fails(415, varsam.Unsupported, "POST", "/requests", "{}")
	p.fails(413, varsam.Invalid, "POST", "/requests", `{"letter": "`+strings.Repeat("a", 1<<20)+`"}`)
	p.fails(422, varsam.Invalid, "GET", "/requests?limit=0", nil)
	p.fails(422, varsam.Invalid, "GET", "/requests?state=none", nil)
	p.fails(404, varsam.NotFound, "GET", "/requests/r0000000000", nil)
	p.fails(404, varsam.NotFound, "GET", "/nothing", nil)
	if a := p.asks("DELETE", "/requests", nil); a.StatusCode != 405 || strings.Join(a.Header["Allow"], " ") != "GET POST" {
		t.Errorf("%s, allowed %v", a.Status, a.Header["Allow"])
	}
	sv := p.with("Accept-Language", "sv-SE,en;q=0.5").fails(404, varsam.NotFound, "GET", "/requests/r0", nil)
	if sv.Title == p.fails(404, varsam.NotFound, "GET", "/requests/r0", nil).Title {
		t.Error("Swedish and English problems are called the same")
	}
}

func TestHowOftenAProgramMayCall(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", token.ReadWork)
	var last answer
	for range 1000 {
		if last = p.asks("GET", "/requests/counts", nil); last.StatusCode != 200 {
			break
		}
	}
	if last.StatusCode != 429 || last.Header.Get("Retry-After") == "" {
		t.Errorf("a thousand calls at once: %s", last.Status)
	}
	forged := &program{h, token.Prefix + strings.Repeat("A", 43), nil}
	for range 100 {
		last = forged.asks("GET", "/requests/counts", nil)
	}
	if last.StatusCode != 429 {
		t.Errorf("a hundred guesses: %s", last.Status)
	}
}

func TestListsAreWalkedByPages(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", token.ReadWork, token.WriteRequests)
	made := map[string]bool{}
	for range 7 {
		var r api.Request
		p.does(&r, "POST", "/requests", map[string]any{
			"people": []any{map[string]any{"identifiers": []any{map[string]any{"type": "email", "value": "nobody@example.org", "verified": true}}}},
			"asks":   []any{map[string]any{"right": "access"}}, "search": false,
		})
		made[r.ID] = true
	}
	for after, n := "", 0; ; n++ {
		var list api.List[api.Request]
		p.does(&list, "GET", "/requests?limit=3&state=received&right=access"+after, nil)
		for _, r := range list.Items {
			delete(made, r.ID)
		}
		if list.Next == "" {
			if n != 2 || len(made) != 0 {
				t.Errorf("after %d pages %d were not seen", n+1, len(made))
			}
			break
		}
		after = "&after=" + list.Next
	}
	var counts api.Counts
	p.does(&counts, "GET", "/requests/counts", nil)
	if counts.Counts["received"] != 7 {
		t.Errorf("counts are %v", counts.Counts)
	}
}

// The reference page is made from the same table, in both languages.
func TestTheReferencePage(t *testing.T) {
	t.Parallel()
	h := build(t)
	for lang, word := range map[string]string{"sv": "Gränssnitt för program", "en": "The interface for programs"} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", h.url+"/api/reference", nil)
		h.must(err)
		r.Header.Set("Accept-Language", lang)
		response, err := http.DefaultClient.Do(r)
		h.must(err)
		page, err := io.ReadAll(response.Body)
		response.Body.Close()
		h.must(err)
		if !bytes.Contains(page, []byte(word)) || bytes.Contains(page, []byte("⟦")) {
			t.Errorf("the page in %s is\n%.2000s", lang, page)
		}
		for path := range h.contract().doc["paths"].(map[string]any) {
			if !bytes.Contains(page, []byte(api.Root+path)) {
				t.Errorf("%s is not on the page", path)
			}
		}
	}
}
