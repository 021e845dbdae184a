package cli

import (
	"io"

	"github.com/varsam/varsam/internal/extract"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/text"
)

// hit is one find in a piece. The offsets in it are the piece's.
type hit struct {
	pii.Hit
	value   []byte // its bytes; nil where they are no longer at hand
	verdict string // of a search for a person
	with    []string
	person  int

	base, chars int64 // of the piece in the file, when its offsets are the file's
	inPiece     bool  // the offsets are those in the piece
}

// finder looks for hits in one piece. Seen is the input as it is read, to count characters.
type finder interface {
	piece(p extract.Piece, seen *trail, yield func(hit) error) error
}

// typeFinder looks for types of personal data.
type typeFinder struct {
	scanner *pii.Scanner
	hint    pii.Hint
	hits    []pii.Hit // of one value
}

func (f *typeFinder) piece(p extract.Piece, seen *trail, yield func(hit) error) error {
	hint := f.hint
	if p.Label != "" {
		hint.Label = p.Label
	}
	if p.Text != nil {
		text := &trail{r: p.Text}
		at := placeOf(p, seen)
		return f.scanner.Stream(text, hint, func(h pii.Hit) error {
			at.Hit, at.value = h, text.value(h.Start, h.End)
			return yield(at)
		})
	}
	f.hits = f.scanner.Scan(f.hits[:0], p.Value, hint)
	if len(f.hits) == 0 {
		return nil
	}
	at := placeOf(p, seen)
	for _, h := range f.hits {
		at.Hit, at.value = h, p.Value[h.Start:h.End]
		if err := yield(at); err != nil {
			return err
		}
	}
	return nil
}

// placeOf is where a piece stands in the file, in bytes and characters.
func placeOf(p extract.Piece, seen *trail) hit {
	if p.Offset < 0 {
		return hit{inPiece: true}
	}
	return hit{base: p.Offset, chars: seen.charsAt(p.Offset)}
}

// inFile is a hit by its place in the file also where the value that holds it is written there with escapes.
func (h hit) inFile(p extract.Piece, seen *trail) hit {
	if !h.inPiece || p.At == nil {
		return h
	}
	h.inPiece = false
	chars := h.CharEnd - h.CharStart
	h.Start, h.End = p.At(int(h.Start)), p.At(int(h.End))
	if written := seen.bytes(h.Start, h.End); written != nil {
		chars = int64(text.Count(written))
	}
	h.CharStart = seen.charsAt(h.Start)
	h.CharEnd = h.CharStart + chars
	return h
}

var _ io.Reader = (*trail)(nil)
