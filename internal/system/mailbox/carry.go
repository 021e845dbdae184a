package mailbox

import (
	"context"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
)

// hand is a connection that changes things. From the first command that may have
// changed something on, a line that breaks leaves the outcome unknown.
type hand struct {
	ch      *change
	c       *session
	ctx     context.Context
	touched *bool
}

// carryOut changes the targets that are as they were frozen, folder by folder.
func (ch *change) carryOut(ctx context.Context) error {
	touched := false
	ready := slices.DeleteFunc(slices.Clone(ch.aims), func(a *aim) bool { return !a.original() })
	for _, a := range ready {
		a.at, a.uid = a.here.place, a.here.uid
	}
	if err := ch.s.forget(ctx, ready); err != nil {
		return err
	}
	for _, aims := range byPlace(ready) {
		here := false
		err := ch.inFolder(ctx, aims, &here)
		touched = touched || here
		switch {
		case err != nil && !here && slices.Contains(harmless, varsam.CodeOf(err)):
			ch.refused = err // the other folders are not its business
		case err != nil:
			return ch.outcome(ctx, err, touched)
		}
	}
	if ch.refused != nil && !touched {
		return ch.refused
	}
	return ch.outcome(ctx, ch.s.forget(ctx, ready), touched) // a search may have kept them meanwhile
}

// harmless are the refusals that leave a folder as it was: no right, no room.
var harmless = []varsam.Code{varsam.Denied, varsam.Full}

func (ch *change) inFolder(ctx context.Context, aims []*aim, touched *bool) error {
	p := ch.s.pools[aims[0].at.account]
	c, err := ch.s.take(ctx, p, aims[0].at.folder)
	if err == nil {
		defer p.give(c)
		stop := c.during(ctx)
		defer stop()
		h := &hand{ch, c, ctx, touched}
		if err = h.able(); err == nil {
			err = h.work(aims)
		}
		c.leave() // what it saw of the folder is old now
	}
	return ch.outcome(ctx, err, *touched)
}

// outcome says Unknown where something may have happened.
func (ch *change) outcome(ctx context.Context, err error, touched bool) error {
	if err == nil {
		return nil
	}
	err = ch.s.fault(ctx, err, string(ch.op.Kind))
	if touched {
		return varsam.Errorf(varsam.Unknown, "%s: the change broke off; some mails may be changed and some not", ch.s.name)
	}
	return err
}

// able refuses what the server cannot do without harm to others.
func (h *hand) able() error {
	uidplus, move := h.c.caps.Has(imap.CapUIDPlus), h.c.caps.Has(imap.CapMove)
	if uidplus || h.ch.move && move {
		return nil
	}
	return varsam.Errorf(varsam.Unsupported, "%s: without UIDPLUS the server would remove every mail that anybody has marked as deleted; this is done by hand", h.ch.s.name)
}

func (h *hand) work(aims []*aim) error {
	if err := h.ch.s.openAt(h.c, aims[0].at, true); err != nil {
		return err
	}
	aims, err := h.again(aims)
	if err != nil || len(aims) == 0 {
		return err
	}
	if h.ch.move {
		return h.moveAll(aims)
	}
	if h.c.gmail() {
		return h.trashFirst(aims)
	}
	return h.expunge(aims)
}

// again reads the targets in the folder that is now open for changes, and leaves
// those that are still as they were frozen. Opening it may itself have given new
// mails another MODSEQ.
func (h *hand) again(aims []*aim) ([]*aim, error) {
	all, err := h.c.fetchEach(aims[0].at, uidsOf(aims))
	if err != nil {
		return nil, err
	}
	byUID := make(map[imap.UID]*message, len(all))
	for _, m := range all {
		byUID[m.uid] = m
	}
	var ready []*aim
	for _, a := range aims {
		if a.here = byUID[a.uid]; a.original() {
			ready = append(ready, a)
		}
	}
	return ready, nil
}

// expunge marks the targets as deleted, where nobody has changed them since they
// were looked at, and removes those and no others.
func (h *hand) expunge(aims []*aim) error {
	p := h.c.box.PermanentFlags
	if len(p) > 0 && !slices.Contains(p, imap.FlagDeleted) && !slices.Contains(p, imap.FlagWildcard) {
		return varsam.Errorf(varsam.Denied, "%s: the login may not remove mails from a folder", h.ch.s.name)
	}
	for some := range slices.Chunk(aims, piece) {
		if err := h.expungeSome(some); err != nil {
			return err
		}
	}
	return nil
}

