package varsam

// Ownership says whose a located record is.
type Ownership string

// The kinds of ownership.
const (
	Own     Ownership = "own"     // the person's
	Shared  Ownership = "shared"  // several people depend on it
	Other   Ownership = "other"   // another person's or nobody's, reached on the way
	Mention Ownership = "mention" // a text that names the person
)

// Fate is what must happen to a record.
type Fate string

// The fates. Forward and Review stand outside the order of harshness.
const (
	Keep      Fate = "keep"
	Restrict  Fate = "restrict"
	Anonymise Fate = "anonymise"
	Erase     Fate = "erase"
	Forward   Fate = "forward" // a controller decides; we are its processor
	Review    Fate = "review"  // a person must decide; never erased, never called kept
)

// Harshness orders keep < restrict < anonymise < erase; it is -1 for the fates
// outside the order.
func (f Fate) Harshness() int {
	switch f {
	case Keep:
		return 0
	case Restrict:
		return 1
	case Anonymise:
		return 2
	case Erase:
		return 3
	}
	return -1
}

// Reason is one sentence of why, as a code with its words' slots. package locale
// says it in each language. Args hold register names, rule ids and dates, never
// personal data.
type Reason struct {
	Code string   `json:"code"`
	Args []string `json:"args,omitempty"`
}

// Because makes a Reason.
func Because(code string, args ...string) Reason { return Reason{code, args} }

// FieldFate is the outcome of one field of a record.
type FieldFate string

// What happens to a field.
const (
	FieldKept     FieldFate = "kept"
	FieldBlanked  FieldFate = "blanked"  // emptied, or a placeholder where it cannot be
	FieldDetached FieldFate = "detached" // a link to the person is cut
	FieldRedacted FieldFate = "redacted" // the person's identifiers are taken out of a text
)

// FieldOutcome is the fate of one field with its reason.
type FieldOutcome struct {
	Field  string    `json:"field"`
	Fate   FieldFate `json:"fate"`
	Reason Reason    `json:"reason,omitzero"`
}

// Decision is the fate of one record, explained.
type Decision struct {
	Fate    Fate           `json:"fate"`
	Until   Date           `json:"until,omitzero"` // last day it stays, when that is known
	Law     string         `json:"law,omitempty"`  // the rule that decided Until
	Grounds []Ground       `json:"grounds,omitempty"`
	Reasons []Reason       `json:"reasons"`
	Fields  []FieldOutcome `json:"fields,omitempty"` // where they differ from the record's fate
	Stops   []Use          `json:"stops,omitempty"`  // uses to stop, also when the record stays
}
