package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// axeDigest is of the file that axe-core 4.14.1 ships: what judges us is what we
// chose.
const axeDigest = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"

// axe is the script of axe-core, which finds what keeps people out. Where it is
// not installed, the test says so.
func axe(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("VARSAM_TEST_NODE")
	if folder == "" && os.Getenv("CI") == "" {
		t.Skip("VARSAM_TEST_NODE names no folder with the npm package axe-core; make test installs it")
	}
	script, err := os.ReadFile(filepath.Join(folder, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal("axe-core is not installed: ", err)
	}
	if sum := sha256.Sum256(script); hex.EncodeToString(sum[:]) != axeDigest {
		t.Fatalf("axe-core is another than 4.14.1: %x", sum)
	}
	return string(script)
}

// axeRun asks for every rule of WCAG 2.0 to 2.2, A and AA, and for what axe calls
// best practice. Sheets within a frame are pages of their own, looked at as such.
const axeRun = `axe.run(document, {iframes: false, resultTypes: ["violations"],
	runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"], rules: {"target-size": {enabled: true}}})
	.then((r) => r.violations.map((v) => v.id + ": " + v.help + "\n" + v.nodes.map((n) => "  " + n.html.slice(0, 200) + "\n    " + n.failureSummary.replaceAll("\n", " ")).join("\n")).join("\n"))`

// look is one way in which a page is seen.
type look struct {
	lang   string
	width  int64
	scheme string
}

func (l look) String() string { return fmt.Sprintf("%s, %d wide, %s", l.lang, l.width, l.scheme) }

// looks are all languages, widths and schemes where VARSAM_TEST_LOOKS is set; else two that have
// one of each, Swedish on the phone, because its words are the longest.
func looks() []look {
	if os.Getenv("VARSAM_TEST_LOOKS") == "" {
		return []look{{"sv", 390, "light"}, {"en", 1280, "dark"}}
	}
	var all []look
	for _, lang := range []string{"sv", "sv-FI", "en"} {
		for _, width := range []int64{1280, 390} {
			for _, scheme := range []string{"light", "dark"} {
				all = append(all, look{lang, width, scheme})
			}
		}
	}
	return all
}

// sees makes the window look that way.
func (w *window) sees(l look) {
	w.Helper()
	w.do(chromedp.EmulateViewport(l.width, 900))
	_, err := chromedp.Call(w.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}},
	})
	w.must(err)
	w.goes("/sub-processors")
	if eval[string](w, "document.documentElement.lang") != l.lang {
		w.presses(".languages button[value='" + l.lang + "']")
	}
}

// Nothing on any page keeps anybody out, by the rules of WCAG 2.2 AA as axe-core
// has them and by three of ours: wide and on a phone, light and dark, in Swedish
// and English. No page asks anybody but us for anything.
func TestNoPageKeepsAnybodyOut(t *testing.T) {
	t.Parallel()
	script := axe(t)
	chromium(t)
	h := build(t, false)
	shown := h.gallery()
	for i, l := range looks() {
		t.Run(l.String(), func(t *testing.T) {
			t.Parallel()
			w := h.window(t, true)
			w.bring(script)
			w.sees(l)
			w.judges(t, shown.outside, i)
			w.signsIn("astrid")
			w.judges(t, shown.staff, i)
			for n := i % 2; n < len(shown.kinds); n += 2 { // alike, so the next look has the others
				w.judges(t, shown.kinds[n:n+1], 0)
			}
			w.keeps(t)
			w.stayed()
		})
	}
}

// keeps sends a form when the session is over, and looks at the page that what was
// written waits on.
func (w *window) keeps(t *testing.T) {
	t.Helper()
	w.goes("/search")
	w.types("#value", "nobody@example.com")
	w.types("#reason", written)
	_, err := chromedp.Call(w.ctx, network.DeleteCookies, network.DeleteCookiesParams{Name: "varsam-session", URL: w.url})
	w.must(err)
	w.presses("form[action='/search'] button.main")
	w.types("#login", "astrid")
	w.types("#password", password)
	w.presses("form[action='/sign-in'] button")
	if w.here() != "/kept" {
		t.Fatalf("what was written does not wait: %s", w.shown())
	}
	w.judgesHere(t, "/kept", true)
}

