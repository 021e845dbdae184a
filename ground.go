package varsam

// GroundKind orders grounds by what they permit.
type GroundKind string

// The kinds of ground.
const (
	Purpose  GroundKind = "purpose"   // ordinary uses
	MustKeep GroundKind = "must-keep" // a duty; nothing else may be done
	MayKeep  GroundKind = "may-keep"  // a documented claim; nothing else may be done
)

// End says what is known of a ground's end.
type End string

// The states of an end.
const (
	OpenEnd    End = "open"    // lasts until something ends it
	DatedEnd   End = "dated"   // Last is its last day
	EndedNow   End = "ended"   // ended by the person's choice or a decision
	UnknownEnd End = "unknown" // cannot be computed; Problem says why
)

// Ground is one reason to have one record.
type Ground struct {
	Activity string     `json:"activity"`
	Kind     GroundKind `json:"kind"`
	Basis    Basis      `json:"basis"`
	Role     Role       `json:"role"`
	Uses     []Use      `json:"uses,omitempty"`
	Needs    []Category `json:"needs,omitempty"`
	End      End        `json:"end"`
	Last     Date       `json:"last,omitzero"`     // last day, inclusive, when End is dated
	Law      string     `json:"law,omitempty"`     // rule id, for example SE-BFL
	Problem  string     `json:"problem,omitempty"` // reason code, when End is unknown
	EndedBy  Right      `json:"ended_by,omitempty"`
	Party    string     `json:"party,omitempty"` // the controller, when Role is processor
}

// Alive reports whether the ground carries its record on a day. A ground whose
// end is unknown is not alive: it is a reason to ask a person.
func (g Ground) Alive(today Date) bool {
	switch g.End {
	case OpenEnd:
		return true
	case DatedEnd:
		return !g.Last.Before(today)
	}
	return false
}
