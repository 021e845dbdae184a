package sqldb

import (
	"context"
	"database/sql"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// maxSample bounds a sample; it fits one statement on every engine.
const maxSample = 400

// Sample shows up to n rows, taken from places spread over the key's order. A
// key of one number is probed at even steps; another is counted through, which
// reads its index once. Without a key the first rows must do.
func (db *DB) Sample(ctx context.Context, collection string, n int, yield func(varsam.Record) error) error {
	_, t, err := db.table(ctx, collection)
	if err != nil {
		return err
	}
	n = min(n, maxSample)
	sel := system.Selection{Collection: collection, Limit: n}
	if len(t.key) > 0 && n > 0 {
		keys, err := db.spread(ctx, t, n)
		if err != nil {
			return db.fault(err, "sampling "+t.Name)
		}
		sel.Match = []system.Match{{Fields: t.Collection.Key, Tuples: keys}}
	}
	_, err = db.Find(ctx, sel, yield)
	return err
}

// spread is up to n keys of a table. Nothing is divided, which engines do differently.
func (db *DB) spread(ctx context.Context, t *table, n int) ([][]varsam.Value, error) {
	if len(t.key) == 1 && t.key[0].Kind == varsam.Int {
		return db.probe(ctx, t, n)
	}
	keys := func(s *statement) {
		s.list(len(t.key), ", ", func(i int) { s.write(t.key[i].sql) })
	}
	s := db.statement().write("SELECT ")
	s.list(len(t.key), ", ", func(i int) { s.write(db.dialect.read(t.key[i], t.key[i].qualified("x"))) })
	s.write(" FROM (SELECT ")
	keys(s)
	s.write(", row_number() OVER (ORDER BY ")
	keys(s)
	s.write(") - 1 AS varsam_at FROM ", t.sql, ") AS x WHERE varsam_at * ", strconv.Itoa(n), " % (SELECT count(*) FROM ", t.sql, ") < ", strconv.Itoa(n))
	return db.readKeys(ctx, t, s)
}

// probe takes the first key at or after each of n even steps.
func (db *DB) probe(ctx context.Context, t *table, n int) ([][]varsam.Value, error) {
	k := t.key[0]
	var low, high sql.NullInt64
	err := db.runner().each(ctx, "SELECT min("+k.sql+"), max("+k.sql+") FROM "+t.sql, nil, func(rows *sql.Rows) error {
		return rows.Scan(&low, &high)
	})
	if err != nil || !low.Valid {
		return nil, err
	}
	s := db.statement()
	step := float64(high.Int64-low.Int64) / float64(n)
	s.list(n, " UNION ", func(i int) {
		at := low.Int64 + int64(float64(i)*step)
		s.write("SELECT * FROM (SELECT ", db.dialect.read(k, k.sql), " AS k FROM ", t.sql, " WHERE ", k.sql, " >= ")
		s.value(k, varsam.IntOf(at)).write(" ORDER BY ", k.sql, " LIMIT 1) AS x", strconv.Itoa(i))
	})
	return db.readKeys(ctx, t, s)
}

func (db *DB) readKeys(ctx context.Context, t *table, s *statement) ([][]varsam.Value, error) {
	var keys [][]varsam.Value
	q := &search{db: db, t: t, byCol: map[*column]*cell{}}
	for _, c := range t.key {
		q.reads(c)
	}
	err := db.runner().each(ctx, s.text.String(), s.args, func(rows *sql.Rows) error {
		if err := rows.Scan(q.dest...); err != nil {
			return err
		}
		keys = append(keys, q.keyOf())
		return nil
	})
	return keys, err
}
