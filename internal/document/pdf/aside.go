package pdf

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/varsam/varsam/internal/document/markup"
)

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
	said := name
	if desc := r.f.of(spec, "Desc"); desc.kind == text {
		said += "\n" + words(desc.s)
	}
	if err := r.p.Value("attachment="+strconv.Itoa(n), "", said); err != nil {
		return err
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
