package mailbox

import (
	"context"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
)

// Apply implements [system.System]. Targets of several folders are changed folder
// by folder: where that breaks off, the answer is Unknown.
func (s *System) Apply(ctx context.Context, op varsam.Operation) (varsam.Applied, error) {
	ch, err := s.change(op)
	if err != nil {
		return varsam.Applied{}, err
	}
	if err := ch.look(ctx); err != nil {
		return varsam.Applied{}, err
	}
	if slices.ContainsFunc(ch.aims, func(a *aim) bool { return a.lost }) {
		return varsam.Applied{}, varsam.Errorf(varsam.Changed, "%s: a folder was made anew, renamed or removed since the plan was made; nothing was changed", s.name)
	}
	if err := ch.carryOut(ctx); err != nil {
		return varsam.Applied{}, err
	}
	return ch.applied(), nil
}

// aim is one target and what is seen of it.
type aim struct {
	target varsam.Target
	at     place
	uid    imap.UID
	frozen []version

	here      *message // where its key says, or where the restricted folders hold it
	there     *message // where the operation moves it to
	elsewhere bool     // in a bin, or, when lost, in any folder
	lost      bool     // its folder is no longer the one the key names
	stale     bool     // the key names a folder outside the collection: it was moved
	done      bool     // changed by us
}

// change is an operation held against what it may be.
type change struct {
	s    *System
	op   varsam.Operation
	move bool
	into string // the folder that mails move to; empty: one like their own
	aims []*aim

	refused error // of some folders, while the others were changed
}

func (s *System) change(op varsam.Operation) (*change, error) {
	ch := &change{s: s, op: op, move: op.Move != ""}
	if err := ch.allowed(); err != nil {
		return nil, err
	}
	if op.Fingerprint != s.fingerprint(op.Collection) {
		return nil, varsam.Errorf(varsam.Changed, "%s: the structure of %s is not the planned one", s.name, op.Collection)
	}
	return ch, ch.take()
}

func (s *System) fingerprint(name string) string {
	return varsam.Catalogue{Collections: []varsam.Collection{collection(name, 0)}}.Fingerprint(name)
}

// allowed refuses an operation that must not begin.
func (ch *change) allowed() error {
	s, op := ch.s, ch.op
	sets := func(t varsam.Target) bool { return len(t.Set) > 0 }
	switch {
	case op.Collection == folders:
		return varsam.Errorf(varsam.Unsupported, "%s: folders are the mailbox owner's and are not changed", s.name)
	case op.Collection != messages && op.Collection != restricted:
		return varsam.Errorf(varsam.Invalid, "%s has no collection %q", s.name, op.Collection)
	case op.Kind == "" || len(op.Targets) > varsam.MaxBatch:
		return varsam.Errorf(varsam.Invalid, "%s: an operation has a kind and at most %d targets", s.name, varsam.MaxBatch)
	case op.Kind != varsam.OpErase && op.Kind != varsam.OpRestrict && op.Kind != varsam.OpLift:
		return varsam.Errorf(varsam.Unsupported, "%s: mails are evidence and are not rewritten: they are kept, moved or erased", s.name)
	case len(op.Set) > 0 || slices.ContainsFunc(op.Targets, sets):
		return varsam.Errorf(varsam.Unsupported, "%s: nothing can be written into a mail", s.name)
	case op.Kind == varsam.OpErase && ch.move:
		return varsam.Errorf(varsam.Invalid, "%s: erasing moves nothing", s.name)
	case op.Kind != varsam.OpErase && !ch.move:
		return varsam.Errorf(varsam.Unsupported, "%s: a mail is restricted by moving it; say where to", s.name)
	}
	return ch.destination()
}

// FolderPrefix and a folder's name are what a mail can move to beside the
// collections: a case's folder, in the same mailbox.
const FolderPrefix = messages + ":"

func (ch *change) destination() error {
	name, named := strings.CutPrefix(ch.op.Move, FolderPrefix)
	if named && name != "" {
		ch.into = name
		return nil
	}
	if ch.move && (ch.op.Move != messages && ch.op.Move != restricted || ch.op.Move == ch.op.Collection) {
		return varsam.Errorf(varsam.Invalid, "%s: mails of %s cannot move to %q", ch.s.name, ch.op.Collection, ch.op.Move)
	}
	return nil
}

