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
	Problem  string    `json:"problem,omitempty"` // the server's code, never its words: they quote the address
	Put      time.Time `json:"put"`
	Done     time.Time `json:"done,omitzero"`

	day string // whose key it is sealed under
}
