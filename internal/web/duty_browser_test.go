package web_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/varsam/varsam/examples"
	"github.com/varsam/varsam/internal/duty"
)

// theFive are the companies of the examples.
var theFive = []string{"insourceit", "intelliplan", "kivaq", "kundo", "kunskapspartner"}

// houseOf is an example's organisation with its register and duties in force.
func houseOf(t *testing.T, name string) *house {
	t.Helper()
	h := build(t, true)
	files, err := fs.Sub(examples.Files, name)
	h.must(err)
	h.pushFiles(h.Store, "main", files)
	folder, err := duty.ReadFolder(files)
	h.must(err)
	_, err = h.Duties.TakeFolder(t.Context(), folder, "test")
	h.must(err)
	h.Duties.Address = h.url
	return h
}

// What is wrong in each of the five examples is found on the page, mended where the
// finding leads, and gone: with script and without.
func TestFiveDutiesInABrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	for _, name := range theFive {
		for _, script := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s/script=%v", name, script), func(t *testing.T) {
				t.Parallel()
				h := houseOf(t, name)
				link, err := h.Accounts.Link(t.Context(), "", "")
				h.must(err)
				w := h.window(t, script)
				w.goes("/welcome/" + link)
				w.types("#name", "Astrid Lind")
				w.types("#login", "astrid")
				w.types("#password", password)
				w.types("#again", password)
				w.presses("form button.main")
				w.mendsTransfer()
				w.signsSecrecy()
				w.endsAccess()
				w.signsAgreement()
				w.takesTraining()
				w.stayed()
			})
		}
	}
}

// finds goes to what was found and follows the only finding of a code about somebody.
// What it says is to be gone afterwards.
func (w *window) finds(code duty.Code, about string) (says string) {
	w.Helper()
	found, _, err := w.Duties.Findings(w.Context())
	w.must(err)
	href := ""
	for _, f := range found {
		switch {
		case f.Code != code || about != "" && f.Subject.Name != about || strings.HasPrefix(f.Record, "register:"):
		case f.Record != "":
			href = "/duties/at/" + f.Record
		default:
			href = "/duties/kinds/" + string(f.Kind) + "/new?about=" + f.Subject.String()
		}
	}
	w.goes("/duties")
	says = eval[string](w, fmt.Sprintf(`(() => {
		const a = [...document.querySelectorAll("ul.todo a.stacked")].find((a) => decodeURIComponent(a.getAttribute("href")) === %q);
		if (!a) return "";
		a.id = "found";
		return a.querySelector("strong").textContent;
	})()`, href))
	if says == "" {
		w.Fatalf("%s is not on the page, as %q:\n%s", code, href, eval[string](w, "document.querySelector('main').innerText"))
	}
	w.presses("#found")
	return says
}

// gone expects that something is found no more, and that the page has no faults.
func (w *window) gone(says string) {
	w.Helper()
	w.goes("/duties")
	if strings.Contains(eval[string](w, "document.querySelector('main').textContent"), says) {
		w.Errorf("it was mended, and is still found: %s", says)
	}
	if faults := eval[string](w, faultsOfPage); faults != "" {
		w.Errorf("/duties:\n%s", faults)
	}
}

// fills sets fields of the form, as a person would choose them.
func (w *window) fills(values map[string]string) {
	w.Helper()
	for name, value := range values {
		done := eval[bool](w, fmt.Sprintf(`(() => {
			const all = [...document.getElementsByName(%q)];
			if (all.length === 0) return false;
			for (const e of all) {
				if (e.type === "checkbox") e.checked = %q.split(" ").includes(e.value);
				else e.value = %[2]q;
			}
			return all.some((e) => e.checked || e.value === %[2]q);
		})()`, "f-"+name, value))
		if !done {
			w.Fatalf("%s has no field %s that takes %q", w.here(), name, value)
		}
	}
}

// saves sends the form of facts.
func (w *window) saves() {
	w.Helper()
	w.presses("main form[method=post] button.main")
	if bad := eval[string](w, "[...document.querySelectorAll('.fault')].map((e) => e.textContent).join()"); bad != "" {
		w.Fatalf("%s: the form was not taken: %s", w.here(), bad)
	}
}

func (w *window) world() *duty.World {
	w.Helper()
	world, err := w.Duties.World(w.Context())
	w.must(err)
	return world
}

func (w *window) today() string { return w.world().Today.String() }

func (w *window) mendsTransfer() {
	w.Helper()
	says := w.finds(duty.MechanismFallen, "")
	w.fills(map[string]string{"mechanism": "scc", "module": "2", "annexes": "I II III", "impact": w.today()})
	w.saves()
	w.gone(says)
}

func (w *window) signsSecrecy() {
	w.Helper()
	says := w.finds(duty.SecrecyMissing, "")
	w.fills(map[string]string{"form": "secrecy", "signed": w.today(), "document": "personalpärmen"})
	w.saves()
	w.gone(says)
}

func (w *window) endsAccess() {
	w.Helper()
	says := w.finds(duty.AccessOver, "")
	at := w.here()
	w.fills(map[string]string{"removed": w.clock().In(w.world().Zone()).Format("2006-01-02T15:04")})
	w.saves()
	w.goes(at)
	w.presses("form[action='" + at + "/end'] button")
	w.gone(says)
}

func (w *window) signsAgreement() {
	w.Helper()
	var customer string
	for _, p := range w.world().Register.Parties {
		if p.Kind == "controller" {
			customer = p.Name
		}
	}
	code := duty.Missing
	if customer == "workshop-customer" { // has got one, and not signed it
		code = duty.Unsigned
	}
	says := w.finds(code, customer)
	w.fills(map[string]string{"form": "theirs", "signed": w.today(), "clauses": "a b c d e f g h", "document": "avtal.pdf"})
	w.saves()
	w.gone(says)
}

// takesTraining mails the links, and follows one as whoever is late.
func (w *window) takesTraining() {
	w.Helper()
	says := w.finds(duty.TrainingLate, "")
	at := w.here()
	w.presses("form[action='" + at + "/invite'] button")
	staff, _, err := w.Duties.List(w.Context(), duty.Staff, false)
	w.must(err)
	staff, err = w.Duties.Open(w.Context(), staff)
	w.must(err)
	for _, person := range staff {
		if person.Facts["roles"] == "handläggare" {
			w.goes(w.link(person.Facts["mail"]))
		}
	}
	right := eval[int](w, `document.querySelectorAll("fieldset").length`)
	for range right { // the right answer is the second of each question
		w.do(chromedp.Click(chromedp.CSS("fieldset input[value='1']")))
	}
	w.presses("main form button.main")
	w.waits(".notice.good")
	w.gone(says)
}
