package mailbox

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

const (
	// together is how many bytes of messages are fetched at once, and atOnce how
	// many messages; one that is larger alone is read as it comes in.
	together = 4 << 20
	atOnce   = 64
)

// FindText implements [system.TextFinder]: every message of the selection is read
// once, with all that is in it.
func (s *System) FindText(ctx context.Context, sel system.Selection, holds func(system.Text) bool, yield func(varsam.Record) error) (system.Found, error) {
	q, err := s.question(sel)
	if err == nil && s.docs == nil {
		err = varsam.Errorf(varsam.Unsupported, "%s: nothing here reads texts out of mails", s.name)
	}
	if err != nil {
		return system.Found{Why: string(varsam.CodeOf(err))}, err
	}
	q.guarded = q.reach.keys == nil
	r := &texts{question: q, holds: holds, yield: yield}
	err = q.scan(ctx, func(m *message) error {
		if !q.selects(view{s, m}) || q.withheld(m) {
			return nil
		}
		return r.add(ctx, m)
	})
	if err == nil {
		err = r.flush(ctx)
	}
	found, err := q.end(err)
	if len(found.Unread) > 0 && err == nil {
		found.Complete, found.Why = false, whyUnread
	}
	return found, err
}

// whyUnread is why a search is not complete when texts could not be read.
const whyUnread = "unread"

// texts reads messages' texts, a few messages at a time.
type texts struct {
	*question
	holds func(system.Text) bool
	yield func(varsam.Record) error

	waiting []*message // of one folder
	size    int64
	taken   int
}

// add has a message read, soon.
func (r *texts) add(ctx context.Context, m *message) error {
	if len(r.waiting) > 0 && (r.waiting[0].place != m.place || r.size+m.size > together || len(r.waiting) == atOnce) {
		if err := r.flush(ctx); err != nil {
			return err
		}
	}
	r.waiting, r.size = append(r.waiting, m), r.size+m.size
	return nil
}

// flush reads the messages that wait.
func (r *texts) flush(ctx context.Context) error {
	all := r.waiting
	r.waiting, r.size = nil, 0
	if len(all) == 0 {
		return nil
	}
	r.found.Statements++
	p := r.s.pools[all[0].account]
	if all[0].size > together {
		return r.streamed(ctx, p, all[0])
	}
	raw, err := r.s.bodies(ctx, p, all)
	if code := varsam.CodeOf(err); err != nil && code != varsam.Conflict && code != varsam.Unsupported {
		return err
	}
	for _, m := range all {
		b, ok := raw[m.uid]
		if !ok {
			err = r.streamed(ctx, p, m) // larger than it said, refused in company, or gone
		} else {
			err = r.read(ctx, m, bytes.NewReader(b))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// bodies fetches whole messages in one command.
func (s *System) bodies(ctx context.Context, p *pool, all []*message) (raw map[imap.UID][]byte, err error) {
	var set imap.UIDSet
	for _, m := range all {
		set.AddNum(m.uid)
	}
	err = s.reading(ctx, p, all[0].folder, func(c *session) error {
		if err := s.openAt(c, all[0].place, false); err != nil {
			return err
		}
		cmd := c.c.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{wholeMessage}})
		var failed error
		raw = map[imap.UID][]byte{}
		for data := cmd.Next(); data != nil; data = cmd.Next() {
			failed = errors.Join(failed, collect(data, raw))
		}
		return errors.Join(cmd.Close(), failed)
	})
	return raw, err
}

// collect keeps a message's bytes, unless they are far more than was said.
func collect(data *imapclient.FetchMessageData, raw map[imap.UID][]byte) error {
	var uid imap.UID
	for item := data.Next(); item != nil; item = data.Next() {
		switch item := item.(type) {
		case imapclient.FetchItemDataUID:
			uid = item.UID
		case imapclient.FetchItemDataBodySection:
			if item.Literal == nil || item.Literal.Size() > 2*together {
				continue
			}
			b := make([]byte, item.Literal.Size())
			if _, err := io.ReadFull(item.Literal, b); err != nil {
				return err
			}
			raw[uid] = b
		}
	}
	return nil
}

// streamed reads a message as it comes in. One that is gone is none of the
// selection any more; one that the server cannot give is not read.
func (r *texts) streamed(ctx context.Context, p *pool, m *message) error {
	raw, err := r.s.raw(ctx, p, m.place, m.uid)
	switch varsam.CodeOf(err) {
	case "":
	case varsam.NotFound:
		return nil
	case varsam.Conflict, varsam.Unsupported:
		r.cannot(m, varsam.Because(system.UnreadRefused, "", string(varsam.CodeOf(err))))
		return nil
	default:
		return err
	}
	defer raw.Close()
	return r.read(ctx, m, raw)
}

// read looks at all texts of a message, and hands the message out when one of
// them counts.
func (r *texts) read(ctx context.Context, m *message, raw io.Reader) error {
	ref := r.s.ref(r.sel.Collection, m)
	took := false
	unread, err := r.s.docs.Texts(ctx, messageName, raw, func(place string, text io.Reader) error {
		took = r.holds(system.Text{Ref: ref, Place: place, Body: text}) || took
		return nil
	})
	if err != nil {
		return r.s.fault(ctx, err, "reading a mail")
	}
	if len(unread) > 0 {
		r.cannot(m, unread[0])
	}
	if !took {
		return nil
	}
	if r.sel.Limit > 0 && r.taken == r.sel.Limit {
		return errLimit
	}
	r.taken++
	return yielded(r.yield(r.record(m)))
}

// cannot notes a message of which something was not read.
func (r *texts) cannot(m *message, why varsam.Reason) {
	if len(r.found.Unread) == system.MaxUnread {
		r.found.Omitted++
		return
	}
	r.found.Unread = append(r.found.Unread, system.Unread{Ref: r.s.ref(r.sel.Collection, m), Why: why})
}
