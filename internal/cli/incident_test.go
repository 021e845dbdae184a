package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/duty"
)

// By commands alone: those whom a breach concerns are found in the systems, written
// to once, and listed only when asked for.
func TestIncidentByCommands(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.must(0, "register", "push", w.register)
	var made struct{ Incident string }
	w.json(0, &made, "incident", "report", "Lost laptop", "--by", "Astrid Lind", "--system", "shop", "--what", "A laptop was lost")
	id := made.Incident
	w.must(2, "incident", "affected", id, "--by", "Astrid Lind")
	w.must(3, "incident", "affected", id, "--by", "Astrid Lind", "--collection", "shop.nothing")
	w.must(2, "incident", "affected", id, "--by", "Astrid Lind", "--collection", "shop.customers", "--where", "{")
	w.must(2, "incident", "letter", id, "--send", "--by", "Astrid Lind", "--people", w.people("x@example.org")) // it would not say what follows
	var found duty.Traced
	w.json(0, &found, "incident", "affected", id, "--by", "Astrid Lind", "--collection", "shop.customers", "--people", w.people("outside@example.org"))
	if found.People < 2 || found.ByMail == 0 || !found.Done || found.Left == 0 {
		t.Fatalf("found: %+v", found)
	}
	if out := w.must(0, "incident", "affected", id, "--by", "Astrid Lind", "--collection", "shop.customers", "--people", w.people("outside@example.org")); strings.Contains(out, "@") {
		t.Errorf("addresses are printed that nobody asked for: %s", out)
	}
	if out := w.must(0, "incident", "affected", id, "--by", "Astrid Lind", "--collection", "shop.customers", "--people", w.people("outside@example.org"), "--list"); !strings.Contains(out, "outside@example.org") {
		t.Errorf("the list is %s", out)
	}
	w.must(2, "incident", "letter", id, "--send", "--by", "Astrid Lind")
	w.must(0, "duty", "set", id, "--by", "Astrid Lind", "consequences=Unwanted mail", "measures=Wiped from afar")
	if out := w.must(0, "incident", "letter", id); !strings.Contains(out, "Wiped from afar") {
		t.Errorf("the letter is %s", out)
	}
	var sent struct{ Letters, Unreached int }
	w.json(0, &sent, "incident", "letter", id, "--send", "--by", "Astrid Lind")
	if sent.Letters != found.Left {
		t.Errorf("%d letters for %d people", sent.Letters, found.Left)
	}
	w.must(4, "incident", "letter", id, "--send", "--by", "Astrid Lind") // all have one
}

// people is a file of people to be named.
func (w *workplace) people(mail string) string {
	w.Helper()
	path := filepath.Join(w.dir, "people.csv")
	if err := os.WriteFile(path, []byte("email\n"+mail+"\n"), 0o600); err != nil {
		w.Fatal(err)
	}
	return path
}
