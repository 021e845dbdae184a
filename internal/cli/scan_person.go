package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"io"
	"unicode/utf8"

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

func (f *personFinder) piece(p extract.Piece, seen *trail, yield func(hit) error) error {
	if p.Text != nil {
		return f.stream(p.Text, placedBy(placeOf(p, seen), yield))
	}
	if !utf8.Valid(p.Value) {
		return f.stream(bytes.NewReader(p.Value), placedBy(placeOf(p, seen), yield))
	}
	var give func(hit) error
	for _, found := range f.searcher.Find(p.Value) {
		chars := int64(text.Count(p.Value[:found.Start]))
		if give == nil { // the first hit of a value that has any
			give = placedBy(placeOf(p, seen), yield)
		}
		if err := give(hitOf(found, p.Value[found.Start:found.End], chars)); err != nil {
			return err
		}
	}
	return nil
}

// placedBy gives hits the place of their piece.
func placedBy(place hit, yield func(hit) error) func(hit) error {
	return func(h hit) error {
		h.base, h.chars, h.inPiece = place.base, place.chars, place.inPiece
		return yield(h)
	}
}

// stream looks through a text of any length, in whatever characters it is written.
func (f *personFinder) stream(r io.Reader, yield func(hit) error) error {
	peeked := bufio.NewReader(r)
	begin, _ := peeked.Peek(2)
	decoded := text.NewReader(peeked, text.Sniff(begin))
	seen := &trail{r: decoded}
	var failed error
	err := f.searcher.Stream(seen, func(found subject.Hit) bool {
		value, chars := seen.bytes(found.Start, found.End), seen.charsAt(found.Start)
		found.Start, found.End = decoded.Original(found.Start), decoded.Original(found.End)
		failed = yield(hitOf(found, value, chars))
		return failed == nil
	})
	return cmp.Or(failed, err)
}

// hitOf is a find of a person, before which so many characters stand.
func hitOf(found subject.Hit, value []byte, chars int64) hit {
	h := hit{value: value, verdict: string(found.Verdict), person: found.Person}
	h.Hit = pii.Hit{
		Start: found.Start, End: found.End, CharStart: chars, CharEnd: chars + int64(text.Count(value)),
		Reading: pii.Reading{Type: typeOf(found.Type), Score: found.Score},
	}
	for _, t := range found.With {
		h.with = append(h.with, string(typeOf(t)))
	}
	return h
}
