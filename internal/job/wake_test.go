package job_test

import (
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

func (b *bench) enqueue(w job.Wake) {
	b.Helper()
	b.write(func(tx *store.Tx) error { return job.Enqueue(tx, w) })
}

func (b *bench) finish(u job.Unit) {
	b.Helper()
	b.write(func(tx *store.Tx) error { return job.Done(tx, u) })
}

func (b *bench) total() int { return b.count(`SELECT count(*) FROM job_units WHERE tenant = $1`) }

func TestWhatRollsBackWakesNobody(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		err := b.Write(t.Context(), storetest.Tenant, func(tx *store.Tx) error {
			if err := job.Enqueue(tx, job.Wake{Kind: "cull", Run: "r"}); err != nil {
				return err
			}
			return varsam.Errorf(varsam.Changed, "the cause did not happen")
		})
		wantCode(t, err, varsam.Changed)
		b.none()
		b.enqueue(job.Wake{Kind: "cull", Run: "r"})
		b.finish(b.take())
		if n := b.total(); n != 0 {
			t.Errorf("%d units stay after a wake was done", n)
		}
	})
}

func TestUniqueWakesAreOne(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		wake := job.Wake{Kind: "cull", Run: "r", Unique: true}
		for range 5 {
			b.enqueue(wake)
		}
		b.enqueue(job.Wake{Kind: "cull", Run: "another", Unique: true})
		if n := b.total(); n != 2 {
			t.Fatalf("%d units", n)
		}
		b.finish(b.take())
		b.finish(b.take())
		b.none()
		wake.Unique = false
		b.enqueue(wake)
		b.enqueue(wake)
		b.take()
		b.take()
	})
}

// What is said while a unique wake is worked on must not be missed, and must
// not be worked on beside it.
func TestAWakeWhileWorkingIsDoneAfterwards(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		wake := job.Wake{Kind: "cull", Run: "r", Unique: true}
		b.enqueue(wake)
		u := b.take()
		b.enqueue(wake)
		b.enqueue(wake)
		b.none()
		b.finish(u)
		again := b.take()
		if again.ID != u.ID || again.Fence <= u.Fence || again.Attempt != 1 {
			t.Errorf("took %+v after %+v", again, u)
		}
		b.finish(again)
		b.none()
		if n := b.total(); n != 0 {
			t.Errorf("%d units stay", n)
		}
	})
}

func TestTheEarlierTimeCounts(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		at := func(d time.Duration) job.Wake {
			return job.Wake{Kind: "cull", Run: "r", Unique: true, At: b.clock.now().Add(d)}
		}
		b.enqueue(at(time.Hour))
		b.enqueue(at(time.Minute))
		b.enqueue(at(2 * time.Hour))
		b.none()
		b.clock.pass(time.Minute)
		b.finish(b.take())
		b.none()
	})
}

// A wake does not cut short the pause of one that failed, and gives one that was
// given up new tries.
func TestWakesOfWhatFails(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		wake := job.Wake{Kind: "cull", Run: "r", Unique: true}
		b.enqueue(wake)
		for attempt := 1; attempt <= job.DefaultTries; attempt++ {
			u := b.take()
			b.write(func(tx *store.Tx) error { return job.Fail(tx, u, varsam.Unavailable) })
			if attempt < job.DefaultTries {
				b.enqueue(wake)
			}
			b.none()
			b.clock.pass(job.Backoff(attempt))
		}
		b.are("r", job.Stuck, 1)
		b.enqueue(wake)
		if u := b.take(); u.Attempt != 1 || u.Problem != varsam.Unavailable {
			t.Errorf("took %+v", u)
		}
	})
}

// What is done stays, as done, until somebody forgets its run; what somebody holds
// stays all the same.
func TestForget(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.add(job.New{ID: "a", Run: "r", Kind: "cull"}, job.New{ID: "b", Run: "r", Kind: "cull"}, job.New{ID: "c", Run: "r", Kind: "cull"})
		b.finish(b.take())
		held := b.take()
		b.are("r", job.Ended, 1)
		b.write(func(tx *store.Tx) error { return job.Forget(tx, "r") })
		if n := b.total(); n != 1 {
			t.Errorf("%d units stay, want the one that is held", n)
		}
		b.finish(held)
	})
}

func TestStatusSaysWhoIsSilent(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.add(job.New{ID: "a", Run: "r", Kind: "cull"})
		b.take()
		b.clock.pass(7 * time.Second)
		held := b.status("r").Held
		if len(held) != 1 || held[0].Unit != "a" || held[0].Silent != 7*time.Second || held[0].Holder != job.Here().String() {
			t.Errorf("%+v", held)
		}
	})
}
