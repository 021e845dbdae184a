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
	"GET /register/findings": "GET /register/findings", "GET /register/map": "no: a picture of GET /register", "GET /register/versions": "GET /register/versions",
	"GET /register/files": "GET /register/files", "POST /register/files": "PUT /register/files", "GET /register/edit": "GET /register/files", "GET /register/edit/{path...}": "GET /register/text",
	"POST /register/edit/{path...}": "PUT /register/text", "POST /register/library": "POST /register/library/{key}", "POST /register/versions/{number}/restore": "POST /register/versions/{number}/restore",
	"GET /register/discovery": "GET /discovery/report", "POST /register/discovery": "POST /discovery", "POST /register/discovery/take": "POST /discovery/take",
	"GET /start": form, "POST /start/sheet": sheets, "POST /start/sheet/take": sheets, "POST /start/database": "no: a first register is made once, by somebody who looks at it; programs put files",

	"GET /publishing": "GET /documents", "GET /publishing/{kind}": "GET /documents/{kind}", "GET /publishing/{kind}/preview": "GET /documents/{kind}/draft",
	"GET /publishing/{kind}/preview/{form}": "GET /documents/{kind}/draft", "GET /publishing/{kind}/versions/{number}": "GET /documents/{kind}/versions/{number}",
	"GET /publishing/{kind}/versions/{number}/{form}": "GET /documents/{kind}/versions/{number}", "POST /publishing/{kind}": "POST /documents/{kind}/publish",
	"GET /lists": "GET /lists/{name}", "GET /lists/{name}": "GET /lists/{name}", "POST /lists/calendar": "POST /calendar",
	"GET /register/form/{kind}": "GET /register/elements/{kind}", "POST /register/form/{kind}": "PUT /register/elements/{kind}",
	"GET /register/remove/{kind}": "GET /register/elements/{kind}/dependents", "POST /register/remove/{kind}": "DELETE /register/elements/{kind}",
	"GET /register/history/{kind}": "GET /register/elements/{kind}/history", "POST /register/history/{kind}": "POST /register/elements/{kind}/undo",
	"GET /search": "GET /searches", "POST /search": "POST /search",
	"GET /evidence": "GET /evidence", "POST /evidence": "POST /evidence/verify", "GET /evidence/log": "GET /evidence/log",
	"GET /people": "GET /accounts", "POST /people": "POST /accounts", "POST /people/two": "POST /settings/two-people", "POST /people/second": "POST /settings/second-factor",
	"POST /people/{id}": "POST /accounts/{id}", "POST /people/{id}/link": "POST /accounts/{id}/link", "POST /people/{id}/sessions": "DELETE /accounts/{id}/sessions",
	"GET /programs": "GET /tokens", "POST /programs/tokens": "POST /tokens", "POST /programs/tokens/{token}/revoke": "DELETE /tokens/{id}", "POST /programs/hooks": "POST /webhooks",
	"GET /programs/hooks/{hook}": "GET /webhooks/{id}/deliveries", "POST /programs/hooks/{hook}/test": "POST /webhooks/{id}/test", "POST /programs/hooks/{hook}/end": "DELETE /webhooks/{id}",
}

// Why programs do not do some things.
const (
	browser = "no: how a person signs in and shows who they are; a program has its token"
	form    = "no: an empty form"
	sheets  = "no: a mapping that a person looks at column by column; varsam register import does it for scripts"
)

// What the pages do, programs do: each page and each button has its route among
// those of the interface, or a reason why it has none.
func TestProgramsDoWhatThePagesDo(t *testing.T) {
	t.Parallel()
	h := build(t, true)
	var routes []string
	for _, r := range api.Routes() {
		routes = append(routes, strings.Replace(r, api.Root, "", 1))
	}
	staff := h.staffRoutes()
	for pattern, same := range counterparts {
		if !slices.Contains(staff, pattern) {
			t.Errorf("%s stands in the test and is no page", pattern)
		}
		if !strings.HasPrefix(same, "no: ") && !slices.Contains(routes, same) {
			t.Errorf("%s is said to be %s, which is no route of the interface", pattern, same)
		}
	}
	for _, pattern := range staff {
		if _, ok := counterparts[pattern]; !ok && !strings.Contains(pattern, " /duties") && !strings.Contains(pattern, "/disclose") && !strings.Contains(pattern, "/incident") && !strings.Contains(pattern, "/promises") {
			t.Errorf("%s has no counterpart among the routes for programs, and no reason why", pattern)
		}
	}
}
