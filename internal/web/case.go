package web

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

func (o *Office) mountCase() {
	o.area.Handle("GET /requests/{id}", needsRegister(allowed(account.SeeWork, o.casePage)))
	o.area.Handle("GET /requests/{id}/records/{n}", needsRegister(allowed(account.SeeWork, o.recordPage)))
	o.area.Handle("POST /requests/{id}/records/{n}", needsRegister(allowed(account.SeeValues, o.stepUp(o.revealRecord))))
	o.mountDecisions()
	o.mountClock()
	o.mountRun()
	o.mountLetters()
	o.mountPerson()
	o.mountShare()
	o.mountOpening()
}

// caseView is one request as its page shows it.
type caseView struct {
	Title   string
	Who     string
	Request request.Request
	Case    request.Case
	Sees    bool
	Gone    bool // what was found is destroyed
	Clock   clock
	Stages  []stage
	Stage   string // changes when the page must be asked for anew

	IDs     []varsam.Identifier
	Systems []foundSystem
	Records int
	Fates   []fateCount
	Gaps    []string
	Notes   []string // problems: they stop steps
	Hints   []string // warnings: an approver must know them
	Contest []contest
	Doubts  []doubt
	Refuse  []varsam.Right // that may still be refused

	Digest    string
	Approvals []approvalRow
	Needed    int // people who must still say yes
	Mine      bool
	Key       *keyForm // to say yes with, over the digest
	Steps     []stepRow
	Settled   int // steps that need nothing more
	Planning  bool
	Searching request.Searching
	Running   bool
	Failed    varsam.Code
	NeedsCopy bool // before it may run
	Partners  []partner
	Logged    bool // the log of disclosures has one of them

	Share                  *shareView // nil for whoever gives no access
	Claim                  *claimView // what came by the portal; nil when it came another way
	Blocked                int        // records that are kept from use until they are erased
	CopyOut, AnswerOut     reception.Release
	CopyIsOut, AnswerIsOut bool
	Controllers            []controller // for whom we process
	Boxes                  *caseBoxes   // employees' own mailboxes that it met; nil for none
}

// May say which buttons there are; the routes ask again.
func (c caseView) in(states ...request.State) bool { return slices.Contains(states, c.Request.State) }

// MaySearch: a search may be made, or made again.
func (c caseView) MaySearch() bool {
	return !c.Planning && !c.Running && c.in(request.Received, request.Planned, request.Approved, request.Running, request.Reopened)
}

// MayApprove: a plan waits for a yes of this visitor.
func (c caseView) MayApprove() bool {
	return c.Digest != "" && !c.Mine && !c.Planning && c.in(request.Planned, request.Approved) && c.Needed > 0
}

// MayRun: the plan has its yes, and nothing stands in the way.
func (c caseView) MayRun() bool {
	return c.Digest != "" && c.Needed == 0 && !c.Running && !c.NeedsCopy && !c.stopped() && c.in(request.Approved, request.Running)
}

// stopped: somebody who was told of the request said stop.
func (c caseView) stopped() bool { return c.Claim != nil && c.Claim.Stopped() }

// Halted: that was while the plan was carried out.
func (c caseView) Halted() bool { return c.stopped() && !c.Running && c.in(request.Running) }

// Working: a worker has something to do for the request.
func (c caseView) Working() bool { return c.Planning || c.Running }

// Active: the case can still be worked on.
func (c caseView) Active() bool {
	return !c.in(request.Answered, request.Closing, request.Closed)
}

// MayAnswer: the letter can be made final.
func (c caseView) MayAnswer() bool { return c.in(request.Done) }

// HasPlan: something was planned, and is still readable.
func (c caseView) HasPlan() bool { return c.Digest != "" }

// stage is one part of a case's way.
type stage struct {
	Key  string
	Over bool
	Now  bool
}

// way is how far each state has come: the number of stages that are over.
var way = map[request.State]int{
	request.Received: 1, request.Planned: 2, request.Approved: 3, request.Running: 3, request.Reopened: 1, request.Done: 4,
	request.Answered: 5, request.Closing: 5, request.Closed: 5,
}

func stages(s request.State) []stage {
	keys := []string{"web.stage.came", "web.stage.found", "web.stage.approved", "web.stage.done", "web.stage.answered"}
	all := make([]stage, len(keys))
	for i, key := range keys {
		all[i] = stage{key, i < way[s], i == way[s]}
	}
	return all
}

func (o *Office) casePage(v *frame.Visit) error {
	d, err := o.Requests.Dossier(v.Context(), v.Param("id"))
	if err != nil {
		return err
	}
	c, err := o.caseView(v, d)
	if err != nil {
		return err
	}
	if c.Working() {
		v.Refresh = 3
	}
	if w := who(v).Account; c.MayApprove() && w.May(account.Approve) {
		if c.Key, err = o.askKey(v, &w, c.Digest, "approve"); err != nil {
			return err
		}
	}
	return v.Show("case", c)
}

