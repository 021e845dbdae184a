package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/hook"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/example"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/promise"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/suppression"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/mailbox"
	"github.com/varsam/varsam/internal/system/sqldb"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// house is the demo's organisation with its interface on a server.
type house struct {
	testing.TB
	*api.API
	url  string
	made *example.Made
	log  *guarded
	late atomic.Int64 // how far the clock of limits has come, in seconds
}

// hurries lets time pass for limits; it stands still otherwise, or a slow machine
// would never meet one.
func (h *house) hurries() { h.late.Add(10) }

var migrations = func() (all []store.Migration) {
	for _, room := range [][]store.Migration{
		evidence.Migrations, register.Migrations, act.Migrations, request.Migrations, job.Migrations, retention.Migrations, suppression.Migrations,
		account.Migrations, identity.Migrations, post.Migrations, reception.Migrations, discover.Migrations, token.Migrations, hook.Migrations, api.Migrations, duty.Migrations,
		inbox.Migrations, letterbox.Migrations, publish.Migrations,
	} {
		all = append(all, room...)
	}
	return all
}()

func build(t testing.TB) *house {
	t.Helper()
	h := &house{TB: t, log: &guarded{}}
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	st, err := store.Open(t.Context(), store.Config{DSN: filepath.Join(data, "varsam.db"), Migrations: migrations})
	h.must(err)
	t.Cleanup(func() { st.Close() })
	h.must(st.AddTenant(t.Context(), "main"))
	h.must(st.AddTenant(t.Context(), "other"))
	keeper, err := seal.Open(t.Context(), seal.Beside(data))
	h.must(err)
	t.Cleanup(func() { keeper.Close() })
	log, err := evidence.Open(t.Context(), st, keeper, evidence.Config{})
	h.must(err)
	h.made, err = example.Generate(t.Context(), "demo", example.Options{Dir: filepath.Join(dir, "systems"), Databases: true})
	h.must(err)
	h.raise(st, keeper, log, "main", data)
	h.push("main")
	return h
}

// tenant is another organisation in the same store, with the same register, on a
// server of its own.
func (h *house) tenant(name string) *house {
	h.Helper()
	other := &house{TB: h.TB, made: h.made, log: h.log}
	other.raise(h.Store, h.Requests.Keeper, h.API.Log, name, h.Requests.Home)
	other.push(name)
	return other
}

// raise puts a tenant's interface on a server.
func (h *house) raise(st *store.Store, keeper *seal.Keeper, log *evidence.Log, tenant, data string) {
	h.Helper()
	connectors := []system.Connector{sqldb.SQLite(), mails()}
	requests := &request.Service{Store: st, Keeper: keeper, Log: log, Tenant: tenant, Connectors: connectors, Home: data}
	open := func(reg *register.Register, today varsam.Date) locate.Opener {
		return request.Connections{Register: reg, Connectors: connectors, Base: h.made.Register, Today: today}
	}
	base := func(context.Context) (string, error) { return h.made.Register, nil }
	rec := &reception.Service{
		Store: st, Keeper: keeper, Tenant: tenant, Requests: requests, Address: "https://privacy.example.com", Post: &post.Service{Store: st, Keeper: keeper, Tenant: tenant}, Base: base,
		Identity: &identity.Service{Store: st, Keeper: keeper, Tenant: tenant, Region: "SE", Directory: reception.Directory{Store: st, Tenant: tenant, Open: open}},
	}
	rec.Wire()
	began := time.Now()
	h.API = &api.API{
		Store: st, Tenant: tenant, Log: log, Requests: requests, Reception: rec, Base: base,
		Duties: &duty.Service{
			Store: st, Keeper: keeper, Tenant: tenant, Post: rec.Post, Systems: open, Address: "https://privacy.example.com", Documents: document.InProcess(document.Limits{}),
		},
		Tokens:     &token.Service{Store: st, Keeper: keeper, Tenant: tenant},
		Hooks:      &hook.Service{Store: st, Keeper: keeper, Log: log, Tenant: tenant, Near: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}},
		Accounts:   &account.Service{Store: st, Keeper: keeper, Tenant: tenant},
		Culling:    &retention.Service{Store: st, Keeper: keeper, Log: log, Tenant: tenant, Open: open, Sheltered: requests.Sheltered, Since: request.Since},
		Letterbox:  &letterbox.Service{Reception: rec, Log: log, Open: open},
		Inbox:      &inbox.Service{Store: st, Keeper: keeper, Log: log, Tenant: tenant, Open: open},
		Publishing: &publish.Service{Store: st, Tenant: tenant, Actor: func(name string) string { return name }},
		Open:       open,
		Discovery:  &discover.Desk{Store: st, Keys: keeper, Tenant: tenant, Open: func(reg *register.Register, day varsam.Date) discover.Opener { return open(reg, day) }},
		Now:        func() time.Time { return began.Add(time.Duration(h.late.Load()) * time.Second) },
		Logger:     slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	h.Promises = &promise.Service{
		Store: st, Keeper: keeper, Tenant: tenant, Culling: h.Culling, Requests: requests, Duties: &duty.Service{Store: st, Keeper: keeper, Tenant: tenant},
		Publish: &publish.Service{Store: st, Tenant: tenant, Actor: func(name string) string { return name }},
	}
	site := frame.NewSite(frame.Site{Key: bytes.Repeat([]byte{1}, 32), Language: varsam.Swedish, Log: h.Logger})
	api.MountReference(site)
	site.Mount("/api/", h.Handler())
	server := httptest.NewServer(reached.watch(site.Handler()))
	h.Cleanup(server.Close)
	h.url = server.URL
}

