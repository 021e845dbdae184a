package mailbox

import (
	"context"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
)

// Observe implements [system.System], over connections opened for it.
func (s *System) Observe(ctx context.Context, op varsam.Operation) (varsam.Observation, error) {
	ch := &change{s: s, op: op, move: op.Move != ""}
	if op.Collection != messages && op.Collection != restricted {
		return varsam.Observation{}, varsam.Errorf(varsam.Invalid, "%s has no collection %q that is observed", s.name, op.Collection)
	}
	if err := ch.destination(); err != nil {
		return varsam.Observation{}, err
	}
	if err := ch.take(); err != nil {
		return varsam.Observation{}, err
	}
	s.hangUp()
	if err := ch.look(ctx); err != nil {
		return varsam.Observation{}, err
	}
	seen := varsam.Observation{Versions: map[string]string{}, Rows: map[varsam.RowState]int{}}
	for _, a := range ch.aims {
		state := ch.state(a)
		seen.States = append(seen.States, state)
		seen.Rows[state]++
		ch.versions(a, seen.Versions)
	}
	seen.Finality, seen.Until = ch.finality()
	return seen, nil
}

// look sees where every target lies now: at its key, where it moves to, in a bin.
// A folder that refuses us is an error: nothing in it counts as gone.
func (ch *change) look(ctx context.Context) error {
	for _, account := range ch.s.set.accounts {
		mine := slices.DeleteFunc(slices.Clone(ch.aims), func(a *aim) bool { return a.at.account != account })
		if len(mine) == 0 {
			continue
		}
		g := &glance{ch: ch, p: ch.s.pools[account]}
		if err := g.look(ctx, mine); err != nil {
			return err
		}
	}
	return nil
}

// glance is a look into one mailbox.
type glance struct {
	ch      *change
	p       *pool
	folders []folder
	inside  []folder // of the collection
}

func (g *glance) look(ctx context.Context, all []*aim) error {
	s := g.ch.s
	err := s.reading(ctx, g.p, "", func(c *session) (err error) {
		g.folders, err = c.list(false)
		g.inside = s.of(g.ch.op.Collection, c, g.folders)
		return err
	})
	if err != nil {
		return err
	}
	for _, aims := range byPlace(all) {
		if err := g.here(ctx, aims); err != nil {
			return err
		}
	}
	if err := g.moved(ctx, all); err != nil {
		return err
	}
	if g.ch.move {
		return g.there(ctx, all)
	}
	return g.binned(ctx, all)
}

// byPlace sorts targets by folder, in the order of keys.
func byPlace(all []*aim) [][]*aim {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b *aim) int {
		return slices.CompareFunc(a.at.key(a.uid), b.at.key(b.uid), varsam.CompareValues)
	})
	var out [][]*aim
	for i, a := range sorted {
		if i == 0 || sorted[i-1].at != a.at {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], a)
	}
	return out
}

// here reads the targets of one folder at their keys.
func (g *glance) here(ctx context.Context, aims []*aim) error {
	s, at := g.ch.s, aims[0].at
	i := slices.IndexFunc(g.folders, func(f folder) bool { return f.name == at.folder })
	if g.ch.op.Collection == restricted && (i < 0 || !s.inRestricted(g.folders[i])) {
		for _, a := range aims {
			a.stale = true
		}
		return nil
	}
	var found []*message
	lost := false
	err := s.reading(ctx, g.p, at.folder, func(c *session) (err error) {
		if err = c.reopen(at.folder, false); err != nil {
			return err
		}
		if lost = c.box.UIDValidity != at.validity; lost {
			return nil
		}
		found, err = c.fetchEach(at, uidsOf(aims))
		return err
	})
	if lost = lost || varsam.CodeOf(err) == varsam.NotFound; err != nil && !lost {
		return err
	}
	for _, a := range aims {
		a.lost = lost
		if i := slices.IndexFunc(found, func(m *message) bool { return m.uid == a.uid }); i >= 0 {
			a.here = found[i]
		}
	}
	return nil
}

func uidsOf(aims []*aim) imap.UIDSet {
	var set imap.UIDSet
	for _, a := range aims {
		set.AddNum(a.uid)
	}
	return set
}

// moved finds targets that are no longer where their key says: those that were
// moved among the restricted ones, and those whose folder is another now.
func (g *glance) moved(ctx context.Context, all []*aim) error {
	var stale, lost []*aim
	for _, a := range all {
		if a.stale {
			stale = append(stale, a)
		}
		if a.lost {
			lost = append(lost, a)
		}
	}
	if err := g.find(ctx, g.inside, stale, func(a *aim, m *message) { a.here = m }); err != nil {
		return err
	}
	if !g.ch.move { // not among the restricted ones: somebody may have moved it out again
		for _, a := range stale {
			if a.here == nil {
				lost = append(lost, a)
			}
		}
	}
	return g.find(ctx, g.folders, lost, func(a *aim, _ *message) { a.elsewhere = true })
}

