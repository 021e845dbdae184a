package web_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

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
	"github.com/varsam/varsam/internal/web"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
	"github.com/varsam/varsam/internal/web/portal"
	"github.com/varsam/varsam/internal/web/published"
)

const password = "häst batteri klammer"

// house is the demo's organisation with its pages on a server.
type house struct {
	testing.TB
	*web.Office
	url  string
	made *example.Made
	log  *guarded
	now  atomic.Int64 // of the store's clock
}

func (h *house) clock() time.Time { return time.UnixMicro(h.now.Load()) }

// later lets time pass.
func (h *house) later(d time.Duration) { h.now.Add(d.Microseconds()) }

// build makes one; with a register, unless bare.
func build(t testing.TB, bare bool) *house {
	t.Helper()
	h := &house{TB: t, log: &guarded{}}
	dir := t.TempDir()
	h.now.Store(time.Now().UnixMicro())
	data := filepath.Join(dir, "data")
	var migrations []store.Migration
	for _, room := range [][]store.Migration{
		evidence.Migrations, register.Migrations, act.Migrations, request.Migrations, job.Migrations, retention.Migrations, discover.Migrations, suppression.Migrations, account.Migrations, duty.Migrations,
		publish.Migrations, identity.Migrations, post.Migrations, reception.Migrations, token.Migrations, hook.Migrations, api.Migrations,
		inbox.Migrations, letterbox.Migrations,
	} {
		migrations = append(migrations, room...)
	}
	st, err := store.Open(t.Context(), store.Config{DSN: filepath.Join(data, "varsam.db"), Migrations: migrations, Now: h.clock})
	h.must(err)
	t.Cleanup(func() { st.Close() })
	h.must(st.AddTenant(t.Context(), "main"))
	keeper, err := seal.Open(t.Context(), seal.Beside(data))
	h.must(err)
	t.Cleanup(func() { keeper.Close() })
	log, err := evidence.Open(t.Context(), st, keeper, evidence.Config{})
	h.must(err)
	var base string
	if !bare {
		h.made, err = example.Generate(t.Context(), "demo", example.Options{Dir: filepath.Join(dir, "systems"), Databases: true})
		h.must(err)
		base = h.made.Register
		h.push(st, "main", base)
	}
	connectors := []system.Connector{sqldb.SQLite(), mails()}
	requests := &request.Service{Store: st, Keeper: keeper, Log: log, Tenant: "main", Connectors: connectors, Home: data, Assurance: "session"}
	open := func(reg *register.Register, today varsam.Date) locate.Opener {
		return request.Connections{Register: reg, Connectors: connectors, Base: base, Today: today}
	}
	received := &reception.Service{
		Store: st, Keeper: keeper, Tenant: "main", Requests: requests, Address: "https://privacy.example.com",
		Post: &post.Service{Store: st, Keeper: keeper, Tenant: "main"},
		Base: func(context.Context) (string, error) { return base, nil },
		Identity: &identity.Service{
			Store: st, Keeper: keeper, Tenant: "main", Region: "SE", Directory: reception.Directory{Store: st, Tenant: "main", Open: open},
		},
	}
	received.Wire()
	requests.People = account.PeopleNeeded
	h.Office = &web.Office{
		Store: st, Tenant: "main", Log: log, Requests: requests, Reception: received, Open: open,
		Accounts:   &account.Service{Store: st, Keeper: keeper, Tenant: "main"},
		Culling:    &retention.Service{Store: st, Keeper: keeper, Log: log, Tenant: "main", Open: open, Sheltered: requests.Sheltered, Since: request.Since},
		Base:       func(context.Context) (string, error) { return base, nil },
		Publishing: &publish.Service{Store: st, Tenant: "main", Actor: func(name string) string { return name }},
		Duties:     &duty.Service{Store: st, Keeper: keeper, Tenant: "main", Address: "https://privacy.example.com", Post: &post.Service{Store: st, Keeper: keeper, Tenant: "main"}, Systems: open},
	}
	h.Office.Promises = &promise.Service{
		Store: st, Keeper: keeper, Tenant: "main", Culling: h.Culling, Requests: requests, Duties: h.Duties, Publish: h.Publishing,
	}
	h.Discovery = deskOf(h.Office, "main")
	h.Letterbox = &letterbox.Service{Reception: received, Log: log, Open: open}
	h.Inbox = &inbox.Service{Store: st, Keeper: keeper, Log: log, Tenant: "main", Open: open}
	h.Programs = &api.API{
		Store: st, Tenant: "main", Requests: requests, Culling: h.Culling, Accounts: h.Accounts, Reception: received, Log: log,
		Promises: h.Office.Promises, Tokens: &token.Service{Store: st, Keeper: keeper, Tenant: "main"}, Hooks: &hook.Service{Store: st, Keeper: keeper, Log: log, Tenant: "main", Near: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}},
	}
	h.Site = frame.NewSite(frame.Site{
		Key: bytes.Repeat([]byte{1}, 32), Language: varsam.Swedish,
		Log: slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	h.must(h.Accounts.SetSecondFactor(t.Context(), false, "test"))
	h.Mount()
	(&portal.Portal{Site: h.Site, Reception: received}).Mount()
	(&published.Pages{Site: h.Site, Publishing: h.Publishing, Address: "https://privacy.example.com"}).Mount()
	api.MountReference(h.Site)
	server := httptest.NewServer(h.Site.Handler())
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

// deskOf makes discoveries for a tenant, without a scanner of texts.
func deskOf(o *web.Office, tenant string) *discover.Desk {
	return &discover.Desk{Store: o.Store, Keys: o.Accounts.Keeper, Tenant: tenant, Open: func(reg *register.Register, day varsam.Date) discover.Opener { return o.Open(reg, day) }}
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

// guarded is a log that a test may read while somebody is still answered.
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

func (h *house) push(st *store.Store, tenant, folder string) {
	h.Helper()
	h.pushFiles(st, tenant, os.DirFS(folder))
}

func (h *house) pushFiles(st *store.Store, tenant string, files fs.FS) {
	h.Helper()
	archive, err := register.Archive(files)
	h.must(err)
	h.must(st.Write(h.Context(), tenant, func(tx *store.Tx) error {
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

// work does what pages asked for, in this goroutine.
func (h *house) work() {
	h.Helper()
	handlers := map[string]job.Handler{
		request.KindPlan: h.Reception.Planning, request.KindRun: h.Requests.Running, retention.KindRun: h.Culling.Slice,
		identity.KindSettle: h.Reception.Identity.Handle, discover.KindRun: h.Discovery.Running, post.KindSend: h.Reception.Post.Handle,
		duty.KindTrace: h.Duties.Tracing, duty.KindWrite: h.Duties.Writing,
	}
	for {
		u, ok, err := job.Take(h.Context(), h.Store, job.Claim{Tenant: "main", Kinds: slices.Sorted(maps.Keys(handlers))})
		h.must(err)
		if !ok {
			return
		}
		_, err = handlers[u.Kind](h.Context(), u)
		h.must(err)
		h.must(h.Store.Write(h.Context(), "main", func(tx *store.Tx) error {
			if err := job.Done(tx, u); varsam.CodeOf(err) != varsam.Conflict { // the handler settled it
				return err
			}
			return nil
		}))
	}
}

// somebody is a browser, signed in or not.
type somebody struct {
	*house
	client *http.Client
	lang   string
	page   string // the last one
	path   string
}

func (h *house) nobody() *somebody {
	jar, _ := cookiejar.New(nil)
	return &somebody{house: h, client: &http.Client{Jar: jar}, lang: "sv"}
}

// first makes the first account of all and is signed in with it.
func (h *house) first() *somebody {
	h.Helper()
	link, err := h.Accounts.Link(h.Context(), "", "")
	h.must(err)
	s := h.nobody()
	s.get("/welcome/" + link)
	s.submit("", url.Values{"name": {"Astrid Lind"}, "login": {"astrid"}, "password": {password}, "again": {password}})
	return s
}

// with is somebody with roles of their own.
func (h *house) with(name string, roles ...account.Role) *somebody {
	h.Helper()
	a, err := h.Accounts.New(h.Context(), name, strings.ToLower(strings.Fields(name)[0]), roles, "test")
	h.must(err)
	link, err := h.Accounts.Link(h.Context(), a.ID, "test")
	h.must(err)
	s := h.nobody()
	s.get("/welcome/" + link)
	s.submit("", url.Values{"password": {password}, "again": {password}})
	return s
}

func (s *somebody) answer(r *http.Response, err error) *http.Response {
	s.Helper()
	s.must(err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	s.must(err)
	s.page, s.path = string(body), r.Request.URL.Path
	return r
}

func (s *somebody) get(path string) *http.Response {
	s.Helper()
	r, err := http.NewRequest(http.MethodGet, s.url+path, nil)
	s.must(err)
	r.Header.Set("Accept-Language", s.lang)
	return s.answer(s.client.Do(r))
}

// see gets a page that must be there.
func (s *somebody) see(path string, words ...string) {
	s.Helper()
	if r := s.get(path); r.StatusCode != http.StatusOK {
		s.Fatalf("GET %s: %s\n%s", path, r.Status, text(s.page))
	}
	s.says(words...)
}

func (s *somebody) says(words ...string) {
	s.Helper()
	for _, w := range words {
		if !strings.Contains(text(s.page), w) {
			s.Errorf("%s does not say %q:\n%s", s.path, w, text(s.page))
		}
	}
}

var tokens = regexp.MustCompile(`name="_token" value="([^"]+)"`)

// submit sends a form of the last page: action is where, the page itself when
// empty.
func (s *somebody) submit(action string, form url.Values) *http.Response {
	s.Helper()
	if action == "" {
		action = s.path
	} else if !strings.Contains(s.page, `action="`+action+`"`) {
		s.Fatalf("%s has no form for %s:\n%s", s.path, action, text(s.page))
	}
	return s.send(action, form)
}

// send sends a form whether the page has it or not.
func (s *somebody) send(action string, form url.Values) *http.Response {
	s.Helper()
	found := tokens.FindStringSubmatch(s.page)
	if found == nil {
		s.Fatalf("%s has no form", s.path)
	}
	if form == nil {
		form = url.Values{}
	}
	form.Set("_token", found[1])
	return s.answer(s.client.PostForm(s.url+action, form))
}

var (
	tags   = regexp.MustCompile(`(?s)<style.*?</style>|<[^>]*>`)
	spaces = regexp.MustCompile(`\s+`)
)

// text is what a page says, without its marks.
func text(page string) string {
	plain := spaces.ReplaceAllString(tags.ReplaceAllString(page, " "), " ")
	return strings.NewReplacer("&#39;", "'", "&amp;", "&", "&#34;", `"`, "&lt;", "<", "&gt;", ">", "\u00a0", " ").Replace(plain)
}

// value is what a field of the last page holds.
func (s *somebody) value(name string) string {
	s.Helper()
	found := regexp.MustCompile(`name="` + name + `"[^>]*? value="([^"]*)"`).FindStringSubmatch(s.page)
	if found == nil {
		s.Fatalf("%s has no field %s", s.path, name)
	}
	return found[1]
}

// enters takes in a request and returns its address.
func (s *somebody) enters(change url.Values) string {
	s.Helper()
	s.see("/requests/new")
	form := url.Values{
		"channel": {"phone"}, "received": {s.value("received")}, "language": {"sv"}, "right": {"erasure"},
		"id-email": {s.made.Cast["anna"].Email}, "verified-email": {"yes"}, "who": {s.made.Cast["anna"].Name},
	}
	for name, values := range change {
		form[name] = values
	}
	if r := s.submit("/requests", form); r.StatusCode != http.StatusOK || !strings.HasPrefix(s.path, "/requests/r") {
		s.Fatalf("entering: %s at %s\n%s", r.Status, s.path, text(s.page))
	}
	at := s.path
	s.work()
	return at
}
