package web_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/web/account"
)

// From the day a request came to a proof that an outsider checks.
func TestACaseFromArrivalToProof(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	anna := h.made.Cast["anna"]
	at := astrid.enters(url.Values{"right": {"access", "erasure"}})
	astrid.see(at, "Registerutdrag · Radering", anna.Email, "raderas", "spärras", "bokföringslagen 7 kap. 2 §", "Godkänn planen")

	digest := astrid.value("digest")
	if r := astrid.submit(at+"/approve", url.Values{"digest": {"0000"}}); r.StatusCode != http.StatusConflict {
		t.Errorf("a yes to another plan: %s", r.Status)
	}
	astrid.see(at)
	astrid.submit(at+"/approve", url.Values{"digest": {digest}})
	astrid.says("Ditt ja är antecknat.", "Kopian måste lämnas ut först.")
	astrid.send(at+"/run", nil)
	h.work()
	astrid.see(at, "Kopian måste lämnas ut först.") // nothing was changed before

	astrid.see(at+"/copy", "Filer i kopian")
	astrid.see(at + "/copy/sheet")
	astrid.says(anna.Email)
	astrid.see(at)
	astrid.submit(at+"/copy", nil)
	astrid.submit(at+"/run", nil)
	h.work()
	astrid.see(at, "utförd och kontrollerad", "hos ägaren")
	for strings.Contains(astrid.page, at+"/except") {
		astrid.submit(at+"/except", url.Values{"step": {astrid.value("step")}})
		h.work()
		astrid.see(at)
	}
	astrid.says("Klar")
	astrid.see(at+"/letters/answer", "Detta är svaret som skickas")
	astrid.see(at+"/letters/answer/sheet", "bokföringslagen")
	astrid.see(at + "/letters/answer")
	astrid.submit(at+"/answer", nil)
	astrid.says("Besvarad")

	astrid.see(at)
	r := astrid.submit(at+"/pack", nil)
	if r.StatusCode != http.StatusOK || !strings.Contains(r.Header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("the pack: %s", r.Status)
	}
	key, err := h.Office.Log.VerifierKey(t.Context(), "main")
	h.must(err)
	report, err := evidence.Verify([]byte(astrid.page), key)
	h.must(err)
	if !report.OK() {
		t.Errorf("the pack: %s", report)
	}
	if strings.Contains(h.log.String(), anna.Email) {
		t.Error("the log names the person")
	}
}

// A contested balance waits for a person, and each decision makes a new plan.
func TestAnObjectionIsDecidedByAPerson(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(url.Values{"right": {"objection"}})
	astrid.see(at, "Det här behöver du besluta", "väntar på beslut")
	activity := astrid.value("activity")
	if astrid.submit(at+"/rule", url.Values{"activity": {activity}, "ruling": {"reject"}}); !strings.Contains(text(astrid.page), "21.1") {
		t.Errorf("without grounds: %s", text(astrid.page))
	}
	astrid.see(at)
	astrid.submit(at+"/rule", url.Values{"activity": {activity}, "ruling": {"uphold"}})
	h.work()
	astrid.see(at, "invändningen godtas")
}

func TestTheClockStopsAndGoesOn(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(nil)
	astrid.see(at)
	astrid.submit(at+"/pause", nil)
	astrid.says("Klockan står still")
	astrid.submit(at+"/resume", nil)
	astrid.says("Sista dag är nu")
	astrid.submit(at+"/extend", url.Values{"reason": {"Ärendet är komplicerat."}})
	astrid.says("Tiden är förlängd")
	astrid.see(at+"/letters/extension/sheet", "Ärendet är komplicerat.")
	astrid.see(at)
	if r := astrid.send(at+"/extend", url.Values{"reason": {"Igen."}}); r.StatusCode != http.StatusConflict {
		t.Errorf("a second extension: %s", r.Status)
	}
}

