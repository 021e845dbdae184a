package frame_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/frame"
)

var pages = fstest.MapFS{
	"_shared.html": {Data: []byte(`{{define "top"}}{{template "languages" .}}{{end}}{{define "bottom"}}{{end}}`)},
	"form.html":    {Data: []byte(`{{define "title"}}Form{{end}}{{define "main"}}<form method="post">{{.Token}}<p>{{.Data}}</p></form>{{end}}`)},
	"half.html":    {Data: []byte(`{{define "title"}}Half{{end}}{{define "main"}}<p>before</p>{{.Data.Nothing}}{{end}}`)},
}

// browser is a small site and somebody who looks at it.
type browser struct {
	testing.TB
	client *http.Client
	at     string
	log    *bytes.Buffer
}

func start(t *testing.T, change func(*frame.Site, *frame.Area)) *browser {
	t.Helper()
	log := &bytes.Buffer{}
	site := frame.NewSite(frame.Site{
		Key: bytes.Repeat([]byte{7}, 32), Language: varsam.Swedish,
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	area := &frame.Area{Site: site, Book: frame.NewBook(pages), Class: "test"}
	if change != nil {
		change(site, area)
	}
	area.Handle("GET /form", func(v *frame.Visit) error { return v.Show("form", v.Query("say")) })
	area.Handle("POST /form", func(v *frame.Visit) error {
		v.Flash(frame.Good, "web.problem.id", v.Field("name"))
		return v.Redirect(v.Field("to"))
	})
	area.Handle("GET /half", func(v *frame.Visit) error { return v.Show("half", 1) })
	area.Handle("GET /panic", func(*frame.Visit) error { panic("secret") })
	area.Handle("GET /fail/{code}", func(v *frame.Visit) error {
		return varsam.Errorf(varsam.Code(v.Param("code")), "inner words")
	})
	server := httptest.NewServer(site.Handler())
	t.Cleanup(server.Close)
	jar, _ := cookiejar.New(nil)
	return &browser{TB: t, client: &http.Client{Jar: jar}, at: server.URL, log: log}
}

func (b *browser) get(path string) (*http.Response, string) {
	b.Helper()
	answer, err := b.client.Get(b.at + path)
	return b.read(answer, err)
}

func (b *browser) post(path string, form url.Values) (*http.Response, string) {
	b.Helper()
	answer, err := b.client.PostForm(b.at+path, form)
	return b.read(answer, err)
}

func (b *browser) read(answer *http.Response, err error) (*http.Response, string) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.Fatal(err)
	}
	return answer, string(body)
}

var token = regexp.MustCompile(`name="_token" value="([^"]+)"`)

func (b *browser) token() string {
	b.Helper()
	_, body := b.get("/form")
	found := token.FindStringSubmatch(body)
	if found == nil {
		b.Fatalf("no token in %s", body)
	}
	return found[1]
}

func TestNothingIsTakenWithoutATokenOfThisBrowser(t *testing.T) {
	t.Parallel()
	b, other := start(t, nil), start(t, nil)
	for name, value := range map[string]string{"no token": "", "a made-up one": "aaaa", "another browser's": other.token()} {
		if answer, _ := b.post("/form", url.Values{"_token": {value}, "to": {"/form"}}); answer.StatusCode != http.StatusForbidden {
			t.Errorf("with %s the answer is %s", name, answer.Status)
		}
	}
	if answer, body := b.post("/form", url.Values{"_token": {b.token()}, "name": {"17"}, "to": {"/form"}}); answer.StatusCode != http.StatusOK || !strings.Contains(body, "Nummer 17") {
		t.Errorf("with its own token: %s %s", answer.Status, body)
	}
	if _, body := b.get("/form"); strings.Contains(body, "Nummer 17") {
		t.Error("a message is shown twice")
	}
}

