package sqldb

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// sendAll sends statements to PostgreSQL without waiting for one's answer before
// the next is sent: on the way to a server far off that is most of the time.
// After one that fails the server passes over the rest.
func (d *postgresDialect) sendAll(ctx context.Context, conn *sql.Conn, all []asked) (n int, err error) {
	err = conn.Raw(func(c any) error {
		conn := c.(*stdlib.Conn).Conn()
		if len(all) == 1 {
			return readAnswer(all[0].row, func() (pgx.Rows, error) { return conn.Query(ctx, all[0].text, all[0].args...) })
		}
		batch := &pgx.Batch{}
		for _, q := range all {
			batch.Queue(q.text, q.args...)
		}
		answers := conn.SendBatch(ctx, batch)
		for ; n < len(all) && err == nil; n++ {
			err = readAnswer(all[n].row, answers.Query)
		}
		n-- // the last one read
		if closed := answers.Close(); err == nil {
			err = closed
		}
		return err
	})
	if err == nil {
		n = len(all)
	}
	return max(n, 0), err
}

func readAnswer(row func(scanner) error, answer func() (pgx.Rows, error)) error {
	rows, err := answer()
	if err != nil {
		return err
	}
	defer rows.Close()
	for row != nil && rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	rows.Close() // reads on to the end, where an error may stand
	return rows.Err()
}
