package web_test

import (
	"os"
	"path/filepath"
	"slices"
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
	shown := h.gallery()
	for _, lang := range []string{"sv", "en"} {
		w := h.window(t, true)
		w.sees(look{lang, 1280, "light"})
		for _, path := range shown.outside {
			w.goes(path)
			w.shoot(folder, lang, path)
		}
		w.signsIn("astrid")
		for _, path := range slices.Concat(shown.staff, shown.kinds) {
			w.goes(path)
			w.shoot(folder, lang, path)
		}
	}
}

// shoot takes a page wide and narrow, light and dark, and as it is printed.
func (w *window) shoot(folder, lang, path string) {
	w.Helper()
	name := strings.Trim(strings.NewReplacer("/", "-", "?", "-", "&", "-", "=", "-").Replace(path), "-")
	take := func(how string) {
		picture, err := chromedp.Run(w.ctx, chromedp.FullScreenshot(100))
		w.must(err)
		w.must(os.WriteFile(filepath.Join(folder, "page-"+name+"-"+lang+"-"+how+".png"), picture, 0o600))
	}
	media := func(m emulation.SetEmulatedMediaParams) {
		_, err := chromedp.Call(w.ctx, emulation.SetEmulatedMedia, m)
		w.must(err)
	}
	for size, width := range map[string]int64{"wide": 1280, "phone": 390} {
		w.do(chromedp.EmulateViewport(width, 900))
		for _, scheme := range []string{"light", "dark"} {
			media(emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
			take(size + "-" + scheme)
		}
	}
	w.do(chromedp.EmulateViewport(794, 1123)) // A4
	media(emulation.SetEmulatedMediaParams{Media: "print"})
	take("print")
	media(emulation.SetEmulatedMediaParams{})
}
