package identity

// Level is how sure we are that somebody is the person asked about.
type Level string

// The levels. SignIn and Paper are as strong as each other: which of them is
// offered depends on what the person has.
const (
	None   Level = "none"
	Reply  Level = "reply"   // control of an address that is on file
	Second Level = "second"  // and of another channel on file
	SignIn Level = "sign-in" // OpenID Connect: a Nordic eID by way of a broker, or the organisation's own login
	Paper  Level = "paper"   // an original shown, or a signed paper, checked by staff; a note is kept, never a copy
)

// Strength orders the levels.
func (l Level) Strength() int {
	switch l {
	case Reply:
		return 1
	case Second:
		return 2
	case SignIn, Paper:
		return 3
	}
	return 0
}

// Meets reports whether a level is enough where another is needed.
func (l Level) Meets(need Level) bool { return l.Strength() >= need.Strength() }

// stronger is the stronger of two levels.
func stronger(a, b Level) Level {
	if b.Strength() > a.Strength() {
		return b
	}
	return a
}
