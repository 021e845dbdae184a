// Package locate finds the records of a set of people in all systems of a
// register, and says of each whose it is. It knows no law: what must happen to a
// record is decided elsewhere.
package locate

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// Opener gives the connected system of a register's system; the caller of
// Locate closes what it opened. An error says why the system cannot be reached,
// and becomes a gap.
type Opener interface {
	Open(ctx context.Context, name string) (system.System, error)
}

// Search is what a search found, and what it did not reach.
type Search struct {
	// People are those asked for, with the identifiers found on the way, each
	// with its chain.
	People []varsam.Person `json:"people"`

	// Located is sorted by Ref; the order of systems or rows does not change it.
	Located []varsam.Located `json:"located"`

	// Gaps are the places not searched, or not to the end.
	Gaps []varsam.Gap `json:"gaps,omitempty"`

	// Controls are the searches by identifier that found something: the positive
	// control that a later search repeats.
	Controls []Control `json:"controls,omitempty"`

	// Scans are the collections that were read whole for want of an index.
	Scans []Scan `json:"scans,omitempty"`

	// Statements counts what was sent to each system.
	Statements map[string]int `json:"statements"`

	// Catalogues are the structures that the search met, by system.
	Catalogues map[string]varsam.Catalogue `json:"catalogues"`
}

// Control is how many records an identifying field matched.
type Control struct {
	System     string                `json:"system"`
	Collection string                `json:"collection"`
	Field      string                `json:"field"`
	Type       varsam.IdentifierType `json:"type"`
	Found      int                   `json:"found"`
}

// Scan is a collection that was read whole, with the index that would avoid it.
type Scan struct {
	System     string   `json:"system"`
	Collection string   `json:"collection"`
	Indexes    []string `json:"indexes,omitempty"` // statements for the administrator; never run by us
}
