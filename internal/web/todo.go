package web

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountTodo adds the first page.
func (o *Office) mountTodo() {
	o.area.Handle("GET /{$}", needsRegister(allowed(account.SeeWork, o.todo)))
}

// todo is what there is to do, most urgent first.
type todo struct {
	Urgent   []requestRow
	Open     int
	Late     int
	Waiting  []requestRow // plans that wait for a yes
	Runs     []waitingRun
	Tasks    []taskRow
	Findings []register.Finding
	Errors   int
	Warnings int
	Duties   []dutyFound // broken; the worst first
	More     int         // of them, that are not shown
	Silent   []silence
	Stuck    []job.Problem
	Waits    []waitsFor // what else a person is to look at, by page
}

// waitsFor is how many things of a page wait for somebody.
type waitsFor struct {
	Href, Key string
	N         int
	Bad       bool
}

// waitingRun is a culling run that waits for a yes.
type waitingRun struct {
	retention.Run
	Due int64
}

// Most of a list on the first page.
const (
	mostUrgent   = 8
	mostWaiting  = 6
	mostFindings = 5
)

func (o *Office) todo(v *frame.Visit) (err error) {
	w := who(v)
	t := todo{}
	page, err := o.Requests.Browse(v.Context(), request.Filter{})
	if err != nil {
		return err
	}
	if t.Urgent, err = o.rows(v, t.count(v, page)); err != nil {
		return err
	}
	o.counts.set("/requests", t.Open)
	if t.Waiting, err = o.waiting(v); err != nil {
		return err
	}
	if w.May(account.Cull) || w.May(account.Approve) {
		if t.Runs, err = o.waitingRuns(v); err != nil {
			return err
		}
	}
	if err := o.others(v, &t); err != nil {
		return err
	}
	if err := o.waits(v, &t); err != nil {
		return err
	}
	t.findings(o.findings(w.reg))
	if err := o.brokenDuties(v, &t); err != nil {
		return err
	}
	t.Silent, _ = o.health.state()
	return v.Show("todo", t)
}

// count returns the most urgent requests, and notes how many there are of each
// kind. Those whose answer is made have no last day left.
func (t *todo) count(v *frame.Visit, page request.Page) (urgent []request.Request) {
	for state, n := range page.Counts {
		if state != request.Closed && state != request.Closing && state != request.Answered {
			t.Open += n
		}
	}
	day := today(who(v).reg)
	for _, r := range page.Requests {
		c := clockOf(v.Printer, r, day)
		if c.Over {
			continue
		}
		if c.Left < 0 && !c.Paused {
			t.Late++
		}
		if len(urgent) < mostUrgent {
			urgent = append(urgent, r)
		}
	}
	return urgent
}

func (o *Office) waiting(v *frame.Visit) ([]requestRow, error) {
	page, err := o.Requests.Browse(v.Context(), request.Filter{State: request.Planned, Limit: mostWaiting})
	if err != nil {
		return nil, err
	}
	return o.rows(v, page.Requests)
}

// waitingRuns are the newest runs whose rules wait for somebody.
func (o *Office) waitingRuns(v *frame.Visit) (all []waitingRun, err error) {
	runs, err := o.Culling.List(v.Context())
	if err != nil {
		return nil, err
	}
	for _, r := range runs {
		if r.State != retention.Waiting {
			continue
		}
		if r, err = o.Culling.Get(v.Context(), r.ID); err != nil {
			return nil, err
		}
		run := waitingRun{Run: r}
		for _, rule := range r.Rules {
			if rule.State == retention.RuleWaiting {
				run.Due += rule.Frozen
			}
		}
		if run.Due > 0 {
			all = append(all, run)
		}
		break // an older plan is not to be approved while there is a newer one
	}
	return all, nil
}

// brokenDuties are the findings of duties that somebody must mend.
func (o *Office) brokenDuties(v *frame.Visit, t *todo) error {
	found, w, err := o.Duties.Findings(v.Context())
	if err != nil {
		return err
	}
	broken := 0
	for broken < len(found) && found[broken].Severity == register.Error { // they come first
		broken++
	}
	o.counts.set("/duties", broken)
	shown := min(broken, mostFindings)
	t.More = broken - shown
	t.Duties, err = o.dutyFindings(v, w, found[:shown])
	return err
}

// waits counts arrivals that somebody stopped, mails that may be requests, letters
// that were refused or are to be printed, people who came back, and mailboxes of
// the visitor's own that a request met.
func (o *Office) waits(v *frame.Visit, t *todo) error {
	add := func(n int, href, key string, bad bool) {
		if n > 0 {
			t.Waits = append(t.Waits, waitsFor{href, key, n, bad})
		}
	}
	claims, err := o.Reception.Identity.Attention(v.Context(), mostClaims)
	if err != nil {
		return err
	}
	stopped := 0
	for _, c := range claims {
		if !c.Stopped.IsZero() {
			stopped++
		}
	}
	add(stopped, "/claims", "web.todo.stopped", true)
	letters, err := o.Letterbox.Proposals(v.Context(), letterbox.Proposed)
	if err != nil {
		return err
	}
	add(len(letters), "/proposals", "web.todo.proposals", false)
	p, err := o.postView(v)
	if err != nil {
		return err
	}
	add(len(p.Dead), "/letters", "web.todo.dead", true)
	add(len(p.Outbox), "/letters", "web.todo.outbox", false)
	marks, err := o.Requests.Suppressions(v.Context())
	if err != nil {
		return err
	}
	back := 0
	for _, m := range marks {
		if m.Back > 0 {
			back++
		}
	}
	add(back, "/suppressions", "web.todo.back", true)
	if !ownsMailbox(who(v)) {
		return nil // and no case has to be opened to know
	}
	met, err := o.Requests.Met(v.Context(), who(v).Owns)
	for _, m := range met {
		if m.Answered.IsZero() {
			add(m.Hits, "/mailboxes#met", "web.todo.met", false)
		}
	}
	return err
}

// taskRow is a step that waits for the owner of a system.
type taskRow struct {
	act.Status
	Class string
}

func (o *Office) others(v *frame.Visit, t *todo) error {
	tasks, err := o.Requests.Tasks(v.Context())
	if err != nil {
		return err
	}
	day := today(who(v).reg)
	for _, task := range tasks {
		t.Tasks = append(t.Tasks, taskOf(task, day))
	}
	return o.Store.Read(v.Context(), o.Tenant, func(tx *store.Tx) error {
		t.Stuck, err = job.Problems(tx)
		return err
	})
}

func taskOf(task act.Status, day varsam.Date) taskRow {
	row := taskRow{Status: task}
	switch left := days(day, task.Due); {
	case task.Due.IsZero():
	case left < 0:
		row.Class = "late"
	case left <= soon:
		row.Class = "soon"
	}
	return row
}

func (t *todo) findings(all []register.Finding) {
	for _, f := range all {
		if f.Severity == register.Error {
			t.Errors++
		} else {
			t.Warnings++
		}
	}
	t.Findings = slices.Clone(all[:min(len(all), mostFindings)])
}
