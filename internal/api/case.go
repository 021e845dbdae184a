package api

import (
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/request"
)

// Case is what came and what was decided: personal data.
type Case struct {
	People      []Person                `json:"people" list:""`
	Asks        []CaseAsk               `json:"asks" list:""`
	Corrections []Correction            `json:"corrections,omitempty"`
	Proof       string                  `json:"proof,omitempty"`
	Disputed    bool                    `json:"disputed"`
	Party       string                  `json:"party,omitempty"`
	Channel     string                  `json:"channel,omitempty"`
	Letter      string                  `json:"letter,omitempty"`
	Identity    string                  `json:"identity,omitempty"`
	Shielded    bool                    `json:"shielded"`
	Language    varsam.Lang             `json:"language"`
	Actors      map[string]string       `json:"actors,omitempty" doc:"Names behind the opaque ids."`
	Refusals    map[varsam.Right]string `json:"refusals,omitempty" doc:"Rights that are refused, with the reason that the answer gives."`
	Told        []Told                  `json:"told,omitempty"`
	Extension   string                  `json:"extension,omitempty" doc:"Why it takes longer."`
}

// CaseAsk is a right that is used, with what was decided of it.
type CaseAsk struct {
	Ask
	Rulings map[string]Ruling `json:"rulings,omitempty" doc:"By activity."`
}

// Ruling is a person's decision on a contested balance.
type Ruling struct {
	Upheld  bool        `json:"upheld" doc:"The objection is upheld, and the ground ends."`
	Grounds string      `json:"grounds,omitempty" doc:"The compelling grounds, when it is not."`
	Review  varsam.Date `json:"review,omitzero"`
}

// Told is a recipient who was told of a change (Art. 19), or could not be.
type Told struct {
	Party      string      `json:"party" least:"1" most:"100" doc:"As the register names it."`
	On         varsam.Date `json:"on,omitzero"`
	Impossible string      `json:"impossible,omitempty" most:"2000" doc:"Why the recipient could not be told."`
}

func (c *call) getCase() (out Case, err error) {
	kept, err := c.caseOf(c.param("id"))
	if err != nil {
		return out, err
	}
	return caseOf(kept), nil
}

func caseOf(k request.Case) Case {
	out := Case{
		People: []Person{}, Asks: []CaseAsk{}, Proof: k.Proof, Disputed: k.Disputed, Party: k.Party, Channel: k.Channel, Letter: k.Letter,
		Identity: k.Identity, Shielded: k.Shielded, Language: k.Language, Actors: k.Actors, Refusals: k.Refusals, Extension: k.Extension,
	}
	if out.Language == "" {
		out.Language = varsam.Swedish
	}
	for _, p := range k.People {
		person := Person{Identifiers: []Identifier{}}
		for _, id := range p.Identifiers {
			person.Identifiers = append(person.Identifiers, Identifier{id.Type, id.Value, id.Verified})
		}
		out.People = append(out.People, person)
	}
	for _, a := range k.Asks {
		ask := CaseAsk{Ask: Ask{Right: a.Right, Activities: a.Activities, Article: a.Article}, Rulings: map[string]Ruling{}}
		for activity, r := range a.Rulings {
			ask.Rulings[activity] = Ruling{r.Upheld, r.Grounds, r.Review}
		}
		out.Asks = append(out.Asks, ask)
	}
	for _, x := range k.Corrections {
		out.Corrections = append(out.Corrections, Correction{x.Category, x.Old, x.New})
	}
	for _, t := range k.Told {
		out.Told = append(out.Told, Told{t.Party, t.On, t.Impossible})
	}
	return out
}

// Plan is what a search found and what is to become of it.
type Plan struct {
	Digest   string      `json:"digest"`
	Today    varsam.Date `json:"today" doc:"The day by which it was decided."`
	Register string      `json:"register" doc:"Digest of the register's version."`
	Found    int         `json:"found" doc:"How many records were found."`
	Records  []Record    `json:"records" list:"" doc:"A page of them."`
	Next     string      `json:"next,omitempty" doc:"The value of after for the next page."`
	Gaps     []Note      `json:"gaps" list:"" doc:"What was not searched, or not to the end."`
	Problems []Note      `json:"problems" list:"" doc:"What stops steps."`
	Warnings []Note      `json:"warnings" list:"" doc:"What an approver must know."`
}

