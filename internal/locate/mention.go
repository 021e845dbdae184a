package locate

import (
	"cmp"
	"context"
	"io"
	"maps"
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
	if !slices.ContainsFunc(p.colls, func(c *collection) bool { return len(c.text) > 0 }) {
		return
	}
	needles := p.needles()
	tuples := textTuples(needles.shortest())
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

// needles are spellings to look for, by their texts, and the lengths of these.
type needles struct {
	by      map[string][]needle
	lengths []int
}

// needles are all usual spellings of the people's identifiers.
func (p *place) needles() needles {
	all := needles{by: map[string][]needle{}}
	for v, numbers := range p.selecting {
		if v.typ.Fold() == varsam.Exact && utf8.RuneCountInString(v.text) < minMention {
			continue
		}
		for _, region := range p.regions {
			for _, text := range v.typ.Spellings(v.text, region) {
				for _, number := range numbers {
					all.add(needle{varsam.Contains.Apply(text), v.typ, number})
				}
			}
		}
	}
	slices.Sort(all.lengths)
	all.lengths = slices.Compact(all.lengths)
	return all
}

func (x *needles) add(n needle) {
	x.by[n.text] = append(x.by[n.text], n)
	x.lengths = append(x.lengths, len(n.text))
}

// shortest are the needles' texts without those that contain another one, which
// finds them too.
func (x *needles) shortest() []string {
	texts := slices.SortedFunc(maps.Keys(x.by), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
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
func (p *place) mentioned(ctx context.Context, c *collection, r varsam.Record, x needles) {
	var hits []varsam.Hit
	for _, f := range c.text {
		for _, n := range x.in(varsam.Contains.Apply(p.text(ctx, r, f.Name))) {
			if h := (varsam.Hit{Field: f.Name, Type: n.typ, Person: n.person}); !slices.Contains(hits, h) {
				hits = append(hits, h)
			}
		}
	}
	if len(hits) > 0 {
		slices.SortFunc(hits, compareReported)
		p.meet(c, r, true).mentions = hits
	}
}

// in lists the needles that stand in the text as a whole: not as a part of a
// longer address or number.
func (x *needles) in(text string) []needle {
	var found []needle
	before := ' '
	for i, r := range text {
		if !inWord(before) {
			found = append(found, x.at(text, i)...)
		}
		before = r
	}
	return found
}

func (x *needles) at(text string, i int) []needle {
	var found []needle
	for _, n := range x.lengths {
		if i+n > len(text) {
			break
		}
		for _, n := range x.by[text[i:i+n]] {
			if whole(text[:i], text[i+len(n.text):], n.typ) {
				found = append(found, n)
			}
		}
	}
	return found
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
