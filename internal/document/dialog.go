package document

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/extract"
)

// dialog is one document given to a child.
type dialog struct {
	ctx    context.Context
	child  *child
	limits Limits
	yield  func(place, label string, text io.Reader) error
	whole  bool // it ended as it should, and the child can go on
	bytes  int64
	place  string // of the last text
	why    []varsam.Reason
}

// read sends the document and yields what comes back.
func (d *dialog) read(o order, content io.Reader) ([]varsam.Reason, error) {
	stop := context.AfterFunc(d.ctx, d.child.end)
	defer stop()
	d.child.clock.begin(d.limits.Time)
	fed := make(chan error, 1)
	go func() { fed <- d.child.feed(o, content) }()
	err := d.answers()
	if err != nil {
		d.child.end() // so that feeding ends too
	}
	switch feedErr := <-fed; {
	case d.ctx.Err() != nil:
		return d.why, d.ctx.Err()
	case feedErr != nil && !errors.Is(feedErr, errFault):
		return d.why, feedErr
	case errors.Is(err, errFault):
		d.why = append(d.why, d.child.cause(d.place))
		return d.why, nil
	case err != nil:
		return d.why, err
	}
	d.whole = true
	return d.why, nil
}

// errFault: the child ended, or broke the rules.
var errFault = errors.New("the child failed")

// answers takes the child's frames until the document's end.
func (d *dialog) answers() error {
	for {
		kind, payload, err := d.child.in.next()
		if err != nil {
			return errFault
		}
		switch kind {
		case frameEnd:
			return nil
		case frameText, frameOpen:
			err = d.text(payload, kind == frameOpen)
		case frameUnread:
			why, bad := reasonOf(payload)
			if err = bad; err == nil && len(d.why) < mostReasons {
				d.why = append(d.why, why)
			}
		default:
			err = errFrame
		}
		if errors.Is(err, errFrame) {
			return errFault
		}
		if err != nil {
			return err
		}
	}
}

func (d *dialog) text(payload []byte, more bool) error {
	place, label, rest, err := untitled(payload)
	if err != nil {
		return err
	}
	d.place = place
	if err := d.count(len(rest)); err != nil {
		return err
	}
	if !more {
		return d.yield(place, label, bytes.NewReader(rest))
	}
	t := &blocks{d: d}
	if err := d.yield(place, label, t); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, t); err != nil {
		return err
	}
	return t.fault
}

// count holds the child to the limit of bytes: no document has more text than it may unpack to, twice.
func (d *dialog) count(n int) error {
	if d.bytes += int64(n); d.bytes/4 > d.limits.Bytes {
		return errFrame
	}
	return nil
}

// blocks is a text that comes in blocks. When the child fails, the text ends; the fault is told by who reads frames.
type blocks struct {
	d     *dialog
	left  []byte
	done  bool
	fault error
}

func (b *blocks) Read(p []byte) (int, error) {
	for len(b.left) == 0 {
		if b.done {
			return 0, io.EOF
		}
		kind, payload, err := b.d.child.in.next()
		switch {
		case err != nil:
			b.done, b.fault = true, errFault
		case kind == frameClose:
			b.done = true
		case kind != frameBlock || b.d.count(len(payload)) != nil:
			b.done, b.fault = true, errFault
		default:
			b.left = payload
		}
	}
	n := copy(p, b.left)
	b.left = b.left[n:]
	return n, nil
}

// feed sends the order and the content.
func (c *child) feed(o order, content io.Reader) error {
	head, err := json.Marshal(o)
	if err != nil {
		return err
	}
	out, room := c.told, c.room
	writeFrame(out, frameOrder, head)
	for {
		c.clock.waiting.Store(true)
		n, err := content.Read(room)
		c.clock.waiting.Store(false)
		if n > 0 {
			if writeFrame(out, frameContent, room[:n]) != nil {
				return errFault
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			c.end()
			return err
		}
	}
	if writeFrame(out, frameEnd) != nil || out.Flush() != nil {
		return errFault
	}
	return nil
}

// cause is why a child has ended in the middle of a document.
func (c *child) cause(place string) varsam.Reason {
	code := extract.Crashed
	switch {
	case c.clock.late:
		code = extract.TimeOut
	case c.wait() == exitMemory || bytes.Contains(c.errs.bytes(), []byte("out of memory")) || bytes.Contains(c.errs.bytes(), []byte("cannot allocate memory")):
		code = extract.NoMemory
	}
	return varsam.Because(code, place)
}
