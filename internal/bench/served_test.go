package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/sqlite"
)

// served is varsam serve with the demo's organisation, in a process of its own:
// what is measured is what people use.
type served struct {
	testing.TB
	program, folder, address string
	running                  *exec.Cmd
	said                     *bufio.Scanner
	password                 string
}

// serve builds the program and starts it.
func serve(tb testing.TB) *served {
	tb.Helper()
	s := &served{TB: tb, folder: filepath.Join(shops.folder, "served")}
	s.program = filepath.Join(shops.folder, "varsam")
	build := exec.Command("go", "build", "-o", s.program, "../../cmd/varsam")
	if out, err := build.CombinedOutput(); err != nil {
		tb.Fatalf("building varsam: %v\n%s", err, out)
	}
	s.start()
	tb.Cleanup(func() {
		s.stop()
		os.RemoveAll(s.folder)
	})
	return s
}

func (s *served) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *served) start() {
	s.Helper()
	s.running = exec.Command(s.program, "serve", "--demo", "--dir", s.folder, "--listen", "127.0.0.1:0")
	s.running.Stderr = io.Discard
	out, err := s.running.StdoutPipe()
	s.must(err)
	s.must(s.running.Start())
	s.said = bufio.NewScanner(out)
	for s.said.Scan() {
		if _, word, ok := strings.Cut(s.said.Text(), "Password of both: "); ok {
			s.password = strings.TrimSpace(word)
		}
		if at, ok := strings.CutPrefix(s.said.Text(), "Pages: "); ok {
			s.address = strings.TrimSuffix(strings.TrimSpace(at), "/")
			go io.Copy(io.Discard, out)
			return
		}
	}
	s.Fatal("varsam serve ended without saying where its pages are")
}

func (s *served) stop() {
	if s.running == nil {
		return
	}
	_ = s.running.Process.Signal(os.Interrupt)
	_ = s.running.Wait()
	s.running = nil
}

// fill puts so many more requests into the store, most of them closed, with last
// days after those of the requests that are there.
func (s *served) fill(n int) {
	s.Helper()
	s.stop()
	db, err := sqlite.Open("file:" + filepath.Join(s.folder, "data", "varsam.db") + "?_pragma=busy_timeout(10000)")
	s.must(err)
	_, err = db.Exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO requests SELECT tenant, printf('r%010x', i), CASE WHEN i % 10 > 3 THEN 'closed' WHEN i % 10 = 3 THEN 'planned' ELSE 'received' END,
			rights, people, received, arrived, date('now', printf('+%d days', 100 + i % 60)), safe, extended, register, base,
			case_key, found_key, copied, verified, answered, created FROM n, (SELECT * FROM requests ORDER BY request LIMIT 1)`, n)
	s.must(err)
	s.must(db.Close())
	s.start()
}

// visitor is a browser of its own.
func (s *served) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	s.must(err)
	return &visitor{s, &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 1}, Timeout: time.Minute}, ""}
}

type visitor struct {
	*served
	client *http.Client
	token  string
}

var formToken = regexp.MustCompile(`name="_token" value="([^"]+)"`)

// page asks for a page and returns it; anything but 200 is an error.
func (v *visitor) page(path string) (string, error) {
	answer, err := v.client.Get(v.address + path)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s is %s", path, answer.Status)
	}
	return string(body), err
}

// send sends a form, with the token of a page that had one; whatever is not a
// redirect is an error.
func (v *visitor) send(path string, form url.Values) (*http.Response, error) {
	form.Set("_token", v.token)
	v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := v.client.PostForm(v.address+path, form)
	if err != nil {
		return nil, err
	}
	io.Copy(io.Discard, answer.Body)
	answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return nil, fmt.Errorf("a form to %s is %s", path, answer.Status)
	}
	return answer, nil
}

// at opens a page to take its token.
func (v *visitor) at(path string) *visitor {
	v.Helper()
	page, err := v.page(path)
	v.must(err)
	found := formToken.FindStringSubmatch(page)
	if found == nil {
		v.Fatalf("%s has no form", path)
	}
	v.token = found[1]
	return v
}

// astrid is a visitor who is signed in and may do everything.
func (s *served) astrid() *visitor {
	s.Helper()
	v := s.visitor().at("/sign-in")
	_, err := v.send("/sign-in", url.Values{"login": {"astrid"}, "password": {s.password}})
	s.must(err)
	return v
}

// intake is a person's form; each has an address of its own.
var asked atomic.Int64

func (v *visitor) asks() error {
	_, err := v.send("/ask", url.Values{"wish": {"access"}, "email": {fmt.Sprintf("p%d@example.com", asked.Add(1))}, "name": {"Zola Exempel"}})
	return err
}

// measure lets visitors do something over and over for a while, each as soon as
// what it did before is done, and tells how long each took.
func measure(tb testing.TB, visitors []*visitor, long time.Duration, do func(v *visitor, n int) error) (took []time.Duration) {
	tb.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	until := time.Now().Add(long)
	for at, v := range visitors {
		all.Go(func() {
			var mine []time.Duration
			for n := at; time.Now().Before(until); n++ {
				began := time.Now()
				if err := do(v, n); err != nil {
					tb.Error(err)
					break
				}
				mine = append(mine, time.Since(began))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, mine...)
		})
	}
	all.Wait()
	slices.Sort(took)
	if len(took) == 0 {
		tb.Fatal("nothing was done")
	}
	return took
}

// part is the duration below which so many hundredths lie, in milliseconds.
func part(sorted []time.Duration, hundredths int) float64 {
	return micros(sorted[min(len(sorted)-1, len(sorted)*hundredths/100)]) / 1000
}
