// Package decide gives every record its fate: pure functions of the record, the
// register's grounds, the law, the person's choices and today. It knows no
// database and no clock.
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
	// conditions with "exists" ask it. Nil when no condition does.
	Children func(system string) varsam.Children
}

// Ask is one right used by one person, or by a controller's instruction.
type Ask struct {
	Person int          `json:"person"` // -1 is every person of the request
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
type Ruling struct {
	Upheld  bool        `json:"upheld"`            // the objection is upheld: the ground ends
	Grounds string      `json:"grounds,omitempty"` // compelling grounds, when it is not
	By      string      `json:"by"`                // opaque id of who decided
	Review  varsam.Date `json:"review,omitzero"`   // when a claim is looked at again
}

// Hold stops an end, never a use ("gallringsstopp"), or keeps records as they
// are while a restriction at the person's request or an open access request
// lasts.
type Hold struct {
	Kind       string      `json:"kind"` // hold, restriction, access
	Reason     string      `json:"reason"`
	System     string      `json:"system,omitempty"`     // empty: all systems
	Collection string      `json:"collection,omitempty"` // empty: all
	Refs       []string    `json:"refs,omitempty"`       // Ref.String(); empty: all records
	Review     varsam.Date `json:"review,omitzero"`
}
