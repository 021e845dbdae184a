package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
	"github.com/varsam/varsam/internal/system"
)

// BenchmarkCull erases what is due of a large table, a fifth of its rows, with
// evidence and verification on: intents, changes counted and summed, each range
// looked at again, outcomes, everything on disk. By hand it is the same ranges of
// a table that is alike, each a DELETE in a transaction of its own, without
// looking. Planning is not counted.
func BenchmarkCull(b *testing.B) {
	b.Run("postgres", func(b *testing.B) { cullOn(b, postgresEngine, storetest.Postgres(b)) })
	b.Run("sqlite", func(b *testing.B) { cullOn(b, sqliteEngine, filepath.Join(b.TempDir(), "events.db")) })
}

// cullParts is how many times the two take turns, at most.
const cullParts = 10

// cullSize is how many rows a range holds.
const cullSize = 50_000

func cullOn(b *testing.B, e engine, dsn string) {
	rows := 5 * *customers
	due := rows / 5
	c := newCuller(b, e, dsn, rows, due)
	run := c.approved()
	ranges := (due + cullSize - 1) / cullSize
	parts := min(cullParts, ranges)
	memory := peak(b)
	var h, m times
	for part := range parts {
		from, to := part*ranges/parts, (part+1)*ranges/parts
		start := time.Now()
		c.byHand(from, to)
		h = append(h, time.Since(start))
		start = time.Now()
		c.ours(run, to-from)
		m = append(m, time.Since(start))
	}
	report(b, h, m, due/parts, "hand-µs/row", "ours-µs/row")
	var took time.Duration
	for _, d := range m {
		took += d
	}
	b.ReportMetric(float64(due)/took.Seconds(), "rows/s")
	memory()
	c.check(run, rows, due)
}

// culler is an installation with one system that holds two tables alike: events,
// which the register knows, and by_hand.
type culler struct {
	*testing.B
	service *retention.Service
	db      *sql.DB
	due     int
}

var cullRegister = fstest.MapFS{
	"organisation.yaml": {Data: []byte("format: 1\norganisation: acme\ntitle: {en: Acme}\ncountry: SE\nzone: Europe/Stockholm\ncontact: {email: privacy@acme.example}\n")},
	"logs.yaml": {Data: []byte(`activity: logs
owner: it
purpose: {en: Logs}
basis: {article: 6.1.f, interest: {interest: {en: Security}, necessity: n, balance: b, review: 2099-01-01}}
subjects: [customer]
needs: [behaviour, contact]
keep: {period: 1 year}
`)},
	"events.yaml": {Data: []byte(`system: shop
connector: sqlite
settings: {dsn: events.db}
operator: self
country: SE
collections:
  events:
    person: self
    fields: {email: {data: contact.email, identifies: email}, what: behaviour.event}
    carried_by: [{activity: logs, from: made_on}]
    end: erase
`)},
}

func newCuller(b *testing.B, e engine, dsn string, rows, due int) *culler {
	b.Helper()
	ctx, folder := b.Context(), filepath.Join(b.TempDir(), "data")
	c := &culler{B: b, due: due}
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	var migrations []store.Migration
	for _, room := range [][]store.Migration{evidence.Migrations, register.Migrations, job.Migrations, retention.Migrations} {
		migrations = append(migrations, room...)
	}
	st, err := store.Open(ctx, store.Config{DSN: filepath.Join(folder, "varsam.db"), Migrations: migrations})
	must(err)
	b.Cleanup(func() { st.Close() })
	keeper, err := seal.Open(ctx, seal.Beside(folder))
	must(err)
	b.Cleanup(func() { keeper.Close() })
	must(st.AddTenant(ctx, tenant))
	log, err := evidence.Open(ctx, st, keeper, evidence.Config{Marks: folder + ".keys"})
	must(err)
	archive, err := register.Archive(cullRegister)
	must(err)
	must(st.Write(ctx, tenant, func(tx *store.Tx) error {
		_, err := register.Push(tx, archive, "bench", 0)
		return err
	}))
	c.db, err = sql.Open(e.driver, dsn)
	must(err)
	b.Cleanup(func() { c.db.Close() })
	for _, table := range []string{"events", "by_hand"} {
		must(fillEvents(ctx, c.db, e, table, rows, due))
	}
	sys := (&shop{engine: e, dsn: dsn}).connect(b)
	c.service = &retention.Service{
		Store: st, Keeper: keeper, Log: log, Tenant: tenant, Size: cullSize,
		Open:      func(*register.Register, varsam.Date) locate.Opener { return keptOpen(sys) },
		Sheltered: func(context.Context) ([]varsam.Person, error) { return nil, nil },
		Since:     func(*store.Tx, time.Time) (bool, error) { return false, nil },
	}
	return c
}

