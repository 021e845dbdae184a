package plan

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/register"
)

// Input is all that a plan is made of.
type Input struct {
	Request  string
	Register *register.Register
	Today    varsam.Date

	// Items are the located records, each decided, in any order.
	Items []Item

	// Catalogues are the structures of the systems that the items lie in.
	Catalogues map[string]varsam.Catalogue
	Gaps       []varsam.Gap

	// Asks are what was asked, for the tasks to systems without an interface;
	// none for a culling run, which sends no such tasks.
	Asks []decide.Ask

	// People are those whose identifiers a redaction takes out of texts.
	People []varsam.Person

	// Corrections are what a rectification puts right.
	Corrections []Correction

	// Nonce makes placeholders; the same nonce gives the same plan.
	Nonce []byte

	// Due is the day by which assisted steps must be answered.
	Due varsam.Date

	// Batch is the most targets of a step: [varsam.MaxBatch] when zero.
	Batch int
}

// Correction is one right value of one person: of a category of data wherever it
// lies, or of one field. Old narrows it to places that hold that value, compared
// in canonical form; without it every place is corrected.
type Correction struct {
	Person     int             `json:"person"`
	Category   varsam.Category `json:"category,omitempty"`
	System     string          `json:"system,omitempty"`     // empty: all
	Collection string          `json:"collection,omitempty"` // empty: all
	Field      string          `json:"field,omitempty"`      // empty: every field of the category
	Old        string          `json:"old,omitempty"`
	New        string          `json:"new"`
}

// what names the correction without its values.
func (c Correction) what() string {
	if c.Field != "" {
		return c.Field
	}
	return string(c.Category)
}

// check refuses what cannot be planned at all.
func (in Input) check() error {
	switch {
	case in.Register == nil:
		return varsam.Errorf(varsam.Invalid, "a plan needs a register")
	case in.Today.IsZero():
		return varsam.Errorf(varsam.Invalid, "a plan needs today's date")
	case in.Batch < 0 || in.Batch > varsam.MaxBatch:
		return varsam.Errorf(varsam.Invalid, "a batch has at most %d targets", varsam.MaxBatch)
	case len(in.Nonce) == 0:
		return varsam.Errorf(varsam.Invalid, "a plan needs a nonce for its placeholders")
	}
	for i := 1; i < len(in.Items); i++ {
		if varsam.CompareRefs(in.Items[i-1].Record.Ref, in.Items[i].Record.Ref) == 0 {
			return varsam.Errorf(varsam.Invalid, "a record of %s.%s was located twice",
				in.Items[i].Record.Ref.System, in.Items[i].Record.Ref.Collection)
		}
	}
	return nil
}
