package job

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

type sliceKey struct{}

// Over reports whether the slice is to end: its time is over, or the workers are
// stopping. Outside [Workers] it never is.
func Over(ctx context.Context) bool {
	slice, ok := ctx.Value(sliceKey{}).(context.Context)
	return ctx.Err() != nil || ok && slice.Err() != nil
}

// Why a handler's ctx ended.
var (
	errLost    = varsam.Errorf(varsam.Conflict, "another worker has the unit")
	errLimit   = varsam.Errorf(varsam.Unavailable, "the unit took too long and did not heed the end of its slice")
	errStopped = varsam.Errorf(varsam.Unavailable, "the worker is stopping")
)

// patience bounds what the store is asked while a stop comes.
const patience = 30 * time.Second

// unbroken is for what a stop must not cut: a statement cut off costs its
// connection, and pgx panics now and then as it closes that (jackc/pgx#2332).
func unbroken(stop context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(stop), patience)
}

// work runs a slice of a unit and writes down what came of it. stop is the
// workers' context: its end is asked of the slice first, and enforced after the
// grace.
func (p *pool) work(stop context.Context, u Unit) {
	if stop.Err() != nil { // it came while the unit was being taken
		p.settle(stop, u, Outcome{}, context.Canceled, errStopped)
		return
	}
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(stop))
	defer cancel(nil)
	slice, over := context.WithTimeout(ctx, p.Slice)
	defer over()
	ctx = context.WithValue(ctx, sliceKey{}, slice)
	defer context.AfterFunc(stop, func() {
		over()
		grace := time.AfterFunc(p.Grace, func() { cancel(errStopped) })
		context.AfterFunc(ctx, func() { grace.Stop() })
	})()
	defer time.AfterFunc(p.Limit, func() { cancel(errLimit) }).Stop()
	silent := p.keep(ctx, u, cancel)
	outcome, err := p.call(ctx, u)
	cause := context.Cause(ctx)
	cancel(nil)
	<-silent
	p.settle(stop, u, outcome, err, cause)
}

// keep renews the lease until ctx ends, and passes the loss of the unit on to
// cancel. The channel closes when it is silent.
func (p *pool) keep(ctx context.Context, u Unit, cancel context.CancelCauseFunc) <-chan struct{} {
	silent := make(chan struct{})
	go func() {
		defer close(silent)
		ticker := time.NewTicker(p.Lease / 4)
		defer ticker.Stop()
		for last := time.Now(); ; {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			began := time.Now()
			err := u.Beat(ctx)
			switch {
			case err == nil:
				last = began
			case varsam.CodeOf(err) == varsam.Conflict, time.Since(last) > p.Lease:
				cancel(errLost)
				return
			}
		}
	}()
	return silent
}

// call runs the handler. A panic is an error of ours; what it said may hold
// anything, so only where it happened is kept.
func (p *pool) call(ctx context.Context, u Unit) (outcome Outcome, err error) {
	defer func() {
		if recover() != nil {
			p.Log.Error("a handler panicked", "kind", u.Kind, "unit", u.ID, "attempt", u.Attempt, "stack", string(debug.Stack()))
			err = varsam.Errorf(varsam.Internal, "the handler of kind %s panicked", u.Kind)
		}
	}()
	return p.Kinds[u.Kind](ctx, u)
}

// settle writes the outcome down under the unit's fence.
func (p *pool) settle(stop context.Context, u Unit, outcome Outcome, failed, cause error) {
	if cause == errLost || failed == nil && outcome.kind == Settled.kind {
		p.logLost(u, cause)
		return
	}
	stopped := cause == errStopped && errors.Is(failed, context.Canceled)
	ctx, cancel := unbroken(stop)
	defer cancel()
	err := p.Store.Write(ctx, u.Tenant, func(tx *store.Tx) error {
		switch {
		case failed == nil && outcome.kind == Finished.kind:
			return Done(tx, u)
		case failed == nil:
			return Release(tx, u, outcome.cursor, outcome.wait)
		case stopped:
			return giveBack(tx, u)
		case cause == errLimit:
			return Fail(tx, u, errLimit.Code)
		}
		return Fail(tx, u, varsam.CodeOf(failed))
	})
	if failed != nil && !stopped {
		p.Log.Warn("work failed", "kind", u.Kind, "unit", u.ID, "run", u.Run, "attempt", u.Attempt, "code", varsam.CodeOf(failed))
	}
	if err != nil {
		p.Log.Error("an outcome could not be written", "kind", u.Kind, "unit", u.ID, "code", varsam.CodeOf(err))
	}
}

func (p *pool) logLost(u Unit, cause error) {
	if cause == errLost {
		p.Log.Warn("another worker has taken over", "kind", u.Kind, "unit", u.ID, "fence", u.Fence)
	}
}
