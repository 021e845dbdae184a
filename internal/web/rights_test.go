package web_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/hook"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/web"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// needs is what each page and each button calls for. A route that is missing here
// fails the test: whoever adds one says whom it is for.
var needs = map[string]account.May{
	"GET /kept": account.SeeSelf, "GET /keys": account.SeeSelf, "POST /kept/drop": account.SeeSelf,
	"POST /sign-out": "", "GET /account": account.SeeSelf, "POST /account": account.SeeSelf,
	"POST /account/keys": account.SeeSelf, "POST /account/keys/{key}/drop": account.SeeSelf,
	"POST /account/codes": account.SeeSelf, "POST /account/codes/drop": account.SeeSelf,
	"POST /account/sessions/{session}/end": account.SeeSelf, "POST /account/sessions/end": account.SeeSelf,
	"GET /step-up": account.SeeSelf, "POST /step-up": account.SeeSelf, "POST /step-up/passkey": account.SeeSelf,
	"GET /{$}": account.SeeWork, "GET /requests": account.SeeWork, "GET /requests/new": account.TakeIn, "POST /requests": account.TakeIn,
	"GET /requests/{id}": account.SeeWork, "GET /requests/{id}/records/{n}": account.SeeWork, "POST /requests/{id}/records/{n}": account.SeeValues,
	"POST /requests/{id}/rule": account.Handle, "POST /requests/{id}/confirm": account.Handle, "POST /requests/{id}/refuse": account.Handle,
	"POST /requests/{id}/told": account.Handle, "POST /requests/{id}/recipients": account.Handle, "POST /requests/{id}/confirmed": account.Handle, "POST /requests/{id}/lift": account.Handle, "POST /requests/{id}/except": account.Handle,
	"POST /requests/{id}/pause": account.Handle, "POST /requests/{id}/resume": account.Handle, "POST /requests/{id}/extend": account.Handle,
	"POST /requests/{id}/search": account.Handle, "POST /requests/{id}/approve": account.Approve, "POST /requests/{id}/run": account.Carry,
	"GET /requests/{id}/pack": account.SeeWork, "POST /requests/{id}/pack": account.SeeWork, "POST /evidence/checkpoint": account.SeeWork, "GET /requests/{id}/letters/{kind}": account.HandOver,
	"GET /requests/{id}/letters/{kind}/sheet": account.HandOver, "GET /requests/{id}/letters/{kind}/file": account.HandOver,
	"POST /requests/{id}/letters/{kind}": account.HandOver, "GET /requests/{id}/copy": account.HandOver,
	"GET /requests/{id}/copy/sheet": account.HandOver, "GET /requests/{id}/copy/files": account.HandOver, "POST /requests/{id}/copy": account.HandOver,
	"POST /requests/{id}/answer": account.HandOver, "POST /requests/{id}/forward": account.HandOver, "POST /requests/{id}/shield": account.SeeShield,
	"POST /requests/{id}/share": account.Share, "POST /requests/{id}/unshare": account.Share,
	"GET /claims": account.SeeWork, "GET /claims/{id}": account.SeeWork, "POST /claims/{id}/attest": account.TakeIn, "POST /claims/{id}/lift": account.Handle,
	"POST /claims/{id}/message": account.TakeIn, "POST /claims/{id}/read": account.TakeIn, "POST /claims/{id}/release": account.HandOver,
	"POST /claims/{id}/protect": account.SeeShield,
	"GET /letters":              account.SeeWork, "GET /letters/{id}": account.HandOver, "POST /letters/{id}/done": account.HandOver,
	"POST /letters/{id}/retry": account.HandOver, "POST /letters/domain": account.SetUp,
	"GET /tasks": account.SeeWork, "POST /tasks/{id}/{step}": account.Handle, "POST /tasks/{id}/{step}/link": account.Handle,
	"GET /culling": account.SeeWork, "POST /culling": account.Cull, "GET /culling/calendar": account.SeeWork, "GET /culling/schedule": account.SeeWork,
	"GET /culling/schedule/sheet": account.SeeWork, "GET /culling/schedule/pdf": account.SeeWork, "GET /culling/holds": account.Cull,
	"POST /culling/holds": account.Cull, "POST /culling/holds/{id}/release": account.Cull, "GET /culling/{id}": account.SeeWork,
	"GET /culling/{id}/certificate": account.SeeWork, "GET /culling/{id}/certificate/sheet": account.SeeWork, "GET /culling/{id}/certificate/pdf": account.SeeWork,
	"POST /culling/{id}/approve": account.Approve, "POST /culling/{id}/pause": account.Carry, "POST /culling/{id}/resume": account.Carry,
	"POST /culling/{id}/cancel": account.Carry, "POST /culling/standing/{id}/void": account.Approve,
	"GET /register": account.SeeWork, "GET /register/systems/{name}": account.SeeWork, "GET /register/activities/{name}": account.SeeWork,
	"GET /register/parties/{name}": account.SeeWork, "GET /register/findings": account.SeeWork, "GET /register/promises": account.SeeWork, "GET /register/map": account.SeeWork,
	"GET /register/versions": account.SeeWork, "GET /register/files": account.SeeWork, "GET /start": account.SeeWork, "POST /register/files": account.SetUp,
	"POST /start/sheet": account.SetUp, "POST /start/sheet/take": account.SetUp,
	"GET /duties": account.SeeWork, "GET /duties/kinds/{kind}": account.SeeWork, "GET /duties/kinds/{kind}/new": account.Handle,
	"POST /duties/kinds/{kind}": account.Handle, "GET /duties/at/{id}": account.SeeWork, "POST /duties/at/{id}": account.Handle,
	"POST /duties/at/{id}/end": account.Handle, "POST /duties/at/{id}/reopen": account.Handle, "POST /duties/at/{id}/delete": account.SetUp,
	"POST /duties/at/{id}/files": account.Handle, "GET /duties/at/{id}/files/{file}": account.SeePeople,
	"POST /duties/at/{id}/files/{file}/remove": account.Handle, "GET /duties/export/{form}": account.SeePeople,
	"GET /incident": account.SeeSelf, "POST /incident": account.SeeSelf,
	"POST /duties/at/{id}/read": account.Handle, "POST /duties/at/{id}/clauses": account.Handle, "POST /duties/at/{id}/announce": account.Handle,
	"POST /duties/at/{id}/customers": account.Handle, "POST /duties/at/{id}/invite": account.Handle, "POST /duties/at/{id}/ask": account.Handle, "POST /duties/ask": account.Handle, "GET /duties/at/{id}/notice": account.SeePeople,
	"POST /duties/at/{id}/parts/{part}": account.Handle, "GET /duties/at/{id}/affected": account.SeePeople, "POST /duties/at/{id}/affected": account.Handle,
	"GET /duties/at/{id}/letter": account.SeePeople, "POST /duties/at/{id}/letter": account.Handle,
	"GET /disclose": account.Handle, "POST /disclose": account.Handle, "GET /duties/cycle": account.SeeWork, "GET /duties/report": account.SeeWork,
	"GET /lists": account.SeeWork, "GET /lists/{name}": account.SeeWork, "POST /lists/calendar": account.ManageUser,
	"GET /publishing": account.SeeWork, "GET /publishing/{kind}": account.SeeWork, "GET /publishing/{kind}/preview": account.SeeWork,
	"GET /publishing/{kind}/preview/{form}": account.SeeWork, "GET /publishing/{kind}/versions/{number}": account.SeeWork,
	"GET /publishing/{kind}/versions/{number}/{form}": account.SeeWork, "POST /publishing/{kind}": account.SetUp,
	"GET /search": account.SeeValues, "POST /search": account.SeeValues,
	"GET /register/edit": account.SetUp, "GET /register/edit/{path...}": account.SetUp, "POST /register/edit/{path...}": account.SetUp,
	"GET /register/form/{kind}": account.SetUp, "POST /register/form/{kind}": account.SetUp, "GET /register/remove/{kind}": account.SetUp,
	"POST /register/remove/{kind}": account.SetUp, "GET /register/history/{kind}": account.SetUp, "POST /register/history/{kind}": account.SetUp,
	"GET /register/library": account.SetUp, "POST /register/library": account.SetUp, "POST /register/versions/{number}/restore": account.SetUp,
	"GET /evidence": account.SeeWork, "POST /evidence": account.SeeWork, "GET /evidence/log": account.SeeWork,
	"GET /people": account.ManageUser, "POST /people": account.ManageUser, "POST /people/two": account.ManageUser, "POST /people/second": account.ManageUser,
	"POST /people/{id}": account.ManageUser, "POST /people/{id}/link": account.ManageUser, "POST /people/{id}/sessions": account.ManageUser,
	"GET /programs": account.ManageUser, "POST /programs/tokens": account.ManageUser, "POST /programs/tokens/{token}/revoke": account.ManageUser,
	"POST /programs/hooks": account.ManageUser, "GET /programs/hooks/{hook}": account.ManageUser, "POST /programs/hooks/{hook}/test": account.ManageUser,
	"POST /programs/hooks/{hook}/end": account.ManageUser,
	"GET /register/discovery":         account.SeeWork, "POST /register/discovery": account.SetUp, "POST /register/discovery/take": account.SetUp, "POST /start/database": account.SetUp,
	"GET /proposals": account.SeeWork, "GET /proposals/{id}": account.TakeIn, "POST /proposals/{id}/confirm": account.TakeIn, "POST /proposals/{id}/dismiss": account.TakeIn,
	"GET /suppressions": account.SeeWork, "POST /suppressions/{suppression}/forget": account.Handle,
	"GET /mailboxes": account.SeeSelf, "GET /mailboxes/followup": account.SeeWork,
	// Whose own a mailbox is says the register, not a role.
	"GET /mailboxes/at/{account}": owners, "POST /mailboxes/at/{account}": owners, "POST /mailboxes/at/{account}/rules": owners,
	"POST /mailboxes/at/{account}/rules/{rule}/end": owners, "GET /mailboxes/met/{request}/{account}": account.SeeSelf, "POST /mailboxes/met/{request}/{account}": account.SeeSelf,
	"POST /requests/{id}/mailbox": account.Handle, "POST /requests/{id}/mailbox/second": account.Approve,
}

