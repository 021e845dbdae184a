package web_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/web/account"
)

// A breach on a telephone: somebody who may do nothing else reports it, those whom
// it concerns are found, written to, the authority is notified in phases, customers
// are told, and it is closed. With script and without, in both languages.
func TestIncidentOnAPhone(t *testing.T) {
	t.Parallel()
	chromium(t)
	for _, way := range []struct {
		script bool
		look
	}{
		{true, look{"sv", 390, "light"}},
		{false, look{"en", 390, "dark"}},
	} {
		t.Run(fmt.Sprintf("script=%v, %s", way.script, way.look), func(t *testing.T) {
			t.Parallel()
			h := build(t, false)
			h.first()
			h.with("Gun Gäst", account.Guest)
			w := &breach{window: h.window(t, way.script), script: way.script, look: way.look}
			w.signsIn("gun")
			w.isReported()
			w.signsIn("astrid")
			w.isSeen()
			w.affectedAreFound()
			w.isDescribed()
			w.peopleAreTold()
			w.isNotified()
			w.customersAreTold()
			w.isClosed()
			w.stayed()
		})
	}
}

// breach is an incident on its way.
type breach struct {
	*window
	script bool
	look   look
	id     string
}

const breachTitle = "Kundlistan gick till fel mottagare"

func (w *breach) at() string { return "/duties/at/" + w.id }

// whole expects a page without faults for a thumb.
func (w *breach) whole() {
	w.Helper()
	if faults := eval[string](w.window, faultsOfPage); faults != "" {
		w.Errorf("%s:\n%s", w.here(), faults)
	}
}

func (w *breach) signsIn(login string) {
	w.Helper()
	_, err := chromedp.Call(w.ctx, network.ClearBrowserCookies, cdp.Empty{})
	w.must(err)
	w.sees(w.look)
	w.goes("/sign-in")
	w.types("#login", login)
	w.types("#password", password)
	w.presses("main form button.main")
}

func (w *breach) isReported() {
	w.Helper()
	w.goes("/incident")
	w.whole()
	w.types("#title", breachTitle)
	for _, system := range []string{"crm", "surveys"} {
		w.do(chromedp.Click(chromedp.CSS("input[name=systems][value=" + system + "]")))
	}
	w.presses("main form button.main")
	w.waits(".said.good")
	all, _, err := w.Duties.List(w.Context(), duty.Incident, false)
	w.must(err)
	if len(all) != 1 {
		w.Fatalf("%d incidents", len(all))
	}
	w.id = all[0].ID
}

// isSeen follows what is found to the incident: the clock runs.
func (w *breach) isSeen() {
	w.Helper()
	w.goes("/duties")
	w.presses("ul.todo a.stacked[href='" + w.at() + "']")
	if !strings.Contains(eval[string](w.window, "document.querySelector('main').innerText"), breachTitle) {
		w.Errorf("%s is not about it", w.here())
	}
	w.whole()
}

func (w *breach) affectedAreFound() {
	w.Helper()
	w.presses("#affected a.button")
	w.whole()
	w.presses("form[action='" + w.at() + "/affected'] button.main")
	w.waits("#working progress")
	w.whole()
	w.work()
	if !w.script { // the page asks for itself again after some seconds
		w.goes(w.here())
	}
	w.waits("#list")
	w.whole()
	if n := eval[int](w.window, "document.querySelectorAll('#list tbody tr').length"); n < 10 {
		w.Errorf("%d people are listed", n)
	}
}

// fillsIn fills fields of one of the page's forms and sends it.
func (w *breach) fillsIn(form, button string, values map[string]string) {
	w.Helper()
	w.goes(w.at())
	w.fills(values)
	w.presses(form + " " + button)
	w.waits(".said.good")
}

func (w *breach) isDescribed() {
	w.fillsIn("form[action='"+w.at()+"']", "button.main", map[string]string{
		"what": "En lista gick till fel mottagare", "consequences": "Skräppost", "measures": "Mottagaren har raderat den", "nature": "confidentiality",
	})
	w.fillsIn("#decision", "button", map[string]string{"risk": "high", "notify": "yes", "letter": "yes"})
}

func (w *breach) peopleAreTold() {
	w.Helper()
	found, err := w.Duties.Traced(w.Context(), w.id)
	w.must(err)
	w.goes(w.at())
	w.presses("#people-letter a.button")
	w.whole()
	w.presses("form[action='" + w.at() + "/letter'] button.main")
	w.work()
	w.goes(w.at() + "/affected")
	after, err := w.Duties.Traced(w.Context(), w.id)
	w.must(err)
	if after.Told != found.Left || after.Left != 0 || w.lettersAbout(w.id) == 0 {
		w.Errorf("of %d people %d have a letter", found.Left, after.Told)
	}
}

func (w *breach) isNotified() {
	w.Helper()
	now := w.clock().In(w.world().Zone()).Format("2006-01-02T15:04")
	w.fillsIn("#notification", "button", map[string]string{"notified": now, "supplement": w.world().Today.AddDays(7).String()})
	w.goes(w.at())
	w.presses("form[action='" + w.at() + "/end'] button")
	w.waits(".notice.bad") // not before all of it is said
	w.fillsIn("#notification", "button", map[string]string{"complete": now})
}

func (w *breach) customersAreTold() {
	w.Helper()
	w.goes(w.at())
	w.presses("#customers a.button")
	w.whole()
	w.goes(w.at())
	w.presses("#customers form button.main")
	w.waits("#customers .chip.good")
}

func (w *breach) isClosed() {
	w.Helper()
	w.presses("form[action='" + w.at() + "/end'] button")
	w.waits(".said.good")
	w.whole()
	w.goes("/duties")
	if strings.Contains(eval[string](w.window, "document.querySelector('main').textContent"), breachTitle) {
		w.Error("it is closed, and still found")
	}
}
