package api_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/ropa"
)

// empty is an organisation of the same store that has no register yet.
func (h *house) empty(name string) *house {
	h.Helper()
	other := &house{TB: h.TB, made: h.made, log: h.log}
	other.raise(h.Store, h.Requests.Keeper, h.API.Log, name, h.Requests.Home)
	return other
}

const record = "Behandling;Syfte;Rättslig grund;Vilka personer;Gallringstid\nLöner;Betala lön;rättslig förpliktelse;anställda;7 år\nKunder;Leverera;avtal;kunder;?\n"

// A record of processing that was kept as a spreadsheet is looked at, which changes
// nothing, and then becomes a first register of drafts; a second one is added to it.
func TestASpreadsheetByProgram(t *testing.T) {
	t.Parallel()
	main := build(t)
	h := main.empty("other")
	untouched := main.everything("main")
	p := h.program("Astrid Lind", every()...).with("Content-Type", "application/octet-stream").with("Accept-Language", "sv")
	before := h.rows()
	var read api.SheetReading
	tag := p.does(&read, "POST", "/register/sheet/check?name=record.csv", record).Header.Get("ETag")
	if tag != `"0"` || len(read.Sheets) != 1 || read.Sheets[0].Name != "record.csv" || read.Sheets[0].Header != 1 || len(read.Drafts) != 2 {
		t.Fatalf("read as %+v, %s", read, tag)
	}
	if c := read.Sheets[0].Columns[1]; c != (api.SheetColumn{Column: "B", Heading: "Syfte", Example: "Betala lön", Field: ropa.Purpose}) {
		t.Errorf("the second column is %+v", c)
	}
	if d := read.Drafts[0]; d.Title != "Löner" || d.Basis != "6.1.c" || !strings.HasPrefix(d.Path, "activities/") || !strings.Contains(d.Text, "draft: true") {
		t.Errorf("the first draft is %+v", d)
	}
	p.does(&read, "POST", "/register/sheet/check?name=odd.csv&map=B=name&map=d=other&header=1&sheet=odd.csv", "Vad;Något;Annat;Mer\na;Löner;c;d\n")
	if len(read.Drafts) != 1 || read.Drafts[0].Title != "Löner" || read.Sheets[0].Columns[1].Field != ropa.Name {
		t.Errorf("with columns of our own: %+v", read)
	}
	for table, n := range h.rows() {
		if n != before[table] {
			t.Errorf("to look at it made %d rows of %d in %s", n, before[table], table)
		}
	}

	p.fails(428, varsam.Invalid, "POST", "/register/sheet?name=record.csv", record)
	var made api.RegisterChanged
	at := "/register/sheet?name=record.csv&title=Exempel+AB&country=SE"
	if got := p.with("If-Match", tag).does(&made, "POST", at, record).Header.Get("ETag"); made.Number != 1 || got != `"1"` || len(made.Changes) < 2 {
		t.Errorf("taken as %+v, %s", made, got)
	}
	var now api.RegisterState
	p.does(&now, "GET", "/register", nil)
	if now.Title.In(varsam.Swedish) != "Exempel AB" || len(now.Activities) != 2 || !now.Activities[0].Draft {
		t.Errorf("the register is %+v", now)
	}
	p.with("If-Match", tag).fails(412, varsam.Conflict, "POST", at, record)
	p.with("If-Match", `"1"`).does(&made, "POST", at, record)
	p.does(&now, "GET", "/register", nil)
	if made.Number != 2 || len(now.Activities) != 4 {
		t.Errorf("a second one is %+v of %d activities", made, len(now.Activities))
	}

	for what, query := range map[string]string{
		"no name": "", "no record": "name=x.csv&sheet=none", "no line": "name=x.csv&header=0", "no column": "name=x.csv&map=1=name", "no field": "name=x.csv&map=A=nothing", "a line past the end": "name=x.csv&header=99999999&map=A=name",
	} {
		for _, path := range []string{"/register/sheet/check?", "/register/sheet?"} {
			if a := p.with("If-Match", `"2"`).asks("POST", path+query, record); a.StatusCode != 422 {
				t.Errorf("%s: %s", what, a.Status)
			}
		}
	}
	p.fails(422, varsam.Invalid, "POST", "/register/sheet/check?name=x.csv", "a;b\nc;d")
	for table, sum := range main.everything("main") {
		if untouched[table] != sum {
			t.Errorf("of the other organisation %s was %s and is %s", table, untouched[table], sum)
		}
	}
}

