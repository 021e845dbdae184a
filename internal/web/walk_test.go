package web_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/account"
)

// The whole way in a browser: a person asks, shows who she is, two people say yes
// – by passkey where the browser has script –, it is carried out, she fetches her
// copy and her answer after showing once more who she is, and the proof holds.
func TestTheWholeWay(t *testing.T) {
	t.Parallel()
	chromium(t)
	for _, way := range []struct {
		script bool
		look
	}{
		{true, look{"sv", 1280, "light"}},
		{false, look{"en", 390, "light"}},
		{true, look{"en", 390, "dark"}},
		{false, look{"sv", 1280, "dark"}},
	} {
		t.Run(fmt.Sprintf("script=%v, %s", way.script, way.look), func(t *testing.T) {
			t.Parallel()
			w := newWalk(t, way.script)
			w.sees(way.look)
			w.personAsks()
			w.personIsSure()
			w.later(identity.Cooling + time.Hour)
			w.caseIsFound()
			w.twoSayYes()
			w.copyIsFetched()
			w.isCarriedOut()
			w.answerIsFetched()
			w.proofHolds()
			w.stayed()
		})
	}
}

// walk is a case on its way, in one browser that all use in turn.
type walk struct {
	*window
	script bool
	mail   string // the person's address
	claim  string // number of the case
	page   string // the person's
}

func newWalk(t *testing.T, script bool) *walk {
	t.Helper()
	h := build(t, false)
	h.must(h.Accounts.SetTwoPeople(t.Context(), true, "test"))
	link, err := h.Accounts.Link(t.Context(), "", "")
	h.must(err)
	_, err = h.Accounts.First(t.Context(), link, "Astrid Lind", "astrid", password)
	h.must(err)
	h.with("Bo Ek", account.Approver)
	h.url = strings.Replace(h.url, "127.0.0.1", "localhost", 1) // an address of numbers has no passkeys
	w := &walk{window: h.window(t, script), script: script, mail: h.made.Cast["anna"].Email}
	if script {
		w.device()
	}
	return w
}

// at is the staff's page of the case.
func (w *walk) at() string { return "/requests/" + w.claim }

func (w *walk) clicks(selector string) {
	w.Helper()
	w.do(chromedp.Click(chromedp.CSS(selector)))
}

func (w *walk) personAsks() {
	w.goes("/ask")
	w.clicks("input[name=wish][value=access]")
	w.clicks("input[name=wish][value=erasure]")
	w.types("#email", w.mail)
	w.types("#name", w.made.Cast["anna"].Name)
	w.presses("form[action='/ask'] button.main")
	w.claim = regexp.MustCompile(`r[0-9a-f]{10}`).FindString(w.text())
	w.work()
	w.goes(w.door(w.mail, "confirm"))
	w.presses("main form button.main")
	w.page = w.here()
	w.work()
}

// text is what the page says.
func (w *walk) text() string {
	w.Helper()
	return eval[string](w.window, "document.body.innerText")
}

// proves has a code sent and enters it.
func (w *walk) proves() {
	w.Helper()
	w.goes(w.page)
	w.clicks("#code input[name=way][value='0']")
	w.later(time.Second) // so that the letter with the code is the newest
	w.presses("#code form[action$='/code'] button")
	w.work()
	_, letter := w.sent(w.mail)
	code := codes.FindString(letter.Text)
	w.types("#code-field", code)
	w.presses("#code form[action$='/enter'] button")
	w.work()
}

var codes = regexp.MustCompile(`\b\d{4} \d{4}\b`)

// personIsSure shows by code what a code can show, and staff see an original for
// the rest; the page's new link is shown to them once.
func (w *walk) personIsSure() {
	w.signsIn("astrid")
	if w.script {
		w.makesKey()
	}
	w.goes(w.at())
	w.clicks("#identity summary")
	w.clicks("#identity input[name=method][value=original]")
	w.types("#seen", "körkort i receptionen")
	w.types("#found-email", w.mail)
	w.presses("#identity form[action$='/attest'] button.main")
	found := regexp.MustCompile(`https://privacy\.example\.com(/case/\S+)`).FindStringSubmatch(w.text())
	if found == nil {
		w.Fatalf("no link to the case: %s", w.text())
	}
	w.page = found[1]
	w.leaves()
}

// makesKey gives the account that is signed in a passkey.
func (w *walk) makesKey() {
	w.Helper()
	w.goes("/account")
	w.types("#keys #name", "min telefon")
	w.presses("#keys form[data-passkey-new] button")
	w.waits("#keys form[action$='/drop']")
}

