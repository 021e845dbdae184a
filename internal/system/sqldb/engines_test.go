package sqldb_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/sqldb"
	"github.com/varsam/varsam/internal/system/systemtest"
)

// The suite runs against private servers: each variable holds the address of an
// administrator who may create databases and users.
const (
	postgresVariable = "VARSAM_TEST_POSTGRES"
	mariadbVariable  = "VARSAM_TEST_MARIADB"
)

// engines are those that can be reached here.
func engines(t *testing.T) []systemtest.Engine {
	t.Helper()
	all := []systemtest.Engine{sqliteEngine()}
	if dsn := os.Getenv(postgresVariable); dsn != "" {
		all = append(all, postgresEngine(dsn))
	}
	if dsn := os.Getenv(mariadbVariable); dsn != "" {
		all = append(all, mariadbEngine(dsn))
	}
	return all
}

func TestSQLite(t *testing.T) { suite(t, sqliteEngine()) }

func TestPostgres(t *testing.T) {
	dsn := os.Getenv(postgresVariable)
	if dsn == "" {
		t.Skip("PostgreSQL is left out: " + postgresVariable + " is not set")
	}
	suite(t, postgresEngine(dsn))
}

func TestMariaDB(t *testing.T) {
	dsn := os.Getenv(mariadbVariable)
	if dsn == "" {
		t.Skip("MariaDB is left out: " + mariadbVariable + " is not set")
	}
	suite(t, mariadbEngine(dsn))
}

func suite(t *testing.T, e systemtest.Engine) {
	t.Run("Contract", func(t *testing.T) { systemtest.Run(t, e.Harness()) })
	t.Run("SQL", func(t *testing.T) { systemtest.RunSQL(t, e) })
}

var databases atomic.Int64

func databaseName() string { return fmt.Sprintf("varsam_%d_%d", os.Getpid(), databases.Add(1)) }

// opener opens a database as Varsam does.
func opener(c system.Connector, dsn string) func(*testing.T, func(*system.Config)) (system.System, error) {
	return func(t *testing.T, edit func(*system.Config)) (system.System, error) {
		cfg := system.Config{System: "app", Settings: map[string]string{"dsn": dsn}, Zone: systemtest.Zone(t), Today: systemtest.Today}
		edit(&cfg)
		return c.Open(context.Background(), cfg)
	}
}

func openRaw(t *testing.T, driver, dsn string) *sql.DB {
	t.Helper()
	raw, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return raw
}

func sqliteEngine() systemtest.Engine {
	e := systemtest.Engine{Name: "sqlite", Quote: `"`, Loose: true}
	e.New = func(t *testing.T) *systemtest.Database {
		path := filepath.Join(t.TempDir(), "app.db")
		raw := openRaw(t, "sqlite", path+"?_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)")
		if _, err := raw.Exec("CREATE TABLE first (id INTEGER PRIMARY KEY); DROP TABLE first"); err != nil {
			t.Fatal(err)
		}
		e.Words = maps.Clone(sqliteWords)
		e.Words["dsn-missing"] = path + ".none"
		return &systemtest.Database{Engine: e, Raw: raw, Open: opener(sqldb.SQLite(), path)}
	}
	return e
}

var sqliteWords = map[string]string{
	"id": "INTEGER PRIMARY KEY", "int": "INTEGER", "text": "TEXT", "long": "TEXT", "bytes": "BLOB", "time": "DATETIME", "nocase": "TEXT COLLATE NOCASE",
	"arg1": "?1", "arg2": "?2", "read-only": "file:", "read-only-end": "?mode=ro",
	"columns-of-all-types": `t TEXT, n INTEGER, r REAL, u NUMERIC(10,2), b BLOB, o BOOLEAN, d DATE, w DATETIME, x, j JSON`,
	"rows-of-all-types": `
		1, 'åäö', 42, 1.5, 2.25, x'00ff', 1, '2020-02-29', '2020-02-29 10:00:00', 'x', '{"a":1}'
		2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
		3, CAST(x'fffe41' AS TEXT), 'abc', 'abc', 'abc', 'text', 7, 'unknown', '2020-02-29T10:00:00Z', 42, ''
		4, 'a' || char(0) || 'b', 9223372036854775807, 1e300, 123456789012, x'', 0, '2020-02-30', '2020-03-29 02:30:00', 1.5, 'x'
		5, '', -1, -0.5, 0, x'41', 1, 20200101, '2020-10-25 02:30:00.25', x'41', '1'
		6, '042', 0, 0.1, 0.1, 'b', 'yes', 1577836800, 1577836800, '042', '[]'`,
	"dump": `id || quote(t) || quote(n) || quote(r) || quote(u) || quote(b) || quote(o) || quote(d) || quote(w) || quote(x) || quote(j) ||
		typeof(t) || typeof(n) || typeof(r) || typeof(u) || typeof(b) || typeof(o) || typeof(d) || typeof(w) || typeof(x) || typeof(j)`,
}

