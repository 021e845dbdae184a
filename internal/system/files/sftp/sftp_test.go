package sftp_test

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files/sftp"
	"github.com/varsam/varsam/internal/system/files/storetest"
)

// server is what VARSAM_TEST_SFTP names: sftp://user@host:port/folder, in which lie
// data, the server's key and ours.
type server struct {
	host, user, dir string
}

func running(t *testing.T) server {
	t.Helper()
	text := os.Getenv("VARSAM_TEST_SFTP")
	if text == "" {
		t.Skip("VARSAM_TEST_SFTP names no SFTP server; make test starts OpenSSH's")
	}
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return server{u.Host, u.User.Username(), u.Path}
}

func (s server) settings(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{"host": s.host, "user": s.user, "folder": folder}
	for setting, name := range map[string]string{"key": "client", "host_key": "host.pub"} {
		b, err := os.ReadFile(filepath.Join(s.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		all[setting] = string(b)
	}
	return all
}

func TestOpenSSH(t *testing.T) {
	t.Parallel()
	s := running(t)
	storetest.Run(t, storetest.Harness{Any: true, Loses: varsam.Gone, New: s.fixture})
}

// fixture makes a folder of its own. Files that are written anew get a time of their
// own: the server tells whole seconds.
func (s server) fixture(t *testing.T) storetest.Fixture {
	t.Helper()
	dir, err := os.MkdirTemp(filepath.Join(s.dir, "data"), "t")
	if err == nil {
		err = os.Chmod(dir, 0o777)
	}
	if err != nil {
		t.Fatal(err)
	}
	store, err := sftp.Open(context.Background(), s.settings(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	n := 0
	return storetest.Fixture{
		Store: store,
		Grep:  func(t *testing.T, text string) bool { return storetest.Grep(t, dir, text) },
		Put: func(t *testing.T, path, content string) {
			n++
			write(t, dir, path, content, time.Date(2026, 1, 1, 0, 0, n, 0, time.UTC))
		},
	}
}

// write makes everything the server's user's to change.
func write(t *testing.T, dir, path, content string, modified time.Time) {
	t.Helper()
	at := dir
	for _, name := range strings.Split(filepath.Dir(path), "/") {
		at = filepath.Join(at, name)
		if err := os.MkdirAll(at, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(at, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, path)
	if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, modified, modified); err != nil {
		t.Fatal(err)
	}
}

func TestAnotherHostKeyEndsItAll(t *testing.T) {
	t.Parallel()
	s := running(t)
	settings := s.settings(t, "/")
	other, err := os.ReadFile(filepath.Join(s.dir, "client.pub"))
	if err != nil {
		t.Fatal(err)
	}
	settings["host_key"] = string(other)
	if _, err := sftp.Open(context.Background(), settings); varsam.CodeOf(err) != varsam.Denied || !strings.Contains(err.Error(), "another key") {
		t.Errorf("%v", err)
	}
	settings = s.settings(t, "/")
	settings["known_hosts"], settings["host_key"] = filepath.Join(t.TempDir(), "known"), ""
	if err := os.WriteFile(settings["known_hosts"], []byte("["+strings.Replace(s.host, ":", "]:", 1)+" "+string(other)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sftp.Open(context.Background(), settings); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("%v", err)
	}
}

func TestSettingsThatTrustAnybodyAreRefused(t *testing.T) {
	t.Parallel()
	for _, settings := range []map[string]string{
		{"host": "127.0.0.1", "user": "x", "password": "y"},
		{"host": "127.0.0.1", "user": "x", "host_key": "ssh-ed25519 nonsense", "password": "y"},
	} {
		if _, err := sftp.Open(context.Background(), settings); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%v", err)
		}
	}
}
