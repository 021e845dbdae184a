package document_test

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/register"
)

// TestMandatoryFields: no document of any example, nor of a register that has
// everything, lacks what the law asks for, in any language.
func TestMandatoryFields(t *testing.T) {
	t.Parallel()
	registers := map[string]*register.Register{"whole": load(t, whole())}
	for _, name := range companies {
		registers[name] = example(t, name)
	}
	for name, reg := range registers {
		each(t, reg, func(d document.Document, from document.Source) {
			for _, g := range document.Gaps(d, from) {
				if g.Severity == register.Error {
					t.Errorf("%s, %s in %s: %+v", name, d.Kind, d.Language, g)
				}
			}
		})
	}
}

// TestFields is the table of Art. 13, 14, 26, 28 and 30: each field is said where
// the register has it, by a block that says it.
func TestFields(t *testing.T) {
	t.Parallel()
	reg := load(t, whole())
	for _, f := range []struct {
		kind       document.Kind
		duty, says string
	}{
		{document.Notice, "13(1)(a)", "privacy@example.com"},
		{document.Notice, "13(1)(a)/representative", "Unionsgatan 2"},
		{document.Notice, "13(1)(b)", "dpo@example.com"},
		{document.Notice, "13(1)(c)/purpose/letters", "Send news"},
		{document.Notice, "13(1)(c)/basis/books", "Accounting Act"},
		{document.Notice, "13(1)(d)/care", "reaching our customers"},
		{document.Notice, "9(2)/health", "Article 9(2)(b)"},
		{document.Notice, "14(1)(d)/letters", "Name and e-mail address"},
		{document.Notice, "13(1)(e)/shared", "The Partner Ltd"},
		{document.Notice, "13(1)(f)/mailerly", "Article 46(2)(c)"},
		{document.Notice, "13(1)(f)/copy", "copy of the safeguards"},
		{document.Notice, "13(2)(a)/care", "3 years after the last call"},
		{document.Notice, "13(2)(a)/books", "Accounting Act"},
		{document.Notice, "13(2)(b)/access", "copy of it"},
		{document.Notice, "13(2)(b)/rectification", "corrected"},
		{document.Notice, "13(2)(b)/erasure", "erased"},
		{document.Notice, "13(2)(b)/restriction", "only store"},
		{document.Notice, "13(2)(b)/portability", "machine-readable"},
		{document.Notice, "13(2)(b)/objection", "compelling grounds"},
		{document.Notice, "13(2)(b)/withdrawal", "take back a consent"},
		{document.Notice, "13(2)(d)", "tietosuoja@om.fi"},
		{document.Notice, "13(2)(e)/care", "Then we cannot answer."},
		{document.Notice, "13(2)(e)/letters", "enter into and perform the contract"},
		{document.Notice, "13(2)(f)/shared", "held against a limit"},
		{document.Notice, "22(3)", "review an automated decision"},
		{document.Notice, "14(2)(f)/shared", "The Partner Ltd: bank account"},
		{document.Notice, "21(4)", "say no to direct marketing"},
		{document.Notice, "26(2)/partner", "They take payment."},
		{document.Notice, "12(2)", "within one month"},
		{document.Description, "13(1)(a)", "Acme Apples"},
		{document.Description, "13(1)(b)", "dpo@example.com"},
		{document.Description, "13(2)(b)/access", "a signed request on paper will do but is not required"},
		{document.Record, "30(1)(a)", "privacy@example.com"},
		{document.Record, "30(1)(a)/joint/shared", "The Partner Ltd"},
		{document.Record, "30(1)(b)/care", "Keep in touch."},
		{document.Record, "30(1)(c)/subjects/care", "Customers and contacts"},
		{document.Record, "30(1)(c)/data/health", "sick leave"},
		{document.Record, "30(1)(d)/shared", "The Partner Ltd"},
		{document.Record, "30(1)(e)/care", "Mailerly Inc. (the United States): the European Commission's standard contractual clauses"},
		{document.Record, "30(1)(f)/care", "3 years"},
		{document.Record, "30(1)(g)/care", "Two-step login"},
		{document.Processing, "30(2)(a)", "privacy@example.com"},
		{document.Processing, "30(2)(a)/customer", "dpo@customer.example"},
		{document.Processing, "30(2)(b)/runs", "Run the customer’s system."},
		{document.Processing, "30(2)(c)/runs", "Mailerly Inc."},
		{document.Processing, "30(2)(d)/runs", "Two-step login"},
		{document.Annex, "28(3)/subject/runs", "Run the customer’s system."},
		{document.Annex, "28(3)/nature/runs", "storing and reading"},
		{document.Annex, "28(3)/data/runs", "Name"},
		{document.Annex, "28(3)/subjects/runs", "Customers"},
		{document.Annex, "28(3)/duration/runs", "31 January 2028"},
		{document.Annex, "28(3)(a)/runs", "documented instructions"},
		{document.Annex, "28(3)(c)", "encryption of disks"},
		{document.Annex, "28(3)(d)", "Mailerly Inc."},
		{document.Annex, "28(3)(g)/runs", "returned or erased"},
		{document.Essence, "26(2)/partner", "We answer questions."},
		{document.Essence, "26(1)/partner", "gemensamt@example.com"},
		{document.Subprocessors, "28(2)/mailerly", "sends newsletters"},
		{document.Cookies, "21(5)", "Global Privacy Control"},
	} {
		made, err := document.Make(f.kind, source(reg, f.kind, varsam.English))
		if err != nil {
			t.Fatal(err)
		}
		if text := saying(made, f.duty); !strings.Contains(strings.ToLower(text), strings.ToLower(f.says)) {
			t.Errorf("%s, Art. %s: %q does not say %q", f.kind, f.duty, text, f.says)
		}
	}
}

