package dropbox

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
)

// Team is all of a team's namespaces as one [files.Store], each a folder at the root:
// team folders, shared folders, the members' own and those of their apps. A shared
// folder that several have mounted is a namespace of its own, and what lies in it is
// found there once.
type Team struct {
	base *Store

	mu     sync.Mutex
	spaces map[string]*Store // by the folder's name; nil until they were listed
}

// namespace is one of the team's, as team/namespaces/list tells.
type namespace struct {
	Name   string `json:"name"`
	ID     string `json:"namespace_id"`
	Member string `json:"team_member_id"` // whose home or app folder it is
}

// OpenTeam makes a store of a team's settings, which name the administrator it acts
// as. Nothing is sent.
func OpenTeam(api, content string, cfg system.Config) (*Team, error) {
	set := cfg.Settings
	if set["admin"] == "" || set["member"] != "" || set["namespace"] != "" || set["folder"] != "" {
		return nil, varsam.Errorf(varsam.Invalid, "a whole team needs admin, and no member, namespace or folder")
	}
	base, err := Open(api, content, cfg)
	if err != nil {
		return nil, err
	}
	return &Team{base: base}, nil
}

// Engine implements [files.Store].
func (t *Team) Engine() string { return t.base.Engine() + ", a team" }

// Close implements [files.Store].
func (t *Team) Close() error { return t.base.Close() }

// all are the namespaces by the names of their folders, read anew when asked.
func (t *Team) all(ctx context.Context, anew bool) (map[string]*Store, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.spaces != nil && !anew {
		return t.spaces, nil
	}
	list, err := t.list(ctx)
	if err != nil {
		return nil, err
	}
	t.spaces = map[string]*Store{}
	for name, n := range named(list) {
		t.spaces[name] = t.base.in(n)
	}
	return t.spaces, nil
}

// list reads the namespaces, each once: Dropbox may tell one twice, and may forget
// where it was.
func (t *Team) list(ctx context.Context) (list map[string]namespace, err error) {
	for attempt := 1; ; attempt++ {
		list, err = t.listOnce(ctx)
		if varsam.CodeOf(err) != varsam.Changed || attempt == attempts {
			return list, err
		}
	}
}

func (t *Team) listOnce(ctx context.Context) (map[string]namespace, error) {
	type page struct {
		Namespaces []namespace `json:"namespaces"`
		Cursor     string      `json:"cursor"`
		More       bool        `json:"has_more"`
	}
	var p page
	err := t.base.asTeam(ctx, "team/namespaces/list", map[string]any{"limit": 1000}, &p)
	list := map[string]namespace{}
	for err == nil {
		for _, n := range p.Namespaces {
			list[n.ID] = n
		}
		if !p.More {
			return list, nil
		}
		cursor := p.Cursor
		p = page{}
		err = t.base.asTeam(ctx, "team/namespaces/list/continue", map[string]any{"cursor": cursor}, &p)
	}
	return nil, err
}

// named gives namespaces the names of folders: their own, with the number where two
// have the same or it is no name of a folder.
func named(list map[string]namespace) map[string]namespace {
	alike := map[string]int{}
	for _, n := range list {
		alike[strings.ToLower(n.Name)]++
	}
	names := map[string]namespace{}
	for id, n := range list {
		name := strings.ReplaceAll(n.Name, "/", "_")
		if alike[strings.ToLower(n.Name)] > 1 || name != n.Name || files.CheckPath(name) != nil || name == "" {
			name += " (" + id + ")"
		}
		names[name] = n
	}
	return names
}

// in is the same connection in one namespace: a member's own as that member, any
// other as the administrator. What is mounted there is found in its own place.
func (s *Store) in(n namespace) *Store {
	one := &Store{client: s.client, bin: s.bin, today: s.today, apart: true}
	one.purges.Store(s.purges.Load())
	one.header = maps.Clone(s.header)
	if n.Member != "" {
		delete(one.header, selectAdmin)
		one.header[selectUser] = n.Member
	}
	root, _ := json.Marshal(map[string]string{".tag": "namespace_id", "namespace_id": n.ID})
	one.header[pathRoot] = string(root)
	return one
}

