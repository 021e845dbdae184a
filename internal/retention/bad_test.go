package retention_test

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/retention"
)

// TestBadRules: a rule that cannot be carried out says so, and leaves the others
// going.
func TestBadRules(t *testing.T) { onEach(t, testBadRules) }

func testBadRules(t *testing.T, e engine) {
	for name, change := range map[string]string{
		"a number":  `ALTER TABLE orders ADD COLUMN when_made INTEGER`,
		"no column": `SELECT 1`,
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, e)
			o.customers(1, 5, "2015-01-01")
			o.run(change)
			o.run(`UPDATE orders SET customer_id = NULL`, `INSERT INTO invoices VALUES (1, NULL, 1, '2010-01-01', NULL)`)
			fsys := files()
			fsys["shop.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(string(fsys["shop.yaml"].Data), "from: made_on", "from: when_made", 1))}
			o.push(fsys)
			run := o.plan()
			if r := o.rule(run, "orders", varsam.OpErase); r.State != retention.RuleCannot || r.Why.Code != retention.ReasonRefused || r.Frozen != 0 {
				t.Errorf("%+v", r)
			}
			o.approve(run, nil, "anna", "bo")
			o.work(run)
			o.want(`SELECT count(*) FROM orders`, 5)
			o.want(`SELECT count(*) FROM invoices`, 0)
			o.want(`SELECT count(*) FROM customers`, 0)
		})
	}
}

// TestClockSetBack: what was planned is carried out as it was planned, and a new
// plan goes by the clock.
func TestClockSetBack(t *testing.T) {
	o := newOffice(t, engines[0])
	o.customers(1, 5, "2023-11-20")
	run := o.plan()
	o.now = o.now.AddDate(0, 0, -3)
	if early := o.plan(); o.rule(early, "orders", varsam.OpErase).Frozen != 0 {
		t.Errorf("%+v", early.Rules)
	}
	o.approve(run, nil, "anna", "bo")
	if done := o.work(run); done.State != retention.Done {
		t.Errorf("%+v", done)
	}
	o.want(`SELECT count(*) FROM orders`, 0)
}

// TestManyWorkers has several workers share one run: each range is done once.
func TestManyWorkers(t *testing.T) { onEach(t, testManyWorkers) }

func testManyWorkers(t *testing.T, e engine) {
	o := newOffice(t, e)
	o.Size = 50
	o.customers(1, 1000, "2015-01-01")
	run := o.plan()
	o.approve(run, nil, "anna", "bo")
	o.started = time.Now() // a range that a slow server could not serve is put off, and must come back
	var workers sync.WaitGroup
	for range 3 {
		workers.Go(func() {
			for more := true; more; {
				var wait time.Duration
				var err error
				if more, wait, err = o.Work(t.Context(), run.ID, func() bool { return false }, nil); err != nil {
					t.Error(err)
				}
				<-time.After(wait)
			}
		})
	}
	workers.Wait()
	done, err := o.Get(t.Context(), run.ID)
	o.must(err)
	if done.State != retention.Done || o.rule(done, "orders", varsam.OpErase).Done != 1000 || o.rule(done, "customers", varsam.OpErase).Done != 1000 {
		t.Errorf("%+v", done)
	}
	o.want(`SELECT count(*) FROM customers`, 0)
	o.verified(run)
}
