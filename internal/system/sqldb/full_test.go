package sqldb_test

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
)

// TestFull has a server say in the middle of a change what it says when its disk
// is full: we say so, and nothing has happened.
func TestFull(t *testing.T) {
	full := map[string][]string{
		"postgres": {
			`CREATE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF old.id = 2 THEN RAISE EXCEPTION ''no space'' USING ERRCODE = ''53100''; END IF; RETURN old; END'`,
			`CREATE TRIGGER full_up BEFORE DELETE ON p FOR EACH ROW EXECUTE FUNCTION full_up()`,
		},
		"mariadb": {`CREATE TRIGGER full_up BEFORE DELETE ON p FOR EACH ROW
			IF old.id = 2 THEN SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'no space'; END IF`},
	}
	for _, e := range engines(t) {
		if full[e.Name] == nil {
			continue // SQLite has no way to say so from within; internal/retention fills a disk
		}
		t.Run(e.Name, func(t *testing.T) {
			d := people(t, e, 3)
			d.Run(t, full[e.Name]...)
			culler, c, tally := all(t, d.Connect(t))
			_, err := culler.Cull(background, c, tally)
			wantCode(t, err, varsam.Full)
			if err != nil && !strings.Contains(err.Error(), "full") {
				t.Errorf("%v does not say that the disk is full", err)
			}
			if got := left(t, culler, c); got != 3 {
				t.Errorf("%d rows are left", got)
			}
		})
	}
}