// at finds the namespace of a path, and the path in it.
func (t *Team) at(ctx context.Context, path string) (*Store, string, error) {
	if err := files.CheckPath(path); err != nil {
		return nil, "", err
	}
	spaces, err := t.all(ctx, false)
	if err != nil {
		return nil, "", err
	}
	name, rest, _ := strings.Cut(path, "/")
	s := spaces[name]
	if s == nil {
		return nil, "", varsam.Errorf(varsam.NotFound, "the team has no such namespace")
	}
	return s, rest, nil
}

// List implements [files.Store].
func (t *Team) List(ctx context.Context, folder string, yield func(files.Entry) error) error {
	if folder == "" {
		spaces, err := t.all(ctx, true)
		for _, name := range slices.Sorted(maps.Keys(spaces)) {
			if err == nil {
				err = yield(files.Entry{Path: name, Kind: files.Folder})
			}
		}
		return err
	}
	s, rest, err := t.at(ctx, folder)
	if err != nil {
		return err
	}
	top, _, _ := strings.Cut(folder, "/")
	return s.List(ctx, rest, func(e files.Entry) error { return yield(under(top, e)) })
}

// under is an entry of a namespace as an entry of the team.
func under(name string, e files.Entry) files.Entry {
	e.Path = strings.TrimSuffix(name+"/"+e.Path, "/")
	return e
}

// within is an entry of the team as one of its namespace.
func (t *Team) within(ctx context.Context, e files.Entry) (*Store, files.Entry, string, error) {
	s, rest, err := t.at(ctx, e.Path)
	name, _, _ := strings.Cut(e.Path, "/")
	if err == nil && rest == "" {
		err = varsam.Errorf(varsam.Denied, "a namespace is its team's to change, and not a folder")
	}
	e.Path = rest
	return s, e, name, err
}

// Stat implements [files.Store].
func (t *Team) Stat(ctx context.Context, path string) (files.Entry, error) {
	if path == "" {
		return files.Entry{Kind: files.Folder}, nil
	}
	s, rest, err := t.at(ctx, path)
	if err != nil {
		return files.Entry{}, err
	}
	name, _, _ := strings.Cut(path, "/")
	e, err := s.Stat(ctx, rest)
	return under(name, e), err
}

// Open implements [files.Store].
func (t *Team) Open(ctx context.Context, e files.Entry) (io.ReadCloser, error) {
	s, in, _, err := t.within(ctx, e)
	if err != nil {
		return nil, err
	}
	return s.Open(ctx, in)
}

// Replace implements [files.Store].
func (t *Team) Replace(ctx context.Context, e files.Entry, content []byte) (files.Entry, error) {
	s, in, name, err := t.within(ctx, e)
	if err != nil {
		return e, err
	}
	now, err := s.Replace(ctx, in, content)
	return under(name, now), err
}

// Move implements [files.Store], within a namespace: from one to another the rights
// and those who share it would be others'.
func (t *Team) Move(ctx context.Context, e files.Entry, to string) (files.Entry, error) {
	s, in, name, err := t.within(ctx, e)
	if err == nil {
		err = files.CheckPath(to)
	}
	rest, inside := strings.CutPrefix(to, name+"/")
	if err == nil && (!inside || rest == "") {
		err = varsam.Errorf(varsam.Unsupported, "a file moves within its namespace, where the same people may see it; a person moves it elsewhere")
	}
	if err != nil {
		return e, err
	}
	now, err := s.Move(ctx, in, rest)
	return under(name, now), err
}

// Delete implements [files.Store].
func (t *Team) Delete(ctx context.Context, e files.Entry) error {
	s, in, _, err := t.within(ctx, e)
	if err != nil {
		return err
	}
	return s.Delete(ctx, in)
}

// Purge implements [files.Store].
func (t *Team) Purge(ctx context.Context, path string) (files.Ending, error) {
	s, rest, err := t.at(ctx, path)
	if err != nil {
		return files.Ending{}, err
	}
	return s.Purge(ctx, rest)
}

// Versions implements [files.Store].
func (t *Team) Versions(ctx context.Context, path string) (int, error) {
	s, rest, err := t.at(ctx, path)
	if err != nil {
		return 0, err
	}
	return s.Versions(ctx, rest)
}

// Holds implements [files.Store].
func (t *Team) Holds(ctx context.Context, path string) (files.Hold, error) {
	return t.base.Holds(ctx, path)
}
