package retention_test

import (
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/store"
)

// TestModel culls random tables by the shop's register and holds what is left
// against what [decide.Decide] says of every single row: nothing that is not due
// is touched, and nothing that is due is left without a reason.
func TestModel(t *testing.T) { onEach(t, testModel) }

const rounds = 8

func testModel(t *testing.T, e engine) {
	o := newOffice(t, e)
	o.run(`CREATE TABLE projects (id {id}, ended_on DATE)`,
		`CREATE TABLE notes (id {id}, customer_id BIGINT REFERENCES customers (id), project_id BIGINT REFERENCES projects (id), status VARCHAR(10), said VARCHAR(100))`,
		`CREATE TABLE visits (customer_id BIGINT NOT NULL REFERENCES customers (id), n INTEGER NOT NULL, made_on DATE, PRIMARY KEY (customer_id, n))`)
	fsys := files()
	fsys["archive.yaml"] = activity("archive", interest, "{earliest: 7 years, latest: 10 years}")
	fsys["shop.yaml"].Data = append(fsys["shop.yaml"].Data, []byte(`  projects:
    fields: {ended_on: {data: behaviour, about: organisation}}
  notes:
    person: {through: customer_id, to: customers}
    fields: {said: behaviour.message}
    carried_by:
      - {activity: archive, from: project_id.ended_on, when: {status: closed}}
      - {activity: care, from: project_id.ended_on, when: {not: {status: closed}}}
    end: erase
  visits:
    person: {through: customer_id, to: customers}
    fields: {made_on: behaviour}
    carried_by: [{activity: care, from: made_on}]
    end: erase
`)...)
	o.push(fsys)
	done := map[varsam.OpKind]int64{}
	for seed := range uint64(rounds) {
		m := &model{office: o, rand: rand.New(rand.NewPCG(seed, 7))}
		m.fill()
		want := m.expect()
		run := o.plan()
		if run.State == retention.Waiting {
			o.approve(run, nil, "anna", "bo")
			run = o.work(run)
		}
		if got := m.rows(); !maps.EqualFunc(got, want, maps.Equal[map[string]string, map[string]string]) {
			t.Fatalf("round %d: %s\nrun %+v", seed, differences(got, want), run)
		}
		for _, r := range run.Rules {
			done[r.Action] += r.Done
		}
		o.verified(run)
	}
	if done[varsam.OpErase] < 20*rounds || done[varsam.OpRestrict] < 2*rounds {
		t.Errorf("the rounds were about too little: %v", done)
	}
}

// model is one round.
type model struct {
	*office
	rand *rand.Rand
	reg  *register.Register
}

var tables = []string{"visits", "notes", "invoices", "orders", "customers", "projects"}

// days lie on both sides of every last day, and where no rule can count.
func (m *model) day() string {
	years := []int{2, 3, 7, 8, 10}
	day := varsam.NewDate(2026, 11, 21).AddYears(-years[m.rand.IntN(len(years))]).AddDays(m.rand.IntN(5) - 2)
	switch m.rand.IntN(12) {
	case 0:
		return "NULL"
	case 1:
		return fmt.Sprintf("'%d-12-31'", 2016+m.rand.IntN(10))
	case 2:
		return fmt.Sprintf("'%d-01-01'", 2016+m.rand.IntN(10))
	case 3:
		return "'2024-02-29'"
	}
	return "'" + day.String() + "'"
}

func (m *model) fill() {
	for _, table := range tables {
		m.run("DELETE FROM " + table)
	}
	var customers []string
	for id := range 30 {
		customers = append(customers, fmt.Sprintf("(%d, 'Person %d', 'person%d@example.com', %s)", id, id, id, m.day()))
	}
	m.run("INSERT INTO customers VALUES "+strings.Join(customers, ","), m.values("projects", 6, func(int) string { return m.day() }))
	owner := func() int { return m.rand.IntN(30) }
	m.run(m.values("orders", 25, func(int) string { return fmt.Sprintf("%d, 'x', %s", owner(), m.day()) }),
		m.values("invoices", 25, func(i int) string {
			day := m.day()
			if i%8 == 0 {
				day = "'soon'"
			}
			return fmt.Sprintf("%d, 1, %s, NULL", owner(), day)
		}),
		m.values("notes", 15, func(int) string {
			project := fmt.Sprint(m.rand.IntN(6))
			if m.rand.IntN(5) == 0 {
				project = "NULL"
			}
			return fmt.Sprintf("%d, %s, %s, 'hm'", owner(), project, []string{"'closed'", "'open'", "NULL"}[m.rand.IntN(3)])
		}))
	for n := range 15 {
		m.run(fmt.Sprintf("INSERT INTO visits VALUES (%d, %d, %s)", owner(), n, m.day()))
	}
	m.sheltered = nil
	for range m.rand.IntN(3) {
		email := fmt.Sprintf("person%d@example.com", owner())
		m.sheltered = append(m.sheltered, varsam.Person{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: email, Verified: true}}})
	}
}

