package retention

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/system"
)

// Forecast is how many records of one rule are due now, and how many become so
// in the months to come, as the register is today.
type Forecast struct {
	Rule
	Due     int64        `json:"due"`
	Unclear int64        `json:"unclear"`
	Months  []MonthCount `json:"months"`
}

// MonthCount is a month, "2027-03", and how many become due in it.
type MonthCount struct {
	Month string `json:"month"`
	Rows  int64  `json:"rows"`
}

// Calendar looks so many months ahead, this one included. It counts by the
// records' own grounds: holds and what others need are seen when the day comes.
func (s *Service) Calendar(ctx context.Context, months int) (all []Forecast, silent []varsam.Gap, err error) {
	if months < 1 || months > 120 {
		return nil, nil, varsam.Errorf(varsam.Invalid, "a calendar has 1 to 120 months")
	}
	p, err := s.planner(ctx, Options{})
	if err != nil {
		return nil, nil, err
	}
	for _, sys := range p.reg.Systems {
		err := p.system(ctx, sys, func(ctx context.Context, m maker, conn system.Culler, r Rule) error {
			if r.due.Op == "" || r.Action == Suppress {
				return nil
			}
			f, err := p.forecast(ctx, m, conn, r, months)
			all = append(all, f)
			return err
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return all, p.run.Silent, nil
}

func (p *planner) forecast(ctx context.Context, m maker, conn system.Culler, r Rule, months int) (f Forecast, err error) {
	f.Rule = r
	if r.Action == varsam.OpAnonymise {
		r = Rule{in: r.in, Action: varsam.OpErase, due: r.due, unclear: r.unclear, unmarked: r.unmarked} // counted alike
	}
	fingerprint := m.cat.Fingerprint(r.in)
	f.Due = r.count
	if r.unclear.Op != "" {
		if f.Unclear, err = conn.Count(ctx, r.over(r.unclear, fingerprint, nil)); err != nil {
			return f, err
		}
	}
	before, first := f.Due, varsam.NewDate(p.run.Day.Year(), p.run.Day.Month(), 1)
	for i := range months {
		later := m
		later.today = first.AddMonths(i + 1)
		later.decider = decide.New(decide.Question{Register: p.reg, Today: later.today})
		then := f.Rule
		then.unmarked = r.unmarked
		if err := later.finish(&then); err != nil {
			return f, err
		}
		n, err := conn.Count(ctx, r.over(then.due, fingerprint, nil))
		if err != nil {
			return f, err
		}
		f.Months = append(f.Months, MonthCount{first.AddMonths(i).Start(time.UTC).Format("2006-01"), max(n-before, 0)})
		before = max(n, before)
	}
	return f, nil
}