func TestTwoPeopleAreTwoAccounts(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, bo := h.first(), h.with("Bo Ek", account.Approver)
	astrid.see("/people")
	astrid.submit("/people/two", url.Values{"two": {"yes"}})
	at := astrid.enters(nil)
	astrid.see(at)
	digest := astrid.value("digest")
	astrid.submit(at+"/approve", url.Values{"digest": {digest}})
	astrid.says("Du har sagt ja. En annan person behöver också säga ja.")
	astrid.send(at+"/approve", url.Values{"digest": {digest}})
	if r := astrid.send(at+"/run", nil); r.StatusCode != http.StatusForbidden {
		t.Errorf("one person's plan runs: %s", r.Status)
	}
	bo.see(at)
	if r := bo.send(at+"/run", nil); r.StatusCode != http.StatusForbidden {
		t.Errorf("an approver carries out: %s", r.Status)
	}
	bo.see(at)
	bo.submit(at+"/approve", url.Values{"digest": {digest}})
	astrid.see(at, "Bo Ek", "Astrid Lind", "Genomför planen")
}

// Whatever a role may not see is in no page it gets.
func TestWhoSeesPeople(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	anna := h.made.Cast["anna"]
	at := astrid.enters(url.Values{"letter": {"Skydda mig"}})
	staff := map[string]*somebody{
		"auditor": h.with("Rut Dal", account.Reader), "administrator": h.with("Ada Ström", account.Admin),
		"handler": h.with("Hugo Berg", account.Handler), "handler of shielded people": h.with("Siv Alm", account.Handler, account.Shielded),
	}
	email := anna.Email
	sees := func(who string, want bool) {
		t.Helper()
		for _, path := range []string{"/", "/requests", at, at + "/records/0", at + "/copy", at + "/letters/answer/sheet"} {
			staff[who].get(path)
			if !want && (strings.Contains(staff[who].page, email) || strings.Contains(staff[who].page, "Skydda mig")) {
				t.Errorf("%s: the %s sees the person", path, who)
			}
		}
		staff[who].get(at)
		if got := strings.Contains(staff[who].page, email); got != want {
			t.Errorf("the %s sees whom the case concerns: %v", who, got)
		}
	}
	sees("auditor", false)
	sees("administrator", false)
	sees("handler", true)

	email = h.made.Cast["colleague"].Email
	at = staff["handler of shielded people"].enters(url.Values{"id-email": {email}, "who": {}, "letter": {"Skydda mig"}, "shielded": {"yes"}})
	sees("handler", false)
	sees("handler of shielded people", true)
	staff["handler"].get(at)
	if r := staff["handler"].send(at+"/pause", nil); r.StatusCode != http.StatusForbidden {
		t.Errorf("a handler changes a shielded case: %s", r.Status)
	}
}

// What people write is text wherever it is shown.
func TestHostileWordsAreText(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	const nasty = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`
	at := astrid.enters(url.Values{"letter": {nasty}, "identity": {nasty}, "who": {nasty}, "channel": {nasty}})
	for _, path := range []string{"/", "/requests", at, at + "/letters/receipt/sheet", at + "/copy"} {
		astrid.get(path)
		if strings.Contains(astrid.page, "<script>alert") || strings.Contains(astrid.page, "<img src=x") {
			t.Errorf("%s runs what was written", path)
		}
	}
}

// Our own files hold no word of the person after all this.
func TestFilesOfOursHoldNobody(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	astrid.enters(url.Values{"letter": {"Radera mig nu"}})
	h.must(filepath.WalkDir(filepath.Dir(filepath.Dir(h.made.Register)), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, "systems") {
			return err
		}
		data, err := os.ReadFile(path)
		for _, secret := range []string{h.made.Cast["anna"].Email, "Radera mig nu", "Astrid Lind"} {
			if strings.Contains(string(data), secret) {
				t.Errorf("%s holds %q", filepath.Base(path), secret)
			}
		}
		return err
	}))
}
