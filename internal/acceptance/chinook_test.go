package acceptance

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

// chinookData is where the three scripts lie, when they are there.
const chinookData = "../../../shared/data/chinook"

// shop is the Chinook database on one engine, with its register.
type shop struct {
	*house
	db    *database
	words map[string]string // a name of the template to the engine's
}

// scripts are each engine's file, and the line after which its tables begin.
var scripts = map[string]struct{ file, head string }{
	"sqlite":   {"Chinook_Sqlite.sql", ""},
	"postgres": {"Chinook_PostgreSql.sql", `\c chinook;`},
	"mariadb":  {"Chinook_MySql.sql", "USE `Chinook`;"},
}

func newShop(t *testing.T, e engine) *shop {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(chinookData, scripts[e.name].file))
	if err != nil {
		t.Skipf("the Chinook data is not here: %v", err)
	}
	s := &shop{house: newHouse(t), db: e.new(t)}
	s.secrets = []string{"oakim", "ohansson", "Celsiusg", "jane", "Jane", "Peacock", "651 52 52"}
	_, tables, found := strings.Cut(string(script), scripts[e.name].head)
	if !found {
		t.Fatalf("%s does not begin as expected", scripts[e.name].file)
	}
	s.db.exec(tables)
	s.names()
	s.restrictedTables()
	s.fill()
	s.set("CHINOOK_DSN", s.db.dsn)
	return s
}

// names reads how the engine writes the names of the template, and sets those
// of the restricted tables: one that stands beside the others, one in a schema
// and one in a database of its own.
func (s *shop) names() {
	s.words = map[string]string{"connector": s.db.name, "settings": ""}
	for table, rows := range map[string][]string{
		"Customer": {
			"CustomerId", "FirstName", "LastName", "Company", "Address", "City", "State", "Country", "PostalCode", "Phone", "Fax", "Email", "SupportRepId",
		},
		"Employee": {"EmployeeId", "Title", "ReportsTo", "BirthDate", "HireDate"},
		"Invoice": {
			"InvoiceId", "InvoiceDate", "BillingAddress", "BillingCity", "BillingState", "BillingCountry", "BillingPostalCode", "Total",
		},
		"InvoiceLine": {"InvoiceLineId", "TrackId", "UnitPrice", "Quantity"},
	} {
		for _, name := range append(rows, table) {
			s.words[name] = s.word(name)
		}
	}
	switch s.db.name {
	case "sqlite":
		s.words["RestrictedInvoice"], s.words["RestrictedInvoiceLine"] = "RestrictedInvoice", "RestrictedInvoiceLine"
	case "postgres":
		s.words["RestrictedInvoice"], s.words["RestrictedInvoiceLine"] = "restricted.invoice", "restricted.invoice_line"
	case "mariadb":
		s.words["RestrictedInvoice"], s.words["RestrictedInvoiceLine"] = s.db.schemas[0]+".Invoice", s.db.schemas[0]+".InvoiceLine"
		s.words["settings"] = ", schemas: " + s.db.schemas[0]
	}
}

var capital = regexp.MustCompile(`([a-z])([A-Z])`)

// word is a name of the template as the engine's script writes it.
func (s *shop) word(name string) string {
	if s.db.name != "postgres" {
		return name
	}
	return strings.ToLower(capital.ReplaceAllString(name, "${1}_$2"))
}

// sql quotes a name of the template, with its schema when it has one.
func (s *shop) sql(name string) string {
	parts := strings.Split(s.words[name], ".")
	for i := range parts {
		parts[i] = s.db.quoted(parts[i])
	}
	return strings.Join(parts, ".")
}

// restrictedTables makes the tables that only those who keep the books may read.
// The lines there point at no invoice: lines and invoices are moved one table
// after the other.
func (s *shop) restrictedTables() {
	if s.db.name == "postgres" {
		s.db.exec("CREATE SCHEMA restricted")
	}
	for _, name := range []string{"Invoice", "InvoiceLine"} {
		like := " (LIKE " + s.sql(name) + " INCLUDING ALL)"
		switch s.db.name {
		case "sqlite":
			script := s.db.query(`SELECT sql FROM sqlite_master WHERE name = '` + name + `'`)[0][0].String
			script = strings.Replace(script, "CREATE TABLE [", "CREATE TABLE [Restricted", 1)
			s.db.exec(invoiceReference.ReplaceAllString(script, ""))
			continue
		case "mariadb":
			like = " LIKE " + s.sql(name)
		}
		restricted := s.sql("Restricted" + name)
		s.db.exec("CREATE TABLE " + restricted + like)
		column, to := "CustomerId", s.db.quoted(s.db.own)+"."+s.sql("Customer")
		if name == "InvoiceLine" {
			column, to = "TrackId", s.db.quoted(s.db.own)+"."+s.db.quoted(s.word("Track"))
		}
		s.db.exec("ALTER TABLE " + restricted + " ADD FOREIGN KEY (" + s.sql(column) + ") REFERENCES " + to + " (" + s.sql(column) + ")")
	}
}

