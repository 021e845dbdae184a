package retention_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/store/storetest"
)

func TestStatements(t *testing.T) { storetest.CheckStatements(t) }

// TestNight goes through a first night: planned, approved by two, carried out,
// proved; and through the next, which runs by itself.
func TestNight(t *testing.T) { onEach(t, testNight) }

func testNight(t *testing.T, e engine) {
	o := newOffice(t, e)
	o.customers(1, 250, "2023-11-20")   // the order's last day was yesterday
	o.customers(1001, 10, "2023-11-21") // the order's last day is today
	o.customers(2001, 10, "2026-01-01") // alive
	o.run(`INSERT INTO customers VALUES (3001, 'No day', 'x@example.com', NULL), (3002, 'No order', 'y@example.com', '2020-01-01')`)

	run := o.plan()
	orders, customers := o.rule(run, "orders", varsam.OpErase), o.rule(run, "customers", varsam.OpErase)
	if orders.Due != 250 || orders.Frozen != 250 || orders.State != retention.RuleWaiting || orders.Years["2026"] != 250 {
		t.Errorf("orders: %+v", orders)
	}
	if customers.Due != 261 || customers.Needed != 10 || customers.Frozen != 251 || customers.Unclear != 1 {
		t.Errorf("customers: %+v", customers)
	}
	if again := o.work(run); again.State != retention.Waiting {
		t.Errorf("a run that nobody approved is %s", again.State)
	}
	o.want(`SELECT count(*) FROM customers`, 272)

	terms := &retention.Terms{Most: 1000, Jump: 500, Until: varsam.NewDate(2027, 6, 30)}
	if out := o.approve(run, terms, "anna", "anna"); out.Missing != 1 {
		t.Errorf("one person twice leaves %d to say yes", out.Missing)
	}
	if out := o.approve(run, terms, "bo"); out.Missing != 0 || out.Run.State != retention.Running {
		t.Errorf("two people: %+v", out)
	}
	done := o.work(run)
	if done.State != retention.Done || o.rule(done, "orders", varsam.OpErase).Done != 250 || o.rule(done, "customers", varsam.OpErase).Done != 251 {
		t.Errorf("done: %+v", done)
	}
	o.want(`SELECT count(*) FROM orders`, 20)
	o.want(`SELECT count(*) FROM customers`, 21)
	o.want(`SELECT count(*) FROM customers WHERE id IN (3001, 1001)`, 2)
	o.verified(run)

	o.now = o.now.AddDate(0, 0, 1)
	next := o.plan()
	if r := o.rule(next, "orders", varsam.OpErase); r.State != retention.RuleRunning || r.Standing == "" {
		t.Fatalf("the next night: %+v", r)
	}
	if last := o.work(next); last.State != retention.Done {
		t.Errorf("the next night: %+v", last)
	}
	o.want(`SELECT count(*) FROM orders`, 10)
	o.want(`SELECT count(*) FROM customers`, 11)
	o.verified(next)
}

// verified exports the run's proof and has it checked by the offline verifier.
func (o *office) verified(run retention.Run) {
	o.Helper()
	o.must(o.log.Checkpoint(o.Context(), o.Tenant))
	key, err := o.log.VerifierKey(o.Context(), o.Tenant)
	o.must(err)
	var pack bytes.Buffer
	o.must(o.log.Export(o.Context(), o.Tenant, run.ID, &pack, evidence.ExportOptions{}))
	report, err := evidence.Verify(pack.Bytes(), key)
	o.must(err)
	if !report.OK() {
		o.Errorf("the proof has findings: %s", report)
	}
}

// TestNoSuchDay: a day that the calendar does not have lies between two as a text,
// but is no day to count from; the leap day of a leap year is.
func TestNoSuchDay(t *testing.T) { onEach(t, testNoSuchDay) }

