package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestNowhere: an address that nothing answers to gives a page of ours, to staff
// within their frame and to others without it, in a house without a register too.
func TestNowhere(t *testing.T) {
	t.Parallel()
	for _, bare := range []bool{false, true} {
		h := build(t, bare)
		astrid, anybody := h.first(), h.nobody()
		for _, path := range []string{"/nope", "/evidence/zz", "/requests/r1/plan", "/.well-known/nope", "/%00"} {
			if r := astrid.get(path); r.StatusCode != http.StatusNotFound {
				t.Errorf("%s: %s", path, r.Status)
			}
			astrid.says("Det finns inte här", "Det finns ingen sida på den adressen", "Logga ut")
			if r := anybody.get(path); r.StatusCode != http.StatusNotFound {
				t.Errorf("%s: %s", path, r.Status)
			}
			anybody.says("Det finns inte här")
			if !strings.Contains(anybody.page, `<html lang="sv"`) || strings.Contains(anybody.page, "Gallring") {
				t.Errorf("%s is no page for anybody:\n%s", path, anybody.page)
			}
		}
	}
}

// TestSheetsNeedNoOtherStyle: the policy under which a report is shown takes its
// one style sheet; what an element brought itself would be left out.
func TestSheetsNeedNoOtherStyle(t *testing.T) {
	t.Parallel()
	astrid := build(t, false).first()
	astrid.see("/culling/schedule/sheet")
	if !strings.Contains(astrid.page, `<col class="w`) || strings.Contains(astrid.page, " style=") {
		t.Error("the schedule has style beside its sheet")
	}
}
