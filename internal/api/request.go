package api

import (
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/request"
)

// List is a page of a list.
type List[T any] struct {
	Items []T    `json:"items" list:""`
	Next  string `json:"next,omitempty" doc:"The value of after for the next page; left out on the last."`
}

// Request is what stands in clear about one request: no person.
type Request struct {
	ID       string         `json:"id"`
	State    request.State  `json:"state"`
	Rights   []varsam.Right `json:"rights" list:""`
	People   int            `json:"people" doc:"How many people it concerns."`
	Came     varsam.Date    `json:"came" doc:"The day it came, on which the clock starts."`
	Last     varsam.Date    `json:"last" doc:"The last day to answer; empty while the clock stands still."`
	Safe     varsam.Date    `json:"safe" doc:"The last day that nobody can dispute."`
	Extended bool           `json:"extended"`
	Created  time.Time      `json:"created"`
	Copied   time.Time      `json:"copied,omitzero" doc:"When the copy was handed over."`
	Verified time.Time      `json:"verified,omitzero" doc:"When everything was last seen to be as planned."`
	Answered time.Time      `json:"answered,omitzero"`
}

func requestOf(r request.Request) Request {
	return Request{
		ID: r.ID, State: r.State, Rights: slices.Clip(append([]varsam.Right{}, r.Rights...)), People: r.People, Came: r.On, Last: r.Legal, Safe: r.Safe,
		Extended: r.Extended, Created: r.Created, Copied: r.Copied, Verified: r.Verified, Answered: r.Answered,
	}
}

// RequestState is one request with how far it has come.
type RequestState struct {
	Request
	Plan      string         `json:"plan,omitempty" doc:"Digest of the current plan: what an approval says yes to."`
	Approvals []Approval     `json:"approvals" list:""`
	Missing   int            `json:"missing" doc:"How many people must still say yes."`
	Steps     []Step         `json:"steps" list:""`
	Searching bool           `json:"searching" doc:"A worker searches and plans."`
	Search    *SearchedSoFar `json:"search,omitempty" doc:"How far the search is, while there is one."`
	Running   bool           `json:"running" doc:"A worker carries the plan out."`
	Failed    varsam.Code    `json:"failed,omitempty" doc:"Why a worker gave up."`
	NeedsCopy bool           `json:"needs_copy" doc:"A copy must be handed over before the plan may run."`
}

// SearchedSoFar is how far a search is.
type SearchedSoFar struct {
	Systems int `json:"systems" doc:"Systems that are searched without somebody's help."`
	Done    int `json:"done" doc:"Of these, those that have answered something."`
	Found   int `json:"found" doc:"Records found so far."`
}

// Approval is somebody's yes.
type Approval struct {
	Actor     string    `json:"actor" doc:"Opaque id of who said it."`
	Assurance string    `json:"assurance" doc:"How sure we are that it was them."`
	At        time.Time `json:"at"`
}

// Step is one step of a plan.
type Step struct {
	Request    string      `json:"request"`
	Step       string      `json:"step"`
	System     string      `json:"system"`
	Collection string      `json:"collection,omitempty"`
	Kind       string      `json:"kind,omitempty" doc:"The operation; empty for a search that somebody does by hand."`
	Says       string      `json:"says" doc:"What it does, in the language asked for."`
	Owner      string      `json:"owner,omitempty" doc:"Who does it, where the system has no interface."`
	Due        varsam.Date `json:"due,omitzero"`
	Expected   int         `json:"expected"`
	State      string      `json:"state"`
	Applied    int         `json:"applied"`
	Finality   string      `json:"finality,omitempty"`
	Until      varsam.Date `json:"until,omitzero"`
	Problem    varsam.Code `json:"problem,omitempty"`
	Changed    time.Time   `json:"changed"`
}

func (c *call) step(s act.Status) Step {
	does := c.say.T("web.search")
	if s.Kind != "" {
		does = locale.Capital(c.say.Op(s.Kind))
	}
	return Step{
		Request: s.Request, Step: s.Step, System: s.System, Collection: s.Collection, Kind: string(s.Kind), Says: does, Owner: s.Owner, Due: s.Due,
		Expected: s.Expected, State: string(s.State), Applied: s.Applied, Finality: string(s.Finality), Until: s.Until, Problem: s.Problem, Changed: s.Changed,
	}
}

// state is a request's page, for programs.
func (c *call) state(d request.Dossier) (s RequestState, err error) {
	s = RequestState{
		Request: requestOf(d.Request), Plan: d.Digest, Approvals: []Approval{}, Steps: []Step{}, Searching: d.Planning, Running: d.Running, Failed: d.Failed,
		NeedsCopy: d.Request.NeedsCopy() && d.Request.Copied.IsZero() && slices.ContainsFunc(d.Steps, func(s act.Status) bool { return s.Owner == "" }),
	}
	if d.Searching.Systems > 0 {
		s.Search = &SearchedSoFar{d.Searching.Systems, d.Searching.Done, d.Searching.Found}
	}
	for _, a := range d.Approvals {
		s.Approvals = append(s.Approvals, Approval{a.Actor, a.Assurance, a.At})
	}
	for _, step := range d.Steps {
		s.Steps = append(s.Steps, c.step(step))
	}
	s.Missing, err = c.missing(d)
	return s, err
}

// missing is how many people must still say yes to a plan. What only a typed name
// stands behind is nobody's second.
func (c *call) missing(d request.Dossier) (int, error) {
	two, err := c.Accounts.TwoPeople(c.ctx)
	needed := 1
	if two && len(d.Steps) > 0 {
		needed = 2
	}
	if d.Digest == "" {
		return 0, err
	}
	left := needed
	for _, a := range d.Approvals {
		if a.Assurance == act.Machine {
			return 0, err
		}
		if needed == 1 || a.Assurance != act.CommandLine {
			left--
		}
	}
	return max(0, left), err
}

var states = []request.State{
	request.Received, request.Planned, request.Approved, request.Running, request.Reopened, request.Done, request.Answered, request.Closing, request.Closed,
}
