package mailbox

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"sync/atomic"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// question is a selection made ready.
type question struct {
	s        *System
	sel      system.Selection
	matches  []match
	uses     []string // fields of the condition
	seen     varsam.Record
	fields   []*column
	reach    reach
	criteria *imap.SearchCriteria

	structure bool         // count attachments
	guarded   bool         // somebody looks for people: what is marked private is skipped
	changes   uint64       // HIGHESTMODSEQ of the folder that is read
	asked     atomic.Int64 // statements of the reader that runs ahead
	found     system.Found
}

func (s *System) question(sel system.Selection) (*question, error) {
	q := &question{s: s, sel: sel}
	if sel.Collection != messages && sel.Collection != restricted {
		return nil, varsam.Errorf(varsam.Invalid, "%s has no collection %q", s.name, sel.Collection)
	}
	if err := q.check(func(name string) bool { return columnOf(name) != nil }); err != nil {
		return nil, err
	}
	if sel.After != nil {
		if _, _, ok := parseKey(sel.After); !ok {
			return nil, varsam.Errorf(varsam.Invalid, "%s: a key of %s is account, folder, uidvalidity and uid", s.name, sel.Collection)
		}
	}
	for i := range columns {
		c := &columns[i]
		if sel.Fields == nil || slices.Contains(sel.Fields, c.Name) || slices.Contains(messageKey, c.Name) {
			q.fields = append(q.fields, c)
		}
	}
	named := func(c *column) bool { return c.Name == attachments }
	q.structure = slices.ContainsFunc(q.fields, named) || slices.Contains(q.uses, attachments) ||
		slices.ContainsFunc(sel.Match, func(m system.Match) bool { return slices.Contains(m.Fields, attachments) })
	q.newReach()
	q.guarded = len(sel.Match) > 0 && q.reach.keys == nil
	q.found.Scanned = q.reach.keys == nil
	return q, nil
}

// stopped carries an error of yield through.
type stopped struct{ err error }

func (s stopped) Error() string { return s.err.Error() }

// errLimit ends a search that has found enough.
var errLimit = errors.New("limit")

// Find implements [system.System].
func (s *System) Find(ctx context.Context, sel system.Selection, yield func(varsam.Record) error) (system.Found, error) {
	if sel.Collection == folders {
		return s.findFolders(ctx, sel, yield)
	}
	q, err := s.question(sel)
	if err != nil {
		return system.Found{Why: string(varsam.CodeOf(err))}, err
	}
	count := 0
	err = q.scan(ctx, func(m *message) error {
		r := view{s, m}
		if q.withheld(m) || !q.selects(r) {
			return nil
		}
		if sel.Limit > 0 && count == sel.Limit {
			return errLimit
		}
		count++
		return yielded(yield(q.record(m)))
	})
	return q.end(err)
}

func yielded(err error) error {
	if err != nil {
		return stopped{err}
	}
	return nil
}

// end says how the search went.
func (q *question) end(err error) (system.Found, error) {
	q.found.Statements += int(q.asked.Load())
	var by stopped
	switch {
	case errors.As(err, &by):
		q.found.Why = "stopped"
		return q.found, by.err
	case errors.Is(err, errLimit):
		q.found.Why = cmp.Or(q.found.Why, "limit") // that something was not read is the graver
		return q.found, nil
	case err != nil:
		q.found.Why = string(varsam.CodeOf(err))
		return q.found, err
	}
	q.found.Complete = q.found.Why == ""
	return q.found, nil
}

// view is a message as a row.
type view struct {
	s *System
	m *message
}

func (v view) value(name string) varsam.Value { return columnOf(name).of(v.s, v.m) }

func (s *System) ref(collection string, m *message) varsam.Ref {
	return varsam.Ref{System: s.name, Collection: collection, Key: m.key(m.uid)}
}

// record is a message as a search hands it out.
func (q *question) record(m *message) varsam.Record {
	ref := q.s.ref(q.sel.Collection, m)
	r := varsam.Record{Ref: ref, Fields: make([]varsam.Field, len(q.fields))}
	for i, c := range q.fields {
		r.Fields[i] = varsam.Field{Name: c.Name, Value: c.of(q.s, m)}
	}
	if q.sel.Version {
		r.Version = m.version().String()
	}
	r.Open = func() (io.ReadCloser, error) { return q.s.Content(context.Background(), ref, rawField) }
	return r
}

