package discover

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/column"
	"github.com/varsam/varsam/internal/system"
)

// The sizes of one statement's reading.
const (
	rangeRows = 5000
	leastRows = 50 // a range that times out is halved down to this
	blocks    = 100
)

// errSlow: a statement took longer than allowed, however little it asked for.
var errSlow = errors.New("a statement took too long")

// errEnough ends a reading whose columns are all decided.
var errEnough = errors.New("enough")

// reader reads one collection.
type reader struct {
	v         *visit
	table     varsam.Collection
	columns   column.Options
	progress  Progress
	state     state
	keyColumn int // of a table of keys and values; -1
	valColumn int
	at        []int // by position of a record's fields: the index of the column, -1 for one not asked for
	saved     time.Time
	ahead     <-chan *rows // the range that is being read; nil when none is
	spare     rows         // memory for the next one
}

// state is how far a reading has come. It holds a key and hashes, so it leaves
// memory only sealed.
type state struct {
	Fingerprint string
	Phase       phase
	Size        int // rows of a range
	After       []varsam.Value
	Sampled     int64            // rows read in the sample
	Read        int64            // rows read in the ranges
	Complete    bool             // the ranges came to the end
	Samples     []*column.Sample // by column, of the sample
	Whole       []*column.Sample // by column, of the ranges; nil where the sample decided
}

type phase string

const (
	sampling phase = ""
	ranging  phase = "ranges"
	finished phase = "finished"
)

func newReader(v *visit, table varsam.Collection, fingerprint string, p Progress) *reader {
	r := &reader{
		v: v, table: table, progress: p, state: state{Fingerprint: fingerprint, Size: rangeRows}, saved: time.Now(),
		columns: column.Options{Scanner: v.o.Scanner, Today: v.o.Today, Country: v.reg.Organisation.Country, Language: languageOf(v.reg.Organisation.Language), Own: ownTypes(v.reg), Exact: true},
	}
	r.keyColumn, r.valColumn = keyValue(table)
	return r
}

func languageOf(lang varsam.Lang) string {
	short, _, _ := strings.Cut(string(lang), "-")
	return short
}

// read takes the collection from where a mark says, to its end.
func (r *reader) read(ctx context.Context) error {
	if err := r.resume(ctx); err != nil {
		return err
	}
	if r.state.Phase == sampling {
		if err := r.begin(ctx); err != nil {
			return err
		}
	}
	if r.state.Phase == ranging {
		if err := r.ranges(ctx); err != nil {
			return errors.Join(err, r.save(context.WithoutCancel(ctx)))
		}
	}
	r.state.Phase = finished
	return r.save(ctx)
}

// begin samples, unless everything is to be read anyway, and chooses the columns
// that a sample does not settle.
func (r *reader) begin(ctx context.Context) error {
	r.state.Samples = r.fresh(func(int) bool { return true })
	r.state.Phase = ranging
	if r.v.o.Full || r.table.Rows >= 0 && r.table.Rows <= int64(r.v.o.Sample) {
		r.state.Whole = r.state.Samples
		return nil
	}
	whole, err := r.sample(ctx)
	if err != nil {
		r.state.Phase = sampling
		return err
	}
	if whole {
		r.state.Phase, r.state.Complete = finished, true
		r.state.Whole, r.state.Read = r.state.Samples, r.state.Sampled
		return nil
	}
	r.state.Whole = r.fresh(r.undecided)
	return nil
}

func (r *reader) fresh(wanted func(int) bool) []*column.Sample {
	all := make([]*column.Sample, len(r.table.Columns))
	collection, _ := r.v.declared(r.table.Name)
	for i, c := range r.table.Columns {
		if wanted(i) {
			field, _ := collection.Field(c.Name)
			all[i] = r.columns.New(c.Name, c.Kind, field.Data)
		}
	}
	return all
}

