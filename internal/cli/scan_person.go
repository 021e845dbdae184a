package cli

import (
	"io"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/extract"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/subject"
	"github.com/varsam/varsam/internal/pii/text"
)

// personFinder looks for people by their identifiers.
type personFinder struct{ searcher *subject.Searcher }

func (c *scanCommand) personFinder(today varsam.Date) (finder, error) {
	people, err := c.sought()
	if err != nil {
		return nil, err
	}
	options := subject.Options{Today: today}
	if c.Country != "" {
		options.Regions = []string{c.Country}
	}
	searcher, err := subject.New(people, options)
	if err != nil {
		return nil, err
	}
	if missing := searcher.Missing(); len(missing) > 0 {
		return nil, varsam.Errorf(varsam.Invalid, "the identifier %s cannot be looked for: too short, or not one", missing[0].Type)
	}
	return &personFinder{searcher}, nil
}

// sought are the people that the flags name.
func (c *scanCommand) sought() ([]varsam.Person, error) {
	if len(c.Email)+len(c.Phone)+len(c.NationalID)+len(c.ID) == 0 && c.People == "" {
		return []varsam.Person{{Identifiers: c.names()}}, nil
	}
	people, err := c.people()
	if err == nil && c.People == "" {
		people[0].Identifiers = append(people[0].Identifiers, c.names()...)
	}
	return people, err
}

func (c *scanCommand) names() (all []varsam.Identifier) {
	for _, name := range c.Name {
		all = append(all, varsam.Identifier{Type: subject.Name, Value: name, Verified: true})
	}
	return all
}

// The stretches in which a stream is looked through: each together with enough before and behind it to see what stands near.
const (
	stretch  = 1 << 20
	nearness = 8 << 10
)

func (f *personFinder) piece(p extract.Piece, seen *trail, yield func(hit) error) error {
	if p.Text == nil {
		at := placeOf
		return f.find(p.Value, 0, int64(len(p.Value)), 0, func(h hit) error {
			place := at(p, seen)
			h.base, h.chars, h.inPiece = place.base, place.chars, place.inPiece
			return yield(h)
		})
	}
	place := placeOf(p, seen)
	return f.stream(p.Text, func(h hit) error {
		h.base, h.chars, h.inPiece = place.base, place.chars, place.inPiece
		return yield(h)
	})
}

// stream looks through a text of any length.
func (f *personFinder) stream(r io.Reader, yield func(hit) error) error {
	buffer := make([]byte, 0, stretch+2*nearness)
	var offset, chars int64 // of the buffer
	from := int64(0)        // hits before it are yielded
	for {
		n, err := io.ReadFull(r, buffer[len(buffer):cap(buffer)])
		buffer = buffer[:len(buffer)+n]
		until := offset + int64(len(buffer))
		if err == nil {
			until -= nearness
		}
		found := f.find(buffer, from-offset, until-offset, chars, func(h hit) error {
			h.Start, h.End = h.Start+offset, h.End+offset
			return yield(h)
		})
		if found != nil || err != nil {
			return found
		}
		drop := len(buffer) - 2*nearness
		for drop > 0 && buffer[drop] >= 0x80 {
			drop--
		}
		chars += int64(text.Count(buffer[:drop]))
		offset += int64(drop)
		buffer = buffer[:copy(buffer, buffer[drop:])]
		from = until
	}
}

// find yields the hits that begin between two offsets of a text; chars is how many characters stand before it.
func (f *personFinder) find(b []byte, from, until, chars int64, yield func(hit) error) error {
	at := int64(0)
	for _, found := range f.searcher.Find(b) {
		if found.Start < from || found.Start >= until {
			continue
		}
		chars += int64(text.Count(b[at:found.Start]))
		at = found.Start
		h := hit{value: b[found.Start:found.End], verdict: string(found.Verdict), person: found.Person}
		h.Hit = pii.Hit{
			Start: found.Start, End: found.End, CharStart: chars, CharEnd: chars + int64(text.Count(b[found.Start:found.End])),
			Reading: pii.Reading{Type: typeOf(found.Type), Score: found.Score},
		}
		for _, t := range found.With {
			h.with = append(h.with, string(typeOf(t)))
		}
		if err := yield(h); err != nil {
			return err
		}
	}
	return nil
}