// Record is one record that was found, with its fate.
type Record struct {
	Number     int              `json:"number"`
	System     string           `json:"system"`
	Collection string           `json:"collection"`
	Key        string           `json:"key"`
	Ownership  varsam.Ownership `json:"ownership"`
	Fate       varsam.Fate      `json:"fate"`
	Until      varsam.Date      `json:"until,omitzero" doc:"The last day it stays, where that is known."`
	Law        string           `json:"law,omitempty" doc:"The rule that decided the day."`
	Why        []string         `json:"why" list:"" doc:"The reasons, in the language asked for."`
	Reached    string           `json:"reached" doc:"How it was found, and whose it is."`
	Stops      []string         `json:"stops,omitempty" doc:"Uses that stop."`
}

// Note is a sentence about a place.
type Note struct {
	System     string `json:"system"`
	Collection string `json:"collection,omitempty"`
	Code       string `json:"code"`
	Says       string `json:"says"`
}

func (c *call) getPlan() (out Plan, err error) {
	d, err := c.Requests.Dossier(c.ctx, c.param("id"))
	if err != nil {
		return out, err
	}
	if d.Digest == "" || d.Gone {
		return out, varsam.Errorf(varsam.NotFound, "request %s has no plan that can be read", d.Request.ID)
	}
	first, err := c.after(len(d.Plan.Items))
	if err != nil {
		return out, err
	}
	limit, err := c.limit()
	if err != nil {
		return out, err
	}
	out = Plan{Digest: d.Digest, Today: d.Plan.Today, Register: d.Plan.Register, Found: len(d.Plan.Items), Records: []Record{}, Gaps: []Note{}}
	last := min(first+limit, len(d.Plan.Items))
	for n := first; n < last; n++ {
		out.Records = append(out.Records, c.record(n, d.Plan.Items[n]))
	}
	if last < len(d.Plan.Items) {
		out.Next = strconv.Itoa(last - 1)
	}
	for _, g := range d.Plan.Gaps {
		out.Gaps = append(out.Gaps, Note{g.System, g.Collection, g.Why.Code, c.say.Reason(g.Why)})
	}
	out.Problems, out.Warnings = c.notes(d.Plan.Problems), c.notes(d.Plan.Warnings)
	return out, nil
}

// after is the place from which a list that is numbered goes on.
func (c *call) after(n int) (int, error) {
	text := c.value("after")
	if text == "" {
		return 0, nil
	}
	after, err := strconv.Atoi(text)
	if err != nil || after < 0 || after >= n {
		return 0, varsam.Errorf(varsam.Invalid, "after is not the number of a record of the list")
	}
	return after + 1, nil
}

func (c *call) notes(all []plan.Problem) []Note {
	out := []Note{}
	for _, p := range all {
		out = append(out, Note{p.System, p.Collection, p.Why.Code, c.say.Reason(p.Why)})
	}
	return out
}

func (c *call) record(n int, item plan.Item) Record {
	d, ref := item.Decision, item.Record.Ref
	r := Record{
		Number: n, System: ref.System, Collection: ref.Collection, Key: ref.KeyLabel(), Ownership: item.Ownership, Fate: d.Fate, Until: d.Until,
		Law: d.Law, Why: []string{}, Reached: c.say.Reason(item.Why),
	}
	for _, why := range d.Reasons {
		r.Why = append(r.Why, c.say.Reason(why))
	}
	for _, use := range d.Stops {
		r.Stops = append(r.Stops, string(use))
	}
	return r
}

// RecordFields is one record with its values.
type RecordFields struct {
	Record
	Fields []FieldValue `json:"fields" list:""`
}

// FieldValue is one field of a record.
type FieldValue struct {
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	Value string `json:"value"`
	Fate  string `json:"fate,omitempty" doc:"Where it differs from the record's."`
}

func (c *call) getRecord() (out RecordFields, err error) {
	d, err := c.Requests.Dossier(c.ctx, c.param("id"))
	if err != nil {
		return out, err
	}
	n, err := strconv.Atoi(c.param("number"))
	if err != nil || n < 0 || n >= len(d.Plan.Items) {
		return out, varsam.Errorf(varsam.NotFound, "the plan of request %s has no such record", d.Request.ID)
	}
	item := d.Plan.Items[n]
	out = RecordFields{Record: c.record(n, item), Fields: []FieldValue{}}
	for _, f := range item.Record.Fields {
		v := FieldValue{Name: f.Name, Kind: f.Value.Kind().String(), Value: f.Value.String()}
		if i := slices.IndexFunc(item.Decision.Fields, func(o varsam.FieldOutcome) bool { return o.Field == f.Name }); i >= 0 {
			v.Fate = string(item.Decision.Fields[i].Fate)
		}
		out.Fields = append(out.Fields, v)
	}
	return out, nil
}