func TestOtherSitesCannotSend(t *testing.T) {
	t.Parallel()
	b := start(t, nil)
	form := url.Values{"_token": {b.token()}, "to": {"/form"}}
	r, _ := http.NewRequest(http.MethodPost, b.at+"/form", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if answer, _ := b.read(b.client.Do(r)); answer.StatusCode != http.StatusForbidden {
		t.Errorf("from another site: %s", answer.Status)
	}
}

func TestRedirectsStayHere(t *testing.T) {
	t.Parallel()
	b := start(t, nil)
	b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, to := range []string{"https://example.com/", "//example.com", `/\example.com`, "/\t/example.com", ""} {
		answer, _ := b.post("/form", url.Values{"_token": {b.token()}, "to": {to}})
		if got := answer.Header.Get("Location"); got != "/" {
			t.Errorf("%q leads to %q", to, got)
		}
	}
}

func TestLanguageIsAskedForOrChosen(t *testing.T) {
	t.Parallel()
	b := start(t, nil)
	for asks, want := range map[string]string{"": "sv", "de, en-GB;q=0.5": "en", "sv-FI, en": "sv-FI", "fi, zz": "sv"} {
		r, _ := http.NewRequest(http.MethodGet, b.at+"/form", nil)
		r.Header.Set("Accept-Language", asks)
		if _, body := b.read(b.client.Do(r)); !strings.Contains(body, `<html lang="`+want+`">`) {
			t.Errorf("%q is not answered in %s", asks, want)
		}
	}
	_, body := b.post("/language", url.Values{"language": {"en"}, "back": {"/form?say=hello"}})
	if !strings.Contains(body, `<html lang="en">`) || !strings.Contains(body, "<p>hello</p>") {
		t.Errorf("the chosen language does not show the same page: %s", body)
	}
}

func TestWhatIsShownIsText(t *testing.T) {
	t.Parallel()
	b := start(t, nil)
	if _, body := b.get("/form?say=" + url.QueryEscape(`<script>alert(1)</script>"'`)); strings.Contains(body, "<script>alert") {
		t.Errorf("a script came through: %s", body)
	}
}

func TestErrorsSayWhatTheirCodeSays(t *testing.T) {
	t.Parallel()
	b := start(t, nil)
	statuses := map[string]int{"not-found": 404, "conflict": 409, "denied": 403, "invalid": 422, "unavailable": 503, "internal": 500, "corrupt": 500}
	for code, want := range statuses {
		answer, body := b.get("/fail/" + code)
		if answer.StatusCode != want || strings.Contains(body, "inner words") || !strings.Contains(body, "<h1>") {
			t.Errorf("%s: %s %s", code, answer.Status, body)
		}
	}
	staff := start(t, func(_ *frame.Site, a *frame.Area) { a.Explain = true })
	if _, body := staff.get("/fail/conflict"); !strings.Contains(body, "Inner words") {
		t.Error("staff are not told what to do")
	}
	if _, body := staff.get("/fail/internal"); strings.Contains(body, "nner words") {
		t.Error("a fault of ours shows its insides")
	}
}

func TestAPageIsWholeOrNotThere(t *testing.T) {
	t.Parallel()
	b := start(t, nil)
	if answer, body := b.get("/half"); answer.StatusCode != http.StatusInternalServerError || strings.Contains(body, "before") {
		t.Errorf("half a page: %s %s", answer.Status, body)
	}
	if answer, body := b.get("/panic"); answer.StatusCode != http.StatusInternalServerError || strings.Contains(body, "secret") {
		t.Errorf("after a panic: %s %s", answer.Status, body)
	}
	if strings.Contains(b.log.String(), "secret") {
		t.Error("the log has what a panic said")
	}
}

func TestTheLogHasNoAddresses(t *testing.T) {
	t.Parallel()
	b := start(t, nil)
	b.get("/form?say=anna%40example.com")
	if log := b.log.String(); strings.Contains(log, "anna") || strings.Contains(log, "127.0.0.1") || !strings.Contains(log, "GET /form") {
		t.Errorf("the log: %s", log)
	}
}

func TestOnlyOurOwnNamesAreAnswered(t *testing.T) {
	t.Parallel()
	b := start(t, func(s *frame.Site, _ *frame.Area) { s.Hosts = frame.HostsOf("127.0.0.1:0", "") })
	if answer, _ := b.get("/form"); answer.StatusCode != http.StatusOK {
		t.Errorf("our own name: %s", answer.Status)
	}
	r, _ := http.NewRequest(http.MethodGet, b.at+"/form", nil)
	r.Host = "rebound.example.com:8642"
	if answer, _ := b.read(b.client.Do(r)); answer.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("a foreign name: %s", answer.Status)
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	t.Parallel()
	b := start(t, nil)
	for _, path := range []string{"/form", "/fail/not-found", "/nothing", "/panic", "/static/nothing.css"} {
		answer, _ := b.get(path)
		for header, part := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"X-Request-Id": "", "Cache-Control": "no-store",
		} {
			if got := answer.Header.Get(header); got == "" || !strings.Contains(got, part) {
				t.Errorf("%s: %s is %q", path, header, got)
			}
		}
		if csp := answer.Header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %s", path, csp)
		}
		for _, cookie := range answer.Cookies() {
			if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode {
				t.Errorf("%s: cookie %s is open", path, cookie.Name)
			}
		}
	}
}

func TestTooLargeAFormIsRefused(t *testing.T) {
	t.Parallel()
	b := start(t, nil)
	if answer, _ := b.post("/form", url.Values{"_token": {b.token()}, "name": {strings.Repeat("x", 2<<20)}}); answer.StatusCode == http.StatusOK {
		t.Errorf("two megabytes: %s", answer.Status)
	}
}
