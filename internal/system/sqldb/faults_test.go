package sqldb_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/go-sql-driver/mysql"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/systemtest"
)

var background = context.Background()

// people fills a small table and connects it.
func people(t *testing.T, e systemtest.Engine, n int) *systemtest.Database {
	t.Helper()
	d := e.New(t)
	d.Run(t, `CREATE TABLE "p" ("id" {id}, "name" {text})`)
	for i := range n {
		d.Run(t, fmt.Sprintf(`INSERT INTO "p" VALUES (%d, '%s')`, i+1, systemtest.Marker))
	}
	return d
}

// freeze takes all rows of a table for an operation.
func freeze(t *testing.T, s system.System, kind varsam.OpKind, collection string, set ...varsam.Assignment) varsam.Operation {
	t.Helper()
	c, err := s.Describe(background)
	if err != nil {
		t.Fatal(err)
	}
	op := varsam.Operation{Kind: kind, Collection: collection, Set: set, Fingerprint: c.Fingerprint(collection)}
	records, _ := collect(t, s, system.Selection{Collection: collection, Version: true})
	for _, r := range records {
		op.Targets = append(op.Targets, varsam.Target{Ref: r.Ref, Versions: []string{r.Version}})
	}
	return op
}

func wantCode(t *testing.T, err error, want varsam.Code) {
	t.Helper()
	if varsam.CodeOf(err) != want {
		t.Errorf("%v, want %s", err, want)
	}
	if err != nil && (strings.Contains(err.Error(), systemtest.Marker) || strings.Contains(err.Error(), systemtest.Password)) {
		t.Errorf("the error quotes what it must not: %v", err)
	}
}

func planned(t *testing.T, s system.System, op varsam.Operation) int {
	t.Helper()
	seen, err := s.Observe(background, op)
	if err != nil {
		t.Fatal(err)
	}
	return seen.Rows[varsam.RowPlanned]
}

