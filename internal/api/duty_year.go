package api

import (
	"strconv"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
)

// DutyYear is what falls due in a year.
type DutyYear struct {
	Year  int        `json:"year"`
	Kinds []DueKinds `json:"kinds" list:""`
}

// DueKinds is one kind of duty over a year.
type DueKinds struct {
	Kind   duty.Kind `json:"kind"`
	Months [12]int   `json:"months" doc:"How many fall due, January first."`
	Every  string    `json:"every,omitempty" doc:"How often, where the kind has a usual period."`
}

// The years that a wheel is made of.
const (
	firstYear = 1900
	lastYear  = 2200
)

func (c *call) dutyCycle() (out DutyYear, err error) {
	w, err := c.Duties.World(c.ctx)
	if err != nil {
		return out, err
	}
	out.Year = w.Today.Year()
	if text := c.value("year"); text != "" {
		if out.Year, err = strconv.Atoi(text); err != nil || out.Year < firstYear || out.Year > lastYear {
			return out, varsam.Errorf(varsam.Invalid, "year is a number from %d to %d", firstYear, lastYear)
		}
	}
	out.Kinds = []DueKinds{}
	for _, line := range duty.Cycle(w, out.Year) {
		out.Kinds = append(out.Kinds, DueKinds{line.Kind, line.Months, line.Every})
	}
	return out, nil
}

// DutyReport is the report to management on a quarter.
type DutyReport struct {
	Quarter   string          `json:"quarter" doc:"2026-Q4"`
	Until     time.Time       `json:"until" doc:"The end of the quarter, or now."`
	Kinds     []duty.KindLine `json:"kinds" list:""`
	Trend     []DutyTrend     `json:"trend" list:"" doc:"Four quarters, this one last."`
	Broken    []DutyFinding   `json:"broken" list:""`
	Incidents int             `json:"incidents" doc:"That came in the quarter."`
	Notified  int             `json:"notified" doc:"Of these, to the authority."`
}

// DutyTrend is one quarter of the trend.
type DutyTrend struct {
	Quarter string `json:"quarter"`
	Broken  int    `json:"broken"`
	Open    int    `json:"open"`
}

func (c *call) dutyReport() (out DutyReport, err error) {
	w, err := c.Duties.World(c.ctx)
	if err != nil {
		return out, err
	}
	q := duty.QuarterOf(w.Today)
	if text := c.value("quarter"); text != "" {
		if q, err = duty.ParseQuarter(text); err != nil {
			return out, err
		}
	}
	m, err := c.Duties.Quarterly(c.ctx, q)
	if err != nil {
		return out, err
	}
	out = DutyReport{
		Quarter: q.String(), Until: m.Until, Kinds: append([]duty.KindLine{}, m.Kinds...), Trend: []DutyTrend{}, Broken: []DutyFinding{},
		Incidents: m.Incidents, Notified: m.Notified,
	}
	for _, p := range m.Trend {
		out.Trend = append(out.Trend, DutyTrend{p.Quarter.String(), p.Broken, p.Open})
	}
	say := m.World.Printer(c.say.Lang())
	for _, f := range m.Broken {
		out.Broken = append(out.Broken, dutyFindingOf(say, f))
	}
	return out, nil
}

// listAnswers is the bank of answers, with what the register says today.
func (c *call) listAnswers() (list List[duty.Answered], err error) {
	w, err := c.Duties.World(c.ctx)
	if err != nil {
		return list, err
	}
	list.Items = append([]duty.Answered{}, duty.Bank(w.Printer(c.say.Lang()), w)...)
	return list, nil
}
