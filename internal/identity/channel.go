package identity

import (
	"time"

	"github.com/varsam/varsam"
)

// Settled is how long a channel must have stood unchanged on file before control
// of it proves anything: whoever changed it last week may be the impostor.
const Settled = 30 * 24 * time.Hour

// Medium is how a channel reaches somebody.
type Medium string

// The media. A letter goes to a postal address on file, and is printed by staff.
const (
	Mail   Medium = "mail"
	Phone  Medium = "phone"
	Letter Medium = "letter"
)

// Channel is one way to reach a person that the organisation had on file before
// anybody asked.
type Channel struct {
	Medium  Medium    `json:"medium"`
	Value   string    `json:"value"`            // canonical; for a letter, the address as it is written
	Changed time.Time `json:"changed,omitzero"` // when it was last changed, where that is known
	Shared  bool      `json:"shared,omitempty"` // more than one person has it: a household's, a company's
}

// Counts reports whether control of the channel says anything about who
// somebody is.
func (c Channel) Counts(now time.Time) bool {
	return !c.Shared && (c.Changed.IsZero() || now.Sub(c.Changed) >= Settled)
}

// Identifier is the channel as what it identifies a person by; a postal address
// identifies nobody.
func (c Channel) Identifier() (varsam.Identifier, bool) {
	switch c.Medium {
	case Mail:
		return varsam.Identifier{Type: varsam.Email, Value: c.Value, Verified: true}, true
	case Phone:
		return varsam.Identifier{Type: varsam.Phone, Value: c.Value, Verified: true}, true
	}
	return varsam.Identifier{}, false
}

func (c Channel) same(d Channel) bool { return c.Medium == d.Medium && c.Value == d.Value }

// File is what the organisation has on file about one person, as far as identity
// is concerned.
type File struct {
	Known     bool      `json:"known"`
	Channels  []Channel `json:"channels,omitempty"`
	Subjects  []string  `json:"subjects,omitempty"`  // national numbers on file, canonical
	Protected bool      `json:"protected,omitempty"` // skyddade personuppgifter
}

// has is the channel as it stands on file.
func (f File) has(c Channel) (Channel, bool) {
	for _, on := range f.Channels {
		if on.same(c) {
			return on, true
		}
	}
	return Channel{}, false
}
