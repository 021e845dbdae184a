package retention_test

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/sqldb"
)

// engine is one kind of connected database.
type engine struct {
	name      string
	variable  string // with the address of an administrator; empty needs none
	connector system.Connector
	make      func(t testing.TB, admin string) (driver, address, dsn string)
	words     []string // pairs: a word of the tests, and the engine's for it
}

var engines = []engine{
	{"sqlite", "", sqldb.SQLite(), makeSQLite, []string{"{id}", "INTEGER PRIMARY KEY"}},
	{"postgres", "VARSAM_TEST_POSTGRES", sqldb.Postgres(), makePostgres, []string{"{id}", "BIGINT PRIMARY KEY"}},
	{"mariadb", "VARSAM_TEST_MARIADB", sqldb.MariaDB(), makeMariaDB, []string{"{id}", "BIGINT PRIMARY KEY"}},
}

// onEach runs a test on every engine, and says which are left out.
func onEach(t *testing.T, test func(t *testing.T, e engine)) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			if e.variable != "" && os.Getenv(e.variable) == "" {
				t.Skipf("%s is left out: %s is not set", e.name, e.variable)
			}
			test(t, e)
		})
	}
}

// says is a statement in the engine's words.
func (e engine) says(text string) string { return strings.NewReplacer(e.words...).Replace(text) }

var databases atomic.Int64

func databaseName() string { return fmt.Sprintf("varsam_ret_%d_%d", os.Getpid(), databases.Add(1)) }

func makeSQLite(t testing.TB, _ string) (driver, address, dsn string) {
	path := filepath.Join(t.TempDir(), "shop.db")
	return "sqlite", "file:" + path + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=foreign_keys(1)", path
}

func makePostgres(t testing.TB, admin string) (driver, address, dsn string) {
	name := create(t, "pgx", admin, "DROP DATABASE %s WITH (FORCE)")
	u, err := url.Parse(admin)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return "pgx", u.String(), u.String()
}

func makeMariaDB(t testing.TB, admin string) (driver, address, dsn string) {
	name := create(t, "mysql", admin, "DROP DATABASE %s")
	conf, err := mysql.ParseDSN(admin)
	if err != nil {
		t.Fatal(err)
	}
	conf.DBName = name
	return "mysql", conf.FormatDSN(), conf.FormatDSN()
}

// create makes a database that is dropped with the test.
func create(t testing.TB, driver, admin, drop string) string {
	t.Helper()
	root, err := sql.Open(driver, admin)
	if err != nil {
		t.Fatal(err)
	}
	name := databaseName()
	if _, err := root.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = root.Exec(fmt.Sprintf(drop, name))
		root.Close()
	})
	return name
}
