package acceptance

import (
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"
)

// while runs a discovery, and changes the database when it has begun to read the customers.
func (h *house) while(db *database, change string, args ...string) (ended, discovered) {
	h.Helper()
	var once sync.Once
	r := h.disturbed("customers (1 of 3)", func(*os.Process) { once.Do(func() { db.exec(change) }) }, args...)
	var d discovered
	if err := json.Unmarshal([]byte(r.out), &d); err != nil {
		h.Fatalf("%v\n%s\n%s", err, r.out, r.errout)
	}
	return r, d
}

// TestDiscoverMovingRows: rows come, go and change while a table is read. Everything
// is read, no row twice, and what is found is what stands there.
func TestDiscoverMovingRows(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		h, db := cellar(t, e)
		grown(db)
		args := []string{"discover", h.register, "--full", "--json", "--rate"}
		var before discovered
		h.json(1, &before, "discover", h.register, "--full")
		r, d := h.while(db, `
			DELETE FROM customers WHERE id > 9000 AND id < 12000;
			INSERT INTO customers SELECT id + 1000000, login, second, notes, extra, orderno, fax FROM customers WHERE id <= 100;
			UPDATE customers SET notes = 'Bytte adress i dag.' WHERE id > 8000`, append(args, "10000")...)
		if r.code != 1 || !d.Complete {
			t.Errorf("exit %d, gaps %+v: %s", r.code, d.Gaps, r.errout)
		}
		diff(t, "findings", before.places(), d.places())
		rows := db.query("SELECT count(*) FROM customers")
		for _, f := range d.Findings {
			if f.Collection == "customers" && (f.Rows > f.Read || f.Read > 19_300) {
				t.Errorf("%s %s: %d of %d rows, and %v stand there", f.Column, f.Code, f.Rows, f.Read, rows)
			}
		}
	})
}

// TestDiscoverMovingStructure: a column goes while its table is read. The message
// says so, what was found is marked partial, and going on ends as a reading of what
// stands there now.
func TestDiscoverMovingStructure(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		h, db := cellar(t, e)
		grown(db)
		args := []string{"discover", h.register, "--full", "--json"}
		r, _ := h.while(db, "ALTER TABLE customers DROP COLUMN second", append(args, "--rate", "10000")...)
		if r.code != 4 || !strings.Contains(r.errout, "cellar changed while it was read; run it again with --resume") {
			t.Errorf("exit %d: %s", r.code, r.errout)
		}
		h.partial(r)
		again := h.must(1, append(args, "--resume")...)
		diff(t, "gone on, and read anew", h.must(1, args...), again)
	})
}
