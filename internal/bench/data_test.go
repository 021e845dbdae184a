package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/store/storetest"
	_ "github.com/varsam/varsam/internal/system/sqldb" // the drivers
)

// shop is one filled database: so many customers, ten times as many rows that
// depend on them.
type shop struct {
	engine    engine
	dsn       string // as the register would give it
	customers int
	hand      *sql.DB      // for the statements written by hand
	folds     []string     // the folded columns, as our connector writes them
	taken     map[int]bool // customers that are erased, or must not be
	folded    bool         // has the indexes that our connector advises
}

// engine says in what two databases differ here.
type engine struct {
	name, driver string
	id, date     string // types
	series       string // numbers $1 to $2 as n(i)
}

var (
	sqliteEngine = engine{
		name: "sqlite", driver: "sqlite", id: "INTEGER", date: "TEXT",
		series: "WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d) ",
	}
	postgresEngine = engine{
		name: "postgres", driver: "pgx", id: "BIGINT", date: "DATE",
		series: "WITH n(i) AS (SELECT generate_series(%d::bigint, %d::bigint)) ",
	}
)

// The tables, without what slows a filling down.
const tables = `
CREATE TABLE customers (id $ID PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT, national_id TEXT, address TEXT,
	no_mail $ID NOT NULL DEFAULT 0);
CREATE TABLE orders (id $ID PRIMARY KEY, customer_id $ID NOT NULL REFERENCES customers (id), ordered_on $DATE NOT NULL, total NUMERIC NOT NULL);
CREATE TABLE order_lines (id $ID PRIMARY KEY, order_id $ID NOT NULL REFERENCES orders (id), what TEXT NOT NULL, amount $ID NOT NULL);
CREATE TABLE invoices (id $ID PRIMARY KEY, customer_id $ID NOT NULL REFERENCES customers (id), name TEXT NOT NULL, total NUMERIC NOT NULL,
	booked_on $DATE NOT NULL);
CREATE TABLE log (id $ID PRIMARY KEY, customer_id $ID NOT NULL REFERENCES customers (id), at $DATE NOT NULL, what TEXT NOT NULL);`

// The indexes that any such database has: on what people are looked up by, and
// on references.
const indexes = `
CREATE INDEX customers_email ON customers (email);
CREATE INDEX customers_phone ON customers (phone);
CREATE INDEX customers_national_id ON customers (national_id);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX order_lines_order ON order_lines (order_id);
CREATE INDEX invoices_customer ON invoices (customer_id);
CREATE INDEX log_customer ON log (customer_id);`

// dependent is how a table of dependent rows is filled: so many rows for each of
// its owners, scattered as by the years, and those of heavy customers behind
// them.
type dependent struct {
	table, columns string
	each           int
	values         string // of number i, owner o
}

var dependents = []dependent{
	{"orders", "customer_id, ordered_on, total", 2, "o, $DAY, i % 9000"},
	{"invoices", "customer_id, name, total, booked_on", 1, "o, 'Exempel', i % 9000, $DAY"},
	{"log", "customer_id, at, what", 3, "o, $DAY, 'login from the shop, page ' || (i % 500)"},
}

// day is some day of 2010 to 2014: no duty to keep books reaches it any more.
const day = "CAST('201' || (i % 5) || '-0' || (1 + i % 9) || '-1' || (i % 9) AS $DATE)"

// list is n placeholders behind the first so many. SQLite finds a numbered one
// by searching through all of them.
func (e engine) list(before, n int) string {
	marks := make([]string, n)
	for i := range marks {
		marks[i] = "?"
		if e.name == "postgres" {
			marks[i] = fmt.Sprintf("$%d", before+i+1)
		}
	}
	return "(" + strings.Join(marks, ",") + ")"
}

func (e engine) text(s string) string {
	s = strings.ReplaceAll(s, "$DAY", day)
	return strings.NewReplacer("$ID", e.id, "$DATE", e.date).Replace(s)
}

// fill makes the tables and everything in them.
func (s *shop) fill(ctx context.Context, db *sql.DB) error {
	made := s.engine.text(tables)
	if s.engine.name == "postgres" { // references are checked in one go at the end
		made = withoutReferences(made)
	}
	if err := statements(ctx, db, strings.Split(strings.TrimSpace(made), ";\n")...); err != nil {
		return err
	}
	if err := s.fillCustomers(ctx, db); err != nil {
		return err
	}
	for _, d := range dependents {
		if err := statements(ctx, db, s.series(d, 0, d.each*s.customers, "(i * 7919) % "+fmt.Sprint(s.customers)+" + 1"),
			s.series(d, d.each*s.customers, 9*d.each*(s.customers/heavyEvery), fmt.Sprintf("((i - %d) / %d + 1) * %d", d.each*s.customers, 9*d.each, heavyEvery))); err != nil {
			return err
		}
	}
	orders := 2*s.customers + 18*(s.customers/heavyEvery)
	lines := dependent{"order_lines", "order_id, what, amount", 2, "o, 'item ' || (i % 2000), 1 + i % 5"}
	if err := statements(ctx, db, s.series(lines, 0, 2*orders, "i / 2 + 1")); err != nil {
		return err
	}
	if err := statements(ctx, db, strings.Split(strings.TrimSpace(indexes), "\n")...); err != nil {
		return err
	}
	if s.engine.name == "postgres" {
		if err := statements(ctx, db, postgresReferences...); err != nil {
			return err
		}
	}
	return nil
}

