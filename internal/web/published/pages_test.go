package published_test

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/examples"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
	"github.com/varsam/varsam/internal/web/frame"
	"github.com/varsam/varsam/internal/web/published"
)

// site is the public's pages of an example on a server.
type site struct {
	*testing.T
	url        string
	publishing *publish.Service
}

func open(t *testing.T) *site {
	t.Helper()
	st := storetest.SQLite(t, slices.Concat(evidence.Migrations, register.Migrations, publish.Migrations)...)
	if err := st.AddTenant(t.Context(), storetest.Tenant); err != nil {
		t.Fatal(err)
	}
	files, _ := fs.Sub(examples.Files, "insourceit")
	archive, err := register.Archive(files)
	if err != nil {
		t.Fatal(err)
	}
	err = st.Write(t.Context(), storetest.Tenant, func(tx *store.Tx) error {
		_, err := register.Push(tx, archive, "test", 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &site{T: t, publishing: &publish.Service{Store: st, Tenant: storetest.Tenant, Actor: func(name string) string { return name }}}
	frames := frame.NewSite(frame.Site{Key: make([]byte, 32), Log: slog.New(slog.DiscardHandler)})
	(&published.Pages{Site: frames, Publishing: s.publishing, Address: "https://acme.example"}).Mount()
	server := httptest.NewServer(frames.Handler())
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *site) get(path string) (int, string, http.Header) {
	s.Helper()
	return s.getIn("sv", path)
}

// getIn is what a browser gets that asks for some languages.
func (s *site) getIn(languages, path string) (int, string, http.Header) {
	s.Helper()
	request, _ := http.NewRequestWithContext(s.Context(), http.MethodGet, s.url+path, nil)
	request.Header.Set("Accept-Language", languages)
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		s.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.Fatal(err)
	}
	return r.StatusCode, string(body), r.Header
}

// TestPages: what is in force stands at its address, earlier versions and all
// forms are reached from there, and what is not for everybody is not there.
func TestPages(t *testing.T) {
	t.Parallel()
	s := open(t)
	if status, _, _ := s.get("/privacy"); status != http.StatusNotFound {
		t.Errorf("before anything is published: %d", status)
	}
	if _, err := s.publishing.Publish(t.Context(), publish.Order{By: "anna"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.publishing.Publish(t.Context(), publish.Order{By: "anna", Kinds: []document.Kind{document.Record}}); err != nil {
		t.Fatal(err)
	}
	status, home, header := s.get("/privacy")
	if status != http.StatusOK || !strings.Contains(home, "Så använder Kvarnsund Konsultförmedling AB dina personuppgifter") {
		t.Fatalf("%d %s", status, home)
	}
	if strings.Contains(home, " style=") || !strings.Contains(header.Get("Content-Security-Policy"), "style-src 'self'") || strings.Contains(home, "⟦") {
		t.Error("the page breaks its own policy, or lacks a sentence")
	}
	for _, link := range regexp.MustCompile(`href="(/privacy[^"#]*)"`).FindAllStringSubmatch(home, -1) {
		if status, _, _ := s.get(strings.ReplaceAll(link[1], "&amp;", "&")); status != http.StatusOK {
			t.Errorf("%s leads nowhere: %d", link[1], status)
		}
	}
	if _, english, _ := s.get("/privacy/notice?language=en"); !strings.Contains(english, `<article class="document" lang="en">`) {
		t.Error("no English on request")
	}
	for _, path := range []string{"/privacy/record", "/privacy/record/1", "/privacy/record/1/sv.html", "/privacy/notice/2", "/privacy/notice/0", "/privacy/notice/x", "/privacy/nothing", "/privacy/notice/1/sv.exe", "/privacy/notice/1/xx.pdf", "/privacy/annex/feed.atom"} {
		if status, _, _ := s.get(path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}

// TestFinnish: whoever has a Finnish browser reads the notice in Finnish where it
// is published so, and elsewhere what everybody reads.
func TestFinnish(t *testing.T) {
	t.Parallel()
	s := open(t)
	publishIn := func(languages ...varsam.Lang) {
		t.Helper()
		if _, err := s.publishing.Publish(t.Context(), publish.Order{By: "anna", Kinds: []document.Kind{document.Notice}, Languages: languages}); err != nil {
			t.Fatal(err)
		}
	}
	want := func(languages, path, lang string) {
		t.Helper()
		if _, body, _ := s.getIn(languages, path); !strings.Contains(body, `<article class="document" lang="`+lang+`">`) {
			t.Errorf("%s for %s is not in %s", path, languages, lang)
		}
	}
	publishIn(varsam.Swedish, varsam.English)
	want("fi-FI,fi;q=0.9,en;q=0.8", "/privacy", "en")
	want("fi", "/privacy", "sv")
	publishIn(varsam.Swedish, varsam.Finnish, varsam.English)
	want("fi-FI,fi;q=0.9,en;q=0.8", "/privacy", "fi")
	want("fi", "/privacy/notice/2", "fi")
	want("fi", "/privacy/notice/1", "sv")
	want("sv,fi", "/privacy", "sv")
	want("fi", "/privacy?language=en", "en")
}

// TestForPrograms: feeds are Atom, and the files under /.well-known say what is
// so and nothing else.
func TestForPrograms(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, path := range []string{"/.well-known/gpc.json", "/.well-known/security.txt"} {
		if status, _, _ := s.get(path); status != http.StatusNotFound {
			t.Errorf("%s before anything is published or promised: %d", path, status)
		}
	}
	if _, err := s.publishing.Publish(t.Context(), publish.Order{By: "anna"}); err != nil {
		t.Fatal(err)
	}
	status, feed, header := s.get("/privacy/feed.atom")
	if err := xml.Unmarshal([]byte(feed), new(struct{ XMLName xml.Name })); err != nil || status != http.StatusOK || !strings.HasPrefix(header.Get("Content-Type"), "application/atom+xml") {
		t.Errorf("%d %v %v", status, err, header)
	}
	_, text, _ := s.get("/.well-known/security.txt")
	expires := regexp.MustCompile(`(?m)^Expires: (.*)$`).FindStringSubmatch(text)
	if !strings.Contains(text, "Contact: mailto:dataskydd@kvarnsund.example\n") || !strings.Contains(text, "Policy: https://acme.example/privacy/measures\n") || expires == nil {
		t.Fatalf("%s", text)
	}
	if at, err := time.Parse(time.RFC3339, expires[1]); err != nil || !at.After(time.Now()) {
		t.Errorf("expires %s, %v", expires[1], err)
	}
	var index struct {
		Documents []struct {
			Kind, URL string
			Forms     map[string]string
		}
	}
	_, text, _ = s.get("/.well-known/privacy.json")
	if err := json.Unmarshal([]byte(text), &index); err != nil || len(index.Documents) < 4 {
		t.Fatalf("%s %v", text, err)
	}
	for _, d := range index.Documents {
		for form, at := range d.Forms {
			at = strings.TrimPrefix(strings.Replace(at, "{language}", "sv", 1), "https://acme.example")
			if status, _, _ := s.get(at); status != http.StatusOK {
				t.Errorf("%s %s: %s is %d", d.Kind, form, at, status)
			}
		}
	}
}
