package web

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountPublishing adds what the organisation publishes: to look at before, to
// publish, to compare.
func (o *Office) mountPublishing() {
	see := func(pattern string, h frame.Handler) {
		o.area.Handle(pattern, needsRegister(allowed(account.SeeWork, h)))
	}
	see("GET /publishing", o.publishing)
	see("GET /publishing/{kind}", o.published)
	see("GET /publishing/{kind}/preview", o.previewSheet)
	see("GET /publishing/{kind}/preview/{form}", o.previewForm)
	see("GET /publishing/{kind}/versions/{number}", o.versionSheet)
	see("GET /publishing/{kind}/versions/{number}/{form}", o.versionForm)
	o.area.Handle("POST /publishing/{kind}", needsRegister(allowed(account.SetUp, o.publish)))
}

// documentRow is one document with how it stands.
type documentRow struct {
	Kind    document.Kind
	Party   string
	Title   string
	Public  bool
	Number  int // in force; 0: none
	Day     varsam.Date
	Changes int
	Errors  int
	Notes   int // warnings
}

func (o *Office) publishing(v *frame.Visit) error {
	all, err := o.Publishing.List(v.Context())
	if err != nil {
		return err
	}
	reg := who(v).reg
	rows := []documentRow{}
	for _, kind := range document.Kinds() {
		if !document.Has(reg, kind) {
			continue
		}
		for _, party := range partiesOf(reg, kind) {
			row, err := o.documentRow(v, all, kind, party)
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
	}
	return v.Show("publishing", rows)
}

func partiesOf(reg *register.Register, kind document.Kind) []string {
	if kind.ByParty() {
		return document.Parties(reg, kind)
	}
	return []string{""}
}

func (o *Office) documentRow(v *frame.Visit, all []publish.Publication, kind document.Kind, party string) (documentRow, error) {
	row := documentRow{Kind: kind, Party: party, Title: v.T("document.kind." + string(kind)), Public: kind.Public()}
	if party != "" {
		row.Title += ": " + v.Name("party", party)
	}
	preview, err := o.Publishing.Preview(v.Context(), publish.Wanted{Kind: kind, Party: party, Lang: o.documentLanguage(v)})
	if err != nil {
		return row, err
	}
	row.Changes = len(preview.Changes)
	for _, g := range preview.Gaps {
		if g.Severity == register.Error {
			row.Errors++
		} else {
			row.Notes++
		}
	}
	at := slices.IndexFunc(all, func(p publish.Publication) bool { return p.Kind == kind && p.Party == party })
	if at >= 0 {
		row.Number, row.Day = all[at].Number, all[at].Day
	}
	return row, nil
}

// documentLanguage is the organisation's own where the reader's is another: what
// is missing is missing in that.
func (o *Office) documentLanguage(v *frame.Visit) varsam.Lang {
	if lang, err := document.ParseLang(v.Query("language")); err == nil {
		return lang
	}
	return v.Lang()
}

// documentView is one document before it is published, with its versions.
type documentView struct {
	Kind      document.Kind
	Party     string
	Title     string
	Query     string // of the sheet
	InForce   int
	Gaps      []gapView
	Complete  bool
	Changes   []changeView
	Versions  []publish.Publication
	Languages []varsam.Lang
	Lang      varsam.Lang
	Formats   []publish.Format
}

type gapView struct {
	Article, Says, Next string
	Blocks              bool
}

type changeView struct {
	document.Change
	Words []document.Span
}

func (o *Office) wanted(v *frame.Visit) (publish.Wanted, error) {
	kind := document.Kind(v.Param("kind"))
	if !kind.Valid() || !document.Has(who(v).reg, kind) {
		return publish.Wanted{}, varsam.Errorf(varsam.NotFound, "the register has nothing for a document %s", v.Param("kind"))
	}
	w := publish.Wanted{Kind: kind, Party: v.Query("party"), Lang: o.documentLanguage(v)}
	if !slices.Contains(partiesOf(who(v).reg, kind), w.Party) {
		return w, varsam.Errorf(varsam.NotFound, "the document %s is not made for %q", kind, w.Party)
	}
	if text := v.Param("number"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return w, varsam.Errorf(varsam.NotFound, "there is no version %q", text)
		}
		w.Number = n
	}
	return w, nil
}