// owners is what nobody may by a role.
const owners account.May = "owner"

var slots = regexp.MustCompile(`\{[a-z]+(?:\.\.\.)?\}`)

// staffRoutes are those of the staff's area, as the site has them.
func (h *house) staffRoutes() (all []string) {
	for _, r := range h.Site.Routes() {
		if r.Area == "staff" {
			all = append(all, r.Pattern)
		}
	}
	return all
}

// Every page and every button, for every role: whoever may not gets 403 and nothing
// else, whoever may does not get 403 for the role's sake; nobody who is not signed
// in gets anything.
func TestEveryRouteForEveryRole(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(nil)
	id := strings.TrimPrefix(at, "/requests/")
	_, claim := h.asks(url.Values{"wish": {"access"}, "email": {h.made.Cast["anna"].Email}, "name": {h.made.Cast["anna"].Name}})
	routes := h.staffRoutes()
	for pattern := range needs {
		if !slices.Contains(routes, pattern) {
			t.Errorf("%s stands in the test and is no route", pattern)
		}
	}
	people := map[account.Role]*somebody{}
	names := []string{"Ada", "Bea", "Cia", "Dea", "Eva", "Fia", "Gea", "Hea", "Ida", "Jea", "Kia"}
	for i, role := range account.Roles {
		people[role] = h.with(names[i]+" Prov", role)
	}
	for _, pattern := range routes {
		may, known := needs[pattern]
		if !known {
			t.Errorf("%s has no row in the test: say whom it is for", pattern)
			continue
		}
		method, path, _ := strings.Cut(pattern, " ")
		path = slots.ReplaceAllStringFunc(strings.ReplaceAll(path, "{$}", ""), func(slot string) string {
			switch {
			case slot == "{id}" && (strings.HasPrefix(path, "/requests") || strings.HasPrefix(path, "/tasks")):
				return id
			case slot == "{id}" && strings.HasPrefix(path, "/claims"):
				return claim
			case slot == "{n}":
				return "0"
			}
			return "x"
		})
		if strings.Contains(path, "/sign-out") || strings.HasSuffix(path, "/sessions/end") {
			continue // would end the test's own sessions
		}
		nobody := h.nobody()
		nobody.get("/sign-in")
		if nobody.ask(method, path); nobody.path != "/sign-in" {
			t.Errorf("%s answers at %s to nobody", pattern, nobody.path)
		}
		for role, s := range people {
			a := account.Account{Roles: []account.Role{role}}
			s.get("/account")
			r := s.ask(method, path)
			if refused := r.StatusCode == http.StatusForbidden; refused && a.May(may) && !excused(pattern, role) || !refused && !a.May(may) {
				t.Errorf("%s for %s: %s", pattern, role, r.Status)
			}
			if !a.May(account.SeePeople) && (strings.Contains(s.page, h.made.Cast["anna"].Email) || strings.Contains(s.page, h.made.Cast["anna"].Name)) {
				t.Errorf("%s tells %s whom a case concerns", pattern, role)
			}
		}
	}
}

