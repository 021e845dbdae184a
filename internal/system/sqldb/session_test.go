package sqldb_test

import (
	"os"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// TestMariaDBSettings opens a server whose settings cut readings short, keep them
// as they were first and check no references.
func TestMariaDBSettings(t *testing.T) {
	admin := os.Getenv(mariadbVariable)
	if admin == "" {
		t.Skip("MariaDB is left out: " + mariadbVariable + " is not set")
	}
	d := people(t, mariadbEngine(admin), 5)
	d.Run(t, `CREATE TABLE "k" ("id" {id}, "p" BIGINT, FOREIGN KEY ("p") REFERENCES "p" ("id"))`, `INSERT INTO "k" VALUES (1, 5)`)
	s, err := d.Open(t, func(cfg *system.Config) {
		sign := "?"
		if strings.Contains(cfg.Settings["dsn"], "?") {
			sign = "&"
		}
		cfg.Settings["dsn"] += sign + "autocommit=0&sql_select_limit=2&foreign_key_checks=0&sql_safe_updates=1&completion_type=1"
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if all, _ := collect(t, s, system.Selection{Collection: "p"}); len(all) != 5 {
		t.Errorf("%d rows are read", len(all))
	}
	d.Run(t, `INSERT INTO "p" VALUES (6, 'x')`)
	if all, _ := collect(t, s, system.Selection{Collection: "p"}); len(all) != 6 {
		t.Errorf("%d rows are read when another program has added one", len(all))
	}
	op := freeze(t, s, varsam.OpErase, "p")
	_, err = s.Apply(background, op)
	wantCode(t, err, varsam.Changed)
	op.Targets = op.Targets[:4]
	if done, err := s.Apply(background, op); err != nil || done.Rows != 4 {
		t.Errorf("%+v, %v", done, err)
	}
	if all, _ := collect(t, d.Connect(t), system.Selection{Collection: "p"}); len(all) != 2 {
		t.Errorf("%d rows are left", len(all))
	}
	d.Run(t, `ALTER TABLE "p" ADD COLUMN "more" INT`) // waits for ever while a reading holds the table
}
