package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// ExplainFind is the engine's plan for a search.
func (db *DB) ExplainFind(ctx context.Context, sel system.Selection) (string, error) {
	q, err := db.search(ctx, sel, nil)
	if err != nil {
		return "", err
	}
	s := db.statement()
	defer s.close()
	if err := q.text(s, 0); err != nil {
		return "", err
	}
	if sel.Cond == nil {
		return db.explain(ctx, db.runner(), s)
	}
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	before, after := db.dialect.around()
	for _, text := range before {
		if _, err := conn.ExecContext(ctx, text); err != nil {
			return "", err
		}
	}
	plan, err := db.explain(ctx, runner{db, conn}, s)
	for _, text := range after {
		if _, err := conn.ExecContext(ctx, text); err != nil {
			return "", err
		}
	}
	return plan, err
}

// ExplainChange is the engine's plans for the statements that carry out an
// operation: the locking read, and the change.
func (db *DB) ExplainChange(ctx context.Context, op varsam.Operation) (string, error) {
	ch, err := db.change(ctx, op)
	if err != nil {
		return "", err
	}
	read := db.statement().write("SELECT 1 FROM ", ch.t.sql, " AS t0 WHERE ")
	ch.among(read, ch.t, "t0", ch.all())
	read.write(db.dialect.forUpdate("t0"))
	change := db.statement()
	switch {
	case op.Kind == varsam.OpErase:
		ch.remove(change, ch.all())
	case ch.uniform(ch.all()):
		ch.setAll(change, ch.sets[0], ch.all())
	default:
		db.dialect.setEach(change, ch.t, ch.columns(0), ch.assignments(ch.all()))
	}
	first, err := db.explain(ctx, db.runner(), read)
	if err != nil {
		return "", err
	}
	second, err := db.explain(ctx, db.runner(), change)
	return first + second, err
}

// Unchanged asks whether a table is still as the structure that is known says.
func (db *DB) Unchanged(ctx context.Context, collection string) (bool, error) {
	m, t, err := db.table(ctx, collection)
	if err != nil {
		return false, err
	}
	question, unchanged := db.dialect.unchanged(m, []*table{t})
	_, err = db.runner().all(ctx, []asked{question})
	return unchanged(), err
}

func (db *DB) explain(ctx context.Context, r runner, s *statement) (string, error) {
	prefix := "EXPLAIN "
	if db.dialect.engine() == engineSQLite {
		prefix = "EXPLAIN QUERY PLAN "
	}
	var plan strings.Builder
	err := r.each(ctx, prefix+s.text.String(), s.args, func(rows *sql.Rows) error {
		names, err := rows.Columns()
		if err != nil {
			return err
		}
		cells := make([]any, len(names))
		for i := range cells {
			cells[i] = new(sql.NullString)
		}
		if err := rows.Scan(cells...); err != nil {
			return err
		}
		for _, c := range cells {
			fmt.Fprint(&plan, c.(*sql.NullString).String, " ")
		}
		plan.WriteByte('\n')
		return nil
	})
	return plan.String(), err
}
