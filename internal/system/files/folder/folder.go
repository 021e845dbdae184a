// Package folder is a folder of this machine, or a share that is mounted on it, as
// a [files.Store]. Nothing outside it can be reached: links are not followed, and the operating
// system holds every path below the root.
package folder

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
)

// Connector connects a folder.
func Connector() system.Connector {
	return files.Connector(varsam.ConnectorSpec{
		Name:  "folder",
		Title: varsam.Words{SV: "Mapp eller monterad filresurs", EN: "Folder or mounted share"},
		Doc: "A folder of this machine, or an SMB or NFS share that is mounted on it. Links are not followed. An erased file is gone from the folder; " +
			"what the share itself keeps – snapshots, a bin such as #recycle – is named in the description. Rewriting keeps rights and times where the share lets us.",
		Settings: []varsam.Setting{
			{Name: "path", Doc: "The folder.", Required: true, Path: true, Example: "/srv/projects"},
		},
	}, func(_ context.Context, cfg system.Config) (files.Store, error) { return Open(cfg.Settings["path"]) })
}

// Store implements [files.Store].
type Store struct {
	files.Plain
	root *os.Root
}

// Open opens a folder, which must be there.
func Open(path string) (*Store, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fault(err, "opening the folder")
	}
	return &Store{root: root}, nil
}

// Engine implements [files.Store].
func (s *Store) Engine() string { return "folder (" + runtime.GOOS + ")" }

// ReadOnly says why nothing may be changed, as far as the operating system tells.
func (s *Store) ReadOnly() string {
	if !writable(s.root.Name()) {
		return "the folder may only be read"
	}
	return ""
}

// Peek reports whether there is a folder that may not be listed: file servers hide
// the one with their snapshots, and open it all the same.
func (s *Store) Peek(name string) bool {
	info, err := s.root.Stat(name)
	return err == nil && info.IsDir()
}

// Close implements [files.Store].
func (s *Store) Close() error { return s.root.Close() }

// local is a path as the operating system takes it.
func local(path string) (string, error) {
	if path == "" {
		return ".", nil
	}
	return path, files.CheckPath(path)
}

// pageSize is how many names of a folder are read at a time.
const pageSize = 1024

// List implements [files.Store].
func (s *Store) List(ctx context.Context, folder string, yield func(files.Entry) error) error {
	name, err := local(folder)
	if err != nil {
		return err
	}
	info, err := s.root.Lstat(name)
	if err != nil {
		return fault(err, "reading a folder")
	}
	if !info.IsDir() {
		return varsam.Errorf(varsam.NotFound, "a folder is no longer one")
	}
	dir, err := s.root.Open(name)
	if err != nil {
		return fault(err, "reading a folder")
	}
	defer dir.Close()
	for {
		page, err := dir.ReadDir(pageSize)
		for _, d := range page {
			if err := ctx.Err(); err != nil {
				return err
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return fault(err, "reading a folder")
			}
			if err := yield(entry(path.Join(folder, d.Name()), info)); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fault(err, "reading a folder")
		}
	}
}

// entry makes an entry of what the operating system says.
func entry(path string, info fs.FileInfo) files.Entry {
	e := files.Entry{Path: path, Kind: files.Other, Modified: info.ModTime(), Author: owner(info)}
	switch mode := info.Mode(); {
	case mode.IsRegular():
		e.Kind, e.Size = files.File, info.Size()
	case mode.IsDir():
		e.Kind = files.Folder
	case mode&fs.ModeSymlink != 0:
		e.Kind = files.Link
	}
	e.Version = strconv.FormatInt(info.Size(), 10) + " " + strconv.FormatInt(info.ModTime().UnixNano(), 36) + " " + number(info)
	return e
}

// Stat implements [files.Store].
func (s *Store) Stat(_ context.Context, path string) (files.Entry, error) {
	name, err := local(path)
	if err != nil {
		return files.Entry{}, err
	}
	info, err := s.root.Lstat(name)
	if err != nil {
		return files.Entry{}, fault(err, "reading a file's state")
	}
	return entry(path, info), nil
}

// still checks that an entry is the version it was.
func (s *Store) still(ctx context.Context, e files.Entry) error {
	now, err := s.Stat(ctx, e.Path)
	if err == nil && (now.Kind != e.Kind || e.Kind != files.Folder && now.Version != e.Version) {
		err = varsam.Errorf(varsam.Changed, "a file is another than it was")
	}
	return err
}

