package web

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountCulling adds what goes by time.
func (o *Office) mountCulling() {
	see := func(pattern string, h frame.Handler) {
		o.area.Handle(pattern, needsRegister(allowed(account.SeeWork, h)))
	}
	do := func(pattern string, may account.May, h frame.Handler) {
		o.area.Handle("POST "+pattern, needsRegister(allowed(may, h)))
	}
	see("GET /culling", o.culling)
	do("/culling", account.Cull, o.planCulling)
	see("GET /culling/calendar", o.calendarPage)
	see("GET /culling/schedule", o.schedulePage)
	see("GET /culling/schedule/sheet", o.scheduleSheet)
	see("GET /culling/schedule/pdf", o.schedulePDF)
	o.mountHolds()
	see("GET /culling/{id}", o.runPage)
	see("GET /culling/{id}/certificate", o.certificatePage)
	see("GET /culling/{id}/certificate/sheet", o.certificateSheet)
	see("GET /culling/{id}/certificate/pdf", o.certificatePDF)
	do("/culling/{id}/approve", account.Approve, o.stepUp(o.approveRun))
	do("/culling/{id}/pause", account.Carry, o.steer((*retention.Service).Pause))
	do("/culling/{id}/resume", account.Carry, o.steer((*retention.Service).Resume))
	do("/culling/{id}/cancel", account.Carry, o.steer((*retention.Service).Cancel))
	do("/culling/standing/{id}/void", account.Approve, o.voidStanding)
}

// asked is the run of work that plans because somebody asked, and not the night.
const asked = "asked"

type cullingView struct {
	Runs      []retention.Run
	Standings []standingRow
	Planning  bool
	Empty     bool
}

type standingRow struct {
	retention.Standing
	Where, Does string
}

// mostRuns is how many runs the list shows.
const mostRuns = 60

func (o *Office) culling(v *frame.Visit) (err error) {
	c := cullingView{}
	if c.Runs, err = o.Culling.List(v.Context()); err != nil {
		return err
	}
	c.Empty = len(c.Runs) == 0
	c.Runs = c.Runs[:min(len(c.Runs), mostRuns)]
	standings, err := o.Culling.Standings(v.Context())
	if err != nil {
		return err
	}
	for _, st := range standings {
		c.Standings = append(c.Standings, standingRow{st, place(v, st.System, st.Collection), does(v, st.Action)})
	}
	if c.Planning, err = o.planningCull(v); err != nil {
		return err
	}
	if c.Planning {
		v.Refresh = 3
	}
	return v.Show("culling", c)
}

// place is a rule's system and collection, in words.
func place(v *frame.Visit, system, name string) string {
	return v.Name("system", system) + " · " + collection(v.Printer, who(v).reg, system, name)
}

func does(v *frame.Visit, kind varsam.OpKind) string { return locale.Capital(v.Op(kind)) }

func (o *Office) planningCull(v *frame.Visit) (busy bool, err error) {
	err = o.Store.Read(v.Context(), o.Tenant, func(tx *store.Tx) error {
		p, err := job.Status(tx, asked)
		busy = p.Units[job.Waiting]+p.Units[job.Held] > 0
		return err
	})
	return busy, err
}

// planCulling has a worker find what has run out, as the night does.
func (o *Office) planCulling(v *frame.Visit) error {
	err := o.Store.Write(v.Context(), o.Tenant, func(tx *store.Tx) error {
		if err := job.Forget(tx, asked); err != nil {
			return err
		}
		return job.Enqueue(tx, job.Wake{Kind: retention.KindNight, Run: asked, Unique: true})
	})
	if err != nil {
		return err
	}
	return v.Redirect("/culling")
}

// runView is one run with its rules.
type runView struct {
	retention.Run
	Rules    []ruleRow
	Notes    []string
	Waits    int64 // records that wait for a yes
	Frozen   int64
	Finished int64
	Years    []yearBar
	Until    varsam.Date // proposed end of a standing approval
	Most     int64
}

