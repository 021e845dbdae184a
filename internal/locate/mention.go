package locate

import (
	"context"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam"
)

// minMention is the shortest identifier of an organisation's own types that is
// looked for in texts: a customer number 17 stands in every other one.
const minMention = 6

// maxText bounds how much of one text is read to look at what it says.
const maxText = 32 << 20

// needle is one spelling of one person's identifier, in small letters.
type needle struct {
	text   string
	typ    varsam.IdentifierType
	person int
}

// mentions searches the declared free texts for the exact identifiers of the
// people, those found on the way included: one question per collection.
func (p *place) mentions(ctx context.Context) {
	needles := p.needles()
	tuples := textTuples(shortest(needles))
	for _, c := range p.colls {
		q := ask{collection: c.cat.Name, version: true}
		for _, f := range c.text {
			if len(tuples) > 0 {
				q.match = append(q.match, match{[]string{f.Name}, varsam.Contains, tuples})
			}
		}
		p.find(ctx, q, func(r varsam.Record) { p.mentioned(ctx, c, r, needles) })
	}
}

// needles are all usual spellings of the people's identifiers.
func (p *place) needles() []needle {
	var all []needle
	for v, numbers := range p.selecting {
		if v.typ.Fold() == varsam.Exact && utf8.RuneCountInString(v.text) < minMention {
			continue
		}
		for _, region := range p.regions {
			for _, text := range v.typ.Spellings(v.text, region) {
				for _, number := range numbers {
					all = append(all, needle{varsam.Contains.Apply(text), v.typ, number})
				}
			}
		}
	}
	return all
}

// shortest are the needles' texts without those that contain another one, which
// finds them too.
func shortest(needles []needle) []string {
	var texts []string
	for _, n := range needles {
		texts = append(texts, n.text)
	}
	slices.SortFunc(texts, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	known := map[string]bool{}
	var kept []string
	for _, text := range texts {
		if !containsKnown(text, known) {
			known[text] = true
			kept = append(kept, text)
		}
	}
	return kept
}

func containsKnown(text string, known map[string]bool) bool {
	for i := range text {
		for j := i + minMention; j <= len(text); j++ {
			if known[text[i:j]] {
				return true
			}
		}
	}
	return known[text]
}

// mentioned looks at a record again and takes it up when a whole identifier
// stands in one of its texts.
func (p *place) mentioned(ctx context.Context, c *collection, r varsam.Record, needles []needle) {
	var hits []varsam.Hit
	for _, f := range c.text {
		text := varsam.Contains.Apply(p.text(ctx, r, f.Name))
		for _, n := range needles {
			h := varsam.Hit{Field: f.Name, Type: n.typ, Person: n.person}
			if text != "" && !slices.Contains(hits, h) && names(text, n) {
				hits = append(hits, h)
			}
		}
	}
	if len(hits) > 0 {
		slices.SortFunc(hits, func(a, b varsam.Hit) int { return strings.Compare(a.Field, b.Field) })
		p.meet(c, r, true).mentions = hits
	}
}

// text is a field's text; a large one is read from the system.
func (p *place) text(ctx context.Context, r varsam.Record, field string) string {
	v := r.Get(field)
	switch v.Kind() {
	case varsam.Large:
		return p.large(ctx, r, field)
	case varsam.Bytes:
		return string(v.Raw())
	}
	return v.String()
}

func (p *place) large(ctx context.Context, r varsam.Record, field string) string {
	content, err := p.conn.Content(ctx, r.Ref, field)
	if err != nil {
		p.gap(r.Ref.Collection, whyNot(err))
		return ""
	}
	defer content.Close()
	text, err := io.ReadAll(io.LimitReader(content, maxText))
	switch {
	case err != nil:
		p.gap(r.Ref.Collection, whyNot(err))
	case len(text) == maxText:
		p.gap(r.Ref.Collection, varsam.Because(GapIncomplete, "large text"))
	}
	return string(text)
}

// names reports whether the needle stands in the text as a whole: not as a part
// of a longer address or number.
func names(text string, n needle) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], n.text)
		if i < 0 {
			return false
		}
		i += from
		if whole(text[:i], text[i+len(n.text):], n.typ) {
			return true
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		from = i + size
	}
}

// whole reports whether an identifier ends where the text before it ends and the
// text after it begins.
func whole(before, after string, t varsam.IdentifierType) bool {
	last, size := utf8.DecodeLastRuneInString(before)
	first, width := utf8.DecodeRuneInString(after)
	beyond, _ := utf8.DecodeLastRuneInString(before[:len(before)-size])
	next, _ := utf8.DecodeRuneInString(after[width:])
	if inWord(last) || inWord(first) {
		return false
	}
	if t == varsam.Email {
		return !(strings.ContainsRune("._%+-'", last) && inWord(beyond)) &&
			!(strings.ContainsRune(".-@", first) && inWord(next))
	}
	if t == varsam.Phone || t == varsam.NationalID {
		return last != '+' && !(strings.ContainsRune("-./", last) && unicode.IsDigit(beyond)) &&
			!(strings.ContainsRune("-/", first) && unicode.IsDigit(next))
	}
	return true
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) && r != utf8.RuneError || unicode.IsDigit(r) || r == '_'
}