func (h *hand) expungeSome(aims []*aim) error {
	uids := uidsOf(aims)
	var o *imap.StoreOptions
	if newest := newest(aims); newest > 0 {
		o = &imap.StoreOptions{UnchangedSince: newest}
	}
	mark := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
	err := h.lost(h.c.c.Store(uids, mark, o).Close())
	if err != nil {
		return err
	}
	marked, err := h.c.marked(uids)
	if err != nil {
		return h.lost(err)
	}
	fail.Point("mailbox.marked")
	if len(marked) == 0 {
		return nil
	}
	if err := h.c.c.UIDExpunge(marked).Close(); err != nil {
		if h.lost(err); !*h.touched {
			unmark := &imap.StoreFlags{Op: imap.StoreFlagsDel, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
			_ = h.c.c.Store(marked, unmark, nil).Close()
		}
		return err
	}
	*h.touched = true
	fail.Point("mailbox.expunged")
	return h.left(aims, marked)
}

// lost notes that a command may have been carried out although no answer came. A
// server that says no has done nothing.
func (h *hand) lost(err error) error {
	if err != nil && !answered(err) {
		*h.touched = true
	}
	return err
}

// newest is the greatest MODSEQ of messages as they were seen: a later change of
// any of them has a greater one.
func newest(aims []*aim) (n uint64) {
	for _, a := range aims {
		n = max(n, a.here.modseq)
	}
	return n
}

// marked are those of the messages that are marked as deleted.
func (c *session) marked(uids imap.UIDSet) (imap.UIDSet, error) {
	all, err := c.c.Fetch(uids, &imap.FetchOptions{UID: true, Flags: true}).Collect()
	var marked imap.UIDSet
	for _, m := range all {
		if uids.Contains(m.UID) && (&message{flags: m.Flags}).has(imap.FlagDeleted) {
			marked.AddNum(m.UID)
		}
	}
	return marked, err
}

// left checks that what was removed is no longer there.
func (h *hand) left(aims []*aim, removed imap.UIDSet) error {
	rest, err := h.c.exist(&imap.SearchCriteria{UID: []imap.UIDSet{removed}})
	if err != nil {
		return err
	}
	for _, a := range aims {
		if a.done = removed.Contains(a.uid) && !rest.Contains(a.uid); a.done {
			a.here = nil
		}
	}
	if len(rest) > 0 {
		return varsam.Errorf(varsam.Conflict, "%s: the server did not remove what it was told to", h.ch.s.name)
	}
	return nil
}

// moveAll moves the targets; one that lies on the other side already, because the
// line was cut between copying and removing, is only removed.
func (h *hand) moveAll(aims []*aim) error {
	g := &glance{ch: h.ch}
	var err error
	if g.folders, err = h.c.list(false); err != nil {
		return err
	}
	byFolder := map[string][]*aim{}
	var twice []*aim
	for _, a := range aims {
		if a.there != nil {
			twice = append(twice, a)
			continue
		}
		to := g.into(a)
		byFolder[to] = append(byFolder[to], a)
	}
	for to, some := range byFolder {
		if err := h.moveTo(g, to, some); err != nil {
			return err
		}
	}
	if len(twice) == 0 {
		return nil
	}
	if !h.c.caps.Has(imap.CapUIDPlus) {
		return varsam.Errorf(varsam.Unsupported, "%s: a mail lies in both folders, and the server cannot remove one mail alone", h.ch.s.name)
	}
	return h.expunge(twice)
}

func (h *hand) moveTo(g *glance, to string, aims []*aim) error {
	if !slices.ContainsFunc(g.folders, func(f folder) bool { return f.name == to }) {
		if err := h.c.c.Create(to, nil).Wait(); err != nil && !exists(err) {
			return err
		}
	}
	for some := range slices.Chunk(aims, piece) {
		if err := h.moveSome(to, some); err != nil {
			return err
		}
	}
	return nil
}

func exists(err error) bool {
	answer, ok := asAnswer(err)
	return ok && (answer.Code == imap.ResponseCodeAlreadyExists || strings.Contains(strings.ToLower(answer.Text), "exist"))
}

func (h *hand) moveSome(to string, aims []*aim) error {
	if err := h.c.open(aims[0].at.folder, true); err != nil {
		return err
	}
	uids := uidsOf(aims)
	pairs, err := h.transfer(uids, to, aims)
	if err != nil {
		return err
	}
	*h.touched = true
	fail.Point("mailbox.moved")
	if err := h.left(aims, uids); err != nil {
		return err
	}
	return h.arrived(to, aims, pairs)
}

// pairs are the UIDs that moved mails got.
type pairs struct {
	validity uint32
	to       map[imap.UID]imap.UID
}

// transfer moves messages with MOVE, or by copying, marking and removing them.
func (h *hand) transfer(uids imap.UIDSet, to string, aims []*aim) (pairs, error) {
	if h.c.caps.Has(imap.CapMove) {
		data, err := h.c.c.Move(uids, to).Wait()
		if err != nil {
			if h.lost(err); !*h.touched {
				*h.touched = h.partly(uids)
			}
			return pairs{}, err
		}
		return pair(data.UIDValidity, data.SourceUIDs, data.DestUIDs), nil
	}
	data, err := h.c.c.Copy(uids, to).Wait()
	if err != nil {
		return pairs{}, h.lost(err)
	}
	*h.touched = true
	return pair(data.UIDValidity, data.SourceUIDs, data.DestUIDs), h.expungeSome(aims)
}

// partly says whether a MOVE that was refused moved some all the same (RFC 6851,
// 4.4).
func (h *hand) partly(uids imap.UIDSet) bool {
	rest, err := h.c.exist(&imap.SearchCriteria{UID: []imap.UIDSet{uids}})
	return err != nil || length(rest) != length(uids)
}

func pair(validity uint32, from, to imap.NumSet) pairs {
	out := pairs{validity, map[imap.UID]imap.UID{}}
	a, _ := from.(imap.UIDSet)
	b, _ := to.(imap.UIDSet)
	if length(a) != length(b) || length(a) > varsam.MaxBatch {
		return out
	}
	sources, _ := a.Nums()
	targets, _ := b.Nums()
	for i := range sources {
		out.to[sources[i]] = targets[i]
	}
	return out
}

// arrived reads moved mails where they lie now, for their versions.
func (h *hand) arrived(to string, aims []*aim, p pairs) error {
	if err := h.c.reopen(to, false); err != nil {
		return err
	}
	at := place{h.c.account, to, h.c.box.UIDValidity}
	var uids imap.UIDSet
	for _, uid := range p.to {
		uids.AddNum(uid)
	}
	all, err := h.c.fetchEach(at, uids)
	if err != nil {
		return err
	}
	for _, a := range aims {
		i := slices.IndexFunc(all, func(m *message) bool { return p.to[a.uid] == m.uid && p.validity == at.validity })
		if i >= 0 {
			a.there = all[i]
		}
	}
	return h.unpaired(to, aims)
}

// unpaired looks for mails of which the server did not say where they went.
func (h *hand) unpaired(to string, aims []*aim) error {
	wanted := map[identity][]*aim{}
	for _, a := range aims {
		for _, id := range a.identities() {
			if a.there == nil {
				wanted[id] = append(wanted[id], a)
			}
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	all, err := h.c.alike(to, wanted)
	for _, m := range all {
		if mine := wanted[m.identity()]; len(mine) > 0 {
			mine[0].there, wanted[m.identity()] = m, mine[1:]
		}
	}
	return err
}

// trashFirst erases on Gmail, where removing from a folder only takes a label
// off: a mail is gone when it is removed from the trash.
func (h *hand) trashFirst(aims []*aim) error {
	all, err := h.c.list(false)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, h.ch.s.bin)
	if i < 0 {
		return varsam.Errorf(varsam.Unsupported, "%s: the trash is not shown over IMAP, and only there is a mail removed for good", h.ch.s.name)
	}
	if all[i].name == aims[0].at.folder {
		return h.expunge(aims)
	}
	if err := h.moveTo(&glance{ch: h.ch, folders: all}, all[i].name, aims); err != nil {
		return err
	}
	var binned []*aim
	for _, a := range aims {
		if a.there != nil {
			b := *a
			b.here, b.at, b.uid, b.there = a.there, a.there.place, a.there.uid, nil
			binned = append(binned, &b)
		}
		a.there = nil
	}
	if len(binned) < len(aims) {
		return varsam.Errorf(varsam.Conflict, "%s: a mail did not arrive in the trash", h.ch.s.name)
	}
	if err := h.c.reopen(all[i].name, true); err != nil {
		return err
	}
	return h.expunge(binned)
}
