package webdav_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/webdav"
)

// answering is a store whose server answers every PROPFIND with a text.
func answering(t *testing.T, path, body string) *webdav.Store {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusMultiStatus)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	s, err := webdav.Open(server.URL+path, "", "u", "p", "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const (
	start  = `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:"><d:response><d:href>/dav/</d:href><d:propstat><d:prop><d:resourcetype><d:collection/></d:resourcetype></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`
	one    = `<d:response><d:href>/dav/a%20b.txt</d:href><d:propstat><d:prop><d:resourcetype/><d:getetag>W/"x"</d:getetag></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`
	beside = `<d:response><d:href>/etc/passwd</d:href></d:response><d:response><d:href>/dav/../x</d:href></d:response><d:response><d:href>/dav/%2e%2e/y</d:href></d:response>`
	end    = `</d:multistatus>`
)

// A list that ends early is no short list, and one that leads elsewhere leads nowhere.
func TestListsAreBelievedOnlyWhenWhole(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		n    int
		code varsam.Code
	}{
		"whole":     {start + one + end, 1, ""},
		"elsewhere": {start + one + beside + end, 1, ""},
		"cut":       {start + one, 1, varsam.Unavailable},
		"cut early": {start + one[:80], 0, varsam.Unavailable},
		"no xml":    {"<html><body>log in", 0, varsam.Unavailable},
		"empty":     {"", 0, varsam.Unavailable},
	} {
		var all []files.Entry
		err := answering(t, "/dav", c.body).List(context.Background(), "", func(e files.Entry) error { all = append(all, e); return nil })
		if varsam.CodeOf(err) != c.code || len(all) != c.n {
			t.Errorf("%s: %+v, %v", name, all, err)
		}
		if c.n > 0 && (all[0].Path != "a b.txt" || all[0].Version != `"x"` || all[0].Tag != "") {
			t.Errorf("%s: %+v", name, all[0])
		}
	}
}

// Nextcloud has a bin that WebDAV does not reach: nothing there is called gone.
func TestNextcloudsBinIsNotCalledGone(t *testing.T) {
	t.Parallel()
	s := answering(t, "/remote.php/dav/files/u", "")
	if end, err := s.Purge(context.Background(), "a.txt"); err != nil || end.Finality != varsam.Archived {
		t.Errorf("%+v, %v", end, err)
	}
}
