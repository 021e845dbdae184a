package example

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	_ "modernc.org/sqlite"             // driver "sqlite"

	"github.com/varsam/varsam"
)

// The engines, as the register's connectors are called.
const (
	onSQLite   = "sqlite"
	onPostgres = "postgres"
	onMariaDB  = "mariadb"
)

// types are the column types of the scripts in each engine's words.
var types = map[string]map[string]string{
	onSQLite:   {"id": "INTEGER", "text": "TEXT", "long": "TEXT", "date": "DATE", "time": "DATETIME", "money": "NUMERIC", "bool": "BOOLEAN"},
	onPostgres: {"id": "BIGINT", "text": "TEXT", "long": "TEXT", "date": "DATE", "time": "TIMESTAMP", "money": "NUMERIC(12,2)", "bool": "BOOLEAN"},
	onMariaDB:  {"id": "BIGINT", "text": "VARCHAR(190)", "long": "TEXT", "date": "DATE", "time": "DATETIME", "money": "DECIMAL(12,2)", "bool": "BOOLEAN"},
}

// options are what a new database needs, whatever the server's own settings.
var options = map[string]string{onMariaDB: " CHARACTER SET utf8mb4", onPostgres: " ENCODING 'UTF8' TEMPLATE template0"}

// engineFor is where a system is made: on its server when there is one.
func engineFor(d database, opt Options) string {
	switch {
	case d.engine == onPostgres && opt.Postgres != "":
		return onPostgres
	case d.engine == onMariaDB && opt.MariaDB != "":
		return onMariaDB
	}
	return onSQLite
}

// create makes an empty database and opens it for filling.
func create(ctx context.Context, d database, opt Options) (MadeSystem, *sql.DB, error) {
	made := MadeSystem{System: d.name, Connector: engineFor(d, opt)}
	if made.Connector == onSQLite {
		return createFile(made, opt)
	}
	return createOnServer(ctx, made, opt)
}

// createFile opens a new SQLite file. While it is filled it needs no safety
// against a power cut: a file that is not finished is made again.
func createFile(made MadeSystem, opt Options) (MadeSystem, *sql.DB, error) {
	path, err := filepath.Abs(filepath.Join(opt.Dir, made.System+".sqlite"))
	if err != nil {
		return made, nil, err
	}
	if opt.Replace {
		_ = os.Remove(path)
	}
	if _, err := os.Stat(path); err == nil {
		return made, nil, varsam.Errorf(varsam.Conflict, "%s exists already", path)
	}
	made.DSN = path
	made.drop = func(context.Context) error { return os.Remove(path) }
	db, err := sql.Open("sqlite", (&url.URL{
		Scheme: "file", OmitHost: true, Path: path, RawQuery: "_pragma=journal_mode(MEMORY)&_pragma=synchronous(OFF)",
	}).String())
	return made, db, err
}

// createOnServer makes a database on a server.
func createOnServer(ctx context.Context, made MadeSystem, opt Options) (MadeSystem, *sql.DB, error) {
	driver, admin := "pgx", opt.Postgres
	if made.Connector == onMariaDB {
		driver, admin = "mysql", opt.MariaDB
	}
	name := plainName(opt.Prefix + "_" + made.System)
	server, err := sql.Open(driver, admin)
	if err != nil {
		return made, nil, varsam.Errorf(varsam.Invalid, "the address of the %s server cannot be read", made.Connector)
	}
	defer server.Close()
	if opt.Replace {
		_, _ = server.ExecContext(ctx, "DROP DATABASE IF EXISTS "+name)
	}
	if _, err := server.ExecContext(ctx, "CREATE DATABASE "+name+options[made.Connector]); err != nil {
		return made, nil, createFault(err, made.Connector, name)
	}
	made.drop = func(ctx context.Context) error { return dropOnServer(ctx, driver, admin, name) }
	if made.DSN, err = inDatabase(made.Connector, admin, name); err != nil {
		return made, nil, err
	}
	db, err := sql.Open(driver, made.DSN)
	return made, db, err
}

func dropOnServer(ctx context.Context, driver, admin, name string) error {
	server, err := sql.Open(driver, admin)
	if err != nil {
		return err
	}
	defer server.Close()
	_, err = server.ExecContext(ctx, "DROP DATABASE IF EXISTS "+name)
	return err
}

func createFault(err error, engine, name string) error {
	if strings.Contains(err.Error(), "exists") {
		return varsam.Errorf(varsam.Conflict, "the database %s exists already on the %s server", name, engine)
	}
	return varsam.Wrap(varsam.Unavailable, err, "the database %s cannot be made on the %s server", name, engine)
}

// inDatabase is the admin address with another database.
func inDatabase(engine, admin, name string) (string, error) {
	if engine == onMariaDB {
		cfg, err := mysql.ParseDSN(admin)
		if err != nil {
			return "", varsam.Errorf(varsam.Invalid, "the MariaDB address cannot be read")
		}
		cfg.DBName = name
		return cfg.FormatDSN(), nil
	}
	u, err := url.Parse(admin)
	if err != nil || u.Scheme == "" {
		return "", varsam.Errorf(varsam.Invalid, "the PostgreSQL address must be a postgres:// address")
	}
	u.Path = "/" + name
	return u.String(), nil
}

// plainName keeps letters, digits and underscores, so that it needs no quotes.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(s))
}

// makeDatabase makes one system's database and fills it in one transaction.
func makeDatabase(ctx context.Context, w *world, d database, opt Options) (MadeSystem, map[string]int, error) {
	made, db, err := create(ctx, d, opt)
	if err != nil {
		return made, nil, err
	}
	counts, err := fillDatabase(ctx, w, d, made.Connector, db)
	if err := errors.Join(err, db.Close()); err != nil {
		return made, nil, varsam.Wrap(varsam.Unavailable, err, "filling %s on %s", d.name, made.Connector)
	}
	return made, counts, nil
}
