package web

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
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
	Findings []findingRow
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

func (o *Office) todo(v *frame.Visit) error {
	w := who(v)
	k, err := o.work(v.Context(), today(w.reg))
	if err != nil {
		return err
	}
	t := todo{Stuck: k.stuck}
	if t.Urgent, err = o.rows(v, t.count(v, k.open)); err != nil {
		return err
	}
	if t.Waiting, err = o.rows(v, k.planned.Requests); err != nil {
		return err
	}
	if w.May(account.Cull) || w.May(account.Approve) {
		t.Runs = k.runs
	}
	for _, task := range k.tasks {
		t.Tasks = append(t.Tasks, taskOf(task, k.day))
	}
	if err := o.waits(v, k, &t); err != nil {
		return err
	}
	t.findings(v, o.findings(w.reg))
	shown := min(len(k.broken), mostFindings)
	t.More = len(k.broken) - shown
	if t.Duties, err = o.dutyFindings(v, k.duties, k.broken[:shown]); err != nil {
		return err
	}
	o.counts.set("/requests", t.Open)
	o.counts.set("/duties", len(k.broken))
	o.counts.set("/letters", k.dead+k.outbox)
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

// waits says what else waits, and which mailboxes of the visitor's own a request
// met.
func (o *Office) waits(v *frame.Visit, k *work, t *todo) error {
	add := func(n int, href, key string, bad bool) {
		if n > 0 {
			t.Waits = append(t.Waits, waitsFor{href, key, n, bad})
		}
	}
	add(k.stopped, "/claims", "web.todo.stopped", true)
	add(k.proposals, "/proposals", "web.todo.proposals", false)
	add(k.dead, "/letters", "web.todo.dead", true)
	add(k.outbox, "/letters", "web.todo.outbox", false)
	add(k.back, "/suppressions", "web.todo.back", true)
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

func (t *todo) findings(v *frame.Visit, all []register.Finding) {
	for _, f := range all {
		if f.Severity == register.Error {
			t.Errors++
		} else {
			t.Warnings++
		}
	}
	t.Findings = findingRows(v, all[:min(len(all), mostFindings)])
}
