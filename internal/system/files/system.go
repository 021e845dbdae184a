package files

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// The collections.
const (
	documents  = "documents"
	restricted = "restricted"
	folders    = "folders"
)

// System implements [system.System] over a [Store].
type System struct {
	cfg   system.Config
	opt   options
	store Store
	zone  *time.Location

	seen atomic.Pointer[surroundings] // what lies at the root, once it was looked at
}

// surroundings are what a store shows at its root besides documents.
type surroundings struct {
	bins, copies []string
	restricted   string // as it is spelled there
}

var (
	_ system.System     = (*System)(nil)
	_ system.TextFinder = (*System)(nil)
	_ system.Redacter   = (*System)(nil)
	_ system.Culler     = (*System)(nil)
)

// Open makes a System of a store, which it closes when it is closed.
func Open(cfg system.Config, store Store) (*System, error) {
	opt, err := readOptions(cfg)
	if err != nil {
		return nil, err
	}
	s := &System{cfg: cfg, opt: opt, store: store, zone: cfg.Zone}
	if s.zone == nil {
		s.zone = time.UTC
	}
	return s, nil
}

// Close implements [system.System].
func (s *System) Close() error { return s.store.Close() }

// copies are the names under which stores show snapshots, in which nothing can be
// changed: what is erased stays there until the store drops them.
var copies = []string{".snapshot", ".snapshots", "~snapshot", "#snapshot", ".zfs", "@Recently-Snapshot", "@GMT-*"}

// bins are the names of folders in which shares keep what was deleted. What lies
// there is found and erased like any other document.
var bins = []string{"#recycle", "@Recycle", ".recycle", "$RECYCLE.BIN", ".Trashes", ".Trash-*", "lost+found"}

func isOneOf(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		start, star := strings.CutSuffix(n, "*")
		return name == n || star && strings.HasPrefix(name, start)
	})
}

// peeker is a store that may have folders which it does not list.
type peeker interface {
	Peek(name string) bool // whether there is such a folder at the root
}

