package web_test

import (
	"html"
	"net/http"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/store"
)

// Looking changes nothing: not a row of the store differs after every page was
// looked at that has something on it, the log and a proof among them.
func TestLookingChangesNothing(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(nil)
	h.work()
	astrid.see(at)
	astrid.submit(at+"/pack", nil)
	astrid.see("/evidence")
	before := h.rows()
	for _, path := range append([]string{at, at + "/pack", at + "/copy", at + "/letters/receipt", "/evidence/log", "/register/files", "/lists/requests?as=csv"}, everyPage...) {
		if strings.HasPrefix(path, "/step-up") {
			continue
		}
		if r := astrid.get(path); r.StatusCode >= http.StatusInternalServerError {
			t.Errorf("%s: %s", path, r.Status)
		}
		for table, n := range h.rows() {
			if n != before[table] {
				t.Errorf("GET %s changed %s: %s became %s", path, table, before[table], n)
				before[table] = n
			}
		}
	}
}

// The root of the log is spelt one way on its page: whoever keeps a checkpoint finds
// it there.
func TestOneRoot(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	astrid.enters(nil)
	h.work()
	astrid.see("/evidence")
	astrid.submit("/evidence/checkpoint", nil)
	head, err := h.Office.Log.Head(h.Context(), "main")
	h.must(err)
	signed, err := h.Office.Log.Checkpoints(h.Context(), "main", 0)
	h.must(err)
	if len(signed) == 0 || signed[0].Size != head.Leaves || signed[0].Root != head.Root {
		t.Fatalf("the log is %+v, and what was signed %+v", head, signed)
	}
	astrid.see("/evidence")
	if n := strings.Count(html.UnescapeString(astrid.page), head.Root); n != 2 {
		t.Errorf("the root %s stands %d times on the page", head.Root, n)
	}
}

// rows are the tables of the store, with how many rows each has and the sum of
// what changes in them.
func (h *house) rows() map[string]string {
	h.Helper()
	all := map[string]string{}
	h.must(h.Store.Read(h.Context(), "main", func(tx *store.Tx) error {
		for table, counted := range map[string]string{
			"evidence_logs": "sum(size) || ' ' || sum(signed)", "evidence_leaves": "count(*)", "evidence_checkpoints": "count(*)", "evidence_packs": "count(*)",
			"register_versions": "count(*)", "requests": "count(*)", "documents": "count(*)",
		} {
			var n string
			if err := tx.QueryRow("SELECT coalesce("+counted+", '') FROM "+table+" WHERE tenant = $1", tx.Tenant()).Scan(&n); err != nil {
				return err
			}
			all[table] = n
		}
		return nil
	}))
	return all
}
