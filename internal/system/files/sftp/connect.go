package sftp

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"strings"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files"
)

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
		return nil, varsam.Wrap(varsam.Unavailable, err, "cancelled")
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

// What servers of version 6 of the protocol say of a full disk. OpenSSH says
// "failure", of which [full] makes errFull.
const (
	noSpace       = 14
	quotaExceeded = 15
)

var errFull = errors.New("the disk is full")

// full asks, after a write failed, whether there is room for so many bytes.
func full(c *sftp.Client, folder string, size int, err error) error {
	var status *sftp.StatusError
	if !errors.As(err, &status) {
		return err
	}
	if disk, lost := c.StatVFS(folder); lost == nil && disk.Frsize*disk.Bavail < uint64(size) {
		return errFull
	}
	return err
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
	case errors.As(err, &status) && (status.Code == noSpace || status.Code == quotaExceeded), errors.Is(err, errFull):
		code = varsam.Full
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
	return varsam.Errorf(code, "%s: %s", doing, words(code))
}

func words(code varsam.Code) string {
	if code == varsam.Full {
		return "the server has no room left; make room and try again"
	}
	return "the SSH server refused, or the connection broke"
}