func (m *model) values(table string, n int, rest func(int) string) string {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = fmt.Sprintf("(%d, %s)", i, rest(i))
	}
	return "INSERT INTO " + table + " VALUES " + strings.Join(rows, ",")
}

// row is one row by column; a null is absent.
type row map[string]string

func (m *model) read(table string) (all []row) {
	m.Helper()
	rows, err := m.db.Query("SELECT * FROM " + table)
	m.must(err)
	defer rows.Close()
	columns, err := rows.Columns()
	m.must(err)
	for rows.Next() {
		cells, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		m.must(rows.Scan(into...))
		r := row{}
		for i, c := range cells {
			if c.Valid {
				r[columns[i]], _, _ = strings.Cut(c.String, "T")
			}
		}
		all = append(all, r)
	}
	return all
}

func key(table string, r row) string {
	if table == "visits" {
		return r["customer_id"] + "/" + r["n"]
	}
	return r["id"]
}

// rows is everything, by table and key.
func (m *model) rows() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, table := range tables {
		all[table] = map[string]string{}
		for _, r := range m.read(table) {
			all[table][key(table, r)] = fmt.Sprint(map[string]string(r))
		}
	}
	return all
}

// expect is what is to be left, worked out row by row.
func (m *model) expect() map[string]map[string]string {
	m.Helper()
	m.must(m.Store.Read(m.Context(), m.Tenant, func(tx *store.Tx) (err error) {
		m.reg, err = register.InForce(tx)
		return err
	}))
	decider := decide.New(decide.Question{Register: m.reg, Today: varsam.NewDate(2026, 11, 21)})
	projects := map[string]string{}
	for _, p := range m.read("projects") {
		projects[p["id"]] = p["ended_on"]
	}
	want, needed := m.rows(), map[string]bool{}
	for _, table := range tables {
		for _, r := range m.read(table) {
			fate := varsam.Keep
			if !m.protected(table, r) {
				fate = decider.Decide(located(table, r, projects)).Fate
			}
			switch {
			case table == "customers" && needed[r["id"]]:
				fate = varsam.Keep
			case fate == varsam.Restrict && table == "invoices":
				r["blocked_on"] = "2026-11-21"
				want[table][key(table, r)] = fmt.Sprint(map[string]string(r))
			case fate == varsam.Erase:
				delete(want[table], key(table, r))
			}
			if fate != varsam.Erase {
				needed[r["customer_id"]] = true
			}
		}
	}
	return want
}

func (m *model) protected(table string, r row) bool {
	id := r["customer_id"]
	if table == "customers" {
		id = r["id"]
	}
	return slices.ContainsFunc(m.sheltered, func(p varsam.Person) bool {
		return id != "" && p.Identifiers[0].Value == "person"+id+"@example.com"
	})
}

// located is a row as the pipeline reads it.
func located(table string, r row, projects map[string]string) varsam.Located {
	l := varsam.Located{Ownership: varsam.Own, Record: varsam.Record{Ref: varsam.Ref{System: "shop", Collection: table}}}
	for _, name := range slices.Sorted(maps.Keys(r)) {
		v := varsam.TextOf(r[name])
		if strings.HasSuffix(name, "_on") && name != "booked_on" {
			d, _ := varsam.ParseDate(r[name][:10])
			v = varsam.DayOf(d)
		}
		l.Record.Fields = append(l.Record.Fields, varsam.Field{Name: name, Value: v})
	}
	if ended, ok := projects[r["project_id"]]; ok && ended != "" {
		d, _ := varsam.ParseDate(ended[:10])
		l.Related = []varsam.Field{{Name: "project_id.ended_on", Value: varsam.DayOf(d)}}
	}
	return l
}

func differences(got, want map[string]map[string]string) string {
	var b strings.Builder
	for _, table := range tables {
		for k, text := range want[table] {
			if got[table][k] != text {
				fmt.Fprintf(&b, "%s %s: %q, want %q\n", table, k, got[table][k], text)
			}
		}
		for k, text := range got[table] {
			if _, ok := want[table][k]; !ok {
				fmt.Fprintf(&b, "%s %s: %q is left\n", table, k, text)
			}
		}
	}
	return b.String()
}
