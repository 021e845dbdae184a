package acceptance

import (
	"testing"
)

// TestObjectionToMarketing is said by a customer with open orders: the orders
// are as they were, and so is all else, the mark is set in every system that has
// one, and the answer says both.
func TestObjectionToMarketing(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		w := newTown(t, e, "crm", "mailing", "web")
		w.settle(citizen{id: 1, code: "qqanna", orders: 3}, citizen{id: 2, code: "qqbo"})
		// An order of long ago, which time will take in its turn: nobody asks now.
		inserts{"crm.orders": {"(901, 1, 'order qqanna-old', '2009-01-01')"}}.run(w)
		before := w.dump()
		id, p := w.approved("--right", "objection", "--use", "direct-marketing", "--email", "qqanna@example.com")
		diff(t, "before the run", before, w.dump())
		for _, o := range objectsIn(p.Objects, "orders") {
			if o.Fate != "keep" && o.Key != "901" {
				t.Errorf("an open order: %+v", o)
			}
		}
		answer, _ := w.finish(id)

		for _, mark := range []struct{ system, table, set, was string }{
			{"crm", "customers", "no_marketing = 1", "no_marketing = 0"},
			{"mailing", "members", "unsubscribed = 1", "unsubscribed = 0"},
			{"web", "accounts", "offers = 0", "offers = 1"},
		} {
			db := w.systems[mark.system]
			if n := len(db.rows(mark.table, " WHERE id = 1 AND "+mark.set)); n != 1 {
				t.Errorf("%s %s: the mark is not set", mark.system, mark.table)
			}
			if n := len(db.rows(mark.table, " WHERE id = 2 AND "+mark.was)); n != 1 {
				t.Errorf("%s %s: somebody else's mark has changed", mark.system, mark.table)
			}
			db.exec("UPDATE " + mark.table + " SET " + mark.was + " WHERE id = 1")
		}
		diff(t, "everything but the marks", before, w.dump())
		mustHold(t, "the answer", answer, []string{
			"Stopped: direct marketing", "What you have ordered from us and agreed with us is not affected",
			"(3 records): kept", "Customer register", "Mailings", "The site",
		}, "qqbo", "to be blocked") // what the objection does not reach is not about to be blocked either
	})
}
