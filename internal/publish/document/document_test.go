package document_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/register"
)

var unfilled = regexp.MustCompile(`⟦|\{[0-9]|%!`)

// TestDocumentsAreWhole: ids are unique, sentences are filled, and no block is
// empty, in any language.
func TestDocumentsAreWhole(t *testing.T) {
	t.Parallel()
	for _, reg := range []*register.Register{load(t, whole()), example(t, "insourceit"), example(t, "kunskapspartner")} {
		each(t, reg, func(d document.Document, _ document.Source) {
			seen := map[string]bool{}
			for _, b := range d.Blocks {
				if seen[b.ID] {
					t.Errorf("%s in %s: two blocks %s", d.Kind, d.Language, b.ID)
				}
				seen[b.ID] = true
				if unfilled.MatchString(b.Label+b.String()) || strings.TrimSpace(b.String()) == "" {
					t.Errorf("%s in %s, %s: %q %q", d.Kind, d.Language, b.ID, b.Label, b.Lines)
				}
				if b.Link != "" {
					if _, ok := d.Section(b.Link); !ok {
						t.Errorf("%s: %s leads to no section %s", d.Kind, b.ID, b.Link)
					}
				}
			}
		})
	}
}

// TestFinnishIsFinnish: a register with Finnish words gives a notice without a
// passage in another language.
func TestFinnishIsFinnish(t *testing.T) {
	t.Parallel()
	for _, kind := range []document.Kind{document.Notice, document.Description, document.Measures, document.Cookies, document.Essence, document.Subprocessors} {
		made, err := document.Make(kind, source(load(t, whole()), kind, varsam.Finnish))
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range made.Blocks {
			if b.Foreign != "" {
				t.Errorf("%s: %s is in %s: %q", kind, b.ID, b.Foreign, b.Lines)
			}
		}
	}
}

// TestNoticesNameTheAuthority of the organisation's country, in its own language.
func TestNoticesNameTheAuthority(t *testing.T) {
	t.Parallel()
	for _, country := range law.Countries {
		reg := load(t, whole())
		reg.Organisation.Country = string(country)
		for _, lang := range []varsam.Lang{varsam.Swedish, varsam.Finnish, varsam.English} {
			made, err := document.Make(document.Notice, source(reg, document.Notice, lang))
			if err != nil {
				t.Fatal(err)
			}
			var named []string
			for _, b := range made.Blocks {
				if b.Label != "" && strings.Contains(b.String(), "Datatilsynet") {
					named = b.Lines
				}
			}
			if foreign := country == law.NO || country == law.DK; foreign != (len(named) > 2) {
				t.Errorf("%s in %s: the authority is %q", country, lang, named)
			}
		}
	}
}

// TestMissingTranslation falls back and says so.
func TestMissingTranslation(t *testing.T) {
	t.Parallel()
	files := whole()
	files["care.yaml"] = file(strings.Replace(string(files["care.yaml"].Data), "{sv: Hålla kontakten., en: Keep in touch., fi: Yhteydenpito.}", "{sv: Hålla kontakten.}", 1))
	reg := load(t, files)
	made, err := document.Make(document.Notice, source(reg, document.Notice, varsam.English))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(made.Foreign, []varsam.Lang{varsam.Swedish}) {
		t.Errorf("foreign: %v", made.Foreign)
	}
	for _, b := range made.Blocks {
		if want := b.ID == "purpose-care.purpose"; (b.Foreign == varsam.Swedish) != want {
			t.Errorf("%s is in %q: %q", b.ID, b.Foreign, b.Lines)
		}
	}
	swedish, err := document.Make(document.Notice, source(reg, document.Notice, varsam.FinlandSwedish))
	if err != nil || len(swedish.Foreign) > 0 {
		t.Errorf("Finland's Swedish has what Sweden's has: %v %v", swedish.Foreign, err)
	}
}

// TestDraftsAreNotTold: what nobody has confirmed stands in no document.
func TestDraftsAreNotTold(t *testing.T) {
	t.Parallel()
	files := whole()
	files["care.yaml"] = file(string(files["care.yaml"].Data) + "draft: true\n")
	each(t, load(t, files), func(d document.Document, _ document.Source) {
		for _, b := range d.Blocks {
			if strings.Contains(b.ID, "care") && d.Kind != document.Schedule {
				t.Errorf("%s tells of a draft: %s", d.Kind, b.ID)
			}
		}
	})
}

