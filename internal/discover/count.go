package discover

import (
	"context"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/column"
)

// count adds rows to the samples. Each column is one goroutine's, which takes its values in the order of the rows: what a sample then holds
// does not depend on how many goroutines there are, and no row is held twice.
func (r *reader) count(ctx context.Context, held []varsam.Record, into []*column.Sample) {
	var next atomic.Int64
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(into); i = int(next.Add(1)) - 1 {
			if into[i] != nil {
				r.column(ctx, held, i, into[i])
			}
		}
	}
	var others sync.WaitGroup
	for range r.workers(len(into)) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
}

// workers are one for each processor, and a single one where somebody bounds how fast it goes: it waits anyway.
func (r *reader) workers(columns int) int {
	most := r.v.o.Workers
	switch {
	case r.v.pace.rate > 0:
		most = 1
	case most == 0:
		most = runtime.GOMAXPROCS(0)
	}
	return min(most, columns)
}

// column adds one column's values. Its place is looked for again only where a row has more or fewer fields than the one before.
func (r *reader) column(ctx context.Context, held []varsam.Record, i int, s *column.Sample) {
	at, fields := -1, -1
	for _, rec := range held {
		if len(rec.Fields) != fields {
			at, fields = r.place(rec, i), len(rec.Fields)
		}
		if at >= 0 {
			r.cell(ctx, rec, at, i, s)
		}
	}
}

func (r *reader) place(rec varsam.Record, i int) int {
	return slices.IndexFunc(rec.Fields, func(f varsam.Field) bool { return f.Name == r.table.Columns[i].Name })
}

// cell adds the field of a row that is of a column.
func (r *reader) cell(ctx context.Context, rec varsam.Record, at, i int, s *column.Sample) {
	f := &rec.Fields[at]
	switch {
	case i == r.valColumn:
		s.AddField(rec.Get(r.table.Columns[r.keyColumn].Name).String(), f.Value)
	case f.Value.Kind() == varsam.Large:
		r.large(ctx, rec.Ref, *f, s)
	default:
		s.Add(f.Value)
	}
}

// maxContent is how much of a large cell is read.
const maxContent = 1 << 20

// large reads the beginning of a cell that a record does not hold.
func (r *reader) large(ctx context.Context, ref varsam.Ref, f varsam.Field, s *column.Sample) {
	content, err := r.v.sys.Content(ctx, ref, f.Name)
	if err != nil {
		s.Add(f.Value) // counted as not read
		return
	}
	defer content.Close()
	b, err := io.ReadAll(io.LimitReader(content, maxContent+1))
	switch {
	case err != nil:
		s.Add(f.Value)
	case len(b) > maxContent:
		s.AddBeginning(b[:maxContent])
	default:
		s.AddBytes(b)
	}
}

// unopened is how many large cells were not read: without a key of their row they cannot be opened.
func (r *reader) unopened() (n int64) {
	for i, sampled := range r.state.Samples {
		large := sampled.Unread()
		if len(r.state.Whole) > 0 && r.state.Whole[i] != nil {
			large = max(large, r.state.Whole[i].Unread())
		}
		n += large
	}
	return n
}
