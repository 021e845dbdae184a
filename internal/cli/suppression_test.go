package cli_test

import (
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/suppression"
)

const (
	annaBack = `UPDATE customers SET name = 'Anna Exempel', email = 'Anna.Exempel@Example.com', phone = '070-174 06 05', no_mail = 0 WHERE id = 1`
	annaAnew = `INSERT INTO customers VALUES (77, 'A Exempel', 'ANNA.exempel@example.com ', NULL, 0, NULL)`
)

// erased is a shop in which Anna's request is answered and closed.
func erased(t *testing.T) (w *workplace, id string) {
	t.Helper()
	w = shop(t)
	id = w.ask("--right", "erasure", "--email", "anna.exempel@example.com")
	w.finish(id)
	w.must(0, "request", "answer", id, "--final")
	w.must(0, "sweep", "--recheck", "0s")
	w.wantState(id, "closed")
	return w, id
}

func (w *workplace) wantState(id, want string) {
	w.Helper()
	var view struct{ Request struct{ State string } }
	w.json(0, &view, "request", "show", id)
	if view.Request.State != want {
		w.Errorf("request %s is %s, want %s", id, view.Request.State, want)
	}
}

func (w *workplace) look(code int) (found suppression.Found) {
	w.Helper()
	w.json(code, &found, "suppression", "look")
	return found
}

func (w *workplace) suppressions() (all []suppression.Suppression) {
	w.Helper()
	w.json(0, &all, "suppression", "list")
	return all
}

// TestComesBack erases Anna, lets her come back as a restored row and as an
// imported one, and takes her out again.
func TestComesBack(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]string{"restored": annaBack, "imported": annaAnew} {
		t.Run(name, func(t *testing.T) {
			w, id := erased(t)
			if found := w.look(0); found.Rows == 0 || len(found.Back) != 0 || len(found.Gaps) != 0 {
				t.Fatalf("%+v", found)
			}
			w.exec(row)
			found := w.look(1)
			if len(found.Back) != 1 || found.Back[0].Request != id || found.Back[0].Collection != "customers" {
				t.Fatalf("%+v", found)
			}
			if again := w.look(0); len(again.Back) != 0 {
				t.Errorf("noted twice: %+v", again)
			}
			w.wantState(id, "reopened")
			w.must(1, "sweep")
			w.approve(id)
			w.finish(id)
			w.wantState(id, "done")
			for _, r := range w.dump()["customers"] {
				if strings.Contains(strings.ToLower(r), "anna.exempel@") {
					t.Errorf("she is still there: %s", r)
				}
			}
			w.must(0, "request", "answer", id, "--final")
			w.must(0, "sweep", "--recheck", "0s")
			w.wantState(id, "closed")
			w.look(0)
		})
	}
}

// TestMayStay is a person's own choice, which a person writes down.
func TestMayStay(t *testing.T) {
	t.Parallel()
	w, id := erased(t)
	w.exec(annaAnew)
	w.look(1)
	all := w.suppressions()
	if len(all) != 1 || all[0].Request != id || all[0].Back != 1 || strings.Join(all[0].Types, " ") != "email phone" {
		t.Fatalf("%+v", all)
	}
	w.must(2, "suppression", "forget", all[0].ID, "--by", "handler")
	w.must(0, "suppression", "forget", all[0].ID, "--by", "handler", "--reason", "she ordered again")
	w.must(3, "suppression", "forget", all[0].ID, "--by", "handler", "--reason", "twice")
	w.wantState(id, "closed")
	if all := w.suppressions(); len(all) != 0 {
		t.Errorf("%+v", all)
	}
	if found := w.look(0); found.Rows != 0 {
		t.Errorf("read for nobody: %+v", found)
	}
}

// TestRestrictedRowsAreWatched looks every night at the invoice that was moved
// away: as it was left, changed, back where it was, and gone.
func TestRestrictedRowsAreWatched(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		script string
		code   int
		state  string
	}{
		"as it was":     {`UPDATE orders SET what = 'sofa'`, 0, "closed"},
		"filled again":  {`UPDATE blocked_invoices SET name = 'A. Exempel' WHERE id = 1042`, 1, "reopened"},
		"back in place": {`INSERT INTO invoices SELECT * FROM blocked_invoices; DELETE FROM blocked_invoices`, 1, "reopened"},
		"in both":       {`INSERT INTO invoices SELECT * FROM blocked_invoices`, 1, "reopened"},
		"gone":          {`DELETE FROM blocked_invoices`, 0, "closed"},
	} {
		t.Run(name, func(t *testing.T) {
			w, id := erased(t)
			w.exec(test.script)
			w.must(test.code, "sweep")
			w.wantState(id, test.state)
			w.must(test.code, "sweep")
		})
	}
}
