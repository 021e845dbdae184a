// Package dropbox is a Dropbox, of one person or of a team, as a [files.Store] over
// API v2. It lists and does not search, because Dropbox says itself that its search may miss.
package dropbox

import (
	"context"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
)

// Connector connects a Dropbox.
func Connector() system.Connector {
	return files.Connector(varsam.ConnectorSpec{
		Name:  "dropbox",
		Title: varsam.Words{SV: "Dropbox", EN: "Dropbox"},
		Doc: "A Dropbox or the space of a Dropbox Business team. An erased file is deleted permanently, with its revisions, where the app has the scope files.permanent_delete of a team; otherwise it lies " +
			"in the bin as long as the plan says, and is reported so. Revisions of a file that is rewritten stay with Dropbox, and the result says archived. A legal hold of the team is reported as held. " +
			"Scopes: files.metadata.read, files.content.read, files.content.write, and files.permanent_delete, team_data.governance.read and, for a whole team, team_data.member and team_data.content for teams.",
		Settings: []varsam.Setting{
			{Name: "app_key", Doc: "The key of the app, with refresh_token.", Example: "abc123"},
			{Name: "app_secret", Doc: "The secret of the app.", Secret: true, Example: "env:DROPBOX_SECRET"},
			{Name: "refresh_token", Doc: "The refresh token that consenting gave (token_access_type=offline).", Secret: true, Example: "env:DROPBOX_REFRESH"},
			{Name: "token", Doc: "An access token, in place of the three before; it lasts some hours.", Secret: true, Example: "env:DROPBOX_TOKEN"},
			{Name: "member", Doc: "The team member that a team's app acts as (Dropbox-API-Select-User).", Example: "dbmid:AAA"},
			{Name: "admin", Doc: "The administrator that a team's app acts as (Dropbox-API-Select-Admin).", Example: "dbmid:AAA"},
			{Name: "namespace", Doc: "The namespace that paths begin in: the root namespace of the team space, or a team folder. Empty is the member's own.", Example: "123456"},
			{Name: "team", Doc: "Whether all of a team is connected, as its administrator: each team folder, shared folder and member's own is a folder at the root, and what several share is found once.", Default: "no", Options: []string{"yes", "no"}},
			{Name: "folder", Doc: "The folder to connect; empty is all.", Example: "Projects"},
			{Name: "permanent", Doc: "Whether erased files are deleted permanently.", Default: "yes", Options: []string{"yes", "no"}},
			{Name: "bin", Doc: "How long deleted files can be restored in this plan.", Default: "180 days", Example: "365 days"},
		},
	}, func(_ context.Context, cfg system.Config) (files.Store, error) {
		if cfg.Settings["team"] == "yes" {
			return OpenTeam(apiServer, contentServer, cfg)
		}
		return Open(apiServer, contentServer, cfg)
	})
}

// Dropbox's servers: one for questions, one for contents.
const (
	apiServer     = "https://api.dropboxapi.com"
	contentServer = "https://content.dropboxapi.com"
)

// Store implements [files.Store].
type Store struct {
	client
	folder string // empty, or with a slash in front
	bin    varsam.Period
	today  varsam.Date
	apart  bool        // what is mounted in it is a namespace of its own
	purges atomic.Bool // permanent deletion is wanted, and was not refused
}

// Open makes a store of the settings and the two servers. Nothing is sent.
func Open(api, content string, cfg system.Config) (*Store, error) {
	c, err := newClient(api, content, cfg.Settings)
	if err != nil {
		return nil, err
	}
	s := &Store{client: c, today: cfg.Today}
	if folder := strings.Trim(cfg.Settings["folder"], "/"); folder != "" {
		if err := files.CheckPath(folder); err != nil {
			return nil, err
		}
		s.folder = "/" + folder
	}
	bin := cfg.Settings["bin"]
	if bin == "" {
		bin = "180 days"
	}
	if s.bin, err = varsam.ParsePeriod(bin); err != nil {
		return nil, err
	}
	s.purges.Store(cfg.Settings["permanent"] != "no")
	return s, nil
}

// Engine implements [files.Store].
func (s *Store) Engine() string { return "Dropbox API v2" }

// at is a path as Dropbox takes it; its root is the empty text.
func (s *Store) at(path string) (string, error) {
	if path == "" {
		return s.folder, nil
	}
	return s.folder + "/" + path, files.CheckPath(path)
}

// metadata is what Dropbox says of a file or folder; Tag is which it is.
type metadata struct {
	Tag      string    `json:".tag"`
	Name     string    `json:"name"`
	Rev      string    `json:"rev"`
	Size     int64     `json:"size"`
	Hash     string    `json:"content_hash"`
	Client   time.Time `json:"client_modified"`
	Modified time.Time `json:"server_modified"`
	Sharing  struct {
		By string `json:"modified_by"`
	} `json:"sharing_info"`
}

// entry makes an entry. The hash of the content is its version, and the revision
// what changes are bound to: moving makes a new one.
func (m metadata) entry(path string) files.Entry {
	if m.Tag == "folder" {
		return files.Entry{Path: path, Kind: files.Folder}
	}
	e := files.Entry{Path: path, Kind: files.File, Size: m.Size, Modified: m.Client, Author: m.Sharing.By, Version: m.Hash, Tag: m.Rev}
	if e.Version == "" { // what can only be exported, such as Paper, has none
		e.Version = m.Rev
	}
	return e
}

// attempts is how often a listing begins again when Dropbox has forgotten where it
// was.
const attempts = 4

