package web

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// findingRow is a finding with the thing that it is about, and where that is
// mended: its form, or its page for whoever may not change it.
type findingRow struct {
	register.Finding
	Title, Href string
	Shown       string // what it says, with the titles of what it names
	Todo        string // what to do about it, in the words of the forms
}

func findingRows(v *frame.Visit, all []register.Finding) (rows []findingRow) {
	for _, f := range all {
		row := findingRow{Finding: f, Title: f.Where.String(), Href: "/register", Shown: v.Fill(f.Saying(), f.Args)}
		e, ok := aboutWhat(who(v).reg, f.Where)
		if row.Todo = inForms(v.Printer, e.Kind, f.Next().In(v.Lang())); ok {
			row.Title, row.Href = titleOf(v, e), homeOf(e)
			if who(v).May(account.SetUp) {
				row.Href = formHref(e)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// fileKey is a key of the register's files in a sentence: "purpose:".
var fileKey = regexp.MustCompile(`\b[a-z_]+:(?:[ ,.]|$)`)

// inForms says what the form of a kind of thing calls the parts whose keys a sentence names: who mends it on a page meets these. A sentence that
// has more of a file in it than keys stays as it is.
func inForms(say locale.Printer, kind register.Kind, text string) string {
	if strings.ContainsAny(text, "{[") {
		return text
	}
	return fileKey.ReplaceAllStringFunc(text, func(found string) string {
		key, behind, _ := strings.Cut(found, ":")
		label := "form." + string(kind) + "." + key
		if !say.Has(label) {
			label = "form.part." + key
		}
		if !say.Has(label) || slices.Contains(asWritten, key) {
			return found
		}
		return say.T("web.finding.part", say.T(label)) + behind
	})
}

// asWritten are the keys that sentences name with what is to stand behind them.
var asWritten = []string{"end", "key", "kind", "operator", "module"}

// aboutWhat is the element that a finding is about: what stands at its place, or
// what it names.
func aboutWhat(reg *register.Register, w register.Where) (e register.Element, ok bool) {
	if e, _, ok = reg.ElementAt(w); ok {
		return e, true
	}
	switch {
	case w.Field != "":
		e.Kind = register.FieldKind
	case w.Collection != "":
		e.Kind = register.CollectionKind
	case w.System != "":
		e.Kind = register.SystemKind
	case w.Activity != "":
		e.Kind = register.ActivityKind
	case w.Party != "":
		e.Kind = register.PartyKind
	default:
		return e, false
	}
	e.Name, e.Collection, e.Field = cmp.Or(w.System, w.Activity, w.Party), w.Collection, w.Field
	return e, true
}

// titleOf is what an element is called, within what it stands in.
func titleOf(v *frame.Visit, e register.Element) string {
	switch e.Kind {
	case register.OrganisationKind:
		return v.T("form.kind.organisation")
	case register.CollectionKind:
		return place(v, e.Name, e.Collection)
	case register.FieldKind:
		return place(v, e.Name, e.Collection) + ": " + e.Field
	}
	return v.Name(string(e.Kind), e.Name)
}