// TestTemplate changes words, order and sections, and cannot do away with what
// the law asks for.
func TestTemplate(t *testing.T) {
	t.Parallel()
	files := whole()
	files["template.yaml"] = file(`template: notice
title: {sv: Om dina uppgifter, en: On your data}
order: [rights]
leave_out: [security]
add:
  - {section: welcome, after: brief, title: {sv: Välkommen, en: Welcome}, text: {sv: "Hej.\n\nDet här är vi.", en: "Hello.\n\nThis is us."}}
say:
  notice.complaint.lead: {sv: Klaga gärna här., en: Complain here.}
`)
	reg := load(t, files)
	from := source(reg, document.Notice, varsam.Swedish)
	made, err := document.Make(document.Notice, from)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, s := range made.Sections {
		if s.Level == 2 {
			ids = append(ids, s.ID)
		}
	}
	if ids[0] != "rights" || ids[1] != "brief" || ids[2] != "welcome" || slices.Contains(ids, "security") {
		t.Errorf("sections: %v", ids)
	}
	welcome, _ := made.Section("welcome")
	if made.Title.String() != "Om dina uppgifter" || len(welcome.Blocks) != 2 || welcome.Blocks[1].String() != "Det här är vi." {
		t.Errorf("%q %+v", made.Title, welcome)
	}
	complaint, _ := made.Section("complaint")
	if b := complaint.Blocks[0]; b.String() != "Klaga gärna här." || !slices.Contains(b.From, "templates/notice/say/notice.complaint.lead") {
		t.Errorf("%+v", b)
	}
	if gaps := document.Gaps(made, from); !document.Complete(gaps) {
		t.Errorf("%+v", gaps)
	}
}

// TestTemplateCannotHide: what a template takes away is a gap of the template.
func TestTemplateCannotHide(t *testing.T) {
	t.Parallel()
	for section, code := range map[string]string{"rights": "no-right", "complaint": "no-authority", "contact": "no-contact", "purposes": "no-purpose", "transfers": "no-safeguard"} {
		files := whole()
		files["template.yaml"] = file("template: notice\nleave_out: [" + section + "]\n")
		from := source(load(t, files), document.Notice, varsam.English)
		made, err := document.Make(document.Notice, from)
		if err != nil {
			t.Fatal(err)
		}
		gaps := document.Gaps(made, from)
		if !slices.ContainsFunc(gaps, func(g document.Gap) bool { return g.Code == code && g.Template && g.Severity == register.Error }) {
			t.Errorf("without %s: %+v", section, gaps)
		}
	}
}

// TestBadTemplate says what is wrong with one.
func TestBadTemplate(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"order: [rihgts]":                                              `"rihgts"`,
		"say: {notice.nothing: {sv: x}}":                               `"notice.nothing"`,
		"say: {notice.lead: {sv: 'Om {0}'}}":                           "slots",
		"say: {notice.title: {sv: Utan namn}}":                         "slots",
		"add: [{section: rights, title: {}, text: {}}]":                "",
		"add: [{section: x, after: y, title: {sv: x}, text: {sv: y}}]": `"y"`,
	} {
		files := whole()
		files["template.yaml"] = file("template: notice\n" + text + "\n")
		reg, faults, err := register.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		if len(faults) > 0 {
			continue // refused by the schema already
		}
		_, err = document.Make(document.Notice, source(reg, document.Notice, varsam.Swedish))
		if varsam.CodeOf(err) != varsam.Invalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestWords: what stayed and went is the text before, what stayed and came the
// text after.
func TestWords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"a", "b", "c", "3", "år"})
		before := strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "before"), " ")
		after := strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "after"), " ")
		var old, fresh []string
		for _, s := range document.Words(before, after) {
			if s.What != document.Added {
				old = append(old, s.Text)
			}
			if s.What != document.Removed {
				fresh = append(fresh, s.Text)
			}
		}
		if strings.Join(old, " ") != before || strings.Join(fresh, " ") != after {
			t.Fatalf("%q → %q: %q, %q", before, after, old, fresh)
		}
	})
}

// TestEmptyRegister: a register that says almost nothing gives documents with
// gaps, never a broken one.
func TestEmptyRegister(t *testing.T) {
	t.Parallel()
	for country, text := range map[string]string{"SE": "", "FI": "", "US": "activity: a\n", "DE": "activity: a\nrole: joint\nbasis: {article: 6.1.f}\n"} {
		files := whole()
		clear(files)
		files["organisation.yaml"] = file("organisation: acme\nformat: 1\ncountry: " + country + "\nzone: Europe/Stockholm\n")
		if text != "" {
			files["a.yaml"] = file(text)
		}
		each(t, load(t, files), func(d document.Document, from document.Source) {
			if d.Kind == document.Notice && document.Complete(document.Gaps(d, from)) {
				t.Errorf("%s: a notice that reaches nobody could be published", country)
			}
		})
	}
}

// TestAnnouncedChanges: a change of sub-processors that customers have been told of
// stands on the page until it has come.
func TestAnnouncedChanges(t *testing.T) {
	t.Parallel()
	from := source(load(t, whole()), document.Subprocessors, varsam.English)
	from.Announced = []document.Announced{
		{ID: "a", Says: "Mailerly becomes a sub-processor from 1 March 2027.", On: from.Day, Effective: from.Day.AddDays(60), Until: from.Day.AddDays(30)},
		{ID: "b", Says: "Another is no longer one.", On: from.Day.AddDays(-90), Effective: from.Day.AddDays(-1), Until: from.Day.AddDays(-60)},
	}
	made, err := document.Make(document.Subprocessors, from)
	if err != nil {
		t.Fatal(err)
	}
	if line := strings.Join(made.Block("announced.change-a").Lines, " "); !strings.Contains(line, "Mailerly becomes") || !strings.Contains(line, "Objections until") {
		t.Errorf("the change is told as %q", line)
	}
	if past := made.Block("announced.change-b"); len(past.Lines) > 0 {
		t.Errorf("a change that has come is told: %v", past.Lines)
	}
}
