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
	w := &worker{Service: s, id: id, progress: progress, systems: map[string]opened{}, judged: map[int64]verdict{}}
	defer w.close()
	for !over() {
		did, wait, err := w.next(ctx)
		if err != nil || !did {
			return err == nil && wait >= 0, max(wait, 0), err
		}
	}
	return true, 0, nil
}

// worker carries out ranges of one run.
type worker struct {
	*Service
	id       string
	progress func(Progress)
	reg      *register.Register
	run      Run
	systems  map[string]opened
	judged   map[int64]verdict // by rule
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

// next takes one range and settles it. Without one, wait is negative when the
// run is over, and otherwise how long until one may be tried.
func (w *worker) next(ctx context.Context) (did bool, wait time.Duration, err error) {
	g, rule, wait, err := w.take(ctx)
	if err == nil && g == nil && wait == 0 {
		for _, r := range w.unjudged() {
			w.judged[r.Place] = w.judge(ctx, r)
			did = true
		}
	}
	if err != nil || g == nil {
		return did, wait, err
	}
	if err := w.pace(ctx, g.Rows); err != nil {
		return false, 0, err
	}
	known := g.State == RangePlanned
	fail.Point("cull.intent.before")
	if err := w.claim(ctx, rule, g); err != nil {
		if varsam.CodeOf(err) == varsam.Conflict {
			return true, 0, nil // another worker was quicker
		}
		return false, 0, err
	}
	fail.Point("cull.intent.after")
	finality, until := w.carryOut(ctx, rule, g, known)
	return true, 0, w.settle(context.WithoutCancel(ctx), rule, g, finality, until)
}

// take finds the next range, or says why there is none.
func (w *worker) take(ctx context.Context) (g *rowRange, rule Planned, wait time.Duration, err error) {
	wait = -1
	err = w.Store.Write(ctx, w.Tenant, func(tx *store.Tx) error {
		if w.run, err = w.get(tx, w.id); err != nil || w.run.State != Running {
			return err
		}
		if stopped, err := w.overtaken(tx); err != nil || stopped {
			return err
		}
		found, ok, err := nextRange(tx, w.id)
		if err != nil {
			return err
		}
		if !ok {
			wait, err = w.rest(tx)
			return err
		}
		g = &found
		for _, r := range w.run.Rules {
			if r.Place == g.Place {
				rule = r
			}
		}
		return nil
	})
	return g, rule, wait, err
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
	held, err := holdsSince(tx, w.run.Created)
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

// claim takes the range under a new fence. A range that nobody is trying gets an
// intent; one that somebody was, still has one without an outcome.
func (w *worker) claim(ctx context.Context, rule Planned, g *rowRange) error {
	return w.Store.Write(ctx, w.Tenant, func(tx *store.Tx) error {
		g.Fence++
		if g.State == RangePlanned {
			g.State = RangeIntended
			g.Attempt++
			id, err := appendIntent(tx, w.run, rule, *g)
			if err != nil {
				return err
			}
			g.intent = id[:]
		}
		mine, err := claimRange(tx, w.id, *g, tx.Now().Add(w.lease()))
		if err == nil && !mine {
			err = varsam.Errorf(varsam.Conflict, "a range of run %s was taken by another worker", w.id)
		}
		return err
	})
}

// carryOut changes the range's rows, if they are as they were frozen, and looks
// at them again. What an earlier try may have done is only looked at: when it did
// nothing, the range is free again.
func (w *worker) carryOut(ctx context.Context, rule Planned, g *rowRange, known bool) (varsam.Finality, varsam.Date) {
	conn, c, err := w.reach(ctx, rule, g)
	if err != nil {
		g.failed(err)
		return "", varsam.Date{}
	}
	if !known {
		seen, err := conn.Look(ctx, c)
		switch {
		case err != nil:
			g.failed(err)
			return "", varsam.Date{}
		case seen.Rows == 0: // nothing is left to do: an earlier try did it
			g.State, g.Problem = RangeVerified, ""
			return w.finality(rule)
		case seen == g.Tally:
			g.State, g.Problem = RangePlanned, ""
		default:
			g.State = RangeChanged
		}
		return "", varsam.Date{}
	}
	fail.Point("cull.apply.before")
	done, err := conn.Cull(ctx, c, g.Tally)
	fail.Point("cull.apply.after")
	if err != nil {
		if g.failed(err); g.tooLong() {
			g.split(ctx, conn, c)
		}
		return "", varsam.Date{}
	}
	g.State, g.Problem = RangeVerified, ""
	if seen, err := conn.Look(context.WithoutCancel(ctx), c); err != nil {
		g.State, g.Problem = RangeUnknown, varsam.CodeOf(err)
	} else if seen.Rows > 0 {
		g.State = RangeBack
	}
	return done.Finality, done.Until
}

// failed says what an error leaves of a try.
func (g *rowRange) failed(err error) {
	g.Problem = varsam.CodeOf(err)
	switch g.Problem {
	case varsam.Unknown:
		g.State = RangeUnknown
	case varsam.Changed:
		g.State = RangeChanged
	case varsam.Unavailable, varsam.Full, varsam.Internal:
		g.State = RangePlanned // nothing happened; it is tried again
	default:
		g.State = RangeRefused
	}
}

// reach opens the range: its system, and the cull within its bounds.
func (w *worker) reach(ctx context.Context, rule Planned, g *rowRange) (system.Culler, system.Cull, error) {
	var c system.Cull
	f, err := unseal[frozen](ctx, w.Keeper, w.run.key, ruleContext(w.id, g.Place), rule.sealed)
	if err != nil {
		return nil, c, err
	}
	r, err := unseal[system.Range](ctx, w.Keeper, w.run.key, rangeContext(w.id, g.Place, g.N), g.sealed)
	if err != nil {
		return nil, c, err
	}
	c, g.Range = f.Cull, r
	c.ID = w.id + "/" + text(g.Place) + "/" + text(g.N)
	c.Rows.After, c.Rows.Upto = r.After, r.Upto
	conn, err := w.connect(ctx, rule.System)
	if err != nil {
		return nil, c, err
	}
	culler, ok := conn.(system.Culler)
	if !ok {
		return nil, c, varsam.Errorf(varsam.Unsupported, "%s changes no ranges", rule.System)
	}
	return culler, c, nil
}

func (w *worker) connect(ctx context.Context, name string) (system.System, error) {
	if o, ok := w.systems[name]; ok && o.err == nil {
		return o.System, nil
	}
	conn, err := w.Open(w.reg, w.run.Day).Open(ctx, name)
	w.systems[name] = opened{conn, err}
	return conn, err
}

// finality is what a rule's change amounts to, as an earlier range was told.
func (w *worker) finality(rule Planned) (varsam.Finality, varsam.Date) {
	return rule.Finality, rule.Until
}

// maxTries is how often a range that a system could not serve is tried.
const maxTries = 5

// settle commits what became of the range with its leaves.
func (w *worker) settle(ctx context.Context, rule Planned, g *rowRange, finality varsam.Finality, until varsam.Date) error {
	fail.Point("cull.outcome.before")
	err := w.Store.Write(ctx, w.Tenant, func(tx *store.Tx) error {
		notBefore, err := w.postpone(tx, rule.System, g)
		if err != nil {
			return err
		}
		if err := settleRange(tx, w.id, *g, notBefore); err != nil {
			return err
		}
		if err := w.insertParts(tx, *g); err != nil {
			return err
		}
		if finality != "" && rule.Finality == "" {
			if err := setFinality(tx, w.id, g.Place, finality, until); err != nil {
				return err
			}
		}
		return appendOutcome(tx, w.run, rule, *g, finality)
	})
	fail.Point("cull.outcome.after")
	if varsam.CodeOf(err) == varsam.Conflict {
		return nil // taken over: the other worker says what became of it
	}
	if err == nil && w.progress != nil {
		w.progress(Progress{rule.System, rule.Collection, rule.Done + g.Rows, rule.Frozen})
	}
	return err
}

// backoff is the pause before the next try: a tenth of a second, and twice as
// long each time.
func backoff(attempt int) time.Duration { return 100 * time.Millisecond << min(attempt, 8) }

// pace waits until the run's rate allows so many more rows.
func (w *worker) pace(ctx context.Context, rows int64) error {
	if w.run.Rate <= 0 {
		return nil
	}
	now := time.Now()
	if w.behind.Before(now) {
		w.behind = now
	}
	wait := w.behind.Sub(now)
	w.behind = w.behind.Add(time.Duration(rows) * time.Second / time.Duration(w.run.Rate))
	select {
	case <-ctx.Done():
		return varsam.Errorf(varsam.Unavailable, "stopped while waiting for the rate to allow more")
	case <-time.After(wait):
		return nil
	}
}
