package discover

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// stream reads a collection of which no key says where to go on, in one statement: the next rows are read while those before them are
// counted, and of either no more is in memory than of a range.
func (r *reader) stream(ctx context.Context, sel system.Selection) (complete bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	parts, ended := make(chan *rows), make(chan error, 1)
	go func() {
		defer close(parts)
		ended <- r.parts(ctx, sel, parts)
	}()
	for part := range parts {
		r.count(ctx, part.held, r.state.Whole)
		n := int64(len(part.held))
		r.state.Read += n
		r.tell(r.state.Read)
		if err = r.v.pace.wait(ctx, n); err != nil {
			cancel() // nothing more is read, and parts are closed
		}
	}
	if why := <-ended; err == nil {
		err = why
	}
	r.state.Complete = err == nil
	return r.state.Complete, err
}

// parts reads all rows and hands them on, a range's worth at a time; also those before an error. It changes nothing of the reader.
func (r *reader) parts(ctx context.Context, sel system.Selection, parts chan<- *rows) error {
	part := &rows{}
	give := func() error {
		select {
		case parts <- part:
			part = &rows{}
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	found, err := r.v.sys.Find(ctx, sel, func(rec varsam.Record) error {
		if full := part.add(rec); full || len(part.held) == rangeRows {
			return give()
		}
		return nil
	})
	if err == nil && !found.Complete {
		err = varsam.Errorf(varsam.Changed, "%s: the reading of %s ended early (%s)", r.v.entry.Name, r.table.Name, found.Why)
	}
	if len(part.held) > 0 {
		if gone := give(); err == nil {
			err = gone
		}
	}
	return err
}
