package cli_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam/internal/store/storetest"
)

// Our own store on PostgreSQL carries a request as the embedded one does.
func TestOwnStoreOnPostgres(t *testing.T) {
	t.Parallel()
	ask := []string{"--right", "erasure", "--email", "anna.exempel@example.com"}
	embedded := shop(t)
	embedded.finish(embedded.ask(ask...))

	w := shop(t)
	w.flags = []string{"--store", storetest.Postgres(t)}
	w.must(4, "request", "list")
	w.must(0, "migrate")
	id := w.ask(ask...)
	w.finish(id)
	w.must(0, "request", "answer", id, "--final")
	pack := filepath.Join(w.dir, "pack")
	w.must(0, "evidence", "export", id, "--out", pack)
	w.must(0, "evidence", "verify", pack)
	w.must(0, "sweep", "--recheck", "0s")
	for _, table := range []string{"orders", "cases", "invoices", "blocked_invoices", "log"} {
		if diff := cmp.Diff(embedded.dump()[table], w.dump()[table]); diff != "" {
			t.Errorf("%s (-embedded +PostgreSQL):\n%s", table, diff)
		}
	}
}
