package post

import (
	"net/mail"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// Medium is how a letter reaches somebody.
type Medium string

// The media. Only mail is sent by itself.
const (
	Mail   Medium = "mail"
	Phone  Medium = "phone"  // somebody calls and says it
	Letter Medium = "letter" // somebody prints and posts it
)

// Item is one thing to be sent.
type Item struct {
	Medium   Medium      `json:"-"`
	About    string      `json:"-"` // the claim or request that it belongs to: an opaque number
	Template Template    `json:"-"`
	To       string      `json:"to"` // an address, a number, or a postal address over several lines
	Subject  string      `json:"subject"`
	Text     string      `json:"text"`
	Language varsam.Lang `json:"language"`

	// Answers is the mail that this one answers by itself; nil for any other
	// letter.
	Answers *Answered `json:"answers,omitempty"`
}

// Answered is what an automatic answer repeats of the mail it answers, by RFC
// 3834, 3.1.
type Answered struct {
	MessageID  string `json:"message_id,omitempty"` // with its angle brackets
	References string `json:"references,omitempty"`
	Subject    string `json:"subject,omitempty"` // as a person reads it
}

// mostSubject is how much of a subject an answer repeats, in characters, and
// mostReferences, of a chain of mails, in bytes.
const (
	mostSubject    = 120
	mostReferences = 900
)

// subject is the answer's: the mail's own, marked as what it is.
func (a Answered) subject(otherwise string) string {
	text := []rune(strings.Join(strings.Fields(a.Subject), " "))
	if len(text) == 0 {
		return "Auto: " + otherwise
	}
	return "Auto: " + string(text[:min(len(text), mostSubject)])
}

// references is the chain of mails with the answered one last, and its end when it
// is long.
func (a Answered) references() string {
	all := strings.Fields(a.References)
	if a.MessageID != "" {
		all = append(all, a.MessageID)
	}
	for len(all) > 1 && len(strings.Join(all, " ")) > mostReferences {
		all = all[1:]
	}
	return strings.Join(all, " ")
}

// check refuses what could not be sent, or would be more than one letter.
func (i Item) check() error {
	if strings.TrimSpace(i.To) == "" || i.Text == "" {
		return varsam.Errorf(varsam.Invalid, "a letter needs somewhere to go and something to say")
	}
	if i.Medium != Mail {
		return nil
	}
	to, err := mail.ParseAddress(i.To)
	if err != nil || to.Name != "" || strings.ContainsAny(i.To, "\r\n") {
		return varsam.Errorf(varsam.Invalid, "a mail goes to one plain address")
	}
	return nil
}

// State is where an item stands.
type State string

// The states.
const (
	Queued State = "queued" // a worker sends it, or tries again
	Outbox State = "outbox" // it waits for somebody to print it, hand it over or call
	Sent   State = "sent"   // the server took it; whether it was read nobody knows
	Handed State = "handed" // somebody says that it was handed over
	Dead   State = "dead"   // the server said no, or nobody answered for days
)

// Status is what stands in clear about an item.
type Status struct {
	ID       string    `json:"id"`
	Medium   Medium    `json:"medium"`
	Template Template  `json:"template"`
	State    State     `json:"state"`
	About    string    `json:"about"`
	Tries    int       `json:"tries"`
	Problem  string    `json:"problem,omitempty"` // the server's code, never its words: they quote the address; or a [Trouble]
	Put      time.Time `json:"put"`
	Done     time.Time `json:"done,omitzero"`

	day string // whose key it is sealed under
}
