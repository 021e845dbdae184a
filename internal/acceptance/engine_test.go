package acceptance

import (
	"cmp"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"
)

// engine is one kind of database.
type engine struct {
	name     string // also the connector's
	variable string // that names an administrator's address
	make     func(t testing.TB, admin string) *database
}

var engines = []engine{
	{"sqlite", "", func(t testing.TB, _ string) *database { return sqliteAt(t, filepath.Join(t.TempDir(), "system.db")) }},
	{"postgres", "VARSAM_TEST_POSTGRES", postgres},
	{"mariadb", "VARSAM_TEST_MARIADB", mariadb},
}

// onEach runs a test on every engine, and says which are left out.
func onEach(t *testing.T, test func(t *testing.T, e engine)) {
	t.Parallel()
	eachEngine(t, test)
}

// eachEngine runs a test on the engines side by side; it must stand in a test
// that waits for them.
func eachEngine(t *testing.T, test func(t *testing.T, e engine)) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			e.needed(t)
			test(t, e)
		})
	}
}

// needed skips where there is no server of the kind.
func (e engine) needed(t testing.TB) {
	t.Helper()
	if e.variable != "" && os.Getenv(e.variable) == "" {
		t.Skipf("%s is left out: %s is not set", e.name, e.variable)
	}
}

// new makes an empty database.
func (e engine) new(t testing.TB) *database {
	t.Helper()
	db := e.make(t, os.Getenv(e.variable))
	db.TB, db.engine = t, e
	return db
}

func engineNamed(t testing.TB, name string) engine {
	t.Helper()
	e := engines[slices.IndexFunc(engines, func(e engine) bool { return e.name == name })]
	e.needed(t)
	return e
}

// database is a database as its owner sees it, past Varsam.
type database struct {
	testing.TB
	engine
	dsn     string // as a register's setting
	raw     *sql.DB
	schemas []string // beside the default one, with tables of this database
	own     string   // the default schema

	tables string // lists schema and name
	text   string // a column as exact text
	quote  string
}

var names atomic.Int64

func newName() string { return fmt.Sprintf("varsam_acc_%d_%d", os.Getpid(), names.Add(1)) }

func connect(t testing.TB, driver, dsn string) *sql.DB {
	t.Helper()
	raw, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { raw.Close() })
	return raw
}

func sqliteAt(t testing.TB, path string) *database {
	return &database{
		TB: t, engine: engine{name: "sqlite"}, dsn: path, own: "main", raw: connect(t, "sqlite", "file:"+path+"?_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)"),
		tables: `SELECT 'main', name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`, text: "quote(%s)", quote: `"`,
	}
}

func postgres(t testing.TB, admin string) *database {
	name := newName()
	root := connect(t, "pgx", admin)
	do(t, root, "CREATE DATABASE "+name)
	u, err := url.Parse(admin)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	t.Cleanup(func() { _, _ = root.Exec("DROP DATABASE " + name + " WITH (FORCE)") })
	return &database{
		dsn: u.String(), own: "public", raw: connect(t, "pgx", u.String()),
		tables: `SELECT table_schema, table_name FROM information_schema.tables
			WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
		text: "%s::text", quote: `"`,
	}
}

func mariadb(t testing.TB, admin string) *database {
	name := newName()
	root := connect(t, "mysql", admin)
	do(t, root, "CREATE DATABASE "+name+" CHARACTER SET utf8mb4")
	do(t, root, "CREATE DATABASE "+name+"_r CHARACTER SET utf8mb4")
	t.Cleanup(func() {
		_, _ = root.Exec("DROP DATABASE IF EXISTS " + name + "_r")
		_, _ = root.Exec("DROP DATABASE IF EXISTS " + name)
	})
	conf, err := mysql.ParseDSN(admin)
	if err != nil {
		t.Fatal(err)
	}
	conf.DBName = name
	dsn := conf.FormatDSN()
	conf.MultiStatements = true
	return &database{
		dsn: dsn, own: name, schemas: []string{name + "_r"}, raw: connect(t, "mysql", conf.FormatDSN()),
		tables: `SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema IN ('` + name + `', '` + name + `_r')`,
		text:   "CAST(%s AS CHAR)", quote: "`",
	}
}

func do(t testing.TB, db *sql.DB, script string) {
	t.Helper()
	if _, err := db.Exec(script); err != nil {
		t.Fatalf("%v\n%.300s", err, script)
	}
}

// exec runs SQL as the database's own programs would.
func (db *database) exec(script string) {
	db.Helper()
	do(db, db.raw, script)
}

func (db *database) quoted(name string) string { return db.quote + name + db.quote }

// dump is every row of every table, as exact text, sorted: what is compared
// before and after.
func (db *database) dump() map[string][]string {
	db.Helper()
	all := map[string][]string{}
	for _, at := range db.query(db.tables) {
		schema, table := at[0].String, at[1].String
		name := table
		if schema != db.own {
			name = schema + "." + table
		}
		all[name] = db.contents(db.quoted(schema)+"."+db.quoted(table), "")
	}
	return all
}

// contents is a table's rows as "column=value" texts.
func (db *database) contents(table, where string) []string {
	db.Helper()
	var texts []string
	for _, row := range db.rows(table, where) {
		texts = append(texts, row.String())
	}
	slices.Sort(texts)
	return texts
}

// record is one row by column; a null is absent.
type record struct {
	columns []string
	values  map[string]string
}

func (r record) String() string {
	var b strings.Builder
	for _, c := range r.columns {
		if v, ok := r.values[c]; ok {
			fmt.Fprintf(&b, "%s=%q ", c, v)
		} else {
			fmt.Fprintf(&b, "%s=NULL ", c)
		}
	}
	return b.String()
}

// rows reads a table's rows.
func (db *database) rows(table, where string) (all []record) {
	db.Helper()
	head, err := db.raw.Query("SELECT * FROM " + table + " WHERE 1 = 0")
	if err != nil {
		db.Fatal(err)
	}
	columns, err := head.Columns()
	head.Close()
	if err != nil {
		db.Fatal(err)
	}
	exprs := make([]string, len(columns))
	for i, c := range columns {
		exprs[i] = fmt.Sprintf(db.text, db.quoted(c))
	}
	for _, cells := range db.query("SELECT " + strings.Join(exprs, ", ") + " FROM " + table + cmp.Or(where, "")) {
		r := record{columns, map[string]string{}}
		for i, cell := range cells {
			if cell.Valid && (db.name != "sqlite" || cell.String != "NULL") {
				r.values[columns[i]] = cell.String
			}
		}
		all = append(all, r)
	}
	return all
}

// query reads rows of text.
func (db *database) query(query string) (all [][]sql.NullString) {
	db.Helper()
	rows, err := db.raw.Query(query)
	if err != nil {
		db.Fatalf("%v\n%s", err, query)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		db.Fatal(err)
	}
	for rows.Next() {
		cells, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			db.Fatal(err)
		}
		all = append(all, cells)
	}
	if err := rows.Err(); err != nil {
		db.Fatal(err)
	}
	return all
}