// bring puts a script into every page that follows, past its policy.
func (w *window) bring(script string) {
	w.Helper()
	_, err := chromedp.Call(w.ctx, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: true})
	w.must(err)
	_, err = chromedp.Call(w.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	w.must(err)
}

// judges looks at pages for what keeps people out: at each by our own rules, and by
// axe-core at every second, beginning with one of the first two, since that takes
// most of the time and the next look has the others; at all where all looks are.
func (w *window) judges(t *testing.T, paths []string, first int) {
	t.Helper()
	for i, path := range paths {
		w.goes(path)
		w.judgesHere(t, path, (i+first)%2 == 0 || os.Getenv("VARSAM_TEST_LOOKS") != "")
	}
}

// judgesHere looks at the page that is shown, by axe-core where that is asked for.
func (w *window) judgesHere(t *testing.T, path string, byAxe bool) {
	t.Helper()
	found := eval[string](w, faultsOfPage)
	if byAxe {
		more, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](axeRun, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatalf("axe at %s: %v", path, err)
		}
		found += more
	}
	if found != "" {
		t.Errorf("%s:\n%s", path, found)
	}
}

// signsIn signs in with a name and the password of all.
func (w *window) signsIn(login string) {
	w.Helper()
	w.goes("/sign-in")
	w.types("#login", login)
	w.types("#password", password)
	w.presses("form[action='/sign-in'] button")
}

// noPages are routes that answer GET and are no pages.
var noPages = []string{
	"GET /requests/{id}/pack", "GET /requests/{id}/letters/{kind}/file", "GET /requests/{id}/copy/files", "GET /culling/schedule/pdf",
	"GET /culling/{id}/certificate/pdf", "GET /register/files", "GET /duties/at/{id}/files/{file}", "GET /duties/at/{id}/notice", "GET /duties/export/{form}",
	"GET /lists/{name}", "GET /publishing/{kind}/preview/{form}", "GET /publishing/{kind}/versions/{number}/{form}", "GET /evidence/log",
	"GET /sign-in/outside", "GET /sign-in/outside/back", "GET /sub-processors.json", "GET /case/{token}/eid", "GET /receipt/{token}/eid", "GET /eid/back",
	"GET /privacy/style.css", "GET /privacy/feed.atom", "GET /privacy/{kind}/feed.atom", "GET /privacy/{kind}/{number}/{file}",
	"GET /.well-known/gpc.json", "GET /.well-known/security.txt", "GET /.well-known/privacy.json",
}

// onTheWay are pages that no address leads to: the test that looks at all goes there.
var onTheWay = []string{"GET /kept"}

// Every page there is hangs in the gallery, so that what is asked of all pages is
// asked of each.
func TestTheGalleryHasEveryPage(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	shown := h.gallery()
	left := map[string]bool{}
	for _, r := range h.Site.Routes() {
		if strings.HasPrefix(r.Pattern, "GET ") {
			left[r.Pattern] = true
		}
	}
	for _, pattern := range slices.Concat(noPages, onTheWay) {
		if !left[pattern] {
			t.Errorf("%s stands in the test and is no route", pattern)
		}
		delete(left, pattern)
	}
	for _, path := range slices.Concat(shown.outside, shown.staff, shown.kinds) {
		at, err := url.Parse(path)
		h.must(err)
		for pattern := range left {
			if fits(pattern, at.Path) {
				delete(left, pattern)
			}
		}
	}
	for pattern := range left {
		t.Errorf("%s is in no gallery", pattern)
	}
}

// fits reports whether a path is one of a pattern's.
func fits(pattern, path string) bool {
	want := strings.Split(strings.TrimPrefix(strings.TrimSuffix(pattern, "{$}"), "GET "), "/")
	have := strings.Split(path, "/")
	for i, part := range want {
		if strings.HasSuffix(part, "...}") {
			return true
		}
		if i >= len(have) || part != have[i] && !strings.HasPrefix(part, "{") {
			return false
		}
	}
	return len(want) == len(have)
}
