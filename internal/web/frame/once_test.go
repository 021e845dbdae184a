package frame_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/frame"
)

// counting is a site with a form that counts how often it was answered. It refuses
// what says "wrong" the first time.
func counting(t *testing.T, held chan struct{}) (*browser, *atomic.Int64) {
	t.Helper()
	var n atomic.Int64
	b := start(t, func(_ *frame.Site, a *frame.Area) {
		a.Handle("POST /count", func(v *frame.Visit) error {
			if held != nil {
				<-held
			}
			made := n.Add(1)
			if v.Field("say") == "wrong" && made == 1 {
				return varsam.Errorf(varsam.Invalid, "no")
			}
			v.Flash(frame.Good, "web.problem.id", strconv.FormatInt(made, 10))
			return v.Redirect("/form?say=" + strconv.FormatInt(made, 10))
		})
		a.Handle("POST /detour", func(v *frame.Visit) error {
			n.Add(1)
			return v.Detour("/form")
		})
	})
	return b, &n
}

// A form that is sent twice from one page is one form; another page's, other words,
// and what was refused are not.
func TestAFormIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	b, n := counting(t, nil)
	page := b.token()
	sends := func(token, path, say string, want int64) {
		t.Helper()
		answer, body := b.post(path, url.Values{"_token": {token}, "say": {say}})
		if n.Load() != want {
			t.Errorf("%q from %.4s…: answered %d times, want %d (%s)", say, token, n.Load(), want, answer.Status)
		}
		if path == "/count" && answer.StatusCode == http.StatusOK && !strings.Contains(body, "Nummer 1") && want == 1 {
			t.Errorf("a second press is not told what the first was told: %s", body)
		}
	}
	sends(page, "/count", "a", 1)
	sends(page, "/count", "a", 1)
	sends(page, "/count", "b", 2)
	sends(b.token(), "/count", "a", 3)
	sends(page, "/detour", "a", 4)
	sends(page, "/detour", "a", 5)
	b, n = counting(t, nil)
	page = b.token()
	sends(page, "/count", "wrong", 1)
	sends(page, "/count", "wrong", 2)
	sends(page, "/count", "wrong", 2)
}

// Whoever presses while the first is under way waits for it.
func TestPressedTwiceAtOnce(t *testing.T) {
	t.Parallel()
	held := make(chan struct{})
	b, n := counting(t, held)
	page := b.token()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			answer, err := b.client.PostForm(b.at+"/count", url.Values{"_token": {page}, "say": {"a"}})
			if err != nil {
				t.Error(err)
				return
			}
			answer.Body.Close()
			if answer.Request.URL.RawQuery != "say=1" {
				t.Errorf("one was led to %s", answer.Request.URL)
			}
		})
	}
	close(held)
	all.Wait()
	if n.Load() != 1 {
		t.Errorf("it was answered %d times", n.Load())
	}
}
