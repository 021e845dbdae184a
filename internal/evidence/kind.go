package evidence

// Kind says what a leaf attests. The numbers are part of the format.
type Kind uint8

// The kinds of leaf.
const (
	Intent       Kind = 1 + iota // a step is about to be tried
	Outcome                      // what came of an intent
	Plan                         // a plan was frozen
	Approval                     // somebody said yes to a plan
	Verification                 // frozen references were read again, values searched again
	KeyDestroyed                 // a key was destroyed
	Delivery                     // an answer or a copy was handed over
	Register                     // a version of the register came into force
	Received                     // a request came in
	Identified                   // a person's identity was checked
	Decision                     // a person decided something the machine may not
	Suppression                  // a use was stopped
	Revival                      // what had gone was found again
	Restored                     // the database went back to a copy, or the log was forked officially
	Closed                       // a request was closed
	lastKind     = Closed
)

var kindNames = [...]string{
	"", "intent", "outcome", "plan", "approval", "verification", "key-destroyed", "delivery",
	"register", "received", "identified", "decision", "suppression", "revival", "restored", "closed",
}

func (k Kind) String() string {
	if k < 1 || k > lastKind {
		return "unknown"
	}
	return kindNames[k]
}

// State is what came of an intent. The numbers are part of the format.
type State uint8

// The states of an outcome; NoState for every other kind.
const (
	NoState   State = iota
	Applied         // the rows are in the planned state
	Refused         // nothing was changed, and will not be
	Changed         // nothing was changed, because the world no longer matched the plan
	Unknown         // no answer; a later outcome of the same intent says what was found
	lastState = Unknown
)

var stateNames = [...]string{"", "applied", "refused", "changed", "unknown"}

func (s State) String() string {
	if s > lastState {
		return "unknown"
	}
	return stateNames[s]
}