// saying is what the blocks that fulfil a duty say.
func saying(d document.Document, duty string) string {
	var all []string
	for _, b := range d.Blocks {
		for _, fulfilled := range b.Fulfils {
			if fulfilled == duty {
				all = append(all, strings.Join(b.Lines, " "))
			}
		}
	}
	return strings.Join(all, " | ")
}

// TestWhatIsMissing takes away one thing of a whole register at a time: each
// becomes a gap, and nothing is published with one.
func TestWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind                 document.Kind
		file, line, instead  string
		code, article, about string
	}{
		{document.Notice, "organisation.yaml", "contact: {name: Dataskydd, email: privacy@example.com, address: Provgatan 1}", "", "no-contact", "Art. 13(1)(a)", ""},
		{document.Notice, "organisation.yaml", "officer: {name: Ombudet, email: dpo@example.com}", "public: true", "no-officer", "Art. 13(1)(b)", ""},
		{document.Notice, "letters.yaml", "basis: {article: 6.1.a}", "", "no-basis", "Art. 13(1)(c)", "letters"},
		{document.Notice, "books.yaml", "basis: {article: 6.1.c, law: FI-KPL-6}", "basis: {article: 6.1.c}", "no-basis", "Art. 13(1)(c)", "books"},
		{document.Notice, "letters.yaml", "needs: [person.name, contact.email]", "", "no-data", "Art. 14(1)(d)", "letters"},
		{document.Notice, "books.yaml", "keep: {law: FI-KPL-6}", "", "no-period", "Art. 13(2)(a)", "books"},
		{document.Notice, "mail.yaml", "transfer: {mechanism: scc, module: \"2\", checked: 2026-09-01}", "", "no-safeguard", "Art. 13(1)(f)", "mailerly"},
		{document.Notice, "mail.yaml", "checked: 2026-09-01", "until: 2026-01-01", "no-safeguard", "Art. 13(1)(f)", "mailerly"},
		{document.Notice, "mail.yaml", "mechanism: scc", "mechanism: privacy-shield", "no-safeguard", "Art. 13(1)(f)", "mailerly"},
		{document.Essence, "partner.yaml", "  essence: {sv: Vi svarar på frågor. De tar betalt., en: We answer questions. They take payment., fi: Me vastaamme kysymyksiin. He veloittavat.}\n", "", "no-essence", "Art. 26(2)", "partner"},
		{document.Subprocessors, "mail.yaml", "country: US", "", "no-country", "Art. 28(2)", "mailerly"},
		{document.Processing, "runs.yaml", "purpose: {sv: Sköta kundens system., en: Run the customer’s system., fi: Asiakkaan järjestelmän ylläpito.}\nnature: {sv: lagring och läsning, en: storing and reading, fi: tallentaminen ja lukeminen}", "", "no-purpose", "Art. 30(2)(b)", "runs"},
		{document.Record, "care.yaml", "subjects: [customer, contact]", "", "no-subjects", "Art. 30(1)(c)", "care"},
	} {
		files := whole()
		text := string(files[c.file].Data)
		if !strings.Contains(text, c.line) {
			t.Fatalf("%s has no %q", c.file, c.line)
		}
		files[c.file] = file(strings.Replace(text, c.line, c.instead, 1))
		reg := load(t, files)
		from := source(reg, c.kind, varsam.Swedish)
		made, err := document.Make(c.kind, from)
		if err != nil {
			t.Fatal(err)
		}
		gaps := document.Gaps(made, from)
		if document.Complete(gaps) {
			t.Errorf("%s without %q could be published", c.kind, c.line)
		}
		found := false
		for _, g := range gaps {
			found = found || g.Code == c.code && g.Article == c.article && g.About == c.about && !g.Template
		}
		if !found {
			t.Errorf("%s without %q: %+v", c.kind, c.line, gaps)
		}
	}
}

// TestOnlyRightsThatApply: an activity tells the rights that its basis gives, and
// no others.
func TestOnlyRightsThatApply(t *testing.T) {
	t.Parallel()
	made, err := document.Make(document.Notice, source(load(t, whole()), document.Notice, varsam.English))
	if err != nil {
		t.Fatal(err)
	}
	for activity, want := range map[string]string{
		"letters": "Access, rectification, erasure, restriction, portability and withdrawal of consent",
		"care":    "Access, rectification, erasure, restriction and objection",
		"shared":  "Access, rectification, erasure, restriction and portability",
		"books":   "Access, rectification and restriction",
	} {
		if got := saying(made, "13(2)(b)/"+activity); got != want {
			t.Errorf("%s: %q, want %q", activity, got, want)
		}
	}
	for _, b := range made.Blocks {
		if b.ID == "rights.withdrawal" && !strings.Contains(b.String(), "Holds for: newsletter.") {
			t.Errorf("withdrawal: %q", b)
		}
	}
}
