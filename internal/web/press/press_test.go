package press_test

import (
	"bytes"
	"crypto/sha256"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
	"github.com/varsam/varsam/internal/web/frame"
	"github.com/varsam/varsam/internal/web/press"
)

func TestStatementsNameTheTenant(t *testing.T) {
	t.Parallel()
	storetest.CheckStatements(t)
	for _, m := range press.Migrations {
		if err := store.CheckMigration(m); err != nil {
			t.Error(err)
		}
	}
}

var pages = fstest.MapFS{
	"_shared.html": {Data: []byte(`{{define "top"}}{{template "languages" .}}{{end}}{{define "bottom"}}{{end}}`)},
	"form.html":    {Data: []byte(`{{define "title"}}Form{{end}}{{define "main"}}<form method="post">{{.Token}}</form>{{end}}`)},
}

// farm is several servers of one store, and one browser.
type farm struct {
	testing.TB
	client   *http.Client
	at       []string
	answered atomic.Int64
}

// plant starts two servers whose form counts how often it was answered, and refuses
// what says "wrong" the first time.
func plant(t *testing.T, s *store.Store) *farm {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	f := &farm{TB: t, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	for range 2 {
		site := frame.NewSite(frame.Site{
			Key: bytes.Repeat([]byte{7}, 32), Language: varsam.Swedish, Log: slog.New(slog.DiscardHandler),
			Presses: &press.Memory{Store: s, Tenant: storetest.Tenant},
		})
		area := &frame.Area{Site: site, Book: frame.NewBook(pages), Class: "test"}
		area.Handle("GET /form", func(v *frame.Visit) error { return v.Show("form", nil) })
		area.Handle("POST /count", func(v *frame.Visit) error {
			n := f.answered.Add(1)
			if v.Field("say") == "wrong" && n == 1 {
				return varsam.Errorf(varsam.Invalid, "no")
			}
			return v.Redirect("/secret/" + strconv.FormatInt(n, 10))
		})
		server := httptest.NewServer(site.Handler())
		t.Cleanup(server.Close)
		f.at = append(f.at, server.URL)
	}
	return f
}

// presses sends the form to a server, and returns where it led.
func (f *farm) presses(server int, token, say string) string {
	answer, err := f.client.PostForm(f.at[server]+"/count", url.Values{"_token": {token}, "say": {say}})
	if err != nil {
		f.Error(err)
		return ""
	}
	answer.Body.Close()
	return answer.Header.Get("Location")
}

var hidden = regexp.MustCompile(`name="_token" value="([^"]+)"`)

// token is that of a fresh page.
func (f *farm) token() string {
	f.Helper()
	answer, err := f.client.Get(f.at[0] + "/form")
	if err != nil {
		f.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	found := hidden.FindSubmatch(body)
	if found == nil {
		f.Fatalf("no token in %s", body)
	}
	return string(found[1])
}

// A form that is pressed again and comes to another server is answered once, also
// while the first is under way, and leads where the first led; what was refused, other
// words and a page that was loaded anew are new.
func TestPressedAgainAtAnotherServer(t *testing.T) {
	t.Parallel()
	storetest.Each(t, press.Migrations, func(t *testing.T, s *store.Store) {
		t.Parallel()
		f := plant(t, s)
		page := f.token()
		first, second := f.presses(0, page, "a"), f.presses(1, page, "a")
		if f.answered.Load() != 1 || first != "/secret/1" || second != first {
			t.Errorf("answered %d times: %s and %s", f.answered.Load(), first, second)
		}
		if f.presses(1, page, "b") != "/secret/2" || f.presses(0, f.token(), "a") != "/secret/3" {
			t.Error("another form was taken for the same")
		}
		page = f.token()
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				if to := f.presses(i%2, page, "a"); to != "/secret/4" {
					t.Errorf("one was led to %q", to)
				}
			})
		}
		all.Wait()
		if f.answered.Load() != 4 {
			t.Errorf("answered %d times", f.answered.Load())
		}
		refused := plant(t, s)
		page = refused.token()
		if refused.presses(0, page, "wrong") != "" || refused.presses(1, page, "wrong") != "/secret/2" {
			t.Error("what was refused is remembered")
		}
	})
}

// Nothing that lies in the store tells where a form led, and it is gone after its time.
func TestWhatIsRememberedIsSealedAndEnds(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t, press.Migrations...)
	m := &press.Memory{Store: s, Tenant: storetest.Tenant}
	form := sha256.Sum256([]byte("form"))
	led := []byte(`/receipt/very-secret`)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	first, _, err := m.Begin(t.Context(), form)
	must(err)
	must(m.End(t.Context(), form, led))
	again, was, err := m.Begin(t.Context(), form)
	must(err)
	if !first || again || string(was) != string(led) {
		t.Errorf("remembered: %v %v %s", first, again, was)
	}
	must(s.Write(t.Context(), storetest.Tenant, func(tx *store.Tx) error {
		var mark, kept []byte
		if err := tx.QueryRow(`SELECT mark, led FROM press_forms WHERE tenant = $1`, tx.Tenant()).Scan(&mark, &kept); err != nil {
			return err
		}
		if strings.Contains(string(kept), "receipt") || bytes.Contains(mark, form[:8]) {
			t.Error("the store tells where it led")
		}
		_, err := tx.Exec(`UPDATE press_forms SET began = $2 WHERE tenant = $1`, tx.Tenant(), tx.Now().Add(-press.Life-time.Second).UnixMicro())
		return err
	}))
	if first, _, err := m.Begin(t.Context(), form); err != nil || !first {
		t.Errorf("it is remembered for ever: %v", err)
	}
}
