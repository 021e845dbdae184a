package request

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// Every list, with every filter, at its beginning and far behind, is read along an
// index and in its order: nothing is looked through, nothing sorted. So a page
// costs the same however many requests there are.
func TestListsAreReadAlongAnIndex(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t, Migrations...)
	err := s.Read(t.Context(), storetest.Tenant, func(tx *store.Tx) error {
		for _, state := range []State{"", Received, Planned, Approved, Running, Reopened, Done, Answered, Closing, Closed} {
			for _, right := range []varsam.Right{"", varsam.Access} {
				for _, from := range []start{{}, {"2026-11-22", "r0123456789"}, {"~", "~"}} {
					f := Filter{State: state, Right: right, Limit: usualLimit}
					query, args := from.where(tx.Tenant(), f)
					if right != "" {
						args = append(args, "access erasure")
					}
					for _, step := range steps(t, tx, query, args) {
						if !strings.HasPrefix(step, "SEARCH requests USING INDEX requests_") {
							t.Errorf("state %q, right %q, from %v: %s", state, right, from, step)
						}
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// steps are how SQLite would go about a query, step by step.
func steps(t *testing.T, tx *store.Tx, query string, args []any) []string {
	t.Helper()
	all, err := store.List(tx, func(rows *store.Rows) (step string, err error) {
		var id, parent, unused int
		err = rows.Scan(&id, &parent, &unused, &step)
		return step, err
	}, `EXPLAIN QUERY PLAN `+query, args...)
	if err != nil || len(all) == 0 {
		t.Fatalf("%d steps, %v: %s", len(all), err, query)
	}
	return all
}
