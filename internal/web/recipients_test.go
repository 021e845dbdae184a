package web_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request/letter"
	"github.com/varsam/varsam/internal/store"
)

// hands hands Anna's data to the auditor, as the log has it.
func (h *house) hands() string {
	h.Helper()
	anna := h.made.Cast["anna"].Email
	h.permits(wish{mail: anna, company: "Bolaget", person: true, at: true}, true)
	r, err := h.Duties.Disclose(h.Context(), duty.Handing{
		Recipient: "auditor", Scope: "Bron", Categories: []varsam.Category{"contact.email"}, People: []duty.Whose{{Mail: anna, Company: "Bolaget"}},
	}, "Astrid Lind")
	h.must(err)
	return r.ID
}

// erased is a request to erase Anna that has been carried out.
func (s *somebody) erased() (at string) {
	s.Helper()
	at = s.enters(nil)
	s.see(at)
	s.submit(at+"/approve", url.Values{"digest": {s.value("digest")}})
	s.send(at+"/run", nil)
	s.work()
	s.see(at)
	for strings.Contains(s.page, at+"/except") {
		s.submit(at+"/except", url.Values{"step": {s.value("step")}})
		s.work()
		s.see(at)
	}
	return at
}

// Whoever got the data is told of the erasure from the case's page, once; each stays
// open, on the page and as a duty, until it has confirmed; and the person's answer
// says who they are (Art. 19).
func TestRecipientsOfACase(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	h.Requests.Disclosed = func(ctx context.Context, _ string, mails []string) ([]letter.Disclosed, error) {
		return h.Duties.Disclosed(ctx, mails)
	}
	h.hands()
	s := h.first()
	at := s.erased()
	s.says("Mottagare att underrätta", "Revisionsbyrån Vindala AB", "Fick uppgifter enligt loggen")
	id := strings.TrimPrefix(at, "/requests/")

	s.submit(at+"/recipients", nil)
	s.says("Underrättelser på väg: 1.")
	s.submit(at+"/recipients", nil)
	s.says("Underrättelser på väg: 0.") // nobody hears it twice
	notices := duty.Notices(h.duties(), id)
	if len(notices) != 1 || h.lettersAbout(notices[0].ID) != 1 {
		t.Fatalf("notices: %+v", notices)
	}
	const open = "har inte bekräftat"
	s.see("/duties/kinds/recipient-notice", open)
	s.see(at + "/letters/answer/sheet")
	s.says("Revisionsbyrån Vindala AB")

	s.see(at)
	if r := s.send(at+"/confirmed", url.Values{"notice": {h.hands()}}); r.StatusCode != http.StatusNotFound {
		t.Errorf("something else is confirmed: %s", r.Status)
	}
	s.see(at)
	s.submit(at+"/confirmed", url.Values{"notice": {notices[0].ID}})
	s.says("bekräftat")
	if strings.Contains(s.page, at+"/confirmed") {
		t.Error("it can be confirmed again")
	}
	s.see("/duties/kinds/recipient-notice")
	if strings.Contains(text(s.page), open) {
		t.Error("it was confirmed, and is still found")
	}

	// on request: a copy names everyone who got something
	copied := s.enters(url.Values{"right": {"access"}})
	s.see(copied+"/copy/sheet", "Revisionsbyrån Vindala AB", "Bron")
}

// The same in a browser, with script and without: the person's recipients are told
// with a button, and confirm with another; and an owner answers the yearly question by
// a mailed link with three ticks.
func TestRecipientsAndOwnersInABrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	for _, script := range []bool{true, false} {
		t.Run(map[bool]string{true: "script", false: "none"}[script], func(t *testing.T) {
			t.Parallel()
			h := build(t, false)
			h.hands()
			s := h.first()
			at := s.erased()
			h.Duties.Address = h.url
			h.owned("agare@example.org")
			w := &breach{window: h.window(t, script), look: look{"sv", 390, "light"}}
			w.signsIn("astrid")
			w.goes(at)
			w.presses("form[action='" + at + "/recipients'] button")
			w.opens("form[action='" + at + "/confirmed']")
			w.presses("form[action='" + at + "/confirmed'] button")
			w.waits("details summary .chip.good")
			w.whole()

			w.goes("/duties/kinds/question")
			w.presses("form[action='/duties/ask'] button")
			w.waits(".said.good")
			w.goes(w.link("agare@example.org"))
			w.whole()
			if n := eval[int](w.window, "document.querySelectorAll('input[name=right]').length"); n != 3 {
				t.Errorf("%d ticks", n)
			}
			w.do(chromedp.Click(chromedp.CSS("input[name=right]:not(:checked)")))
			w.presses("main form button.main")
			w.waits(".notice.good")
			w.goes("/duties/kinds/question")
			if !strings.Contains(w.shown(), "stämmer") {
				t.Errorf("what is not right is not found: %s", w.shown())
			}
			w.stayed()
		})
	}
}

// opens opens what something lies within.
func (w *window) opens(selector string) {
	w.Helper()
	if !eval[bool](w, "(() => { const d = document.querySelector(\""+selector+"\")?.closest('details'); if (d) d.open = true; return !!d; })()") {
		w.Fatalf("%s has nothing with %s", w.here(), selector)
	}
}

func (h *house) duties() *duty.World {
	h.Helper()
	w, err := h.Duties.World(h.Context())
	h.must(err)
	return w
}

// owned makes an address the owner of an activity in the register.
func (h *house) owned(address string) {
	h.Helper()
	path := filepath.Join(h.made.Register, "activities", "contacts.yaml")
	text, err := os.ReadFile(path)
	h.must(err)
	h.must(os.WriteFile(path, bytes.Replace(text, []byte("owner: säljansvarig"), []byte("owner: "+address), 1), 0o600))
	archive, err := register.Archive(os.DirFS(h.made.Register))
	h.must(err)
	h.must(h.Store.Write(h.Context(), h.Tenant, func(tx *store.Tx) error {
		_, err := register.Push(tx, archive, "test", 1)
		return err
	}))
}
