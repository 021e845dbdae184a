// Package webdav is a WebDAV server (RFC 4918) as a [files.Store].
package webdav

import (
	"context"
	"io"
	"net/http"
	"path"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/web"
)

// Connector connects a WebDAV server.
func Connector() system.Connector {
	return files.Connector(varsam.ConnectorSpec{
		Name:  "webdav",
		Title: varsam.Words{SV: "WebDAV (Nextcloud, ownCloud m.fl.)", EN: "WebDAV (Nextcloud, ownCloud and others)"},
		Doc: "A folder of a WebDAV server. Changes are bound to the file's version where the server has strong entity tags; otherwise the file is looked at just before. " +
			"What the server keeps in a bin of its own is not reached by WebDAV: say how long with the setting bin.",
		Settings: []varsam.Setting{
			{Name: "url", Doc: "The address of the folder.", Required: true, Example: "https://cloud.example.com/remote.php/dav/files/varsam/Projects"},
			{Name: "user", Doc: "The user name.", Example: "varsam"},
			{Name: "password", Doc: "The password, or an app password.", Secret: true, Example: "env:DAV_PASSWORD"},
			{Name: "token", Doc: "A bearer token, in place of user and password.", Secret: true, Example: "env:DAV_TOKEN"},
			{Name: "ca", Doc: "A file with the certificates to trust, where the server's is not public.", Path: true, Example: "ca.pem"},
			{Name: "bin", Doc: "How long the server's bin keeps what is deleted. Empty says that it has none, which is not believed of Nextcloud and ownCloud.", Example: "30 days"},
		},
	}, func(_ context.Context, cfg system.Config) (files.Store, error) {
		s, err := Open(cfg.Settings["url"], cfg.Settings["ca"], cfg.Settings["user"], cfg.Settings["password"], cfg.Settings["token"])
		if err != nil {
			return nil, err
		}
		if text := strings.TrimSpace(cfg.Settings["bin"]); text != "" {
			if s.bin, err = varsam.ParsePeriod(text); err != nil {
				return nil, err
			}
		}
		s.today = cfg.Today
		return s, nil
	})
}

// Store implements [files.Store].
type Store struct {
	files.Plain
	web   *web.Client
	bin   varsam.Period
	today varsam.Date
}

// Open makes a store of a server. Nothing is sent.
func Open(address, ca, user, password, token string) (*Store, error) {
	client, err := web.New(address, ca)
	if err != nil {
		return nil, err
	}
	client.Sign = func(r *http.Request, _ []byte) error {
		switch {
		case token != "":
			r.Header.Set("Authorization", "Bearer "+token)
		case user != "":
			r.SetBasicAuth(user, password)
		}
		return nil
	}
	return &Store{web: client}, nil
}

// Engine implements [files.Store].
func (s *Store) Engine() string { return "WebDAV" }

// Close implements [files.Store].
func (s *Store) Close() error { return s.web.Close() }

// call makes a request about a path.
func (s *Store) call(method, path string, header map[string]string, body []byte) (web.Call, error) {
	at := "/" + path
	if path == "" {
		at = "/"
	}
	changes := method != http.MethodGet && method != "PROPFIND"
	return web.Call{Method: method, Path: at, Header: header, Body: body, Changes: changes}, files.CheckPath(path)
}

// do sends a request about a path and forgets its answer.
func (s *Store) do(ctx context.Context, method, path string, header map[string]string, body []byte) error {
	call, err := s.call(method, path, header, body)
	if err != nil {
		return err
	}
	resp, err := s.web.Do(ctx, call)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusMultiStatus {
		return varsam.Errorf(varsam.Unknown, "the server did a part of a change")
	}
	return nil
}

// List implements [files.Store].
func (s *Store) List(ctx context.Context, folder string, yield func(files.Entry) error) error {
	is := false
	err := s.propfind(ctx, folder, "1", func(e files.Entry) error {
		if e.Path == folder {
			is = e.Kind == files.Folder
			return nil
		}
		return yield(e)
	})
	if err == nil && !is {
		err = varsam.Errorf(varsam.NotFound, "a folder is no longer one")
	}
	return err
}

