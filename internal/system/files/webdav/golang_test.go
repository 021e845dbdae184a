package webdav_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	dav "golang.org/x/net/webdav"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files/storetest"
)

// TestGolang is the second server: another reading of the same standard, in this process.
func TestGolang(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	handler := &dav.Handler{FileSystem: dav.Dir(dir), LockSystem: dav.NewMemLS()}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, ok := r.BasicAuth(); !ok || user != "user" || password != "secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s := serverOf(server.URL, dir)
	storetest.Run(t, storetest.Harness{New: s.fixture, Loses: varsam.Gone})
}

// A server whose disk is full says so (507), of what writes.
func TestNoRoomOnAServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	handler := &dav.Handler{FileSystem: dav.Dir(dir), LockSystem: dav.NewMemLS()}
	var full atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if full.Load() && (r.Method == http.MethodPut || r.Method == "MKCOL" || r.Method == "MOVE") {
			w.WriteHeader(http.StatusInsufficientStorage)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	storetest.NoRoom(t, serverOf(server.URL, dir).fixture(t), full.Store)
}

func serverOf(url, dir string) server {
	return server{url: url, user: "user", password: "secret", dir: dir}
}