// An activity of the library begins a register as well as it is added to one.
func TestTheLibraryByProgram(t *testing.T) {
	t.Parallel()
	main := build(t)
	untouched := main.everything("main")
	p := main.empty("other").program("Astrid Lind", every()...)
	var taken api.RegisterText
	p.does(&taken, "POST", "/register/library/payroll-se?title=Exempel+AB&country=SE", nil)
	var now api.RegisterState
	p.does(&now, "GET", "/register", nil)
	if now.Title.In(varsam.Swedish) != "Exempel AB" || len(now.Activities) != 1 || !now.Activities[0].Draft || !strings.Contains(taken.Text, "draft: true") {
		t.Errorf("taken as %+v, and the register is %+v", taken, now)
	}
	p.fails(409, varsam.Conflict, "POST", "/register/library/payroll-se", nil)
	for table, sum := range main.everything("main") {
		if untouched[table] != sum {
			t.Errorf("of the other organisation %s was %s and is %s", table, untouched[table], sum)
		}
	}
}

// A database is named by reference, its structure becomes a draft, and what cannot be
// so is said with its place and without what was sent.
func TestADatabaseByProgram(t *testing.T) {
	t.Parallel()
	main := build(t)
	h := main.empty("other")
	astrid := h.program("Astrid Lind", every()...)
	p, later := astrid.with("If-Match", `"0"`), astrid.with("If-Match", `"1"`)
	reg, faults, err := register.Load(os.DirFS(h.made.Register))
	h.must(errors.Join(err, faults.Err()))
	crm, _ := reg.System("crm")
	body := func(connector, name, place string) map[string]string {
		return map[string]string{"name": name, "connector": connector, "place": place, "title": "Provbolaget"}
	}
	for at, wrong := range map[string]map[string]string{
		"/place": body("postgres", "crm", "postgres://user:hemligt@host/db"), "/name": body("sqlite", "Två ord", "x.db"), "/connector": body("oracle", "crm", "env:X"),
	} {
		problem := p.fails(422, varsam.Invalid, "POST", "/register/database", wrong)
		if len(problem.Faults) != 1 || problem.Faults[0].At != at || strings.Contains(problem.Faults[0].Says+problem.Detail, "hemligt") {
			t.Errorf("%s: %+v", at, problem)
		}
	}
	p.refuses(p.asks("POST", "/register/database", body("sqlite", "crm", t.TempDir()+"/none.db")), "what is not there")
	if a := p.asks("POST", "/register/database", body("postgres", "crm", "env:VARSAM_NOBODY_SETS_THIS")); a.StatusCode < 400 || a.StatusCode == 500 {
		t.Errorf("a reference to nothing: %s %s", a.Status, a.body)
	}
	p.fails(404, varsam.NotFound, "GET", "/register", nil)

	var made api.RegisterChanged
	if tag := p.does(&made, "POST", "/register/database", body("sqlite", "kunder", crm.Settings["dsn"])).Header.Get("ETag"); made.Number != 1 || tag != `"1"` {
		t.Errorf("drafted as %+v, %s", made, tag)
	}
	var now api.RegisterState
	a := p.does(&now, "GET", "/register", nil)
	if len(now.Systems) != 1 || now.Systems[0].Name != "kunder" || !now.Systems[0].Draft || len(now.Systems[0].Collections) == 0 || bytes.Contains(a.body, []byte(h.made.Cast["anna"].Email)) {
		t.Errorf("the register is %s", a.body)
	}
	p.fails(412, varsam.Conflict, "POST", "/register/database", body("sqlite", "kunder", crm.Settings["dsn"]))
	problem := later.fails(422, varsam.Invalid, "POST", "/register/database", body("sqlite", "kunder", crm.Settings["dsn"]))
	if len(problem.Faults) != 1 || problem.Faults[0].At != "/name" {
		t.Errorf("a second one of its name: %+v", problem)
	}
	later.does(&made, "POST", "/register/database", body("sqlite", "butik", crm.Settings["dsn"]))
}
