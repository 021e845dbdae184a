// Package decide gives every record its fate: pure functions of the record, the
// register's grounds, the law, the person's choices and today. It knows no
// database and no clock.
//
// The way of one record: [Decider.Decide] finds the carriers of its collection,
// computes each one's ground (ground.go, trigger.go), caps the grounds by the
// limits (limit.go), lets the person's rights end what they end (rights.go) and
// reads the fate off what is left (fate.go). Ownership (owner.go), holds
// (hold.go) and fields (fields.go) refine it. [Decider.Due] is the same time rule
// turned round, as a condition for a database (due.go).
package decide

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Question is what is asked about a set of records: by a request, or, with no
// Asks, by time alone.
type Question struct {
	Register *register.Register
	Today    varsam.Date
	Asks     []Ask
	Holds    []Hold

	// Children yields located records of the same system that point at a record;
	// conditions with "exists" ask it. Nil answers that there are none.
	Children func(system string) varsam.Children
}

// Everyone as an Ask's Person is every person of the request.
const Everyone = -1

// Ask is one right used by one person, or by a controller's instruction.
type Ask struct {
	Person int          `json:"person"` // or Everyone
	Right  varsam.Right `json:"right"`

	// Activities narrows the ask to some activities; empty is all that the right
	// reaches. Uses narrows an objection or withdrawal to some uses.
	Activities []string     `json:"activities,omitempty"`
	Uses       []varsam.Use `json:"uses,omitempty"`

	// Rulings are what a person decided where the machine must not: by activity.
	Rulings map[string]Ruling `json:"rulings,omitempty"`

	// Article is the letter of Art. 18(1) for a restriction: a, b, c or d.
	Article string `json:"article,omitempty"`

	// Party is the controller that instructs, for an instruction.
	Party string `json:"party,omitempty"`
}

// Ruling is a person's decision on a contested balance (Art. 21(1), 17(3)(e)).
// One that neither upholds nor gives Grounds decides nothing.
type Ruling struct {
	Upheld  bool        `json:"upheld"`            // the objection is upheld: the ground ends
	Grounds string      `json:"grounds,omitempty"` // compelling grounds, when it is not
	By      string      `json:"by"`                // opaque id of who decided
	Review  varsam.Date `json:"review,omitzero"`   // when a claim is looked at again
}

// The kinds of hold.
const (
	HoldStop        = "hold"        // "gallringsstopp": stops an end, never a use
	HoldRestriction = "restriction" // a restriction at the person's request lasts (Art. 18(1))
	HoldAccess      = "access"      // an open access or portability request waits for its copy
)

// Hold stops an end, never a use ("gallringsstopp"), or keeps records as they
// are while a restriction at the person's request or an open access request
// lasts.
type Hold struct {
	Kind       string      `json:"kind"`
	Reason     string      `json:"reason"`
	System     string      `json:"system,omitempty"`     // empty: all systems
	Collection string      `json:"collection,omitempty"` // empty: all
	Refs       []string    `json:"refs,omitempty"`       // Ref.String(); empty: all records
	Article    string      `json:"article,omitempty"`    // the letter of Art. 18(1), for a restriction
	Review     varsam.Date `json:"review,omitzero"`
}
