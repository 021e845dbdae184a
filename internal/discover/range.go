package discover

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// maxRange is how many bytes of a range are held before they are counted.
const maxRange = 8 << 20

// rows are a range that was read: to the end of the collection, or to an error.
type rows struct {
	held     []varsam.Record
	keys     []varsam.Value // of all of them, in one piece of memory
	fields   []varsam.Field
	bytes    int // about, of the values
	complete bool
	err      error
}

// add holds a record that is lent, and reports whether that is enough for one range.
func (all *rows) add(rec varsam.Record) (full bool) {
	all.keys = append(all.keys, rec.Ref.Key...)
	rec.Ref.Key = all.keys[len(all.keys)-len(rec.Ref.Key):]
	all.fields = append(all.fields, rec.Fields...)
	rec.Fields = all.fields[len(all.fields)-len(rec.Fields):]
	all.held = append(all.held, rec)
	all.bytes += sizeOf(rec)
	return all.bytes > maxRange
}

// memory is that of rows which nobody reads any more; it is given once.
func (r *reader) memory() *rows {
	old := r.spare
	r.spare = rows{}
	return &rows{held: old.held[:0], keys: old.keys[:0], fields: old.fields[:0]}
}

// rows reads a range, or takes the one that was read ahead.
func (r *reader) rows(ctx context.Context, sel system.Selection) *rows {
	if r.ahead == nil {
		return r.fetch(ctx, sel, r.memory())
	}
	defer func() { r.ahead = nil }()
	return <-r.ahead
}

// readAhead reads the range behind a key while the one before it is counted, where it is known which columns it takes and nobody bounds how
// fast. Two ranges are in memory then, and no more.
func (r *reader) readAhead(ctx context.Context, sel system.Selection, after []varsam.Value) {
	if r.v.pace.rate > 0 || !r.v.o.Full && !r.everything() {
		return
	}
	sel.After = slices.Clone(after)
	ahead, into := make(chan *rows, 1), r.memory()
	r.ahead = ahead
	go func() { ahead <- r.fetch(ctx, sel, into) }()
}

// fetch holds the rows of a range, and changes nothing of the reader.
func (r *reader) fetch(ctx context.Context, sel system.Selection, all *rows) *rows {
	cut := false
	all.err = r.within(ctx, func(ctx context.Context) error {
		found, err := r.v.sys.Find(ctx, sel, func(rec varsam.Record) error {
			if cut = all.add(rec); cut {
				return errEnough
			}
			return nil
		})
		all.complete = found.Complete
		if cut {
			return nil
		}
		return err
	})
	all.complete = all.complete || len(all.held) == 0
	return all
}

// sizeOf is about how much memory a record holds.
func sizeOf(rec varsam.Record) int {
	size := 0
	for _, f := range rec.Fields {
		size += 64
		if kind := f.Value.Kind(); kind == varsam.Text || kind == varsam.Bytes {
			size += len(f.Value.Raw())
		}
	}
	return size
}
