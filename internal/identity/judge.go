package identity

import (
	"slices"
	"time"

	"github.com/varsam/varsam"
)

// Cooling is how long an erasure waits after it became known to the person on
// every channel: what is erased cannot be brought back, what is blocked can.
const Cooling = 72 * time.Hour

// Proof is one thing that has been shown.
type Proof struct {
	Level   Level               `json:"level"`             // Reply for a channel, SignIn or Paper
	Channel Channel             `json:"channel,omitzero"`  // which, for a channel
	Subject string              `json:"subject,omitempty"` // the national number that was shown, canonical
	Also    []varsam.Identifier `json:"also,omitempty"`    // what staff found to be the same person's, from the original
	Mandate bool                `json:"mandate,omitempty"` // an agent's authority, not the person's identity
	At      time.Time           `json:"at"`
	Fresh   time.Time           `json:"fresh,omitzero"` // when it was last shown again
	File    File                `json:"file"`           // what is on file under what was shown
	Looked  bool                `json:"looked"`         // File is known
}

// Case is all that the judgement of one claim rests on.
type Case struct {
	Wishes      []Wish
	Sensitivity Sensitivity
	Proofs      []Proof             // in the order they were shown
	For         []varsam.Identifier // of the person whom the request is about, once there is one
	Agent       bool                // somebody asks for somebody else
	Protected   bool                // the person asked about has protected data, whoever asks
	Told        time.Time           // when every channel on file had been told
	Stopped     bool                // somebody pressed stop, and no member of staff has lifted it
	Vouched     bool                // staff took the request in as somebody's whom they were sure of
	Now         time.Time
}

// Judgement is what may be done, and what would have to be shown for the rest.
type Judgement struct {
	Level     Level               `json:"level"`
	Verified  []varsam.Identifier `json:"verified,omitempty"` // these select records
	Grants    []Grant             `json:"grants"`
	Block     bool                `json:"block"` // what is to be erased is blocked meanwhile
	Protected bool                `json:"protected,omitempty"`
}

// Grant is one wish with what it needs.
type Grant struct {
	Wish   Wish      `json:"wish"`
	Need   Level     `json:"need"`
	Enough bool      `json:"enough"`
	After  time.Time `json:"after,omitzero"` // not before, for an erasure
}

// May reports whether the wish may be carried out now.
func (g Grant) May(now time.Time) bool { return g.Enough && !now.Before(g.After) }

// Judge is the rule of the house.
func Judge(c Case) Judgement {
	j := Judgement{Protected: c.Protected}
	_, j.Level, j.Verified = c.person()
	for _, p := range c.Proofs {
		j.Protected = j.Protected || p.File.Protected
	}
	for _, w := range c.Wishes {
		g := Grant{Wish: w, Need: Need(w, c.Sensitivity, j.Protected)}
		g.Enough = j.Level.Meets(g.Need) && (!c.Stopped || g.Need == None)
		if w.Right == varsam.Erasure && !c.Vouched {
			g.After = c.cooled()
			j.Block = j.Block || j.Level.Meets(Reply)
		}
		j.Grants = append(j.Grants, g)
	}
	return j
}

// person is the one person whom the proofs are about, and how sure we are:
// somebody on file before somebody of whom there is nothing, then the surest.
// Two proofs add up only where the second is on the file that the first one
// leads to: somebody who reads another's mail and signs in as themselves has
// shown two people.
//
// lead is the proof that leads to that person; -1 without one.
func (c Case) person() (lead int, best Level, ids []varsam.Identifier) {
	lead, best = -1, None
	known := false
	for i, p := range c.Proofs {
		level, verified := c.about(i)
		if len(verified) == 0 || len(c.For) > 0 && !share(verified, c.For) {
			continue
		}
		rises := p.File.Known && !known || p.File.Known == known && level.Strength() > best.Strength()
		if ids == nil || rises {
			lead, best, ids, known = i, level, verified, p.File.Known
		}
	}
	return lead, best, ids
}

// share reports whether an identifier stands in both.
func share(a, b []varsam.Identifier) bool {
	return slices.ContainsFunc(a, func(x varsam.Identifier) bool {
		return slices.ContainsFunc(b, func(y varsam.Identifier) bool { return x.Type == y.Type && x.Value == y.Value })
	})
}

// about is what all proofs together show of the person that one of them leads to.
func (c Case) about(lead int) (Level, []varsam.Identifier) {
	best := None
	var channels []Channel
	var ids []varsam.Identifier
	for i, p := range c.Proofs {
		if !c.belongs(lead, i) {
			continue
		}
		switch {
		case p.Level == Reply:
			on, ok := c.Proofs[lead].File.has(p.Channel)
			if ok && !on.Counts(c.Now) {
				continue // it selects nothing: what it leads to may be somebody else's
			}
			if !slices.ContainsFunc(channels, p.Channel.same) {
				channels = append(channels, p.Channel)
			}
			if id, ok := p.Channel.Identifier(); ok {
				ids = with(ids, id)
			}
			continue
		case p.Mandate && !c.heard():
			continue
		}
		best = stronger(best, p.Level)
		if p.Subject != "" {
			ids = with(ids, varsam.Identifier{Type: varsam.NationalID, Value: p.Subject})
		}
		for _, id := range p.Also {
			ids = with(ids, id)
		}
	}
	if len(channels) > 0 {
		best = stronger(best, Reply)
	}
	if len(channels) > 1 {
		best = stronger(best, Second)
	}
	return best, ids
}

// belongs reports whether a proof is about the person whom another leads to. An
// agent's own address says nothing about the person.
func (c Case) belongs(lead, i int) bool {
	if c.Agent && !c.Proofs[i].Mandate {
		return false
	}
	return i == lead || c.Proofs[lead].File.shows(c.Proofs[i])
}

// shows reports whether what was shown is on the file.
func (f File) shows(p Proof) bool {
	if p.Level == Reply {
		_, ok := f.has(p.Channel)
		return ok
	}
	if p.Subject != "" && slices.Contains(f.Subjects, p.Subject) {
		return true
	}
	return slices.ContainsFunc(p.Also, func(id varsam.Identifier) bool {
		return slices.ContainsFunc(f.Channels, func(ch Channel) bool {
			on, ok := ch.Identifier()
			return ok && on.Type == id.Type && on.Value == id.Value
		})
	})
}

// with adds an identifier once, as verified.
func with(ids []varsam.Identifier, id varsam.Identifier) []varsam.Identifier {
	id.Verified = true
	if slices.ContainsFunc(ids, func(have varsam.Identifier) bool { return have.Type == id.Type && have.Value == id.Value }) {
		return ids
	}
	return append(ids, id)
}

// heard reports whether the person has been told that somebody acts for them,
// and had time to object.
func (c Case) heard() bool { return !c.Told.IsZero() && c.Now.Sub(c.Told) >= Cooling }

// cooled is when an erasure may begin: counted from when the person had been told
// on every channel, or from the first proof where that came later.
func (c Case) cooled() time.Time {
	if c.Told.IsZero() || len(c.Proofs) == 0 {
		return c.Now.Add(Cooling)
	}
	from := c.Told
	if first := c.Proofs[0].At; first.After(from) {
		from = first
	}
	return from.Add(Cooling)
}