type ruleRow struct {
	retention.Planned
	Where, Does string
	Left        []string
	Becomes     string
	Part        int // of a hundred, done
}

// yearBar is how much became due in one year, of all rules.
type yearBar struct {
	Year string
	N    int64
	Part int // of a hundred of the most
}

func (o *Office) runPage(v *frame.Visit) error {
	run, err := o.Culling.Get(v.Context(), v.Param("id"))
	if err != nil {
		return err
	}
	r := runView{Run: run, Until: today(who(v).reg).AddYears(1)}
	for _, rule := range run.Rules {
		row := ruleRow{Planned: rule, Where: place(v, rule.System, rule.Collection), Does: does(v, rule.Action)}
		for _, why := range rule.Left() {
			row.Left = append(row.Left, v.Reason(why))
		}
		if rule.Finality != "" {
			row.Becomes = v.Finality(rule.Finality, rule.Until, int(rule.Done))
		}
		if rule.Frozen > 0 {
			row.Part = int(rule.Done * 100 / rule.Frozen)
		}
		if rule.State == retention.RuleWaiting {
			r.Waits += rule.Frozen
			r.Most = max(r.Most, rule.Frozen*3)
		}
		r.Frozen += rule.Frozen
		r.Finished += rule.Done
		r.Rules = append(r.Rules, row)
	}
	r.Years = years(v, run.Rules)
	if r.notes(v); run.State == retention.Running {
		v.Refresh = 3
	}
	return v.Show("run", r)
}

func (r *runView) notes(v *frame.Visit) {
	if r.Why.Code != "" {
		r.Notes = append(r.Notes, v.Reason(r.Why))
	}
	for _, gap := range r.Silent {
		r.Notes = append(r.Notes, v.Name("system", gap.System)+": "+v.Reason(gap.Why))
	}
	for _, why := range r.Overdue {
		r.Notes = append(r.Notes, v.Reason(why))
	}
}

func years(v *frame.Visit, rules []retention.Planned) (bars []yearBar) {
	all := map[string]int64{}
	most := int64(1)
	for _, r := range rules {
		for year, n := range r.Years {
			all[year] += n
			most = max(most, all[year])
		}
	}
	for _, year := range slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(-strings.Compare(order(a), order(b)), 0)
	}) {
		word := year
		if year == "before" {
			word = v.T("web.cull.before")
		}
		bars = append(bars, yearBar{word, all[year], int(all[year] * 100 / most)})
	}
	return bars
}

// order puts what is before all years last.
func order(year string) string {
	if year == "before" {
		return ""
	}
	return year
}

func (o *Office) approveRun(v *frame.Visit) error {
	id := v.Param("id")
	var terms *retention.Terms
	if v.Checked("standing") {
		terms = &retention.Terms{Most: int64(v.Whole("most")), Jump: int64(v.Whole("jump")), Until: v.Day("until")}
	}
	out, err := o.Culling.Approve(v.Context(), id, v.Field("digest"), who(v).Name, who(v).in.How, terms)
	if err != nil {
		return err
	}
	if out.Missing > 0 {
		v.Flash(frame.Note, "web.cull.one-more")
	} else {
		v.Flash(frame.Good, "web.cull.approved")
	}
	return v.Redirect("/culling/" + id)
}

func (o *Office) steer(do steering) frame.Handler {
	return func(v *frame.Visit) error {
		if err := do(o.Culling, v.Context(), v.Param("id"), who(v).Name); err != nil {
			return err
		}
		v.Flash(frame.Good, "web.saved")
		return v.Redirect("/culling/" + v.Param("id"))
	}
}

func (o *Office) voidStanding(v *frame.Visit) error {
	if err := o.Culling.Void(v.Context(), v.Param("id"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.cull.voided")
	return v.Redirect("/culling")
}
