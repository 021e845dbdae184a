package identity

import (
	"slices"
	"time"
)

// maxTold bounds how many channels of one person are told.
const maxTold = 10

// Tell is whom to tell that a request came: every channel on file, so that the
// person hears of it wherever an impostor does not sit. A letter is sent only
// where nothing else but the address asked about would be left. Of people with
// protected data only the address asked about is told: anything else may have
// been refreshed from a register, and whoever looks for them may read it.
func Tell(file File, asked Channel, now time.Time) []Channel {
	if file.Protected {
		if on, ok := file.has(asked); ok && on.Counts(now) {
			return []Channel{on}
		}
		return nil
	}
	letters := func(c Channel) bool { return c.Medium == Letter }
	told := slices.DeleteFunc(slices.Clone(file.Channels), letters)
	if !slices.ContainsFunc(told, func(c Channel) bool { return !c.same(asked) }) {
		told = slices.Clone(file.Channels)
	}
	return told[:min(len(told), maxTold)]
}

// Ways are the channels that a further code may go to: those on file that count
// and have not been used yet. People with protected data have none: they sign
// in, or come to a person.
func Ways(c Case) []Channel {
	var ways []Channel
	if c.Agent || c.Protected {
		return nil
	}
	for _, p := range c.Proofs {
		if p.File.Protected {
			return nil
		}
		for _, ch := range p.File.Channels {
			used := slices.ContainsFunc(c.Proofs, func(q Proof) bool { return q.Level == Reply && q.Channel.same(ch) })
			if !used && ch.Counts(c.Now) && !slices.ContainsFunc(ways, ch.same) {
				ways = append(ways, ch)
			}
		}
	}
	return ways
}