func testNoSuchDay(t *testing.T, e engine) {
	o := newOffice(t, e)
	o.run(`INSERT INTO customers VALUES (1, 'A', 'a@example.com', '2026-01-01')`)
	exist := []string{"2016-02-29", "2000-02-29", "2017-02-28", "2017-04-30", "2017-12-31", "2016-02-29 23:59:59"}
	none := []string{"2017-02-29", "1900-02-29", "2017-02-30", "2017-04-31", "2017-12-32", "2017-13-01", "2017-00-10", "2017-10-00", "2017-02-29 10:00:00"}
	for i, day := range append(exist, none...) {
		o.run(fmt.Sprintf(`INSERT INTO invoices VALUES (%d, 1, 10, '%s', NULL)`, i+1, day))
	}
	run := o.plan()
	if erase := o.rule(run, "invoices", varsam.OpErase); erase.Frozen != int64(len(exist)) || erase.Unclear != int64(len(none)) {
		t.Fatalf("%+v", erase)
	}
	o.approve(run, nil, "anna", "bo")
	o.work(run)
	o.want(fmt.Sprintf(`SELECT count(*) FROM invoices WHERE id > %d`, len(exist)), len(none))
	o.want(`SELECT count(*) FROM invoices`, len(none))
	o.verified(run)
}

// TestBlocking restricts what only the bookkeeping act keeps, and culls it the day
// after its last day.
func TestBlocking(t *testing.T) { onEach(t, testBlocking) }

func testBlocking(t *testing.T, e engine) {
	o := newOffice(t, e)
	o.run(`INSERT INTO customers VALUES (1, 'A', 'a@example.com', '2026-01-01')`,
		`INSERT INTO invoices VALUES (1, 1, 10, '2019-12-31', NULL), (2, 1, 10, '2018-12-31', '2022-01-01'), (3, 1, 10, '2022-05-05', NULL),
		(4, 1, 10, '2026-05-05', NULL), (5, 1, 10, '0202-05-05', NULL), (6, 1, 10, 'soon', NULL), (7, 1, 10, '9999-12-31', NULL)`)
	run := o.plan()
	block, erase := o.rule(run, "invoices", varsam.OpRestrict), o.rule(run, "invoices", varsam.OpErase)
	if block.Frozen != 2 || erase.Frozen != 1 || erase.Unclear != 3 {
		t.Fatalf("block %+v\nerase %+v", block, erase)
	}
	o.approve(run, nil, "anna", "bo")
	if done := o.work(run); done.State != retention.Done || o.rule(done, "invoices", varsam.OpRestrict).Finality != varsam.Flagged {
		t.Errorf("%+v", done)
	}
	o.want(`SELECT count(*) FROM invoices WHERE blocked_on = '2026-11-21' AND id IN (1, 3)`, 2)
	o.want(`SELECT count(*) FROM invoices WHERE id = 2`, 0)
	o.want(`SELECT count(*) FROM invoices WHERE blocked_on IS NULL`, 4)
	o.verified(run)

	o.now = o.now.AddDate(0, 2, 0) // 2027: the books of 2019 were kept up to 2026-12-31
	if next := o.plan(); o.rule(next, "invoices", varsam.OpErase).Frozen != 1 || o.rule(next, "invoices", varsam.OpRestrict).Frozen != 0 {
		t.Errorf("%+v", next.Rules)
	}
}

// TestProtected: holds and open requests keep records, and the plan says so.
func TestProtected(t *testing.T) { onEach(t, testProtected) }

func testProtected(t *testing.T, e engine) {
	o := newOffice(t, e)
	o.customers(1, 20, "2020-01-01")
	o.sheltered = []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: "person3@example.com", Verified: true}}}}
	where := varsam.Compare("what", varsam.Eq, varsam.TextOf("a thing"))
	held, err := o.Hold(t.Context(), retention.Hold{System: "shop", Collection: "orders", Where: &where, Reason: "a lawsuit", Owner: "anna", Review: varsam.NewDate(2026, 11, 1)})
	o.must(err)
	run := o.plan()
	if r := o.rule(run, "orders", varsam.OpErase); r.Frozen != 0 || r.Protected != 20 {
		t.Errorf("orders %+v", r)
	}
	if r := o.rule(run, "customers", varsam.OpErase); r.Frozen != 0 || r.Needed != 19 || r.Protected != 1 {
		t.Errorf("customers %+v", r)
	}
	if len(run.Overdue) != 1 || run.Overdue[0].Code != retention.ReasonHoldReview {
		t.Errorf("a hold past its review: %+v", run.Overdue)
	}
	o.must(o.Release(t.Context(), held.ID, "anna"))
	run = o.plan()
	o.approve(run, nil, "anna", "bo")
	o.work(run)
	o.want(`SELECT count(*) FROM orders`, 1)
	o.want(`SELECT count(*) FROM customers WHERE id = 3`, 1)
	o.want(`SELECT count(*) FROM customers`, 1)
	o.verified(run)
}