// sample reads some rows from all over the collection: those that the system
// shows, and a block of rows behind each few of them. Whole says that there were
// no more.
func (r *reader) sample(ctx context.Context) (whole bool, err error) {
	sampler, ok := r.v.sys.(system.Sampler)
	if !ok || len(r.table.Key) == 0 || r.table.Rows < 0 {
		whole, err = r.find(ctx, system.Selection{Limit: r.v.o.Sample}, r.state.Samples, nil)
		if !ok || len(r.table.Key) == 0 || whole || err != nil {
			return whole, err
		}
		r.state.Sampled = 0
	}
	r.columns.Exact = false
	r.state.Samples = r.fresh(func(int) bool { return true })
	r.columns.Exact, r.at = true, nil
	var keys [][]varsam.Value
	known := map[string]bool{}
	err = r.within(ctx, func(ctx context.Context) error {
		return sampler.Sample(ctx, r.table.Name, r.v.o.Sample, func(rec varsam.Record) error {
			r.take(ctx, rec, r.state.Samples)
			keys = append(keys, rec.Ref.Key)
			known[varsam.KeyText(rec.Ref.Key)] = true
			return nil
		})
	})
	if err != nil {
		return false, err
	}
	r.state.Sampled = int64(len(keys))
	each := max(1, len(keys)/blocks)
	size := (r.v.o.Sample - len(keys)) / blocks
	for i := 0; i < len(keys) && size > 0; i += each {
		sel := system.Selection{Limit: size, After: keys[i]}
		_, err := r.find(ctx, sel, r.state.Samples, func(rec varsam.Record) bool { return known[varsam.KeyText(rec.Ref.Key)] })
		if varsam.CodeOf(err) == varsam.Unsupported {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return false, nil
}

// find sends one statement and adds its rows to the samples, up to one that stop
// knows. Complete says that there were no more.
func (r *reader) find(ctx context.Context, sel system.Selection, into []*column.Sample, stop func(varsam.Record) bool) (complete bool, err error) {
	sel.Collection, sel.Lent = r.table.Name, true
	rows := int64(0)
	r.at = nil
	err = r.within(ctx, func(ctx context.Context) error {
		found, err := r.v.sys.Find(ctx, sel, func(rec varsam.Record) error {
			if stop != nil && stop(rec) {
				return errEnough
			}
			rows++
			r.take(ctx, rec, into)
			return nil
		})
		complete = found.Complete
		if err == errEnough {
			return nil
		}
		if err == nil && !complete && sel.Limit == 0 {
			return varsam.Errorf(varsam.Changed, "%s: the reading of %s ended early (%s)", r.v.entry.Name, r.table.Name, found.Why)
		}
		return err
	})
	r.state.Sampled += rows
	if err != nil {
		return false, err
	}
	r.tell(r.state.Sampled)
	return complete, r.v.pace.wait(ctx, rows)
}

// within bounds one statement's time, as the server may do by itself.
func (r *reader) within(ctx context.Context, do func(context.Context) error) error {
	bounded, cancel := context.WithTimeout(ctx, r.v.o.Timeout)
	defer cancel()
	err := do(bounded)
	if err != nil && ctx.Err() == nil && (bounded.Err() != nil || errors.Is(err, context.DeadlineExceeded)) {
		return errSlow
	}
	return err
}

// ranges reads the columns that are left, range by range behind the last key, and
// stops when all of them are decided.
func (r *reader) ranges(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		cancel()
		if r.ahead != nil { // nobody reads any more when this is over
			<-r.ahead
		}
	}()
	for {
		fields := r.left()
		if fields == nil {
			return nil
		}
		sel := system.Selection{Collection: r.table.Name, Fields: fields, Lent: true, Limit: r.state.Size, After: r.state.After}
		if len(r.table.Key) == 0 {
			sel.Limit = 0
		}
		complete, err := r.one(ctx, sel)
		switch {
		case errors.Is(err, errSlow) && r.state.Size > leastRows && sel.Limit > 0:
			r.state.Size /= 2
			continue
		case varsam.CodeOf(err) == varsam.Unsupported: // keys without an order: all in one
			r.state.Whole, r.state.Read, r.state.After = r.fresh(func(i int) bool { return r.state.Whole[i] != nil }), 0, nil
			sel.After, sel.Limit = nil, 0
			_, err = r.stream(ctx, sel)
			return err
		case err != nil || complete:
			return err
		}
		if err := r.saveNow(ctx); err != nil {
			return err
		}
	}
}

// one reads a range and then counts it: one that breaks off is read again. A
// collection without a key comes as a stream, which is counted as it comes.
func (r *reader) one(ctx context.Context, sel system.Selection) (complete bool, err error) {
	if sel.Limit == 0 {
		return r.stream(ctx, sel)
	}
	all := r.rows(ctx, sel)
	if all.err != nil {
		return false, all.err
	}
	if !all.complete {
		r.readAhead(ctx, sel, all.held[len(all.held)-1].Ref.Key)
	}
	r.count(ctx, all.held, r.state.Whole)
	if n := len(all.held); n > 0 {
		r.state.After = slices.Clone(all.held[n-1].Ref.Key)
	}
	r.spare = *all
	r.state.Read += int64(len(all.held))
	r.state.Complete = all.complete
	r.tell(r.state.Read)
	return r.state.Complete, r.v.pace.wait(ctx, int64(len(all.held)))
}

// left are the columns that the next range is to read; nil when none is.
func (r *reader) left() []string {
	var names []string
	for i, s := range r.state.Whole {
		if s == nil || !r.v.o.Full && !r.everything() && !r.open(i, s.Verdict()) {
			continue
		}
		names = append(names, r.table.Columns[i].Name)
		if i == r.valColumn {
			names = append(names, r.table.Columns[r.keyColumn].Name)
		}
	}
	return names
}

// everything reports whether the ranges are the first reading, of all columns.
func (r *reader) everything() bool { return r.state.Sampled == 0 }

// take adds one row.
func (r *reader) take(ctx context.Context, rec varsam.Record, into []*column.Sample) {
	if len(r.at) != len(rec.Fields) {
		r.at = r.positions(rec)
	}
	for j := range rec.Fields {
		if i := r.at[j]; i >= 0 && into[i] != nil {
			r.cell(ctx, rec, j, i, into[i])
		}
	}
}

func (r *reader) positions(rec varsam.Record) []int {
	at := make([]int, len(rec.Fields))
	for j, f := range rec.Fields {
		at[j] = slices.IndexFunc(r.table.Columns, func(c varsam.Column) bool { return c.Name == f.Name })
	}
	return at
}

func (r *reader) tell(read int64) {
	p := r.progress
	p.Read = read
	r.v.o.Progress(p)
}

// saveEach is how often a mark is written.
const saveEach = 5 * time.Second

func (r *reader) saveNow(ctx context.Context) error {
	if time.Since(r.saved) < saveEach {
		return nil
	}
	return r.save(ctx)
}

func (r *reader) save(ctx context.Context) error {
	if r.v.o.Marks == nil {
		return nil
	}
	r.saved = time.Now()
	data, err := json.Marshal(r.state)
	if err != nil {
		return varsam.Wrap(varsam.Internal, err, "writing a mark")
	}
	if err := r.v.o.Marks.Save(ctx, r.v.entry.Name, r.table.Name, data); err != nil {
		return &stopped{err}
	}
	return nil
}

// resume takes up a mark, when it is of this structure.
func (r *reader) resume(ctx context.Context) error {
	if r.v.o.Marks == nil {
		return nil
	}
	data, err := r.v.o.Marks.Load(ctx, r.v.entry.Name, r.table.Name)
	if err != nil {
		return &stopped{err}
	}
	var was state
	if data == nil || json.Unmarshal(data, &was) != nil || was.Fingerprint != r.state.Fingerprint || was.Phase == sampling {
		return nil
	}
	for _, s := range slices.Concat(was.Samples, was.Whole) {
		if s != nil {
			r.columns.Resume(s)
		}
	}
	r.state = was
	return nil
}