// take reads the targets.
func (ch *change) take() error {
	seen := map[string]bool{}
	for _, t := range ch.op.Targets {
		a := &aim{target: t}
		var ok bool
		a.at, a.uid, ok = parseKey(t.Ref.Key)
		key := varsam.KeyText(t.Ref.Key)
		if !ok || seen[key] || ch.s.pools[a.at.account] == nil {
			return varsam.Errorf(varsam.Invalid, "%s: a target of %s is not named by one whole key of a known mailbox, once", ch.s.name, ch.op.Collection)
		}
		seen[key] = true
		for _, v := range t.Versions {
			if v, ok := parseVersion(v); ok {
				a.frozen = append(a.frozen, v)
			}
		}
		ch.aims = append(ch.aims, a)
	}
	return nil
}

// original says whether a message is as the plan froze it.
func (a *aim) original() bool {
	return a.here != nil && slices.ContainsFunc(a.frozen, a.here.version().is)
}

// identities are what a target may be known by elsewhere.
func (a *aim) identities() []identity {
	var all []identity
	for _, v := range a.frozen {
		if !slices.Contains(all, v.identity) {
			all = append(all, v.identity)
		}
	}
	return all
}

// state compares one target with what it should be.
func (ch *change) state(a *aim) varsam.RowState {
	switch {
	case a.lost && a.elsewhere:
		return varsam.RowOther
	case a.lost || a.here == nil && a.stale && len(a.frozen) == 0:
		return varsam.RowUnreadable
	case ch.move && a.here == nil && a.there != nil:
		return varsam.RowPlanned
	case ch.op.Kind == varsam.OpErase && a.here == nil && !a.elsewhere:
		return varsam.RowPlanned
	case ch.op.Kind == "" && a.original():
		return varsam.RowPlanned
	case a.original():
		return varsam.RowOriginal
	}
	return varsam.RowOther
}

// applied says what was done.
func (ch *change) applied() varsam.Applied {
	out := varsam.Applied{Versions: map[string]string{}}
	for _, a := range ch.aims {
		switch {
		case a.done || ch.state(a) == varsam.RowPlanned:
			out.Rows++
			ch.versions(a, out.Versions)
		case ch.refused != nil && ch.state(a) == varsam.RowOriginal:
			out.Problem = varsam.CodeOf(ch.refused)
		case a.here == nil && !a.elsewhere && ch.op.Kind != varsam.OpErase:
			out.Missing = append(out.Missing, a.target.Ref)
		default:
			out.Changed = append(out.Changed, a.target.Ref)
		}
	}
	out.Finality, out.Until = ch.finality()
	return out
}

// versions tells the version of a mail where it lies now. A moved one has a new
// key; it stands under its old key, too, which still leads to it.
func (ch *change) versions(a *aim, all map[string]string) {
	if a.here != nil && !a.done {
		all[ch.named(a.target.Ref).String()] = a.here.version().String()
	}
	if a.there == nil {
		return
	}
	v := a.there.version().String()
	old := ch.named(a.target.Ref)
	old.Collection = ch.op.Move
	all[old.String()] = v
	all[ch.s.ref(ch.landed(), a.there).String()] = v
}

// named is a Ref as this system writes it.
func (ch *change) named(r varsam.Ref) varsam.Ref {
	r.System = ch.s.name
	return r
}

// landed is the collection that moved mails are in.
func (ch *change) landed() string {
	if ch.into != "" {
		return messages
	}
	return ch.op.Move
}

func (ch *change) finality() (varsam.Finality, varsam.Date) {
	s := ch.s
	switch {
	case ch.op.Kind == varsam.OpRestrict:
		return varsam.Moved, varsam.Date{}
	case ch.op.Kind == varsam.OpLift:
		return varsam.Lifted, varsam.Date{}
	case !s.set.recoverable.IsZero():
		return varsam.Binned, s.set.recoverable.After(s.today)
	case !s.backups.IsZero():
		return varsam.InBackups, s.backups.After(s.today)
	}
	return varsam.Gone, varsam.Date{}
}
