package suppression

import (
	"context"
	"time"
)

// pace bounds how fast rows are asked for.
type pace struct {
	rate  int
	start time.Time
	rows  int64
}

func newPace(rate int) pace { return pace{rate: rate, start: time.Now()} }

// wait counts rows that were read and waits until they were due.
func (p *pace) wait(ctx context.Context, rows int64) error {
	if p.rate <= 0 {
		return ctx.Err()
	}
	p.rows += rows
	early := time.Duration(float64(p.rows)/float64(p.rate)*float64(time.Second)) - time.Since(p.start)
	if early <= 0 {
		if early < -time.Second { // what was slow is not made up for by being fast
			p.rows, p.start = 0, time.Now()
		}
		return ctx.Err()
	}
	timer := time.NewTimer(early)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
