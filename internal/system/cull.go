package system

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
)

// Rows are records chosen by what they are and not by name.
type Rows struct {
	Collection string
	Cond       varsam.Cond

	// After and Upto bound the key, in the key's order: greater than After, at
	// most Upto. Nil is no bound.
	After, Upto []varsam.Value

	// Except are keys that are left out whatever the condition says: what a hold
	// or an open request protects. There may be many; only those within the bounds
	// are sent.
	Except [][]varsam.Value
}

// Cull is one change to all records of a range. It sets a state: records that
// have it already are not among its rows, so that a range that is done has none
// left.
type Cull struct {
	ID   string
	Kind varsam.OpKind // erase, restrict, lift or anonymise
	Rows Rows
	Set  []varsam.Assignment
	Move string // the collection that the records move to

	// Recode is what becomes of fields, each by itself, together with Set. What a
	// field held cannot be seen in what it became, so that a row counts as done by
	// what Set leaves on it, and a Recode without a Set is Invalid.
	Recode []Recoding
	Class  *Class // only rows of some classes

	// Waits is true of rows that are not among the cull's now but will be when it
	// has been carried out: what only its own rows refer to. Freeze puts those of
	// the range into its Except.
	Waits *varsam.Cond `json:",omitempty"`

	// Fingerprint is the collection's structure when the plan was made.
	Fingerprint string

	// AsOf is what [Range] says of the moment in which the rows were frozen.
	AsOf string
}

// Tally is how many rows there are, and their sum: a number made from the state
// of every row – its columns, or key and version where the system keeps versions –
// computed in the system. The order does not matter, and the sums of two ranges
// add up to that of both, so that a range can be cut in two and its parts still be
// held against the whole.
type Tally struct {
	Rows int64 `json:"rows"`
	Sum  int64 `json:"sum"`
}

// Range is a piece of the key's order with the rows in it.
type Range struct {
	After []varsam.Value `json:"after,omitempty"`
	Upto  []varsam.Value `json:"upto"`
	Tally

	// Except are keys in the range that are left out of it, when they are few:
	// those of other classes, and those that [Cull] says wait.
	Except [][]varsam.Value `json:"except,omitempty"`

	// Whole says that a cull's [Class] kept only the rows of Except out. While the
	// tally is the same, the others are the same rows, and of the same classes:
	// nobody needs to ask again.
	Whole bool `json:"whole,omitempty"`

	// AsOf tells the system, in its own words, which records it knew when it froze
	// the range: where it can say that none of them was written since, as many
	// records are the same ones, and need not be summed again. Empty where it
	// cannot.
	AsOf string `json:"as_of,omitempty"`
}

// Of is the part of a cull that lies in the range.
func (r Range) Of(c Cull) Cull {
	c.Rows.After, c.Rows.Upto, c.AsOf = r.After, r.Upto, r.AsOf
	c.Rows.Except = slices.Concat(c.Rows.Except, r.Except)
	if r.Whole {
		c.Class = nil
	}
	return c
}

// Culled is a system's answer to a [Cull].
type Culled struct {
	Tally
	Finality varsam.Finality
	Until    varsam.Date
}

// Culler is an optional ability: to change whole ranges of a collection by a
// condition, at the speed of the system, never a list of records and never the
// collection read by us.
type Culler interface {
	// Count counts the rows of a cull, without their sum.
	Count(ctx context.Context, c Cull) (int64, error)

	// Freeze is the range of the first rows of a cull, at most size of them, with
	// their tally. A range without rows says that there are none.
	Freeze(ctx context.Context, c Cull, size int) (Range, error)

	// Look is the tally of a cull as it is now. It is asked of the primary and over
	// a connection of its own.
	Look(ctx context.Context, c Cull) (Tally, error)

	// Cull carries out the cull in one transaction when its rows are those of the
	// tally, and otherwise changes nothing, with code Changed; so it is, when a row
	// elsewhere refers to them. A trigger that erases elsewhere refuses it with code
	// Conflict. Unavailable says that others held rows too long, or that the change
	// itself would have. Errors are otherwise as in [System]'s Apply.
	Cull(ctx context.Context, c Cull, want Tally) (Culled, error)
}
