package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
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

// BenchmarkCull erases what is due of a large table, a fifth of its rows, or makes
// it anonymous, with evidence and verification on: intents, changes counted and
// summed, each range looked at again, outcomes, everything on disk. By hand it is
// the same ranges of a table that is alike, each a DELETE or an UPDATE in a
// transaction of its own, without looking. Planning is not counted.
func BenchmarkCull(b *testing.B) {
	for _, way := range []cullWay{erasing, anonymising} {
		b.Run("postgres/"+way.name, func(b *testing.B) { cullOn(b, postgresEngine, storetest.Postgres(b), way) })
		b.Run("sqlite/"+way.name, func(b *testing.B) { cullOn(b, sqliteEngine, filepath.Join(b.TempDir(), "events.db"), way) })
	}
	b.Run("postgres/workers", func(b *testing.B) { cullTogether(b, postgresEngine, storetest.Postgres(b)) })
}

// cullParts is how many times the two take turns, at most.
const cullParts = 4

// cullWay is what becomes of records, in the register and by hand.
type cullWay struct {
	name, end, byHand string
	left              string // is true of records to which nothing was done
	size              int    // rows of a range
}

var (
	erasing = cullWay{name: "erase", end: "end: erase", byHand: "DELETE FROM by_hand WHERE", left: "1 = 1", size: 50_000}

	anonymising = cullWay{
		name: "anonymise", byHand: "UPDATE by_hand SET email = NULL, what = NULL, made_on = month(made_on), anonymised_on = '2026-11-22' WHERE anonymised_on IS NULL AND",
		end: `end: anonymise
    anonymise:
      columns: {email: null, what: null, made_on: month}
      harmless: [id, customer_id]
      mark: {anonymised_on: now}`,
		left: "anonymised_on IS NULL", size: 20_000, // a range may take a second
	}
)

func cullOn(b *testing.B, e engine, dsn string, way cullWay) {
	rows := 5 * *customers
	due := rows / 5
	c := newCuller(b, e, dsn, way, rows, due)
	run := c.approved()
	ranges := (due + way.size - 1) / way.size
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

// cullTogether has one worker carry out half of a run and two the other half, and
// the same by hand over one connection and two: what the server can do at once is
// what two workers can gain.
func cullTogether(b *testing.B, e engine, dsn string) {
	rows := 5 * *customers
	c := newCuller(b, e, dsn, erasing, rows, rows/5)
	run := c.approved()
	half := (rows/5 + erasing.size - 1) / erasing.size / 2
	clock := func(workers int, do func(n int)) float64 {
		var all sync.WaitGroup
		start := time.Now()
		for n := range workers {
			all.Go(func() { do(n) })
		}
		all.Wait()
		return time.Since(start).Seconds()
	}
	one := clock(1, func(int) { c.byHand(0, half) })
	two := clock(2, func(n int) { c.byHand(half+n*half/2, half+(n+1)*half/2) })
	b.ReportMetric(one/two, "hand-times")
	one = clock(1, func(int) { c.ours(run, half) })
	two = clock(2, func(n int) { c.ours(run, (n+1)*half/2-n*half/2) })
	b.ReportMetric(one/two, "times")
	b.ReportMetric(0, "ns/op")
}

// culler is an installation with one system that holds two tables alike: events,
// which the register knows, and by_hand.
type culler struct {
	*testing.B
	service *retention.Service
	db      *sql.DB
	engine  engine
	way     cullWay
}

func (w cullWay) register() fstest.MapFS {
	return fstest.MapFS{
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
    ` + w.end + "\n")},
	}
}

func newCuller(b *testing.B, e engine, dsn string, way cullWay, rows, due int) *culler {
	b.Helper()
	ctx, folder := b.Context(), filepath.Join(b.TempDir(), "data")
	c := &culler{B: b, engine: e, way: way}
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
	archive, err := register.Archive(way.register())
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
		Store: st, Keeper: keeper, Log: log, Tenant: tenant, Size: way.size,
		Open:      func(*register.Register, varsam.Date) locate.Opener { return keptOpen(sys) },
		Sheltered: func(context.Context) ([]varsam.Person, map[string]int, error) { return nil, nil, nil },
		Since:     func(*store.Tx, time.Time) (bool, error) { return false, nil },
	}
	return c
}

// keptOpen hands out a system that is not closed, with all it can do.
type keptOpen struct{ system.System }

func (k keptOpen) Open(context.Context, string) (system.System, error) {
	return unclosed{k.System, k.System.(system.Culler), k.System.(system.Grouper)}, nil
}

type unclosed struct {
	system.System
	system.Culler
	system.Grouper
}

func (unclosed) Close() error { return nil }

// fillEvents makes a table in which the oldest rows are due.
func fillEvents(ctx context.Context, db *sql.DB, e engine, table string, rows, due int) error {
	series := fmt.Sprintf("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT i FROM n", rows)
	if e.name == "postgres" {
		series = fmt.Sprintf("SELECT i FROM generate_series(1, %d) AS n(i)", rows)
	}
	for _, text := range []string{
		"CREATE TABLE " + table + " (id BIGINT PRIMARY KEY, customer_id BIGINT NOT NULL, email VARCHAR(100), made_on DATE, what VARCHAR(200), anonymised_on DATE)",
		fmt.Sprintf(`INSERT INTO %s SELECT i, i %% 100000, 'customer' || (i %% 100000) || '@example.com',
			%s, 'looked at a thing in the shop and went on to another ' || i, NULL FROM (%s) AS s`, table, e.day("i", due), series),
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
	month := "substr(made_on, 1, 7) || '-01'"
	if c.engine.name == "postgres" {
		month = "date_trunc('month', made_on)::date"
	}
	text := strings.Replace(c.way.byHand, "month(made_on)", month, 1) + " made_on <= $1 AND id > $2 AND id <= $3"
	for n := from; n < to; n++ {
		tx, err := c.db.Begin()
		if err == nil {
			_, err = tx.Exec(text, "2024-12-31", n*c.way.size, (n+1)*c.way.size)
		}
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			c.Error(err)
			return
		}
	}
}

func (c *culler) ours(run string, ranges int) {
	c.Helper()
	n := 0
	if _, _, err := c.service.Work(c.Context(), run, func() bool { n++; return n > ranges }, nil); err != nil {
		c.Error(err)
	}
}

// check makes sure that both have done it all.
func (c *culler) check(run string, rows, due int) {
	c.Helper()
	for more := true; more; { // what was put off, and that nothing is left
		var err error
		if more, _, err = c.service.Work(c.Context(), run, func() bool { return false }, nil); err != nil {
			c.Fatal(err)
		}
	}
	done, err := c.service.Get(c.Context(), run)
	if err != nil || done.State != retention.Done || done.Rules[0].Done != int64(due) {
		c.Fatalf("the run is %s: %+v, %v", done.State, done.Rules[0].Ranges, err)
	}
	for _, table := range []string{"events", "by_hand"} {
		var left int
		if err := c.db.QueryRow("SELECT count(*) FROM " + table + " WHERE " + c.way.left).Scan(&left); err != nil || left != rows-due {
			c.Fatalf("%s: %d rows left, %v", table, left, err)
		}
	}
}