// lookAround sees what is at the root: bins, snapshots, and how the folder of what is
// restricted is spelled where small and large letters are the same.
func (s *System) lookAround(ctx context.Context) (*surroundings, error) {
	seen := &surroundings{restricted: s.opt.restricted}
	err := s.store.List(ctx, "", func(e Entry) error {
		switch name := base(e.Path); {
		case isOneOf(bins, name):
			seen.bins = append(seen.bins, name)
		case isOneOf(copies, name):
			seen.copies = append(seen.copies, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if p, ok := s.store.(peeker); ok {
		for _, name := range copies {
			if !slices.Contains(seen.copies, name) && !strings.HasSuffix(name, "*") && p.Peek(name) {
				seen.copies = append(seen.copies, name)
			}
		}
	}
	slices.Sort(seen.bins)
	slices.Sort(seen.copies)
	if seen.restricted, err = s.spelled(ctx, s.opt.restricted); err != nil {
		return nil, err
	}
	s.seen.Store(seen)
	return seen, nil
}

// settle sees to it that the folder of what is restricted is known as it is spelled,
// where there is one. Nothing is read otherwise: a root may hold very many names.
func (s *System) settle(ctx context.Context) (err error) {
	if s.opt.restricted != "" {
		_, err = s.around(ctx)
	}
	return err
}

// around is what was seen at the root, looking when nobody has.
func (s *System) around(ctx context.Context) (*surroundings, error) {
	if seen := s.seen.Load(); seen != nil {
		return seen, nil
	}
	return s.lookAround(ctx)
}

// spelled is a folder's path as the store lists it: a share or Dropbox opens
// "restricted" where "Restricted" lies, and what is compared with a path must be
// written as that. A folder that is not there yet stays as it is written.
func (s *System) spelled(ctx context.Context, path string) (string, error) {
	if path == "" {
		return "", nil
	}
	done := ""
	for name := range strings.SplitSeq(path, "/") {
		exact, alike := false, ""
		err := s.store.List(ctx, done, func(e Entry) error {
			switch have := base(e.Path); {
			case have == name:
				exact = true
			case e.Kind == Folder && strings.EqualFold(have, name):
				alike = have
			}
			return nil
		})
		if err != nil && varsam.CodeOf(err) != varsam.NotFound {
			return path, err
		}
		if !exact && alike != "" {
			if _, err := s.store.Stat(ctx, join(done, name)); err == nil {
				name = alike
			}
		}
		done = join(done, name)
	}
	return done, nil
}

// Describe implements [system.System].
func (s *System) Describe(ctx context.Context) (varsam.Catalogue, error) {
	seen, err := s.lookAround(ctx)
	if err != nil {
		return varsam.Catalogue{}, err
	}
	engine := s.store.Engine()
	if len(seen.bins) > 0 {
		engine += "; bin: " + strings.Join(seen.bins, ", ")
	}
	if len(seen.copies) > 0 {
		engine += "; snapshots: " + strings.Join(seen.copies, ", ")
	}
	c := s.catalogue()
	c.Engine = engine
	if w, ok := s.store.(interface{ ReadOnly() string }); ok {
		c.ReadOnly = w.ReadOnly()
	}
	return c, nil
}

// catalogue is the structure, which the settings decide alone.
func (s *System) catalogue() varsam.Catalogue {
	all := []varsam.Collection{s.documents(documents)}
	if s.opt.hasProjects() {
		all = append(all, projectFolders())
	}
	if s.opt.restricted != "" {
		all = append(all, s.documents(restricted))
	}
	return varsam.Catalogue{Collections: all}
}

// documents is the collection of documents, or of those restricted.
func (s *System) documents(name string) varsam.Collection {
	cols := []varsam.Column{
		given("path", varsam.Text), given("directory", varsam.Text), given("name", varsam.Text), given("extension", varsam.Text),
		given("kind", varsam.Text), given("size", varsam.Int), given("modified", varsam.Instant), given("created", varsam.Instant),
		given("author", varsam.Text),
		{Name: "text", Type: "content", Kind: varsam.Text, Takes: true},
	}
	cols[0].NotNull = true
	c := varsam.Collection{Name: name, Key: []string{"path"}, Rows: -1}
	if s.opt.hasProjects() {
		cols = slices.Insert(cols, 1, given("folder", varsam.Text))
		c.References = []varsam.Reference{{
			Name: "in", Columns: []string{"folder"}, To: folders, ToColumns: []string{"path"}, OnDelete: varsam.NoAction, OnUpdate: varsam.NoAction,
		}}
	}
	c.Columns = cols
	return c
}

func projectFolders() varsam.Collection {
	return varsam.Collection{Name: folders, Key: []string{"path"}, Rows: -1, Columns: []varsam.Column{
		{Name: "path", Type: "text", Kind: varsam.Text, NotNull: true, Generated: true},
		given("number", varsam.Text), given("name", varsam.Text),
		given("customer", varsam.Text), given("ended_on", varsam.Day), given("newest", varsam.Instant), given("files", varsam.Int), given("bytes", varsam.Int),
	}}
}

// given is a column that is as the store says, and never written.
func given(name string, kind varsam.Kind) varsam.Column {
	return varsam.Column{Name: name, Type: kind.String(), Kind: kind, Generated: true}
}

// collection is the structure of one collection.
func (s *System) collection(name string) (varsam.Collection, error) {
	c, ok := s.catalogue().Find(name)
	if !ok {
		return c, varsam.Errorf(varsam.Invalid, "%s has no collection %q", s.cfg.System, name)
	}
	return c, nil
}

// root is the folder that a collection's paths begin in.
func (s *System) root(collection string) string {
	if collection != restricted {
		return ""
	}
	if seen := s.seen.Load(); seen != nil {
		return seen.restricted
	}
	return s.opt.restricted
}

// place is where a key lies in the store.
func (s *System) place(collection, key string) string { return join(s.root(collection), Unescape(key)) }

// keyOf is the key of a path in the store.
func (s *System) keyOf(collection, path string) string {
	if root := s.root(collection); root != "" {
		path = strings.TrimPrefix(path[len(root):], "/")
	}
	return Escape(path)
}

// ref names a record.
func (s *System) ref(collection, key string) varsam.Ref {
	return varsam.Ref{System: s.cfg.System, Collection: collection, Key: []varsam.Value{varsam.TextOf(key)}}
}

// outside reports whether a path is no part of a collection: snapshots, and among
// the documents what is restricted.
func (s *System) outside(collection, path string) bool {
	if at := s.root(restricted); collection != restricted && at != "" && (path == at || below(path, at)) {
		return true
	}
	for name := range strings.SplitSeq(path, "/") {
		if isOneOf(copies, name) {
			return true
		}
	}
	return false
}
