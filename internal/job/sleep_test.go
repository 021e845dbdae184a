//go:build unix

package job_test

import (
	"syscall"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// A process that slept past its lease, and does its work when it wakes, changes
// nothing.
func TestASleepwalkerChangesNothing(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		t.Parallel()
		b := &bench{TB: t, Store: storetest.Open(t, store.Config{DSN: dsn("v.db"), Migrations: migrations})}
		b.add(job.New{ID: "a", Run: "r", Kind: "cull"})
		p := start(t, dsn("v.db"), duty+"=sleepwalk", leaseFor+"=200ms")
		_, fence := p.holding(t)
		// Stopped in the middle of a commit it would hold the file's lock, and nobody could
		// do anything: it sleeps while the lock is ours.
		b.write(func(*store.Tx) error { return p.Process.Signal(syscall.SIGSTOP) })
		stop := b.work(job.Workers{Sweep: 20 * time.Millisecond, Kinds: kinds(finishing(b.Store))})
		until(t, "another has done it", func() bool { return b.status("r").Units[job.Ended] == 1 })
		stop()
		p.in.Close()
		if err := p.Process.Signal(syscall.SIGCONT); err != nil {
			t.Fatal(err)
		}
		if !p.lines.Scan() || p.lines.Text() != "ended with conflict" {
			t.Errorf("the sleepwalker says %q", p.lines.Text())
		}
		if n := b.count(`SELECT count(*) FROM effects WHERE tenant = $1`); n != 1 {
			t.Errorf("%d effects", n)
		}
		if n := b.count(`SELECT count(*) FROM effects WHERE tenant = $1 AND fence > $2`, fence); n != 1 {
			t.Errorf("the effect is the sleepwalker's")
		}
	})
}
