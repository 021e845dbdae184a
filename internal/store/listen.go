package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// deafness is the pause before a broken connection is made again.
const deafness = 5 * time.Second

// listen calls heard for each notice on a channel, and goes on over broken
// connections until ctx ends.
func (e *postgresEngine) listen(ctx context.Context, channel string, heard func()) {
	for ctx.Err() == nil {
		e.listenOnce(ctx, channel, heard)
		select {
		case <-ctx.Done():
		case <-time.After(deafness):
		}
	}
}

// listenOnce has a connection that is none of the pool's, which work needs.
func (e *postgresEngine) listenOnce(ctx context.Context, channel string, heard func()) {
	conn, err := pgx.ConnectConfig(ctx, e.pool.Config().ConnConfig)
	if err != nil {
		return
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, `LISTEN `+quote(channel)); err != nil {
		return
	}
	for heard(); ; heard() { // something may have come before we listened
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return
		}
	}
}