// excused are those whom the route lets in and the case does not: they have nothing
// of their own in it, or it is theirs only beside another role.
func excused(pattern string, role account.Role) bool {
	switch {
	case role == account.Shielded: // comes beside another role
		return true
	case strings.HasSuffix(pattern, "/records/{n}"):
		return !account.Account{Roles: []account.Role{role}}.May(account.SeePeople)
	case pattern == "POST /requests/{id}/lift", pattern == "POST /requests/{id}/run", pattern == "POST /disclose":
		return true // the case is not there yet, or nothing is permitted
	case pattern == "GET /lists/{name}":
		return true // each list has its own row, which its own test holds
	case strings.HasPrefix(pattern, "POST /account/"), strings.HasPrefix(pattern, "POST /step-up"):
		return true // what was sent is too old, or another's
	}
	return false
}

// What belongs to one organisation is not there for another in the same store:
// sessions, cases, claims, letters, accounts.
func TestEveryRouteForAnotherTenant(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, other := h.first(), h.tenant("other")
	at := astrid.enters(nil)
	_, claim := h.asks(url.Values{"wish": {"access"}, "email": {h.made.Cast["anna"].Email}})
	letter, _ := h.sent(h.made.Cast["anna"].Email)
	stranger := other.first()
	carried := &somebody{house: other, client: astrid.client, lang: "sv"}
	for _, pattern := range h.staffRoutes() {
		method, path, _ := strings.Cut(pattern, " ")
		id := map[bool]string{true: letter.ID, false: claim}[strings.HasPrefix(path, "/letters")]
		if strings.HasPrefix(path, "/requests") || strings.HasPrefix(path, "/tasks") {
			id = strings.TrimPrefix(at, "/requests/")
		}
		asks := strings.Contains(path, "{id}") && !strings.HasPrefix(path, "/culling") && !strings.HasPrefix(path, "/people") && !strings.HasPrefix(path, "/duties")
		path = slots.ReplaceAllString(strings.NewReplacer("{$}", "", "{id}", id, "{n}", "0").Replace(path), "receipt")
		if strings.Contains(path, "/sign-out") || strings.HasSuffix(path, "/sessions/end") {
			continue
		}
		carried.get("/sign-in")
		if carried.ask(method, path); carried.path != "/sign-in" {
			t.Errorf("%s answers at %s to a session of another organisation", pattern, carried.path)
		}
		stranger.get("/account")
		if nowhere := strings.Replace(path, id, "r0000000000", 1); asks && nowhere != path {
			never := stranger.ask(method, nowhere).StatusCode
			stranger.get("/account")
			if r := stranger.ask(method, path); r.StatusCode != never {
				t.Errorf("%s: %s for another's, %d for nobody's", pattern, r.Status, never)
			}
			stranger.get("/account")
		}
		r := stranger.ask(method, path)
		if asks && r.StatusCode < 400 || strings.Contains(stranger.page, h.made.Cast["anna"].Email) {
			t.Errorf("%s of another organisation: %s", pattern, r.Status)
		}
	}
}