func postgresEngine(admin string) systemtest.Engine {
	e := systemtest.Engine{Name: "postgres", Quote: `"`, Schemas: true}
	e.New = func(t *testing.T) *systemtest.Database {
		u, err := url.Parse(admin)
		if err != nil {
			t.Fatal(err)
		}
		name := takePostgres(t, admin, *u)
		u.Path = "/" + name
		e.Words = maps.Clone(postgresWords)
		e.Words["dsn-missing"] = strings.Replace(u.String(), name, "no_such_database", 1)
		if _, has := u.User.Password(); has {
			wrong := *u
			wrong.User = url.UserPassword(u.User.Username(), systemtest.Password)
			e.Words["dsn-bad-password"] = wrong.String()
		}
		e.Words["dsn-down"] = "postgres://a:" + url.QueryEscape(systemtest.Password) + "@127.0.0.1:1/x"
		return &systemtest.Database{Engine: e, Raw: openRaw(t, "pgx", u.String()), Open: opener(sqldb.Postgres(), u.String())}
	}
	return e
}

// freePostgres are emptied databases: making one costs as much as many a test.
var freePostgres = struct {
	sync.Mutex
	admin string
	names []string
}{}

func takePostgres(t *testing.T, admin string, u url.URL) string {
	t.Helper()
	freePostgres.Lock()
	defer freePostgres.Unlock()
	freePostgres.admin = admin
	var name string
	if n := len(freePostgres.names); n > 0 {
		name, freePostgres.names = freePostgres.names[n-1], freePostgres.names[:n-1]
	} else {
		name = databaseName()
		if _, err := openRaw(t, "pgx", admin).Exec("CREATE DATABASE " + name); err != nil {
			t.Fatal(err)
		}
	}
	u.Path = "/" + name
	raw := openRaw(t, "pgx", u.String())
	t.Cleanup(func() {
		_, err := raw.Exec(`DO $$ DECLARE s text; BEGIN
			FOR s IN SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' LOOP
				EXECUTE format('DROP SCHEMA %I CASCADE', s);
			END LOOP; CREATE SCHEMA public; END $$`)
		freePostgres.Lock()
		defer freePostgres.Unlock()
		if err == nil {
			freePostgres.names = append(freePostgres.names, name)
		}
	})
	return name
}

func TestMain(m *testing.M) {
	code := m.Run()
	if freePostgres.admin != "" {
		if root, err := sql.Open("pgx", freePostgres.admin); err == nil {
			for _, name := range freePostgres.names {
				root.Exec("DROP DATABASE " + name + " WITH (FORCE)")
			}
			root.Close()
		}
	}
	os.Exit(code)
}

var postgresWords = map[string]string{
	"id": "bigint PRIMARY KEY", "int": "bigint", "text": "text", "long": "text", "bytes": "bytea", "time": "timestamp", "nocase": "text",
	"arg1": "$1", "arg2": "$2", "read-only-end": "&default_transaction_read_only=on",
	"make-schema-a": `CREATE SCHEMA "Other"`, "make-schema-b": `CREATE SCHEMA hidden`, "a": `"Other"`, "b": "hidden", "a-name": "Other", "b-name": "hidden",
	"columns-of-all-types": `t text, v varchar(9), c char(5), i2 smallint, i4 integer, n numeric(44,10), f real, g double precision, b bytea, o boolean, d date,
		w timestamp, z timestamptz, j jsonb, js json, u uuid, a text[], ai int[], ip inet, tm time, iv interval, m money, bits bit(3), x xml, r int4range`,
	"rows-of-all-types": `
		1, 'åäö', 'åäö', 'ab', 1, 2, 3.50, 0.1, 0.1, '\x00ff', true, '2020-02-29', '2020-02-29 10:00:00.5', '2020-02-29 10:00+02', '{"a": 1}', '{"b" :1}', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '{a,"b,c",NULL}', '{1,2}', '10.0.0.1/8', '10:00:01.5', '1 mon 2 days', 12.5, B'101', '<a/>', '[1,5)'
		2
		3, '', '', '', -1, -1, 'NaN', 'Infinity', 1e300, '', false, 'infinity', '-infinity', 'infinity', 'null', '"x"', '00000000-0000-0000-0000-000000000000', '{}', '{}', '::1', '24:00', '-1 sec', -1, B'000', '', 'empty'
		4, '\', '"', '''', 32767, 2147483647, 123456789012345678901234567890.1234567890, 3.4e38, -0.0, '\xdeadbeef', true, '0044-03-15 BC', '2020-03-29 02:30:00', '1900-01-01 00:00:00.000001+00', '[]', '[]', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{{a,b},{c,d}}', '{{1},{2}}', '1.2.3.4', '00:00', '0', 0, B'111', 'a<b/>c', '(,)'`,
	"dump": `("v".*)::text`,
}

