package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/duty"
)

// A duty is taken down, found wanting, changed over the version that was seen, and
// closed; whoever reads no people sees no names.
func TestDutiesByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p, auditor := h.program("Astrid Lind", every()...), h.program("Revisor", token.ReadWork)
	var kinds api.List[api.DutyKind]
	p.with("Accept-Language", "sv").does(&kinds, "GET", "/duties/kinds", nil)
	if len(kinds.Items) != len(duty.Definitions()) {
		t.Errorf("%d kinds", len(kinds.Items))
	}
	var made api.Duty
	p.with("Idempotency-Key", "cia").does(&made, "POST", "/duties", map[string]any{"kind": "staff", "facts": map[string]string{"name": "Cia <Dahl>", "start": "2026-01-07"}})
	p.with("Idempotency-Key", "cia").does(&made, "POST", "/duties", map[string]any{"kind": "staff", "facts": map[string]string{"name": "Cia <Dahl>", "start": "2026-01-07"}})
	var list api.List[api.Duty]
	if a := auditor.does(&list, "GET", "/duties?kind=staff", nil); len(list.Items) != 1 || bytes.Contains(a.body, []byte("Dahl")) {
		t.Errorf("the list is %s", a.body)
	}
	var found api.List[api.DutyFinding]
	auditor.with("Accept-Language", "sv").does(&found, "GET", "/duties/findings?kind=secrecy", nil)
	if len(found.Items) != 1 || found.Items[0].About != "staff:"+made.ID || !strings.Contains(found.Items[0].Says, "sekretess") {
		t.Errorf("found: %+v", found)
	}
	at := "/duties/" + made.ID
	p.does(&made, "GET", at, nil)
	if made.Facts["name"] != "Cia <Dahl>" {
		t.Errorf("the duty is %+v", made)
	}
	p.does(&made, "POST", at, map[string]any{"version": 1, "facts": map[string]string{"roles": "konsult"}, "owner": "hr@example.org"})
	p.fails(409, varsam.Conflict, "POST", at, map[string]any{"version": 1, "facts": map[string]string{"roles": "chef"}})
	p.fails(422, varsam.Invalid, "POST", at, map[string]any{"version": 2, "facts": map[string]string{"start": "soon", "shoe": "40"}})
	p.fails(422, varsam.Invalid, "POST", "/duties", map[string]any{"kind": "agreement", "about": "party:mailer", "facts": map[string]string{"form": "ours", "signed": "2199-01-01"}})
	p.fails(404, varsam.NotFound, "POST", "/duties", map[string]any{"kind": "agreement", "about": "party:nobody", "facts": map[string]string{"form": "ours"}})
	p.fails(403, varsam.Denied, "POST", "/duties", map[string]any{"kind": "disclosure", "about": "party:auditor", "facts": map[string]string{"on": "today", "scope": "x", "categories": "contact"}})
	p.does(&made, "POST", at+"/end", nil)
	if made.State != duty.Ended || made.Owner != "hr@example.org" {
		t.Errorf("ended: %+v", made)
	}
	var out duty.Exported
	if err := json.Unmarshal(p.does(nil, "GET", "/duties/export", nil).body, &out); err != nil || len(out.Records) != 1 || out.Records[0].Facts["roles"] != "konsult" {
		t.Errorf("exported: %+v, %v", out, err)
	}
	if a := p.does(nil, "GET", "/duties/export?as=xlsx&kind=staff", nil); !bytes.HasPrefix(a.body, []byte("PK")) {
		t.Error("the spreadsheet is none")
	}
	auditor.fails(403, varsam.Denied, "GET", "/duties/export", nil)
}

// Without both permissions nothing is handed over; with both it is logged, and the
// recipient is told of what becomes of it.
func TestDisclosureByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	wish := map[string]any{"recipient": "auditor", "scope": "Bron", "categories": []string{"contact.email"}, "people": []any{map[string]string{"mail": "anna@example.com", "company": "Kunden AB"}}}
	refused := func(want ...string) {
		t.Helper()
		a := p.asks("POST", "/disclosures", wish)
		var problem api.Problem
		if json.Unmarshal(a.body, &problem) != nil || a.StatusCode != http.StatusForbidden || len(problem.Faults) != len(want) {
			t.Fatalf("%s: %s", a.Status, a.body)
		}
		for i, f := range problem.Faults {
			if !strings.HasPrefix(f.Says, want[i]) || f.At != "/people/0" {
				t.Errorf("%+v; want %s", f, want[i])
			}
		}
		if bytes.Contains(a.body, []byte("anna@")) {
			t.Error("a refusal names the person")
		}
	}
	refused("person", "company")
	permit := map[string]string{"recipients": "auditor", "scope": "bron", "categories": "contact", "from": "2026-01-01", "until": "2099-01-01"}
	with := func(name, value string) map[string]string {
		f := map[string]string{name: value}
		for k, v := range permit {
			f[k] = v
		}
		return f
	}
	p.does(nil, "POST", "/duties", map[string]any{"kind": "permission", "facts": with("who", "anna@example.com")})
	refused("company")
	p.does(nil, "POST", "/duties", map[string]any{"kind": "company-permission", "facts": with("company", "Kunden AB")})
	var d api.Disclosure
	p.does(&d, "POST", "/disclosures", wish)
	var got api.List[api.Recipient]
	p.does(&got, "POST", "/disclosures/recipients", map[string]string{"mail": "Anna@example.com"})
	if len(got.Items) != 1 || got.Items[0].Disclosure != d.ID || got.Items[0].Title == "" {
		t.Errorf("recipients: %+v", got)
	}
	var told api.List[api.Duty]
	p.does(&told, "POST", "/disclosures/notices", map[string]string{"mail": "anna@example.com", "change": "erasure"})
	if len(told.Items) != 1 || told.Items[0].Facts["told"] == "" {
		t.Errorf("told: %+v", told)
	}
	p.fails(422, varsam.Invalid, "POST", "/disclosures/notices", map[string]string{"mail": "anna@example.com", "change": "forgotten"})
}