// Open implements [files.Store]. What is no file any more is not opened: opening a
// pipe would wait for its other end.
func (s *Store) Open(_ context.Context, e files.Entry) (io.ReadCloser, error) {
	name, err := local(e.Path)
	if err != nil {
		return nil, err
	}
	f, err := s.root.OpenFile(name, os.O_RDONLY|noWait, 0)
	if err != nil {
		return nil, fault(err, "opening a file")
	}
	info, err := f.Stat()
	if err == nil && (!info.Mode().IsRegular() || entry(e.Path, info).Version != e.Version) {
		err = varsam.Errorf(varsam.Changed, "a file is another than it was")
	}
	if err != nil {
		f.Close()
		return nil, fault(err, "opening a file")
	}
	return f, nil
}

// Replace implements [files.Store]: a new file takes the old one's place in one
// moment, when its bytes are on the disk.
func (s *Store) Replace(ctx context.Context, e files.Entry, content []byte) (files.Entry, error) {
	if err := s.still(ctx, e); err != nil {
		return e, err
	}
	old, err := s.root.Lstat(e.Path)
	if err != nil {
		return e, fault(err, "rewriting a file")
	}
	temp := path.Join(path.Dir(e.Path), ".varsam-"+rand.Text()+".tmp")
	err = s.fill(temp, old, content)
	if err == nil {
		err = s.still(ctx, e)
	}
	if err == nil {
		err = s.root.Rename(temp, e.Path)
	}
	if err != nil {
		_ = s.root.Remove(temp)
		return e, fault(err, "rewriting a file")
	}
	s.sync(path.Dir(e.Path))
	return s.Stat(ctx, e.Path)
}

// fill writes a file with what belonged to another. Owner and rights are kept as
// far as we may.
func (s *Store) fill(name string, like fs.FileInfo, content []byte) (err error) {
	f, err := s.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, like.Mode().Perm())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(content); err != nil {
		return err
	}
	keepOwner(f, like)
	_ = f.Chmod(like.Mode().Perm())
	if err := s.root.Chtimes(name, like.ModTime(), like.ModTime()); err != nil && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return f.Sync()
}

// sync brings a folder's names to the disk, where that can be asked for.
func (s *Store) sync(name string) {
	if dir, err := s.root.Open(name); err == nil {
		_ = dir.Sync()
		dir.Close()
	}
}

// Move implements [files.Store]. A second name is made before the first one goes,
// so that nothing is overwritten; where there are no second names, what is in the way
// is looked for just before.
func (s *Store) Move(ctx context.Context, e files.Entry, to string) (files.Entry, error) {
	if err := errors.Join(files.CheckPath(e.Path), files.CheckPath(to)); err != nil || to == "" {
		return e, varsam.Errorf(varsam.Invalid, "a path that leads elsewhere")
	}
	if err := s.still(ctx, e); err != nil {
		return e, err
	}
	if err := s.root.MkdirAll(path.Dir(to), 0o770); err != nil {
		return e, fault(err, "making a folder")
	}
	if _, err := s.root.Lstat(to); err == nil {
		return e, varsam.Errorf(varsam.Conflict, "something is where a file should move to")
	}
	err := s.root.Link(e.Path, to)
	switch {
	case err == nil:
		err = s.root.Remove(e.Path)
	case errors.Is(err, fs.ErrExist):
	default:
		err = s.root.Rename(e.Path, to)
	}
	if err != nil {
		return e, fault(err, "moving a file")
	}
	s.sync(path.Dir(to))
	s.sync(path.Dir(e.Path))
	return s.Stat(ctx, to)
}

// Delete implements [files.Store].
func (s *Store) Delete(ctx context.Context, e files.Entry) error {
	if e.Path == "" {
		return varsam.Errorf(varsam.Invalid, "the root is not erased")
	}
	if err := s.still(ctx, e); err != nil {
		return err
	}
	if err := s.root.Remove(e.Path); err != nil {
		return fault(err, "erasing a file")
	}
	s.sync(path.Dir(e.Path))
	return nil
}

// fault gives an error of the operating system a code. Its text holds the path,
// which may name a person: only the cause is kept.
func fault(err error, doing string) error {
	if e := (*varsam.Error)(nil); errors.As(err, &e) {
		return e
	}
	code := varsam.Unavailable
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		code = varsam.NotFound
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), strings.Contains(err.Error(), "escapes from parent"):
		code = varsam.Denied
	case errors.Is(err, fs.ErrExist), errors.Is(err, syscall.ENOTEMPTY), errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.ETXTBSY):
		code = varsam.Conflict
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, errQuota):
		code = varsam.Full
	case errors.Is(err, syscall.EINVAL), errors.Is(err, syscall.ENAMETOOLONG):
		code = varsam.Invalid
	}
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return varsam.Errorf(code, "%s: %s", doing, errno.Error())
	}
	return varsam.Errorf(code, "%s: the operating system refused", doing)
}
