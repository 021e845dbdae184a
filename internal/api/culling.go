package api

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/retention/report"
	"github.com/varsam/varsam/internal/store"
)

// Run is one night's culling, or one that somebody asked for.
type Run struct {
	ID       string          `json:"id"`
	Day      varsam.Date     `json:"day" doc:"By which day it was decided what is due."`
	State    retention.State `json:"state"`
	Why      string          `json:"why,omitempty" doc:"Why it stands as it does."`
	Plan     string          `json:"plan" doc:"Digest of the plan: what an approval says yes to."`
	Register string          `json:"register" doc:"Digest of the register's version."`
	Created  time.Time       `json:"created"`
	Ended    time.Time       `json:"ended,omitzero"`
}

// RunState is a run with its rules.
type RunState struct {
	Run
	Rules  []Rule `json:"rules" list:""`
	Silent []Note `json:"silent" list:"" doc:"Systems that did not answer when it was planned."`
}

// Rule is what becomes of one collection's records by time alone, in one run.
type Rule struct {
	System     string           `json:"system"`
	Collection string           `json:"collection"`
	Action     varsam.OpKind    `json:"action"`
	State      string           `json:"state"`
	Why        string           `json:"why,omitempty"`
	Due        int64            `json:"due" doc:"Records whose every ground has ended."`
	Needed     int64            `json:"needed" doc:"Of these, kept because others need them."`
	Protected  int64            `json:"protected" doc:"Of these, kept by a hold, a restriction or an open request."`
	Unclear    int64            `json:"unclear" doc:"Beside them, for a person to look at."`
	Frozen     int64            `json:"frozen" doc:"Records in the plan."`
	Done       int64            `json:"done" doc:"Of these, gone or restricted, and seen to be."`
	Years      map[string]int64 `json:"years,omitempty" doc:"Due, by the year in which they became so."`
	Left       []string         `json:"left,omitempty" doc:"What stays, and why."`
	Finality   string           `json:"finality,omitempty"`
}

func (c *call) runOf(r retention.Run) Run {
	out := Run{ID: r.ID, Day: r.Day, State: r.State, Plan: r.Digest, Register: r.Register, Created: r.Created, Ended: r.Ended}
	if r.Why.Code != "" {
		out.Why = c.say.Reason(r.Why)
	}
	return out
}

func (c *call) runState(r retention.Run) RunState {
	out := RunState{Run: c.runOf(r), Rules: []Rule{}, Silent: []Note{}}
	for _, p := range r.Rules {
		rule := Rule{
			System: p.System, Collection: p.Collection, Action: p.Action, State: string(p.State), Due: p.Due, Needed: p.Needed, Protected: p.Protected,
			Unclear: p.Unclear, Frozen: p.Frozen, Done: p.Done, Years: p.Years, Finality: string(p.Finality),
		}
		if p.Why.Code != "" {
			rule.Why = c.say.Reason(p.Why)
		}
		for _, why := range p.Left() {
			rule.Left = append(rule.Left, c.say.Reason(why))
		}
		out.Rules = append(out.Rules, rule)
	}
	for _, gap := range r.Silent {
		out.Silent = append(out.Silent, Note{gap.System, gap.Collection, gap.Why.Code, c.say.Reason(gap.Why)})
	}
	return out
}

func (c *call) listRuns() (list List[Run], err error) {
	all, err := c.Culling.List(c.ctx)
	if err != nil {
		return list, err
	}
	runs := make([]Run, len(all))
	for i, r := range all {
		runs[i] = c.runOf(r)
	}
	return page(c, runs, func(r Run) string { return r.ID })
}

func (c *call) getRun() (out RunState, err error) {
	r, err := c.Culling.Get(c.ctx, c.param("id"))
	if err != nil {
		return out, err
	}
	return c.runState(r), nil
}

// asked is the run of work that plans because somebody asked, and not the night.
const asked = "asked"

// Started is what was begun.
type Started struct {
	Started bool `json:"started"`
}

