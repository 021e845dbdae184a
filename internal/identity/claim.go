package identity

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/varsam/varsam"
)

// State is how far a claim has come.
type State string

// The states of a claim.
const (
	Waiting State = "waiting" // nothing has been proven
	Proven  State = "proven"  // somebody has shown to hold an identifier
	Handed  State = "handed"  // a request has been made of it
)

// Agent is somebody who asks for somebody else.
type Agent struct {
	As   string `json:"as"`   // guardian, trustee, agent
	Name string `json:"name"` // the agent's own
}

// Intake is what somebody wrote in the form, or staff for them.
type Intake struct {
	Reach    varsam.Identifier   `json:"reach"`            // where the answer is to be reached; it is asked about too
	Postal   string              `json:"postal,omitempty"` // instead of Reach: an address on paper
	Others   []varsam.Identifier `json:"others,omitempty"` // claimed; compared, never selecting
	Name     string              `json:"name,omitempty"`
	Wishes   []Wish              `json:"wishes"`
	Right    []Correction        `json:"right,omitempty"`   // what is wrong, and what is right
	Article  string              `json:"article,omitempty"` // letter of Art. 18(1), for a restriction
	Text     string              `json:"text,omitempty"`
	Language varsam.Lang         `json:"language"`
	Agent    *Agent              `json:"agent,omitempty"`
	Received time.Time           `json:"received,omitzero"` // zero: now

	// ID is the number that was given at arrival; empty: a new one.
	ID string `json:"-"`
}

// Correction is one value that somebody wants put right.
type Correction struct {
	Category varsam.Category `json:"category"`
	Old      string          `json:"old,omitempty"`
	New      string          `json:"new"`
}

// reaches reports whether it is about how the person is reached or signs in: the
// first step of a takeover, however the correction came.
func (c Correction) reaches() bool {
	return varsam.Category("contact").Covers(c.Category) || varsam.Category("person.national-id").Covers(c.Category)
}

// The longest that a form may hold, in characters.
const (
	maxText   = 10_000
	maxField  = 400
	maxOthers = 10
	maxWishes = 12
)

// check refuses what cannot be taken in and brings identifiers into canonical
// form; one of the others that cannot be read is kept as it was written.
func (in *Intake) check(region string, today varsam.Date) error {
	switch {
	case len(in.Wishes) == 0:
		return varsam.Errorf(varsam.Invalid, "nothing is asked for")
	case len(in.Wishes) > maxWishes, len(in.Others) > maxOthers, len(in.Right) > maxOthers:
		return varsam.Errorf(varsam.Invalid, "too much is asked for at once")
	case tooLong(in.Text, maxText), tooLong(in.Name, maxField), tooLong(in.Postal, maxField), tooLong(in.Reach.Value, maxField):
		return varsam.Errorf(varsam.Invalid, "a field is too long")
	case in.Agent != nil && (tooLong(in.Agent.Name, maxField) || tooLong(in.Agent.As, maxField)):
		return varsam.Errorf(varsam.Invalid, "a field is too long")
	}
	for _, c := range in.Right {
		if tooLong(c.Old, maxField) || tooLong(c.New, maxField) {
			return varsam.Errorf(varsam.Invalid, "a field is too long")
		}
	}
	for i, id := range in.Others {
		if tooLong(id.Value, maxField) {
			return varsam.Errorf(varsam.Invalid, "a field is too long")
		}
		in.Others[i].Verified = false
		if form, err := id.Type.Canonical(id.Value, region, today); err == nil {
			in.Others[i].Value = form
		}
	}
	in.Wishes = slices.Clone(in.Wishes)
	for i, w := range in.Wishes {
		in.Wishes[i].Channel = w.Channel || w.Right == varsam.Rectification && slices.ContainsFunc(in.Right, Correction.reaches)
	}
	in.Reach.Verified = false
	if in.Postal = strings.TrimSpace(in.Postal); in.Postal != "" && in.Reach.Value == "" {
		in.Reach = varsam.Identifier{}
		return nil
	}
	if in.Reach.Type != varsam.Email && in.Reach.Type != varsam.Phone {
		return varsam.Errorf(varsam.Invalid, "an answer needs somewhere to go: an e-mail address, a telephone number or a postal address")
	}
	form, err := in.Reach.Type.Canonical(in.Reach.Value, region, today)
	if err != nil {
		return varsam.Errorf(varsam.Invalid, "the address for the answer cannot be read")
	}
	in.Reach.Value = form
	return nil
}

func tooLong(s string, n int) bool { return len(s) > n && utf8.RuneCountInString(s) > n }

// channel is where the claim wants to be reached.
func (in Intake) channel() Channel {
	switch {
	case in.Reach.Type == varsam.Email:
		return Channel{Medium: Mail, Value: in.Reach.Value}
	case in.Reach.Type == varsam.Phone:
		return Channel{Medium: Phone, Value: in.Reach.Value}
	}
	return Channel{Medium: Letter, Value: in.Postal}
}

// about are the identifiers that the claim names.
func (in Intake) about() []varsam.Identifier {
	ids := append([]varsam.Identifier(nil), in.Others...)
	if in.Reach.Value != "" && in.Agent == nil {
		ids = append(ids, in.Reach)
	}
	return ids
}

// Claim is what stands in clear about one.
type Claim struct {
	ID          string      `json:"id"`
	State       State       `json:"state"`
	Request     string      `json:"request,omitempty"` // once one has been made
	Level       Level       `json:"level"`
	Sensitivity Sensitivity `json:"sensitivity,omitempty"`
	Protected   bool        `json:"protected,omitempty"`
	Arrived     time.Time   `json:"arrived"`
	Told        time.Time   `json:"told,omitzero"`
	Stopped     time.Time   `json:"stopped,omitzero"`

	key string
}

// Document is what lies sealed.
type Document struct {
	Intake
	File   File      `json:"file"` // under what the claim names; nothing of it is ever shown
	Proofs []Proof   `json:"proofs,omitempty"`
	Told   []Channel `json:"told,omitempty"`
	Untold []Channel `json:"untold,omitempty"` // found later, and to be told
	Notes  []Note    `json:"notes,omitempty"`

	// For are the identifiers that the request was made for: from then on only
	// proofs about that person count.
	For []varsam.Identifier `json:"for,omitempty"`

	// Vouched: the request was there first, and the claim is to tell of it and to
	// stop it by.
	Vouched bool `json:"vouched,omitempty"`
}

// Note is what staff wrote about a check, or somebody's stop.
type Note struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"` // opaque, or the medium whose stop was pressed
	What string    `json:"what"`
	Text string    `json:"text,omitempty"`

	Method Method `json:"method,omitempty"` // of a check
}

// Case is what a judgement rests on.
func (c Claim) Case(d Document, now time.Time) Case {
	return Case{
		Wishes: d.Wishes, Sensitivity: c.Sensitivity, Proofs: looked(d.Proofs), For: d.For, Agent: d.Agent != nil,
		Protected: c.Protected, Told: c.Told, Stopped: !c.Stopped.IsZero(), Vouched: d.Vouched, Now: now,
	}
}
