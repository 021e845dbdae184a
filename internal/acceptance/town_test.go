package acceptance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// town is an organisation with a customer register on some engine, mailings and
// a site, surveys that it makes for an employer, and a binder.
type town struct {
	*house
	systems map[string]*database
}

// newTown makes it with nobody in it. Only the systems named are part of it; all
// are when none is.
func newTown(t testing.TB, crm engine, only ...string) *town {
	t.Helper()
	w := &town{newHouse(t), map[string]*database{}}
	w.secrets = []string{"qqhandler", "qqcolleague", "qqstranger", "qq-secret-password", "qqunclosed", "qq is no address"}
	if err := os.CopyFS(w.register, os.DirFS("testdata/town")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"crm", "mailing", "web", "surveys", "binder"} {
		if len(only) > 0 && !strings.Contains(" "+strings.Join(only, " ")+" ", " "+name+" ") {
			w.without("systems/" + name + ".yaml")
			continue
		}
		script, err := os.ReadFile(filepath.Join("testdata/town", name+".sql"))
		if err != nil {
			continue // the binder
		}
		db := engines[0]
		if name == "crm" {
			db = crm
		}
		w.systems[name] = db.new(t)
		w.systems[name].exec(string(script))
		w.set("TOWN_"+strings.ToUpper(name)+"_DSN", w.systems[name].dsn)
	}
	if w.systems["crm"] != nil {
		w.edit("systems/crm.yaml", "CONNECTOR", crm.name)
	}
	return w
}

// without takes a file out of the register.
func (w *town) without(name string) {
	w.Helper()
	if err := os.Remove(filepath.Join(w.register, name)); err != nil {
		w.Fatal(err)
	}
}

// dump is every row of every table of every system.
func (w *town) dump() map[string][]string {
	w.Helper()
	all := map[string][]string{}
	for name, db := range w.systems {
		for table, rows := range db.dump() {
			all[name+"."+table] = rows
		}
	}
	return all
}

// citizen is somebody whose every text holds the code, which nobody else's does.
type citizen struct {
	id                int
	code              string
	email, phone, pnr string // the first is made from the code when left out
	address, handler  int
	closed            string // the day on which the order was closed
	orders, cases     int    // one order and one case when left out
}

// settle enters people in all systems, in one statement a table.
func (w *town) settle(people ...citizen) {
	w.Helper()
	in := inserts{}
	for _, p := range people {
		w.secrets = append(w.secrets, p.code)
		if p.email == "" {
			p.email = p.code + "@example.com"
		}
		in.add("crm.customers", p.id, "Name "+p.code, p.email, null(p.phone), null(p.pnr), null(p.address), 0)
		for i := range max(1, p.orders) {
			in.add("crm.orders", p.id*100+i, p.id, fmt.Sprintf("order %s-%d.", p.code, i), null(p.closed))
		}
		for i := range max(1, p.cases) {
			in.add("crm.cases", p.id*100+i, p.id, null(p.handler), fmt.Sprintf("case %s-%d.", p.code, i))
		}
		in.add("crm.invoices", p.id, p.id, "Name "+p.code, 100, today(w).AddDays(-30).String())
		in.add("mailing.members", p.id, p.email, "Name "+p.code, 0, "2020-01-01", nil, "wording 1")
		in.add("web.accounts", p.id, p.email, "Name "+p.code, 1)
	}
	in.run(w)
}

// inserts are rows by "system.table".
type inserts map[string][]string

func (in inserts) add(table string, values ...any) {
	texts := make([]string, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case nil:
			texts[i] = "NULL"
		case int:
			texts[i] = fmt.Sprint(v)
		default:
			texts[i] = "'" + strings.ReplaceAll(fmt.Sprint(v), "'", "''") + "'"
		}
	}
	in[table] = append(in[table], "("+strings.Join(texts, ", ")+")")
}

// run sends the rows, parents first; a system that is not there is left out.
func (in inserts) run(w *town) {
	w.Helper()
	for _, name := range []string{
		"crm.addresses", "crm.staff", "crm.customers", "crm.orders", "crm.cases", "crm.invoices",
		"mailing.members", "web.accounts", "surveys.respondents", "surveys.answers",
	} {
		system, table, _ := strings.Cut(name, ".")
		if rows := in[name]; len(rows) > 0 && w.systems[system] != nil {
			w.systems[system].exec("INSERT INTO " + table + " VALUES " + strings.Join(rows, ", "))
		}
	}
}

// null is the value, or nothing.
func null[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// unharmed compares all rows that do not hold the code: everybody else's.
func (w *town) unharmed(code string, before map[string][]string) {
	w.Helper()
	diff(w, "everybody else's rows", others(before, code), others(w.dump(), code))
}

func others(dump map[string][]string, code string) map[string][]string {
	kept := map[string][]string{}
	for table, rows := range dump {
		for _, row := range rows {
			if !strings.Contains(row, code) {
				kept[table] = append(kept[table], row)
			}
		}
	}
	return kept
}

// mine are the rows that hold the code, by table.
func mine(dump map[string][]string, code string) map[string]int {
	count := map[string]int{}
	for table, rows := range dump {
		for _, row := range rows {
			if strings.Contains(row, code) {
				count[table]++
			}
		}
	}
	return count
}