var postgresReferences = []string{
	"ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id)",
	"ALTER TABLE order_lines ADD FOREIGN KEY (order_id) REFERENCES orders (id)",
	"ALTER TABLE invoices ADD FOREIGN KEY (customer_id) REFERENCES customers (id)",
	"ALTER TABLE log ADD FOREIGN KEY (customer_id) REFERENCES customers (id)",
	"ANALYZE",
}

func withoutReferences(text string) string {
	for _, to := range []string{"customers", "orders"} {
		text = strings.ReplaceAll(text, " REFERENCES "+to+" (id)", "")
	}
	return text
}

// series fills a table with n rows, numbered from first.
func (s *shop) series(d dependent, first, n int, owner string) string {
	if n == 0 {
		return "SELECT 1"
	}
	values := s.engine.text(d.values)
	return fmt.Sprintf("INSERT INTO %s (id, %s) ", d.table, d.columns) +
		fmt.Sprintf(s.engine.series, first, first+n-1) +
		fmt.Sprintf("SELECT i + 1, %s FROM (SELECT i, %s AS o FROM n) AS x", values, owner)
}

// fillCustomers sends customers by the thousand.
func (s *shop) fillCustomers(ctx context.Context, db *sql.DB) error {
	const batch, width = 1000, 6
	var text strings.Builder
	text.WriteString("INSERT INTO customers (id, name, email, phone, national_id, address) VALUES ")
	for i := range batch {
		if i > 0 {
			text.WriteByte(',')
		}
		text.WriteString(s.engine.list(width*i, width))
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	full, err := tx.PrepareContext(ctx, text.String())
	if err != nil {
		return err
	}
	args := make([]any, 0, batch*width)
	for n := 1; n <= s.customers; n++ {
		c := customerOf(n)
		args = append(args, c.id, c.name, c.email, c.phone, c.nationalID, c.address)
		if len(args) == batch*width {
			if _, err := full.ExecContext(ctx, args...); err != nil {
				return err
			}
			args = args[:0]
		}
	}
	return tx.Commit()
}

func statements(ctx context.Context, db *sql.DB, texts ...string) error {
	for _, text := range texts {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("%s: %w", firstLine(text), err)
		}
	}
	return nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// filling in the environment makes the test binary fill the file that it names,
// and do nothing else: what that takes is not the product's memory.
const filling = "VARSAM_BENCH_FILL"

func fillFile(path string, customers int) error {
	s := &shop{engine: sqliteEngine, dsn: path, customers: customers}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(off)&_pragma=synchronous(off)&_pragma=cache_size(-100000)&_pragma=locking_mode(exclusive)")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	return errors.Join(s.fill(context.Background(), db), db.Close())
}

// sqliteShop fills a file as fast as it goes, and then sets it to what programs
// usually run with: a write-ahead log that is synced at every commit.
func sqliteShop(b *testing.B, folder string, customers int) *shop {
	b.Helper()
	start := time.Now()
	path := filepath.Join(folder, fmt.Sprintf("shop-%d.db", customers))
	s := &shop{engine: sqliteEngine, dsn: path, customers: customers}
	cmd := exec.CommandContext(b.Context(), os.Args[0], "-customers", fmt.Sprint(customers))
	cmd.Env, cmd.Stderr = append(os.Environ(), filling+"="+path), os.Stderr
	if err := cmd.Run(); err != nil {
		b.Fatal(err)
	}
	// As the connector opens it, so that both sides sync alike.
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)")
	if err == nil {
		err = statements(b.Context(), db, "PRAGMA journal_mode = WAL")
	}
	if err != nil {
		b.Fatal(err)
	}
	s.hand = db
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("made %s: %d customers, %d MB, in %s", filepath.Base(path), customers, info.Size()>>20, time.Since(start).Round(time.Second))
	return s
}

// postgresShop fills a database on the server that the tests have.
func postgresShop(b *testing.B, customers int) *shop {
	b.Helper()
	start := time.Now()
	s := &shop{engine: postgresEngine, dsn: storetest.Postgres(b), customers: customers}
	db, err := sql.Open("pgx", s.dsn)
	if err == nil {
		err = s.fill(b.Context(), db)
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	s.hand = db
	b.Logf("made a database on PostgreSQL: %d customers, in %s", customers, time.Since(start).Round(time.Second))
	return s
}