var invoiceReference = regexp.MustCompile(`(?s)FOREIGN KEY \(\[InvoiceId\]\).*?NO ACTION ON UPDATE NO ACTION,`)

var bracketed = regexp.MustCompile(`<(\w+)>`)

// fill writes the register in the engine's names.
func (s *shop) fill() {
	s.Helper()
	template := os.DirFS("testdata/chinook")
	err := fs.WalkDir(template, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(template, name)
		s.write(name, bracketed.ReplaceAllStringFunc(string(text), func(word string) string {
			engines, ok := s.words[strings.Trim(word, "<>")]
			if !ok {
				s.Fatalf("%s: the engine has no word for %s", name, word)
			}
			return engines
		}))
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
}

// common writes names the same way for every engine, so that engines can be
// compared.
func (s *shop) common(text string) string {
	for _, name := range []string{"RestrictedInvoiceLine", "RestrictedInvoice"} {
		text = strings.ReplaceAll(text, s.words[name], name)
	}
	return strings.ToLower(strings.ReplaceAll(text, "_", ""))
}

func (s *shop) objects(objects []object) []object {
	all := slices.Clone(objects)
	for i := range all {
		all[i].Collection, all[i].Reason = s.common(all[i].Collection), s.common(all[i].Reason)
	}
	slices.SortFunc(all, func(a, b object) int {
		return cmp.Or(strings.Compare(a.Collection, b.Collection), cmp.Compare(len(a.Key), len(b.Key)), strings.Compare(a.Key, b.Key))
	})
	return all
}

// today is the organisation's day.
func today(t testing.TB) varsam.Date {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return varsam.DateIn(time.Now(), zone)
}

// lastDay is the day until which an invoice is kept, by the statute itself and
// fiscal years that begin on the first of May.
func lastDay(t testing.TB, booked string) varsam.Date {
	t.Helper()
	day, err := varsam.ParseDate(booked)
	if err != nil {
		t.Fatal(err)
	}
	end := varsam.NewDate(day.Year(), time.April, 30)
	if day.After(end) {
		end = varsam.NewDate(day.Year()+1, time.April, 30)
	}
	rule, err := law.Find("SE-BFL", today(t))
	if err != nil {
		t.Fatal(err)
	}
	last, err := rule.LastDay(end)
	if err != nil {
		t.Fatal(err)
	}
	return last
}

func diff(t testing.TB, what string, want, got any) {
	t.Helper()
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// result is what one engine did with a person, in words that all engines share.
type result struct {
	Find    map[string][]object // by e-mail address
	Objects []object
	Steps   []string
	Notes   []string
	Ends    []string // of the steps
}

// compared runs a test on every engine and holds the results against SQLite's.
func compared(t *testing.T, test func(t *testing.T, s *shop) result) {
	t.Parallel()
	var mu sync.Mutex
	results := map[string]result{}
	t.Run("engines", func(t *testing.T) {
		eachEngine(t, func(t *testing.T, e engine) {
			r := test(t, newShop(t, e))
			mu.Lock()
			defer mu.Unlock()
			results[e.name] = r
		})
	})
	for name, r := range results {
		t.Logf("%s: %d records, %d steps", name, len(r.Objects), len(r.Steps))
		diff(t, name+" against sqlite", results["sqlite"], r)
	}
}

func (s *shop) find(email string) []object {
	s.Helper()
	var f found
	s.json(0, &f, "find", "--register", s.register, "--email", email)
	if !f.Complete || len(f.Gaps) > 0 {
		s.Errorf("the search for %s has gaps: %v", email, f.Gaps)
	}
	return s.objects(f.Objects)
}

// carry brings a person's "copy, then erase" to its end and checks the copy
// against what everybody else has.
func (s *shop) carry(email string, mine []string) (r result) {
	s.Helper()
	before := s.db.dump()
	id := s.new("--right", "access", "--right", "erasure", "--email", email)
	p := s.plan(id)
	r.Objects = s.objects(p.Objects)
	for _, st := range p.Steps {
		r.Steps = append(r.Steps, s.common(fmt.Sprintf("%s %s %s %s %d after %v", st.Step, st.System, st.Collection, st.Does, st.Rows, st.After)))
	}
	for _, note := range p.Notes {
		r.Notes = append(r.Notes, s.common(note))
	}
	if r := s.run("request", "run", id); r.code != 5 {
		s.Errorf("a plan that nobody approved ends with %d, not 5: %s", r.code, r.errout)
	}
	s.must(0, "request", "approve", id, "--digest", p.Digest, "--by", "test")
	if r := s.run("request", "run", id); r.code != 5 {
		s.Errorf("a run before the copy ends with %d, not 5: %s", r.code, r.errout)
	}
	folder := s.copy(id)
	diff(s, "before the run", before, s.db.dump())
	s.copyHolds(folder, mine)
	_, last := s.finish(id)
	if b := last.Verification.Bystander; b.Changed+b.Unreadable > 0 {
		s.Errorf("bystanders: %+v", b)
	}
	for _, st := range last.Steps {
		r.Ends = append(r.Ends, s.common(fmt.Sprintf("%s %s %s %d %s", st.Step, st.Collection, st.State, st.Applied, st.Finality)))
	}
	if again := s.run("find", "--email", email); again.code != 3 {
		s.Errorf("the address still finds something (exit %d):\n%s", again.code, again.out)
	}
	return r
}

// copyHolds looks for what is the person's in the copy, and for what is anybody
// else's.
func (s *shop) copyHolds(folder string, mine []string) {
	s.Helper()
	var all []byte
	for _, data := range files(s, folder) {
		all = append(all, data...)
	}
	for _, text := range mine {
		if !bytes.Contains(all, []byte(text)) {
			s.Errorf("the copy does not hold %q", text)
		}
	}
	for _, table := range []string{"Customer", "Employee"} {
		for _, row := range s.db.rows(s.sql(table), "") {
			for _, column := range []string{"LastName", "Email", "Phone", "Fax", "Address"} {
				value := strings.Trim(row.values[s.words[column]], "'")
				if value != "" && !slices.Contains(mine, value) && bytes.Contains(all, []byte(value)) {
					s.Errorf("the copy holds another's %s %s: %q", table, column, value)
				}
			}
		}
	}
}

// row is one row by its key.
func (s *shop) row(table, key string, value int) record {
	s.Helper()
	rows := s.db.rows(s.sql(table), fmt.Sprintf(" WHERE %s = %d", s.sql(key), value))
	if len(rows) != 1 {
		s.Fatalf("%s has %d rows with key %d", table, len(rows), value)
	}
	return rows[0]
}

// value is a column of the template's name, without SQLite's quotes.
func (s *shop) value(r record, column string) string {
	return strings.Trim(r.values[s.words[column]], "'")
}

// key is a row's text in a dump, by the value of its first column.
func (s *shop) split(rows []string, column string, values ...string) (mine, others []string) {
	for _, row := range rows {
		is := slices.ContainsFunc(values, func(v string) bool {
			return strings.Contains(row+" ", fmt.Sprintf("%s=%q ", s.words[column], v))
		})
		if is {
			mine = append(mine, row)
		} else {
			others = append(others, row)
		}
	}
	return mine, others
}

// A customer of each Nordic country; the one in Sweden asks.
var nordic = []string{"joakim.johansson@yahoo.se", "kara.nielsen@jubii.dk", "bjorn.hansen@yahoo.no", "terhi.hamalainen@apple.fi"}

const asker, askersKey = "joakim.johansson@yahoo.se", 51

// TestChinookCustomer asks for a customer's copy and erasure. The invoices are
// as they were, where only the bookkeepers reach them, until the law's day; the
// card is what they need; nothing else in the database has changed by a byte.
func TestChinookCustomer(t *testing.T) {
	compared(t, func(t *testing.T, s *shop) result {
		before, card := s.db.dump(), s.row("Customer", "CustomerId", askersKey)
		finds := map[string][]object{}
		for _, email := range nordic {
			finds[email] = s.find(email)
		}
		s.keptUntilTheirDay(finds[asker], "Invoice")

		r := s.carry(asker, []string{asker, "Joakim", "Johansson", "Celsiusg. 9", "11230", "+46 08-651 52 52", "13.86"})
		r.Find = finds
		s.keptUntilTheirDay(r.Objects, "RestrictedInvoice")
		s.onlyMoved(before, s.db.dump())
		s.reducedCard(card, s.row("Customer", "CustomerId", askersKey))
		diff(t, "how the steps ended", []string{
			"s001 invoiceline verified 38 moved", "s002 invoice verified 7 moved", "s003 customer verified 1 blanked",
		}, r.Ends)
		return r
	})
}

// keptUntilTheirDay holds every invoice's fate against the statute and the day
// that stands on it, in the table where it now is.
func (s *shop) keptUntilTheirDay(objects []object, in string) {
	s.Helper()
	invoices := 0
	for _, o := range objects {
		if o.Ownership != "own" {
			s.Errorf("%s %s is %s", o.Collection, o.Key, o.Ownership)
		}
		if o.Collection != "invoice" {
			continue
		}
		invoices++
		key, _ := strconv.Atoi(o.Key)
		last := lastDay(s, s.value(s.row(in, "InvoiceId", key), "InvoiceDate")[:10])
		if fate := map[bool]string{true: "erase", false: "restrict"}[today(s).After(last)]; o.Fate != fate || o.Until != last.String() || o.Law != "SE-BFL" {
			s.Errorf("invoice %s: %s until %s by %s, want %s until %s by SE-BFL", o.Key, o.Fate, o.Until, o.Law, fate, last)
		}
	}
	if invoices != 7 {
		s.Errorf("%d invoices, want 7", invoices)
	}
}

// onlyMoved compares all rows of all tables: the customer's invoices and lines
// have moved as they were, and nothing else but the card has changed.
func (s *shop) onlyMoved(before, after map[string][]string) {
	s.Helper()
	invoices, others := s.split(before[s.words["Invoice"]], "CustomerId", strconv.Itoa(askersKey))
	var numbers []string
	for _, row := range s.db.rows(s.sql("RestrictedInvoice"), "") {
		numbers = append(numbers, row.values[s.words["InvoiceId"]])
	}
	lines, otherLines := s.split(before[s.words["InvoiceLine"]], "InvoiceId", numbers...)
	_, cards := s.split(before[s.words["Customer"]], "CustomerId", strconv.Itoa(askersKey))
	before[s.words["Customer"]] = cards
	_, after[s.words["Customer"]] = s.split(after[s.words["Customer"]], "CustomerId", strconv.Itoa(askersKey))
	before[s.words["Invoice"]], before[s.words["RestrictedInvoice"]] = others, invoices
	before[s.words["InvoiceLine"]], before[s.words["RestrictedInvoiceLine"]] = otherLines, lines
	if len(invoices) != 7 || len(lines) != 38 || len(otherLines) != 2240-38 {
		s.Errorf("%d invoices with %d lines, want 7 with 38", len(invoices), len(lines))
	}
	diff(s, "all other rows of all tables", before, after)
}

// reducedCard is the customer's row: name and address as on the invoices, and
// nothing else that tells who it is.
func (s *shop) reducedCard(before, after record) {
	s.Helper()
	want := record{before.columns, maps.Clone(before.values)}
	for _, gone := range []string{"Company", "Phone", "Fax"} {
		delete(want.values, s.words[gone])
	}
	email := s.words["Email"]
	if v := s.value(after, "Email"); !strings.HasSuffix(v, "@example.invalid") || v == asker {
		s.Errorf("the address that must not be empty became %q", v)
	}
	want.values[email] = after.values[email]
	diff(s, "the card", want.String(), after.String())
}

// TestChinookEmployee erases somebody who has customers and a manager, and whose
// phone is a colleague's too. Only that one row changes.
func TestChinookEmployee(t *testing.T) {
	compared(t, func(t *testing.T, s *shop) result {
		const jane = 3
		before, row := s.db.dump(), s.row("Employee", "EmployeeId", jane)
		r := s.carry("jane@chinookcorp.com", []string{"jane@chinookcorp.com", "Jane", "Peacock", "1111 6 Ave SW", "+1 (403) 262-3443", "+1 (403) 262-6712"})
		customers := 0
		for _, o := range r.Objects {
			switch {
			case o.Collection == "employee" && o.Key == "3" && o.Ownership == "own" && o.Fate == "restrict":
			case o.Collection == "customer" && o.Ownership == "other" && o.Fate == "keep":
				customers++
			default:
				t.Errorf("%+v", o)
			}
		}
		if customers != 21 {
			t.Errorf("%d customers are somebody else's, want 21", customers)
		}
		after, now := s.db.dump(), s.row("Employee", "EmployeeId", jane)
		_, before[s.words["Employee"]] = s.split(before[s.words["Employee"]], "EmployeeId", "3")
		_, after[s.words["Employee"]] = s.split(after[s.words["Employee"]], "EmployeeId", "3")
		diff(t, "all other rows of all tables", before, after)
		for _, column := range now.columns {
			switch value, kept := now.values[column]; column {
			case s.words["EmployeeId"], s.words["ReportsTo"]:
				diff(t, column, row.values[column], value)
			case s.words["FirstName"], s.words["LastName"]:
				if !kept || value == row.values[column] {
					t.Errorf("%s, which must not be empty, became %q", column, value)
				}
			default:
				if kept {
					t.Errorf("%s is still %q", column, value)
				}
			}
		}
		return r
	})
}
