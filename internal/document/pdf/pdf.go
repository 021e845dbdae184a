package pdf

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/varsam/varsam/internal/extract"
)

// Looks reports a document by its first bytes, before which a kilobyte of others may stand.
func Looks(head []byte) bool { return bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")) }

// reading is one document that is read.
type reading struct {
	p     *extract.Part
	f     *file
	fonts map[string]*font
	steps int
	seen  map[int]bool // pictures, by object: whether they were read
	eyes  Eyes         // nil: nobody reads pictures
}

// Take hands over what a document says: "page=3", "page=3/annotation=1", "field=name", "outline", "meta=Author", and the files in
// it under their names. The text of pictures is "page=3/picture=1" where there are eyes to read them; a page that only shows a
// picture is otherwise told as not read.
func Take(p *extract.Part, eyes Eyes) error {
	whole, size, err := p.Whole()
	if err != nil {
		return err
	}
	r := &reading{p: p, fonts: map[string]*font{}, steps: mostSteps, seen: map[int]bool{}, eyes: eyes}
	r.f = open(whole, size, p.Bound)
	if c := r.f.crypt; c != nil && c.refused {
		p.Gap("", extract.Encrypted)
		return nil
	}
	root := r.f.get(r.f.trailer["Root"])
	if root.kind != dictionary {
		p.Gap("", extract.Damaged)
		return nil
	}
	for _, part := range []func(value) error{r.pages, r.forms, r.outline, r.metadata, r.objects} {
		if err := part(root); err != nil {
			return err
		}
	}
	if r.steps <= 0 {
		p.Gap("", extract.TooMuch)
	}
	p.Fault("", r.f.err)
	return nil
}

// mostPages bounds the tree.
const mostPages = 200_000

// pages goes through the tree of pages, which may loop.
func (r *reading) pages(root value) error {
	seen := map[int]bool{}
	n, told := 0, 0
	var walk func(v, inherited value, depth int) error
	walk = func(v, inherited value, depth int) error {
		if v.kind == reference {
			if seen[int(v.n)] {
				return nil
			}
			seen[int(v.n)] = true
		}
		node := r.f.get(v)
		if node.kind != dictionary || depth > 128 || n >= mostPages {
			return nil
		}
		if own := r.f.of(node, "Resources"); own.kind == dictionary {
			inherited = own
		}
		if kids := r.f.of(node, "Kids"); kids.kind == array && r.f.of(node, "Type").name() != "Page" {
			for _, kid := range kids.a {
				if err := walk(kid, inherited, depth+1); err != nil {
					return err
				}
			}
			return nil
		}
		n++
		told++
		return r.page(node, inherited, "page="+strconv.Itoa(n))
	}
	if err := walk(root.d["Pages"], value{}, 0); err != nil {
		return err
	}
	if count := r.f.of(r.f.of(root, "Pages"), "Count").int(); told == 0 && count > 0 || n >= mostPages {
		r.p.Gap("", extract.Damaged)
	}
	return nil
}

// page hands over the text of a page and its annotations.
func (r *reading) page(node, resources value, field string) error {
	c := &content{f: r.f, page: &layout{}, fonts: r.fonts, steps: &r.steps}
	var shown []value
	c.onward = func(v value) { shown = append(shown, v) }
	c.run(r.contents(node), resources, unit)
	said := c.page.text()
	if err := r.p.Value(field, "", said); err != nil {
		return err
	}
	if c.unknown > 0 && c.unknown*20 > c.letters {
		r.p.Gap(field, extract.NoLetters)
	}
	if said == "" || !c.hiddenRun { // text that nobody sees is what others have read in a picture
		unread, fresh, err := r.pictured(shown, field)
		if err != nil {
			return err
		}
		if unread += c.pictures - len(shown); unread > 0 && (said == "" || fresh > 0) {
			r.p.Gap(field, extract.Picture)
		}
	}
	return r.annotations(node, field)
}

// contents is the drawing of a page, which may come in pieces.
func (r *reading) contents(node value) []byte {
	v := r.f.of(node, "Contents")
	if v.kind != array {
		if v.kind != stream {
			return nil
		}
		return r.f.data(v)
	}
	var all []byte
	for _, one := range v.a {
		if one = r.f.get(one); one.kind == stream && len(all) < longest {
			all = append(append(all, r.f.data(one)...), '\n')
		}
	}
	return all
}

// annotations hands over what was added to a page: notes, links, stamps.
func (r *reading) annotations(node value, field string) error {
	for i, v := range r.f.of(node, "Annots").a {
		a := r.f.get(v)
		place := field + "/annotation=" + strconv.Itoa(i+1)
		var all []string
		for _, key := range []string{"Contents", "T", "Subj", "RC", "TU"} {
			if s := r.f.of(a, key); s.kind == text {
				all = append(all, words(s.s))
			}
		}
		if uri := r.f.of(r.f.of(a, "A"), "URI"); uri.kind == text {
			all = append(all, words(uri.s))
		}
		if err := r.p.Value(place, "", join(all)); err != nil {
			return err
		}
		if drawn := r.appearance(a); drawn != "" && !slices.Contains(all, drawn) {
			if err := r.p.Value(place, "", drawn); err != nil {
				return err
			}
		}
	}
	return nil
}

// appearance is the text with which an annotation is drawn.
func (r *reading) appearance(a value) string {
	v := r.f.of(r.f.of(a, "AP"), "N")
	if v.kind != stream {
		return ""
	}
	c := &content{f: r.f, page: &layout{}, fonts: r.fonts, steps: &r.steps}
	c.form(v, value{}, unit)
	return c.page.text()
}

func join(all []string) string {
	var b []byte
	for i, s := range all {
		if i > 0 {
			b = append(b, '\n')
		}
		b = append(b, s...)
	}
	return string(b)
}
