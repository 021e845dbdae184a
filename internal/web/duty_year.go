package web

import (
	"fmt"
	"time"

	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountYear adds the yearly wheel and the report to management.
func (o *Office) mountYear() {
	o.area.Handle("GET /duties/cycle", needsRegister(allowed(account.SeeWork, o.dutyCycle)))
	o.area.Handle("GET /duties/report", needsRegister(allowed(account.SeeWork, o.dutyReport)))
}

type cycleView struct {
	Year, Before, After int
	Months              []string
	Lines               []cycleLine
}

type cycleLine struct {
	duty.CycleLine
	Title string
}

func (o *Office) dutyCycle(v *frame.Visit) error {
	w, err := o.Duties.World(v.Context())
	if err != nil {
		return err
	}
	year := atoi(v.Query("year"))
	if year < 1900 || year > 2200 {
		year = w.Today.Year()
	}
	view := cycleView{Year: year, Before: year - 1, After: year + 1}
	for m := time.January; m <= time.December; m++ {
		view.Months = append(view.Months, v.T(fmt.Sprintf("web.month.%02d", int(m))))
	}
	for _, line := range duty.Cycle(w, year) {
		view.Lines = append(view.Lines, cycleLine{line, v.T("duty.kinds." + string(line.Kind))})
	}
	return v.Show("duty_cycle", view)
}

type reportView struct {
	duty.Management
	Before duty.Quarter
	Kinds  []reportLine
	Left   []dutyFound
	More   int
	Most   int // the tallest bar of the trend
}

type reportLine struct {
	duty.KindLine
	Title string
}

// mostLeft is how many findings a report of one page lists.
const mostLeft = 12

func (o *Office) dutyReport(v *frame.Visit) error {
	w, err := o.Duties.World(v.Context())
	if err != nil {
		return err
	}
	q := duty.QuarterOf(w.Today)
	if text := v.Query("quarter"); text != "" {
		if q, err = duty.ParseQuarter(text); err != nil {
			return err
		}
	}
	m, err := o.Duties.Quarterly(v.Context(), q)
	if err != nil {
		return err
	}
	view := reportView{Management: m, Before: q.Before(), More: max(0, len(m.Broken)-mostLeft), Most: 1}
	for _, k := range m.Kinds {
		if k.Open+k.Broken+k.Before+k.Added+k.Mended+k.Ended > 0 {
			view.Kinds = append(view.Kinds, reportLine{k, v.T("duty.kinds." + string(k.Kind))})
		}
	}
	for _, p := range m.Trend {
		view.Most = max(view.Most, p.Broken)
	}
	if view.Left, err = o.dutyFindings(v, m.World, m.Broken[:min(len(m.Broken), mostLeft)]); err != nil {
		return err
	}
	return v.Show("duty_report", view)
}
