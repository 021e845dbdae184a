package pdf

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/varsam/varsam/internal/document/markup"
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
	seen  map[int]bool // pictures, by object
}

// Take hands over what a document says: "page=3", "page=3/annotation=1", "field=name", "outline", "meta=Author", and the files in
// it under their names. A page that only shows a picture is told as not read.
func Take(p *extract.Part) error {
	whole, size, err := p.Whole()
	if err != nil {
		return err
	}
	r := &reading{p: p, fonts: map[string]*font{}, steps: mostSteps, seen: map[int]bool{}}
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
	fresh := 0
	c.onward = func(v value) {
		if !r.seen[v.home] {
			r.seen[v.home] = true
			fresh++
		}
	}
	c.run(r.contents(node), resources, unit)
	said := c.page.text()
	if err := r.p.Value(field, "", said); err != nil {
		return err
	}
	if c.unknown > 0 && c.unknown*20 > c.letters {
		r.p.Gap(field, extract.NoLetters)
	}
	if c.pictures > 0 && (said == "" || fresh > 0 && !c.hiddenRun) {
		r.p.Gap(field, extract.Picture)
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

// forms hands over the fields of a form, and XML forms.
func (r *reading) forms(root value) error {
	form := r.f.of(root, "AcroForm")
	seen := map[int]bool{}
	var walk func(v value, name string, depth int) error
	walk = func(v value, name string, depth int) error {
		if v.kind == reference {
			if seen[int(v.n)] {
				return nil
			}
			seen[int(v.n)] = true
		}
		field := r.f.get(v)
		if field.kind != dictionary || depth > 64 {
			return nil
		}
		if t := r.f.of(field, "T"); t.kind == text {
			if name != "" {
				name += "."
			}
			name += words(t.s)
		}
		for _, key := range []string{"V", "DV", "RV", "TU", "Opt"} {
			if err := r.p.Value("field="+name, name, r.spoken(r.f.of(field, key))); err != nil {
				return err
			}
		}
		for _, kid := range r.f.of(field, "Kids").a {
			if err := walk(kid, name, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	for _, v := range r.f.of(form, "Fields").a {
		if err := walk(v, "", 0); err != nil {
			return err
		}
	}
	return r.xfa(r.f.of(form, "XFA"))
}

// spoken is the text in a value: a text, a stream, or several.
func (r *reading) spoken(v value) string {
	switch v.kind {
	case text:
		return words(v.s)
	case stream:
		return words(r.f.data(v))
	case array:
		var all []string
		for _, one := range v.a {
			if one = r.f.get(one); one.kind == text {
				all = append(all, words(one.s))
			}
		}
		return join(all)
	}
	return ""
}

func (r *reading) xfa(v value) error {
	if v.kind == stream {
		v = value{kind: array, a: []value{v}}
	}
	for _, one := range v.a {
		if one = r.f.get(one); one.kind == stream {
			if err := markup.XML(r.p, bytes.NewReader(r.f.data(one)), "field=xfa"); err != nil {
				return err
			}
		}
	}
	return nil
}

// outline hands over the bookmarks.
func (r *reading) outline(root value) error {
	flow := r.p.Flow("outline")
	seen := map[int]bool{}
	var walk func(v value, depth int)
	walk = func(v value, depth int) {
		for v.kind == reference && !seen[int(v.n)] && depth < 64 && len(seen) < 1<<20 {
			seen[int(v.n)] = true
			item := r.f.get(v)
			if title := r.f.of(item, "Title"); title.kind == text {
				flow.WriteString(words(title.s))
				flow.Line()
			}
			walk(item.d["First"], depth+1)
			v = item.d["Next"]
		}
	}
	walk(r.f.of(root, "Outlines").d["First"], 0)
	return flow.Close()
}

// metadata hands over what the document says of itself.
func (r *reading) metadata(value) error {
	info := r.f.get(r.f.trailer["Info"])
	for _, key := range sorted(info.d) {
		if v := r.f.of(info, key); v.kind == text {
			if err := r.p.Value("meta="+key, key, words(v.s)); err != nil {
				return err
			}
		}
	}
	return nil
}

func sorted(d map[string]value) []string {
	keys := make([]string, 0, len(d))
	for key := range d {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// objects goes through all objects for what stands nowhere else: files, XML metadata, descriptions of pictures, scripts.
func (r *reading) objects(value) error {
	numbers := make([]int, 0, len(r.f.entries))
	for n := range r.f.entries {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		v := r.f.object(n)
		if v.kind != dictionary && v.kind != stream {
			continue
		}
		if err := r.aside(v, n); err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) aside(v value, n int) error {
	if v.kind == stream && r.f.of(v, "Type").name() == "Metadata" {
		return markup.XML(r.p, bytes.NewReader(r.f.data(v)), "meta=xmp")
	}
	if file := r.f.of(v, "EF"); file.kind == dictionary {
		return r.attached(v, file, n)
	}
	if script := r.f.of(v, "JS"); script.kind == text || script.kind == stream {
		return r.p.Value("script="+strconv.Itoa(n), "", r.spoken(script))
	}
	for _, key := range []string{"Alt", "ActualText"} {
		if s := r.f.of(v, key); s.kind == text {
			if err := r.p.Value("alt="+strconv.Itoa(n), "", words(s.s)); err != nil {
				return err
			}
		}
	}
	return nil
}

// attached takes a file within apart.
func (r *reading) attached(spec, file value, n int) error {
	name := ""
	for _, key := range []string{"UF", "F", "Desc"} {
		if s := r.f.of(spec, key); s.kind == text && name == "" {
			name = words(s.s)
		}
	}
	if name == "" {
		name = "file-" + strconv.Itoa(n)
	}
	if desc := r.f.of(spec, "Desc"); desc.kind == text {
		if err := r.p.Value("attachment="+strconv.Itoa(n), "", words(desc.s)); err != nil {
			return err
		}
	}
	for _, key := range []string{"F", "UF", "DOS", "Mac", "Unix"} {
		if v := r.f.of(file, key); v.kind == stream {
			data, _ := r.f.reader(v)
			return r.p.Into(name, &quiet{r: data, f: r.f}, nil)
		}
	}
	return nil
}

// quiet ends where a limit is reached, which the document tells once.
type quiet struct {
	r io.Reader
	f *file
}

func (q *quiet) Read(b []byte) (int, error) {
	n, err := q.r.Read(b)
	if err != nil && !errors.Is(err, io.EOF) && q.f.err == nil {
		q.f.err = err
	}
	if err != nil {
		err = io.EOF
	}
	return n, err
}
