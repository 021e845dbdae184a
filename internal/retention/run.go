package retention

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

// Work carries out ranges of a run until over says stop, or nothing is left that
// could be done now. Several workers may work on one run. More reports that
// ranges are left, and Wait how long until the first of them may be tried.
func (s *Service) Work(ctx context.Context, id string, over func() bool, progress func(Progress)) (more bool, wait time.Duration, err error) {
	w := &worker{
		Service: s, id: id, progress: progress,
		systems: map[string]opened{}, rules: map[int64]frozen{}, judged: map[int64]verdict{},
	}
	defer w.close()
	more, wait, err = w.work(ctx, over)
	if last := w.settle(ctx); err == nil {
		err = last
	}
	return more, wait, err
}

// worker carries out ranges of one run. While it changes one it looks at the one
// before, so that the system is not left waiting.
type worker struct {
	*Service
	id       string
	progress func(Progress)
	reg      *register.Register
	run      Run
	systems  map[string]opened
	rules    map[int64]frozen  // as they were unsealed, by place: a run's rules stay as they are
	judged   map[int64]verdict // by rule
	tried    []*attempt        // the oldest first; at most two, of which the last may still be looked at
	behind   time.Time         // when the rate allows the next range
}

type opened struct {
	system.System
	err error
}

func (w *worker) close() {
	for _, o := range w.systems {
		if o.err == nil {
			o.Close()
		}
	}
}

func (w *worker) work(ctx context.Context, over func() bool) (more bool, wait time.Duration, err error) {
	for !over() {
		did, wait, err := w.next(ctx)
		if err != nil || !did {
			return err == nil && wait >= 0, max(wait, 0), err
		}
	}
	return true, 0, nil
}

// next takes one range and carries it out. Without one, wait is negative when the
// run is over, and otherwise how long until one may be tried.
func (w *worker) next(ctx context.Context) (did bool, wait time.Duration, err error) {
	if err := w.pace(ctx); err != nil {
		return false, 0, err
	}
	a, wait, err := w.take(ctx)
	switch {
	case varsam.CodeOf(err) == varsam.Conflict: // another worker was quicker, and nothing was written
		return true, 0, nil
	case err != nil:
		return false, 0, err
	case a != nil:
		w.carryOut(ctx, a)
		w.tried = append(w.tried, a)
		return true, 0, nil
	case len(w.tried) > 0: // what comes next may wait for them
		return true, 0, w.settle(ctx)
	case wait != 0:
		return false, wait, nil
	}
	for _, r := range w.unjudged() {
		w.judged[r.Place] = w.judge(ctx, r)
		did = true
	}
	return did, 0, nil
}

// take settles what has been looked at and takes the next range, in one
// transaction; or says why there is none.
func (w *worker) take(ctx context.Context) (a *attempt, wait time.Duration, err error) {
	wait = -1
	fail.Point("cull.intent.before")
	err = w.write(ctx, func(tx *store.Tx, settled int) error {
		if w.run.State != Running {
			return nil
		}
		if stopped, err := w.overtaken(tx); err != nil || stopped {
			return err
		}
		g, ok, err := nextRange(tx, w.id)
		switch {
		case err != nil:
			return err
		case ok:
			a = &attempt{rowRange: &g, known: g.State == RangePlanned, rule: w.rule(g.Place), held: time.Now().Add(w.lease())}
			return w.claim(tx, a)
		case settled == len(w.tried):
			wait, err = w.rest(tx)
			return err
		}
		return nil
	})
	fail.Point("cull.intent.after")
	if err != nil {
		a = nil
	}
	return a, wait, err
}

func (w *worker) rule(place int64) Planned {
	for _, r := range w.run.Rules {
		if r.Place == place {
			return r
		}
	}
	return Planned{}
}

// overtaken stops a run whose plan is no longer that of the world: by a newer
// register, or by somebody who came under protection.
func (w *worker) overtaken(tx *store.Tx) (bool, error) {
	v, err := register.Current(tx)
	if err != nil {
		return false, err
	}
	why := varsam.Reason{}
	if v.Digest != w.run.Register {
		why = varsam.Because(ReasonNewRegister)
	}
	held, err := HeldSince(tx, w.run.Created)
	if err == nil && !held {
		held, err = w.Since(tx, w.run.Created)
	}
	if err != nil {
		return false, err
	}
	if held {
		why = varsam.Because(ReasonNewProtection)
	}
	if why.Code == "" {
		w.reg, err = register.InForce(tx)
		return false, err
	}
	return true, setRunState(tx, w.id, Stopped, why)
}

// rest ends rules and the run when nothing is left, or says how long to wait.
func (w *worker) rest(tx *store.Tx) (wait time.Duration, err error) {
	n, next, err := openRanges(tx, w.id)
	if err != nil {
		return 0, err
	}
	if n > 0 && next.Equal(parked) {
		return -1, w.outOfRoom(tx)
	}
	if n > 0 { // others have them, or they must wait for others' ranges
		return min(max(next.Sub(tx.Now()), shortestWait), longestWait), nil
	}
	if len(w.unjudged()) > 0 {
		return 0, nil
	}
	waiting := false
	for _, r := range w.run.Rules {
		waiting = waiting || r.State == RuleWaiting
		if r.State == RuleRunning {
			if r.Ranges, err = countRanges(tx, w.id, r.Place); err != nil {
				return 0, err
			}
			why, err := w.sentence(tx, r)
			if err == nil {
				err = setRuleState(tx, w.id, r.Place, RuleDone, why)
			}
			if err != nil {
				return 0, err
			}
		}
	}
	state := Done
	if waiting {
		state = Waiting
	}
	return -1, setRunState(tx, w.id, state, varsam.Reason{})
}

// A worker that found nothing to take looks again after such a while.
const (
	shortestWait = 50 * time.Millisecond
	longestWait  = time.Second
)

// left says what of a rule's ranges was not done.
func left(r Planned) varsam.Reason {
	for _, c := range r.Ranges {
		switch c.State {
		case RangeChanged, RangeBack:
			return varsam.Because(ReasonChanged)
		case RangeRefused:
			return varsam.Because(ReasonRefused, string(c.Problem))
		}
	}
	return varsam.Reason{}
}

// pace waits until the run's rate allows another range.
func (w *worker) pace(ctx context.Context) error {
	wait := time.Until(w.behind)
	if wait <= 0 {
		return nil
	}
	if err := w.settle(ctx); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return varsam.Errorf(varsam.Unavailable, "stopped while waiting for the rate to allow more")
	case <-time.After(wait):
		return nil
	}
}

// spend counts rows against the run's rate.
func (w *worker) spend(rows int64) {
	if w.run.Rate <= 0 {
		return
	}
	if now := time.Now(); w.behind.Before(now) {
		w.behind = now
	}
	w.behind = w.behind.Add(time.Duration(rows) * time.Second / time.Duration(w.run.Rate))
}
