package web_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Pictures of the pages, to be looked at: VARSAM_SCREENSHOTS names the folder that
// they are put in.
func TestPictures(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("VARSAM_SCREENSHOTS")
	if folder == "" {
		t.Skip("no pictures of the pages were taken; VARSAM_SCREENSHOTS names a folder for them")
	}
	chromium(t)
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(nil)
	person, claim := h.asks(url.Values{"wish": {"erasure", "access"}, "email": {h.made.Cast["anna"].Email}, "name": {h.made.Cast["anna"].Name}, "text": {"Jag har flyttat."}})
	person.confirms(h.made.Cast["anna"].Email)
	_, waiting := h.asks(url.Values{"wish": {"access"}, "email": {"zola@example.com"}, "name": {"Zola Exempel"}})
	letter, _ := h.sent("zola@example.com")
	w := h.window(t, true)
	w.goes("/sign-in")
	w.shoot(folder, "/sign-in")
	w.types("#login", "astrid")
	w.types("#password", password)
	w.presses("form[action='/sign-in'] button")
	pages := append([]string{at, at + "/records/0", "/requests/" + claim, "/claims/" + waiting, "/letters/" + letter.ID, person.path, "/ask"}, everyPage...)
	for _, path := range pages {
		w.goes(path)
		w.shoot(folder, path)
	}
}

// shoot takes a page wide and narrow, light and dark.
func (w *window) shoot(folder, path string) {
	w.Helper()
	name := strings.Trim(strings.NewReplacer("/", "-", "?", "-", "&", "-", "=", "-").Replace(path), "-")
	for size, width := range map[string]int64{"wide": 1280, "phone": 390} {
		w.do(chromedp.EmulateViewport(width, 900))
		for _, scheme := range []string{"light", "dark"} {
			_, err := chromedp.Call(w.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
			})
			w.must(err)
			picture, err := chromedp.Run(w.ctx, chromedp.FullScreenshot(100))
			w.must(err)
			w.must(os.WriteFile(filepath.Join(folder, "page-"+name+"-"+size+"-"+scheme+".png"), picture, 0o600))
		}
	}
}
