package sqldb

import (
	"context"
	"database/sql"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// Count counts the rows of a cull.
func (db *DB) Count(ctx context.Context, c system.Cull) (n int64, err error) {
	w, err := db.cull(ctx, c)
	if err != nil {
		return 0, err
	}
	s := db.statement().write("SELECT count(*) FROM ", w.t.sql, " AS t0 WHERE ")
	defer s.close()
	if err := w.where(s, "t0"); err != nil {
		return 0, err
	}
	err = db.runner().weighed(ctx, asked{s.text.String(), s.args, func(row scanner) error { return row.Scan(&n) }})
	return n, db.fault(err, "counting "+w.t.Name)
}

// Freeze reads the first rows of a cull once: how many, their sum, and the last
// of their keys.
func (db *DB) Freeze(ctx context.Context, c system.Cull, size int) (system.Range, error) {
	w, err := db.cull(ctx, c)
	if err != nil {
		return system.Range{}, err
	}
	s := db.statement()
	defer s.close()
	if err := w.page(s, min(max(size, 1), maxRange)); err != nil {
		return system.Range{}, err
	}
	r := system.Range{After: c.Rows.After, AsOf: db.moment(ctx, w.d)}
	q := &search{db: db, t: w.t, byCol: map[*column]*cell{}}
	for _, k := range w.t.key {
		q.reads(k)
	}
	err = db.runner().weighed(ctx, asked{s.text.String(), s.args, func(row scanner) error {
		if err := row.Scan(append([]any{&r.Rows, &r.Sum}, q.dest...)...); err != nil {
			return err
		}
		r.Upto = q.keyOf()
		return nil
	}})
	switch {
	case err != nil || r.Rows == 0:
	case c.Class != nil:
		err = db.whole(ctx, c, &r)
	case c.Waits != nil:
		c.Rows.Cond, c.Waits = *c.Waits, nil
		r.Except, _, err = db.keys(ctx, r.Of(c), maxWaiting)
	}
	return r, db.fault(err, "reading "+w.t.Name)
}

// moment asks the system what tells this moment. It comes before what is to be
// held against it; without an answer the rows are summed again.
func (db *DB) moment(ctx context.Context, d cullDialect) (now string) {
	text := d.moment()
	if text == "" {
		return ""
	}
	err := db.runner().each(ctx, text, nil, func(rows *sql.Rows) error { return rows.Scan(&now) })
	if err != nil {
		return ""
	}
	return now
}

// maxExcepted is how many rows of other classes are left out of a range one by
// one, and maxWaiting how many that wait for its own.
const (
	maxExcepted = 64
	maxWaiting  = 2000
)

// whole finds the rows that only their class keeps out of a range, when they are
// few.
func (db *DB) whole(ctx context.Context, c system.Cull, r *system.Range) (err error) {
	others := *c.Class
	others.Outside = !others.Outside
	c.Class = &others
	r.Except, r.Whole, err = db.keys(ctx, r.Of(c), maxExcepted)
	return err
}

// keys are those of a cull's rows; none, and false, when there are more than most.
func (db *DB) keys(ctx context.Context, c system.Cull, most int) (keys [][]varsam.Value, all bool, err error) {
	w, err := db.cull(ctx, c)
	if err != nil {
		return nil, false, err
	}
	q := &search{db: db, t: w.t, byCol: map[*column]*cell{}}
	for _, k := range w.t.key {
		q.reads(k)
	}
	s := db.statement().write("SELECT ")
	defer s.close()
	s.list(len(w.t.key), ", ", func(i int) { s.write(db.dialect.read(w.t.key[i], w.t.key[i].qualified("t0"))) })
	s.write(" FROM ", w.t.sql, " AS t0 WHERE ")
	if err := w.where(s, "t0"); err != nil {
		return nil, false, err
	}
	s.write(" LIMIT ").arg(int64(most) + 1)
	if err := s.checkSize(); err != nil {
		return nil, false, err
	}
	err = db.runner().weighed(ctx, asked{s.text.String(), s.args, func(row scanner) error {
		if err := row.Scan(q.dest...); err != nil {
			return err
		}
		keys = append(keys, q.keyOf())
		return nil
	}})
	if err != nil || len(keys) > most {
		return nil, false, err
	}
	return keys, true, nil
}

// page writes the reading of the first rows: the tally of all beside the last key.
func (w *cull) page(s *statement, size int) error {
	key := w.t.key
	s.write("WITH page AS (SELECT ").list(len(key), ", ", func(i int) { s.write(key[i].qualified("t0"), " AS ", key[i].sql) })
	s.write(", ", w.d.sum(w.t, "t0"), " AS varsam_sum FROM ", w.t.sql, " AS t0 WHERE ")
	if err := w.where(s, "t0"); err != nil {
		return err
	}
	s.write(" ORDER BY ").list(len(key), ", ", func(i int) { s.write(key[i].qualified("t0")) })
	s.write(" LIMIT ").arg(int64(size)).write(") SELECT (SELECT count(*) FROM page), (SELECT ", w.sumOf(), " FROM page), ")
	s.list(len(key), ", ", func(i int) { s.write(s.db.dialect.read(key[i], "p."+key[i].sql)) })
	s.write(" FROM page AS p ORDER BY ").list(len(key), ", ", func(i int) { s.write("p.", key[i].sql, " DESC") })
	s.write(" LIMIT 1")
	return s.checkSize()
}

// sumOf is the sum of a tally.
func (w *cull) sumOf() string { return "CAST(coalesce(sum(varsam_sum), 0) AS " + w.d.whole() + ")" }

// Look tallies the rows of a cull as they are now.
func (db *DB) Look(ctx context.Context, c system.Cull) (system.Tally, error) {
	w, err := db.cull(ctx, c)
	if err != nil {
		return system.Tally{}, err
	}
	defer w.d.turn()()
	seen, err := w.tally(ctx, db.runner(), false)
	return seen, db.fault(err, "reading "+w.t.Name+" again")
}

func (w *cull) tally(ctx context.Context, r runner, lock bool) (seen system.Tally, err error) {
	s := r.db.statement().write("SELECT count(*), ", w.sumOf(), " FROM (SELECT ", w.d.sum(w.t, "t0"), " AS varsam_sum FROM ", w.t.sql, " AS t0 WHERE ")
	defer s.close()
	if err := w.where(s, "t0"); err != nil {
		return seen, err
	}
	if lock {
		s.write(r.db.dialect.forUpdate("t0"))
	}
	s.write(") AS rows_of_it")
	if err := s.checkSize(); err != nil {
		return seen, err
	}
	err = r.weighed(ctx, asked{s.text.String(), s.args, func(row scanner) error { return row.Scan(&seen.Rows, &seen.Sum) }})
	return seen, err
}
