package duty

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/post"
)

// customers are the parties whose data we process for them.
func (w *World) customers() (all []string) {
	if w.Register == nil {
		return nil
	}
	for _, p := range w.Register.Parties {
		if w.served(p.Name) {
			all = append(all, p.Name)
		}
	}
	return all
}

// Announce tells every customer of a change of sub-processors, ahead. The time to
// object runs from today; the change takes effect on the day it says, but never
// before the day after the last on which somebody may object.
func (s *Service) Announce(ctx context.Context, id, by string) (r Record, told []string, err error) {
	r, err = s.send(ctx, id, "announced", by, func(r *Record, w *World) ([]post.Item, error) {
		switch {
		case r.Kind != SubChange:
			return nil, varsam.Errorf(varsam.Invalid, "duty %s is no change of sub-processors", r.ID)
		case r.Facts["announced"] != "":
			return nil, varsam.Errorf(varsam.Conflict, "change %s was announced on %s", r.ID, r.Facts["announced"])
		}
		r.Facts["announced"] = w.Today.String()
		if first := w.ObjectionsUntil(*r).AddDays(1); r.Facts["change"] != "remove" && r.Facts.Day("effective").Before(first) {
			r.Facts["effective"] = first.String()
		}
		var letters []post.Item
		for _, name := range w.customers() {
			letter, err := w.toParty(name)
			if err != nil {
				return nil, err
			}
			letter.Subject, letter.Text = changeNotice(w.Printer(letter.Language), w, *r)
			letters, told = append(letters, letter), append(told, name)
		}
		return letters, nil
	})
	return r, told, err
}

// changeNotice is what customers read of a change.
func changeNotice(p locale.Printer, w *World, r Record) (subject, text string) {
	f, org := r.Facts, p.In(w.Register.Organisation.Title)
	lines := []string{
		p.T("mail.greeting"), p.T("duty.sub."+f["change"], r.Subject.Title(p, nil), f["effective"]),
	}
	for _, name := range []string{"replaces", "task", "place", "ground"} {
		if f[name] == "" {
			continue
		}
		field, _ := r.Definition().Field(name)
		lines = append(lines, field.Label(p, r.Kind)+": "+field.Shows(p, f[name], w.Zone()))
	}
	lines = append(lines, filledLines(f["text"])...)
	if f["change"] != "remove" {
		lines = append(lines, p.T("duty.sub.object", w.ObjectionsUntil(r).String(), strings.Join(contactLines(w.Register.Organisation), ", ")))
	}
	return p.T("duty.sub.subject", org), strings.Join(append(lines, org), "\n\n") + "\n"
}

// News is one entry of the feed of changes: what a customer's program reads.
type News struct {
	ID        string      `json:"id"`
	Change    string      `json:"change"`
	Party     string      `json:"party"`
	Announced varsam.Date `json:"announced"`
	Effective varsam.Date `json:"effective"`
	Until     varsam.Date `json:"objections_until"`
	Title     string      `json:"title"`
	Text      string      `json:"text"`
}

// Feed are the announced changes, the newest first.
func Feed(w *World, lang varsam.Lang) (all []News) {
	p := w.Printer(lang)
	for _, r := range w.records {
		if r.Kind != SubChange || r.Facts["announced"] == "" {
			continue
		}
		title := r.Subject.Title(p, nil)
		all = append(all, News{
			ID: r.ID, Change: r.Facts["change"], Party: title, Announced: r.Facts.Day("announced"), Effective: r.Facts.Day("effective"),
			Until: w.ObjectionsUntil(r), Title: p.T("duty.sub."+r.Facts["change"], title, r.Facts["effective"]), Text: r.Facts["text"],
		})
	}
	slices.SortStableFunc(all, func(a, b News) int { return b.Announced.Compare(a.Announced) })
	return all
}

// Listed is one entry of our list of sub-processors, as the public may see it.
type Listed struct {
	Party     string      `json:"party"` // its name in the register
	Title     string      `json:"title"`
	Task      string      `json:"task"`
	Place     string      `json:"place"`
	Data      string      `json:"data,omitempty"`
	Ground    string      `json:"ground,omitempty"` // for a transfer
	Agreement bool        `json:"agreement"`        // one is in force
	Since     varsam.Date `json:"since,omitzero"`
}

// SubProcessors is our list, by title.
func SubProcessors(w *World, lang varsam.Lang) (all []Listed) {
	p := w.Printer(lang)
	for _, r := range w.Of(SubProcessor) {
		f := r.Facts
		l := Listed{
			Party: r.Subject.Name, Title: r.Subject.Title(p, nil), Task: f["task"], Place: f["place"], Data: f["data"], Ground: f["ground"],
			Agreement: w.inForce(Agreement, r.Subject.Name), Since: f.Day("since"),
		}
		if t, ok := w.open(Transfer, r.Subject); ok && l.Ground == "" {
			l.Ground = p.T("duty.option.mechanism." + t.Facts["mechanism"])
		}
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b Listed) int { return p.Compare(a.Title, b.Title) })
	return all
}

// CopyList keeps a copy of a supplier's list of sub-processors, and what differs
// from the copy before, line by line. The supplier's record is made when there is
// none.
func (s *Service) CopyList(ctx context.Context, name, file string, content []byte, by string) (r Record, err error) {
	w, err := s.World(ctx)
	if err != nil {
		return r, err
	}
	r, ok := w.open(SupplierList, party(name))
	if !ok {
		if r, err = s.Add(ctx, New{Kind: SupplierList, Subject: party(name), Facts: Facts{}}, by); err != nil {
			return r, err
		}
	}
	before, had, err := s.lastCopy(ctx, r)
	if err != nil {
		return r, err
	}
	if _, err := s.Attach(ctx, r.ID, file, content, by); err != nil {
		return r, err
	}
	facts := Facts{"taken": w.Today.String(), "again": Define(SupplierList).Every.After(w.Today).String(), "changed": "", "seen": ""}
	if had {
		facts["changed"] = differences(linesOf(before), linesOf(content))
	}
	return s.Set(ctx, r.ID, facts, by)
}

// lastCopy is the newest copy of a list that is kept.
func (s *Service) lastCopy(ctx context.Context, r Record) ([]byte, bool, error) {
	r, err := s.Get(ctx, r.ID)
	if err != nil {
		return nil, false, err
	}
	files, err := s.Files(ctx, r)
	if err != nil || len(files) == 0 {
		return nil, false, err
	}
	_, content, err := s.File(ctx, r.ID, files[len(files)-1].ID)
	return content, err == nil, err
}

// linesOf are the lines of a list that say something.
func linesOf(content []byte) (all []string) {
	for line := range bytes.Lines(content) {
		if text := strings.Join(strings.Fields(string(line)), " "); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// mostDifferences bounds what is kept of a list that was written anew.
const mostDifferences = 200

// differences are the lines that came and those that went; where a line stands
// does not count, because suppliers sort their lists anew.
func differences(before, after []string) string {
	count := map[string]int{}
	for _, line := range before {
		count[line]++
	}
	var out []string
	for _, line := range after {
		if count[line]--; count[line] < 0 {
			out = append(out, "+ "+line)
		}
	}
	for _, line := range before {
		if count[line] > 0 {
			count[line]--
			out = append(out, "− "+line)
		}
	}
	if len(out) > mostDifferences {
		out = append(out[:mostDifferences], "…")
	}
	return strings.Join(out, "\n")
}
