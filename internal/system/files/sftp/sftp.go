// Package sftp is a folder of an SSH server as a [files.Store]. The server's key is
// checked before anything is told to it.
package sftp

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
)

// Connector connects a folder of an SSH server.
func Connector() system.Connector {
	return files.Connector(varsam.ConnectorSpec{
		Name:  "sftp",
		Title: varsam.Words{SV: "SFTP", EN: "SFTP"},
		Doc: "A folder of an SSH server. The server must show a key that known_hosts or host_key names. SFTP binds no change to a version: a file is looked at just before it is " +
			"changed. Links are not followed.",
		Settings: []varsam.Setting{
			{Name: "host", Doc: "The server, with its port where that is not 22.", Required: true, Example: "files.example.com"},
			{Name: "user", Doc: "The user.", Required: true, Example: "varsam"},
			{Name: "password", Doc: "The password.", Secret: true, Example: "env:SFTP_PASSWORD"},
			{Name: "key", Doc: "The private key, in OpenSSH's or PEM form, without a passphrase or with that of the setting passphrase.", Secret: true, Example: "file:sftp.key"},
			{Name: "passphrase", Doc: "The passphrase of the key.", Secret: true, Example: "env:SFTP_PASSPHRASE"},
			{Name: "known_hosts", Doc: "A file with the servers' keys, as ssh keeps them.", Path: true, Example: "known_hosts"},
			{Name: "host_key", Doc: "The server's public key, in place of known_hosts.", Example: "ssh-ed25519 AAAA…"},
			{Name: "folder", Doc: "The folder; empty is where the server begins.", Example: "/srv/projects"},
		},
	}, func(ctx context.Context, cfg system.Config) (files.Store, error) { return Open(ctx, cfg.Settings) })
}

// Store implements [files.Store].
type Store struct {
	files.Plain
	config *ssh.ClientConfig
	host   string
	folder string

	mu   sync.Mutex
	conn *ssh.Client
	sftp *sftp.Client
}

// Engine implements [files.Store].
func (s *Store) Engine() string {
	return "SFTP (" + strconv.Quote(string(s.conn.ServerVersion())) + ")"
}

// Close implements [files.Store].
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sftp == nil {
		return nil
	}
	s.sftp.Close()
	return s.conn.Close()
}

// entry makes an entry of what the server says. Times are whole seconds there.
func entry(path string, info fs.FileInfo) files.Entry {
	e := files.Entry{Path: path, Kind: files.Other, Modified: info.ModTime()}
	switch mode := info.Mode(); {
	case mode.IsRegular():
		e.Kind, e.Size = files.File, info.Size()
	case mode.IsDir():
		e.Kind = files.Folder
	case mode&fs.ModeSymlink != 0:
		e.Kind = files.Link
	}
	e.Version = strconv.FormatInt(info.Size(), 10) + " " + strconv.FormatInt(info.ModTime().Unix(), 36)
	return e
}

// List implements [files.Store].
func (s *Store) List(ctx context.Context, folder string, yield func(files.Entry) error) error {
	c, at, err := s.at(ctx, folder)
	if err != nil {
		return err
	}
	info, err := c.Lstat(at)
	if err == nil && !info.IsDir() {
		return varsam.Errorf(varsam.NotFound, "a folder is no longer one")
	}
	var all []fs.FileInfo
	if err == nil {
		all, err = c.ReadDirContext(ctx, at)
	}
	if err != nil {
		return s.fault(err, "reading a folder", false)
	}
	for _, info := range all {
		if err := yield(entry(path.Join(folder, info.Name()), info)); err != nil {
			return err
		}
	}
	return nil
}

// Stat implements [files.Store].
func (s *Store) Stat(ctx context.Context, path string) (files.Entry, error) {
	c, at, err := s.at(ctx, path)
	if err != nil {
		return files.Entry{}, err
	}
	info, err := c.Lstat(at)
	if err != nil {
		return files.Entry{}, s.missing(ctx, path, s.fault(err, "reading a file's state", false))
	}
	return entry(path, info), nil
}

