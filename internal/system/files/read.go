package files

import (
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// each yields the records that the selection may take, behind its After, in the
// order of keys.
func (q *search) each(ctx context.Context, yield func(varsam.Record) error) error {
	if err := q.settle(ctx); err != nil {
		return err
	}
	after := ""
	if len(q.sel.After) == 1 {
		after = q.sel.After[0].String()
	}
	counted := func(r varsam.Record, err error) error {
		if q.found.Statements++; err != nil {
			return err
		}
		return yield(r)
	}
	if paths, ok := q.named("path"); ok {
		return q.eachNamed(ctx, paths, after, counted)
	}
	q.found.Scanned = true
	if q.sel.Collection == folders {
		return q.eachFolder(ctx, after, yield)
	}
	if in, ok := q.named("folder"); ok && q.sel.Collection == documents {
		q.found.Scanned = false
		for _, folder := range in {
			if err := q.below(ctx, Unescape(folder), after, yield); err != nil && varsam.CodeOf(err) != varsam.NotFound {
				return err
			}
		}
		return nil
	}
	return q.below(ctx, q.root(q.sel.Collection), after, yield)
}

// named are the values that a selection wants of one field, in order, when it
// takes nothing else.
func (q *search) named(field string) ([]string, bool) {
	if q.sel.Match == nil {
		return nil, false
	}
	var all []string
	for _, m := range q.sel.Match {
		if len(m.Fields) != 1 || m.Fields[0] != field || m.Fold != "" && m.Fold != varsam.Exact {
			return nil, false
		}
		for _, tuple := range m.Tuples {
			if tuple[0].Kind() == varsam.Text && tuple[0].String() != "" {
				all = append(all, tuple[0].String())
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all), true
}

// eachNamed asks for records by their keys.
func (q *search) eachNamed(ctx context.Context, keys []string, after string, yield func(varsam.Record, error) error) error {
	for _, key := range keys {
		if key <= after {
			continue
		}
		r, here, err := q.get(ctx, q.projects, q.sel.Collection, key, q.sel.Fields)
		if err == nil && !here {
			continue
		}
		if err := yield(r, err); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// get reads one record by its key.
func (s *System) get(ctx context.Context, p *projects, collection, key string, fields []string) (r varsam.Record, here bool, err error) {
	path := s.place(collection, key)
	if key == "" || s.keyOf(collection, path) != key || s.outside(collection, path) {
		return r, false, nil // not as we write paths
	}
	e, err := s.store.Stat(ctx, path)
	if code := varsam.CodeOf(err); code == varsam.NotFound || code == varsam.Invalid {
		return r, false, nil
	}
	if err != nil {
		return r, false, err
	}
	if collection == folders {
		if is, err := p.isFolder(ctx, path); !is || err != nil || e.Kind != Folder {
			return r, false, err
		}
		r, err = s.folder(ctx, p, path, counts(fields), nil)
		return r, err == nil, err
	}
	if is, err := p.isIndex(ctx, path); is || err != nil || e.Kind == Folder {
		return r, false, err
	}
	r, err = s.document(ctx, p, collection, e)
	return r, err == nil, err
}

// below yields the documents below a folder.
func (q *search) below(ctx context.Context, root, after string, yield func(varsam.Record) error) error {
	if prefix := q.root(q.sel.Collection); prefix != "" && after != "" {
		after = Escape(prefix) + "/" + after
	}
	w := q.walker(q.sel.Collection, q.gap)
	defer func() { q.found.Statements += w.lists }()
	err := w.walk(ctx, root, after, func(e Entry) error {
		if e.Kind == Folder {
			return nil
		}
		if is, err := q.projects.isIndex(ctx, e.Path); is || err != nil {
			return err
		}
		r, err := q.document(ctx, q.projects, q.sel.Collection, e)
		if err != nil {
			return err
		}
		return yield(r)
	})
	if root != "" && varsam.CodeOf(err) == varsam.NotFound {
		return nil // nothing was ever moved there
	}
	return err
}

// gap notes a folder that was not read.
func (q *search) gap(path string, err error) {
	q.miss(system.Unread{
		Ref: q.ref(q.sel.Collection, q.keyOf(q.sel.Collection, path)+"/"), Why: varsam.Because(system.UnreadRefused, string(varsam.CodeOf(err))),
	})
}

// eachFolder yields the project folders. There are few enough to be sorted.
func (q *search) eachFolder(ctx context.Context, after string, yield func(varsam.Record) error) error {
	var all []string
	w := q.walker(documents, q.gap)
	err := w.folders(ctx, "", q.opt.projects, func(path string) (bool, error) {
		is, err := q.projects.isFolder(ctx, path)
		if is && Escape(path) > after {
			all = append(all, path)
		}
		return is, err
	})
	q.found.Statements += w.lists
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b string) int { return strings.Compare(Escape(a), Escape(b)) })
	counted := counts(q.sel.Fields) || q.sel.Cond != nil && slices.ContainsFunc(q.sel.Cond.Uses(), func(f string) bool { return counts([]string{f}) })
	for _, path := range all {
		r, err := q.folder(ctx, q.projects, path, counted, q.gap)
		if varsam.CodeOf(err) == varsam.NotFound {
			continue // gone since
		}
		if err == nil {
			err = yield(r)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}
