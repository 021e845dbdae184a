package identity

// Kind is what is counted against a target: an address, a number, a claim.
type Kind string

// The kinds that are counted. They are counted per target, not per sender: an
// impostor has many addresses to come from, and the person has one to be
// pestered at.
const (
	KindTold Kind = "told" // what is sent to a channel because somebody asked
	KindTook Kind = "took" // what is told because staff took a request in: it does not use up what a person asks for
	KindCode Kind = "code" // codes sent to a channel
	KindTry  Kind = "try"  // codes tried for a claim
)

// Limits are how often each may happen to a target in a civil day of UTC.
//
// Nothing is lost past a limit. A request is taken in, its clock runs and the
// page says the same; its address is asked to confirm the day after, in the
// order they came, and meanwhile the person may sign in or come to a person. A
// channel that was told often enough today is not told again. A code is not sent
// and a try is not compared: code Denied, and tomorrow is another day.
var Limits = map[Kind]int{KindTold: 5, KindTook: 5, KindCode: 5, KindTry: 20}
