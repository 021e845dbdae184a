// Package sftp is a folder of an SSH server as a [files.Store]. The server's key is
// checked before anything is told to it.
package sftp

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

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

// Open connects to a server.
func Open(ctx context.Context, settings map[string]string) (*Store, error) {
	s := &Store{host: settings["host"], folder: strings.TrimSuffix(settings["folder"], "/")}
	if settings["folder"] == "" {
		s.folder = "."
	}
	if _, _, err := net.SplitHostPort(s.host); err != nil {
		s.host = net.JoinHostPort(s.host, "22")
	}
	s.config = &ssh.ClientConfig{User: settings["user"], Timeout: 20 * time.Second}
	var err error
	if s.config.HostKeyCallback, err = hostKeys(settings); err != nil {
		return nil, err
	}
	if s.config.Auth, err = proofs(settings); err != nil {
		return nil, err
	}
	_, err = s.client(ctx)
	return s, err
}

func hostKeys(settings map[string]string) (ssh.HostKeyCallback, error) {
	if text := settings["host_key"]; text != "" {
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
		if err != nil {
			return nil, varsam.Errorf(varsam.Invalid, `host_key is a public key such as "ssh-ed25519 AAAA…"`)
		}
		return ssh.FixedHostKey(key), nil
	}
	if settings["known_hosts"] == "" {
		return nil, varsam.Errorf(varsam.Invalid, "sftp needs known_hosts or host_key: without them anybody could answer for the server")
	}
	check, err := knownhosts.New(settings["known_hosts"])
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "known_hosts cannot be read")
	}
	return check, nil
}

func proofs(settings map[string]string) (all []ssh.AuthMethod, err error) {
	if text := settings["key"]; text != "" {
		var key ssh.Signer
		if pass := settings["passphrase"]; pass != "" {
			key, err = ssh.ParsePrivateKeyWithPassphrase([]byte(text), []byte(pass))
		} else {
			key, err = ssh.ParsePrivateKey([]byte(text))
		}
		if err != nil {
			return nil, varsam.Errorf(varsam.Invalid, "the key cannot be read, or its passphrase is another")
		}
		all = append(all, ssh.PublicKeys(key))
	}
	if settings["password"] != "" {
		all = append(all, ssh.Password(settings["password"]))
	}
	if len(all) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "sftp needs a key or a password")
	}
	return all, nil
}

// client is the connection, made anew when it broke.
func (s *Store) client(ctx context.Context) (*sftp.Client, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, &varsam.Error{Code: varsam.Unavailable, Message: "cancelled", Err: err}
	}
	if s.sftp != nil {
		return s.sftp, nil
	}
	d := net.Dialer{Timeout: s.config.Timeout}
	tcp, err := d.DialContext(ctx, "tcp", s.host)
	if err != nil {
		return nil, varsam.Errorf(varsam.Unavailable, "the SSH server does not answer")
	}
	conn, channels, requests, err := ssh.NewClientConn(tcp, s.host, s.config)
	if err != nil {
		tcp.Close()
		return nil, refused(err)
	}
	s.conn = ssh.NewClient(conn, channels, requests)
	if s.sftp, err = sftp.NewClient(s.conn); err != nil {
		s.conn.Close()
		s.conn, s.sftp = nil, nil
		return nil, varsam.Errorf(varsam.Unsupported, "the SSH server has no SFTP for us")
	}
	return s.sftp, nil
}

// refused says why a server or we did not want the connection.
func refused(err error) error {
	var key *knownhosts.KeyError
	switch {
	case errors.As(err, &key) || strings.Contains(err.Error(), "host key mismatch"):
		return varsam.Errorf(varsam.Denied, "the SSH server shows another key than the one that is known; nothing was told to it")
	case strings.Contains(err.Error(), "unable to authenticate"):
		return varsam.Errorf(varsam.Denied, "the SSH server does not let us in")
	}
	return varsam.Errorf(varsam.Unavailable, "the SSH server broke off the greeting")
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

// at is a path on the server, and the connection.
func (s *Store) at(ctx context.Context, name string) (*sftp.Client, string, error) {
	if err := files.CheckPath(name); err != nil {
		return nil, "", err
	}
	c, err := s.client(ctx)
	if name == "" {
		return c, s.folder, err
	}
	return c, s.folder + "/" + name, err
}

// fault gives an error a code. A connection that is lost is made again by whoever
// comes next.
func (s *Store) fault(err error, doing string, changes bool) error {
	if e := (*varsam.Error)(nil); errors.As(err, &e) {
		return e
	}
	var status *sftp.StatusError
	code := varsam.Unavailable
	switch {
	case errors.Is(err, fs.ErrNotExist):
		code = varsam.NotFound
	case errors.Is(err, fs.ErrPermission):
		code = varsam.Denied
	case errors.Is(err, fs.ErrExist):
		code = varsam.Conflict
	case errors.As(err, &status):
		code = varsam.Conflict // all that the server says is "failure"
	default:
		s.mu.Lock()
		if s.sftp != nil {
			s.sftp.Close()
			s.conn.Close()
		}
		s.sftp = nil
		s.mu.Unlock()
		if changes {
			code = varsam.Unknown
		}
	}
	return varsam.Errorf(code, "%s: the SSH server refused, or the connection broke", doing)
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
		err = fill(c, temp, old, content)
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