// tenant is another organisation in the same store, on a server of its own.
func (h *house) tenant(name string) *house {
	h.Helper()
	h.must(h.Store.AddTenant(h.Context(), name))
	requests, received, culling, one := *h.Requests, *h.Reception, *h.Culling, *h.Reception.Identity
	requests.Tenant, received.Tenant, culling.Tenant, one.Tenant = name, name, name, name
	received.Post = &post.Service{Store: h.Store, Keeper: requests.Keeper, Tenant: name}
	received.Requests, received.Identity = &requests, &one
	one.Directory = reception.Directory{Store: h.Store, Tenant: name, Open: h.Open}
	received.Wire()
	programs := &api.API{
		Store: h.Store, Tenant: name, Requests: &requests, Culling: &culling, Reception: &received, Log: h.Office.Log,
		Tokens: &token.Service{Store: h.Store, Keeper: requests.Keeper, Tenant: name},
		Hooks:  &hook.Service{Store: h.Store, Keeper: requests.Keeper, Log: h.Office.Log, Tenant: name},
	}
	made := &house{TB: h.TB, made: h.made, log: h.log}
	made.now.Store(h.now.Load())
	made.Office = &web.Office{
		Store: h.Store, Tenant: name, Log: h.Office.Log, Requests: &requests, Reception: &received, Culling: &culling, Open: h.Open, Base: h.Base,
		Programs: programs, Accounts: &account.Service{Store: h.Store, Keeper: requests.Keeper, Tenant: name}, Site: frame.NewSite(frame.Site{
			Key: bytes.Repeat([]byte{2}, 32), Language: varsam.Swedish, Log: slog.New(slog.DiscardHandler),
		}),
	}
	made.Discovery = deskOf(made.Office, name)
	made.Letterbox = &letterbox.Service{Reception: &received, Log: h.Office.Log, Open: h.Open}
	made.Inbox = &inbox.Service{Store: h.Store, Keeper: requests.Keeper, Log: h.Office.Log, Tenant: name, Open: h.Open}
	made.push(h.Store, name, h.made.Register)
	made.must(made.Accounts.SetSecondFactor(h.Context(), false, "test"))
	made.Mount()
	server := httptest.NewServer(made.Site.Handler())
	h.Cleanup(server.Close)
	made.url = server.URL
	return made
}

func (s *somebody) ask(method, path string) *http.Response {
	s.Helper()
	if method == http.MethodGet {
		return s.get(path)
	}
	return s.send(path, url.Values{})
}