// missing says NotFound of a path below a file, of which servers say "failure".
func (s *Store) missing(ctx context.Context, path string, err error) error {
	if i := strings.LastIndexByte(path, '/'); i >= 0 && varsam.CodeOf(err) == varsam.Conflict {
		if in, lost := s.Stat(ctx, path[:i]); lost != nil || in.Kind != files.Folder {
			return varsam.Errorf(varsam.NotFound, "a path leads through what is no folder")
		}
	}
	return err
}

// still checks that an entry is the version it was.
func (s *Store) still(ctx context.Context, e files.Entry) error {
	now, err := s.Stat(ctx, e.Path)
	if err == nil && (now.Kind != e.Kind || e.Kind != files.Folder && now.Version != e.Version) {
		err = varsam.Errorf(varsam.Changed, "a file is another than it was")
	}
	return err
}

// Open implements [files.Store]. What is no file is not opened: reading a pipe would
// wait for its other end.
func (s *Store) Open(ctx context.Context, e files.Entry) (io.ReadCloser, error) {
	c, at, err := s.at(ctx, e.Path)
	if err == nil {
		err = s.still(ctx, e)
	}
	if err != nil {
		return nil, err
	}
	f, err := c.Open(at)
	if err != nil {
		return nil, s.fault(err, "opening a file", false)
	}
	return f, nil
}

// Replace implements [files.Store]: a new file takes the old one's place in one
// moment, where the server has OpenSSH's rename.
func (s *Store) Replace(ctx context.Context, e files.Entry, content []byte) (files.Entry, error) {
	c, at, err := s.at(ctx, e.Path)
	if err == nil {
		err = s.still(ctx, e)
	}
	if err != nil {
		return e, err
	}
	old, err := c.Lstat(at)
	temp := path.Join(path.Dir(at), ".varsam-"+rand.Text()+".tmp")
	if err == nil {
		err = full(c, path.Dir(at), len(content), fill(c, temp, old, content))
	}
	if err == nil {
		err = s.still(ctx, e)
	}
	if err == nil {
		err = c.PosixRename(temp, at)
	}
	if err != nil {
		_ = c.Remove(temp)
		return e, s.fault(err, "rewriting a file", true)
	}
	return s.Stat(ctx, e.Path)
}

func fill(c *sftp.Client, name string, like fs.FileInfo, content []byte) (err error) {
	f, err := c.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.Chmod(like.Mode().Perm()); err != nil {
		return err
	}
	if _, err := f.Write(content); err != nil {
		return err
	}
	if stat, ok := like.Sys().(*sftp.FileStat); ok {
		_ = c.Chown(name, int(stat.UID), int(stat.GID)) // as far as we may
	}
	_ = f.Sync() // as far as the server can
	return c.Chtimes(name, like.ModTime(), like.ModTime())
}

// Move implements [files.Store]. SFTP's own rename overwrites nothing.
func (s *Store) Move(ctx context.Context, e files.Entry, to string) (files.Entry, error) {
	if to == "" || files.CheckPath(to) != nil {
		return e, varsam.Errorf(varsam.Invalid, "a path that leads elsewhere")
	}
	c, at, err := s.at(ctx, e.Path)
	if err == nil {
		err = s.still(ctx, e)
	}
	if err != nil {
		return e, err
	}
	if _, err := s.Stat(ctx, to); varsam.CodeOf(err) != varsam.NotFound {
		if err == nil {
			err = varsam.Errorf(varsam.Conflict, "something is where a file should move to")
		}
		return e, err
	}
	target := s.folder + "/" + to
	if err = c.MkdirAll(path.Dir(target)); err == nil {
		err = c.Rename(at, target)
	}
	if err != nil {
		return e, s.fault(err, "moving a file", true)
	}
	return s.Stat(ctx, to)
}

// Delete implements [files.Store].
func (s *Store) Delete(ctx context.Context, e files.Entry) error {
	c, at, err := s.at(ctx, e.Path)
	if err == nil && e.Path == "" {
		err = varsam.Errorf(varsam.Invalid, "the root is not erased")
	}
	if err == nil {
		err = s.still(ctx, e)
	}
	if err != nil {
		return err
	}
	if e.Kind == files.Folder {
		err = c.RemoveDirectory(at)
	} else {
		err = c.Remove(at)
	}
	if err != nil {
		return s.fault(err, "erasing a file", true)
	}
	return nil
}
