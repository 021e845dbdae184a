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
			{Name: "dsn", Doc: "The path of the file.", Required: true, Secret: true, Example: "env:SHOP_DB"},
			lockTimeout,
		},
		Can: can,
	}}
}

var lockTimeout = varsam.Setting{Name: "lock_timeout", Doc: "How long to wait for a lock that another program holds.", Default: "5s", Example: "10s"}

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
