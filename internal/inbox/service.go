package inbox

import (
	"context"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/mailcheck"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/wish"
)

// Service works on the routines of one tenant.
type Service struct {
	Store  *store.Store
	Keeper *seal.Keeper
	Log    *evidence.Log
	Tenant string
	Open   func(*register.Register, varsam.Date) locate.Opener

	// Scanner looks into mails for what is better not sent by mail; without one
	// nothing is said of that.
	Scanner mailcheck.Scanner
}

// work is a system's routine with what is needed to follow it.
type work struct {
	s       *Service
	reg     *register.Register
	system  register.System
	routine register.Routine
	today   varsam.Date
	open    locate.Opener
}

// begin reads the register and finds the routine of a system, or the only one.
func (s *Service) begin(ctx context.Context, name string) (w work, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if w.reg, err = register.InForce(tx); err != nil {
			return err
		}
		w.today = varsam.DateIn(tx.Now(), w.reg.Organisation.Location())
		return nil
	})
	if err != nil {
		return w, err
	}
	var with []string
	for _, entry := range w.reg.Systems {
		if entry.Routine != nil && (name == "" || name == entry.Name) {
			w.system, w.routine = entry, *entry.Routine
			with = append(with, entry.Name)
		}
	}
	switch {
	case len(with) == 0 && name != "":
		return w, varsam.Errorf(varsam.NotFound, "the register says of no routine in system %q; give it a routine: section", name)
	case len(with) == 0:
		return w, varsam.Errorf(varsam.NotFound, "the register has no system with a routine: section")
	case len(with) > 1:
		return w, varsam.Errorf(varsam.Invalid, "several systems have a routine: say which of %s", strings.Join(with, ", "))
	}
	w.s, w.open = s, s.Open(w.reg, w.today)
	return w, nil
}

// owner refuses whoever is not the owner of a mailbox that the register says is
// somebody's own.
func (w work) owner(account, as string) error {
	if owner := w.system.OwnerOf(account); owner != "" && !strings.EqualFold(owner, as) {
		return varsam.Errorf(varsam.Denied, "that mailbox is an employee's own: only its owner sees and decides about what it holds (--as)")
	}
	return nil
}

