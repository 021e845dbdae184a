package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/account"
)

// device gives the browser a passkey's device that says yes by itself.
func (w *window) device() {
	w.Helper()
	_, err := chromedp.Call(w.ctx, webauthn.Enable, webauthn.EnableParams{})
	w.must(err)
	_, err = chromedp.Call(w.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: "ctap2", Transport: "internal", HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
	w.must(err)
}

// A passkey is made, signs in without a name, and says yes over a plan's digest,
// once: the answer to one plan is none to another.
func TestPasskeys(t *testing.T) {
	t.Parallel()
	chromium(t)
	h := build(t, false)
	h.must(h.Accounts.SetSecondFactor(t.Context(), true, "test"))
	link, err := h.Accounts.Link(t.Context(), "", "")
	h.must(err)
	h.url = strings.Replace(h.url, "127.0.0.1", "localhost", 1) // an address of numbers has no passkeys
	w := h.window(t, true)
	w.device()
	w.goes("/welcome/" + link)
	w.types("#name", "Astrid Lind")
	w.types("#login", "astrid")
	w.types("#password", password)
	w.types("#again", password)
	w.presses("form button.main")
	if at := w.here(); at != "/account" {
		t.Fatalf("a password alone led to %s", at)
	}
	w.types("#name", "min telefon")
	w.presses("#keys form[data-passkey-new] button")
	w.waits("#keys form[action$='/drop']")
	w.goes("/requests")
	w.waits("h1")
	if at := w.here(); at != "/requests" {
		t.Errorf("with a passkey one comes to %s", at)
	}
	w.presses(".who form button")
	w.goes("/sign-in?to=/requests")
	w.presses(".by-key button")
	w.waits(".side")
	if at := w.here(); at != "/requests" {
		t.Errorf("signing in with a passkey led to %s", at)
	}

	w.goes("/requests/new")
	w.do(chromedp.Click(chromedp.CSS("input[name=right][value=erasure]")))
	w.types("#id-email", h.made.Cast["anna"].Email)
	w.presses("form[action='/requests'] button.main")
	at := w.here()
	h.work()
	h.later(account.Fresh * 2) // the sign-in was a while ago; the passkey is asked for now
	w.goes(at)
	w.presses("#approve form[data-passkey] button.main")
	w.waits("#approve .chip.good")
	var yes []act.Approval
	h.must(h.Store.Read(t.Context(), "main", func(tx *store.Tx) (err error) {
		yes, err = act.Approvals(tx, strings.TrimPrefix(at, "/requests/"))
		return err
	}))
	if len(yes) != 1 || yes[0].Assurance != account.ByKey {
		t.Errorf("the yes is %+v", yes)
	}

	// What a page elsewhere got out of the device for another question is no yes.
	w.goes("/requests/new")
	w.do(chromedp.Click(chromedp.CSS("input[name=right][value=access]")))
	w.types("#id-email", h.made.Cast["anna"].Email)
	w.presses("form[action='/requests'] button.main")
	other := w.here()
	h.work()
	w.goes(other)
	eval[string](w, `document.querySelector("#approve form").dataset.answered = "yes", document.querySelector("[name=digest]").value = "`+strings.Repeat("0", 64)+`"`)
	w.presses("#approve form[data-passkey] button.main")
	if shown := eval[string](w, "document.body.innerText"); strings.Contains(shown, "Ditt ja är noterat") {
		t.Error("a yes without an answer of the device was taken")
	}
	w.stayed()
}
