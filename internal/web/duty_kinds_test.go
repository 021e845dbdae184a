package web_test

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/locale"
)

// Each kind has a page with a list, what was found and its exports, and a form with
// every field that people fill in.
func TestEveryKindHasItsPages(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	s := h.first()
	for _, d := range duty.Definitions() {
		at := "/duties/kinds/" + string(d.Kind)
		s.see(at)
		for _, form := range duty.ExportForms {
			if !strings.Contains(s.page, `href="/duties/export/`+form+`?kind=`+string(d.Kind)+`"`) {
				t.Errorf("%s: no export as %s", d.Kind, form)
			}
		}
		if d.Kind == duty.Disclosure {
			at = "/disclose"
		} else {
			at += "/new"
		}
		s.see(at)
		for _, f := range d.Fields {
			if d.Kind != duty.Disclosure && !f.Hidden && !strings.Contains(s.page, `name="f-`+f.Name+`"`) && f.Type != duty.Entry {
				t.Errorf("%s: the form lacks %s", d.Kind, f.Name)
			}
		}
		s.see("/duties/cycle", locale.For(varsam.Swedish).T("duty.kinds."+string(d.Kind)))
	}
}
