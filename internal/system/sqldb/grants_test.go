package sqldb_test

import (
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/sqldb"
	"github.com/varsam/varsam/internal/system/systemtest"
)

// permitted is a small shop whose administrator ran the printed SQL: what
// searches, acts and restricts there, and an everyday reader.
type permitted struct {
	*systemtest.Database
	varsam, reader system.System
	everyday       *sql.DB // the reader's own session
}

var shopNeeds = []system.Need{
	{Collection: "customers", Change: []string{"name", "email"}, Erase: true},
	{Collection: "invoices", Change: []string{"name"}, Erase: true, Receive: true},
	{Collection: "kept", Change: []string{"name"}, Erase: true, Receive: true, Reader: "READER", Kept: true},
	{Collection: "members", Change: []string{"blocked"}, Reader: "READER", Flags: []system.Flag{{Column: "blocked", Value: "1"}}},
	{Collection: "others", Change: nil},
	{Collection: "links", Erase: true},
}

func shopTables(t *testing.T, d *systemtest.Database) {
	t.Helper()
	d.Run(t,
		`CREATE TABLE "customers" ("id" {id}, "name" {text}, "email" {text}, "since" {text})`, `INSERT INTO "customers" VALUES (1, 'Anna', 'a@example.com', '2020'), (2, 'Bo', 'b@example.com', '2021')`,
		`CREATE TABLE "invoices" ("id" {id}, "name" {text})`, `INSERT INTO "invoices" VALUES (1, 'Anna'), (2, 'Bo')`,
		`CREATE TABLE "kept" ("id" {id}, "name" {text})`,
		`CREATE TABLE "members" ("id" {id}, "blocked" {int})`, `INSERT INTO "members" VALUES (1, NULL), (2, 0)`,
		`CREATE TABLE "others" ("id" {id}, "name" {text})`, `INSERT INTO "others" VALUES (1, 'Cilla')`,
		`CREATE TABLE "links" ("id" {id})`, `INSERT INTO "links" VALUES (1)`,
		`CREATE TABLE "secrets" ("id" {id})`, `INSERT INTO "secrets" VALUES (1)`)
}

// administer runs the statements of a printed text as the administrator.
func administer(t *testing.T, d *systemtest.Database, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "--") {
			d.Run(t, line)
		}
	}
}

func needsFor(reader, obeys string) []system.Need {
	needs := append([]system.Need(nil), shopNeeds...)
	for i := range needs {
		if needs[i].Reader != "" {
			needs[i].Reader = reader
		}
		if needs[i].Flags != nil {
			needs[i].Obeys = obeys
		}
	}
	return needs
}