// mails connects mailboxes, and reads what is in their mails without a child.
func mails() system.Connector {
	c := mailbox.IMAP()
	open := c.Open
	c.Open = func(ctx context.Context, cfg system.Config) (system.System, error) {
		cfg.Documents = document.InProcess(document.Limits{})
		return open(ctx, cfg)
	}
	return c
}

// guarded is a log that a test may read.
type guarded struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (g *guarded) Write(b []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.buf.Write(b)
}

func (g *guarded) String() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.buf.String()
}

func (h *house) push(tenant string) {
	h.Helper()
	archive, err := register.Archive(os.DirFS(h.made.Register))
	h.must(err)
	h.must(h.Store.Write(h.Context(), tenant, func(tx *store.Tx) error {
		_, err := register.Push(tx, archive, "test", 0)
		return err
	}))
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// work does what was asked for, in this goroutine.
func (h *house) work() {
	h.Helper()
	handlers := map[string]job.Handler{
		request.KindPlan: h.Reception.Planning, request.KindRun: h.Requests.Running, retention.KindRun: h.Culling.Slice, discover.KindRun: h.Discovery.Running,
		identity.KindSettle: h.Reception.Identity.Handle, duty.KindTrace: h.Duties.Tracing, duty.KindWrite: h.Duties.Writing,
		retention.KindNight: func(ctx context.Context, _ job.Unit) (job.Outcome, error) {
			_, err := h.Culling.Plan(ctx, retention.Options{})
			return job.Finished, err
		},
	}
	for {
		kinds := []string{}
		for kind := range handlers {
			kinds = append(kinds, kind)
		}
		u, ok, err := job.Take(h.Context(), h.Store, job.Claim{Tenant: h.Tenant, Kinds: kinds})
		h.must(err)
		if !ok {
			return
		}
		_, err = handlers[u.Kind](h.Context(), u)
		h.must(err)
		h.must(h.Store.Write(h.Context(), h.Tenant, func(tx *store.Tx) error {
			if err := job.Done(tx, u); varsam.CodeOf(err) != varsam.Conflict { // the handler settled it
				return err
			}
			return nil
		}))
	}
}

// every is all scopes.
func every() (all []token.Scope) {
	for _, s := range token.Scopes {
		all = append(all, s.Scope)
	}
	return all
}

// program is somebody with a token.
type program struct {
	*house
	secret  string
	headers map[string]string
}

func (h *house) program(by string, scopes ...token.Scope) *program {
	h.Helper()
	secret, _, err := h.Tokens.Make(h.Context(), token.New{Name: "test", By: by, Scopes: scopes, Signed: true})
	h.must(err)
	return &program{h, secret, map[string]string{}}
}

// answer is what came back.
type answer struct {
	*http.Response
	body []byte
}

// with is the same program with one more header.
func (p *program) with(name, value string) *program {
	more := *p
	more.headers = map[string]string{name: value}
	for key, v := range p.headers {
		more.headers[key] = v
	}
	return &more
}

// asks calls a route and holds the answer against the document.
func (p *program) asks(method, path string, body any) answer {
	p.Helper()
	var sent io.Reader
	if raw, ok := body.(string); ok {
		sent = strings.NewReader(raw)
	} else if raw, ok := body.([]byte); ok {
		sent = bytes.NewReader(raw)
	} else if body != nil {
		data, err := json.Marshal(body)
		p.must(err)
		sent = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(p.Context(), method, p.url+api.Root+path, sent)
	p.must(err)
	if sent != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if p.secret != "" {
		r.Header.Set("Authorization", "Bearer "+p.secret)
	}
	for name, value := range p.headers {
		r.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(r)
	p.must(err)
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	p.must(err)
	a := answer{response, data}
	p.conforms(method, path, a)
	return a
}

// gets is asks for something that must be done, read into a value.
func (p *program) does(into any, method, path string, body any) answer {
	p.Helper()
	a := p.asks(method, path, body)
	if a.StatusCode >= 300 {
		p.Fatalf("%s %s: %s\n%s", method, path, a.Status, a.body)
	}
	if into != nil {
		p.must(json.Unmarshal(a.body, into))
	}
	return a
}

// fails asks for something that must be refused with a status and code.
func (p *program) fails(status int, code varsam.Code, method, path string, body any) api.Problem {
	p.Helper()
	a := p.asks(method, path, body)
	var problem api.Problem
	if a.StatusCode != status || json.Unmarshal(a.body, &problem) != nil || problem.Code != code || problem.Next == "" || problem.Title == "" {
		p.Errorf("%s %s: %s, want %d %s\n%s", method, path, a.Status, status, code, a.body)
	}
	return problem
}

// contract is the document, as the server serves it.
type contract struct {
	doc      map[string]any
	compiler *jsonschema.Compiler
}

var contracts = struct {
	sync.Mutex
	made *contract
}{}

func (h *house) contract() *contract {
	h.Helper()
	contracts.Lock()
	defer contracts.Unlock()
	if contracts.made != nil {
		return contracts.made
	}
	r, err := http.Get(h.url + "/api/openapi.json")
	h.must(err)
	defer r.Body.Close()
	doc, err := jsonschema.UnmarshalJSON(r.Body)
	h.must(err)
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	h.must(c.AddResource("https://example.org/openapi.json", doc))
	contracts.made = &contract{doc.(map[string]any), c}
	return contracts.made
}

// conforms holds an answer against what the document says of its route.
func (h *house) conforms(method, path string, a answer) {
	h.Helper()
	c := h.contract()
	path, _, _ = strings.Cut(path, "?")
	for pattern, item := range c.doc["paths"].(map[string]any) {
		op, ok := item.(map[string]any)[strings.ToLower(method)].(map[string]any)
		if !ok || !fits(pattern, path) || closer(c, pattern, path, method) {
			continue
		}
		h.conformsTo(c, pattern, method, op, a)
		return
	}
	if a.StatusCode < 400 {
		h.Errorf("the document has no %s %s", method, path)
	}
}

// closer reports whether a more exact pattern fits the path.
func closer(c *contract, pattern, path, method string) bool {
	for other, item := range c.doc["paths"].(map[string]any) {
		_, has := item.(map[string]any)[strings.ToLower(method)]
		if has && other != pattern && fits(other, path) && strings.Count(other, "{") < strings.Count(pattern, "{") {
			return true
		}
	}
	return false
}

func fits(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i, part := range want {
		if !strings.HasPrefix(part, "{") && part != got[i] {
			return false
		}
	}
	return true
}

func (h *house) conformsTo(c *contract, pattern, method string, op map[string]any, a answer) {
	h.Helper()
	key := a.Status[:3]
	responses := op["responses"].(map[string]any)
	if _, ok := responses[key]; !ok {
		h.Errorf("the document does not say that %s %s answers %d", method, pattern, a.StatusCode)
		return
	}
	media, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";")
	content, _ := h.follow(responses[key].(map[string]any))["content"].(map[string]any)
	if len(content) == 0 {
		if len(a.body) > 0 {
			h.Errorf("%s %s answers %d with a body that the document does not have", method, pattern, a.StatusCode)
		}
		return
	}
	for name := range content {
		if said, _, _ := strings.Cut(name, ";"); said != media {
			continue
		}
		if strings.HasSuffix(media, "json") {
			h.conformsToSchema(c, pattern, method, key, name, a)
		}
		return
	}
	h.Errorf("%s %s answers %s, which the document does not say", method, pattern, media)
}

func (h *house) conformsToSchema(c *contract, pattern, method, status, media string, a answer) {
	h.Helper()
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	at := "/paths/" + escape.Replace(pattern) + "/" + strings.ToLower(method) + "/responses/" + status
	if a.StatusCode >= 400 {
		at = "/components/responses/Problem" + status
	}
	pointer := "#" + at + "/content/" + escape.Replace(media) + "/schema"
	contracts.Lock()
	schema := c.compiler.MustCompile("https://example.org/openapi.json" + pointer)
	contracts.Unlock()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(a.body))
	h.must(err)
	if err := schema.Validate(value); err != nil {
		h.Errorf("%s %s: the answer is not what the document says: %v\n%s", method, pattern, err, a.body)
	}
	if lacks := c.lacks(c.at(at+"/content/"+escape.Replace(media)), value); lacks != "" {
		h.Errorf("%s %s: the example has no %s, and the answer has: %s", method, pattern, lacks, a.body)
	}
}

// enters takes a request in and has it planned.
func (p *program) enters(in map[string]any) api.Request {
	p.Helper()
	anna := p.made.Cast["anna"]
	body := map[string]any{
		"people": []any{map[string]any{"identifiers": []any{
			map[string]any{"type": "email", "value": anna.Email, "verified": true}, map[string]any{"type": "name", "value": anna.Name},
		}}},
		"asks": []any{map[string]any{"right": "erasure"}}, "channel": "phone", "letter": "Radera mig.", "language": "sv",
	}
	for key, value := range in {
		body[key] = value
	}
	var r api.Request
	p.does(&r, "POST", "/requests", body)
	p.work()
	return r
}
