package job

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Zone is the zone of a transaction's tenant, in which its days begin.
type Zone func(*store.Tx) (*time.Location, error)

// Tick enqueues for a tenant what its schedules say is due, and returns the
// kinds. Any number of processes may do it: the one that moves a schedule's next
// instant on enqueues its wake. What was missed while nobody ran is done once,
// late; a schedule that is new or another begins with its next instant.
func Tick(ctx context.Context, s *store.Store, tenant string, zone Zone, all []Periodic) (due []string, err error) {
	idle := false
	err = s.Read(ctx, tenant, func(tx *store.Tx) error {
		times, err := readTimes(tx)
		idle = err == nil && len(late(times, all, tx.Now())) == 0
		return err
	})
	if err != nil || idle {
		return nil, err
	}
	err = s.Write(ctx, tenant, func(tx *store.Tx) (err error) {
		due, err = tick(tx, zone, all)
		return err
	})
	return due, err
}

func tick(tx *store.Tx, zone Zone, all []Periodic) (due []string, err error) {
	local, err := zone(tx)
	if err != nil {
		return nil, err
	}
	times, err := readTimes(tx)
	if err != nil {
		return nil, err
	}
	for _, p := range late(times, all, tx.Now()) {
		before, next := times[p.Kind], p.Schedule.Next(tx.Now(), local)
		n, err := tx.Exec(moveTime, tx.Tenant(), p.Kind, p.Schedule.String(), next.UnixMicro(), before.spec, before.next)
		if err != nil {
			return nil, err
		}
		if n == 0 || before.spec != p.Schedule.String() {
			continue // somebody else was quicker; or it begins
		}
		if err := Enqueue(tx, Wake{Kind: p.Kind, Run: periodicRun(p.Kind), Unique: true}); err != nil {
			return nil, err
		}
		due = append(due, p.Kind)
	}
	return due, nil
}

// periodicRun is the run that all wakes of a periodic kind belong to.
func periodicRun(kind string) string { return "periodic/" + kind }

// late are those whose instant has come, or that are not known as they are.
func late(times map[string]when, all []Periodic, now time.Time) (list []Periodic) {
	for _, p := range all {
		if t, ok := times[p.Kind]; !ok || t.spec != p.Schedule.String() || t.next <= now.UnixMicro() {
			list = append(list, p)
		}
	}
	return list
}

type when struct {
	kind, spec string
	next       int64
}

func readTimes(tx *store.Tx) (map[string]when, error) {
	scan := func(rows *store.Rows) (w when, err error) {
		err = rows.Scan(&w.kind, &w.spec, &w.next)
		return w, err
	}
	all, err := store.List(tx, scan, `SELECT kind, spec, next FROM job_times WHERE tenant = $1`, tx.Tenant())
	times := make(map[string]when, len(all))
	for _, w := range all {
		times[w.kind] = w
	}
	return times, err
}

// moveTime changes nothing when the row is not as it was read.
const moveTime = `INSERT INTO job_times (tenant, kind, spec, next) VALUES ($1, $2, $3, $4)
	ON CONFLICT (tenant, kind) DO UPDATE SET spec = excluded.spec, next = excluded.next
	WHERE job_times.spec = $5 AND job_times.next = $6`

// Next are the instants at which the tenant's periodic work is due, by kind.
func Next(tx *store.Tx) (map[string]time.Time, error) {
	times, err := readTimes(tx)
	next := make(map[string]time.Time, len(times))
	for kind, w := range times {
		next[kind] = time.UnixMicro(w.next).UTC()
	}
	return next, err
}

// checkPeriodic refuses schedules of kinds that nobody here works on.
func checkPeriodic(all []Periodic, kinds map[string]Handler) error {
	for _, p := range all {
		if kinds[p.Kind] == nil {
			return varsam.Errorf(varsam.Internal, "periodic work of kind %s has no handler", p.Kind)
		}
	}
	return nil
}
