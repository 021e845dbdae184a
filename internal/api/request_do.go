package api

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/request/letter"
)

// done is a request as it stands after something was done to it.
func (c *call) done(err error) (RequestState, error) {
	if err != nil {
		return RequestState{}, err
	}
	return c.getRequest()
}

// again has a request planned anew, because what was decided changes the plan.
func (c *call) again(err error) (RequestState, error) {
	if err != nil {
		return RequestState{}, err
	}
	return c.search(nothing{})
}

func (c *call) search(nothing) (RequestState, error) {
	return c.done(c.Requests.Ask(c.ctx, c.param("id"), request.KindPlan))
}

// Yes is a yes to a plan.
type Yes struct {
	Plan string `json:"plan" least:"1" most:"200" doc:"Digest of the plan that was looked at."`
}

func (c *call) approve(in Yes) (RequestState, error) {
	return c.done(c.requests().Approve(c.ctx, c.param("id"), in.Plan, c.token.By))
}

func (c *call) run(nothing) (s RequestState, err error) {
	d, err := c.Requests.Dossier(c.ctx, c.param("id"))
	if err != nil {
		return s, err
	}
	missing, err := c.missing(d)
	if err != nil {
		return s, err
	}
	if missing > 0 || d.Digest == "" {
		return s, varsam.Errorf(varsam.Denied, "the plan waits for a yes of %d more", max(1, missing))
	}
	if err := c.Requests.MayRun(c.ctx, d.Request.ID); err != nil {
		return s, err
	}
	return c.done(c.Requests.Ask(c.ctx, d.Request.ID, request.KindRun))
}

// NewRuling is a decision on a contested balance.
type NewRuling struct {
	Activity string `json:"activity" least:"1" most:"100"`
	Ruling
}

func (c *call) rule(in NewRuling) (RequestState, error) {
	if in.Upheld == (in.Grounds != "") {
		return RequestState{}, varsam.Errorf(varsam.Invalid, "an objection that is not upheld needs the compelling grounds in words (Art. 21(1)), and one that is upheld has none")
	}
	ruling := decide.Ruling{Upheld: in.Upheld, Grounds: in.Grounds, Review: in.Review}
	return c.again(c.requests().Rule(c.ctx, c.param("id"), in.Activity, ruling, c.token.By))
}

// Confirmation says that a record is a person's.
type Confirmation struct {
	System     string `json:"system" least:"1" most:"100"`
	Collection string `json:"collection" least:"1" most:"200"`
	Key        string `json:"key" least:"1" most:"2000" doc:"As the plan shows it."`
	Person     int    `json:"person,omitempty" min:"0" doc:"Which of the request's people, from 0."`
}

func (c *call) confirm(in Confirmation) (RequestState, error) {
	return c.again(c.requests().Confirm(c.ctx, c.param("id"), in.System, in.Collection, in.Key, in.Person, c.token.By))
}

// Refusal says that a right is refused.
type Refusal struct {
	Right  varsam.Right `json:"right"`
	Reason string       `json:"reason" least:"1" most:"4000" doc:"The person is told (Art. 12(4))."`
}

func (c *call) refuse(in Refusal) (RequestState, error) {
	return c.again(c.requests().Refuse(c.ctx, c.param("id"), in.Right, in.Reason, c.token.By))
}

func (c *call) tell(in Told) (RequestState, error) {
	if in.On.IsZero() == (in.Impossible == "") {
		return RequestState{}, varsam.Errorf(varsam.Invalid, "say on which day the recipient was told, or why that was impossible")
	}
	told := letter.Told{Party: in.Party, On: in.On, Impossible: in.Impossible}
	return c.done(c.requests().Told(c.ctx, c.param("id"), told, c.token.By))
}

// Reason says why.
type Reason struct {
	Reason string `json:"reason" least:"1" most:"4000" doc:"The person is told."`
}

// OnDay is a day.
type OnDay struct {
	On varsam.Date `json:"on,omitzero" doc:"Today when left out."`
}

func (c *call) pause(nothing) (RequestState, error) {
	_, err := c.requests().Pause(c.ctx, c.param("id"), c.token.By)
	return c.done(err)
}

func (c *call) resume(in OnDay) (RequestState, error) {
	_, err := c.requests().Resume(c.ctx, c.param("id"), in.On, c.token.By)
	return c.done(err)
}

func (c *call) extend(in Reason) (RequestState, error) {
	_, err := c.requests().Extend(c.ctx, c.param("id"), in.Reason, c.token.By)
	return c.done(err)
}

// Lifting ends a restriction that the person asked for.
type Lifting struct {
	Told varsam.Date `json:"told" doc:"The day the person was told (Art. 18(3))."`
}

func (c *call) lift(in Lifting) (RequestState, error) {
	_, err := c.requests().Lift(c.ctx, c.param("id"), in.Told, c.token.By)
	return c.done(err)
}

func (c *call) except(nothing) (RequestState, error) {
	if err := c.requests().Except(c.ctx, c.param("id"), c.param("step"), c.token.By); err != nil {
		return RequestState{}, err
	}
	return c.done(c.Requests.Ask(c.ctx, c.param("id"), request.KindRun))
}

// TaskAnswer is what the owner of an assisted step says.
type TaskAnswer struct {
	Found    act.Finding     `json:"found"`
	Finality varsam.Finality `json:"finality,omitempty" doc:"What became of what was found."`
	Until    varsam.Date     `json:"until,omitzero"`
	Records  int             `json:"records,omitempty" min:"0"`
	Copy     string          `json:"copy,omitempty" most:"500000" doc:"The person's data, for the copy."`
	Proof    string          `json:"proof,omitempty" most:"2000" doc:"Where the proof lies: a case number, a document."`
}

func (c *call) answerTask(in TaskAnswer) (RequestState, error) {
	a := act.Answer{Found: in.Found, Finality: in.Finality, Until: in.Until, Records: in.Records, Copy: in.Copy, Proof: in.Proof}
	if err := c.requests().AnswerTask(c.ctx, c.param("id"), c.param("step"), a, c.token.By); err != nil {
		return RequestState{}, err
	}
	return c.done(c.Requests.Ask(c.ctx, c.param("id"), request.KindRun))
}

func (c *call) listTasks() (list List[Step], err error) {
	tasks, err := c.Requests.Tasks(c.ctx)
	list.Items = []Step{}
	for _, t := range tasks {
		list.Items = append(list.Items, c.step(t))
	}
	return list, err
}