// throughProxy connects a database by way of a proxy.
func throughProxy(t *testing.T, d *systemtest.Database) (system.System, *proxy) {
	t.Helper()
	var p *proxy
	s, err := d.Open(t, func(cfg *system.Config) {
		dsn := cfg.Settings["dsn"]
		if d.Engine.Name == "postgres" {
			u, err := url.Parse(dsn)
			if err != nil {
				t.Fatal(err)
			}
			p = newProxy(t, u.Host, "COMMIT\x00")
			u.Host = p.address
			cfg.Settings["dsn"] = u.String()
			return
		}
		conf, err := mysql.ParseDSN(dsn)
		if err != nil {
			t.Fatal(err)
		}
		p = newProxy(t, conf.Addr, "")
		conf.Addr = p.address
		cfg.Settings["dsn"] = conf.FormatDSN()
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, p
}

// TestLostCommit loses the answer to a commit that happened, and cuts the line
// before a commit arrives: both are unknown, and a look tells which.
func TestLostCommit(t *testing.T) {
	for _, e := range engines(t) {
		if e.Name == "sqlite" {
			continue // no line to cut
		}
		t.Run(e.Name, func(t *testing.T) {
			d := people(t, e, 3)
			s, p := throughProxy(t, d)
			for want, cut := range map[int]func(*string){3: p.cutAfter.Store, 0: p.cutBefore.Store} {
				op := freeze(t, s, varsam.OpAnonymise, "p", varsam.Assignment{Field: "name", Value: varsam.TextOf(fmt.Sprint("x", want))})
				text := map[string]string{"postgres": "COMMIT\x00", "mariadb": "\x03COMMIT"}[e.Name] // and not READ COMMITTED
				cut(&text)
				_, err := s.Apply(background, op)
				wantCode(t, err, varsam.Unknown)
				if got := planned(t, s, op); got != want {
					t.Errorf("%d rows are planned, want %d", got, want)
				}
				if done, err := s.Apply(background, op); err != nil || done.Rows != 3 {
					t.Errorf("repeated: %+v, %v", done, err)
				}
			}
		})
	}
}

// TestLostBefore cuts the line before the commit: nothing happened.
func TestLostBefore(t *testing.T) {
	for _, e := range engines(t) {
		if e.Name == "sqlite" {
			continue
		}
		t.Run(e.Name, func(t *testing.T) {
			s, p := throughProxy(t, people(t, e, 3))
			op := freeze(t, s, varsam.OpErase, "p")
			text := "DELETE FROM"
			p.cutBefore.Store(&text)
			_, err := s.Apply(background, op)
			wantCode(t, err, varsam.Unavailable)
			if got := planned(t, s, op); got != 0 {
				t.Errorf("%d rows are gone", got)
			}
		})
	}
}

// TestConcurrentApply has several workers carry out the same step at once, while
// another program changes rows: every row is erased once or was changed.
func TestConcurrentApply(t *testing.T) {
	for _, e := range engines(t) {
		t.Run(e.Name, func(t *testing.T) {
			d := people(t, e, 40)
			s := d.Connect(t)
			op := freeze(t, s, varsam.OpErase, "p")
			var wg sync.WaitGroup
			var mu sync.Mutex
			changed := map[string]bool{}
			for range 4 {
				wg.Go(func() {
					done, err := s.Apply(background, op)
					mu.Lock()
					defer mu.Unlock()
					if err != nil && varsam.CodeOf(err) != varsam.Unavailable {
						t.Errorf("%v", err)
					}
					for _, r := range done.Changed {
						changed[r.Label()] = true
					}
				})
			}
			for i := 1; i <= 40; i += 7 {
				d.Run(t, fmt.Sprintf(`UPDATE "p" SET "name" = 'other' WHERE "id" = %d`, i))
			}
			wg.Wait()
			done, err := s.Apply(background, op)
			if err != nil {
				t.Fatal(err)
			}
			left, _ := collect(t, s, system.Selection{Collection: "p"})
			if len(left) != len(done.Changed) || done.Rows != 40-len(left) {
				t.Errorf("%d left, %+v", len(left), done)
			}
			for _, r := range left {
				if r.Get("name") != varsam.TextOf("other") {
					t.Errorf("%s was neither erased nor changed", r.Ref.Label())
				}
			}
		})
	}
}

// TestLockedRow has another program hold a row: we give up in time, and nothing
// happened.
func TestLockedRow(t *testing.T) {
	for _, e := range engines(t) {
		t.Run(e.Name, func(t *testing.T) {
			d := people(t, e, 3)
			s, err := d.Open(t, func(cfg *system.Config) { cfg.Settings["lock_timeout"] = "200ms" })
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			op := freeze(t, s, varsam.OpErase, "p")
			other, err := d.Raw.Begin()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := other.Exec("UPDATE p SET name = 'x' WHERE id = 2"); err != nil {
				t.Fatal(err)
			}
			_, err = s.Apply(background, op)
			wantCode(t, err, varsam.Unavailable)
			if err := other.Rollback(); err != nil {
				t.Fatal(err)
			}
			if got := planned(t, s, op); got != 0 {
				t.Errorf("%d rows are gone", got)
			}
			if done, err := s.Apply(background, op); err != nil || done.Rows != 3 {
				t.Errorf("%+v, %v", done, err)
			}
		})
	}
}

// TestNestedFind asks again while a search is under way, as following a
// reference does.
func TestNestedFind(t *testing.T) {
	for _, e := range engines(t) {
		t.Run(e.Name, func(t *testing.T) {
			s := people(t, e, 5).Connect(t)
			n := 0
			_, err := s.Find(background, system.Selection{Collection: "p"}, func(varsam.Record) error {
				_, err := s.Find(background, system.Selection{Collection: "p"}, func(varsam.Record) error { n++; return nil })
				return err
			})
			if err != nil || n != 25 {
				t.Errorf("%d, %v", n, err)
			}
		})
	}
}

// TestCancelled ends a search in the middle.
func TestCancelled(t *testing.T) {
	for _, e := range engines(t) {
		t.Run(e.Name, func(t *testing.T) {
			s := e.Harness().New(t).System
			ctx, cancel := context.WithCancel(background)
			found, err := s.Find(ctx, system.Selection{Collection: "people"}, func(varsam.Record) error { cancel(); return nil })
			if err == nil && found.Complete {
				t.Skip("all rows had come before the end was noticed")
			}
			wantCode(t, err, varsam.Unavailable)
			if found.Complete {
				t.Error("a search that was ended is said to be complete")
			}
		})
	}
}

// TestStatementTimeout reads a view that sleeps.
func TestStatementTimeout(t *testing.T) {
	for _, e := range engines(t) {
		if e.Name == "sqlite" {
			continue
		}
		t.Run(e.Name, func(t *testing.T) {
			d := people(t, e, 3)
			d.Run(t, map[string]string{
				"postgres": `CREATE VIEW "slow" AS SELECT "id", pg_sleep(20)::text AS "s" FROM "p"`,
				"mariadb":  `CREATE VIEW "slow" AS SELECT "id", sleep(20) AS "s" FROM "p"`,
			}[e.Name])
			s, err := d.Open(t, func(cfg *system.Config) { cfg.Settings["statement_timeout"] = "300ms" })
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			_, err = s.Find(background, system.Selection{Collection: "slow"}, func(varsam.Record) error { return nil })
			wantCode(t, err, varsam.Unavailable)
		})
	}
}

// TestRowSecurity has a policy hide rows from the role: they must not be taken
// for absent.
func TestRowSecurity(t *testing.T) {
	admin := os.Getenv(postgresVariable)
	if admin == "" {
		t.Skip("PostgreSQL is left out: " + postgresVariable + " is not set")
	}
	d := people(t, postgresEngine(admin), 3)
	role := databaseName() + "_role"
	d.Run(t, `CREATE ROLE `+role+` LOGIN PASSWORD '`+systemtest.Password+`'`, `GRANT ALL ON "p" TO `+role, `GRANT USAGE ON SCHEMA public TO `+role,
		`ALTER TABLE "p" ENABLE ROW LEVEL SECURITY`, `CREATE POLICY own ON "p" USING ("id" = 1)`,
		`CREATE TABLE "ro" ("id" {id})`, `GRANT SELECT ON "ro" TO `+role, `INSERT INTO "ro" VALUES (1)`, `CREATE TABLE "hidden" ("id" {id})`)
	t.Cleanup(func() { d.Raw.Exec("DROP OWNED BY " + role); d.Raw.Exec("DROP ROLE " + role) })
	s, err := d.Open(t, func(cfg *system.Config) {
		u, _ := url.Parse(cfg.Settings["dsn"])
		u.User = url.UserPassword(role, systemtest.Password)
		cfg.Settings["dsn"] = u.String()
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c, err := s.Describe(background)
	if err != nil {
		t.Fatal(err)
	}
	for name, reason := range map[string]string{"p": "row security", "ro": "no privilege to change", "hidden": "no privilege to read"} {
		if coll, _ := c.Find(name); !strings.Contains(coll.ReadOnly, reason) {
			t.Errorf("%s: %q", name, coll.ReadOnly)
		}
	}
	for _, name := range []string{"p", "hidden"} {
		_, err = s.Find(background, system.Selection{Collection: name}, func(varsam.Record) error { return nil })
		wantCode(t, err, varsam.Denied)
	}
	_, err = s.Observe(background, varsam.Operation{
		Kind: varsam.OpErase, Collection: "p",
		Targets: []varsam.Target{{Ref: varsam.Ref{Collection: "p", Key: []varsam.Value{varsam.IntOf(2)}}}},
	})
	wantCode(t, err, varsam.Denied)
	_, err = s.Apply(background, freeze(t, s, varsam.OpErase, "ro"))
	wantCode(t, err, varsam.Denied)
}

// TestMariaDBPrivileges has a user that sees little, and engines without
// transactions.
func TestMariaDBPrivileges(t *testing.T) {
	admin := os.Getenv(mariadbVariable)
	if admin == "" {
		t.Skip("MariaDB is left out: " + mariadbVariable + " is not set")
	}
	d := people(t, mariadbEngine(admin), 3)
	user := "u" + databaseName()[len("varsam_"):]
	d.Run(t, `CREATE TABLE "my" ("id" {id}) ENGINE=MyISAM`, `CREATE TABLE "ar" ("id" {id}) ENGINE=Aria`, `INSERT INTO "my" VALUES (1)`,
		`CREATE TABLE "sv" ("id" {id}) WITH SYSTEM VERSIONING`)
	for _, host := range []string{"127.0.0.1", "localhost"} { // whichever name the server finds for us
		who := user + "@'" + host + "'"
		d.Run(t, `CREATE USER `+who+` IDENTIFIED BY '`+systemtest.Password+`'`, `GRANT SELECT, UPDATE, DELETE ON "p" TO `+who, `GRANT SELECT ON "my" TO `+who)
		t.Cleanup(func() { d.Raw.Exec("DROP USER " + who) })
	}
	s := d.Connect(t)
	c, err := s.Describe(background)
	if err != nil {
		t.Fatal(err)
	}
	for name, reason := range map[string]string{"my": "MyISAM has no transactions", "ar": "Aria has no transactions", "sv": "history"} {
		if coll, _ := c.Find(name); !strings.Contains(coll.ReadOnly, reason) {
			t.Errorf("%s: %q", name, coll.ReadOnly)
		}
	}
	_, err = s.Apply(background, freeze(t, s, varsam.OpErase, "my"))
	wantCode(t, err, varsam.Unsupported)

	lesser, err := d.Open(t, func(cfg *system.Config) {
		conf, _ := mysql.ParseDSN(cfg.Settings["dsn"])
		u := url.URL{Scheme: "mysql", User: url.UserPassword(user, systemtest.Password), Host: conf.Addr, Path: "/" + conf.DBName, RawQuery: "timeout=30s"}
		cfg.Settings["dsn"] = u.String()
	})
	if err != nil {
		t.Fatal(err)
	}
	defer lesser.Close()
	c, err = lesser.Describe(background)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := c.Find("p")
	if p.ReadOnly != "" || len(p.Triggers) != 1 || !strings.Contains(p.Triggers[0].Body, "TRIGGER privilege") {
		t.Errorf("%q, %+v", p.ReadOnly, p.Triggers)
	}
	if done, err := lesser.Apply(background, freeze(t, lesser, varsam.OpErase, "p")); err != nil || done.Rows != 3 {
		t.Errorf("%+v, %v", done, err)
	}
}

// TestFileIsLeftAsItIs connects a file and looks at what became of it.
func TestFileIsLeftAsItIs(t *testing.T) {
	db, raw := openFile(t, "PRAGMA journal_mode=TRUNCATE", "PRAGMA user_version=7", "CREATE TABLE p (id INTEGER PRIMARY KEY)", "INSERT INTO p VALUES (1)")
	if _, err := db.Apply(background, freeze(t, db, varsam.OpErase, "p")); err != nil {
		t.Fatal(err)
	}
	var mode, version string
	if err := raw.QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil {
		t.Fatal(err)
	}
	if err := raw.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		t.Fatal(err)
	}
	if mode != "truncate" && mode != "delete" || version != "7" {
		t.Errorf("journal mode %s, user version %s", mode, version)
	}
}

// TestFinality says when backups forget.
func TestFinality(t *testing.T) {
	d := people(t, sqliteEngine(), 1)
	s, err := d.Open(t, func(cfg *system.Config) { cfg.Backups = varsam.Period{Days: 35} })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	done, err := s.Apply(background, freeze(t, s, varsam.OpErase, "p"))
	if err != nil || done.Finality != varsam.InBackups || done.Until != systemtest.Today.AddDays(35) {
		t.Errorf("%+v, %v", done, err)
	}
}

// TestCharacterSets searches a column of an old character set for what it cannot
// hold, and for what it writes in other bytes.
func TestCharacterSets(t *testing.T) {
	admin := os.Getenv(mariadbVariable)
	if admin == "" {
		t.Skip("MariaDB is left out: " + mariadbVariable + " is not set")
	}
	d := mariadbEngine(admin).New(t)
	d.Run(t, `CREATE TABLE "c" ("id" {id}, "l" VARCHAR(90) CHARACTER SET latin1, "b" VARCHAR(90) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, "x" BLOB)`,
		`CREATE INDEX "c_l" ON "c" ("l")`, `CREATE TABLE "k" ("id" {id}, "l" VARCHAR(90) CHARACTER SET latin1 COLLATE latin1_general_cs)`,
		`INSERT INTO "c" VALUES (1, 'Åsa', 'Åsa', 'Åsa'), (2, 'asa', 'asa', 'asa')`, `INSERT INTO "k" VALUES (1, 'Åsa')`)
	s := d.Connect(t)
	for _, fold := range []varsam.Fold{varsam.Exact, varsam.FoldCase, varsam.Digits, varsam.Contains} {
		for _, field := range []string{"l", "b", "x"} {
			for value, want := range map[string]int{"Åsa": 1, "😀": 0, "asa": 1, "\u00a0": 0} {
				if fold == varsam.Digits && value == "\u00a0" {
					continue // folds to nothing
				}
				all, _ := collect(t, s, system.Selection{Collection: "c", Match: []system.Match{
					{Fields: []string{field}, Fold: fold, Tuples: [][]varsam.Value{{varsam.TextOf(value)}}},
				}})
				if len(all) != want {
					t.Errorf("%s %s %q: %d rows", fold, field, value, len(all))
				}
			}
		}
	}
	for _, own := range []string{"l", "b"} {
		c := varsam.Cond{Op: varsam.Exists, Collection: "k", Fields: []string{"l"}, Own: []string{own}}
		if all, _ := collect(t, s, system.Selection{Collection: "c", Cond: &c}); len(all) != 1 {
			t.Errorf("joined by %s: %d rows", own, len(all))
		}
		for _, op := range []varsam.Op{varsam.Eq, varsam.Lt, varsam.Ne} {
			c := varsam.Compare(own, op, varsam.TextOf("😀"))
			if _, err := s.Find(background, system.Selection{Collection: "c", Cond: &c}, func(varsam.Record) error { return nil }); err != nil {
				t.Errorf("%s %s: %v", own, op, err)
			}
		}
	}
	op := freeze(t, s, varsam.OpAnonymise, "c", varsam.Assignment{Field: "l", Value: varsam.TextOf("😀")})
	_, err := s.Apply(background, op)
	wantCode(t, err, varsam.Conflict)
}

// TestWhoOnlyLooksCannotChange: the database itself refuses, on every connection.
func TestWhoOnlyLooksCannotChange(t *testing.T) {
	t.Parallel()
	for _, e := range engines(t) {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			d := people(t, e, 3)
			s, err := d.Open(t, func(cfg *system.Config) { cfg.ReadOnly = true })
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			read := 0
			if _, err := s.Find(background, system.Selection{Collection: "p"}, func(varsam.Record) error { read++; return nil }); err != nil || read != 3 {
				t.Errorf("%d rows read: %v", read, err)
			}
			op := freeze(t, d.Connect(t), varsam.OpErase, "p")
			_, err = s.Apply(background, op)
			wantCode(t, err, varsam.Denied)
			if done, err := d.Connect(t).Apply(background, op); err != nil || done.Rows != 3 {
				t.Errorf("after a refused change: %+v, %v", done, err)
			}
		})
	}
}
