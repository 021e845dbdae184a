package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/retention/report"
)

var update = flag.Bool("update", false, "write the golden files")

var languages = []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.English}

// golden holds a report against testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at it and run go test -update. Got:\n%s", path, got)
	}
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

const interest = "{article: 6.1.f, interest: {interest: {sv: Kontakt, en: Contact}, necessity: n, balance: b, review: 2099-01-01}}"

// shop is a register with each way of saying how long, and two gaps.
func shop(t *testing.T) *register.Register {
	t.Helper()
	activity := func(name, sv, en, basis, keep string) *fstest.MapFile {
		return file("activity: " + name + "\ntitle: {sv: " + sv + ", en: " + en + "}\nowner: Säljchefen\npurpose: {sv: " + sv + ", en: " + en + "}\nbasis: " + basis +
			"\nsubjects: [customer]\nneeds: [contact, person, payment]\nkeep: " + keep + "\n")
	}
	reg, faults, err := register.Load(fstest.MapFS{
		"organisation.yaml": file("format: 1\norganisation: acme\ntitle: {sv: Åkes Äpplen & Öl AB, en: Acme Ltd}\nnumber: 556000-0000\ncountry: SE\nzone: Europe/Stockholm\nfiscal_year: 01-01\ncontact: {email: privacy@example.com}\n"),
		"care.yaml":         activity("care", "Kundvård", "Customer care", interest, "{period: 2 years}"),
		"sales.yaml":        activity("sales", "Försäljning", "Sales", "{article: 6.1.b}", "{while: relation}"),
		"bookkeeping.yaml":  activity("bookkeeping", "Bokföring", "Bookkeeping", "{article: 6.1.c, law: SE-BFL}", "{law: SE-BFL}"),
		"letters.yaml":      activity("letters", "Nyhetsbrev", "Newsletter", "{article: 6.1.a}", "{while: consent}"),
		"projects.yaml":     activity("projects", "Projekt", "Projects", interest, "{earliest: 7 years, latest: 10 years}"),
		"shop.yaml": file(`system: shop
title: {sv: Butiken <b>, en: The shop <b>}
connector: sqlite
settings: {file: shop.db}
operator: self
owner: Driften
country: SE
backups: {kept: 30 days}
collections:
  customers:
    title: {sv: kundkort, en: customer cards}
    person: self
    fields:
      id: id.customer
      name: person.name
      email: {data: contact.email, identifies: email}
    carried_by:
      - {activity: care, from: contacted_on}
      - {activity: letters, consent: {given: said_yes_on, withdrawn: said_no_on, wording: text}, when: {newsletter: true}}
    end: erase
  invoices:
    title: {sv: fakturor, en: invoices}
    person: {through: customer_id, to: customers}
    fields: {amount: payment.amount}
    carried_by:
      - {activity: sales, until: paid_on}
      - {activity: bookkeeping, from: booked_on}
    restrict: {flag: {blocked_on: now}, obeys: the view}
    end: erase
  visits:
    title: {sv: besök, en: visits}
    person: {through: customer_id, to: customers}
    fields: {page: behaviour}
`),
		"binders.yaml": file(`system: binders
title: {sv: Pärmar, en: Binders}
connector: assisted
operator: self
country: SE
collections:
  projects:
    title: {sv: projektpärmar, en: project binders}
    person: self
    fields: {name: person.name}
    carried_by: [{activity: projects, from: closed_on}]
    end: anonymise
    anonymise: {columns: {name: null}, keep: [closed_on], k: 5}
`),
	})
	if err != nil || faults.Err() != nil {
		t.Fatal(err, faults.Err())
	}
	return reg
}

// night is a run in which everything happened that can.
func night(t *testing.T, lang varsam.Lang) report.Run {
	t.Helper()
	at := time.Date(2026, 11, 21, 2, 0, 0, 0, time.UTC)
	yes := []report.Yes{{Actor: "0a1b2c3d4e5f6071", Assurance: "command line", At: at}, {Actor: "8899aabbccddeeff", Assurance: "command line", At: at.Add(time.Hour)}}
	return report.Run{
		Lang: lang, Register: shop(t), Version: 3, Made: at.Add(5 * time.Hour), ID: "g0123456789", Digest: strings.Repeat("ab", 32),
		Day: varsam.NewDate(2026, 11, 21), State: "done", Over: true, Planned: at, Ended: at.Add(4 * time.Hour),
		Rules: []report.Rule{
			{
				System: "shop", Collection: "invoices", Action: varsam.OpRestrict, Due: 1250, Parts: report.Parts{Verified: report.Part{Ranges: 2, Rows: 1250}},
				Finality: varsam.Flagged, Approval: &report.Approval{Yes: yes},
			},
			{
				System: "shop", Collection: "invoices", Action: varsam.OpErase, Due: 12_345, Needed: 40, Protected: 5, Unclear: 3,
				Parts: report.Parts{
					Verified: report.Part{Ranges: 12, Rows: 11_300}, Changed: report.Part{Ranges: 1, Rows: 600}, Refused: report.Part{Ranges: 1, Rows: 300},
					Back: report.Part{Ranges: 1, Rows: 100}, Split: report.Part{Ranges: 1, Rows: 1000},
				},
				Refusals: []report.Refusal{{Code: varsam.Denied, Rows: 300}}, Finality: varsam.InBackups, Until: varsam.NewDate(2026, 12, 21),
				Approval: &report.Approval{Standing: "b0011223344", Most: 20_000, Jump: 300, Until: varsam.NewDate(2027, 6, 30), Yes: yes},
			},
			{System: "shop", Collection: "customers", Action: varsam.OpErase},
		},
		Silent: []varsam.Gap{{System: "binders", Why: varsam.Because("cull-assisted")}},
		Holds:  []varsam.Reason{varsam.Because("hold-review", "h00aa11bb22", "2026-11-01")},
	}
}

