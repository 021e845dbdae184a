package web_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// chromium is the browser to test with. Where there is none, the test says so;
// the build server must have one.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("no Chromium is installed; on Debian: apt-get install chromium")
	}
	t.Skip("no Chromium is installed, so the pages were not looked at in a browser; on Debian: apt-get install chromium")
	return ""
}

// window is a page in a real browser that hears of every request it makes.
type window struct {
	*house
	ctx context.Context

	mu    sync.Mutex
	asked []string
}

func (h *house) window(t *testing.T, script bool) *window {
	t.Helper()
	dir, err := os.MkdirTemp("", "varsam-chromium-")
	h.must(err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(dir),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("lang", "sv"),
	)
	alone, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(alone)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 8*time.Minute)
	t.Cleanup(cancel)
	w := &window{house: h, ctx: ctx}
	h.must(chromedp.Do(ctx, chromedp.Navigate("about:blank")))
	h.must(chromedp.Listen(ctx, w.hears))
	_, err = chromedp.Call(ctx, network.Enable, network.EnableParams{})
	h.must(err)
	_, err = chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}) // windows beside it want it too
	h.must(err)
	if !script {
		_, err = chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		h.must(err)
	}
	return w
}

func (w *window) hears(event any) {
	if e, ok := event.(*network.EventRequestWillBeSent); ok {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.asked = append(w.asked, e.Request.URL)
	}
}

func (w *window) do(steps ...chromedp.Action[chromedp.Void]) {
	w.Helper()
	if err := chromedp.Do(w.ctx, steps...); err != nil {
		w.Fatalf("in the browser: %v", err)
	}
}

func (w *window) goes(path string) {
	w.Helper()
	w.do(chromedp.Navigate(w.url + path))
}

// presses clicks what a selector names and waits for the page that follows.
func (w *window) presses(selector string) {
	w.Helper()
	if _, err := chromedp.RunResponse(w.ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		w.Fatalf("pressing %s: %v", selector, err)
	}
}

func (w *window) types(selector, text string) {
	w.Helper()
	w.do(chromedp.SendKeys(chromedp.CSS(selector), text))
}

func (w *window) waits(selector string) {
	w.Helper()
	w.do(chromedp.WaitVisible(chromedp.CSS(selector)))
}

func eval[T any](w *window, script string) T {
	w.Helper()
	v, err := chromedp.Run(w.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		w.Fatalf("in the browser: %v", err)
	}
	return v
}

func (w *window) here() string { return eval[string](w, "location.pathname") }

// small lists what is too small to hit, what shows no focus, and whether the page
// is wider than its window (WCAG 2.2, 2.5.8, 2.4.7 and 1.4.10). Links within a
// sentence may be as small as the sentence.
const faultsOfPage = `(() => {
	const faults = [];
	const seen = (e) => e.checkVisibility() && !e.classList.contains("skip");
	for (const e of document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")) {
		if (!seen(e)) continue;
		const box = e.getBoundingClientRect();
		const inText = e.tagName === "A" && getComputedStyle(e).display === "inline";
		if (!inText && (box.width < 24 || box.height < 24)) faults.push("small: " + e.outerHTML.slice(0, 90) + " " + Math.round(box.width) + "x" + Math.round(box.height));
		e.focus({focusVisible: true, preventScroll: true});
		if (document.activeElement === e && getComputedStyle(e).outlineStyle === "none" && !e.closest("svg")) faults.push("no focus: " + e.outerHTML.slice(0, 90));
	}
	if (document.documentElement.scrollWidth > window.innerWidth + 1) faults.push("wide: " + document.documentElement.scrollWidth + " of " + window.innerWidth + ": " +
		[...document.querySelectorAll("body *")].filter((e) => e.scrollWidth > window.innerWidth || e.getBoundingClientRect().right > window.innerWidth + 1).slice(-1)[0]?.outerHTML.slice(0, 200));
	return faults.join("\n");
})()`

// A case from arrival to its answer, in a browser with script and in one without.
func TestInABrowser(t *testing.T) {
	t.Parallel()
	for _, script := range []bool{true, false} {
		t.Run(fmt.Sprintf("script=%v", script), func(t *testing.T) {
			t.Parallel()
			chromium(t)
			h := build(t, false)
			link, err := h.Accounts.Link(t.Context(), "", "")
			h.must(err)
			w := h.window(t, script)
			w.goes("/welcome/" + link)
			w.types("#name", "Astrid Lind")
			w.types("#login", "astrid")
			w.types("#password", password)
			w.types("#again", password)
			w.presses("form button.main")
			w.goes("/requests/new")
			w.do(chromedp.Click(chromedp.CSS("input[name=right][value=erasure]")))
			w.types("#id-email", h.made.Cast["anna"].Email)
			w.presses("button.main")
			at := w.here()
			h.work()
			w.waits("#approve button.main") // shows by itself
			w.presses("#approve button.main")
			w.presses("#run button.main")
			h.work()
			w.waits("#run .chip.asked")
			w.goes("/tasks")
			w.do(chromedp.Click(chromedp.CSS("details.answer summary")), chromedp.Click(chromedp.CSS("input[name=found][value=not-found]")))
			w.presses("details.answer button.main")
			h.work()
			w.goes(at + "/letters/answer")
			w.presses(".actions button.main")
			w.waits(".head .chip.answered")
			w.walks(at)
			w.stayed()
		})
	}
}

// walks looks at every page, wide and on a phone.
func (w *window) walks(at string) {
	w.Helper()
	for _, size := range [][2]int64{{1280, 900}, {390, 844}} {
		w.do(chromedp.EmulateViewport(size[0], size[1]))
		for _, path := range append([]string{at, at + "/records/0"}, everyPage...) {
			w.goes(path)
			if faults := eval[string](w, faultsOfPage); faults != "" {
				w.Errorf("%s at %d:\n%s", path, size[0], faults)
			}
		}
	}
}

// stayed reports whether the browser asked anybody but us.
func (w *window) stayed() {
	w.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.asked) == 0 {
		w.Error("no request was heard; nothing was tested")
	}
	for _, url := range w.asked {
		if !strings.HasPrefix(url, w.url+"/") && !strings.HasPrefix(url, "data:") && url != "about:blank" { // data: the browser's own signs
			w.Errorf("the page asked %s", url)
		}
	}
}
