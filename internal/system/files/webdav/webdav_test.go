package webdav_test

import (
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files/storetest"
	"github.com/varsam/varsam/internal/system/files/web"
	"github.com/varsam/varsam/internal/system/files/webdav"
)

// server is a WebDAV server with the folder that it serves, where we can see it.
type server struct {
	url, user, password, dir string
}

var made atomic.Int64

// fixture makes a folder of its own on the server.
func (s server) fixture(t *testing.T) storetest.Fixture {
	t.Helper()
	name := "t" + strconv.Itoa(os.Getpid()) + "-" + strconv.FormatInt(made.Add(1), 10)
	s.send(t, "MKCOL", s.url+"/"+name+"/", "")
	store, err := webdav.Open(s.url+"/"+name, "", s.user, s.password, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	f := storetest.Fixture{Store: store, Put: func(t *testing.T, file, content string) { s.put(t, name, file, content) }}
	if s.dir != "" {
		f.Grep = func(t *testing.T, text string) bool { return storetest.Grep(t, filepath.Join(s.dir, name), text) }
	}
	return f
}

func (s server) put(t *testing.T, folder, file, content string) {
	t.Helper()
	for i, c := range file {
		if c == '/' {
			s.send(t, "MKCOL", s.url+"/"+web.EscapePath(path.Join(folder, file[:i]))+"/", "")
		}
	}
	s.send(t, http.MethodPut, s.url+"/"+web.EscapePath(folder+"/"+file), content)
}

func (s server) send(t *testing.T, method, address, body string) {
	t.Helper()
	r, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(s.user, s.password)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode/100 != 2 && resp.StatusCode != http.StatusMethodNotAllowed {
		t.Fatalf("%s: %s", method, resp.Status)
	}
}

func TestApache(t *testing.T) {
	t.Parallel()
	text := os.Getenv("VARSAM_TEST_WEBDAV")
	if text == "" {
		t.Skip("VARSAM_TEST_WEBDAV names no WebDAV server; make test starts Apache's")
	}
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	s := server{user: u.User.Username(), dir: u.RawQuery}
	s.password, _ = u.User.Password()
	u.User, u.RawQuery = nil, ""
	s.url = u.String()
	storetest.Run(t, storetest.Harness{New: s.fixture, Loses: varsam.Gone})
}
