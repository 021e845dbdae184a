package files

import (
	"context"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// document makes the record of an entry, with all its fields.
func (s *System) document(ctx context.Context, p *projects, collection string, e Entry) (varsam.Record, error) {
	key := s.keyOf(collection, e.Path)
	name := Escape(base(e.Path))
	r := varsam.Record{Ref: s.ref(collection, key), Version: version(e)}
	add := func(name string, v varsam.Value) { r.Fields = append(r.Fields, varsam.Field{Name: name, Value: v}) }
	add("path", varsam.TextOf(key))
	if s.opt.hasProjects() {
		in := e.Path
		if collection == restricted {
			in = in[len(s.root(restricted))+1:] // where it lay
		}
		folder, err := p.of(ctx, in)
		if err != nil {
			return r, err
		}
		add("folder", textOrNull(Escape(folder)))
	}
	add("directory", varsam.TextOf(parent(key)))
	add("name", varsam.TextOf(name))
	add("extension", varsam.TextOf(strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))))
	add("kind", varsam.TextOf(string(e.Kind)))
	add("size", varsam.IntOf(e.Size))
	add("modified", instantOrNull(e.Modified))
	add("created", instantOrNull(e.Created))
	add("author", textOrNull(Escape(e.Author)))
	if e.Kind != File {
		add("text", varsam.Value{})
		return r, nil
	}
	add("text", varsam.LargeOf(e.Size, r.Version))
	r.Open = func() (io.ReadCloser, error) { return s.store.Open(context.WithoutCancel(ctx), e) }
	return r, nil
}

// version is the precondition of a change.
func version(e Entry) string { return string(e.Kind) + " " + e.Version }

func textOrNull(s string) varsam.Value {
	if s == "" {
		return varsam.Value{}
	}
	return varsam.TextOf(s)
}

func instantOrNull(t time.Time) varsam.Value {
	if t.IsZero() {
		return varsam.Value{}
	}
	return varsam.InstantOf(t)
}

// folder makes the record of a project folder. What lies in it is counted only
// when somebody asks: its version is that of the rest, so that a folder stays the
// planned one while its documents go. A folder that goes whole has a version of all
// that is in it.
func (s *System) folder(ctx context.Context, p *projects, path string, counted bool, gap func(string, error)) (varsam.Record, error) {
	known, err := p.fields(ctx, path)
	if err != nil {
		return varsam.Record{}, err
	}
	key := Escape(path)
	r := varsam.Record{Ref: s.ref(folders, key), Fields: []varsam.Field{
		{Name: "path", Value: varsam.TextOf(key)},
		{Name: "number", Value: textOrNull(known["number"])},
		{Name: "name", Value: textOrNull(known["name"])},
		{Name: "customer", Value: textOrNull(known["customer"])},
		{Name: "ended_on"},
	}}
	if day := readDay(known["ended_on"]); !day.IsZero() {
		r.Fields[4].Value = varsam.DayOf(day)
	}
	r.Version = varsam.RowVersion(r.Fields)
	var in contents
	if counted || s.opt.whole {
		if in, err = p.contents(ctx, path, gap); err != nil {
			return r, err
		}
	}
	if s.opt.whole && in.files > 0 {
		r.Version += " " + strconv.FormatInt(in.sum, 36)
	}
	r.Fields = append(r.Fields, varsam.Field{Name: "newest", Value: instantOrNull(in.newest)},
		varsam.Field{Name: "files", Value: varsam.IntOf(in.files)}, varsam.Field{Name: "bytes", Value: varsam.IntOf(in.bytes)})
	return r, nil
}

// sumIn is the sum of a whole folder's documents that stands in its version.
func sumIn(version string) int64 {
	_, text, _ := strings.Cut(version, " ")
	n, _ := strconv.ParseInt(text, 36, 64)
	return n
}

// counts reports whether any of the fields needs a folder's documents.
func counts(fields []string) bool {
	return fields == nil || slices.ContainsFunc(fields, func(f string) bool { return f == "newest" || f == "files" || f == "bytes" })
}

// shown leaves a record the fields that were asked for.
func shown(r varsam.Record, fields []string, version bool) varsam.Record {
	if fields != nil {
		r.Fields = slices.DeleteFunc(r.Fields, func(f varsam.Field) bool { return f.Name != "path" && !slices.Contains(fields, f.Name) })
	}
	if !version {
		r.Version = ""
	}
	return r
}
