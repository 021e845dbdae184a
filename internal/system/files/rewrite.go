package files

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/varsam/varsam"
)

// maxRewrite is the largest file that is rewritten: it is held in memory.
const maxRewrite = 32 << 20

// asSet reports whether a document's text is as the operation leaves it: equal to
// what it sets, and without any text that it takes.
func (c *change) asSet(ctx context.Context, a *at) (bool, error) {
	for _, set := range c.op.Assignments(a.target) {
		if set.Take == nil {
			text := set.Value.String()
			if a.entry.Size != int64(len(text)) {
				return false, nil
			}
			content, err := c.read(ctx, a.entry)
			if err != nil || string(content) != text {
				return false, err
			}
			continue
		}
		content, err := c.store.Open(ctx, a.entry)
		if err != nil {
			return false, err
		}
		holds, err := c.holdsAny(ctx, a.entry.Path, content, set.Take)
		content.Close()
		if holds || err != nil {
			return false, err
		}
	}
	return true, nil
}

// holdsAny reports whether one of the texts stands in a document. One of which a
// part cannot be read is Unsupported: nothing can be said of it.
func (s *System) holdsAny(ctx context.Context, path string, content io.Reader, texts []string) (holds bool, err error) {
	unread, err := s.texts(ctx, Escape(base(path)), content, func(_ string, r io.Reader) error {
		found, err := contains(r, texts)
		holds = holds || found
		return err
	})
	if err == nil && len(unread) > 0 && !holds {
		err = varsam.Errorf(varsam.Unsupported, "%s: a part of a document cannot be read", s.cfg.System)
	}
	return holds, err
}

// contains searches a stream for texts, in a window that keeps what may be the
// beginning of one.
func contains(r io.Reader, texts []string) (bool, error) {
	longest := 0
	for _, t := range texts {
		longest = max(longest, len(t))
	}
	window := make([]byte, 0, max(64<<10, 4*longest))
	for {
		n, err := io.ReadFull(r, window[len(window):cap(window)])
		window = window[:len(window)+n]
		for _, t := range texts {
			if t != "" && bytes.Contains(window, []byte(t)) {
				return true, nil
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		keep := max(longest-1, 0)
		window = window[:copy(window, window[len(window)-keep:])]
	}
}

func (c *change) read(ctx context.Context, e Entry) ([]byte, error) {
	if e.Size > maxRewrite {
		return nil, varsam.Errorf(varsam.Unsupported, "%s: a file of more than %d MB is not rewritten; a person does it", c.cfg.System, maxRewrite>>20)
	}
	r, err := c.store.Open(ctx, e)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	content, err := io.ReadAll(io.LimitReader(r, maxRewrite+1))
	if err == nil && len(content) > maxRewrite {
		return nil, varsam.Errorf(varsam.Changed, "%s: a file grew while it was read", c.cfg.System)
	}
	return content, err
}

// Redactable implements [system.Redacter].
func (s *System) Redactable(ctx context.Context, ref varsam.Ref, field string, texts []string) (bool, error) {
	if field != "text" || ref.Collection == folders || len(ref.Key) != 1 {
		return false, nil
	}
	if err := s.settle(ctx); err != nil {
		return false, err
	}
	path := s.place(ref.Collection, ref.Key[0].String())
	entry, err := s.store.Stat(ctx, path)
	if err != nil || entry.Kind != File || slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(path, t) }) {
		return false, err
	}
	c := &change{System: s}
	old, err := c.read(ctx, entry)
	if err != nil {
		return false, err
	}
	content, err := without(old, texts, "[…]")
	if err != nil {
		return false, nil
	}
	holds, err := s.holdsAny(ctx, path, bytes.NewReader(content), texts)
	return err == nil && !holds && (!json.Valid(old) || json.Valid(content)), nil
}

// rewrite sets a document's text. The new content is read as a document before it
// is written: when it still holds what was to go, or cannot be read to its end,
// nothing is changed.
func (c *change) rewrite(ctx context.Context, a *at) error {
	old, err := c.read(ctx, a.entry)
	if err != nil {
		return err
	}
	content, gone := old, []string(nil)
	for _, set := range c.op.Assignments(a.target) {
		if set.Take == nil {
			if !isText(old) && len(old) > 0 {
				return c.byHand()
			}
			content = []byte(set.Value.String())
			continue
		}
		if content, err = without(content, set.Take, set.Value.String()); err != nil {
			return c.byHand()
		}
		gone = append(gone, set.Take...)
	}
	if slices.ContainsFunc(gone, func(t string) bool { return strings.Contains(a.path, t) }) {
		return varsam.Errorf(varsam.Unsupported, "%s: what is to go stands in a document's path too; a person renames it", c.cfg.System)
	}
	if len(gone) > 0 {
		holds, err := c.holdsAny(ctx, a.path, bytes.NewReader(content), gone)
		if err != nil {
			return err
		}
		if holds || json.Valid(old) && !json.Valid(content) {
			return c.byHand()
		}
	}
	hold, err := c.store.Holds(ctx, a.path)
	if err == nil && hold.Held {
		return errHeld
	}
	if err == nil {
		a.entry, err = c.store.Replace(ctx, a.entry, content)
	}
	return err
}

func (c *change) byHand() error {
	return varsam.Errorf(varsam.Unsupported, "%s: a document cannot be changed so that the text is truly gone; a person does it", c.cfg.System)
}

// without takes texts out of a content and puts another in their place, in the
// encoding that it has.
func without(content []byte, texts []string, instead string) ([]byte, error) {
	if bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return withoutOffice(content, texts, instead)
	}
	if bytes.HasPrefix(content, []byte(`{\rtf`)) {
		for _, byNumber := range []bool{false, true} {
			content = replaceAll(content, texts, instead, func(s string) []byte { return inRTF(s, byNumber) })
		}
		return content, nil
	}
	enc := encodingOf(content)
	if enc == nil {
		return nil, varsam.Errorf(varsam.Unsupported, "no text")
	}
	return replaceAll(content, texts, instead, enc), nil
}

// replaceAll replaces the longest first, so that none is left behind in part.
func replaceAll(content []byte, texts []string, instead string, enc func(string) []byte) []byte {
	texts = slices.SortedFunc(slices.Values(texts), func(a, b string) int { return len(b) - len(a) })
	for _, t := range texts {
		if old := enc(t); len(old) > 0 {
			content = bytes.ReplaceAll(content, old, enc(instead))
		}
	}
	return content
}

// isText reports whether a content is text in an encoding that we know.
func isText(content []byte) bool { return encodingOf(content) != nil }

// encodingOf tells how a content's text is written: UTF-8, UTF-16 with its mark, or
// one byte for a letter; nil when it is no text.
func encodingOf(content []byte) func(string) []byte {
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe")):
		return func(s string) []byte {
			return utf16(s, func(u uint16) [2]byte { return [2]byte{byte(u), byte(u >> 8)} })
		}
	case bytes.HasPrefix(content, []byte("\xfe\xff")):
		return func(s string) []byte {
			return utf16(s, func(u uint16) [2]byte { return [2]byte{byte(u >> 8), byte(u)} })
		}
	case bytes.HasPrefix(content, []byte("%PDF-")) || bytes.ContainsAny(content, "\x00\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10\x11"):
		return nil
	case utf8.Valid(content):
		return func(s string) []byte { return []byte(s) }
	}
	return windows1252
}
