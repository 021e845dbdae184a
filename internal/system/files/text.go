package files

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

const (
	// atOnce is how many documents are read side by side.
	atOnce = 4

	// ahead is how much text of a document is kept while those before it are still
	// being searched; one with more waits.
	ahead = 1 << 20
)

// FindText implements [system.TextFinder]. Documents are opened and unpacked side
// by side and searched one after the other, in the order of keys. A document's path is one of its texts, with
// the place "#path".
func (s *System) FindText(ctx context.Context, sel system.Selection, holds func(system.Text) bool, yield func(varsam.Record) error) (system.Found, error) {
	q, err := s.search(sel, yield)
	if err != nil {
		return system.Found{Why: string(varsam.CodeOf(err))}, err
	}
	within, cancel := context.WithCancel(ctx)
	defer cancel()
	line := &line{search: q, holds: holds}
	err = q.each(within, func(r varsam.Record) error {
		if !q.takes(within, r) || q.failed != nil {
			return q.failed
		}
		return line.add(within, r)
	})
	if err == nil {
		err = line.finish(0)
	}
	cancel()
	line.leave()
	return q.end(ctx, err)
}

// line is the documents that are being read, in order.
type line struct {
	*search
	holds   func(system.Text) bool
	reading []*reader
}

// reader reads one document. What it finds before its turn it keeps.
type reader struct {
	*line
	ctx    context.Context
	record varsam.Record
	turn   chan struct{} // closed when everything before has been searched
	done   chan struct{}

	kept   []kept
	size   int
	taken  bool
	unread []varsam.Reason
	err    error
}

type kept struct {
	place string
	text  []byte
}

// add puts a record into the line, when there is room.
func (l *line) add(ctx context.Context, r varsam.Record) error {
	if err := l.finish(atOnce - 1); err != nil {
		return err
	}
	d := &reader{line: l, ctx: ctx, record: r, turn: make(chan struct{}), done: make(chan struct{})}
	l.reading = append(l.reading, d)
	if len(l.reading) == 1 {
		close(d.turn)
	}
	go func() {
		defer close(d.done)
		d.err = d.read()
	}()
	return nil
}

// finish waits for the first documents until so many are left.
func (l *line) finish(left int) error {
	for len(l.reading) > left {
		d := l.reading[0]
		<-d.done
		l.reading = l.reading[1:]
		if d.err != nil {
			return d.err
		}
		for _, why := range d.unread {
			l.miss(system.Unread{Ref: d.record.Ref, Why: why})
		}
		if d.taken {
			if err := l.give(d.record); err != nil {
				return err
			}
		}
		if len(l.reading) > 0 {
			close(l.reading[0].turn)
		}
	}
	return nil
}

// leave waits for the readers of a search that has ended.
func (l *line) leave() {
	for _, d := range l.reading {
		<-d.done
	}
}

// read reads the document, and once more when it changed meanwhile.
func (d *reader) read() error {
	if err := d.text("#path", bytes.NewReader([]byte(d.record.Ref.Key[0].String()))); err != nil {
		return err
	}
	for attempt := range 2 {
		again, err := d.once(attempt == 0)
		if err != nil {
			return err
		}
		if !again {
			return d.flush()
		}
	}
	return d.flush()
}

// once reads the document, and says whether it must be read again.
func (d *reader) once(first bool) (again bool, err error) {
	if d.record.Open == nil {
		return false, nil // no file: it has no text
	}
	unread, err := d.contents()
	if d.ctx.Err() != nil {
		return false, d.ctx.Err()
	}
	var stop *stopped
	if errors.As(err, &stop) {
		return false, stop.err
	}
	now, here, lost := d.get(d.ctx, d.System.projects(), d.sel.Collection, d.record.Ref.Key[0].String(), nil)
	switch {
	case lost == nil && !here:
		d.taken = false // it went while it was read: it is none of the documents
	case lost == nil && now.Version != d.record.Version:
		if d.record = now; first {
			return true, nil
		}
		d.unread = append(d.unread, varsam.Because(system.UnreadChanging, ""))
	case err != nil || lost != nil:
		if err == nil {
			err = lost
		}
		d.unread = append(d.unread, varsam.Because(system.UnreadRefused, "", string(varsam.CodeOf(err))))
	}
	d.unread = append(d.unread, unread...)
	return false, nil
}

// stopped is an error of whoever asked, not of the document.
type stopped struct{ err error }

func (s *stopped) Error() string { return s.err.Error() }

func (d *reader) contents() ([]varsam.Reason, error) {
	r, err := d.record.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return d.texts(d.ctx, d.record.Get("name").String(), r, func(place string, text io.Reader) error {
		if err := d.text(place, text); err != nil {
			return &stopped{err}
		}
		return nil
	})
}

// texts reads a document's texts.
func (s *System) texts(ctx context.Context, name string, content io.Reader, yield func(string, io.Reader) error) ([]varsam.Reason, error) {
	if s.cfg.Documents == nil {
		return nil, varsam.Errorf(varsam.Unsupported, "%s: there is nothing to read documents with", s.cfg.System)
	}
	return s.cfg.Documents.Texts(ctx, name, content, yield)
}

// text takes one text: it is kept while others are searched, as far as there is
// room, and otherwise waits.
func (d *reader) text(place string, r io.Reader) error {
	select {
	case <-d.turn:
	default:
		var b bytes.Buffer
		if place == "" { // the document is one text, of about its size
			b.Grow(int(min(ahead, d.record.Get("size").Int())) + bytes.MinRead)
		}
		if _, err := b.ReadFrom(io.LimitReader(r, int64(max(ahead-d.size, 0)))); err != nil {
			return err
		}
		if d.size += b.Len(); d.size < ahead {
			d.kept = append(d.kept, kept{place, b.Bytes()})
			return nil
		}
		r = io.MultiReader(&b, r)
	}
	if err := d.flush(); err != nil {
		return err
	}
	return d.hold(place, r)
}

// flush waits for the document's turn and searches what was kept.
func (d *reader) flush() error {
	select {
	case <-d.turn:
	case <-d.ctx.Done():
		return d.ctx.Err()
	}
	for _, k := range d.kept {
		if err := d.hold(k.place, bytes.NewReader(k.text)); err != nil {
			return err
		}
	}
	d.kept = nil
	return nil
}

func (d *reader) hold(place string, r io.Reader) error {
	if err := d.ctx.Err(); err != nil {
		return err
	}
	if d.holds(system.Text{Ref: d.record.Ref, Place: place, Body: r}) {
		d.taken = true
	}
	return nil
}

// miss notes what was not read.
func (q *search) miss(u system.Unread) {
	if len(q.found.Unread) == system.MaxUnread {
		q.found.Omitted++
		return
	}
	q.found.Unread = append(q.found.Unread, u)
}
