package cli

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document/office"
	"github.com/varsam/varsam/internal/extract"
	"github.com/varsam/varsam/internal/pii/redact"
	"github.com/varsam/varsam/internal/pii/subject"
)

// mostDocument is how large an office document may be that is redacted: it is held in memory.
const mostDocument = 64 << 20

// sealedForms are formats whose text cannot be taken out for certain, by their first bytes.
var sealedForms = []struct{ magic, name string }{
	{"%PDF-", "PDF"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"},
	{`{\rtf`, "RTF"},
	{"\x89PNG", "PNG"},
	{"\xff\xd8\xff", "JPEG"},
	{"GIF8", "GIF"},
	{"\x1f\x8b\x08", "gzip"},
	{"7z\xbc\xaf", "7z"},
	{"Rar!", "RAR"},
}

// sealed refuses what is not text and no office document either, before anything is written.
func sealed(file string, head []byte) error {
	for _, form := range sealedForms {
		if bytes.HasPrefix(head, []byte(form.magic)) || form.name == "PDF" && bytes.Contains(head, []byte(form.magic)) {
			return varsam.Errorf(varsam.Unsupported, "%s is %s, out of which nothing can be taken so that it is truly gone; make a new one from the text without it", file, form.name)
		}
	}
	return nil
}

// office writes an office document without what is found in it. The result is read again as a document first: when something is still
// found, or cannot be read, nothing is written.
func (c *scanCommand) office(s *session, in *bufio.Reader, find finder, style redact.Style) error {
	content, err := io.ReadAll(io.LimitReader(in, mostDocument+1))
	if err != nil || len(content) > mostDocument {
		return varsam.Errorf(varsam.Unsupported, "%s cannot be read, or has more than %d MB; nothing was written", c.File, mostDocument>>20)
	}
	cuts := &cutter{find: find, style: style}
	now, err := office.Redact(content, cuts.of)
	if err == nil {
		err = cuts.err
	}
	if err != nil {
		return c.byHand()
	}
	if left, err := c.left(s, now, find); err != nil || left > 0 {
		return c.byHand()
	}
	if cuts.review > 0 {
		s.warnf("%d places may be about somebody else of that name and were left for a person to look at", cuts.review)
	}
	if _, err := s.out.Write(now); err != nil {
		return varsam.Wrap(varsam.Unavailable, err, "writing the redacted document")
	}
	return nil
}

// left is how much is still found in what is to be written, read as what it is.
func (c *scanCommand) left(s *session, now []byte, find finder) (left int, err error) {
	checked := *c
	checked.Redact = false // read as a document
	err = checked.walk(s, bytes.NewReader(now), func(p extract.Piece) error {
		return find.piece(p, &trail{r: strings.NewReader("")}, func(h hit) error {
			if h.verdict != string(subject.Review) {
				left++
			}
			return nil
		})
	})
	return left, err
}

func (c *scanCommand) byHand() error {
	return varsam.Errorf(varsam.Unsupported, "%s cannot be redacted so that what was found is truly gone: it stands in a picture, in something embedded or in a name that holds the "+
		"document together; nothing was written", c.File)
}

// cutter finds what goes in each text of a document.
type cutter struct {
	find   finder
	style  redact.Style
	review int
	err    error
}

func (c *cutter) of(text string) (cuts []office.Cut) {
	err := c.find.piece(extract.Piece{Value: []byte(text), Offset: -1}, &trail{r: strings.NewReader("")}, func(h hit) error {
		if h.verdict == string(subject.Review) {
			c.review++
			return nil
		}
		if n := len(cuts); n > 0 && int(h.Start) < cuts[n-1].End {
			cuts[n-1].End = max(cuts[n-1].End, int(h.End))
			return nil
		}
		part := []byte(text[h.Start:h.End])
		instead, _, err := redact.Text(nil, part, []redact.Span{{End: int64(len(part)), Type: h.Type, Key: h.Canonical}}, c.style)
		cuts = append(cuts, office.Cut{Start: int(h.Start), End: int(h.End), Instead: string(instead)})
		return err
	})
	if err != nil {
		c.err = err
	}
	return cuts
}