// TestProtectedTwice: who has a request and another one, or a hold, is protected
// as much as by one of them, and so is who may be somebody else.
func TestProtectedTwice(t *testing.T) { onEach(t, testProtectedTwice) }

func testProtectedTwice(t *testing.T, e engine) {
	email := func(value string) varsam.Identifier {
		return varsam.Identifier{Type: varsam.Email, Value: value, Verified: true}
	}
	three := varsam.Person{Identifiers: []varsam.Identifier{email("person3@example.com")}}
	again := varsam.Person{Identifiers: []varsam.Identifier{email("Person3@Example.com"), {Type: varsam.Phone, Value: "+46701740605", Verified: true}}}
	for name, protect := range map[string]func(*office){
		"two requests": func(o *office) { o.sheltered = []varsam.Person{three, again} },
		"a request and a hold": func(o *office) {
			o.sheltered = []varsam.Person{three}
			_, err := o.Hold(t.Context(), retention.Hold{Person: &again, Reason: "a lawsuit", Owner: "anna", Review: varsam.NewDate(2027, 1, 1)})
			o.must(err)
		},
		"two people with one address": func(o *office) {
			o.sheltered = []varsam.Person{three}
			o.run(`INSERT INTO customers VALUES (40, 'Somebody Else', 'person3@example.com', '2026-11-01')`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, e)
			o.customers(1, 5, "2020-01-01")
			protect(o)
			run := o.plan()
			if r := o.rule(run, "orders", varsam.OpErase); r.Frozen != 4 || r.Protected != 1 {
				t.Errorf("orders %+v", r)
			}
			o.approve(run, nil, "anna", "bo")
			o.work(run)
			o.want(`SELECT count(*) FROM orders WHERE customer_id = 3`, 1)
			o.want(`SELECT count(*) FROM customers WHERE id <= 5`, 1)
			o.verified(run)
		})
	}
}

// TestHeldBlindly: whom a hold is on, or which collection, may not be found out.
// Then nothing goes that it may concern.
func TestHeldBlindly(t *testing.T) { onEach(t, testHeldBlindly) }

func testHeldBlindly(t *testing.T, e engine) {
	o := newOffice(t, e)
	o.customers(1, 20, "2020-01-01")
	hold := func(h retention.Hold) (retention.Hold, error) {
		h.Reason, h.Owner, h.Review = "a lawsuit", "anna", varsam.NewDate(2027, 1, 1)
		return o.Hold(t.Context(), h)
	}
	person := func(value string, verified bool) retention.Hold {
		return retention.Hold{Person: &varsam.Person{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: value, Verified: verified}}}}
	}
	if _, err := hold(person("person3@example.com", false)); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("a hold on nobody: %v", err)
	}
	for _, h := range []retention.Hold{person("person3", true), {System: "shop", Collection: "bestallningar"}, {System: "butik", Collection: "orders"}} {
		held, err := hold(h)
		o.must(err)
		run := o.plan()
		if len(run.Silent) != 1 || run.Silent[0].Why.Code != retention.ReasonBlind {
			t.Errorf("%+v: %+v", h, run.Silent)
		}
		if lost := len(run.Overdue) == 1 && run.Overdue[0].Code == retention.ReasonHoldLost; lost != (h.Person == nil) {
			t.Errorf("%+v: %+v", h, run.Overdue)
		}
		o.must(o.Release(t.Context(), held.ID, "anna"))
	}
	o.sheltered = []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: "person3", Verified: true}}}}
	if run := o.plan(); len(run.Silent) != 0 || o.rule(run, "orders", varsam.OpErase).Frozen != 20 {
		t.Errorf("one letter stops all culling: %+v", run.Silent)
	}
}

