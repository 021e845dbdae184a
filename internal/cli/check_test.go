package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type checked struct {
	Findings []struct{ Severity, Code, Says, Next string }
	Indexes  []struct{ System, Collection, Column, Statement string }
}

// A search that reads a whole collection is told with the index that avoids it;
// once the index is there, nothing is told.
func TestIndexAdvice(t *testing.T) {
	t.Parallel()
	w := shop(t)
	var c checked
	w.json(0, &c, "check", w.register, "--live")
	if len(c.Indexes) != 2 {
		t.Fatalf("advice for %d columns, want e-mail and phone: %+v", len(c.Indexes), c.Indexes)
	}
	for _, index := range c.Indexes {
		w.exec(index.Statement)
	}
	var after checked
	w.json(0, &after, "check", w.register, "--live")
	if len(after.Indexes) != 0 {
		t.Errorf("with the indexes made, still advised: %+v", after.Indexes)
	}
}

// init writes a draft that loads and is never acted on; what somebody wrote
// stays when it runs again.
func TestInit(t *testing.T) {
	t.Parallel()
	w := shop(t)
	dir := filepath.Join(w.dir, "drafted")
	w.must(0, "init", "--system", w.database(), dir)
	w.must(0, "library", "add", dir, "customer-care", "bookkeeping-se")
	w.must(4, "library", "add", dir, "customer-care")

	path := filepath.Join(dir, "systems", "shop.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	mine := strings.Replace(string(text), "operator: self", "operator: self # ours, says the office", 1)
	if err := os.WriteFile(path, []byte(mine), 0o600); err != nil {
		t.Fatal(err)
	}
	w.exec(`CREATE TABLE letters (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id), body TEXT)`)
	w.must(0, "init", "--system", w.database(), dir)
	again, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ours, says the office", "letters:"} {
		if !strings.Contains(string(again), want) {
			t.Errorf("after the second run the file has no %q:\n%s", want, again)
		}
	}

	before := w.dump()
	var found struct{ Objects []struct{ Fate string } }
	w.json(0, &found, "find", "--register", dir, "--email", "anna.exempel@example.com")
	for _, o := range found.Objects {
		if o.Fate != "review" {
			t.Errorf("a draft gives the fate %s", o.Fate)
		}
	}
	if len(found.Objects) == 0 || len(before) == 0 {
		t.Error("nothing was found in the drafted system")
	}
}

// TestInitNames: a database may be called what no system can be; its entry is
// still one that loads, and is never written outside the folder.
func TestInitNames(t *testing.T) {
	t.Parallel()
	w := shop(t)
	dir := filepath.Join(w.dir, "drafted")
	w.must(2, "init", "--system", w.database(), "--name", "../evil", dir)
	if _, err := os.Stat(dir); err == nil {
		t.Error("a refused name left files behind")
	}
	odd := filepath.Join(w.dir, "Åsas kund register (2).db")
	data, err := os.ReadFile(w.database())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(odd, data, 0o600); err != nil {
		t.Fatal(err)
	}
	w.must(0, "init", "--system", odd, dir)
	if out := w.must(0, "find", "--register", dir, "--email", "anna.exempel@example.com"); !strings.Contains(out, "åsas-kund-register--2") {
		t.Errorf("%s", out)
	}
}

// TestInitKeys: a table keyed by addresses is searched by them.
func TestInitKeys(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.exec(`CREATE TABLE newsletter (email TEXT PRIMARY KEY, since TEXT); INSERT INTO newsletter VALUES ('dora@example.com', '2020-01-01')`)
	dir := filepath.Join(w.dir, "drafted")
	w.must(0, "init", "--system", w.database(), dir)
	if out := w.must(0, "find", "--register", dir, "--email", "dora@example.com"); !strings.Contains(out, "newsletter") {
		t.Errorf("%s", out)
	}
}