func certificate(t *testing.T, run report.Run) report.Document {
	t.Helper()
	doc, err := report.Certificate(run)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func schedule(t *testing.T, lang varsam.Lang) report.Document {
	t.Helper()
	doc, err := report.Schedule(report.Plan{Lang: lang, Register: shop(t), Day: varsam.NewDate(2026, 11, 21)})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestGolden(t *testing.T) {
	for _, lang := range languages {
		for name, doc := range map[string]report.Document{"certificate": certificate(t, night(t, lang)), "schedule": schedule(t, lang)} {
			golden(t, name+"."+string(lang)+".txt", doc.Text)
			golden(t, name+"."+string(lang)+".json", doc.JSON)
			if out := string(doc.HTML) + string(doc.Text); strings.Contains(out, "⟦") {
				t.Errorf("%s in %s has a key without a sentence", name, lang)
			}
		}
	}
}

// cells are the rows of a page's tables, as a reader of XML sees them.
func cells(t *testing.T, html []byte) (rows [][]string) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(html))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var open []string
	for {
		token, err := d.Token()
		if token == nil {
			if len(open) > 0 || err.Error() != "EOF" {
				t.Fatalf("the page does not end as it began: %v, %v", open, err)
			}
			return rows
		}
		switch x := token.(type) {
		case xml.StartElement:
			open = append(open, x.Name.Local)
			if x.Name.Local == "script" {
				t.Error("the page has a script")
			}
			for _, a := range x.Attr {
				if a.Name.Local == "src" || a.Name.Local == "href" {
					t.Errorf("the page reaches for %s", a.Value)
				}
			}
			switch x.Name.Local {
			case "tr":
				rows = append(rows, nil)
			case "td", "th":
				rows[len(rows)-1] = append(rows[len(rows)-1], "")
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 && (open[len(open)-1] == "td" || open[len(open)-1] == "th") {
				last := rows[len(rows)-1]
				last[len(last)-1] += string(x)
			}
		}
	}
}

// TestNumbers: the page has the numbers of the JSON, in the order of its head,
// and what is due is accounted for to the last record.
func TestNumbers(t *testing.T) {
	doc := certificate(t, night(t, varsam.English))
	var content struct {
		Rules []struct {
			Action                                                        string
			Due, Done, Needed, Protected, Changed, Refused, Open, Unclear int64
		}
	}
	if err := json.Unmarshal(doc.JSON, &content); err != nil {
		t.Fatal(err)
	}
	for _, r := range content.Rules {
		if sum := r.Done + r.Needed + r.Protected + r.Changed + r.Refused + r.Open; sum != r.Due {
			t.Errorf("%s: %d of %d accounted for", r.Action, sum, r.Due)
		}
	}
	rows := cells(t, doc.HTML)
	for _, want := range []string{
		"Data|Action|Due|Done|Needed by others|Protected|Changed|Refused|Not done|Unclear",
		"Invoices|Blocking|1,250|1,250|0|0|0|0|0|0",
		"Invoices|Erasure|12,345|11,300|40|5|700|300|0|3",
	} {
		found := false
		for _, row := range rows {
			found = found || strings.Join(row, "|") == want
		}
		if !found {
			t.Errorf("no row %s in %q", want, rows)
		}
	}
}

// TestWaiting: what waits for more of its kind, and what is only pseudonymised, are
// told apart from what was not done, in columns that only such runs have.
func TestWaiting(t *testing.T) {
	run := night(t, varsam.English)
	run.Rules = append(run.Rules, report.Rule{
		System: "binders", Collection: "projects", Action: varsam.OpAnonymise, Due: 100, Waiting: 7, Linked: 11,
		Parts: report.Parts{Verified: report.Part{Ranges: 1, Rows: 80}}, Left: []varsam.Reason{varsam.Because("cull-small", "7")}, Finality: varsam.Pseudonymised,
	})
	doc := certificate(t, run)
	rows := cells(t, doc.HTML)
	for _, want := range []string{
		"Data|Action|Due|Done|Needed by others|Protected|Waiting|Pseudonymous|Changed|Refused|Not done|Unclear",
		"Invoices|Erasure|12,345|11,300|40|5|0|0|700|300|0|3",
		"Project binders|Anonymisation|100|80|0|0|7|11|0|0|2|0",
	} {
		if !slices.ContainsFunc(rows, func(row []string) bool { return strings.Join(row, "|") == want }) {
			t.Errorf("no row %s in %q", want, rows)
		}
	}
	if text := strings.Join(strings.Fields(string(doc.Text)), " "); !strings.Contains(text, "7 records are too few of their kind to be anonymous; they wait.") {
		t.Errorf("the certificate does not say why they wait:\n%s", text)
	}
	if pdf, err := doc.PDF(); err != nil || len(pdf) == 0 {
		t.Errorf("%d bytes of PDF, %v", len(pdf), err)
	}
}

// TestTyped: names on a command line are never called people, nor their review
// one by two.
func TestTyped(t *testing.T) {
	run := night(t, varsam.English)
	if text := string(certificate(t, run).Text); !strings.Contains(text, "Nobody checked who they") || strings.Contains(text, "2 people said yes") || strings.Contains(text, "four eyes") {
		t.Errorf("two typed names:\n%s", text)
	}
	for i := range run.Rules {
		if a := run.Rules[i].Approval; a != nil {
			for j := range a.Yes {
				a.Yes[j].Assurance = "passkey"
			}
		}
	}
	if text := string(certificate(t, run).Text); !strings.Contains(text, "2 people said yes") || strings.Contains(text, "command line") {
		t.Errorf("two people who were checked:\n%s", text)
	}
}

// TestUnapproved: what nobody has approved says so, and counts as not done.
func TestUnapproved(t *testing.T) {
	run := night(t, varsam.English)
	run.State, run.Over, run.Ended = "waiting", false, time.Time{}
	run.Rules = []report.Rule{{
		System: "shop", Collection: "invoices", Action: varsam.OpErase, Due: 7, Why: varsam.Because("cull-no-approval"),
		Parts: report.Parts{Open: report.Part{Ranges: 1, Rows: 7}},
	}}
	text := string(certificate(t, run).Text)
	for _, want := range []string{"Nothing was changed", "Nobody has approved", "Not done 7", "Waiting for approval"} {
		if !strings.Contains(text, want) {
			t.Errorf("without %q:\n%s", want, text)
		}
	}
}

// TestFinland: in Finland nothing is "spärrad", and numbers are FO-nummer.
func TestFinland(t *testing.T) {
	for _, doc := range []report.Document{certificate(t, night(t, varsam.FinlandSwedish)), schedule(t, varsam.FinlandSwedish)} {
		for _, form := range [][]byte{doc.HTML, doc.Text, doc.JSON} {
			if strings.Contains(strings.ToLower(string(form)), "spärr") {
				t.Errorf("%s says spärr", doc.Title)
			}
		}
		if !strings.Contains(string(doc.Text), "FO-nummer") {
			t.Errorf("%s has no FO-nummer", doc.Title)
		}
	}
}

// TestEscaped: a title of the register is text, not markup.
func TestEscaped(t *testing.T) {
	for _, doc := range []report.Document{certificate(t, night(t, varsam.Swedish)), schedule(t, varsam.Swedish)} {
		if strings.Contains(string(doc.HTML), "<b>") || !strings.Contains(string(doc.HTML), "&lt;b&gt;") {
			t.Errorf("%s has markup of the register", doc.Title)
		}
	}
}

// TestPDF: a PDF is one, the same each time, with its fonts.
func TestPDF(t *testing.T) {
	for _, doc := range []report.Document{certificate(t, night(t, varsam.Swedish)), schedule(t, varsam.English)} {
		one, err := doc.PDF()
		if err != nil {
			t.Fatal(err)
		}
		two, err := doc.PDF()
		if err != nil || !bytes.Equal(one, two) {
			t.Errorf("%s: two PDFs of one report differ (%v)", doc.Title, err)
		}
		if !bytes.HasPrefix(one, []byte("%PDF-")) || !bytes.Contains(one, []byte("/FontFile2")) {
			t.Errorf("%s: no PDF with embedded fonts", doc.Title)
		}
	}
}

// A page that ends in the middle of a fact goes on upon the next one: each line after
// it had a page of its own, so that one line more made several.
func TestPDFPages(t *testing.T) {
	before := 0
	for n := range 60 {
		run := night(t, varsam.English)
		for len(run.Rules[0].Approval.Yes) < n {
			run.Rules[0].Approval.Yes = append(run.Rules[0].Approval.Yes, run.Rules[0].Approval.Yes[0])
		}
		pdf, err := certificate(t, run).PDF()
		if err != nil {
			t.Fatal(err)
		}
		pages := bytes.Count(pdf, []byte("/Type /Page\n"))
		if pages == 0 || before > 0 && pages > before+1 {
			t.Errorf("with %d approvals: %d pages, with one less: %d", n, pages, before)
		}
		before = pages
	}
	if before > 3 {
		t.Errorf("60 approvals are on %d pages", before)
	}
}

func TestNoRegister(t *testing.T) {
	if _, err := report.Certificate(report.Run{}); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("a certificate without a register: %v", err)
	}
	if _, err := report.Schedule(report.Plan{}); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("a schedule without a register: %v", err)
	}
}
