package sqldb

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// watched carries a change out and refuses it when a trigger deleted rows that
// the change does not name: nobody has planned or frozen those. What triggers
// add or set elsewhere is told in the plan, which names them, and let through.
//
// The engines count what a session has deleted, triggers included; only tables
// with triggers pay for asking.
func (db *DB) watched(ctx context.Context, r runner, ch *change, todo int, do func() error) error {
	if todo == 0 || !ch.triggers() || !db.dialect.mayDelete(ch) {
		return do()
	}
	before, err := db.dialect.deleted(ctx, r)
	if err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	after, err := db.dialect.deleted(ctx, r)
	if err != nil {
		return err
	}
	if more := after - before - db.dialect.counts(ch, int64(todo)); more > 0 {
		return varsam.Errorf(varsam.Conflict, "%s: with the rows of %s a trigger would take %d more; nothing was changed", db.cfg.System, ch.t.Name, more)
	}
	return nil
}

// triggers reports whether any trigger may fire.
func (ch *change) triggers() bool {
	return len(ch.t.Triggers) > 0 || ch.move != nil && len(ch.move.Triggers) > 0
}

// deletions is how many of the targets the change itself deletes.
func deletions(ch *change, todo int64) int64 {
	if ch.op.Kind == varsam.OpErase || ch.move != nil {
		return todo
	}
	return 0
}

func (r runner) number(ctx context.Context, query string, into ...any) (n int64, err error) {
	err = r.each(ctx, query, nil, func(rows *sql.Rows) error { return rows.Scan(append(into, &n)...) })
	return n, err
}

// PostgreSQL counts for each table what the transaction has deleted so far.

func (d *postgresDialect) mayDelete(*change) bool { return true }

func (d *postgresDialect) deleted(ctx context.Context, r runner) (int64, error) {
	return r.number(ctx, "SELECT coalesce(sum(n_tup_del), 0)::bigint FROM pg_stat_xact_user_tables")
}

func (d *postgresDialect) counts(ch *change, todo int64) int64 { return deletions(ch, todo) }

// MariaDB counts what the session has deleted.

func (d *mariaDialect) mayDelete(*change) bool { return true }

func (d *mariaDialect) deleted(ctx context.Context, r runner) (int64, error) {
	var name string
	return r.number(ctx, "SHOW SESSION STATUS LIKE 'Handler_delete'", &name)
}

func (d *mariaDialect) counts(ch *change, todo int64) int64 { return deletions(ch, todo) }

// SQLite counts inserts, updates and deletes together, so that only triggers
// whose text could delete are held against the count. Where one could, triggers
// that add or set something in the same change are refused with it.

func (d *sqliteDialect) deleted(ctx context.Context, r runner) (int64, error) {
	return r.number(ctx, "SELECT total_changes()")
}

func (d *sqliteDialect) counts(ch *change, todo int64) int64 {
	if ch.move != nil {
		return 2 * todo // into the one and out of the other
	}
	return todo
}

// deletes reports whether a trigger's text could delete. The word as a text, by
// which a full-text index is kept in step, does not, nor does the function replace().
func deletes(body string) bool {
	all := tokens(body)
	for i, t := range all {
		if t.is("DELETE") || t.is("REPLACE") && (i+1 == len(all) || all[i+1].text != "(") {
			return true
		}
	}
	return false
}

// mayDelete follows the triggers of the changed tables to the tables that their
// texts name, and the triggers of those.
func (d *sqliteDialect) mayDelete(ch *change) bool {
	reached := []*table{ch.t}
	if ch.move != nil {
		reached = append(reached, ch.move)
	}
	for i := 0; i < len(reached); i++ {
		for _, tr := range reached[i].Triggers {
			body := triggerBody(tr.Body)
			if deletes(body) {
				return true
			}
			for _, t := range ch.m.tables {
				if strings.Contains(body, strings.ToLower(t.plain)) && !slices.Contains(reached, t) {
					reached = append(reached, t)
				}
			}
		}
	}
	return false
}

var begin = regexp.MustCompile(`(?is)\bbegin\b(.*)`)

// triggerBody is what stands after BEGIN; the event before it is no statement.
func triggerBody(source string) string {
	if m := begin.FindStringSubmatch(source); m != nil {
		return strings.ToLower(m[1])
	}
	return strings.ToLower(source)
}