// Stat implements [files.Store].
func (s *Store) Stat(ctx context.Context, path string) (e files.Entry, err error) {
	found := false
	err = s.propfind(ctx, path, "0", func(one files.Entry) error {
		e, found = one, one.Path == path
		return nil
	})
	if code := web.StatusOf(err).Code; (code == http.StatusBadRequest || code == http.StatusMethodNotAllowed) && strings.Contains(path, "/") {
		// So Apache, and others, say of a path below a file.
		if in, lost := s.Stat(ctx, path[:strings.LastIndexByte(path, '/')]); lost != nil || in.Kind != files.Folder {
			return e, varsam.Errorf(varsam.NotFound, "a path leads through what is no folder")
		}
	}
	if err == nil && !found {
		err = varsam.Errorf(varsam.NotFound, "the server does not tell of what it was asked for")
	}
	return e, err
}

// still checks that an entry is the version it was, and binds a change to it where
// the server can.
func (s *Store) still(ctx context.Context, e files.Entry) (map[string]string, error) {
	now, err := s.Stat(ctx, e.Path)
	switch {
	case err != nil:
		return nil, err
	case now.Kind != e.Kind || e.Kind == files.File && now.Version != e.Version:
		return nil, varsam.Errorf(varsam.Changed, "a file is another than it was")
	case now.Tag != "" && now.Kind == files.File:
		return map[string]string{"If-Match": now.Tag}, nil
	}
	return map[string]string{}, nil
}

// Open implements [files.Store].
func (s *Store) Open(ctx context.Context, e files.Entry) (io.ReadCloser, error) {
	call, err := s.call(http.MethodGet, e.Path, map[string]string{}, nil)
	if err != nil {
		return nil, err
	}
	if e.Tag != "" {
		call.Header["If-Match"] = e.Tag
	}
	resp, err := s.web.Do(ctx, call)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// Replace implements [files.Store].
func (s *Store) Replace(ctx context.Context, e files.Entry, content []byte) (files.Entry, error) {
	header, err := s.still(ctx, e)
	if err == nil {
		header["Content-Type"] = "application/octet-stream"
		err = s.do(ctx, http.MethodPut, e.Path, header, content)
	}
	if err != nil {
		return e, err
	}
	return s.Stat(ctx, e.Path)
}

// Move implements [files.Store].
func (s *Store) Move(ctx context.Context, e files.Entry, to string) (files.Entry, error) {
	if to == "" || files.CheckPath(to) != nil {
		return e, varsam.Errorf(varsam.Invalid, "a path that leads elsewhere")
	}
	header, err := s.still(ctx, e)
	if err != nil {
		return e, err
	}
	if _, err := s.Stat(ctx, to); varsam.CodeOf(err) != varsam.NotFound {
		if err == nil {
			err = varsam.Errorf(varsam.Conflict, "something is where a file should move to")
		}
		return e, err
	}
	if err := s.folders(ctx, path.Dir(to)); err != nil {
		return e, err
	}
	header["Destination"], header["Overwrite"] = s.web.URL("/"+to), "F"
	if err := s.do(ctx, "MOVE", e.Path, header, nil); err != nil {
		return e, err
	}
	return s.Stat(ctx, to)
}

// folders makes the folders of a path that are not there.
func (s *Store) folders(ctx context.Context, folder string) error {
	if folder == "." {
		return nil
	}
	_, err := s.Stat(ctx, folder)
	if varsam.CodeOf(err) != varsam.NotFound {
		return err
	}
	if err := s.folders(ctx, path.Dir(folder)); err != nil {
		return err
	}
	err = s.do(ctx, "MKCOL", folder, nil, nil)
	if web.StatusOf(err).Code == http.StatusMethodNotAllowed {
		return nil // somebody else was quicker
	}
	return err
}

// Delete implements [files.Store]. To delete a folder deletes what is in it, so that
// it is looked into first.
func (s *Store) Delete(ctx context.Context, e files.Entry) error {
	if e.Path == "" {
		return varsam.Errorf(varsam.Invalid, "the root is not erased")
	}
	header, err := s.still(ctx, e)
	if err == nil && e.Kind == files.Folder {
		err = s.List(ctx, e.Path, func(files.Entry) error {
			return varsam.Errorf(varsam.Conflict, "a folder is not empty")
		})
	}
	if err != nil {
		return err
	}
	return s.do(ctx, http.MethodDelete, e.Path, header, nil)
}

// Purge implements [files.Store].
func (s *Store) Purge(context.Context, string) (files.Ending, error) {
	switch {
	case !s.bin.IsZero():
		return files.Ending{Finality: varsam.Binned, Until: s.bin.After(s.today)}, nil
	case strings.Contains(s.web.Base(), "/remote.php/"):
		return files.Ending{Finality: varsam.Archived}, nil
	}
	return files.Ending{Finality: varsam.Gone}, nil
}
