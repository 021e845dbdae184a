package locate

import (
	"cmp"
	"context"
	"io"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/varsam/varsam"
	finder "github.com/varsam/varsam/internal/pii/subject"
	"github.com/varsam/varsam/internal/system"
)

// minMention is the shortest identifier of an organisation's own types that is
// looked for in texts: a customer number 17 stands in every other one.
const minMention = 6

// maxText bounds how much of one text is read to look at what it says.
const maxText = 32 << 20

// mentions searches the declared free texts for the identifiers of the people,
// those found on the way included, and for their names: one question per
// collection. The systems are asked for usual spellings; what they give is read
// with all of them.
func (p *place) mentions(ctx context.Context) {
	if !slices.ContainsFunc(p.colls, func(c *collection) bool { return len(c.text) > 0 }) {
		return
	}
	who, err := finder.New(p.sought(), finder.Options{Regions: p.regions, Today: p.opts.Today})
	if err != nil {
		p.gap("", WhyNot(err))
		return
	}
	if texts, ok := p.conn.(system.TextFinder); ok {
		p.readTexts(ctx, texts, who)
		return
	}
	tuples := textTuples(shortest(p.literals()))
	for _, c := range p.colls {
		q := ask{collection: c.cat.Name, version: true}
		for _, f := range c.text {
			if len(tuples) > 0 {
				q.match = append(q.match, match{[]string{f.Name}, varsam.Contains, tuples})
			}
		}
		p.find(ctx, q, func(r varsam.Record) { p.mentioned(ctx, c, r, who) })
	}
}

// sought are the people with the identifiers that they turned out to have, and their names.
func (p *place) sought() []varsam.Person {
	var people []varsam.Person
	for _, number := range p.numbers {
		s := p.subjects[number]
		person := varsam.Person{Number: number}
		for _, v := range s.values() {
			person.Identifiers = append(person.Identifiers, varsam.Identifier{Type: v.typ, Value: v.text})
		}
		for _, name := range s.names {
			person.Identifiers = append(person.Identifiers, varsam.Identifier{Type: varsam.Name, Value: name})
		}
		people = append(people, person)
	}
	return people
}

// literals are the usual spellings of the people's identifiers and names, as the systems are asked for them.
func (p *place) literals() map[string]bool {
	all := map[string]bool{}
	for v := range p.selecting {
		if v.typ.Fold() == varsam.Exact && utf8.RuneCountInString(v.text) < minMention {
			continue
		}
		for _, region := range p.regions {
			for _, text := range v.typ.Spellings(v.text, region) {
				all[varsam.Contains.Apply(text)] = true
			}
		}
	}
	for _, number := range p.numbers {
		for _, name := range p.subjects[number].names {
			for _, text := range finder.UsualNames(name, p.regions) {
				all[varsam.Contains.Apply(text)] = true
			}
		}
	}
	return all
}

// shortest are the texts without those that contain another one, which finds
// them too.
func shortest(all map[string]bool) []string {
	texts := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
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

// mentioned looks at a record again and takes it up when a whole identifier or
// a full name stands in one of its texts.
func (p *place) mentioned(ctx context.Context, c *collection, r varsam.Record, who *finder.Searcher) {
	var hits []varsam.Hit
	for _, f := range c.text {
		for _, found := range who.Find([]byte(p.text(ctx, r, f.Name))) {
			h := varsam.Hit{Field: f.Name, Type: found.Type, Person: found.Person}
			if counts(found) && !slices.Contains(hits, h) {
				hits = append(hits, h)
			}
		}
	}
	if len(hits) > 0 {
		slices.SortFunc(hits, compareReported)
		p.meet(c, r, true).mentions = hits
	}
}

// counts reports whether a hit makes a mention: whatever is enough, and a full
// name, about which a person decides.
func counts(h finder.Hit) bool {
	switch {
	case h.Typo, h.Type == finder.UserName:
		return false
	case h.Type == varsam.Name:
		return h.Score >= finder.FullName
	}
	return h.Verdict == finder.Enough
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
		p.gap(r.Ref.Collection, WhyNot(err))
		return ""
	}
	defer content.Close()
	text, err := io.ReadAll(io.LimitReader(content, maxText))
	switch {
	case err != nil:
		p.gap(r.Ref.Collection, WhyNot(err))
	case len(text) == maxText:
		p.gap(r.Ref.Collection, varsam.Because(GapIncomplete, "large text"))
	}
	return string(text)
}
