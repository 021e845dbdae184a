package mailbox

import (
	"crypto/sha256"
	"hash"
	"io"
	"strings"
	"sync"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const (
	// piece is how many messages one command asks for.
	piece = 256

	// maxHeader is how much of a header is read for its fields; the digest covers
	// all of it.
	maxHeader = 1 << 20
)

var headerSection = &imap.FetchItemBodySection{Specifier: imap.PartSpecifierHeader, Peek: true}

// fetch reads messages of the folder that is open, without their texts, in the
// order in which the server gives them.
func (c *session) fetch(at place, uids imap.UIDSet, structure bool) ([]*message, error) {
	o := &imap.FetchOptions{
		UID: true, Flags: true, InternalDate: true, RFC822Size: true, ModSeq: c.condstore(),
		BodySection: []*imap.FetchItemBodySection{headerSection},
	}
	if structure {
		o.BodyStructure = &imap.FetchItemBodyStructure{Extended: true}
	}
	cmd := c.c.Fetch(uids, o)
	var all []*message
	var failed error
	for data := cmd.Next(); data != nil; data = cmd.Next() {
		m := &message{place: at, attachments: -1}
		if err := m.take(data); err != nil && failed == nil {
			failed = err
		}
		if m.uid != 0 && uids.Contains(m.uid) {
			all = append(all, m)
		}
	}
	if err := cmd.Close(); err != nil {
		return nil, err
	}
	return all, failed
}

// take reads the answer for one message.
func (m *message) take(data *imapclient.FetchMessageData) error {
	for item := data.Next(); item != nil; item = data.Next() {
		switch item := item.(type) {
		case imapclient.FetchItemDataUID:
			m.uid = item.UID
		case imapclient.FetchItemDataFlags:
			m.flags = item.Flags
		case imapclient.FetchItemDataInternalDate:
			m.received = item.Time
		case imapclient.FetchItemDataRFC822Size:
			m.size = item.Size
		case imapclient.FetchItemDataModSeq:
			m.modseq = item.ModSeq
		case imapclient.FetchItemDataBodyStructure:
			m.attachments = count(item.BodyStructure)
		case imapclient.FetchItemDataBodySection:
			if item.Literal != nil {
				if err := m.takeHeader(item.Literal); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// workspace is what reading a header needs.
type workspace struct {
	sum hash.Hash
	buf []byte
}

var workspaces = sync.Pool{New: func() any { return &workspace{sum: sha256.New(), buf: make([]byte, 0, 16<<10)} }}

func (m *message) takeHeader(r imap.LiteralReader) error {
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	w.sum.Reset()
	size := int(min(r.Size(), maxHeader))
	if cap(w.buf) < size {
		w.buf = make([]byte, size)
	}
	w.buf = w.buf[:size]
	if _, err := io.ReadFull(r, w.buf); err != nil {
		return err
	}
	w.sum.Write(w.buf)
	rest, err := io.Copy(w.sum, r)
	var sum [sha256.Size]byte
	m.digest = digestOf(w.sum.Sum(sum[:0]))
	m.head = parseHeader(w.buf)
	m.cut = rest > 0 || m.head.long()
	return err
}

// count is how many parts of a message are attached: they are named, or said to
// be attachments, or are messages.
func count(b imap.BodyStructure) (n int) {
	b.Walk(func(_ []int, part imap.BodyStructure) bool {
		one, ok := part.(*imap.BodyStructureSinglePart)
		if !ok {
			return true
		}
		d := one.Disposition()
		if d != nil && strings.EqualFold(d.Value, "attachment") || one.Filename() != "" || strings.HasPrefix(one.MediaType(), "message/rfc822") {
			n++
		}
		return true
	})
	return n
}

// exist are the messages of the folder that is open, or those that may satisfy
// the criteria.
func (c *session) exist(criteria *imap.SearchCriteria) (imap.UIDSet, error) {
	if criteria == nil {
		criteria = &imap.SearchCriteria{}
	}
	var o *imap.SearchOptions
	if c.caps.Has(imap.CapESearch) {
		o = &imap.SearchOptions{ReturnAll: true}
	}
	data, err := c.c.UIDSearch(criteria, o).Wait()
	if err != nil {
		return nil, err
	}
	set, _ := data.All.(imap.UIDSet)
	return set, nil
}