func postgresPermitted(t *testing.T, obeys string) permitted {
	admin := os.Getenv(postgresVariable)
	if admin == "" {
		t.Skip("PostgreSQL is left out: " + postgresVariable + " is not set")
	}
	d := postgresEngine(admin).New(t)
	shopTables(t, d)
	role, reader := databaseName()+"_v", databaseName()+"_r"
	for _, name := range []string{role, reader} {
		d.Run(t, `CREATE ROLE `+name+` LOGIN PASSWORD '`+systemtest.Password+`'`)
		t.Cleanup(func() { d.Raw.Exec("DROP OWNED BY " + name); d.Raw.Exec("DROP ROLE " + name) })
	}
	d.Run(t, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO `+reader, `GRANT USAGE ON SCHEMA public TO `+reader)
	administer(t, d, sqldb.Postgres().Grants(system.Permission{System: "shop", Role: role, Needs: needsFor(reader, obeys)}))
	as := func(name string) (s system.System, dsn string) {
		s = connectAs(t, d, func(mine string) string {
			u, _ := url.Parse(mine)
			u.User = url.UserPassword(name, systemtest.Password)
			dsn = u.String()
			return dsn
		})
		return s, dsn
	}
	p := permitted{Database: d}
	p.varsam, _ = as(role)
	var dsn string
	p.reader, dsn = as(reader)
	p.everyday = openRaw(t, "pgx", dsn)
	return p
}

func mariadbPermitted(t *testing.T, obeys string) permitted {
	admin := os.Getenv(mariadbVariable)
	if admin == "" {
		t.Skip("MariaDB is left out: " + mariadbVariable + " is not set")
	}
	d := mariadbEngine(admin).New(t)
	shopTables(t, d)
	name := strings.TrimPrefix(databaseName(), "varsam_")
	role, reader := "v"+name, "r"+name
	for _, host := range []string{"127.0.0.1", "localhost"} { // whichever name the server finds for us
		for _, user := range []string{role, reader} {
			who := "'" + user + "'@'" + host + "'"
			d.Run(t, `CREATE USER `+who+` IDENTIFIED BY '`+systemtest.Password+`'`)
			t.Cleanup(func() { d.Raw.Exec("DROP USER " + who) })
		}
		d.Run(t, `GRANT SELECT ON "others" TO '`+reader+`'@'`+host+`'`)
		needs := needsFor(reader+"@"+host, obeys)
		d.Run(t, `DROP VIEW IF EXISTS current_members, members_everyday`)
		administer(t, d, sqldb.MariaDB().Grants(system.Permission{System: "shop", Role: role + "@" + host, Needs: needs}))
	}
	as := func(name string) system.System {
		return connectAs(t, d, func(dsn string) string {
			conf, _ := mysql.ParseDSN(dsn)
			conf.User, conf.Passwd = name, systemtest.Password
			return conf.FormatDSN()
		})
	}
	return permitted{Database: d, varsam: as(role), reader: as(reader)}
}

func connectAs(t *testing.T, d *systemtest.Database, dsn func(string) string) system.System {
	t.Helper()
	s, err := d.Open(t, func(cfg *system.Config) { cfg.Settings["dsn"] = dsn(cfg.Settings["dsn"]) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestPrintedGrants runs the SQL that varsam grants prints and then works with
// what it permits: all that a search and a plan need, and nothing else.
func TestPrintedGrants(t *testing.T) {
	for name, open := range map[string]func(*testing.T, string) permitted{"PostgreSQL": postgresPermitted, "MariaDB": mariadbPermitted} {
		for obeys, seenThrough := range map[string]string{"view current_members": "current_members", "the lists": "members"} {
			t.Run(name+" "+obeys, func(t *testing.T) {
				p := open(t, obeys)
				if name == "MariaDB" && seenThrough == "members" {
					seenThrough = "members_everyday"
				}
				p.nothingElse(t)
				p.acts(t)
				p.hides(t, seenThrough)
			})
		}
	}
}

func (p permitted) apply(t *testing.T, op varsam.Operation) {
	t.Helper()
	if done, err := p.varsam.Apply(background, op); err != nil || done.Rows != len(op.Targets) || done.Rows == 0 {
		t.Errorf("%s on %s: %+v, %v", op.Kind, op.Collection, done, err)
	}
}

func (p permitted) acts(t *testing.T) {
	null := func(field string) varsam.Assignment { return varsam.Assignment{Field: field} }
	for _, need := range shopNeeds {
		if all, _ := collect(t, p.varsam, system.Selection{Collection: need.Collection, Version: true}); len(all) == 0 && !need.Kept {
			t.Errorf("%s is not searched", need.Collection)
		}
	}
	p.apply(t, freeze(t, p.varsam, varsam.OpAnonymise, "customers", null("email")))
	move := freeze(t, p.varsam, varsam.OpRestrict, "invoices")
	move.Move = "kept"
	p.apply(t, move)
	lift := freeze(t, p.varsam, varsam.OpLift, "kept")
	lift.Move, lift.Targets = "invoices", lift.Targets[:1]
	p.apply(t, lift)
	flag := freeze(t, p.varsam, varsam.OpRestrict, "members", varsam.Assignment{Field: "blocked", Value: varsam.IntOf(1)})
	flag.Targets = flag.Targets[:1]
	p.apply(t, flag)
	p.apply(t, freeze(t, p.varsam, varsam.OpErase, "links"))
	p.apply(t, freeze(t, p.varsam, varsam.OpErase, "customers"))
}

func (p permitted) nothingElse(t *testing.T) {
	_, err := p.varsam.Find(background, system.Selection{Collection: "secrets"}, func(varsam.Record) error { return nil })
	if code := varsam.CodeOf(err); code != varsam.Denied && code != varsam.Invalid && code != varsam.NotFound {
		t.Errorf("secrets: %v", err)
	}
	_, err = p.varsam.Apply(background, freeze(t, p.varsam, varsam.OpErase, "members"))
	wantCode(t, err, varsam.Denied)
	_, err = p.varsam.Apply(background, freeze(t, p.varsam, varsam.OpErase, "others"))
	wantCode(t, err, varsam.Denied)
	_, err = p.varsam.Apply(background, freeze(t, p.varsam, varsam.OpAnonymise, "customers", varsam.Assignment{Field: "since"}))
	wantCode(t, err, varsam.Denied)
	_, err = p.varsam.Apply(background, freeze(t, p.varsam, varsam.OpAnonymise, "others", varsam.Assignment{Field: "name"}))
	wantCode(t, err, varsam.Denied)
}

// TestProbe looks as the everyday reader: before the printed SQL was run for it,
// after, and where that is not known.
func TestProbe(t *testing.T) {
	for _, obeys := range []string{"view current_members", "the lists"} {
		t.Run(obeys, func(t *testing.T) {
			p := postgresPermitted(t, obeys)
			member := freeze(t, p.varsam, varsam.OpRestrict, "members", varsam.Assignment{Field: "blocked", Value: varsam.IntOf(1)})
			member.Targets = member.Targets[:1]
			invoice := freeze(t, p.varsam, varsam.OpRestrict, "invoices")
			var reader string
			if err := p.everyday.QueryRow("SELECT current_user").Scan(&reader); err != nil {
				t.Fatal(err)
			}
			probe := func(s system.System, op varsam.Operation, want bool, code varsam.Code) {
				t.Helper()
				got, err := s.(system.Prober).Probe(background, op, reader)
				if got != want || varsam.CodeOf(err) != code {
					t.Errorf("%s: prevented %v (%v), want %v %s", op.Collection, got, err, want, code)
				}
			}
			admin := p.Connect(t)
			probe(admin, member, false, "") // not marked yet
			p.apply(t, member)
			probe(admin, member, true, "")
			probe(admin, invoice, false, "")
			invoice.Move = "kept"
			p.apply(t, invoice)
			probe(admin, invoice, true, "")
			probe(p.varsam, member, false, varsam.Unsupported) // may not become the reader
			p.Run(t, `CREATE VIEW names AS SELECT name FROM kept`, `CREATE VIEW all_names AS SELECT * FROM names`)
			probe(admin, invoice, true, "")
			p.Run(t, `GRANT SELECT ON all_names TO `+reader)
			probe(admin, invoice, false, varsam.Unsupported)
			p.Run(t, `CREATE VIEW everything AS SELECT * FROM kept`, `GRANT SELECT ON everything TO `+reader)
			probe(admin, invoice, false, "")
		})
	}
}

// hides looks as the everyday reader: the moved row is out of reach, and of the
// two members the marked one is not seen.
func (p permitted) hides(t *testing.T, seenThrough string) {
	if _, err := p.reader.Find(background, system.Selection{Collection: "kept"}, func(varsam.Record) error { return nil }); err == nil {
		t.Error("the reader reads where restricted rows lie")
	}
	n := 0
	_, err := p.reader.Find(background, system.Selection{Collection: seenThrough}, func(varsam.Record) error { n++; return nil })
	if seenThrough == "members" { // our session asks to be refused rather than given some of the rows
		wantCode(t, err, varsam.Denied)
		if err := p.everyday.QueryRow("SELECT count(*) FROM members").Scan(&n); err != nil || n != 1 {
			t.Errorf("the policy shows %d members (%v), want the one who is not marked", n, err)
		}
	} else if err != nil || n != 1 {
		t.Errorf("%s shows %d members (%v), want the one who is not marked", seenThrough, n, err)
	}
	if seenThrough != "members" {
		_, err = p.reader.Find(background, system.Selection{Collection: "members"}, func(varsam.Record) error { return nil })
		if err == nil {
			t.Error("the reader reads the table beside the view")
		}
	}
}