// TestOvertaken: a hold, a new register and a changed record after the plan stop
// what they concern.
func TestOvertaken(t *testing.T) { onEach(t, testOvertaken) }

func testOvertaken(t *testing.T, e engine) {
	o := newOffice(t, e)
	o.customers(1, 20, "2020-01-01")
	run := o.plan()
	o.approve(run, nil, "anna", "bo")
	o.now = o.now.Add(1e9)
	h, err := o.Hold(t.Context(), retention.Hold{System: "shop", Collection: "orders", Reason: "r", Owner: "anna", Review: varsam.NewDate(2027, 1, 1)})
	o.must(err)
	if done := o.work(run); done.State != retention.Stopped || done.Why.Code != retention.ReasonNewProtection {
		t.Errorf("%+v", done)
	}
	o.must(o.Release(t.Context(), h.ID, "anna"))

	run = o.plan()
	o.approve(run, nil, "anna", "bo")
	more := files()
	more["sales.yaml"].Data = bytes.Replace(more["sales.yaml"].Data, []byte("3 years"), []byte("9 years"), 1)
	o.push(more)
	if done := o.work(run); done.State != retention.Stopped || done.Why.Code != retention.ReasonNewRegister {
		t.Errorf("%+v", done)
	}
	o.want(`SELECT count(*) FROM orders`, 20)

	o.push(files())
	run = o.plan()
	o.approve(run, nil, "anna", "bo")
	o.run(`UPDATE orders SET what = 'another' WHERE id = 7`)
	done := o.work(run)
	if r := o.rule(done, "orders", varsam.OpErase); r.Done != 0 || r.Why.Code != retention.ReasonChanged {
		t.Errorf("%+v", r)
	}
	o.want(`SELECT count(*) FROM orders`, 20)
	o.verified(run)
}

// TestCalendar: what is due now and in the months to come.
func TestCalendar(t *testing.T) {
	o := newOffice(t, engines[0])
	o.customers(1, 7, "2020-01-01")
	o.customers(11, 3, "2023-12-10") // the orders go on 2026-12-11
	all, silent, err := o.Calendar(t.Context(), 3)
	o.must(err)
	for _, f := range all {
		if f.Collection == "orders" && (f.Due != 7 || len(f.Months) != 3 || f.Months[0].Rows != 0 || f.Months[1] != (retention.MonthCount{Month: "2026-12", Rows: 3})) {
			t.Errorf("%+v", f)
		}
	}
	if len(all) != 4 || len(silent) != 0 {
		t.Errorf("%d forecasts, silent %v", len(all), silent)
	}
}

// TestSteer pauses, goes on and ends.
func TestSteer(t *testing.T) {
	o := newOffice(t, engines[0])
	o.customers(1, 250, "2020-01-01")
	run := o.plan()
	o.approve(run, nil, "anna", "bo")
	o.must(o.Pause(t.Context(), run.ID, "anna"))
	if done := o.work(run); done.State != retention.Paused {
		t.Errorf("%+v", done)
	}
	o.want(`SELECT count(*) FROM orders`, 250)
	o.must(o.Resume(t.Context(), run.ID, "anna"))
	n := 0
	_, _, err := o.Work(t.Context(), run.ID, func() bool { n++; return n > 2 }, nil)
	o.must(err)
	o.must(o.Cancel(t.Context(), run.ID, "anna"))
	if done := o.work(run); done.State != retention.Cancelled {
		t.Errorf("%+v", done)
	}
	o.want(`SELECT count(*) FROM orders`, 50)
	if err := o.Resume(t.Context(), run.ID, "anna"); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("a cancelled run went on: %v", err)
	}
	o.verified(run)
}
