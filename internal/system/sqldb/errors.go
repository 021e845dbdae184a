package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/varsam/varsam"
)

// fault is a driver's error without its text: drivers quote values, addresses
// and passwords in it.
type fault struct {
	code  varsam.Code
	words string // safe to show
	again bool   // a second try may pass: a deadlock, a serialization failure
	clean bool   // the server answered, so the transaction's fate is known
	stale bool   // the statement named something that no longer exists
	slow  bool   // the server's own bound of a statement's time, as if it were ours
}

// fault translates a driver's error; an error of ours passes through.
func (db *DB) fault(err error, doing string) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*varsam.Error](err); ok {
		return e
	}
	f := db.classify(err)
	if f.stale {
		db.forget()
	}
	e := varsam.Errorf(f.code, "%s: %s: %s", db.cfg.System, doing, f.words)
	e.Err = contextError(err)
	if f.slow {
		e.Err = context.DeadlineExceeded
	}
	return e
}

// contextError is the bare cancellation behind err: the driver's own wrapping
// may quote.
func contextError(err error) error {
	for _, c := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, c) {
			return c
		}
	}
	return nil
}

func (db *DB) classify(err error) fault {
	var netErr net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return fault{code: varsam.Unavailable, words: "cancelled"}
	case errors.Is(err, context.DeadlineExceeded):
		return fault{code: varsam.Unavailable, words: "no answer in time"}
	}
	if f := db.dialect.fault(err); f.code != "" {
		return f
	}
	switch {
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fault{code: varsam.Unavailable, words: "the connection was lost"}
	case errors.As(err, &netErr):
		return fault{code: varsam.Unavailable, words: "the server cannot be reached"}
	}
	return fault{code: varsam.Internal, words: "the driver reported an unexpected fault"}
}
