package job

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Handler works on one slice of a unit. It looks at [Over] at each border of its
// work, saves its place – with [Save] in the transaction that reached it, or in
// the outcome – and returns; it is called again when there is more. It may be
// called again after any crash, so what it does must bear being done twice
// unless the same transaction settled the unit. An error is an attempt that
// failed; ctx ends when the unit is no longer ours.
type Handler func(ctx context.Context, u Unit) (Outcome, error)

// Outcome is what a slice came to.
type Outcome struct {
	kind   string
	cursor []byte
	wait   time.Duration
}

// Finished ends the unit.
var Finished = Outcome{kind: "finished"}

// Settled says that the handler's own transaction has ended the unit or given
// it back.
var Settled = Outcome{kind: "settled"}

// Again gives the unit back, to go on at the cursor.
func Again(cursor []byte) Outcome { return Later(cursor, 0) }

// Later gives the unit back, to go on at the cursor after a wait.
func Later(cursor []byte, wait time.Duration) Outcome {
	return Outcome{kind: "again", cursor: cursor, wait: wait}
}

// Workers take units of all tenants and work on them.
type Workers struct {
	Store    *store.Store
	Kinds    map[string]Handler
	Periodic []Periodic
	Zone     Zone // for schedules; the store's when nil
	Log      *slog.Logger

	Parallel int           // units at a time; 2 when 0
	Slice    time.Duration // when [Over] becomes true; 10 s when 0
	Limit    time.Duration // of a handler that does not heed Over, before its unit is taken from it; 15 min when 0
	Lease    time.Duration // DefaultLease when 0
	Sweep    time.Duration // how often the clock and the dead are looked at; 5 s when 0
	Grace    time.Duration // what a stop waits for slices to end before their ctx does; Slice when 0
}

func (w Workers) withDefaults() Workers {
	if w.Parallel < 1 {
		w.Parallel = 2
	}
	if w.Zone == nil {
		w.Zone = func(*store.Tx) (*time.Location, error) { return w.Store.Zone(), nil }
	}
	for _, d := range []struct {
		value *time.Duration
		usual time.Duration
	}{{&w.Slice, 10 * time.Second}, {&w.Limit, 15 * time.Minute}, {&w.Lease, DefaultLease}, {&w.Sweep, 5 * time.Second}} {
		if *d.value <= 0 {
			*d.value = d.usual
		}
	}
	if w.Grace <= 0 {
		w.Grace = w.Slice
	}
	if w.Log == nil {
		w.Log = slog.New(slog.DiscardHandler)
	}
	return w
}

// Run works until ctx ends, then lets the slices under way come to their border
// and returns nil. It returns an error when it cannot begin: no kinds, or a store
// that does not answer.
func (w Workers) Run(ctx context.Context) error {
	w = w.withDefaults()
	if len(w.Kinds) == 0 {
		return varsam.Errorf(varsam.Internal, "workers need at least one kind of work")
	}
	if err := checkPeriodic(w.Periodic, w.Kinds); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p := &pool{Workers: w, kinds: slices.Sorted(maps.Keys(w.Kinds))}
	for range w.Parallel {
		p.pokes = append(p.pokes, make(chan struct{}, 1))
	}
	rings := w.Store.Listen(ctx, bell)
	if err := p.sweep(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	p.Log.Info("working", "kinds", strings.Join(p.kinds, " "))
	var group sync.WaitGroup
	for i := range w.Parallel {
		group.Go(func() { p.loop(ctx, i) })
	}
	p.watch(ctx, rings)
	group.Wait()
	return nil
}

// pool is Workers at work.
type pool struct {
	Workers
	kinds []string
	pokes []chan struct{} // one for each that may be waiting

	tenants atomic.Pointer[[]string] // as of the last sweep
}

// poke lets everybody look for work.
func (p *pool) poke() {
	for _, c := range p.pokes {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// watch pokes at every ring and after every sweep, until ctx ends.
func (p *pool) watch(ctx context.Context, rings <-chan struct{}) {
	ticker := time.NewTicker(p.Sweep)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-rings:
		case <-ticker.C:
			if err := p.sweep(ctx); err != nil && ctx.Err() == nil {
				p.Log.Error("the store does not answer", "code", varsam.CodeOf(err))
			}
		}
		p.poke()
	}
}

// sweep frees what the dead hold and enqueues what the clock says, for each
// tenant; one that cannot be looked after does not hold up the others. Leases
// that have run out need no sweep of their own: Take finds them.
func (p *pool) sweep(stop context.Context) error {
	ctx, cancel := unbroken(stop)
	defer cancel()
	tenants, err := p.Store.Tenants(ctx)
	if err != nil {
		return err
	}
	p.tenants.Store(&tenants)
	for _, tenant := range tenants {
		if stop.Err() != nil {
			return nil
		}
		if err := p.sweepOne(stop, tenant); err != nil {
			p.Log.Error("looking after a tenant's work failed", "tenant", tenant, "code", varsam.CodeOf(err))
		}
	}
	return nil
}

func (p *pool) sweepOne(stop context.Context, tenant string) error {
	ctx, cancel := unbroken(stop)
	defer cancel()
	freed, err := TakeOver(ctx, p.Store, tenant)
	if err != nil {
		return err
	}
	if freed > 0 {
		p.Log.Warn("took over from a process that died", "units", freed)
	}
	if len(p.Periodic) == 0 {
		return nil
	}
	_, err = Tick(ctx, p.Store, tenant, p.Zone, p.Periodic)
	return err
}

// loop works on one unit after the other, and waits for a poke when there is
// none.
func (p *pool) loop(ctx context.Context, i int) {
	for turn := i; ctx.Err() == nil; turn++ {
		u, ok, err := p.next(ctx, turn)
		if err != nil && ctx.Err() == nil {
			p.Log.Error("taking work failed", "code", varsam.CodeOf(err))
		}
		if ok {
			p.work(ctx, u)
			continue
		}
		select {
		case <-ctx.Done():
		case <-p.pokes[i]:
		}
	}
}

// next takes a unit of one of the tenants, each turn beginning with another one.
func (p *pool) next(stop context.Context, turn int) (u Unit, ok bool, err error) {
	tenants := *p.tenants.Load()
	for i := 0; i < len(tenants) && stop.Err() == nil; i++ {
		claim := Claim{Tenant: tenants[(turn+i)%len(tenants)], Kinds: p.kinds, Holder: Here(), Lease: p.Lease}
		if u, ok, err = p.take(stop, claim); ok || err != nil {
			return u, ok, err
		}
	}
	return u, false, err
}

func (p *pool) take(stop context.Context, claim Claim) (Unit, bool, error) {
	ctx, cancel := unbroken(stop)
	defer cancel()
	return Take(ctx, p.Store, claim)
}
