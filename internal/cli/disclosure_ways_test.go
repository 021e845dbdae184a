package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/varsam/varsam/internal/cli"
)

// The recipients of a small register: whom one may hand data to at all, and whom not.
var recipients = map[string]string{
	"helper": "recipient\ncountry: FI", "buyer": "recipient\ncountry: SE", "agency": "authority\ncountry: SE",
	"cloud": "recipient\ncountry: US", "mailer": "processor\ncountry: SE",
}

// ways are the three that a wish to hand over data goes: the command, the page and
// the interface for programs, all in this process on one store.
type ways struct {
	*workplace
	pages, secret string
	browser       *http.Client
	token         string // of the page's form
}

func newWays(t *testing.T) *ways {
	t.Helper()
	w := &ways{workplace: &workplace{TB: t, dir: t.TempDir()}}
	w.register = filepath.Join(w.dir, "register")
	files := map[string]string{"organisation.yaml": "format: 1\norganisation: demo\ntitle: {sv: Demo AB, en: Demo Ltd}\ncountry: SE\nzone: Europe/Stockholm\n"}
	for name, kind := range recipients {
		files["parties/"+name+".yaml"] = fmt.Sprintf("format: 1\nparty: %s\ntitle: {sv: %[1]s, en: %[1]s}\nkind: %s\n", name, kind)
	}
	for name, text := range files {
		path := filepath.Join(w.register, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.must(0, "register", "push", w.register)
	var made struct{ Secret string }
	w.json(0, &made, "token", "new", "test", "--by", "Astrid Lind", "--scope", "duties:write", "--scope", "people:read", "--scope", "work:read")
	w.secret = made.Secret
	w.ours(`INSERT INTO account_settings (tenant, name, value) VALUES ('main', 'second-factor', 'no')`)
	w.serves()
	return w
}

// serves opens the pages within this process and signs in.
func (w *ways) serves() {
	w.Helper()
	ctx, stop := context.WithCancel(context.Background())
	read, write := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Main(ctx, []string{"serve", "--listen", "127.0.0.1:0", "--data", filepath.Join(w.dir, "data"), "--lang", "en"}, strings.NewReader(""), write, write)
		write.Close()
	}()
	w.Cleanup(func() { stop(); <-ended })
	var link string
	lines := bufio.NewScanner(read)
	for lines.Scan() && link == "" {
		if rest, ok := strings.CutPrefix(lines.Text(), "Pages:"); ok {
			w.pages = strings.TrimSuffix(strings.TrimSpace(rest), "/")
		}
		if rest := strings.TrimSpace(lines.Text()); strings.HasPrefix(rest, "http") && strings.Contains(rest, "/welcome/") {
			link = rest
		}
	}
	go func() { _, _ = io.Copy(io.Discard, read) }()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.Fatal(err)
	}
	w.browser = &http.Client{Jar: jar}
	w.visits(w.browser.Get(link))
	const secret = "häst batteri klammer"
	w.visits(w.browser.PostForm(link, url.Values{"_token": {w.token}, "name": {"Astrid Lind"}, "login": {"astrid"}, "password": {secret}, "again": {secret}}))
	if status := w.visits(w.browser.Get(w.pages + "/disclose")); status != http.StatusOK {
		w.Fatalf("the page of disclosures: %d", status)
	}
}

var formToken = regexp.MustCompile(`name="_token" value="([^"]+)"`)

// visits takes a page's answer and the token of its forms.
func (w *ways) visits(r *http.Response, err error) int {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
	defer r.Body.Close()
	page, err := io.ReadAll(r.Body)
	if err != nil {
		w.Fatal(err)
	}
	if found := formToken.FindSubmatch(page); found != nil {
		w.token = string(found[1])
	}
	return r.StatusCode
}

// calls asks the interface for programs.
func (w *ways) calls(path string, body any) int {
	w.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		w.Fatal(err)
	}
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, w.pages+"/api/v1"+path, bytes.NewReader(data))
	if err != nil {
		w.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+w.secret)
	r.Header.Set("Content-Type", "application/json")
	return w.visits(http.DefaultClient.Do(r))
}

// handing is a random wish to hand over somebody's data, with the permissions that
// there are.
type handing struct {
	recipient, scope, data, law string
	mail, company               string
	permits                     []permit
}

type permit struct {
	person                       bool // of the person; otherwise of the company
	to, scope, data, from, until string
	withdrawn                    bool
	ended                        bool
}

