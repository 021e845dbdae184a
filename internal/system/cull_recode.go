package system

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
)

// Recoding is what becomes of one field. Every value becomes what
// [anonymity.Recode.Apply] makes of it, and that is carried out in the system,
// but of a time without a zone, which is recoded as its clock shows it. Shuffling
// and taking people out of texts are Unsupported: a range is no class, and what a
// text still says no count can tell.
type Recoding struct {
	Field string           `json:"field"`
	How   anonymity.Recode `json:"how"`
}

// Class says which rows a [Cull] is about by what becomes, or would become, of
// them: those whose class is among the keys that [Grouper] gave, or, Outside, is
// not.
type Class struct {
	Over    []Recoding `json:"over"` // what a class is made of, as the keys were
	Keys    []string   `json:"keys"`
	Outside bool       `json:"outside,omitempty"`
}

// Grouping asks for the classes of rows.
type Grouping struct {
	Over      []Recoding // what makes a class; a field may be kept
	Sensitive []Recoding // whose different values are counted
	With      varsam.Cond
	Most      int // classes; of more, one more is given
}

// Group is one class.
type Group struct {
	Key      string
	Rows     int64   // all of them
	Due      int64   // of these, rows of the cull
	Distinct []int64 // different values of each sensitive field; null is none
}

// Grouper is an optional ability of a [Culler]: to count classes in one reading.
type Grouper interface {
	// Group counts the rows of a cull as Over and Sensitive say that they would
	// become, together with those of the condition With as they are, by class, in
	// the order of the keys. A row is counted once for each side that takes it.
	Group(ctx context.Context, c Cull, g Grouping) ([]Group, error)
}