func (w *walk) leaves() {
	w.Helper()
	w.goes("/account")
	w.presses(".who form[action='/sign-out'] button")
}

func (w *walk) caseIsFound() {
	w.work()
	w.must(w.Reception.Identity.Settle(w.Context(), w.claim))
	w.work()
	w.signsIn("astrid")
	w.goes(w.at())
	w.waits("#plan .group .chip")
	w.waits("#approve .digest")
}

// twoSayYes is one after the other; the second time by the same one counts once.
func (w *walk) twoSayYes() {
	w.presses("#approve form button.main")
	w.waits("#approve .chip.warn")
	w.leaves()
	w.signsIn("bo")
	if w.script {
		w.makesKey()
	}
	w.goes(w.at())
	w.presses("#approve form button.main")
	w.waits("#approve .chip.good")
	w.leaves()
	var yes []act.Approval
	w.must(w.Store.Read(w.Context(), "main", func(tx *store.Tx) (err error) {
		yes, err = act.Approvals(tx, w.claim)
		return err
	}))
	if len(yes) != 2 || yes[0].Actor == yes[1].Actor || w.script && yes[1].Assurance != account.ByKey {
		w.Errorf("the approvals are %+v", yes)
	}
}

// copyIsFetched: nothing is erased before she has her copy.
func (w *walk) copyIsFetched() {
	w.signsIn("astrid")
	w.goes(w.at())
	w.presses("#copy form[action$='/release'] button")
	w.proves()
	w.presses("form[action$='/fetch'] button[value=page]")
	if !strings.Contains(w.text(), w.made.Cast["anna"].Name) {
		w.Errorf("the copy says %.300s", w.text())
	}
}

func (w *walk) isCarriedOut() {
	w.goes(w.at())
	w.presses("#run form button.main")
	w.work()
	for range 10 {
		w.goes("/tasks")
		if !eval[bool](w.window, `!!document.querySelector("details.answer")`) {
			break
		}
		w.clicks("details.answer summary")
		w.clicks("details.answer input[name=found][value=not-found]")
		w.presses("details.answer button.main")
		w.work()
	}
	w.goes(w.at())
	w.waits(".head .chip.done")
	w.goes(w.at() + "/letters/answer")
	w.presses(".actions button.main")
	w.waits(".head .chip.answered")
	w.presses("#answer form[action$='/release'] button")
}

func (w *walk) answerIsFetched() {
	w.proves()
	w.presses("form[action$='/fetch'] button[value=page]")
	if !strings.Contains(w.text(), w.claim) {
		w.Errorf("the answer says %.300s", w.text())
	}
	w.later(20 * time.Minute) // whoever began has a quarter of an hour
	w.proves()
	if eval[bool](w.window, `!!document.querySelector("form[action$='/fetch']")`) {
		w.Error("what was fetched can be fetched again")
	}
}

// proofHolds puts the pack into the page, as it is and with a byte changed.
func (w *walk) proofHolds() {
	w.leaves()
	w.signsIn("astrid") // what leaves the house asks for somebody who has just shown who they are
	pack := w.downloads(w.at() + "/pack")
	for i, good := range []bool{true, false} {
		if !good {
			pack[len(pack)/2] ^= 1
		}
		file := filepath.Join(w.TempDir(), fmt.Sprintf("pack%d.zip", i))
		w.must(os.WriteFile(file, pack, 0o600))
		w.goes("/evidence")
		w.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file][name=pack]"), []string{file}))
		w.presses("form[action='/evidence'] button.main")
		if holds := eval[bool](w.window, `!!document.querySelector("main .notice.good")`); holds != good {
			w.Errorf("a pack that is whole: %v; the page says it holds: %v", good, holds)
		}
	}
}

// downloads gets what a link hands over, as the browser that is signed in.
func (w *walk) downloads(path string) []byte {
	w.Helper()
	kept, err := chromedp.Call(w.ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{w.url}})
	w.must(err)
	s := w.nobody()
	r, err := http.NewRequestWithContext(w.Context(), http.MethodGet, w.url+path, nil)
	w.must(err)
	for _, c := range kept.Cookies {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	if a := s.answer(s.client.Do(r)); a.StatusCode != http.StatusOK {
		w.Fatalf("GET %s: %s", path, a.Status)
	}
	return []byte(s.page)
}