func mariadbEngine(admin string) systemtest.Engine {
	e := systemtest.Engine{Name: "mariadb", Quote: "`", Schemas: true}
	e.New = func(t *testing.T) *systemtest.Database {
		name := databaseName()
		root := openRaw(t, "mysql", admin)
		for _, db := range []string{name, name + "_a", name + "_b"} {
			t.Cleanup(func() { root.Exec("DROP DATABASE IF EXISTS " + db) })
		}
		if _, err := root.Exec("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"); err != nil {
			t.Fatal(err)
		}
		conf, err := mysql.ParseDSN(admin)
		if err != nil {
			t.Fatal(err)
		}
		dsn := func(edit func(*mysql.Config)) string {
			c := conf.Clone()
			c.DBName = name
			edit(c)
			return c.FormatDSN()
		}
		mine := dsn(func(*mysql.Config) {})
		e.Words = maps.Clone(mariadbWords)
		maps.Copy(e.Words, map[string]string{
			"make-schema-a": "CREATE DATABASE " + name + "_a", "make-schema-b": "CREATE DATABASE " + name + "_b",
			"a": name + "_a", "b": name + "_b", "a-name": name + "_a", "b-name": name + "_b",
			"dsn-missing":      dsn(func(c *mysql.Config) { c.DBName = "no_such_database" }),
			"dsn-bad-password": dsn(func(c *mysql.Config) { c.Passwd = systemtest.Password }),
			"dsn-down":         dsn(func(c *mysql.Config) { c.Net, c.Addr, c.Passwd = "tcp", "127.0.0.1:1", systemtest.Password }),
		})
		return &systemtest.Database{Engine: e, Raw: openRaw(t, "mysql", mine), Open: opener(sqldb.MariaDB(), mine)}
	}
	return e
}

var mariadbWords = map[string]string{
	"id": "BIGINT PRIMARY KEY", "int": "BIGINT", "text": "VARCHAR(250)", "long": "LONGTEXT", "bytes": "LONGBLOB", "time": "DATETIME(6)", "nocase": "VARCHAR(90)",
	"arg1": "?", "arg2": "?",
	"columns-of-all-types": `t TEXT, v VARCHAR(9) CHARACTER SET latin1, c CHAR(5), i1 TINYINT, i8 BIGINT UNSIGNED, y YEAR, n DECIMAL(30,10), f FLOAT, g DOUBLE, b BLOB,
		vb VARBINARY(9), o BOOLEAN, b1 BIT(1), b9 BIT(9), d DATE, w DATETIME(6), z TIMESTAMP(6) NULL, j JSON, u UUID, e ENUM('a','b''c','Ö'), s SET('x','y'), tm TIME(3), ip INET6`,
	"rows-of-all-types": `
		1, 'åäö', 'åäö', 'ab', 1, 2, 2020, 3.50, 0.1, 0.1, x'00ff', x'00ff', true, 1, 5, '2020-02-29', '2020-02-29 10:00:00.5', '2020-02-29 10:00:00', '{"a": 1}', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a', 'x,y', '10:00:01.5', '::1'
		2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
		3, '', '', '', -1, 18446744073709551615, 1901, -1, 3.4e38, 1e300, '', '', 2, 0, 0, '1000-01-01', '9999-12-31 23:59:59.999999', '1970-01-01 00:00:01', 'null', '00000000-0000-0000-0000-000000000000', 'b''c', '', '-838:59:59', '::'
		4, '\\', '"', '''', 127, 9223372036854775807, 2155, 12345678901234567890.1234567890, 16777217, -0.5, x'deadbeef', x'20', 0, 1, 511, '2020-10-25', '2020-03-29 02:30:00', '2020-10-25 00:30:00', '[]', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'Ö', 'y', '00:00:00', 'ff::1'`,
	"dump": "concat_ws('|', id, hex(t), hex(v), hex(c), i1, i8, y, n, f+0e0, g, hex(b), hex(vb), o, b1+0, b9+0, d, w, z, j, u, hex(e), hex(s), tm, ip, t IS NULL, d IS NULL, w IS NULL, z IS NULL)",
}
