package web_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/api"
)

// counterparts are the routes of the interface for programs that do what a page's
// button does, or show what a page shows. What programs do not do begins with "no:"
// and says why.
var counterparts = map[string]string{
	"GET /kept": browser, "POST /kept/drop": browser,
	"POST /sign-out": browser, "GET /account": browser, "POST /account": browser, "POST /account/keys": browser, "POST /account/keys/{key}/drop": browser,
	"POST /account/codes": browser, "POST /account/codes/drop": browser, "POST /account/sessions/{session}/end": browser, "POST /account/sessions/end": browser,
	"GET /step-up": browser, "POST /step-up": browser, "POST /step-up/passkey": browser,

	"GET /{$}": "GET /requests", "GET /requests": "GET /requests", "GET /requests/new": form, "POST /requests": "POST /requests",
	"GET /requests/{id}": "GET /requests/{id}", "GET /requests/{id}/records/{n}": "GET /requests/{id}/records/{number}", "POST /requests/{id}/records/{n}": "GET /requests/{id}/records/{number}",
	"POST /requests/{id}/rule": "POST /requests/{id}/rulings", "POST /requests/{id}/confirm": "POST /requests/{id}/confirmations", "POST /requests/{id}/refuse": "POST /requests/{id}/refusals",
	"POST /requests/{id}/told": "POST /requests/{id}/told", "POST /requests/{id}/lift": "POST /requests/{id}/lift", "POST /requests/{id}/except": "POST /requests/{id}/steps/{step}/except",
	"POST /requests/{id}/pause": "POST /requests/{id}/pause", "POST /requests/{id}/resume": "POST /requests/{id}/resume", "POST /requests/{id}/extend": "POST /requests/{id}/extend",
	"POST /requests/{id}/search": "POST /requests/{id}/search", "POST /requests/{id}/approve": "POST /requests/{id}/approve", "POST /requests/{id}/run": "POST /requests/{id}/run",
	"GET /requests/{id}/pack": "GET /requests/{id}/pack", "POST /requests/{id}/pack": "POST /requests/{id}/pack", "POST /evidence/checkpoint": "POST /evidence/checkpoint", "GET /requests/{id}/letters/{kind}": "POST /requests/{id}/letters/{kind}",
	"GET /requests/{id}/letters/{kind}/sheet": "POST /requests/{id}/letters/{kind}", "GET /requests/{id}/letters/{kind}/file": "POST /requests/{id}/letters/{kind}",
	"POST /requests/{id}/letters/{kind}": "POST /requests/{id}/letters/{kind}", "GET /requests/{id}/copy": "GET /requests/{id}/copy", "GET /requests/{id}/copy/sheet": "GET /requests/{id}/copy",
	"GET /requests/{id}/copy/files": "GET /requests/{id}/copy", "POST /requests/{id}/copy": "POST /requests/{id}/copy", "POST /requests/{id}/answer": "POST /requests/{id}/answer",
	"POST /requests/{id}/forward": "POST /requests/{id}/forward", "POST /requests/{id}/shield": "POST /requests/{id}/shield", "POST /requests/{id}/share": "POST /requests/{id}/access",
	"POST /requests/{id}/unshare": "DELETE /requests/{id}/access/{account}", "POST /requests/{id}/mailbox": "POST /requests/{id}/mailboxes/{account}/opening",
	"POST /requests/{id}/recipients": "POST /disclosures/notices", "POST /requests/{id}/confirmed": "POST /duties/{id}",
	"POST /requests/{id}/mailbox/second": "POST /requests/{id}/mailboxes/{account}/opening/second",

	"GET /claims": "GET /claims", "GET /claims/{id}": "GET /claims/{id}", "POST /claims/{id}/attest": "POST /claims/{id}/attest", "POST /claims/{id}/lift": "POST /claims/{id}/lift",
	"POST /claims/{id}/message": "POST /claims/{id}/messages", "POST /claims/{id}/read": "GET /claims/{id}", "POST /claims/{id}/release": "POST /claims/{id}/release",
	"POST /claims/{id}/protect": "POST /claims/{id}/protect",
	"GET /proposals":            "GET /proposals", "GET /proposals/{id}": "GET /proposals/{id}", "POST /proposals/{id}/confirm": "POST /proposals/{id}/confirm", "POST /proposals/{id}/dismiss": "POST /proposals/{id}/dismiss",
	"GET /mailboxes": "GET /mailboxes/met", "GET /mailboxes/followup": "GET /mailboxes", "GET /mailboxes/at/{account}": "GET /mailboxes/{account}/mails",
	"POST /mailboxes/at/{account}": "POST /mailboxes/{account}/decisions", "POST /mailboxes/at/{account}/rules": "POST /mailboxes/{account}/rules",
	"POST /mailboxes/at/{account}/rules/{rule}/end": "DELETE /mailboxes/{account}/rules/{rule}", "GET /mailboxes/met/{request}/{account}": "GET /requests/{id}/mailboxes/{account}/mails",
	"POST /mailboxes/met/{request}/{account}": "POST /requests/{id}/mailboxes/{account}/release",
	"GET /suppressions":                       "GET /suppressions", "POST /suppressions/{suppression}/forget": "POST /suppressions/{id}/forget",
	"GET /letters": "GET /letters", "GET /letters/{id}": "GET /letters/{id}", "POST /letters/{id}/done": "POST /letters/{id}/done", "POST /letters/{id}/retry": "POST /letters/{id}/retry",
	"POST /letters/domain": "POST /letters/domain",
	"GET /tasks":           "GET /tasks", "POST /tasks/{id}/{step}": "POST /requests/{id}/steps/{step}/answer", "POST /tasks/{id}/{step}/link": "POST /requests/{id}/steps/{step}/link",

	"GET /culling": "GET /culling", "POST /culling": "POST /culling", "GET /culling/calendar": "GET /culling/calendar", "GET /culling/schedule": "GET /culling/schedule",
	"GET /culling/schedule/sheet": "GET /culling/schedule", "GET /culling/schedule/pdf": "GET /culling/schedule", "GET /culling/holds": "GET /holds", "POST /culling/holds": "POST /holds",
	"POST /culling/holds/{id}/release": "DELETE /holds/{id}", "GET /culling/{id}": "GET /culling/{id}", "GET /culling/{id}/certificate": "GET /culling/{id}/certificate",
	"GET /culling/{id}/certificate/sheet": "GET /culling/{id}/certificate", "GET /culling/{id}/certificate/pdf": "GET /culling/{id}/certificate", "POST /culling/{id}/approve": "POST /culling/{id}/approve",
	"POST /culling/{id}/pause": "POST /culling/{id}/pause", "POST /culling/{id}/resume": "POST /culling/{id}/resume", "POST /culling/{id}/cancel": "POST /culling/{id}/cancel",
	"POST /culling/standing/{id}/void": "DELETE /culling/standings/{id}",

	"GET /register": "GET /register", "GET /register/systems/{name}": "GET /register", "GET /register/activities/{name}": "GET /register", "GET /register/parties/{name}": "GET /register",
	"GET /register/findings": "GET /register/findings", "GET /keys": "no: what a keyboard does", "GET /register/map": "no: a picture of GET /register", "GET /register/versions": "GET /register/versions",
	"GET /register/files": "GET /register/files", "POST /register/files": "PUT /register/files", "GET /register/edit": "GET /register/files", "GET /register/edit/{path...}": "GET /register/text",
	"POST /register/edit/{path...}": "PUT /register/text", "GET /register/library": "GET /register/library", "POST /register/library": "POST /register/library/{key}", "POST /register/versions/{number}/restore": "POST /register/versions/{number}/restore",
	"GET /register/discovery": "GET /discovery/report", "POST /register/discovery": "POST /discovery", "POST /register/discovery/take": "POST /discovery/take",
	"GET /start": form, "POST /start/sheet": "POST /register/sheet/check", "POST /start/sheet/take": "POST /register/sheet", "POST /start/database": "POST /register/database",

	"GET /publishing": "GET /documents", "GET /publishing/{kind}": "GET /documents/{kind}", "GET /publishing/{kind}/preview": "GET /documents/{kind}/draft",
	"GET /publishing/{kind}/preview/{form}": "GET /documents/{kind}/draft", "GET /publishing/{kind}/versions/{number}": "GET /documents/{kind}/versions/{number}",
	"GET /publishing/{kind}/versions/{number}/{form}": "GET /documents/{kind}/versions/{number}", "POST /publishing/{kind}": "POST /documents/{kind}/publish",
	"GET /lists": "GET /lists/{name}", "GET /lists/{name}": "GET /lists/{name}", "POST /lists/calendar": "POST /calendar",
	"GET /register/form/{kind}": "GET /register/elements/{kind}", "POST /register/form/{kind}": "PUT /register/elements/{kind}",
	"GET /register/remove/{kind}": "GET /register/elements/{kind}/dependents", "POST /register/remove/{kind}": "DELETE /register/elements/{kind}",
	"GET /register/history/{kind}": "GET /register/elements/{kind}/history", "POST /register/history/{kind}": "POST /register/elements/{kind}/undo",
	"GET /search": "GET /searches", "POST /search": "POST /search",
	"GET /duties": "GET /duties/findings", "GET /duties/kinds/{kind}": "GET /duties", "GET /duties/kinds/{kind}/new": form, "POST /duties/kinds/{kind}": "POST /duties",
	"GET /duties/at/{id}": "GET /duties/{id}", "POST /duties/at/{id}": "POST /duties/{id}", "POST /duties/at/{id}/parts/{part}": "POST /duties/{id}",
	"POST /duties/at/{id}/end": "POST /duties/{id}/end", "POST /duties/at/{id}/reopen": "POST /duties/{id}/reopen", "POST /duties/at/{id}/delete": "DELETE /duties/{id}",
	"POST /duties/at/{id}/files": "POST /duties/{id}/files", "GET /duties/at/{id}/files/{file}": "GET /duties/{id}/files/{file}",
	"POST /duties/at/{id}/files/{file}/remove": "DELETE /duties/{id}/files/{file}", "GET /duties/export/{form}": "GET /duties/export",
	"POST /duties/at/{id}/read": "POST /duties/{id}/read", "POST /duties/at/{id}/clauses": "POST /duties/{id}/clauses", "POST /duties/at/{id}/announce": "POST /duties/{id}/announce",
	"POST /duties/at/{id}/customers": "POST /duties/{id}/customers", "POST /duties/at/{id}/invite": "POST /duties/{id}/invite", "POST /duties/at/{id}/ask": "POST /duties/{id}/ask",
	"POST /duties/ask": "POST /duties/ask", "GET /duties/at/{id}/notice": "GET /duties/{id}/notice", "GET /duties/at/{id}/affected": "GET /duties/{id}/affected/people",
	"POST /duties/at/{id}/affected": "POST /duties/{id}/affected", "GET /duties/at/{id}/letter": "GET /duties/{id}/letter", "POST /duties/at/{id}/letter": "POST /duties/{id}/letter",
	"GET /duties/cycle": "GET /duties/cycle", "GET /duties/report": "GET /duties/report", "GET /disclose": form, "POST /disclose": "POST /disclosures",
	"GET /incident": form, "POST /incident": "POST /incidents", "GET /register/promises": "GET /promises",
	"GET /evidence": "GET /evidence", "POST /evidence": "POST /evidence/verify", "GET /evidence/log": "GET /evidence/log",
	"GET /people": "GET /accounts", "POST /people": "POST /accounts", "POST /people/two": "POST /settings/two-people", "POST /people/second": "POST /settings/second-factor",
	"POST /people/{id}": "POST /accounts/{id}", "POST /people/{id}/link": "POST /accounts/{id}/link", "POST /people/{id}/sessions": "DELETE /accounts/{id}/sessions",
	"GET /sign-in": browser, "POST /sign-in": browser, "POST /sign-in/passkey": browser, "GET /sign-in/outside": browser, "GET /sign-in/outside/back": browser,
	"GET /welcome/{token}": browser, "POST /welcome/{token}": browser,
	"GET /ask": form, "POST /ask": "POST /claims", "GET /answered": thanks, "GET /stopped": thanks,
	"GET /receipt/{token}": personal, "POST /receipt/{token}/again": personal, "POST /receipt/{token}/code": personal, "GET /receipt/{token}/eid": personal, "GET /eid/back": personal,
	"GET /confirm/{token}": personal, "POST /confirm/{token}": personal, "GET /return/{token}": personal, "POST /return/{token}": personal,
	"GET /stop/{token}": personal, "POST /stop/{token}": personal, "GET /case/{token}": personal, "GET /case/{token}/eid": personal, "POST /case/{token}/code": personal,
	"POST /case/{token}/enter": personal, "POST /case/{token}/message": personal, "POST /case/{token}/fetch": personal,
	"GET /task/{token}": "GET /tasks", "POST /task/{token}": "POST /requests/{id}/steps/{step}/answer", "GET /duty/{token}": personal, "POST /duty/{token}": personal,
	"GET /sub-processors": "GET /documents/{kind}/versions/{number}", "GET /sub-processors.json": open,
	"GET /privacy": "GET /documents", "GET /privacy/style.css": open, "GET /privacy/feed.atom": open, "GET /privacy/{kind}": "GET /documents/{kind}",
	"GET /privacy/{kind}/feed.atom": open, "GET /privacy/{kind}/{number}": "GET /documents/{kind}/versions/{number}", "GET /privacy/{kind}/{number}/{file}": "GET /documents/{kind}/versions/{number}",
	"GET /.well-known/gpc.json": open, "GET /.well-known/security.txt": open, "GET /.well-known/privacy.json": open,
	"GET /api/reference": "no: it is the interface's own page, and GET /api/openapi.json for programs",
	"GET /programs":      "GET /tokens", "POST /programs/tokens": "POST /tokens", "POST /programs/tokens/{token}/revoke": "DELETE /tokens/{id}", "POST /programs/hooks": "POST /webhooks",
	"GET /programs/hooks/{hook}": "GET /webhooks/{id}/deliveries", "POST /programs/hooks/{hook}/test": "POST /webhooks/{id}/test", "POST /programs/hooks/{hook}/end": "DELETE /webhooks/{id}",
}