// List implements [files.Store]. The entries of the folder are gathered before they
// are told: a cursor may be reset in the middle.
func (s *Store) List(ctx context.Context, folder string, yield func(files.Entry) error) error {
	path, err := s.at(folder)
	if err != nil {
		return err
	}
	for attempt := 1; ; attempt++ {
		all, err := s.list(ctx, path)
		if varsam.CodeOf(err) == varsam.Changed && attempt < attempts {
			continue
		}
		if err != nil {
			return err
		}
		for _, m := range all {
			name := m.Name
			if folder != "" {
				name = folder + "/" + name
			}
			if err := yield(m.entry(name)); err != nil {
				return err
			}
		}
		return nil
	}
}

// list reads a folder to its end. Dropbox may tell an entry twice, and the later one
// counts.
func (s *Store) list(ctx context.Context, path string) (all map[string]metadata, err error) {
	type page struct {
		Entries []metadata `json:"entries"`
		Cursor  string     `json:"cursor"`
		More    bool       `json:"has_more"`
	}
	var p page
	err = s.rpc(ctx, "files/list_folder", map[string]any{"path": path, "recursive": false, "include_deleted": false, "include_mounted_folders": !s.apart, "include_non_downloadable_files": true, "limit": 2000}, &p)
	all = map[string]metadata{}
	for err == nil {
		for _, m := range p.Entries {
			if key := strings.ToLower(m.Name); m.Tag == "deleted" {
				delete(all, key)
			} else {
				all[key] = m
			}
		}
		if !p.More {
			return all, nil
		}
		cursor := p.Cursor
		p = page{}
		err = s.rpc(ctx, "files/list_folder/continue", map[string]any{"cursor": cursor}, &p)
	}
	return nil, err
}

// Stat implements [files.Store].
func (s *Store) Stat(ctx context.Context, path string) (files.Entry, error) {
	at, err := s.at(path)
	if err != nil {
		return files.Entry{}, err
	}
	if at == "" { // Dropbox says nothing of its root
		return files.Entry{Kind: files.Folder}, nil
	}
	var m metadata
	err = s.rpc(ctx, "files/get_metadata", map[string]any{"path": at}, &m)
	return m.entry(path), err
}

// still checks that an entry is the version it was, and gives its revision.
func (s *Store) still(ctx context.Context, e files.Entry) (files.Entry, error) {
	now, err := s.Stat(ctx, e.Path)
	if err == nil && (now.Kind != e.Kind || now.Version != e.Version) {
		err = varsam.Errorf(varsam.Changed, "a file is another than it was")
	}
	return now, err
}

// Open implements [files.Store].
func (s *Store) Open(ctx context.Context, e files.Entry) (io.ReadCloser, error) {
	if _, err := s.at(e.Path); err != nil {
		return nil, err
	}
	now, err := s.still(ctx, e)
	if err != nil {
		return nil, err
	}
	return s.download(ctx, "rev:"+now.Tag)
}

// Replace implements [files.Store].
func (s *Store) Replace(ctx context.Context, e files.Entry, content []byte) (files.Entry, error) {
	now, err := s.still(ctx, e)
	if err != nil {
		return e, err
	}
	at, err := s.at(e.Path)
	if err != nil {
		return e, err
	}
	var m metadata
	err = s.upload(ctx, map[string]any{
		"path": at, "mode": map[string]string{".tag": "update", "update": now.Tag}, "autorename": false, "mute": true,
		"strict_conflict": true, "client_modified": now.Modified.UTC().Format("2006-01-02T15:04:05Z"),
	}, content, &m)
	if varsam.CodeOf(err) == varsam.Conflict {
		err = varsam.Errorf(varsam.Changed, "a file is another than it was")
	}
	if err != nil {
		return e, err
	}
	return s.Stat(ctx, e.Path)
}

// Move implements [files.Store]. Dropbox makes the folders itself, and gives a taken
// name to nobody.
func (s *Store) Move(ctx context.Context, e files.Entry, to string) (files.Entry, error) {
	if to == "" || files.CheckPath(to) != nil {
		return e, varsam.Errorf(varsam.Invalid, "a path that leads elsewhere")
	}
	if _, err := s.still(ctx, e); err != nil {
		return e, err
	}
	from, _ := s.at(e.Path)
	at, _ := s.at(to)
	err := s.change(ctx, "files/move_v2", map[string]any{"from_path": from, "to_path": at, "autorename": false, "allow_ownership_transfer": false})
	if err != nil {
		return e, err
	}
	return s.Stat(ctx, to)
}

// Delete implements [files.Store]: into the bin. To delete a folder deletes what is
// in it, so that it is looked into first.
func (s *Store) Delete(ctx context.Context, e files.Entry) error {
	at, err := s.at(e.Path)
	if err == nil && e.Path == "" {
		err = varsam.Errorf(varsam.Invalid, "the root is not erased")
	}
	if err != nil {
		return err
	}
	now, err := s.still(ctx, e)
	if err != nil {
		return err
	}
	arg := map[string]any{"path": at}
	if e.Kind == files.File {
		arg["parent_rev"] = now.Tag
	} else {
		err = s.List(ctx, e.Path, func(files.Entry) error { return varsam.Errorf(varsam.Conflict, "a folder is not empty") })
	}
	if err != nil {
		return err
	}
	err = s.change(ctx, "files/delete_v2", arg)
	if e.Kind == files.File && varsam.CodeOf(err) == varsam.Conflict {
		err = varsam.Errorf(varsam.Changed, "a file is another than it was")
	}
	return err
}
