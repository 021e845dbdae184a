// Package memory is a small document store in memory. It keeps the contract of
// connected systems honest, being all that a database is not: records have items
// below them, a change has no transaction, a deleted record may lie in a bin or
// go later, pages shift while they are read. Tests of the pipeline use it, and
// its [Faults].
package memory

import (
	"bytes"
	"context"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// Store implements [system.System] and [system.Sampler].
type Store struct {
	name string

	mu       sync.Mutex
	cat      varsam.Catalogue
	records  map[string]varsam.Record // by Ref.String()
	contents map[string][]byte        // by Ref.String() and field
	binned   map[string]varsam.Record
	leaving  map[string]int // by Ref.String(): observations until a late delete takes effect
	options  Options
	faults   Faults
	calls    int64
}

var (
	_ system.System  = (*Store)(nil)
	_ system.Sampler = (*Store)(nil)
)

// Options are how this store behaves when nothing is wrong.
type Options struct {
	Today      varsam.Date
	Zone       *time.Location // reads instants as days; nil is UTC
	Page       int            // records in a page, 100 when 0
	Bin        varsam.Period  // how long a deleted record can be restored
	LateDelete int            // after how many observations a delete takes effect
	Backups    varsam.Period
}

// Faults are switches for what may go wrong. Those with a number count down and
// switch themselves off.
type Faults struct {
	Down       bool // nothing answers: Unavailable
	Denied     bool // everything is refused: Denied
	ReadOnly   bool // changes are refused: Denied
	LoseAnswer int  // so many operations happen, but answer Unknown
	FailAfter  int  // an operation breaks off after so many records, and answers Unknown
	ShortPages bool // a search ends after its first page, and says so

	// BetweenPages runs after each page of a search, as another program would:
	// it may put and remove records.
	BetweenPages func(*Store)
}

// New makes a store. Records without a version get one whenever they are read;
// their Ref's system becomes name.
func New(name string, cat varsam.Catalogue, records ...varsam.Record) *Store {
	s := &Store{
		name: name, cat: cat, records: map[string]varsam.Record{}, contents: map[string][]byte{},
		binned: map[string]varsam.Record{}, leaving: map[string]int{},
	}
	for _, r := range records {
		s.Put(r)
	}
	return s
}

// Configure sets how the store behaves.
func (s *Store) Configure(o Options) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.options = o
}

// Break sets the faults; the zero value mends all.
func (s *Store) Break(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = f
}

// Restructure changes the catalogue behind the connector's back.
func (s *Store) Restructure(edit func(*varsam.Catalogue)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cat.Collections = slices.Clone(s.cat.Collections)
	edit(&s.cat)
}

// Put stores a record as another program would, or replaces it.
func (s *Store) Put(r varsam.Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.Ref.System = s.name
	if r.Parent != nil {
		parent := *r.Parent
		parent.System = s.name
		r.Parent = &parent
	}
	r.Fields = slices.Clone(r.Fields)
	s.records[r.Ref.String()] = r
}

// PutContent stores what a Large field stands for; field "" is the content of
// the record itself.
func (s *Store) PutContent(ref varsam.Ref, field string, content []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.contents[s.contentKey(ref, field)] = bytes.Clone(content)
}

func (s *Store) contentKey(ref varsam.Ref, field string) string {
	ref.System = s.name
	return ref.String() + "\x00" + field
}

// Remove deletes a record as another program would.
func (s *Store) Remove(ref varsam.Ref) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ref.System = s.name
	delete(s.records, ref.String())
}

// SetField changes one field as another program would.
func (s *Store) SetField(ref varsam.Ref, field string, v varsam.Value) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ref.System = s.name
	if r, ok := s.records[ref.String()]; ok {
		s.records[ref.String()] = with(r, []varsam.Assignment{{Field: field, Value: v}})
	}
}

