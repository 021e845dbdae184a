package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/extract"
	"github.com/varsam/varsam/internal/pii/redact"
	"github.com/varsam/varsam/internal/pii/subject"
	"github.com/varsam/varsam/internal/pii/text"
)

// redact writes the file with something else in the place of each hit. Of a search for a person only what is enough to be sure
// goes; how much there was to look at is told.
func (c *scanCommand) redact(s *session, in io.Reader, find finder) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	style := styleOf(c.Style, string(lang))
	input := bufio.NewReaderSize(in, mostHead)
	head, _ := input.Peek(mostHead)
	switch err := sealed(c.File, head); {
	case err != nil:
		return err
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		if c.Style == "pseudonym" {
			return varsam.Errorf(varsam.Invalid, "documents are redacted with --style marker or mask: pseudonyms would begin anew in each of their texts")
		}
		return c.office(s, input, find, style)
	case text.Sniff(head[:min(len(head), 4)]) != text.Bytes:
		return varsam.Errorf(varsam.Unsupported, "%s is UTF-16 and cannot be redacted as it is; convert it to UTF-8", c.File)
	case document.Coded(head, c.File):
		return c.coded(s, input, find, style)
	}
	out := bufio.NewWriter(s.out)
	defer out.Flush()
	return c.plain(s, input, out, find, style)
}

// mostHead is as much of a file as is asked what it is.
const mostHead = 64 << 10

// coded writes mail, a page or XML: text, but text in which something may be written otherwise than it reads. What comes out is read again
// as what it is, and not written when something is still found.
func (c *scanCommand) coded(s *session, in io.Reader, find finder, style redact.Style) error {
	content, err := io.ReadAll(io.LimitReader(in, mostDocument+1))
	if err != nil || len(content) > mostDocument {
		return varsam.Errorf(varsam.Unsupported, "%s cannot be read, or has more than %d MB; nothing was written", c.File, mostDocument>>20)
	}
	var now bytes.Buffer
	if err := c.plain(s, bytes.NewReader(content), &now, find, style); err != nil {
		return err
	}
	if left, err := c.left(s, now.Bytes(), find); err != nil || left > 0 {
		return varsam.Errorf(varsam.Unsupported, "%s cannot be redacted so that what was found is truly gone: it is packed, written in signs for characters or cut by tags; nothing was written", c.File)
	}
	if _, err := s.out.Write(now.Bytes()); err != nil {
		return varsam.Wrap(varsam.Unavailable, err, "writing the redacted text")
	}
	return nil
}

// plain writes running text, CSV or JSON.
func (c *scanCommand) plain(s *session, input io.Reader, out io.Writer, find finder, style redact.Style) error {
	r := &redaction{find: find, quotes: &quotes{out: out}}
	r.text = redact.NewWriter(r.quotes, style)
	r.text.OnEdit = r.quotes.edit
	partial := c.walk(s, io.TeeReader(input, r.text), r.piece)
	if partial != nil && (!errors.Is(partial, errNo) || !r.begun) { // what ends in the middle is written as far as it goes
		return partial
	}
	if err := r.text.Close(); err != nil {
		return err
	}
	if r.review > 0 {
		s.warnf("%d places may be about somebody else of that name and were left for a person to look at", r.review)
	}
	if err := r.quotes.close(); err != nil {
		return err
	}
	return partial
}

func styleOf(name, lang string) redact.Style {
	switch name {
	case "mask":
		return redact.Masked()
	case "pseudonym":
		return redact.Pseudonyms(lang)
	}
	return redact.Removed(lang)
}

// redaction gives the spans of one file to the writer that takes them out.
type redaction struct {
	find   finder
	text   *redact.Writer
	quotes *quotes
	review int
	begun  bool // something was handed over
}

func (r *redaction) piece(p extract.Piece) error {
	r.begun = true
	switch {
	case p.Text != nil && p.Offset >= 0:
		p.Text = &settling{r: p.Text, at: p.Offset, text: r.text}
		return r.hits(p, func(i int64) int64 { return p.Offset + i })
	case p.At == nil:
		return varsam.Errorf(varsam.Unsupported, "an archive, or a value of more than a megabyte, cannot be redacted as it is; unpack it first")
	}
	if err := r.text.Settle(p.At(0)); err != nil {
		return err
	}
	return r.hits(p, func(i int64) int64 { return p.At(int(i)) })
}

func (r *redaction) hits(p extract.Piece, at func(int64) int64) error {
	return r.find.piece(p, &trail{r: bytes.NewReader(nil)}, func(h hit) error {
		if h.verdict == string(subject.Review) {
			r.review++
			return nil
		}
		span := redact.Span{Start: at(h.Start), End: at(h.End), Type: h.Type, Key: h.Canonical}
		if p.Number { // all of it, so that no figures stand loose beside a text
			span.Start, span.End = p.At(0), p.At(len(p.Value))
			r.quotes.around(span)
		}
		return r.text.Span(span)
	})
}

// settling tells the writer how far the hits are known: a reader of ours holds less than the trail does.
type settling struct {
	r    io.Reader
	at   int64
	text *redact.Writer
}

func (s *settling) Read(b []byte) (int, error) {
	if err := s.text.Settle(max(0, s.at-longestTrail)); err != nil {
		return 0, err
	}
	n, err := s.r.Read(b)
	s.at += int64(n)
	return n, err
}

// quotes puts quotes round what replaces a number of JSON. Replacements are told behind the block that they were written in.
type quotes struct {
	out     io.Writer
	block   []byte
	at      int64   // of the block
	numbers []int64 // where they begin in the old text
}

func (q *quotes) around(s redact.Span) {
	if n := len(q.numbers); n == 0 || q.numbers[n-1] != s.Start {
		q.numbers = append(q.numbers, s.Start)
	}
}

// Write holds a block back until its replacements are told.
func (q *quotes) Write(b []byte) (int, error) {
	if err := q.close(); err != nil {
		return 0, err
	}
	q.block = append(q.block, b...)
	return len(b), nil
}

func (q *quotes) edit(e redact.Edit) {
	if len(q.numbers) == 0 || q.numbers[0] != e.Old[0] {
		return
	}
	q.numbers = q.numbers[1:]
	from, to := e.New[0]-q.at, e.New[1]-q.at
	q.out.Write(q.block[:from])
	fmt.Fprintf(q.out, "%q", q.block[from:to])
	q.block, q.at = q.block[to:], e.New[1]
}

// close writes what is held.
func (q *quotes) close() error {
	_, err := q.out.Write(q.block)
	q.at += int64(len(q.block))
	q.block = q.block[:0]
	if err != nil {
		return varsam.Wrap(varsam.Unavailable, err, "writing the redacted text")
	}
	return nil
}
