package web_test

import (
	"context"
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
	ctx, cancel = context.WithTimeout(ctx, windowLife)
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

// windowLife is how long a window may be looked through: pictures of all pages take
// long.
const windowLife = 20 * time.Minute

// patience is how long one step may take on a machine with much to do.
const patience = time.Minute

func (w *window) do(steps ...chromedp.Action[chromedp.Void]) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.Fatalf("in the browser: %v; the page is %s", err, w.shown())
	}
}

// shown is the page as it is, for whoever looks for what is wrong.
func (w *window) shown() string {
	page, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`location.pathname + "\n" + document.body.innerText`))
	if err != nil {
		return err.Error()
	}
	return page
}

// goes to a page; once more when the one before it, which renews itself while work
// is under way, went first.
func (w *window) goes(path string) {
	w.Helper()
	to := chromedp.Navigate(w.url + path)
	w.do(func(ctx context.Context, tab *chromedp.Target) (none chromedp.Void, err error) {
		if none, err = to(ctx, tab); err != nil && strings.Contains(err.Error(), "net::ERR_ABORTED") {
			none, err = to(ctx, tab)
		}
		return none, err
	})
}

// presses clicks what a selector names and waits for the page that follows.
func (w *window) presses(selector string) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		w.Fatalf("pressing %s: %v; the page is %s", selector, err, w.shown())
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
// is wider than its window or a cell too narrow for words (WCAG 2.2, 2.5.8, 2.4.7 and 1.4.10). Links within a
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
	for (const e of document.querySelectorAll("td, th")) { // one letter a line
		const size = parseFloat(getComputedStyle(e).fontSize);
		if (e.textContent.trim().length > 8 && e.clientWidth > 0 && e.clientWidth < 3 * size && e.clientHeight > 6 * size) faults.push("narrow: " + e.outerHTML.slice(0, 90) + " " + e.clientWidth + "x" + e.clientHeight);
	}
	if (document.documentElement.scrollWidth > window.innerWidth + 1) faults.push("wide: " + document.documentElement.scrollWidth + " of " + window.innerWidth + ": " +
		[...document.querySelectorAll("body *")].filter((e) => e.scrollWidth > window.innerWidth || e.getBoundingClientRect().right > window.innerWidth + 1).slice(-1)[0]?.outerHTML.slice(0, 200));
	return faults.join("\n");
})()`

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