// scan reads the messages that can be in the selection, in the order of keys. A
// mailbox or a folder that refuses us leaves the others readable, and the search
// incomplete.
func (q *question) scan(ctx context.Context, each func(*message) error) error {
	denied := 0
	for _, account := range q.s.set.accounts {
		if !q.reach.account(account, q.s.zone) {
			continue
		}
		err := q.account(ctx, q.s.pools[account], each)
		if varsam.CodeOf(err) == varsam.Denied && !errors.As(err, new(stopped)) {
			q.found.Why = string(varsam.Denied)
			if denied++; denied < len(q.s.set.accounts) {
				continue
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (q *question) account(ctx context.Context, p *pool, each func(*message) error) error {
	var all []folder
	err := q.s.reading(ctx, p, "", func(c *session) (err error) {
		all, err = c.list(false)
		all = q.s.of(q.sel.Collection, c, all)
		return err
	})
	q.found.Statements++
	if err != nil {
		return err
	}
	for _, f := range all {
		if !q.reach.folder(p.account, f.name, q.s.zone) {
			continue
		}
		err := q.folder(ctx, p, f.name, each)
		switch {
		case err == nil || errors.As(err, new(stopped)) || errors.Is(err, errLimit):
		case varsam.CodeOf(err) == varsam.NotFound:
			err = nil // removed since the folders were listed
		case varsam.CodeOf(err) == varsam.Denied || varsam.CodeOf(err) == varsam.Unsupported || varsam.CodeOf(err) == varsam.Conflict:
			q.found.Why, err = string(varsam.Denied), nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// batch is a piece of a folder.
type batch struct {
	messages []*message
	broken   []imap.UID // those that the server could not give
	err      error
}

// folder reads a folder; the next piece is fetched while one is looked at.
func (q *question) folder(ctx context.Context, p *pool, name string, each func(*message) error) error {
	at, uids, err := q.uids(ctx, p, name)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	ahead := make(chan batch, 1)
	go func() {
		defer close(ahead)
		cut, read := pieces(uids, piece), q.fetch
		if q.s.cache != nil {
			cut, read = blocks(uids), q.cached
		}
		for _, set := range cut {
			b := read(ctx, p, at, set)
			select {
			case ahead <- b:
			case <-ctx.Done():
				return
			}
			if b.err != nil {
				return
			}
		}
	}()
	defer func() {
		cancel()
		for range ahead { //nolint:revive // until the reader has ended
		}
	}()
	for b := range ahead {
		if b.err != nil {
			return b.err
		}
		if err := q.hand(b, each); err != nil {
			return err
		}
	}
	return q.s.fault(ctx, ctx.Err(), "reading")
}

func (q *question) hand(b batch, each func(*message) error) error {
	if len(b.broken) > 0 {
		q.found.Why = "unreadable"
	}
	for _, m := range b.messages {
		if m.cut {
			q.found.Why = "unreadable"
		}
		if err := each(m); err != nil {
			return err
		}
	}
	return nil
}

// uids opens the folder and lists its messages.
func (q *question) uids(ctx context.Context, p *pool, name string) (at place, uids imap.UIDSet, err error) {
	err = q.s.reading(ctx, p, name, func(c *session) (err error) {
		if err = c.reopen(name, false); err != nil {
			return err
		}
		at = place{p.account, name, c.box.UIDValidity}
		q.changes = c.box.HighestModSeq
		uids, err = c.exist(q.criteria)
		return err
	})
	q.found.Statements += 2
	if err == nil {
		uids, err = q.reach.uids(at, uids, q.s.name)
	}
	return at, uids, err
}

// fetch reads one piece. Where the server cannot give it whole, its messages are
// asked for one by one.
func (q *question) fetch(ctx context.Context, p *pool, at place, set imap.UIDSet) (b batch) {
	q.asked.Add(1)
	b.messages, b.err = q.s.fetch(ctx, p, at, set, q.structure)
	if code := varsam.CodeOf(b.err); code == "" || code == varsam.Changed || code == varsam.NotFound || ctx.Err() != nil {
		return b
	}
	uids, _ := set.Nums()
	b = batch{}
	for _, uid := range uids {
		one, err := q.s.fetch(ctx, p, at, imap.UIDSetNum(uid), false)
		switch {
		case err == nil:
			b.messages = append(b.messages, one...)
		case varsam.CodeOf(err) == varsam.Unavailable:
			b.err = err
			return b
		default:
			b.broken = append(b.broken, uid)
		}
	}
	return b
}

// fetch reads messages of a folder that must still be the same.
func (s *System) fetch(ctx context.Context, p *pool, at place, set imap.UIDSet, structure bool) (all []*message, err error) {
	err = s.reading(ctx, p, at.folder, func(c *session) (err error) {
		if err = s.openAt(c, at, false); err != nil {
			return err
		}
		all, err = c.fetch(at, set, structure)
		return err
	})
	sortByUID(all)
	return all, err
}

func sortByUID(all []*message) {
	slices.SortFunc(all, func(a, b *message) int { return cmp.Compare(a.uid, b.uid) })
}

// openAt opens a folder that must be the one that was read before.
func (s *System) openAt(c *session, at place, writable bool) error {
	if err := c.open(at.folder, writable); err != nil {
		return err
	}
	if c.box.UIDValidity != at.validity {
		c.leave()
		return varsam.Errorf(varsam.Changed, "%s: a folder was made anew (UIDVALIDITY); what was known of its mails is no longer true", s.name)
	}
	return nil
}
