package locate

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/sqldb"
)

// crowd are n people with an e-mail address, a phone and a national number each.
func crowd(n int) []varsam.Person {
	all := make([]varsam.Person, n)
	for i := range all {
		all[i] = person(i, email(fmt.Sprintf("p%d@x.se", i)), phone(fmt.Sprintf("070%07d", i)), number(numberOf(fmt.Sprintf("90%02d%02d%03d", 1+i/300%12, 1+i/12%25, 1+i%998))))
	}
	return all
}

// crowded is a register of people with orders, lines, homes and notes.
func crowded() *register.Register {
	orders := coll("orders", links(to("people", "person")), "note text")
	orders.CarriedBy = []register.Carry{{Activity: "sales", From: "project_id.ended_on"}}
	return registerOf(systemOf("app",
		coll("people", self(), "email identifies=email", "phone identifies=phone", "mobile identifies=phone", "pnr identifies=national-id"),
		orders, coll("lines", links(to("orders", "order_id"))), coll("homes", links(from("people", "home"))),
	))
}

func TestAsManyStatementsForFiveHundredAsForOne(t *testing.T) {
	t.Parallel()
	people := newTable("people", "id int", "email text", "phone text", "mobile text", "pnr text", "home int")
	orders := newTable("orders", "id int", "person int", "project_id int", "note text").references("project_id", "projects", "id")
	lines := newTable("lines", "id int", "order_id int")
	homes := newTable("homes", "id int")
	all := crowd(500)
	for i, p := range all {
		people.row(i, p.Identifiers[0].Value, p.Identifiers[1].Value, nil, p.Identifiers[2].Value, i)
		orders.row(i, i, 1, p.Identifiers[0].Value)
		lines.row(i, i)
		homes.row(i)
	}
	f := &fake{name: "app", tables: []*table{people, orders, lines, homes, newTable("projects", "id int", "ended_on day").row(1, today)}}
	one := mustLocate(t, crowded(), fakes(f), Options{Mentions: true}, all[0])
	many := mustLocate(t, crowded(), fakes(f), Options{Mentions: true}, all...)
	if one.Statements["app"] != many.Statements["app"] || len(one.Located) != 4 || len(many.Located) != 2000 {
		t.Errorf("%d statements for one (%d records), %d for 500 (%d records)",
			one.Statements["app"], len(one.Located), many.Statements["app"], len(many.Located))
	}
}

// sqlite makes the same world in a file and gives a way to open it.
func sqlite(t *testing.T, people []varsam.Person) Opener {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.db")
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	raw.SetMaxOpenConns(1)
	do := func(text string, args ...any) {
		if _, err := raw.Exec(text, args...); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	for _, text := range []string{
		"CREATE TABLE homes (id INTEGER PRIMARY KEY)",
		"CREATE TABLE projects (id INTEGER PRIMARY KEY, ended_on DATE)",
		"CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT, phone TEXT, mobile INTEGER, pnr TEXT, home INTEGER REFERENCES homes)",
		"CREATE TABLE orders (id INTEGER PRIMARY KEY, person TEXT, project_id INTEGER REFERENCES projects, note TEXT)",
		"CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders)",
		"INSERT INTO projects VALUES (1, '2024-05-01')", "BEGIN",
	} {
		do(text)
	}
	for i, p := range people {
		do("INSERT INTO homes VALUES (?)", i)
		do("INSERT INTO people VALUES (?, upper(?), ?, NULL, ?, ?)", i, p.Identifiers[0].Value, " "+p.Identifiers[1].Value+"\r\n", p.Identifiers[2].Value, i)
		do("INSERT INTO orders VALUES (?, ?, 1, ?)", i, i, "ring "+p.Identifiers[1].Value)
		do("INSERT INTO lines VALUES (?, ?)", i, i)
	}
	do("COMMIT")
	return opener(func(name string) (any, error) {
		s, err := sqldb.SQLite().Open(context.Background(), system.Config{
			System: name, Settings: map[string]string{"dsn": path}, Zone: time.UTC, Today: today,
		})
		if err == nil {
			t.Cleanup(func() { s.Close() })
		}
		return s, err
	})
}

func TestOnSQLiteToo(t *testing.T) {
	t.Parallel()
	people := crowd(500)
	open := sqlite(t, people)
	one := mustLocate(t, crowded(), open, Options{Mentions: true}, people[0])
	many := mustLocate(t, crowded(), open, Options{Mentions: true}, people...)
	wants(t, one, "homes/0 own 0 linked", "lines/0 own 0 linked", "orders/0 own 0 linked", "people/0 own 0 identifier")
	if one.Statements["app"] != many.Statements["app"] || len(many.Located) != 2000 {
		t.Errorf("%d statements for one, %d for 500 (%d records)", one.Statements["app"], many.Statements["app"], len(many.Located))
	}
	wantGaps(t, many)
	i := slices.IndexFunc(one.Located, func(l varsam.Located) bool { return l.Record.Ref.Collection == "orders" })
	if l := one.Located[i]; l.Value("project_id.ended_on") != varsam.DayOf(varsam.NewDate(2024, 5, 1)) || len(l.Hits) != 1 {
		t.Errorf("order: %+v", l)
	}
	if len(one.Scans) == 0 || len(one.Scans[0].Indexes) == 0 {
		t.Errorf("scans: %+v", one.Scans)
	}
	left, gaps, err := Recheck(context.Background(), crowded(), open, many, Options{Today: today})
	if err != nil || len(gaps) > 0 || len(left) != 1500 {
		t.Errorf("%d fields still hold an identifier, want 1500; gaps %v, %v", len(left), gaps, err)
	}
}