func (o *Office) caseView(v *frame.Visit, d request.Dossier) (caseView, error) {
	w, r := who(v), d.Request
	c := caseView{
		Title: rightsOf(v.Printer, r.Rights), Who: asker(v.Printer, w, d.Case, len(d.Case.Asks) > 0), Request: r, Gone: d.Gone,
		Sees: w.sees(d.Case) && !(d.Gone && len(d.Case.Asks) == 0), Clock: clockOf(v.Printer, r, today(w.reg)), Stages: stages(r.State),
		Digest: d.Digest, Planning: d.Planning, Searching: d.Searching, Running: d.Running, Failed: d.Failed,
		NeedsCopy: r.NeedsCopy() && r.Copied.IsZero() && changes(d),
	}
	if c.Sees {
		c.Case = d.Case
		for _, p := range d.Case.People {
			c.IDs = append(c.IDs, p.Identifiers...)
		}
		c.contests(v, d)
	}
	c.found(v, d)
	c.steps(v, d)
	if err := o.partners(v, &c, d); err != nil {
		return c, err
	}
	c.refusable()
	if c.Sees {
		c.controllers(v, d)
	}
	err := o.claim(v, &c)
	if err == nil && c.Sees {
		c.Share, err = o.sharing(v, r.ID)
	}
	if err == nil && c.Sees {
		c.Boxes, err = o.boxes(v, r)
	}
	if err == nil {
		err = o.approvals(v, d, &c)
	}
	c.Stage = strings.Join([]string{string(r.State), c.Digest, mark(c.Planning), mark(c.Running)}, " ")
	return c, err
}

// changes reports whether the plan changes something by itself, so that a copy
// must be handed over first.
func changes(d request.Dossier) bool {
	for _, s := range d.Steps {
		if s.Owner == "" {
			return true
		}
	}
	return false
}

func mark(yes bool) string {
	if yes {
		return "+"
	}
	return "-"
}

// approvalRow is somebody's yes, by name for who may see the case.
type approvalRow struct {
	act.Approval
	Name string
	How  string // how sure we are that it was them
}

func (o *Office) approvals(v *frame.Visit, d request.Dossier, c *caseView) error {
	two, err := o.Accounts.TwoPeople(v.Context())
	if err != nil {
		return err
	}
	c.Needed = 1
	if two && len(d.Steps) > 0 {
		c.Needed = 2
	}
	me := o.Requests.Actor(who(v).Name)
	for _, a := range d.Approvals {
		name := d.Case.Actors[a.Actor]
		if name == "" {
			name = a.Actor
		}
		c.Approvals = append(c.Approvals, approvalRow{a, name, assurance(v, a.Assurance)})
		c.Mine = c.Mine || a.Actor == me
	}
	c.Needed = max(0, c.Needed-counted(d.Approvals, c.Needed))
	return nil
}

// counted is how many of the yeses count where so many are needed: what only a
// typed name stands behind is nobody's second.
func counted(yes []act.Approval, needed int) (n int) {
	for _, a := range yes {
		if a.Assurance == act.Machine {
			return needed
		}
		if needed == 1 || a.Assurance != act.CommandLine {
			n++
		}
	}
	return n
}

// stepRow is one step as a page shows it.
type stepRow struct {
	act.Status
	Where    string
	Does     string
	Says     string
	Finality string
	Why      string // why somebody does it by hand
	Chip     varsam.StepState
}

func (c *caseView) steps(v *frame.Visit, d request.Dossier) {
	why := map[string]varsam.Reason{}
	for _, s := range d.Plan.Steps {
		if s.Assisted != nil {
			why[s.ID] = s.Assisted.Why
		}
	}
	reg := who(v).reg
	for _, s := range d.Steps {
		row := stepRow{Status: s, Where: v.Name("system", s.System), Says: v.State(s.State), Chip: s.State}
		if s.Collection != "" {
			row.Where += " · " + collection(v.Printer, reg, s.System, s.Collection)
		}
		if row.Does = v.T("web.search"); s.Kind != "" {
			row.Does = locale.Capital(v.Op(s.Kind))
		}
		if s.Finality != "" {
			row.Finality = v.Printer.Finality(s.Finality, s.Until, s.Applied)
		}
		if s.Owner != "" {
			row.Why = v.Reason(why[s.Step])
		}
		if !s.Open() {
			c.Settled++
		}
		c.Steps = append(c.Steps, row)
	}
}

func (c *caseView) refusable() {
	if !c.Active() {
		return
	}
	for _, r := range c.Request.Rights {
		if _, refused := c.Case.Refusals[r]; !refused {
			c.Refuse = append(c.Refuse, r)
		}
	}
}

func assurance(v *frame.Visit, how string) string {
	if key := "web.assurance." + strings.ReplaceAll(how, " ", "-"); v.Has(key) {
		return v.T(key)
	}
	return how
}
