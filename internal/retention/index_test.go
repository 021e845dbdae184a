package retention_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/retention"
)

// TestNoIndex: PostgreSQL makes no index for a foreign key. Of a large table
// without one the plan says what is missing, with a statement that mends it.
func TestNoIndex(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		if e.name != "postgres" {
			return // MariaDB makes one by itself
		}
		o := newOffice(t, e)
		o.run(`DROP INDEX orders_customer`)
		o.run(`INSERT INTO customers SELECT i, 'A', 'a@example.com', '2015-01-01' FROM generate_series(1, 20000) i`,
			`INSERT INTO orders SELECT i, i, 'a thing', '2015-01-01' FROM generate_series(1, 20000) i`, `ANALYZE`)
		missing := func() (found []varsam.Reason) {
			for _, why := range o.rule(o.plan(), "customers", varsam.OpErase).Left() {
				if why.Code == retention.ReasonNoIndex {
					found = append(found, why)
				}
			}
			return found
		}
		found := missing()
		if len(found) != 1 || found[0].Args[0] != "orders" || found[0].Args[1] != "customer_id" || !strings.HasPrefix(found[0].Args[2], "CREATE INDEX") {
			t.Fatalf("%+v", found)
		}
		o.run(found[0].Args[2], `ANALYZE`)
		if found := missing(); len(found) != 0 {
			t.Errorf("with the index: %s", fmt.Sprint(found))
		}
	})
}
