package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/web/account"
)

// What is published is looked at first, then published by whoever may, and
// compared afterwards; a form that was read before somebody else published is
// refused.
func TestPublishing(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	astrid.see("/publishing", "Dataskyddsinformation", "inte publicerat", "Registerförteckning")
	astrid.see("/publishing/notice", "Inget är publicerat än.")
	if r := astrid.submit("/publishing/notice", url.Values{"expect": {"0"}}); r.StatusCode != http.StatusOK {
		t.Fatalf("publishing: %s\n%s", r.Status, text(astrid.page))
	}
	astrid.says("Version 1 är publicerad.", "Version 1 gäller nu.")
	if r := astrid.send("/publishing/notice", url.Values{"expect": {"0"}}); r.StatusCode != http.StatusConflict {
		t.Errorf("a version was replaced unseen: %s", r.Status)
	}
	astrid.see("/publishing/notice")
	astrid.submit("/publishing/notice", url.Values{"expect": {"1"}})
	astrid.says("Orden är desamma")
	for _, path := range []string{"/publishing/notice/preview", "/publishing/notice/versions/1"} {
		if r := astrid.get(path); r.StatusCode != http.StatusOK || !strings.Contains(r.Header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s: %s, %s", path, r.Status, r.Header.Get("Content-Security-Policy"))
		}
	}
	for _, form := range []string{"pdf", "md", "json"} {
		if r := astrid.get("/publishing/record/preview/" + form); r.StatusCode != http.StatusOK || !strings.Contains(r.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %s", form, r.Status)
		}
	}
	for _, path := range []string{"/publishing/nothing", "/publishing/notice?party=x", "/publishing/notice/versions/9", "/publishing/notice/versions/x", "/publishing/notice/preview/exe"} {
		if r := astrid.get(path); r.StatusCode != http.StatusNotFound && r.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %s", path, r.Status)
		}
	}
	reader := h.with("Rune Ek", account.Reader)
	reader.see("/publishing/notice", "Version 1 gäller nu.")
	if strings.Contains(reader.page, `action="/publishing/notice"`) {
		t.Error("who may not publish is offered to")
	}
	if r := reader.send("/publishing/notice", url.Values{"expect": {"1"}}); r.StatusCode != http.StatusForbidden {
		t.Errorf("a reader publishes: %s", r.Status)
	}
}
