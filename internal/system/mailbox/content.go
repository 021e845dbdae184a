package mailbox

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"github.com/varsam/varsam"
)

// wholeMessage asks for all of a message, without marking it as read.
var wholeMessage = &imap.FetchItemBodySection{Peek: true}

// Content implements [system.System]: raw is the message as it was sent (RFC
// 5322), text what can be read in it.
func (s *System) Content(ctx context.Context, ref varsam.Ref, field string) (io.ReadCloser, error) {
	at, uid, ok := parseKey(ref.Key)
	p := s.pools[at.account]
	if !ok || p == nil || ref.Collection != messages && ref.Collection != restricted {
		return nil, varsam.Errorf(varsam.Invalid, "%s: this names no mail", s.name)
	}
	if field != rawField && field != textField && field != "" {
		return nil, varsam.Errorf(varsam.Invalid, "%s: a mail has no field %q that can be opened", s.name, field)
	}
	raw, err := s.raw(ctx, p, at, uid)
	if err != nil || field != textField {
		return raw, err
	}
	defer raw.Close()
	return s.readable(ctx, raw)
}

// readable is the texts of a message, one after the other.
func (s *System) readable(ctx context.Context, raw io.Reader) (io.ReadCloser, error) {
	if s.docs == nil {
		return nil, varsam.Errorf(varsam.Unsupported, "%s: nothing here reads texts out of mails", s.name)
	}
	var out bytes.Buffer
	_, err := s.docs.Texts(ctx, messageName, raw, func(_ string, text io.Reader) error {
		if out.Len() > 0 {
			out.WriteString("\n\n")
		}
		_, err := out.ReadFrom(text)
		return err
	})
	return io.NopCloser(&out), s.fault(ctx, err, "reading a mail")
}

// messageName tells [system.Documents] what it is given.
const messageName = "message.eml"

// raw opens a message on a connection of its own, until it is closed.
func (s *System) raw(ctx context.Context, p *pool, at place, uid imap.UID) (stream *stream, err error) {
	for try := range attempts {
		if stream, err = s.rawOnce(ctx, p, at, uid); varsam.CodeOf(err) != varsam.Unavailable || ctx.Err() != nil {
			break
		}
		select {
		case <-time.After(s.patience << (2 * try)):
		case <-ctx.Done():
		}
	}
	return stream, err
}

func (s *System) rawOnce(ctx context.Context, p *pool, at place, uid imap.UID) (*stream, error) {
	c, err := s.take(ctx, p, at.folder)
	if err != nil {
		return nil, err
	}
	out := &stream{s: s, ctx: ctx, p: p, c: c, stop: c.during(ctx)}
	if err := s.openAt(c, at, false); err != nil {
		out.Close()
		return nil, s.fault(ctx, err, "opening a mail")
	}
	out.cmd = c.c.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{wholeMessage}})
	if out.body = body(out.cmd); out.body == nil {
		err := out.end()
		if err == nil {
			err = varsam.Errorf(varsam.NotFound, "%s: the mail is no longer there", s.name)
		}
		return nil, s.fault(ctx, err, "opening a mail")
	}
	return out, nil
}

// body is the first answer's text.
func body(cmd *imapclient.FetchCommand) imap.LiteralReader {
	for data := cmd.Next(); data != nil; data = cmd.Next() {
		for item := data.Next(); item != nil; item = data.Next() {
			if b, ok := item.(imapclient.FetchItemDataBodySection); ok && b.Literal != nil {
				return b.Literal
			}
		}
	}
	return nil
}

// stream is a message while it comes in.
type stream struct {
	s    *System
	ctx  context.Context
	p    *pool
	c    *session
	stop func() bool
	cmd  *imapclient.FetchCommand
	body imap.LiteralReader
	done bool
}

func (r *stream) Read(b []byte) (int, error) {
	n, err := r.body.Read(b)
	switch {
	case err == io.EOF:
		r.done = true
		return n, err
	case err != nil:
		return n, r.s.fault(r.ctx, err, "reading a mail")
	}
	return n, nil
}

// Close gives the connection back, or ends it when much of the message is still
// to come.
func (r *stream) Close() error {
	if r.c != nil && r.cmd != nil && !r.done {
		r.c.conn.Close()
	}
	err := r.end()
	if errors.Is(err, io.EOF) || !r.done {
		return nil
	}
	return r.s.fault(r.ctx, err, "reading a mail")
}

func (r *stream) end() (err error) {
	if r.c == nil {
		return nil
	}
	if r.cmd != nil {
		err = r.cmd.Close()
	}
	r.stop()
	r.p.give(r.c)
	r.c = nil
	return err
}
