package sqldb

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// maxSample bounds a sample; it fits one statement on every engine.
const maxSample = 400

// Sample shows up to n rows, taken from places spread over the key's order. A
// key of one number is probed there; another is counted through, which reads its
// index twice. Without a key the first rows must do.
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

// spread is up to n keys of a table.
func (db *DB) spread(ctx context.Context, t *table, n int) ([][]varsam.Value, error) {
	if len(t.key) == 1 && t.key[0].Kind == varsam.Int {
		return db.probe(ctx, t, n)
	}
	var rows int64
	if err := db.runner().each(ctx, "SELECT count(*) FROM "+t.sql, nil, func(r *sql.Rows) error { return r.Scan(&rows) }); err != nil || rows == 0 {
		return nil, err
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
	s.write(") - 1 AS varsam_at FROM ", t.sql, ") AS x WHERE varsam_at IN (")
	at := places(n, uint64(rows-1))
	s.list(len(at), ", ", func(i int) { s.write(strconv.FormatUint(at[i], 10)) })
	return db.readKeys(ctx, t, s.write(")"))
}

// probe takes the first key at or after each place between the least and the greatest.
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
	at := places(n, uint64(high.Int64-low.Int64))
	s.list(len(at), " UNION ", func(i int) {
		s.write("SELECT * FROM (SELECT ", db.dialect.read(k, k.sql), " AS k FROM ", t.sql, " WHERE ", k.sql, " >= ")
		s.value(k, varsam.IntOf(low.Int64+int64(at[i]))).write(" ORDER BY ", k.sql, " LIMIT 1) AS x", strconv.Itoa(i))
	})
	return db.readKeys(ctx, t, s)
}

// places are up to n numbers from 0 to last, one in each n-th part of them, all when there
// are no more. They do not lie in even steps, which would meet what repeats in a table,
// as the second of two keys does, always or never: the golden ratio says where in its
// part each lies.
func places(n int, last uint64) []uint64 {
	if last < uint64(n) {
		n = int(last) + 1
	}
	part := (float64(last) + 1) / float64(n)
	all := make([]uint64, n)
	for i := range all {
		_, within := math.Modf(float64(i) * math.Phi)
		all[i] = min(last, uint64((float64(i)+within)*part))
	}
	return slices.Compact(all)
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
