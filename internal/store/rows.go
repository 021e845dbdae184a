package store

import (
	"database/sql"

	"github.com/varsam/varsam"
)

// Exec runs a statement and returns how many rows it touched.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	result, err := tx.session.sql.ExecContext(tx.ctx, query, args...)
	if err != nil {
		return 0, tx.failed(err)
	}
	n, err := result.RowsAffected()
	return n, scrub(err)
}

// Query runs a statement that yields rows. They must be closed before the next
// statement of the transaction; [List] does all of that.
func (tx *Tx) Query(query string, args ...any) (*Rows, error) {
	rows, err := tx.session.sql.QueryContext(tx.ctx, query, args...)
	if err != nil {
		return nil, tx.failed(err)
	}
	return &Rows{rows}, nil
}

// failed remembers that a statement failed: PostgreSQL refuses to commit after
// that, so SQLite must not either.
func (tx *Tx) failed(err error) error {
	tx.broken = true
	return scrub(err)
}

// QueryRow runs a statement that yields one row; its Scan returns NotFound when
// there was none.
func (tx *Tx) QueryRow(query string, args ...any) *Row {
	rows, err := tx.Query(query, args...)
	return &Row{rows, err}
}

// Row is the result of [Tx.QueryRow].
type Row struct {
	rows *Rows
	err  error
}

// Scan copies the columns of the row and closes it. It must be called.
func (r *Row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return err
		}
		return errNoRow
	}
	if err := r.rows.Scan(dest...); err != nil {
		return err
	}
	return r.rows.Close()
}

var errNoRow = varsam.Errorf(varsam.NotFound, "no such row")

// Rows is [sql.Rows] with errors that hold no values.
type Rows struct{ rows *sql.Rows }

// Next moves to the next row and reports whether there is one.
func (r *Rows) Next() bool { return r.rows.Next() }

// Scan copies the columns of the current row.
func (r *Rows) Scan(dest ...any) error {
	if r.rows.Scan(dest...) != nil { // the error quotes the value
		return varsam.Errorf(varsam.Internal, "a column does not have the type the code expects")
	}
	return nil
}

// Err is why Next stopped early, if it did.
func (r *Rows) Err() error { return scrub(r.rows.Err()) }

// Close frees the rows; it may be called twice.
func (r *Rows) Close() error { return scrub(r.rows.Close()) }

// List runs a query and makes one T of each row.
func List[T any](tx *Tx, scan func(*Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, rows.Err()
}

// One scans a single column, for [List].
func One[T any](rows *Rows) (v T, err error) {
	err = rows.Scan(&v)
	return v, err
}
