package web

import (
	"net/http"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

func (o *Office) mountNew() {
	o.area.Handle("GET /requests/new", needsRegister(allowed(account.TakeIn, o.newPage)))
	o.area.Handle("POST /requests", needsRegister(allowed(account.TakeIn, o.take)))
}

// newForm is a request as somebody enters it.
type newForm struct {
	Today    varsam.Date
	Channel  string
	Received string
	Rights   []rightChoice
	IDs      []idField
	Types    []varsam.IdentifierType // of the organisation's own numbers
	Other    string
	OtherIs  string
	Who      string // the person's name: it selects nothing
	Identity string
	Letter   string
	Language varsam.Lang
	Shielded bool

	Activities []activityChoice
	Article    string
	Fixes      []fix
	Proof      string
	Disputed   bool
	Parties    []register.Party
	Party      string

	Ask        bool // who asks is still to be shown
	Postal     string
	ForOther   bool // somebody asks for somebody else
	As, Agent  string
	AgentReach string // their mail address or number

	Faults frame.Faults
}

type rightChoice struct {
	Right varsam.Right
	On    bool
}

// idField is one way to say who somebody is.
type idField struct {
	Type     varsam.IdentifierType
	Value    string
	Verified bool
}

type activityChoice struct {
	register.Activity
	On bool
}

// fix is one line of what is wrong and what is right.
type fix struct{ Category, Old, New string }

// The channels by which a request may come.
var channels = []string{"phone", "letter", "visit", "mail"}

// Channels lists them for the form.
func (newForm) Channels() []string { return channels }

// fixes is how many corrections the form has room for.
const fixes = 3

func (o *Office) newPage(v *frame.Visit) error {
	f := o.emptyForm(v)
	f.Channel, f.Received, f.Language = channels[0], f.Today.String(), v.Lang()
	for i := range f.IDs {
		f.IDs[i].Verified = true
	}
	return v.Show("new", f)
}

func (o *Office) emptyForm(v *frame.Visit) newForm {
	reg := who(v).reg
	f := newForm{Today: today(reg), Faults: frame.Faults{}, Fixes: make([]fix, fixes)}
	for _, r := range varsam.Rights {
		f.Rights = append(f.Rights, rightChoice{Right: r})
	}
	for _, t := range []varsam.IdentifierType{varsam.Email, varsam.Phone, varsam.NationalID} {
		f.IDs = append(f.IDs, idField{Type: t})
	}
	f.Types = reg.OwnTypes()
	for _, a := range reg.Activities {
		if a.Role != varsam.Processor {
			f.Activities = append(f.Activities, activityChoice{Activity: a})
		}
	}
	for _, p := range reg.Parties {
		if p.Kind == "controller" {
			f.Parties = append(f.Parties, p)
		}
	}
	return f
}

// readForm is the form as it was sent, to be used or shown again.
func (o *Office) readForm(v *frame.Visit) newForm {
	f := o.emptyForm(v)
	f.Channel, f.Received, f.Identity, f.Letter = v.Field("channel"), v.Field("received"), v.Field("identity"), v.Field("letter")
	f.Other, f.OtherIs, f.Who, f.Shielded = v.Field("other"), v.Field("other-is"), v.Field("who"), v.Checked("shielded")
	f.Article, f.Proof, f.Disputed, f.Party = v.Field("article"), v.Field("proof"), v.Checked("disputed"), v.Field("party")
	f.Ask, f.Postal, f.ForOther = v.Field("sure") == "ask", v.Field("postal"), v.Checked("for-other")
	f.As, f.Agent, f.AgentReach = v.Field("as"), v.Field("agent"), v.Field("agent-reach")
	f.Language, _ = varsam.ParseLang(v.Field("language"))
	asked, named := v.Fields("right"), v.Fields("activity")
	for i, r := range f.Rights {
		f.Rights[i].On = slices.Contains(asked, string(r.Right))
	}
	for i, id := range f.IDs {
		f.IDs[i].Value, f.IDs[i].Verified = v.Field("id-"+string(id.Type)), v.Checked("verified-"+string(id.Type))
	}
	for i, a := range f.Activities {
		f.Activities[i].On = slices.Contains(named, a.Name)
	}
	were, are := v.Column("fix-old"), v.Column("fix-new")
	for i, category := range v.Column("fix-category") {
		if i < len(f.Fixes) {
			f.Fixes[i] = fix{category, at(were, i), at(are, i)}
		}
	}
	return f
}

func at(all []string, i int) string {
	if i < len(all) {
		return all[i]
	}
	return ""
}

// take enters the request and has it searched for at once.
func (o *Office) take(v *frame.Visit) error {
	f := o.readForm(v)
	if f.unproven() {
		return o.takeUnproven(v, &f)
	}
	in := f.intake(who(v).reg)
	if len(f.Faults) > 0 {
		return v.ShowStatus(http.StatusUnprocessableEntity, "new", f)
	}
	var err error
	if in.Base, err = o.Base(v.Context()); err != nil {
		return err
	}
	r, err := o.Requests.New(v.Context(), in)
	if err != nil {
		return err
	}
	if err := o.Requests.Ask(v.Context(), r.ID, request.KindPlan); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.request.taken", v.Date(r.Legal))
	return v.Redirect("/requests/" + r.ID)
}

func (o *Office) takeUnproven(v *frame.Visit, f *newForm) error {
	in := f.claimed(who(v).reg)
	if len(f.Faults) > 0 {
		return v.ShowStatus(http.StatusUnprocessableEntity, "new", *f)
	}
	err := o.takeClaim(v, in)
	if varsam.CodeOf(err) == varsam.Invalid {
		f.Faults.Add("ids", "web.new.unread")
		return v.ShowStatus(http.StatusUnprocessableEntity, "new", *f)
	}
	return err
}

// intake reads the form, and notes what is missing where it is missing.
func (f *newForm) intake(reg *register.Register) (in request.Intake) {
	in.Channel, in.Identity, in.Letter, in.Language, in.Shielded = f.Channel, f.Identity, f.Letter, f.Language, f.Shielded
	in.Proof, in.Disputed = f.Proof, f.Disputed
	f.arrivalAt(&in.Received, reg)
	in.People = []varsam.Person{{Identifiers: f.identifiers(reg)}}
	f.asks(&in)
	if len(f.Faults) == 0 {
		if err := in.Check(); err != nil {
			f.Faults.Add("right", "web.new.incomplete")
		}
	}
	return in
}

// arrivalAt is noon of the day the request came: it never lies in the future.
func (f *newForm) arrivalAt(at *time.Time, reg *register.Register) {
	day, err := varsam.ParseDate(f.Received)
	switch {
	case err != nil || f.Received == "":
		f.Faults.Add("received", "web.new.day")
	case day.After(f.Today):
		f.Faults.Add("received", "web.new.future")
	case day.Before(f.Today.AddYears(-3)):
		f.Faults.Add("received", "web.new.old")
	case day == f.Today:
		*at = time.Now()
	default:
		*at = day.Start(reg.Organisation.Location()).Add(12 * time.Hour)
	}
}

func (f *newForm) identifiers(reg *register.Register) (all []varsam.Identifier) {
	verified := false
	for _, id := range f.IDs {
		if id.Value == "" {
			continue
		}
		if _, err := id.Type.Canonical(id.Value, reg.Organisation.Country, f.Today); err != nil {
			f.Faults.Add("id-"+string(id.Type), "web.new.unread")
		}
		all = append(all, varsam.Identifier{Type: id.Type, Value: id.Value, Verified: id.Verified})
		verified = verified || id.Verified
	}
	if f.Other != "" {
		all = append(all, varsam.Identifier{Type: varsam.IdentifierType(f.OtherIs), Value: f.Other, Verified: true})
		verified = true
	}
	if !verified {
		f.Faults.Add("ids", "web.new.nobody")
	}
	if f.Who != "" {
		all = append(all, varsam.Identifier{Type: varsam.Name, Value: f.Who})
	}
	return all
}

func (f *newForm) asks(in *request.Intake) {
	var activities []string
	for _, a := range f.Activities {
		if a.On {
			activities = append(activities, a.Name)
		}
	}
	for _, r := range f.Rights {
		if !r.On {
			continue
		}
		ask := decide.Ask{Person: decide.Everyone, Right: r.Right}
		switch r.Right {
		case varsam.Objection, varsam.Withdrawal, varsam.Erasure:
			ask.Activities = activities
		case varsam.RestrictionOf:
			ask.Article = f.Article
		case varsam.Instruction:
			ask.Party, in.Party = f.Party, f.Party
		case varsam.Rectification:
			f.corrections(in)
		}
		in.Asks = append(in.Asks, ask)
	}
	if f.Disputed {
		in.Asks = append(in.Asks, decide.Ask{Person: decide.Everyone, Right: varsam.RestrictionOf, Article: "a"})
	}
	if len(in.Asks) == 0 {
		f.Faults.Add("right", "web.form.choose")
	}
	if in.Party == "" && f.wants(varsam.Instruction) {
		f.Faults.Add("party", "web.form.required")
	}
}

func (f *newForm) wants(right varsam.Right) bool {
	return slices.Contains(f.Rights, rightChoice{right, true})
}

func (f *newForm) corrections(in *request.Intake) {
	for _, x := range f.Fixes {
		if x.Category != "" && x.New != "" {
			in.Corrections = append(in.Corrections, plan.Correction{Category: varsam.Category(x.Category), Old: x.Old, New: x.New})
		}
	}
	if len(in.Corrections) == 0 {
		f.Faults.Add("fix", "web.new.fix")
	}
}

// Categories are the kinds of data that can be put right, for the form.
func (newForm) Categories() []register.CategoryInfo { return register.Categories() }
