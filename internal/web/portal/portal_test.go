package portal_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
	"github.com/varsam/varsam/internal/suppression"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/memory"
	"github.com/varsam/varsam/internal/web/frame"
	"github.com/varsam/varsam/internal/web/portal"
)

var files = fstest.MapFS{
	"organisation.yaml": {Data: []byte("format: 1\norganisation: acme\ntitle: {sv: Åkeriet, en: The Haulier}\ncountry: SE\nzone: Europe/Stockholm\ncontact: {email: privacy@example.com}\n")},
	"care.yaml": {Data: []byte(`activity: care
owner: sales
purpose: {sv: Kundvård, en: Care}
basis: {article: 6.1.f, interest: {interest: {en: Contact}, necessity: n, balance: b, review: 2099-01-01}}
subjects: [customer]
needs: [contact, person]
keep: {while: relation}
on_request: end
`)},
	"ads.yaml": {Data: []byte(`activity: ads
owner: sales
purpose: {sv: Reklam, en: Advertising}
basis: {article: 6.1.f, interest: {interest: {en: Sales}, necessity: n, balance: b, review: 2099-01-01}}
subjects: [customer]
needs: [contact]
uses: [direct-marketing]
keep: {while: relation}
`)},
	"crm.yaml": {Data: []byte(`system: crm
connector: memory
operator: self
country: SE
collections:
  people:
    person: self
    fields:
      id: id.customer
      name: person.name
      email: {data: contact.email, identifies: email}
      phone: {data: contact.phone, identifies: phone}
      no_ads: {data: consent, stop: {use: direct-marketing, set: "1"}}
      blocked: {data: id, about: organisation}
      secret: {data: special, protects: true}
      street: contact.address
      postcode: contact.address
      town: contact.address
    carried_by: [care, ads]
    restrict: {flag: {blocked: "1"}, obeys: the sales tool}
    end: erase
`)},
}

// house is a whole organisation in this process: systems, portal, and a post that
// is caught.
type house struct {
	*testing.T
	reception *reception.Service
	portal    *portal.Portal
	people    *memory.Store
	client    *http.Client
	at        string
	log       *bytes.Buffer
	now       time.Time
}

func newHouse(t *testing.T) *house {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "data")
	return newHouseAt(t, filepath.Join(folder, "varsam.db"), folder)
}

