package identity

import "github.com/varsam/varsam"

// MessageKind is what a message is about.
type MessageKind string

// The messages. None says whether anything is on file, or whose name was given.
const (
	AskConfirm MessageKind = "confirm" // did you ask this?
	Notice     MessageKind = "notice"  // somebody asked; was it you?
	SendCode   MessageKind = "code"
	Tidings    MessageKind = "news" // there is something new in the case
)

// Message is something to be sent. Tokens are the secret parts of links.
type Message struct {
	Kind     MessageKind
	Claim    string
	To       Channel
	Language varsam.Lang
	Wishes   []Wish
	Confirm  string // token of the link to confirm by, or back to the case
	Stop     string // token
	Code     string
}