// planCulling has a worker find what has run out, as the night does.
func (c *call) planCulling(nothing) (Started, error) {
	err := c.Store.Write(c.ctx, c.Tenant, func(tx *store.Tx) error {
		if err := job.Forget(tx, asked); err != nil {
			return err
		}
		return job.Enqueue(tx, job.Wake{Kind: retention.KindNight, Run: asked, Unique: true})
	})
	return Started{err == nil}, err
}

// RunYes is a yes to a run's plan, with standing terms or without.
type RunYes struct {
	Plan     string         `json:"plan" least:"1" most:"200" doc:"Digest of the plan that was looked at."`
	Standing *StandingTerms `json:"standing,omitempty" doc:"Also lets its rules run by themselves, night after night."`
}

// StandingTerms are what a standing approval allows.
type StandingTerms struct {
	Most  int64       `json:"most" min:"1" doc:"Records in one run."`
	Jump  int64       `json:"jump,omitempty" min:"0" doc:"Percent of the last run; 0 for no bound."`
	Until varsam.Date `json:"until" doc:"The last day."`
}

// RunApproved is what a yes came to.
type RunApproved struct {
	RunState
	Missing int `json:"missing" doc:"How many people must still say yes."`
}

func (c *call) approveRun(in RunYes) (out RunApproved, err error) {
	var terms *retention.Terms
	if in.Standing != nil {
		terms = &retention.Terms{Most: in.Standing.Most, Jump: in.Standing.Jump, Until: in.Standing.Until}
	}
	yes, err := c.Culling.Approve(c.ctx, c.param("id"), in.Plan, c.token.By, c.token.Assurance(), terms)
	if err != nil {
		return out, err
	}
	return RunApproved{c.runState(yes.Run), yes.Missing}, nil
}

// steer is something that is done to a run.
func steer(do func(*retention.Service, context.Context, string, string) error) func(*call, nothing) (RunState, error) {
	return func(c *call, _ nothing) (RunState, error) {
		if err := do(c.Culling, c.ctx, c.param("id"), c.token.By); err != nil {
			return RunState{}, err
		}
		return c.getRun()
	}
}

// certificate is what a run did and left, as HTML or PDF.
func (c *call) certificate() (file, error) {
	doc, err := c.Culling.Certificate(c.ctx, c.param("id"), c.say.Lang())
	if err != nil {
		return file{}, err
	}
	return c.document(doc, "certificate-"+c.param("id"))
}

// schedule is how long what is kept, as HTML or PDF.
func (c *call) schedule() (file, error) {
	reg, err := c.register()
	if err != nil {
		return file{}, err
	}
	doc, err := report.Schedule(report.Plan{Lang: c.say.Lang(), Register: reg, Day: today(reg)})
	if err != nil {
		return file{}, err
	}
	return c.document(doc, "schedule")
}

func (c *call) document(doc report.Document, name string) (file, error) {
	if c.value("as") != "pdf" {
		return file{name + ".html", "text/html; charset=utf-8", doc.HTML}, nil
	}
	data, err := doc.PDF()
	return file{name + ".pdf", "application/pdf", data}, err
}

// today is the civil day of the organisation.
func today(reg *register.Register) varsam.Date {
	return varsam.DateIn(time.Now(), reg.Organisation.Location())
}

// Standing is a yes to one rule, night after night.
type Standing struct {
	ID         string        `json:"id"`
	System     string        `json:"system"`
	Collection string        `json:"collection"`
	Action     varsam.OpKind `json:"action"`
	Run        string        `json:"run" doc:"Whose plan was looked at."`
	Created    time.Time     `json:"created"`
	StandingTerms
}

func (c *call) listStandings() (list List[Standing], err error) {
	all, err := c.Culling.Standings(c.ctx)
	list.Items = []Standing{}
	for _, s := range all {
		terms := StandingTerms{s.Most, s.Jump, s.Until}
		list.Items = append(list.Items, Standing{s.ID, s.System, s.Collection, s.Action, s.Run, s.Created, terms})
	}
	return list, err
}

func (c *call) voidStanding() error { return c.Culling.Void(c.ctx, c.param("id"), c.token.By) }
