package retention_test

import (
	"context"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/system"
)

// TestLateWorker has a worker fall asleep with a range in its hand. Another takes
// the range over and sees that nothing was done; then the first wakes up and does
// it. The run says what is true: done, and by the plan.
func TestLateWorker(t *testing.T) { onEach(t, testLateWorker) }

func testLateWorker(t *testing.T, e engine) {
	o := newOffice(t, e)
	o.customers(1, 50, "2023-11-20") // the orders are due
	run := o.plan()
	o.approve(run, nil, "anna", "bo")

	late := o.asleep()
	ended := make(chan error)
	go func() {
		_, _, err := late.Work(t.Context(), run.ID, once(), nil)
		ended <- err
	}()
	o.wait(late.begins)
	o.now = o.now.Add(time.Minute) // the lease has run out
	_, _, err := o.Work(t.Context(), run.ID, once(), nil)
	o.must(err) // has looked: nothing is done
	o.want(`SELECT count(*) FROM orders`, 50)
	close(late.wake)
	o.must(<-ended)
	o.want(`SELECT count(*) FROM orders`, 0)

	r := o.rule(o.work(run), "orders", varsam.OpErase)
	if r.Done != 50 || r.State != retention.RuleDone || r.Why.Code != "" || len(r.Ranges) != 1 || r.Finality == "" {
		t.Errorf("%+v", r)
	}
	o.verified(run)
}

// TestLeaseOver: a worker that falls asleep before it has begun asks whether the
// range is still its own, and leaves it alone when another has it.
func TestLeaseOver(t *testing.T) {
	t.Parallel()
	o := newOffice(t, engines[0])
	o.customers(1, 50, "2023-11-20")
	run := o.plan()
	o.approve(run, nil, "anna", "bo")
	late := o.asleep()
	late.opening, late.Lease = true, time.Nanosecond
	ended := make(chan error)
	go func() {
		_, _, err := late.Work(t.Context(), run.ID, once(), nil)
		ended <- err
	}()
	o.wait(late.begins)
	o.now = o.now.Add(time.Minute)
	_, _, err := o.Work(t.Context(), run.ID, once(), nil)
	o.must(err) // has taken it over
	close(late.wake)
	o.must(<-ended)
	o.want(`SELECT count(*) FROM orders`, 50)
	if r := o.rule(o.work(run), "orders", varsam.OpErase); r.Done != 50 || r.Why.Code != "" {
		t.Errorf("%+v", r)
	}
	o.verified(run)
}

// TestShortLease: with a lease that is always over nothing is left undone, as long
// as nobody else takes anything.
func TestShortLease(t *testing.T) {
	t.Parallel()
	o := newOffice(t, engines[0])
	o.customers(1, 250, "2023-11-20")
	run := o.plan()
	o.approve(run, nil, "anna", "bo")
	o.Lease = time.Nanosecond
	if r := o.rule(o.work(run), "orders", varsam.OpErase); r.Done != 250 || r.Why.Code != "" {
		t.Errorf("%+v", r)
	}
	o.verified(run)
}

// once lets a worker do one thing.
func once() func() bool {
	done := false
	return func() bool { was := done; done = true; return was }
}

// sleeper is a worker that falls asleep as it opens the system, or as it begins to
// change its first range there, until it is woken.
type sleeper struct {
	*retention.Service
	opening      bool
	begins, wake chan struct{}
	shop         *shop
}

func (o *office) asleep() *sleeper {
	s := &sleeper{begins: make(chan struct{}), wake: make(chan struct{}), shop: o.shop}
	service := *o.Service
	service.Open = func(*register.Register, varsam.Date) locate.Opener { return s }
	s.Service = &service
	return s
}

func (s *sleeper) sleep() {
	close(s.begins)
	<-s.wake
}

// Open opens the connected database.
func (s *sleeper) Open(ctx context.Context, name string) (system.System, error) {
	if s.opening {
		s.sleep()
	}
	conn, err := s.shop.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	return sleepy{conn, conn.(system.Culler), s}, nil
}

type sleepy struct {
	system.System
	system.Culler
	*sleeper
}

func (s sleepy) Cull(ctx context.Context, c system.Cull, want system.Tally) (system.Culled, error) {
	if !s.opening {
		s.sleep()
	}
	return s.Culler.Cull(ctx, c, want)
}

// wait waits for a signal, for as long as a slow machine may need.
func (o *office) wait(signal <-chan struct{}) {
	o.Helper()
	select {
	case <-signal:
	case <-time.After(time.Minute):
		o.Fatal("no signal came within a minute")
	}
}