// Why programs do not do some things.
const (
	browser = "no: how a person signs in and shows who they are; a program has its token"
	form    = "no: an empty form"
	thanks  = "no: a sentence of thanks"
	// Whoever has a person's link is taken for them: no token may be.
	personal = "no: a person's own way, by a link that only they have"
	open     = "no: it is open to programs without a token"
)

// What the pages do, programs do: each page and each button of every area has its
// route among those of the interface, or a reason why it has none.
func TestProgramsDoWhatThePagesDo(t *testing.T) {
	t.Parallel()
	h := build(t, true)
	var routes []string
	for _, r := range api.Routes() {
		routes = append(routes, strings.Replace(r, api.Root, "", 1))
	}
	var pages []string
	for _, r := range h.Site.Routes() {
		pages = append(pages, r.Pattern)
	}
	for pattern, same := range counterparts {
		if !slices.Contains(pages, pattern) {
			t.Errorf("%s stands in the test and is no page", pattern)
		}
		if !strings.HasPrefix(same, "no: ") && !slices.Contains(routes, same) {
			t.Errorf("%s is said to be %s, which is no route of the interface", pattern, same)
		}
	}
	for _, pattern := range pages {
		if _, ok := counterparts[pattern]; !ok {
			t.Errorf("%s has no counterpart among the routes for programs, and no reason why", pattern)
		}
	}
}
