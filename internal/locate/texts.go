package locate

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	finder "github.com/varsam/varsam/internal/pii/subject"
	"github.com/varsam/varsam/internal/system"
)

// readTexts searches a system that reads its texts itself: once for all people,
// with all spellings.
func (p *place) readTexts(ctx context.Context, conn system.TextFinder, who *finder.Searcher) {
	for _, c := range p.colls {
		if len(c.text) == 0 || p.down || ctx.Err() != nil {
			continue
		}
		r := reading{who: who, field: c.text[0].Name}
		sel := system.Selection{Collection: c.cat.Name, Version: true}
		found, err := conn.FindText(ctx, sel, r.holds, func(rec varsam.Record) error {
			p.meet(c, rec, true).mentions = r.of(rec.Ref)
			return nil
		})
		p.statements += found.Statements
		p.fasten(ctx, c, r.field)
		p.private(c.cat.Name, found)
		p.unread(c.cat.Name, append(found.Unread, r.cut...), found.Omitted)
		if len(found.Unread) > 0 && err == nil {
			continue // that is why it is not complete
		}
		p.answered(c.cat.Name, found, err)
	}
}

// fasten asks of each record that names somebody for certain whether the system can take the names out of it.
func (p *place) fasten(ctx context.Context, c *collection, field string) {
	conn, able := p.conn.(system.Redacter)
	if column, ok := c.cat.Column(field); !able || !ok || !column.Takes {
		return
	}
	for _, n := range p.nodes {
		if n.coll != c || !slices.ContainsFunc(n.mentions, func(h varsam.Hit) bool { return h.Type.Selects() }) {
			continue
		}
		texts := make([]string, len(n.mentions))
		for i, h := range n.mentions {
			texts[i] = h.Text
		}
		ok, err := conn.Redactable(ctx, n.rec.Ref, field, texts)
		for i := range n.mentions {
			n.mentions[i].Fast = err != nil || !ok
		}
	}
}

// unread notes records that could not be read, one gap for all of a collection.
func (p *place) unread(collection string, all []system.Unread, more int) {
	if len(all) == 0 {
		return
	}
	refs := make([]varsam.Ref, len(all))
	for i, u := range all {
		refs[i] = u.Ref
	}
	slices.SortFunc(refs, varsam.CompareRefs)
	refs = slices.CompactFunc(refs, func(a, b varsam.Ref) bool { return varsam.CompareRefs(a, b) == 0 })
	p.gap(collection, varsam.Because(GapUnread, strconv.Itoa(len(refs)+more)))
	p.gaps[len(p.gaps)-1].Unread = refs
}

// reading looks for people in the texts of one record after the other.
type reading struct {
	who   *finder.Searcher
	field string
	text  bytes.Buffer

	ref  varsam.Ref
	hits []varsam.Hit
	cut  []system.Unread // texts longer than maxText
}

// holds notes who stands in a text.
func (r *reading) holds(t system.Text) bool {
	if r.hits == nil || varsam.CompareRefs(r.ref, t.Ref) != 0 {
		r.ref, r.hits = t.Ref, nil
	}
	r.text.Reset()
	if n, err := r.text.ReadFrom(io.LimitReader(t.Body, maxText)); err != nil || n == maxText {
		r.cut = append(r.cut, system.Unread{Ref: t.Ref, Why: varsam.Because(GapIncomplete, t.Place)})
	}
	before := len(r.hits)
	for _, found := range r.who.Find(r.text.Bytes()) {
		h := varsam.Hit{
			Field: r.field, Type: found.Type, Person: found.Person,
			Place: t.Place, Text: string(r.text.Bytes()[found.Start:found.End]),
		}
		if counts(found) && !slices.Contains(r.hits, h) {
			r.hits = append(r.hits, h)
		}
	}
	return len(r.hits) > before
}

// of are the hits of a record, sorted.
func (r *reading) of(ref varsam.Ref) []varsam.Hit {
	if varsam.CompareRefs(r.ref, ref) != 0 {
		return nil
	}
	hits := r.hits
	r.hits = nil
	slices.SortFunc(hits, compareReported)
	return hits
}
