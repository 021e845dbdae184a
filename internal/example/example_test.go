package example

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/varsam/varsam"
)

var today = varsam.NewDate(2026, 11, 20)

func generate(t testing.TB, name string, opt Options) *Made {
	t.Helper()
	opt.Dir, opt.Today = t.TempDir(), today
	made, err := Generate(t.Context(), name, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { made.Remove(t.Context()) })
	return made
}

func open(t testing.TB, s MadeSystem) *sql.DB {
	t.Helper()
	db, err := sql.Open(map[string]string{onSQLite: "sqlite", onPostgres: "pgx", onMariaDB: "mysql"}[s.Connector], s.DSN)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestEveryExampleIsMadeOnSQLite(t *testing.T) {
	t.Parallel()
	for name, s := range sets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made := generate(t, name, Options{})
			if len(made.Systems) != len(s.systems) {
				t.Fatalf("%d systems", len(made.Systems))
			}
			for _, system := range made.Systems {
				mustHoldKeys(t, system)
			}
			for table, n := range made.Rows {
				if n == 0 && filepath.Ext(table) != ".restricted_invoices" && filepath.Ext(table) != ".restricted_invoice_rows" {
					t.Errorf("%s is empty", table)
				}
			}
		})
	}
}

// mustHoldKeys asks SQLite, which does not check while a file is filled.
func mustHoldKeys(t *testing.T, s MadeSystem) {
	t.Helper()
	var table string
	err := open(t, s).QueryRow("SELECT \"table\" FROM pragma_foreign_key_check").Scan(&table)
	if !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("%s: a key of %s leads nowhere (%v)", s.System, table, err)
	}
}

func TestServersAndFilesHoldTheSameRows(t *testing.T) {
	t.Parallel()
	opt := Options{Postgres: os.Getenv("VARSAM_TEST_POSTGRES"), MariaDB: os.Getenv("VARSAM_TEST_MARIADB")}
	if opt.Postgres == "" || opt.MariaDB == "" {
		t.Skip("VARSAM_TEST_POSTGRES and VARSAM_TEST_MARIADB are not set")
	}
	for _, name := range []string{"insourceit", "kunskapspartner"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			here := opt
			here.Prefix = fmt.Sprintf("varsam_%s_%d", name, os.Getpid())
			onServers, inFiles := generate(t, name, here), generate(t, name, Options{})
			for i, s := range onServers.Systems {
				if s.Connector == onSQLite {
					t.Errorf("%s was made as a file", s.System)
				}
				mustBeEqual(t, s, inFiles.Systems[i], onServers.Rows)
			}
		})
	}
}

// mustBeEqual counts the rows and compares some texts.
func mustBeEqual(t *testing.T, a, b MadeSystem, rows map[string]int) {
	t.Helper()
	left, right := open(t, a), open(t, b)
	for _, d := range append(insourceit.systems, kunskapspartner.systems...) {
		if d.name != a.System {
			continue
		}
		for _, table := range tablesOf(rows, a.System) {
			query := "SELECT count(*) FROM " + table
			if l, r := one(t, left, query), one(t, right, query); l != r {
				t.Errorf("%s.%s: %s and %s rows", a.System, table, l, r)
			}
		}
	}
	for _, q := range queries[a.System] {
		if l, r := one(t, left, q), one(t, right, q); l != r || l == "" {
			t.Errorf("%s: %s\n%q on %s\n%q on %s", a.System, q, l, a.Connector, r, b.Connector)
		}
	}
}

var queries = map[string][]string{
	"business": {"SELECT max(email) FROM contacts WHERE id = 7", "SELECT max(personal_number) FROM consultants WHERE id = 2"},
	"web":      {"SELECT max(email) FROM accounts WHERE id = 9"},
	"crm":      {"SELECT max(last_name) FROM contacts WHERE id = 5"},
	"payroll":  {"SELECT max(name) FROM employees WHERE id = 4"},
}

func tablesOf(rows map[string]int, system string) []string {
	var tables []string
	for name := range rows {
		if s, table, ok := cut(name); ok && s == system {
			tables = append(tables, table)
		}
	}
	return tables
}

func cut(name string) (system, table string, ok bool) {
	ext := filepath.Ext(name)
	return name[:len(name)-len(ext)], ext[min(1, len(ext)):], ext != ""
}

func one(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	var s sql.NullString
	if err := db.QueryRow(query).Scan(&s); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return s.String
}

func TestAnExistingDatabaseIsNotOverwritten(t *testing.T) {
	t.Parallel()
	opt := Options{Dir: t.TempDir(), Today: today}
	if _, err := Generate(t.Context(), "demo", opt); err != nil {
		t.Fatal(err)
	}
	if _, err := Generate(t.Context(), "demo", opt); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("a second time: %v", err)
	}
	opt.Replace = true
	if _, err := Generate(t.Context(), "demo", opt); err != nil {
		t.Error(err)
	}
	if _, err := Generate(t.Context(), "nobody", opt); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("an unknown example: %v", err)
	}
}

func BenchmarkGenerate(b *testing.B) {
	for _, name := range []string{"insourceit", "kunskapspartner"} {
		b.Run(name+"/100000", func(b *testing.B) {
			for b.Loop() {
				made := generate(b, name, Options{People: 100_000})
				rows := 0
				for _, n := range made.Rows {
					rows += n
				}
				b.ReportMetric(float64(rows), "rows")
			}
		})
	}
}
