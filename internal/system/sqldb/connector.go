package sqldb

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// can is what a database does by itself.
var can = []varsam.OpKind{
	varsam.OpStop, varsam.OpCorrect, varsam.OpDetach, varsam.OpRedact,
	varsam.OpRestrict, varsam.OpLift, varsam.OpAnonymise, varsam.OpErase,
}

// SQLite connects a SQLite file.
func SQLite() system.Connector {
	return system.Connector{Open: openSQLite, Spec: varsam.ConnectorSpec{
		Name:  "sqlite",
		Title: varsam.Words{SV: "SQLite-fil", EN: "SQLite file"},
		Doc: "A SQLite database file of another program. It is never created, and its journal mode and settings stay as they are. " +
			"A path that ends in ?mode=ro, written as file:PATH?mode=ro, is only read.",
		Settings: []varsam.Setting{
			{Name: "dsn", Doc: "The path of the file.", Required: true, Path: true, Example: "shop.db"},
			lockTimeout,
		},
		Can: can,
	}}
}

// Postgres connects a PostgreSQL database.
func Postgres() system.Connector {
	return system.Connector{Open: openPostgres, Grants: permitPostgres, Spec: varsam.ConnectorSpec{
		Name:  "postgres",
		Title: varsam.Words{SV: "PostgreSQL", EN: "PostgreSQL"},
		Doc: "A PostgreSQL database, version 12 or later. Connect to the primary, and past a pooler that shares sessions between transactions. " +
			"The role needs SELECT on what is searched, and UPDATE and DELETE on what is changed; row security must not hide rows from it.",
		Settings: []varsam.Setting{
			{Name: "dsn", Doc: "The address of the database.", Required: true, Secret: true, Example: "env:BILLING_DSN"},
			{Name: "schemas", Doc: "The schemas to list beside the default one, with commas between; empty lists all.", Example: "restricted, archive"},
			statementTimeout, lockTimeout,
		},
		Can: can,
	}}
}

// MariaDB connects a MariaDB database.
func MariaDB() system.Connector {
	return system.Connector{Open: openMariaDB, Grants: permitMariaDB, Spec: varsam.ConnectorSpec{
		Name:  "mariadb",
		Title: varsam.Words{SV: "MariaDB", EN: "MariaDB"},
		Doc: "A MariaDB or MySQL database. The user needs SELECT on what is searched, UPDATE and DELETE on what is changed, and TRIGGER " +
			"to see which triggers there are. Tables of an engine without transactions are only read.",
		Settings: []varsam.Setting{
			{Name: "dsn", Doc: "The address of the database, user:password@tcp(host:port)/database or mysql://user:password@host:port/database.", Required: true, Secret: true, Example: "env:SHOP_DSN"},
			{Name: "schemas", Doc: "Further databases of the server to list, with commas between.", Example: "archive"},
			statementTimeout, lockTimeout,
		},
		Can: can,
	}}
}

// MySQL is [MariaDB] under the other name.
func MySQL() system.Connector {
	c := MariaDB()
	c.Spec.Name, c.Spec.Title = "mysql", varsam.Words{SV: "MySQL", EN: "MySQL"}
	return c
}

var statementTimeout = varsam.Setting{Name: "statement_timeout", Doc: "How long one statement may take; empty is no limit.", Example: "10m"}

var lockTimeout = varsam.Setting{Name: "lock_timeout", Doc: "How long to wait for a lock that another program holds.", Default: "5s", Example: "10s"}

// dsn is the address, which must be given: drivers would take an empty one from
// the environment.
func dsn(cfg system.Config) (string, error) {
	text := strings.TrimSpace(cfg.Settings["dsn"])
	if text == "" {
		return "", varsam.Errorf(varsam.Invalid, "%s: the dsn is missing", cfg.System)
	}
	return text, nil
}

// duration reads a setting like "30s".
func duration(cfg system.Config, name string, otherwise time.Duration) (time.Duration, error) {
	text := strings.TrimSpace(cfg.Settings[name])
	if text == "" {
		return otherwise, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < time.Millisecond {
		return 0, varsam.Errorf(varsam.Invalid, `%s: %s is a time like "30s"`, cfg.System, name)
	}
	return d, nil
}