// newHouseAt is a house whose store lies elsewhere.
func newHouseAt(t *testing.T, dsn, folder string) *house {
	t.Helper()
	h := &house{T: t, log: &bytes.Buffer{}, now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)}
	st := storetest.Open(t, store.Config{
		DSN: dsn, Now: func() time.Time { return h.now },
		Migrations: slices.Concat(evidence.Migrations, register.Migrations, act.Migrations, request.Migrations, suppression.Migrations,
			job.Migrations, identity.Migrations, post.Migrations, reception.Migrations),
	})
	keeper, err := seal.Open(t.Context(), seal.Beside(folder))
	h.must(err)
	t.Cleanup(func() { keeper.Close() })
	log, err := evidence.Open(t.Context(), st, keeper, evidence.Config{})
	h.must(err)
	archive, err := register.Archive(files)
	h.must(err)
	h.must(st.Write(t.Context(), storetest.Tenant, func(tx *store.Tx) error {
		_, err := register.Push(tx, archive, "test", 0)
		if code := varsam.CodeOf(err); code == varsam.Conflict || code == varsam.Changed {
			return nil // a second server on one store
		}
		return err
	}))
	h.people = people()
	connector := system.Connector{Spec: varsam.ConnectorSpec{Name: "memory"}, Open: func(context.Context, system.Config) (system.System, error) {
		return open{h.people}, nil
	}}
	requests := &request.Service{Store: st, Keeper: keeper, Log: log, Tenant: storetest.Tenant, Connectors: []system.Connector{connector}}
	h.reception = &reception.Service{
		Store: st, Keeper: keeper, Tenant: storetest.Tenant, Requests: requests, Address: "https://privacy.example.com",
		Post: &post.Service{Store: st, Keeper: keeper, Tenant: storetest.Tenant},
		Base: func(context.Context) (string, error) { return "", nil },
		Identity: &identity.Service{Store: st, Keeper: keeper, Tenant: storetest.Tenant, Region: "SE", Directory: reception.Directory{
			Store: st, Tenant: storetest.Tenant, Open: func(reg *register.Register, today varsam.Date) locate.Opener {
				return request.Connections{Register: reg, Connectors: []system.Connector{connector}, Today: today}
			},
		}},
	}
	h.reception.Wire()
	site := frame.NewSite(frame.Site{
		Key: bytes.Repeat([]byte{7}, 32), Log: slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	h.portal = &portal.Portal{Site: site, Reception: h.reception}
	h.portal.Mount()
	server := httptest.NewServer(site.Handler())
	t.Cleanup(server.Close)
	h.at = server.URL
	h.client = browser()
	return h
}

func browser() *http.Client {
	jar, _ := cookiejar.New(nil)
	return &http.Client{Jar: jar}
}

type open struct{ *memory.Store }

func (open) Close() error { return nil }

func people() *memory.Store {
	s := memory.New("crm", varsam.Catalogue{Engine: "memory", Collections: []varsam.Collection{{
		Name: "people", Key: []string{"id"}, Columns: []varsam.Column{
			{Name: "id", Kind: varsam.Int, NotNull: true},
			{Name: "name", Kind: varsam.Text},
			{Name: "email", Kind: varsam.Text},
			{Name: "phone", Kind: varsam.Text},
			{Name: "no_ads", Kind: varsam.Int},
			{Name: "blocked", Kind: varsam.Int},
			{Name: "secret", Kind: varsam.Int},
			{Name: "street", Kind: varsam.Text},
			{Name: "postcode", Kind: varsam.Text},
			{Name: "town", Kind: varsam.Text},
		},
	}}})
	for i, p := range [][]string{{"Anna Exempel", "anna@example.com", "070-174 06 05"}, {"Bo Exempel", "bo@example.com", ""}} {
		fields := []varsam.Field{{Name: "id", Value: varsam.IntOf(int64(i + 1))}, {Name: "name", Value: varsam.TextOf(p[0])}, {Name: "email", Value: varsam.TextOf(p[1])}}
		fields = append(fields, varsam.Field{Name: "secret", Value: varsam.Value{}})
		if p[2] != "" {
			fields = append(fields, varsam.Field{Name: "phone", Value: varsam.TextOf(p[2])}, varsam.Field{Name: "street", Value: varsam.TextOf("Exempelvägen 5")},
				varsam.Field{Name: "postcode", Value: varsam.TextOf("999 02")}, varsam.Field{Name: "town", Value: varsam.TextOf("Öregrund")})
		}
		s.Put(varsam.Record{Ref: varsam.Ref{Collection: "people", Key: []varsam.Value{varsam.IntOf(int64(i + 1))}}, Fields: fields})
	}
	return s
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// answer is a page as it came.
type answer struct {
	status int
	header http.Header
	body   string
	path   string
}

func (h *house) get(path string) answer {
	h.Helper()
	got, err := h.client.Get(h.at + path)
	return h.read(got, err)
}

var token = regexp.MustCompile(`name="_token" value="([^"]+)"`)

// post sends a form of the page at a path to another.
func (h *house) post(page, to string, form url.Values) answer {
	h.Helper()
	found := token.FindStringSubmatch(h.get(page).body)
	if found == nil {
		h.Fatalf("%s has no form", page)
	}
	form.Set("_token", found[1])
	h.now = h.now.Add(time.Second)
	got, err := h.client.PostForm(h.at+to, form)
	return h.read(got, err)
}

func (h *house) read(got *http.Response, err error) answer {
	h.Helper()
	h.must(err)
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	h.must(err)
	return answer{got.StatusCode, got.Header, string(body), got.Request.URL.Path}
}

func (h *house) ask(form url.Values) answer {
	h.Helper()
	a := h.post("/ask", "/ask", form)
	if a.status != http.StatusOK || !strings.HasPrefix(a.path, "/receipt/") {
		h.Fatalf("the form led to %d %s: %s", a.status, a.path, a.body)
	}
	return a
}

// work does all that waits: settling claims and planning requests.
func (h *house) work() {
	h.Helper()
	r := h.reception
	for {
		u, ok, err := job.Take(h.Context(), r.Store, job.Claim{Tenant: r.Tenant, Kinds: []string{identity.KindSettle, request.KindPlan, request.KindRun}, Holder: job.Here()})
		h.must(err)
		if !ok {
			return
		}
		_, err = map[string]job.Handler{
			identity.KindSettle: r.Identity.Handle, request.KindPlan: r.Planning, request.KindRun: r.Requests.Running,
		}[u.Kind](h.Context(), u)
		h.must(err)
		h.must(r.Store.Write(h.Context(), r.Tenant, func(tx *store.Tx) error { return job.Done(tx, u) }))
	}
}

// mail is the newest letter to an address; empty when none came.
func (h *house) mail(to string) (text string) {
	h.Helper()
	all, err := h.reception.Post.List(h.Context(), post.Outbox, 1000)
	h.must(err)
	for _, st := range all {
		_, item, err := h.reception.Post.Open(h.Context(), st.ID)
		h.must(err)
		if item.To == to {
			text = item.Text
		}
	}
	return text
}

var link = regexp.MustCompile(`https://privacy\.example\.com(/\w+/\S+)`)

// way is the path of the first link in the newest letter to an address.
func (h *house) way(to, kind string) string {
	h.Helper()
	for _, found := range link.FindAllStringSubmatch(h.mail(to), -1) {
		if strings.HasPrefix(found[1], kind) {
			return found[1]
		}
	}
	h.Fatalf("no letter to %s leads to %s: %q", to, kind, h.mail(to))
	return ""
}

// proven is the page of a case after the address was confirmed.
func (h *house) proven(to string) string {
	h.Helper()
	door := h.way(to, "/confirm/")
	a := h.post(door, door, url.Values{})
	h.work()
	if !strings.HasPrefix(a.path, "/case/") {
		h.Fatalf("confirming led to %d %s", a.status, a.path)
	}
	return a.path
}

// enter asks for a code to the n-th channel and types it.
func (h *house) enter(page string, n string, to string) answer {
	h.Helper()
	h.post(page, page+"/code", url.Values{"way": {n}})
	code := regexp.MustCompile(`\b(\d{4} \d{4})\b`).FindString(h.mail(to))
	if code == "" {
		h.Fatalf("no code came to %s", to)
	}
	a := h.post(page, page+"/enter", url.Values{"code": {code}})
	h.work()
	return a
}

const annasPhone = "+46701740605"

// rows counts what intake may write to.
func (h *house) rows() (n int) {
	h.Helper()
	h.must(h.reception.Store.Read(h.Context(), h.reception.Tenant, func(tx *store.Tx) error {
		for _, table := range []string{"claims", "claim_links", "claim_codes", "claim_counts", "channel_marks", "post_items", "job_units", "requests", "case_messages"} {
			rows := 0
			if err := tx.QueryRow(`SELECT count(*) FROM `+table+` WHERE tenant = $1`, tx.Tenant()).Scan(&rows); err != nil {
				return err
			}
			n += rows
		}
		return nil
	}))
	return n
}
