package files

import (
	"context"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// projects answers which folder is a project, for one reading of the store: what
// it was told once it does not ask for again.
type projects struct {
	s     *System
	is    map[string]bool
	list  map[string]map[string]string // the index for all, by path and by number
	files map[string]map[string]string // the index of each folder
}

func (s *System) projects() *projects {
	return &projects{s: s, is: map[string]bool{}, files: map[string]map[string]string{}}
}

// of is the project folder that a path lies in; empty where there is none.
func (p *projects) of(ctx context.Context, path string) (string, error) {
	opt := p.s.opt
	switch {
	case !opt.hasProjects():
		return "", nil
	case opt.projects != nil:
		folder, ok := opt.projects.of(path)
		if !ok || opt.projects.match(folder) == nil {
			return "", nil
		}
		return folder, nil
	}
	for i := 0; i < len(path); i++ {
		if path[i] != '/' {
			continue
		}
		if is, err := p.indexed(ctx, path[:i]); is || err != nil {
			return path[:i], err
		}
	}
	return "", nil
}

// isFolder reports whether a folder is a project folder itself.
func (p *projects) isFolder(ctx context.Context, path string) (bool, error) {
	if p.s.outside(documents, path) {
		return false, nil
	}
	of, err := p.of(ctx, path+"/")
	return of == path && path != "", err
}

// indexed reports whether a folder has an index of its own.
func (p *projects) indexed(ctx context.Context, folder string) (bool, error) {
	is, known := p.is[folder]
	if known {
		return is, nil
	}
	e, err := p.s.store.Stat(ctx, join(folder, p.s.opt.index))
	if err != nil && varsam.CodeOf(err) != varsam.NotFound {
		return false, err
	}
	is = err == nil && e.Kind == File
	p.is[folder] = is
	return is, nil
}

// isIndex reports whether a path is the index of its project folder, which is no
// document.
func (p *projects) isIndex(ctx context.Context, path string) (bool, error) {
	if p.s.opt.index == "" || base(path) != p.s.opt.index {
		return false, nil
	}
	return p.isFolder(ctx, parent(path))
}

// fields are what is known of a project folder: by its path, then by an index,
// which has the last word.
func (p *projects) fields(ctx context.Context, folder string) (map[string]string, error) {
	known := map[string]string{}
	if p.s.opt.projects != nil {
		for name, value := range p.s.opt.projects.match(folder) {
			known[name] = value
		}
	}
	row, err := p.row(ctx, folder, known["number"])
	if err != nil {
		return nil, err
	}
	for field, column := range p.s.opt.columns {
		if value := strings.TrimSpace(row[column]); value != "" && field != "path" {
			known[field] = value
		}
	}
	return known, nil
}

// row is what an index says of a folder.
func (p *projects) row(ctx context.Context, folder, number string) (map[string]string, error) {
	if p.s.opt.list != "" || p.s.opt.table[0] != "" {
		if err := p.readList(ctx); err != nil {
			return nil, err
		}
		if row := p.list["path "+folder]; row != nil {
			return row, nil
		}
		if row := p.list["number "+number]; row != nil || p.s.opt.index == "" {
			return row, nil
		}
	}
	if p.s.opt.index == "" {
		return nil, nil
	}
	if row, known := p.files[folder]; known {
		return row, nil
	}
	rows, err := readIndex(ctx, p.s.store, join(folder, p.s.opt.index))
	switch {
	case varsam.CodeOf(err) == varsam.NotFound:
	case err != nil:
		return nil, err
	}
	if len(rows) > 0 {
		p.files[folder] = rows[0]
	} else {
		p.files[folder] = nil
	}
	return p.files[folder], nil
}

func (p *projects) readList(ctx context.Context) error {
	if p.list != nil {
		return nil
	}
	list := map[string]map[string]string{}
	add := func(row map[string]string) error {
		for _, field := range []string{"path", "number"} {
			if value := strings.TrimSpace(row[p.s.opt.columns[field]]); value != "" {
				list[field+" "+strings.Trim(value, "/")] = p.s.opt.columns.of(row)
			}
		}
		return nil
	}
	var err error
	if table := p.s.opt.table; table[0] != "" {
		err = p.s.cfg.Rows(ctx, table[0], table[1], add)
	} else {
		var rows []map[string]string
		rows, err = readIndex(ctx, p.s.store, p.s.opt.list)
		for _, row := range rows {
			_ = add(row)
		}
	}
	if err == nil {
		p.list = list
	}
	return err
}

// contents are what lies in a project folder; sum is the same for the same
// documents in the same versions.
type contents struct {
	files, bytes, sum int64
	newest            time.Time
}

// gather is all that lies in a folder, each after the folder it lies in. One that
// cannot be read whole is an error.
func (p *projects) gather(ctx context.Context, folder string) (all []Entry, c contents, err error) {
	var missed error
	c, err = p.count(ctx, folder, func(_ string, err error) { missed = err }, func(e Entry) { all = append(all, e) })
	if err == nil {
		err = missed
	}
	return all, c, err
}

// contents counts a folder's documents.
func (p *projects) contents(ctx context.Context, folder string, gap func(string, error)) (contents, error) {
	return p.count(ctx, folder, gap, func(Entry) {})
}

func (p *projects) count(ctx context.Context, folder string, gap func(string, error), each func(Entry)) (c contents, err error) {
	err = p.s.walker(documents, gap).walk(ctx, folder, "", func(e Entry) error {
		each(e)
		if e.Kind == Folder {
			return nil
		}
		if is, err := p.isIndex(ctx, e.Path); is || err != nil {
			return err
		}
		c.files++
		c.bytes += e.Size
		c.sum += sumOf(Escape(e.Path) + "\x00" + version(e))
		if e.Modified.After(c.newest) {
			c.newest = e.Modified
		}
		return nil
	})
	return c, err
}

// walker walks what belongs to a collection.
func (s *System) walker(collection string, gap func(string, error)) *walker {
	if gap == nil {
		gap = func(string, error) {}
	}
	return &walker{store: s.store, gap: gap, skip: func(e Entry) bool { return s.outside(collection, e.Path) }}
}