// there finds targets where the operation moves them to.
func (g *glance) there(ctx context.Context, all []*aim) error {
	byFolder := map[string][]*aim{}
	for _, a := range all {
		if !a.lost {
			to := g.into(a)
			byFolder[to] = append(byFolder[to], a)
		}
	}
	for _, f := range g.folders {
		aims := byFolder[f.name]
		slices.SortStableFunc(aims, func(a, b *aim) int { // those that have left have the first claim
			switch {
			case a.here == nil && b.here != nil:
				return -1
			case a.here != nil && b.here == nil:
				return 1
			}
			return 0
		})
		if err := g.find(ctx, []folder{f}, aims, func(a *aim, m *message) { a.there = m }); err != nil {
			return err
		}
	}
	return nil
}

// into is the folder that a target moves to: the one that was named, or one like
// its own on the other side.
func (g *glance) into(a *aim) string {
	s := g.ch.s
	from := a.at.folder
	if a.here != nil {
		from = a.here.folder
	}
	delim := "/"
	if len(g.folders) > 0 && g.folders[0].delim != 0 {
		delim = string(g.folders[0].delim)
	}
	own, inside := strings.CutPrefix(from, s.set.restricted+delim)
	switch {
	case g.ch.into != "":
		return g.ch.into
	case g.ch.op.Move == restricted:
		return s.set.restricted + delim + from
	case inside:
		return own
	case from == s.set.restricted:
		return "INBOX"
	}
	return from // a stale key: the folder it came from
}

// binned finds targets that lie in a bin.
func (g *glance) binned(ctx context.Context, all []*aim) error {
	var gone []*aim
	for _, a := range all {
		if a.here == nil && !a.lost && !a.stale {
			gone = append(gone, a)
		}
	}
	bins := slices.DeleteFunc(slices.Clone(g.folders), func(f folder) bool { return !g.ch.s.bin(f) })
	return g.find(ctx, bins, gone, func(a *aim, m *message) {
		if !slices.ContainsFunc(all, func(b *aim) bool { return b.here == m || b.at == m.place && b.uid == m.uid }) {
			a.elsewhere = true
		}
	})
}

// find looks for targets by their identity in folders; each message is one
// target's only.
func (g *glance) find(ctx context.Context, in []folder, aims []*aim, found func(*aim, *message)) error {
	wanted := map[identity][]*aim{}
	for _, a := range aims {
		for _, id := range a.identities() {
			wanted[id] = append(wanted[id], a)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	for _, f := range in {
		var all []*message
		err := g.ch.s.reading(ctx, g.p, f.name, func(c *session) (err error) {
			all, err = c.alike(f.name, wanted)
			return err
		})
		if varsam.CodeOf(err) == varsam.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		for _, m := range all {
			if mine := wanted[m.identity()]; len(mine) > 0 {
				found(mine[0], m)
				wanted[m.identity()] = mine[1:]
			}
		}
	}
	return nil
}

// sizes are how many sizes one command asks for.
const sizes = 25

// alike reads the messages of a folder that may be one of those wanted: they have
// its size.
func (c *session) alike(folder string, wanted map[identity][]*aim) (all []*message, err error) {
	if err := c.reopen(folder, false); err != nil || c.box.NumMessages == 0 {
		return nil, err
	}
	at := place{c.account, folder, c.box.UIDValidity}
	var each []int64
	for id := range wanted {
		each = append(each, id.size)
	}
	slices.Sort(each)
	var uids imap.UIDSet
	for some := range slices.Chunk(slices.Compact(each), sizes) {
		set, err := c.exist(anyOf(some))
		if err != nil {
			return nil, err
		}
		uids.AddSet(set)
	}
	return c.fetchEach(at, uids)
}

// anyOf asks for messages of one of the sizes.
func anyOf(sizes []int64) *imap.SearchCriteria {
	one := imap.SearchCriteria{Larger: sizes[0] - 1, Smaller: sizes[0] + 1}
	if len(sizes) == 1 {
		return &one
	}
	return &imap.SearchCriteria{Or: [][2]imap.SearchCriteria{{one, *anyOf(sizes[1:])}}}
}

// fetchEach reads messages piece by piece.
func (c *session) fetchEach(at place, uids imap.UIDSet) (all []*message, err error) {
	for _, set := range pieces(uids, piece) {
		some, err := c.fetch(at, set, false)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}