// Restore takes a record back from the bin, as a user of the system might.
func (s *Store) Restore(ref varsam.Ref) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	ref.System = s.name
	r, ok := s.binned[ref.String()]
	if ok {
		s.records[ref.String()] = r
		delete(s.binned, ref.String())
	}
	return ok
}

// Records are all records there are, in the order of their Refs.
func (s *Store) Records() []varsam.Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.records), func(a, b varsam.Record) int { return varsam.CompareRefs(a.Ref, b.Ref) })
}

// Statements is how often the store was asked.
func (s *Store) Statements() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

// with is a record with some fields set.
func with(r varsam.Record, sets []varsam.Assignment) varsam.Record {
	r.Fields = slices.Clone(r.Fields)
	for _, a := range sets {
		i := slices.IndexFunc(r.Fields, func(f varsam.Field) bool { return f.Name == a.Field })
		if i < 0 {
			r.Fields = append(r.Fields, varsam.Field{Name: a.Field, Value: a.Value})
			continue
		}
		r.Fields[i].Value = a.Value
	}
	return r
}

// answers counts a call and says why it is not answered.
func (s *Store) answers(ctx context.Context) error {
	s.calls++
	switch {
	case ctx.Err() != nil:
		e := varsam.Errorf(varsam.Unavailable, "%s: cancelled", s.name)
		e.Err = ctx.Err()
		return e
	case s.faults.Down:
		return varsam.Errorf(varsam.Unavailable, "%s does not answer", s.name)
	case s.faults.Denied:
		return varsam.Errorf(varsam.Denied, "%s refuses us", s.name)
	}
	return nil
}

func (s *Store) collection(name string) (varsam.Collection, error) {
	c, ok := s.cat.Find(name)
	if !ok {
		return c, varsam.Errorf(varsam.Invalid, "%s has no collection %q", s.name, name)
	}
	return c, nil
}

// Describe implements [system.System].
func (s *Store) Describe(ctx context.Context) (varsam.Catalogue, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.answers(ctx); err != nil {
		return varsam.Catalogue{}, err
	}
	c := s.cat
	if s.faults.ReadOnly {
		c.ReadOnly = "the account may only read"
	}
	return c, nil
}

// Content implements [system.System].
func (s *Store) Content(ctx context.Context, ref varsam.Ref, field string) (io.ReadCloser, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.answers(ctx); err != nil {
		return nil, err
	}
	ref.System = s.name
	r, here := s.records[ref.String()]
	if !here {
		return nil, varsam.Errorf(varsam.NotFound, "%s: the record is no longer there", s.name)
	}
	content, ok := s.contents[s.contentKey(ref, field)]
	if !ok {
		if content = r.Get(field).Raw(); !r.Has(field) {
			return nil, varsam.Errorf(varsam.Invalid, "%s: %s has no field %q that can be opened", s.name, ref.Collection, field)
		}
	}
	return io.NopCloser(bytes.NewReader(content)), nil
}

// Close implements [system.System].
func (s *Store) Close() error { return nil }

// sameText says whether a cell equals a wanted value: as they are written, so
// that the text "7" finds the number 7, and "07" does not.
func sameText(cell, want varsam.Value) bool {
	if cell.IsNull() || want.IsNull() {
		return false
	}
	if isBytes(cell) || isBytes(want) {
		return cell == want
	}
	return cell.String() == want.String()
}

func isBytes(v varsam.Value) bool { return v.Kind() == varsam.Bytes || v.Kind() == varsam.Large }

// folded says whether a cell, folded, is what is wanted.
func folded(f varsam.Fold, cell, want varsam.Value) bool {
	if cell.IsNull() || want.IsNull() || cell.Kind() == varsam.Large {
		return false
	}
	have, wanted := f.Apply(content(cell)), f.Apply(content(want))
	if f == varsam.Contains {
		return wanted != "" && strings.Contains(have, wanted)
	}
	return have == wanted
}

func content(v varsam.Value) string {
	if v.Kind() == varsam.Bytes {
		return string(v.Raw())
	}
	return v.String()
}