func (o *Office) published(v *frame.Visit) error {
	w, err := o.wanted(v)
	if err != nil {
		return err
	}
	preview, err := o.Publishing.Preview(v.Context(), w)
	if err != nil {
		return err
	}
	all, err := o.Publishing.List(v.Context())
	if err != nil {
		return err
	}
	view := documentView{
		Kind: w.Kind, Party: w.Party, Title: v.T("document.kind." + string(w.Kind)), InForce: preview.InForce, Complete: document.Complete(preview.Gaps),
		Lang: w.Lang, Languages: document.Languages(), Formats: publish.FormatsOf(w.Kind), Query: "?language=" + string(w.Lang),
	}
	if w.Party != "" {
		view.Title += ": " + v.Name("party", w.Party)
		view.Query += "&party=" + template.URLQueryEscaper(w.Party)
	}
	say := document.Titles(v.Printer, who(v).reg)
	for _, g := range preview.Gaps {
		view.Gaps = append(view.Gaps, gapView{g.Article, g.Says(say), g.Next(say), g.Severity == register.Error})
	}
	for _, c := range preview.Changes {
		view.Changes = append(view.Changes, changeView{c, document.Words(strings.Join(c.Before, " · "), strings.Join(c.After, " · "))})
	}
	for _, p := range all {
		if p.Kind == w.Kind && p.Party == w.Party {
			view.Versions = append(view.Versions, p)
		}
	}
	return v.Show("published", view)
}

func (o *Office) previewSheet(v *frame.Visit) error {
	w, err := o.wanted(v)
	if err != nil {
		return err
	}
	preview, err := o.Publishing.Preview(v.Context(), w)
	if err != nil {
		return err
	}
	html, err := page.HTML(preview.Document, page.Edition{})
	if err != nil {
		return err
	}
	return v.Sheet(html)
}

func (o *Office) previewForm(v *frame.Visit) error {
	w, err := o.wanted(v)
	if err != nil {
		return err
	}
	format := publish.Format(v.Param("form"))
	data, err := o.Publishing.Draft(v.Context(), w, format)
	if err != nil {
		return err
	}
	return v.Download(string(w.Kind)+"-preview."+string(w.Lang)+"."+string(format), format.MediaType(), data)
}

func (o *Office) versionSheet(v *frame.Visit) error {
	w, err := o.wanted(v)
	if err != nil {
		return err
	}
	html, err := o.Publishing.Form(v.Context(), w, publish.HTML)
	if err != nil {
		return err
	}
	return v.Sheet(html)
}

func (o *Office) versionForm(v *frame.Visit) error {
	w, err := o.wanted(v)
	if err != nil {
		return err
	}
	format := publish.Format(v.Param("form"))
	data, err := o.Publishing.Form(v.Context(), w, format)
	if err != nil {
		return err
	}
	return v.Download(string(w.Kind)+"-"+strconv.Itoa(w.Number)+"."+string(w.Lang)+"."+string(format), format.MediaType(), data)
}

// publish freezes what was looked at: a version that somebody else has published
// meanwhile is not replaced unseen.
func (o *Office) publish(v *frame.Visit) error {
	w, err := o.wanted(v)
	if err != nil {
		return err
	}
	order := publish.Order{Kinds: []document.Kind{w.Kind}, Party: v.Field("party"), By: who(v).ID, Expect: v.Whole("expect"), Seen: true}
	out, err := o.Publishing.Publish(v.Context(), order)
	if err != nil {
		return err
	}
	kind, key, args := frame.Note, "web.publish.same", []string{}
	for _, outcome := range out {
		switch {
		case outcome.Refused():
			kind, key = frame.Bad, "web.publish.refused"
		case outcome.Published != nil:
			kind, key, args = frame.Good, "web.publish.done", []string{strconv.Itoa(outcome.Number)}
		}
	}
	v.Flash(kind, key, args...)
	to := "/publishing/" + string(w.Kind)
	if order.Party != "" {
		to += "?party=" + template.URLQueryEscaper(order.Party)
	}
	return v.Redirect(to)
}