// begun refuses what comes before the staff know.
func (w work) begun() error {
	var missing []string
	for _, step := range []struct {
		what string
		on   varsam.Date
	}{
		{"informed", w.routine.Begun.Informed}, {"screened", w.routine.Begun.Screened}, {"negotiated", w.routine.Begun.Negotiated},
	} {
		if step.on.IsZero() || step.on.After(w.today) {
			missing = append(missing, step.what)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return varsam.Errorf(varsam.Denied,
		"the routine of %s has not begun: the register notes no day yet for routine.begun.%s (Art. 13 and 35; medbestämmandelagen 11 §, in Finland samarbetslagen 1333/2021 8 § and 759/2004 21 §)",
		w.system.Name, strings.Join(missing, " and routine.begun."))
}

// due is the first day whose mails may still be in an inbox: the first of this
// month once its day has come, and before that the first of the month before.
func (w work) due() varsam.Date {
	first := varsam.NewDate(w.today.Year(), w.today.Month(), 1)
	if w.today.Day() < w.routine.Day {
		return first.AddMonths(-1)
	}
	return first
}

// inbox is what lies in the routine's folders, of one account or of all.
func (w work) inbox(account string) varsam.Cond {
	var folders []varsam.Cond
	for _, name := range w.routine.Inbox {
		folders = append(folders, varsam.Compare("folder", varsam.Eq, varsam.TextOf(name)))
	}
	if account == "" {
		return varsam.AnyOf(folders...)
	}
	return varsam.All(varsam.Compare("account", varsam.Eq, varsam.TextOf(account)), varsam.AnyOf(folders...))
}

// mails reads the envelopes of an inbox, the oldest first, and with texts also
// what the mails ask for.
func (w work) mails(ctx context.Context, account string, texts bool) ([]Mail, system.Found, error) {
	sys, err := w.open.Open(ctx, w.system.Name)
	if err != nil {
		return nil, system.Found{}, err
	}
	defer sys.Close()
	coll, _ := w.system.Collection(w.routine.Messages)
	cond := w.inbox(account)
	sel := system.Selection{Collection: coll.In(), Cond: &cond, Fields: fields, Version: true}
	var all []Mail
	found, err := sys.Find(ctx, sel, func(r varsam.Record) error {
		all = append(all, mailOf(r))
		return nil
	})
	if err == nil && texts {
		var read system.Found
		if read, err = w.readTexts(ctx, sys, sel, all); err == nil {
			found.Unread, found.Omitted = read.Unread, read.Omitted
			if found.Why == "" && len(read.Unread) == 0 {
				found.Why = read.Why
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Mail) int { return a.Received.Compare(b.Received) })
	return all, found, err
}

// maxWish bounds how much of a text is read for what it asks: the first words say.
const maxWish = 64 << 10

// readTexts reads what mails ask for and hold, of those that are neither private
// nor a machine's; no other mail is opened.
func (w work) readTexts(ctx context.Context, sys system.System, sel system.Selection, mails []Mail) (system.Found, error) {
	finder, ok := sys.(system.TextFinder)
	if !ok {
		return system.Found{Complete: true}, nil
	}
	at := map[string]int{}
	match := system.Match{Fields: []string{"account", "folder", "uidvalidity", "uid"}}
	for i, m := range mails {
		if !m.Private && !m.List && !m.Auto {
			at[varsam.KeyText(m.Record.Ref.Key)] = i
			match.Tuples = append(match.Tuples, m.Record.Ref.Key)
		}
	}
	all := system.Found{Complete: true}
	for some := range slices.Chunk(match.Tuples, varsam.MaxBatch) {
		piece := system.Selection{Collection: sel.Collection, Match: []system.Match{{Fields: match.Fields, Tuples: some}}, Fields: match.Fields}
		found, err := finder.FindText(ctx, piece, func(t system.Text) bool {
			i, ok := at[varsam.KeyText(t.Ref.Key)]
			if ok && !strings.Contains(t.Place, "#meta") {
				text, _ := io.ReadAll(io.LimitReader(t.Body, maxWish))
				if w.s.Scanner != nil {
					mails[i].hold(mailcheck.Check{Scanner: w.s.Scanner, Hint: w.hint()}.Holds(t.Place, text))
				}
				mails[i].Wishes = append(mails[i].Wishes, wish.Read(string(text))...)
			}
			return false
		}, func(varsam.Record) error { return nil })
		if err != nil {
			return all, err
		}
		all.Unread, all.Omitted, all.Complete = append(all.Unread, found.Unread...), all.Omitted+found.Omitted, all.Complete && found.Complete
		if found.Why != "" && all.Why == "" {
			all.Why = found.Why
		}
	}
	return all, nil
}

// hint is what is known of the organisation's mails beforehand.
func (w work) hint() pii.Hint { return pii.Hint{Country: w.reg.Organisation.Country} }

// known asks the organisation's systems for the numbers and senders of mails, each
// with one question for all.
func (w work) known(ctx context.Context, a *advisor, mails []Mail) (Known, error) {
	numbers, senders := map[string]bool{}, map[string]bool{}
	for _, m := range mails {
		senders[m.From] = true
		for _, n := range a.numbers(m) {
			numbers[n] = true
		}
	}
	var k Known
	var err error
	if w.routine.Cases != nil && w.routine.Cases.Known != "" {
		if k.Cases, err = w.lookUp(ctx, *w.routine.Cases, varsam.Exact, numbers); err != nil {
			return k, err
		}
	}
	if w.routine.Customers != nil && w.routine.Customers.Known != "" {
		k.Senders, err = w.lookUp(ctx, *w.routine.Customers, varsam.Email.Fold(), senders)
	}
	return k, err
}

// lookUp is which of the values stand in the column that a filing names.
func (w work) lookUp(ctx context.Context, f register.Filing, fold varsam.Fold, values map[string]bool) (map[string]bool, error) {
	name, collection, column, _ := f.Target()
	entry, _ := w.reg.System(name)
	coll, _ := entry.Collection(collection)
	sys, err := w.open.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer sys.Close()
	in := map[string]bool{}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(values)), varsam.MaxBatch) {
		m := system.Match{Fields: []string{column}, Fold: fold}
		for _, v := range some {
			m.Tuples = append(m.Tuples, []varsam.Value{varsam.TextOf(v)})
		}
		sel := system.Selection{Collection: coll.In(), Match: []system.Match{m}, Fields: []string{column}}
		if _, err := sys.Find(ctx, sel, func(r varsam.Record) error {
			in[fold.Apply(r.Get(column).String())] = true
			return nil
		}); err != nil {
			return nil, err
		}
	}
	out := map[string]bool{}
	for v := range values {
		if in[fold.Apply(v)] {
			out[v] = true
		}
	}
	return out, nil
}
