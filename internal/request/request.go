package request

import (
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/request/letter"
)

// State is how far a request has come.
type State string

// The states, in order.
const (
	Received State = "received" // taken in, not yet planned
	Planned  State = "planned"  // a plan waits for approval
	Approved State = "approved" // somebody said yes to its digest
	Running  State = "running"  // steps have begun; some may wait, be unknown or need a person
	Done     State = "done"     // every step is verified or excepted
	Answered State = "answered" // the answer has been made
	Closing  State = "closing"  // verified once more; what was found is being destroyed
	Closed   State = "closed"   // nothing more will happen; the log is signed

	// Reopened follows Done, Answered and Closed: what had gone was found again. A
	// person looks, and plans anew or says why it may stay.
	Reopened State = "reopened"
)

// Request is what stands in clear about one request.
type Request struct {
	ID       string         `json:"id"`
	State    State          `json:"state"`
	Rights   []varsam.Right `json:"rights"`
	People   int            `json:"people"`
	Received time.Time      `json:"received"`
	On       varsam.Date    `json:"on"`    // the local day of arrival; the clock starts there
	Legal    varsam.Date    `json:"legal"` // last day to answer
	Safe     varsam.Date    `json:"safe"`  // last day nobody can dispute
	Extended bool           `json:"extended"`
	Register string         `json:"register"`          // digest of the version it is planned by
	Base     string         `json:"base"`              // folder that relative paths of the register start from
	Copied   time.Time      `json:"copied,omitzero"`   // when the copy was delivered
	Verified time.Time      `json:"verified,omitzero"` // last full verification that was clean
	Answered time.Time      `json:"answered,omitzero"`
	Created  time.Time      `json:"created"`

	caseKey, foundKey string
}

// Wants reports whether the request uses a right.
func (r Request) Wants(right varsam.Right) bool {
	for _, have := range r.Rights {
		if have == right {
			return true
		}
	}
	return false
}

// NeedsCopy reports whether a copy must be delivered before anything is erased.
func (r Request) NeedsCopy() bool { return r.Wants(varsam.Access) || r.Wants(varsam.Portability) }

// Case is what came and what was decided, sealed under the case key.
type Case struct {
	People      []varsam.Person   `json:"people"`
	Asks        []decide.Ask      `json:"asks"`
	Corrections []plan.Correction `json:"corrections,omitempty"`
	Proof       string            `json:"proof,omitempty"`    // what the right values rest on
	Disputed    bool              `json:"disputed,omitempty"` // it is not settled which values are right
	Party       string            `json:"party,omitempty"`    // the controller, for an instruction
	Whole       bool              `json:"whole,omitempty"`    // the instruction is about all that is held for it, and people are only some of that
	Channel     string            `json:"channel,omitempty"`
	Letter      string            `json:"letter,omitempty"`
	Identity    string            `json:"identity,omitempty"` // how identity was checked: a note, never a copy of a document
	Shielded    bool              `json:"shielded,omitempty"` // somebody has protected data: only named people see the case
	Language    varsam.Lang       `json:"language"`
	Actors      map[string]string `json:"actors,omitempty"` // names behind the opaque ids

	// What people decided while the case went on.
	Confirmed map[string]int          `json:"confirmed,omitempty"` // records found to be a person's, by Ref.String()
	Refusals  map[varsam.Right]string `json:"refusals,omitempty"`  // with the reason that the answer gives
	Told      []letter.Told           `json:"told,omitempty"`      // recipients (Art. 19)
	Pauses    []law.Pause             `json:"pauses,omitempty"`    // while the person had a question to answer
	Extension string                  `json:"extension,omitempty"` // why it takes longer (Art. 12(3))
	Forwarded []letter.Forwarded      `json:"forwarded,omitempty"` // controllers it was passed on to
	Revealed  []Reveal                `json:"revealed,omitempty"`  // what was looked at behind its mask
	Lifted    bool                    `json:"lifted,omitempty"`    // its current plan ends the restriction that was asked for
	Forgotten []string                `json:"forgotten,omitempty"` // why marks of a person were forgotten before their end
}

// Reveal is a look at the values of one record.
type Reveal struct {
	Record string    `json:"record"` // its Ref.String()
	By     string    `json:"by"`     // opaque
	At     time.Time `json:"at"`
	Why    string    `json:"why"`
}

// granted are the asks that nobody refused. When all are, what is left of a
// request is to explain: it never becomes a culling by time, which asks nothing.
func (c Case) granted() []decide.Ask {
	left := slices.DeleteFunc(slices.Clone(c.Asks), func(a decide.Ask) bool {
		_, refused := c.Refusals[a.Right]
		return refused
	})
	if len(left) == 0 {
		return []decide.Ask{{Person: decide.Everyone, Right: varsam.Why}}
	}
	return left
}

// agreed are the corrections to be made: none while it is disputed what is right,
// and the records' use is restricted instead (Art. 18(1)(a)).
func (c Case) agreed() []plan.Correction {
	if c.Disputed {
		return nil
	}
	return c.Corrections
}

// Intake is what a new request is made from.
type Intake struct {
	Case
	ID       string    // the number that was given at arrival; empty: a new one
	Received time.Time // zero: now
	Country  string    // empty: the organisation's
	Base     string
}

// Check refuses a request that cannot be worked on, and says what is missing.
func (in Intake) Check() error {
	switch {
	case len(in.Asks) == 0:
		return varsam.Errorf(varsam.Invalid, "say which right is used: access, rectification, erasure, restriction, portability, objection, withdrawal or why")
	case in.Whole && in.Party == "":
		return varsam.Errorf(varsam.Invalid, "an instruction about everything names its controller")
	case len(in.People) == 0 && !in.Whole:
		return varsam.Errorf(varsam.Invalid, "say whom it concerns: give at least one identifier")
	case in.Party != "" && !in.has(varsam.Instruction):
		return varsam.Errorf(varsam.Invalid, "only an instruction has a party")
	case in.Party == "" && in.has(varsam.Instruction):
		return varsam.Errorf(varsam.Invalid, "an instruction needs the party that gives it")
	case in.has(varsam.Rectification) && len(in.Corrections) == 0:
		return varsam.Errorf(varsam.Invalid, "a correction needs what is wrong and what is right")
	}
	for _, p := range in.People {
		if !anyVerified(p) {
			return varsam.Errorf(varsam.Invalid, "person %d has no verified identifier; only verified ones select records", p.Number+1)
		}
	}
	return nil
}

func (in Intake) has(right varsam.Right) bool {
	for _, a := range in.Asks {
		if a.Right == right {
			return true
		}
	}
	return false
}

func anyVerified(p varsam.Person) bool {
	for _, id := range p.Identifiers {
		if id.Verified && id.Type.Selects() && strings.TrimSpace(id.Value) != "" {
			return true
		}
	}
	return false
}

// rights lists the rights of the asks in the order they are carried out, each
// once.
func rights(asks []decide.Ask) []varsam.Right {
	var all []varsam.Right
	for _, right := range varsam.Rights {
		for _, a := range asks {
			if a.Right == right {
				all = append(all, right)
				break
			}
		}
	}
	return all
}

// Mails are the verified addresses of those whom a case is about, each once.
func (c Case) Mails() (all []string) {
	for _, p := range c.People {
		for _, id := range p.Identifiers {
			if id.Type == varsam.Email && id.Verified && !slices.Contains(all, id.Value) {
				all = append(all, id.Value)
			}
		}
	}
	return all
}
