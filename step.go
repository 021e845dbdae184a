package varsam

// OpKind is what a step does to records of one collection.
type OpKind string

// The operations of a connector. Each sets a state, so repeating it is harmless.
const (
	OpExport    OpKind = "export"    // read and hand over; changes nothing
	OpStop      OpKind = "stop"      // set the marks that stop a use
	OpCorrect   OpKind = "correct"   // write right values
	OpDetach    OpKind = "detach"    // cut a link to the person
	OpRedact    OpKind = "redact"    // take the person out of a text
	OpRestrict  OpKind = "restrict"  // move, blank or flag, so that other uses cannot reach it
	OpLift      OpKind = "lift"      // end a restriction
	OpAnonymise OpKind = "anonymise" // overwrite what tells the person
	OpErase     OpKind = "erase"     // remove the record
)

// Assignment sets one field, or takes texts out of one that is too large to set:
// wherever one of Take stands in it, Value stands instead.
type Assignment struct {
	Field string   `json:"field"`
	Value Value    `json:"value"`
	Take  []string `json:"take,omitempty"`
}

// Target is one frozen record of an operation.
type Target struct {
	Ref Ref `json:"ref"`

	// Versions are the versions the record may have before the operation: the
	// one the plan froze, or the one an earlier step of the same plan left.
	Versions []string `json:"versions"`

	// Set is what this record's fields become, beside the operation's own Set.
	Set []Assignment `json:"set,omitempty"`
}

// Operation is one change to one bounded batch of records of one collection:
// what a connector is told to do in one transaction.
type Operation struct {
	ID         string       `json:"id"` // stable; an idempotency key where a system has one
	Kind       OpKind       `json:"kind"`
	Collection string       `json:"collection"`
	Targets    []Target     `json:"targets"`
	Set        []Assignment `json:"set,omitempty"`  // for every target
	Move       string       `json:"move,omitempty"` // the collection that the records move to

	// Fingerprint is the collection's structure when the plan was made; a
	// connector that sees another one refuses with code Changed.
	Fingerprint string `json:"fingerprint"`
}

// Assignments is what the operation sets on one target: its own Set, then the
// target's.
func (op Operation) Assignments(t Target) []Assignment {
	all := make([]Assignment, 0, len(op.Set)+len(t.Set))
	return append(append(all, op.Set...), t.Set...)
}

// MaxBatch is the most targets of one operation, and the most keys of one
// statement.
const MaxBatch = 1000

// Finality says what has truly become of a record. It is never rounded up.
type Finality string

// The finalities.
const (
	Gone          Finality = "gone"             // no longer there, as a later reading shows
	InBackups     Finality = "in backups until" // gone, but backups hold it until the day
	Binned        Finality = "binned until"     // restorable until the day
	Archived      Finality = "archived"         // hidden, still stored
	Blanked       Finality = "blanked"          // fields emptied
	Anonymised    Finality = "anonymised"       // no longer about a person, as a passed test shows
	Pseudonymised Finality = "pseudonymised"    // a key can still lead back
	Moved         Finality = "moved"            // where other roles have no right
	Flagged       Finality = "flagged"          // marked; use is prevented only where a probe shows it
	Stopped       Finality = "stopped"          // the use's mark is set
	Corrected     Finality = "corrected"        // the right value is stored
	Lifted        Finality = "lifted"           // the restriction is ended
	Queued        Finality = "queued until"     // accepted, done later
	Held          Finality = "held because"     // a law or a hold stops it
	Asked         Finality = "asked"            // somebody has been asked; nothing is known yet
)

// StepState is how far one step has come.
type StepState string

// The states of a step. Unknown is not failed: the system may have done it.
const (
	StepPlanned  StepState = "planned"
	StepIntended StepState = "intended" // the intent is committed; the change may be under way
	StepApplied  StepState = "applied"
	StepRefused  StepState = "refused" // the system said no and changed nothing
	StepChanged  StepState = "changed" // the world no longer matches; nothing was changed
	StepUnknown  StepState = "unknown" // no answer; look before doing it again
	StepMixed    StepState = "mixed"   // some records changed, some not; a person decides
	StepAsked    StepState = "asked"   // an assisted step waits for its owner
	StepVerified StepState = "verified"
	StepRevived  StepState = "revived"  // verified once, found again later
	StepExcepted StepState = "excepted" // will not be done; somebody wrote down why
)

// Done reports whether nothing more is to be done for the step before verifying.
func (s StepState) Done() bool { return s == StepApplied || s == StepVerified || s == StepExcepted }

// Applied is a connector's answer to an operation.
type Applied struct {
	Rows     int               // records changed, or already in the planned state
	Missing  []Ref             // targets that no longer exist (for other operations than erase)
	Changed  []Ref             // targets whose version is another; left untouched
	Versions map[string]string // new version by Ref.String(), for records that remain
	Finality Finality
	Until    Date // for finalities that have a day

	// Problem is why the system left targets that are as planned and did the others:
	// it has no room, we may not. They count in none of the above.
	Problem Code
}

// RowState is what an observation finds of one target.
type RowState string

// The states of a target.
const (
	RowPlanned    RowState = "planned"    // as the operation leaves it
	RowOriginal   RowState = "original"   // as the plan froze it
	RowOther      RowState = "other"      // neither
	RowUnreadable RowState = "unreadable" // could not be read; not "gone"
)

// Observation is what a connector sees of an operation's targets, in their order.
type Observation struct {
	States   []RowState
	Versions map[string]string // current version by Ref.String(), where the record exists
	Rows     map[RowState]int

	// Finality is what the planned state amounts to in this system, with its day
	// where it has one, as [Applied] would have said.
	Finality Finality
	Until    Date
}
