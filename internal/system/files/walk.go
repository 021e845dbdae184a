package files

import (
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// walker reads a tree in the order of keys. It holds the entries of one folder
// for each level.
type walker struct {
	store Store
	skip  func(Entry) bool           // neither yielded nor entered
	gap   func(path string, e error) // a folder that could not be read
	lists int
}

// listed is an entry with what it is ordered by.
type listed struct {
	order string
	Entry
}

// walk yields what lies below a folder and behind a key, files and folders,
// folders before what is in them. The order is that of files' keys: a folder counts
// with the slash behind it.
func (w *walker) walk(ctx context.Context, folder, after string, yield func(Entry) error) error {
	var all []listed
	w.lists++
	err := w.store.List(ctx, folder, func(e Entry) error {
		if w.skip != nil && w.skip(e) {
			return nil
		}
		order := Escape(e.Path)
		if e.Kind == Folder {
			order += "/"
		}
		if order > after || e.Kind == Folder && strings.HasPrefix(after, order) {
			all = append(all, listed{order, e})
		}
		return nil
	})
	if err != nil {
		return w.missed(ctx, folder, err)
	}
	slices.SortFunc(all, func(a, b listed) int { return strings.Compare(a.order, b.order) })
	for i := range all {
		e := all[i].Entry
		all[i].Entry = Entry{}
		if err := yield(e); err != nil {
			return err
		}
		if e.Kind != Folder {
			continue
		}
		if err := w.walk(ctx, e.Path, after, yield); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// missed says whether the rest can go on without a folder: one that has gone since
// is no gap, one that is closed to us is.
func (w *walker) missed(ctx context.Context, folder string, err error) error {
	switch code := varsam.CodeOf(err); {
	case ctx.Err() != nil:
		return ctx.Err()
	case folder == "":
		return err
	case code == varsam.NotFound:
		return nil
	case code == varsam.Denied || code == varsam.Invalid || code == varsam.Unsupported:
		w.gap(folder, err)
		return nil
	}
	return err
}

// folders yields folders, outermost first, until one is said to be what is looked
// for: what lies in it is not looked at. A pattern says how deep they can be.
func (w *walker) folders(ctx context.Context, folder string, p *pattern, is func(path string) (bool, error)) error {
	if p != nil && folder != "" && strings.Count(folder, "/")+1 >= len(p.levels) {
		return nil
	}
	var all []string
	w.lists++
	err := w.store.List(ctx, folder, func(e Entry) error {
		if e.Kind == Folder && (w.skip == nil || !w.skip(e)) {
			all = append(all, e.Path)
		}
		return nil
	})
	if err != nil {
		return w.missed(ctx, folder, err)
	}
	for _, path := range all {
		found, err := is(path)
		if !found && err == nil {
			err = w.folders(ctx, path, p, is)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}
