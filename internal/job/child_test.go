package job_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// The variables that make the test binary a worker process of a store.
const (
	asChild  = "VARSAM_TEST_JOB_CHILD"
	duty     = "VARSAM_TEST_JOB_DUTY"
	leaseFor = "VARSAM_TEST_JOB_LEASE"
)

// child works on a store until its standard input ends. Its duty is to hang in
// the middle of a unit, or to end what there is.
func child(dsn string) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // the parent's end is ours
		cancel()
	}()
	s, err := store.Open(ctx, store.Config{DSN: dsn, Migrations: migrations})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	lease, _ := time.ParseDuration(os.Getenv(leaseFor))
	w := job.Workers{Store: s, Lease: lease, Sweep: 50 * time.Millisecond, Grace: time.Millisecond, Kinds: kinds(finishing(s))}
	switch os.Getenv(duty) {
	case "hang":
		w.Kinds = kinds(func(ctx context.Context, u job.Unit) (job.Outcome, error) {
			fmt.Println("held", u.ID, u.Fence)
			<-ctx.Done()
			return job.Outcome{}, ctx.Err()
		})
	case "sleepwalk":
		w.Kinds = kinds(func(_ context.Context, u job.Unit) (job.Outcome, error) {
			fmt.Println("held", u.ID, u.Fence)
			<-ctx.Done() // the parent stops the process here, and wakes it too late
			err := s.Write(context.WithoutCancel(ctx), u.Tenant, func(tx *store.Tx) error { return effect(tx, u) })
			fmt.Println("ended with", varsam.CodeOf(err))
			return job.Settled, err
		})
	}
	if err := w.Run(ctx); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// process is a child that runs.
type process struct {
	*exec.Cmd
	in    io.Closer
	out   io.Reader
	lines *bufio.Scanner
}

func start(t testing.TB, dsn string, env ...string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), asChild+"="+dsn), env...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); cmd.Process.Kill(); cmd.Wait() })
	return &process{cmd, in, out, bufio.NewScanner(out)}
}

// holding waits until the child says that it holds a unit.
func (p *process) holding(t testing.TB) (unit string, fence int64) {
	t.Helper()
	if !p.lines.Scan() {
		t.Fatal("the child ended without a unit")
	}
	if _, err := fmt.Sscanf(p.lines.Text(), "held %s %d", &unit, &fence); err != nil {
		t.Fatalf("the child says %q", p.lines.Text())
	}
	return unit, fence
}

// kill ends the child as a power cut would.
func (p *process) kill(t testing.TB) {
	t.Helper()
	if err := p.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	p.Wait()
}

// crashed is a store in which a process died with a unit in its hands.
func crashed(t *testing.T, lease time.Duration, test func(t *testing.T, b *bench, fence int64)) {
	t.Helper()
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		t.Parallel()
		b := &bench{TB: t, Store: storetest.Open(t, store.Config{DSN: dsn("v.db"), Migrations: migrations})}
		b.add(job.New{ID: "a", Run: "r", Kind: "cull"})
		p := start(t, dsn("v.db"), duty+"=hang", leaseFor+"="+lease.String())
		_, fence := p.holding(t)
		p.kill(t)
		test(t, b, fence)
	})
}

// The lease of a dead worker runs out, and its unit goes on with a higher fence.
func TestADeadWorkersUnitGoesOn(t *testing.T) {
	crashed(t, 200*time.Millisecond, func(t *testing.T, b *bench, fence int64) {
		until(t, "its lease runs out", func() bool {
			u, ok, err := job.Take(t.Context(), b.Store, b.claim())
			if err != nil {
				t.Fatal(err)
			}
			if ok && u.Fence <= fence {
				t.Fatalf("taken with fence %d after %d", u.Fence, fence)
			}
			return ok
		})
	})
}

// A process that starts takes over at once what a dead one of its host holds,
// however long the lease.
func TestAStartingProcessTakesOver(t *testing.T) {
	crashed(t, 24*time.Hour, func(t *testing.T, b *bench, fence int64) {
		b.none()
		b.work(job.Workers{Sweep: time.Hour, Kinds: kinds(finishing(b.Store))})
		until(t, "it is done", func() bool { return b.status("r").Units[job.Ended] == 1 })
		if n := b.count(`SELECT count(*) FROM effects WHERE tenant = $1 AND fence > $2`, fence); n != 1 {
			t.Errorf("%d effects with a higher fence", n)
		}
	})
}

// What a living process holds is not taken from it.
func TestTheLivingAreLeftAlone(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		b := &bench{TB: t, Store: storetest.Open(t, store.Config{DSN: dsn("v.db"), Migrations: migrations})}
		b.add(job.New{ID: "a", Run: "r", Kind: "cull"})
		p := start(t, dsn("v.db"), duty+"=hang", leaseFor+"=24h")
		p.holding(t)
		if n, err := job.TakeOver(t.Context(), b.Store, storetest.Tenant); n != 0 || err != nil {
			t.Errorf("took %d over from the living, %v", n, err)
		}
		p.in.Close() // it stops, and gives the unit back
		p.Wait()
		b.are("r", job.Waiting, 1)
	})
}

// Killed before and after each of its commits in turn, a worker leaves units
// that another one ends, each with one effect.
func TestKilledAtEachCommit(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		t.Parallel()
		b := &bench{TB: t, Store: storetest.Open(t, store.Config{DSN: dsn("v.db"), Migrations: migrations})}
		const kills = 12
		for n := 1; n <= kills; n++ {
			for _, point := range []string{"store.commit.before", "store.commit.after"} {
				killAt(t, b, dsn("v.db"), point, n)
			}
		}
	})
}

func killAt(t *testing.T, b *bench, dsn, point string, n int) {
	t.Helper()
	run := fmt.Sprint(point, n)
	units := []job.New{{ID: run + "/1", Run: run, Kind: "cull"}, {ID: run + "/2", Run: run, Kind: "cull"}, {ID: run + "/3", Run: run, Kind: "cull"}}
	b.add(units...)
	p := start(t, dsn, fmt.Sprintf("%s=%s:%d", fail.Variable, point, n))
	out, _ := io.ReadAll(p.out) // until it dies
	if err := p.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("%s %d: ended with %v: %s", point, n, err, out)
	}
	stop := b.work(job.Workers{Kinds: kinds(finishing(b.Store))})
	defer stop()
	until(t, "all are done", func() bool { return b.status(run).Units[job.Ended] == len(units) })
	if got := b.count(`SELECT count(*) FROM effects WHERE tenant = $1 AND unit LIKE $2`, run+"/%"); got != len(units) {
		t.Fatalf("%s %d: %d effects of %d units", point, n, got, len(units))
	}
}