func drawHanding(t *rapid.T, n int) handing {
	pick := func(label string, all ...string) string { return rapid.SampledFrom(all).Draw(t, label) }
	h := handing{
		recipient: pick("recipient", "helper", "helper", "helper", "buyer", "agency", "cloud", "mailer", "stranger"),
		scope:     pick("scope", "Bridge", "Bridge", "Bridge", "Tunnel"), data: pick("data", "contact.email", "contact.email", "contact", "person.name"),
		mail: fmt.Sprintf("p%d@example.com", n), company: fmt.Sprintf("Company %d AB", n),
	}
	if rapid.IntRange(0, 7).Draw(t, "law") == 0 {
		h.law = "SE-SFL"
	}
	for range rapid.IntRange(0, 4).Draw(t, "permissions") {
		p := permit{
			person: rapid.Bool().Draw(t, "whose"), to: pick("to", "helper", "helper", "helper buyer", "buyer", "cloud helper"), scope: pick("for", "bridge", "Bridge", "Bridge", "Tunnel"),
			data: pick("kinds", "contact", "contact", "contact.email", "person.name contact"), from: pick("from", "2020-01-01", "2020-01-01", "2020-01-01", "2098-01-01"),
			until: pick("until", "2099-12-31", "2099-12-31", "2099-12-31", "today-1"), withdrawn: rapid.IntRange(0, 5).Draw(t, "withdrawn") == 0, ended: rapid.IntRange(0, 7).Draw(t, "ended") == 0,
		}
		h.permits = append(h.permits, p)
	}
	if n%4 == 0 { // chance alone seldom permits anything
		h.recipient, h.law = "helper", ""
		for _, person := range []bool{true, false} {
			h.permits = append(h.permits, permit{person: person, to: "helper", scope: h.scope, data: h.data, from: "2020-01-01", until: "2099-12-31"})
		}
	}
	return h
}

// allowed reads the promise word by word.
func (h handing) allowed() bool {
	if h.law != "" {
		return h.recipient == "agency"
	}
	has := map[bool]bool{}
	for _, p := range h.permits {
		covers := slices.ContainsFunc(strings.Fields(p.data), func(c string) bool { return h.data == c || strings.HasPrefix(h.data, c+".") })
		if covers && p.from == "2020-01-01" && p.until == "2099-12-31" && !p.withdrawn && !p.ended &&
			slices.Contains(strings.Fields(p.to), h.recipient) && strings.EqualFold(p.scope, h.scope) {
			has[p.person] = true
		}
	}
	return has[true] && has[false] && slices.Contains([]string{"helper", "buyer"}, h.recipient)
}

// takesDown takes the permissions down as a program would.
func (w *ways) takesDown(h handing) {
	w.Helper()
	for _, p := range h.permits {
		if p.until == "today-1" && p.from > "2026" { // no period at all: it cannot be taken down
			p.from = "2020-01-01"
		}
		kind, name, value := "permission", "who", h.mail
		if !p.person {
			kind, name, value = "company-permission", "company", h.company
		}
		facts := map[string]string{name: value, "recipients": p.to, "scope": p.scope, "categories": p.data, "from": p.from, "until": p.until}
		if p.withdrawn {
			facts["withdrawn"] = "today"
		}
		var made struct{ ID string }
		if p.ended {
			args := []string{"duty", "add", "--kind", kind, "--by", "test"}
			for field, value := range facts {
				args = append(args, field+"="+value)
			}
			w.json(0, &made, args...)
			w.must(0, "duty", "end", made.ID, "--by", "test")
		} else if status := w.calls("/duties", map[string]any{"kind": kind, "facts": facts}); status != http.StatusCreated {
			w.Fatalf("a permission is not taken down: %d, %v", status, facts)
		}
	}
}

// Over random permissions – a person's and a company's, with recipients, assignment,
// data, days, withdrawn or closed – nothing gets out by command, page or interface
// without both; what gets out is logged once each time, and nothing else is.
func TestNoWayOutWithoutBothPermissions(t *testing.T) {
	t.Parallel()
	w := newWays(t)
	n, logged := 0, map[string]int{}
	let := 0
	rapid.Check(t, func(rt *rapid.T) {
		if n++; n > 40 { // each is a dozen commands and calls; the rule itself is tried far more often
			return
		}
		h := drawHanding(rt, n)
		w.takesDown(h)
		args := []string{"disclosure", "make", "--by", "test", "--to", h.recipient, "--scope", h.scope, "--categories", h.data, "--person", h.mail + " " + h.company}
		if h.law != "" {
			args = append(args, "--law", h.law)
		}
		byCommand := w.here(args...).code
		byPage := w.visits(w.browser.PostForm(w.pages+"/disclose", url.Values{
			"_token": {w.token}, "to": {h.recipient}, "scope": {h.scope}, "data": {h.data}, "people": {h.mail + " " + h.company}, "law": {h.law},
		}))
		byProgram := w.calls("/disclosures", map[string]any{
			"recipient": h.recipient, "scope": h.scope, "categories": []string{h.data}, "people": []any{map[string]string{"mail": h.mail, "company": h.company}}, "law": h.law,
		})
		want := [3]int{5, http.StatusForbidden, http.StatusForbidden}
		if h.allowed() {
			want = [3]int{0, http.StatusOK, http.StatusCreated}
			logged[h.mail], let = 3, let+1
		}
		if got := [3]int{byCommand, byPage, byProgram}; got != want {
			rt.Fatalf("%+v: command, page and interface say %v, want %v", h, got, want)
		}
	})
	if let == 0 || let == n {
		t.Errorf("of %d wishes %d were let through; that tries nothing", n, let)
	}
	var all []struct{ Facts map[string]string }
	w.json(0, &all, "duty", "list", "disclosure")
	got := map[string]int{}
	for _, r := range all {
		got[strings.Fields(r.Facts["who"])[0]]++
	}
	if fmt.Sprint(got) != fmt.Sprint(logged) {
		t.Errorf("logged %v, want %v", got, logged)
	}
}
