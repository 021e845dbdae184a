package sqldb

import (
	"context"
	"database/sql"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

var _ system.Prober = (*DB)(nil)

// Probe becomes the everyday reader, looks for the operation's records where they
// lie now and through every view of that table which the reader may read, and
// goes back. It is not prevented while one record is seen.
//
// Code Unsupported where that cannot be found out: the engine is not PostgreSQL,
// we may not become the reader, or the reader reads something of the table
// without the keys by which records could be told. Functions that read with
// their owner's rights are not looked into. A probe holds for the moment it was
// made.
func (db *DB) Probe(ctx context.Context, op varsam.Operation, reader string) (prevented bool, err error) {
	if db.dialect.engine() != enginePostgres {
		return false, varsam.Errorf(varsam.Unsupported, "%s: %s does not let one session look as another reader", db.cfg.System, db.dialect.engine())
	}
	ch, err := db.change(ctx, op)
	if err != nil {
		return false, err
	}
	if ch.move != nil {
		ch.t, ch.move = ch.move, nil
	}
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return false, db.fault(err, "connecting")
	}
	defer conn.Close()
	p := probe{ch, runner{db, conn}}
	doors, err := p.doors(ctx, reader)
	if err != nil {
		return false, err
	}
	if _, err := p.exec(ctx, "BEGIN READ ONLY"); err != nil {
		return false, db.fault(err, "beginning a transaction")
	}
	defer abandon(ctx, conn)
	if err := p.become(ctx, reader); err != nil {
		return false, err
	}
	return p.shut(ctx, doors)
}

// probe is a look at the targets of a change over one connection.
type probe struct {
	*change
	runner
}

// become takes on the reader's role for the rest of the transaction, with row
// security as any program has it.
func (p probe) become(ctx context.Context, reader string) error {
	for _, text := range []string{"SET LOCAL row_security = on", "SET LOCAL ROLE " + p.db.dialect.quote(reader)} {
		if _, err := p.exec(ctx, text); err != nil {
			if code := p.db.classify(err).code; code == varsam.Unavailable {
				return p.db.fault(err, "looking as the everyday reader")
			}
			return varsam.Errorf(varsam.Unsupported, "%s: we may not look as the everyday reader; grant the role to ours, or see for yourself", p.db.cfg.System)
		}
	}
	return nil
}

// door is the table, or a view of it, that the reader may read.
type door struct {
	name string // as SQL
	keys bool   // the reader sees its keys, by which records are told
}

// doors are the table and the views that read it, directly or through other
// views, of which the reader may read at least a column.
func (p probe) doors(ctx context.Context, reader string) (all []door, err error) {
	err = p.each(ctx, `WITH RECURSIVE over(oid) AS (
			SELECT $1::bigint::oid UNION
			SELECT w.ev_class FROM over o JOIN pg_depend d ON d.refobjid = o.oid AND d.refclassid = 'pg_class'::regclass AND d.classid = 'pg_rewrite'::regclass
			JOIN pg_rewrite w ON w.oid = d.objid WHERE w.ev_class <> d.refobjid)
		SELECT n.nspname, c.relname, (SELECT count(*) = cardinality($3::text[]) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
			AND a.attname = ANY ($3::text[]) AND has_column_privilege(r.oid, c.oid, a.attnum, 'SELECT'))
		FROM over o JOIN pg_class c ON c.oid = o.oid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.rolname = $2
		WHERE has_any_column_privilege(r.oid, c.oid, 'SELECT')`,
		[]any{p.t.oid, reader, p.t.Collection.Key}, func(rows *sql.Rows) error {
			var schema, name string
			var d door
			if err := rows.Scan(&schema, &name, &d.keys); err != nil {
				return err
			}
			d.name = p.db.dialect.quote(schema) + "." + p.db.dialect.quote(name)
			all = append(all, d)
			return nil
		})
	return all, p.db.fault(err, "listing the views of "+p.t.Name)
}

// shut looks through every door.
func (p probe) shut(ctx context.Context, doors []door) (bool, error) {
	for _, d := range doors {
		if !d.keys {
			continue
		}
		if n, err := p.count(ctx, d.name); err != nil || n > 0 {
			return false, err
		}
	}
	if slices.ContainsFunc(doors, func(d door) bool { return !d.keys }) {
		return false, varsam.Errorf(varsam.Unsupported, "%s: the everyday reader reads %s without its keys, so whether restricted records are seen is not known",
			p.db.cfg.System, p.t.Name)
	}
	return true, nil
}

// count is how many of the targets are seen there; none when the reader is
// refused.
func (p probe) count(ctx context.Context, from string) (n int64, err error) {
	s := p.db.statement().write("SELECT count(*) FROM ", from, " AS t0 WHERE ")
	p.among(s, p.t, "t0", p.change.all())
	if _, err := p.exec(ctx, "SAVEPOINT looking"); err != nil {
		return 0, p.db.fault(err, "looking as the everyday reader")
	}
	err = p.each(ctx, s.text.String(), s.args, func(rows *sql.Rows) error { return rows.Scan(&n) })
	if err == nil {
		return n, nil
	}
	if p.db.classify(err).code != varsam.Denied {
		return 0, p.db.fault(err, "looking as the everyday reader")
	}
	_, err = p.exec(ctx, "ROLLBACK TO SAVEPOINT looking")
	return 0, p.db.fault(err, "looking as the everyday reader")
}