// keptOpen hands out a system that is not closed, with all it can do.
type keptOpen struct{ system.System }

func (k keptOpen) Open(context.Context, string) (system.System, error) {
	return unclosed{k.System, k.System.(system.Culler)}, nil
}

type unclosed struct {
	system.System
	system.Culler
}

func (unclosed) Close() error { return nil }

// fillEvents makes a table in which the oldest rows are due.
func fillEvents(ctx context.Context, db *sql.DB, e engine, table string, rows, due int) error {
	series := fmt.Sprintf("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT i FROM n", rows)
	if e.name == "postgres" {
		series = fmt.Sprintf("SELECT i FROM generate_series(1, %d) AS n(i)", rows)
	}
	for _, text := range []string{
		"CREATE TABLE " + table + " (id BIGINT PRIMARY KEY, customer_id BIGINT NOT NULL, email VARCHAR(100), made_on DATE, what VARCHAR(200))",
		fmt.Sprintf(`INSERT INTO %s SELECT i, i %% 100000, 'customer' || (i %% 100000) || '@example.com',
			%s, 'looked at a thing in the shop and went on to another ' || i FROM (%s) AS s`, table, e.day("i", due), series),
		"CREATE INDEX " + table + "_customer ON " + table + " (customer_id)",
	} {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	if e.name == "postgres" {
		_, err := db.ExecContext(ctx, "VACUUM ANALYZE "+table)
		return err
	}
	return nil
}

// day is the date of a row: long ago for the first ones, and today for the rest.
func (e engine) day(column string, due int) string {
	day := fmt.Sprintf("CASE WHEN %s <= %d THEN '2020-05-05' ELSE '%s' END", column, due, varsam.DateIn(time.Now(), time.UTC))
	if e.name == "postgres" {
		return "(" + day + ")::date"
	}
	return day
}

// approved is a run that may be carried out.
func (c *culler) approved() string {
	c.Helper()
	run, err := c.service.Plan(c.Context(), retention.Options{})
	for _, name := range []string{"anna", "bo"} {
		if err == nil {
			_, err = c.service.Approve(c.Context(), run.ID, run.Digest, name, "bench", nil)
		}
	}
	if err != nil {
		c.Fatal(err)
	}
	return run.ID
}

func (c *culler) byHand(from, to int) {
	c.Helper()
	for n := from; n < to; n++ {
		tx, err := c.db.Begin()
		if err == nil {
			_, err = tx.Exec("DELETE FROM by_hand WHERE made_on <= $1 AND id > $2 AND id <= $3", "2024-12-31", n*cullSize, (n+1)*cullSize)
		}
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			c.Fatal(err)
		}
	}
}

func (c *culler) ours(run string, ranges int) {
	c.Helper()
	n := 0
	if _, _, err := c.service.Work(c.Context(), run, func() bool { n++; return n > ranges }, nil); err != nil {
		c.Fatal(err)
	}
}

// check makes sure that both have done it all.
func (c *culler) check(run string, rows, due int) {
	c.Helper()
	c.ours(run, 1) // sees that nothing is left
	done, err := c.service.Get(c.Context(), run)
	if err != nil || done.State != retention.Done || done.Rules[0].Done != int64(due) {
		c.Fatalf("the run is not done: %+v, %v", done, err)
	}
	for _, table := range []string{"events", "by_hand"} {
		var left int
		if err := c.db.QueryRow("SELECT count(*) FROM " + table).Scan(&left); err != nil || left != rows-due {
			c.Fatalf("%s: %d rows left, %v", table, left, err)
		}
	}
}
