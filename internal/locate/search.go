// Package locate finds the records of a set of people in all systems of a
// register, and says of each whose it is. It knows no law: what must happen to a
// record is decided elsewhere.
//
// The way of one search: [Locate] opens the systems and resolves which
// collections it may look in (place.go). Then, in rounds, it searches every
// identifying column for the people's identifiers (match.go), judges whose the
// rows are (whose.go, contest.go), follows the links to what belongs to them (follow.go,
// settle.go), and takes up the identifiers found there (extend.go). Mentions in
// texts and values that rules need of other records come last.
package locate

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// Opener gives the connected system of a register's system, which the search
// closes when it is done. An error says why the system cannot be reached, and
// becomes a gap. Open is called concurrently for different systems.
type Opener interface {
	Open(ctx context.Context, name string) (system.System, error)
}

// Options say how a search is made. The zero value of each but Today will do.
type Options struct {
	Today       varsam.Date // resolves two-digit years
	Systems     []string    // only these; empty is all
	Limits      Limits
	Concurrency int  // systems searched side by side, 4 when 0
	Mentions    bool // search declared free text too

	// Instruction names the party whose instruction this is: then the collections
	// that we process for it are searched, and no others. Empty is a person's own
	// request, for which they are not.
	Instruction string

	// Everything, with an Instruction, finds all that is held for the party, whether
	// or not anybody's identifier leads to it: what its activities carry is its own.
	Everything bool

	// Confirmed are rows that a person has looked at and found to be theirs whom
	// the identifiers could not tell: number of the person by Ref.String().
	Confirmed map[string]int

	// Doubtful takes what may as well be somebody else's for the people's: right
	// for what must not go, never for what is changed or shown.
	Doubtful bool

	// Released are records in employees' own mailboxes that their owners, or two
	// people with a ground, have released, by Ref.String(). All others there are
	// withheld: counted, and nothing more.
	Released map[string]bool

	// Progress is told how far the search is; never concurrently.
	Progress func(Progress)
}

// Progress is how far one system has come.
type Progress struct {
	System string
	Round  int // 1, 2 …
	Found  int // records so far
}

// Limits bound how far identifiers found on the way extend a search. Reaching
// one makes the search incomplete, and is a gap.
type Limits struct {
	Rounds      int // 4 when 0
	Identifiers int // per person, 50 when 0
}

// Search is what a search found, and what it did not reach.
type Search struct {
	// People are those asked for, in ascending order of their numbers, with the
	// identifiers found on the way, each verified by its chain. A found
	// identifier is in canonical form, because only the system that held it says
	// how its own spelling reads.
	People []varsam.Person `json:"people"`

	// Located is sorted by Ref; the order of systems or rows does not change it.
	// A record of an other holds only its key and its link columns.
	Located []varsam.Located `json:"located"`

	// Withheld are the records that employees' own mailboxes hold and nobody has
	// released, sorted by Ref. They are for their owners only: whoever searches is
	// told how many there are, by the gaps.
	Withheld []Withheld `json:"withheld,omitempty"`

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
	Collection string                `json:"collection"` // its name in the system, as in Refs
	Field      string                `json:"field"`
	Type       varsam.IdentifierType `json:"type"`
	Found      int                   `json:"found"`
}

// Scan is a collection that was read whole, with the indexes that would avoid it.
type Scan struct {
	System     string   `json:"system"`
	Collection string   `json:"collection"`
	Indexes    []string `json:"indexes,omitempty"` // statements for the administrator; never run by us
}

func (o Options) rounds() int { return orDefault(o.Limits.Rounds, 4) }

func (o Options) identifiers() int { return orDefault(o.Limits.Identifiers, 50) }

func (o Options) concurrency() int { return orDefault(o.Concurrency, 4) }

func orDefault(n, otherwise int) int {
	if n <= 0 {
		return otherwise
	}
	return n
}
