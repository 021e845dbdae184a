package retention_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/retention"
)

const cards = `  cards:
    fields:
      id: id.card
      name: person.name
      email: contact.email
      phone: contact.phone
      paid: payment
      seen_on: {data: behaviour}
    carried_by:
      - {activity: care, from: seen_on}
      - {activity: tax, from: seen_on}
    restrict: {blank: true}
    end: erase
`

// pharmacy is an office with cards that a duty keeps for ten years, of which it
// needs the name and what was paid.
func pharmacy(t *testing.T, e engine, edit ...string) *office {
	o := newOffice(t, e)
	o.run(`CREATE TABLE cards (id {id}, name VARCHAR(40), email VARCHAR(40) NOT NULL, phone VARCHAR(20), paid INTEGER, seen_on DATE)`)
	fsys := files()
	fsys["tax.yaml"] = activity("tax", "{article: 6.1.c, law: SE-SFL}", "{period: 10 years}")
	fsys["tax.yaml"].Data = []byte(strings.Replace(string(fsys["tax.yaml"].Data), "needs: [contact, person, payment, behaviour]", "needs: [person, payment, behaviour]", 1))
	fsys["shop.yaml"].Data = append(fsys["shop.yaml"].Data, strings.NewReplacer(edit...).Replace(cards)...)
	o.push(fsys)
	return o
}

// TestBlank empties what no duty needs, night by night, while the record stays.
func TestBlank(t *testing.T) { onEach(t, testBlank) }

func testBlank(t *testing.T, e engine) {
	o := pharmacy(t, e)
	o.run(`INSERT INTO cards VALUES (1, 'A', 'a@example.com', '070-1740605', 10, '2020-05-05'), (2, 'B', 'b@example.com', NULL, 20, '2021-05-05'),
		(3, 'C', '', NULL, 30, '2021-05-05'), (4, 'D', 'd@example.com', '070-1740606', 40, '2025-05-05'), (5, 'E', 'e@example.com', '070-1740607', 50, '2010-05-05'),
		(6, 'F', 'f@example.com', '070-1740608', 60, NULL)`)
	run := o.plan()
	rule := o.rule(run, "cards", retention.Blank)
	if rule.Due != 2 || rule.Frozen != 2 || rule.State != retention.RuleWaiting || rule.Becomes["phone"] != "null" || rule.Becomes["email"] != "empty" || len(rule.Becomes) != 2 {
		t.Fatalf("%+v", rule)
	}
	var stay []string
	for _, why := range rule.Left() {
		if why.Code == retention.ReasonFieldStays {
			stay = append(stay, why.Args...)
		}
	}
	if !slices.Equal(stay, []string{"name", "paid"}) {
		t.Errorf("fields that stay: %v", stay)
	}
	o.approve(run, &retention.Terms{Most: 100, Until: varsam.NewDate(2027, 6, 30)}, "anna", "bo")
	done := o.work(run)
	if r := o.rule(done, "cards", retention.Blank); done.State != retention.Done || r.Done != 2 || r.Finality != varsam.Blanked || r.Why.Code != "" {
		t.Errorf("%+v", r)
	}
	o.certificate(done, "cards (Shop), emptying of fields", "paid is not emptied", "Due 2 · Done 2")
	o.want(`SELECT count(*) FROM cards WHERE id IN (1, 2, 3) AND email = '' AND phone IS NULL AND name IS NOT NULL AND paid = 10 * id`, 3)
	o.want(`SELECT count(*) FROM cards WHERE id IN (4, 6) AND email <> '' AND phone IS NOT NULL`, 2)
	o.want(`SELECT count(*) FROM cards`, 5) // the one of 2010 is gone
	o.verified(run)

	o.now = o.now.AddDate(0, 0, 1)
	o.run(`UPDATE cards SET phone = '070-1740609' WHERE id = 2`) // somebody fills it in again
	next := o.plan()
	if r := o.rule(next, "cards", retention.Blank); r.Frozen != 1 || r.State != retention.RuleRunning {
		t.Errorf("the next night: %+v", r)
	}
	o.work(next)
	o.want(`SELECT count(*) FROM cards WHERE phone IS NOT NULL AND id < 4`, 0)
	o.verified(next)
}

// TestBlankBooks: accounting records are never emptied, and are flagged all the
// same where the register says so.
func TestBlankBooks(t *testing.T) {
	t.Parallel()
	o := pharmacy(t, engines[0], "activity: tax", "activity: bookkeeping", "{blank: true}", "{blank: true, flag: {phone: gone}, obeys: the view}", "      phone: contact.phone\n", "")
	fsys := files()
	fsys["shop.yaml"].Data = append(fsys["shop.yaml"].Data, strings.NewReplacer("activity: tax", "activity: bookkeeping", "{blank: true}", "{blank: true, flag: {phone: gone}, obeys: the view}", "      phone: contact.phone\n", "").Replace(cards)...)
	fsys["bookkeeping.yaml"].Data = []byte(strings.Replace(string(fsys["bookkeeping.yaml"].Data), "contact, ", "", 1))
	o.push(fsys)
	for id := range 3 {
		o.run(fmt.Sprintf(`INSERT INTO cards VALUES (%d, 'A', 'a@example.com', NULL, 10, '2022-05-05')`, id))
	}
	run := o.plan()
	if r := o.rule(run, "cards", retention.Blank); r.Due != 0 || r.State != retention.RuleNothing {
		t.Errorf("blank: %+v", r)
	}
	if r := o.rule(run, "cards", varsam.OpRestrict); r.Frozen != 3 {
		t.Errorf("flag: %+v", r)
	}
}

// TestBlankNothing: where every field is needed, or must have a value, the rule
// says so.
func TestBlankNothing(t *testing.T) {
	t.Parallel()
	o := pharmacy(t, engines[0], "      email: contact.email\n      phone: contact.phone\n", "")
	if r := o.rule(o.plan(), "cards", retention.Blank); r.State != retention.RuleCannot || r.Why.Code != retention.ReasonBlank {
		t.Errorf("%+v", r)
	}
}
