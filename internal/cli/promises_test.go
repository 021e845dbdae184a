package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type promised struct {
	Statements []struct {
		ID, State string
		Why       []string
		Controls  []struct {
			Control, State string
			Proof          *struct{ What, On, Leaf string }
		}
		Corrected *struct{ SV, EN string }
	}
	Counts map[string]int
}

func (p promised) state(id string) string {
	for _, s := range p.Statements {
		if s.ID == id {
			return s.State
		}
	}
	return "missing"
}

func (w *workplace) state1(t *testing.T, says string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.register, "statements.yaml"), []byte(says), 0o600); err != nil {
		t.Fatal(err)
	}
}

const (
	saysBooks = `statements:
  - id: BOOKS
    text:
      sv: Fakturor sparas till och med det sjunde året efter räkenskapsårets slut, och sedan gallras de.
      en: Invoices are kept to the end of the seventh year after the fiscal year's end, and then culled.
    kept_by: {cull: shop.invoices}
  - id: ASK
    text: {sv: Den som vill bli raderad blir det., en: Who wants to be erased is.}
    kept_by: {request: erasure}
  - id: REGISTER
    text: {sv: Det finns en rättslig grund för all behandling., en: There is a legal basis for all processing.}
    kept_by: {register: contact}
  - id: NOTHING
    text: {sv: Vi är snälla., en: We are kind.}
`
	saysAll = `  - id: ALL
    text: {sv: "När du ber om det raderar vi alla dina uppgifter.", en: "When you ask, we erase all your data."}
    kept_by: {request: erasure}
`
)

// TestAStatementThroughAllItsStates: nobody says that a statement is kept; what
// runs shows it.
func TestAStatementThroughAllItsStates(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.exec(oldInvoices)
	w.state1(t, saysBooks)
	var p promised
	w.json(0, &p, "promises", w.register)
	for _, id := range []string{"BOOKS", "ASK", "REGISTER", "NOTHING"} {
		if p.state(id) != "not-shown" {
			t.Errorf("before anything ran, %s is %s", id, p.state(id))
		}
	}
	if _, err := os.Stat(filepath.Join(w.dir, "data")); err == nil {
		t.Error("the report made a store")
	}

	var run cullRun
	w.json(0, &run, "cull", "plan", "--register", w.register)
	w.json(1, &p, "promises", w.register)
	if p.state("BOOKS") != "broken" || p.state("REGISTER") != "kept" {
		t.Errorf("two invoices are overdue: %+v", p)
	}
	w.must(1, "cull", "approve", run.Run, "--digest", run.Digest, "--by", "anna")
	w.must(0, "cull", "approve", run.Run, "--digest", run.Digest, "--by", "bo")
	w.must(0, "cull", "run", run.Run)
	w.json(0, &p, "promises")
	if p.state("BOOKS") != "kept" || p.state("ASK") != "not-shown" {
		t.Errorf("after the run: %+v", p)
	}
	proof := p.Statements[0].Controls[0].Proof
	if proof == nil || proof.What != "run "+run.Run || len(proof.Leaf) != 64 {
		t.Errorf("proof: %+v", proof)
	}

	w.exec(oldInvoices)
	w.must(0, "cull", "plan")
	if w.json(1, &p, "promises"); p.state("BOOKS") != "broken" {
		t.Errorf("others are overdue: %+v", p)
	}

	w.state1(t, saysBooks+saysAll)
	w.json(1, &p, "promises", w.register)
	if p.state("ALL") != "untrue" || p.state("REGISTER") != "not-shown" {
		t.Errorf("a wording that law forbids: %+v", p)
	}
	corrected := p.Statements[len(p.Statements)-1].Corrected
	if corrected == nil || !strings.Contains(corrected.SV, "utom dem som lag kräver") || !strings.Contains(corrected.EN, "except what a law requires") {
		t.Errorf("corrected: %+v", corrected)
	}
	if out := w.must(1, "promises", w.register); strings.Count(out, "except what a law requires") != 1 {
		t.Error(out)
	}
}

// TestAStatementAboutRequests is kept by one that was carried out and checked,
// and broken when the person comes back.
func TestAStatementAboutRequests(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.state1(t, saysBooks+"  - {id: BACK, text: {sv: Den som raderats kommer inte tillbaka.}, kept_by: {watch: true}}\n")
	var p promised
	expect := func(when string, code int, ask, back string) {
		t.Helper()
		if w.json(code, &p, "promises"); p.state("ASK") != ask || p.state("BACK") != back {
			t.Errorf("%s: ASK is %s, BACK is %s, want %s and %s", when, p.state("ASK"), p.state("BACK"), ask, back)
		}
	}
	id := w.ask("--email", "anna.exempel@example.com", "--right", "erasure")
	expect("asked", 0, "not-shown", "not-shown")
	w.finish(id)
	w.must(0, "request", "answer", id, "--final")
	w.must(0, "sweep", "--recheck", "0s")
	expect("closed", 0, "kept", "not-shown")
	w.look(0)
	expect("looked", 0, "kept", "kept")
	w.exec(annaBack)
	w.look(1)
	expect("came back", 1, "kept", "broken")
}
