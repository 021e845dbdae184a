package mailbox_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/mailbox/mailboxtest"
)

func apply(t *testing.T, s system.System, op varsam.Operation) varsam.Applied {
	t.Helper()
	done, err := s.Apply(t.Context(), op)
	if err != nil {
		t.Fatalf("Apply %s: %v", op.Kind, err)
	}
	return done
}

func refused(t *testing.T, s system.System, op varsam.Operation, want varsam.Code) {
	t.Helper()
	_, err := s.Apply(t.Context(), op)
	if got := varsam.CodeOf(err); got != want {
		t.Errorf("Apply %s: %v, want %s", op.Kind, err, want)
	}
	if err != nil && (strings.Contains(err.Error(), "example.") || strings.Contains(err.Error(), "hemligt")) {
		t.Errorf("the error quotes what it must not: %v", err)
	}
}

// states wants the targets, in their order, in these states.
func states(t *testing.T, s system.System, op varsam.Operation, want ...varsam.RowState) varsam.Observation {
	t.Helper()
	seen, err := s.Observe(t.Context(), op)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(seen.States, want) {
		t.Errorf("after %s: %v, want %v", op.Kind, seen.States, want)
	}
	return seen
}

// TestErase removes the targets, and neither others' mail nor what others have
// marked as deleted.
func TestErase(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.create("Arkiv")
	for i := range 3 {
		b.put("INBOX", made(fmt.Sprint("b", i), bo, b.name, "Hej", "x"))
	}
	b.put("Arkiv", made("b9", bo, b.name, "Hej", "x"))
	others := []imap.UID{b.put("INBOX", made("c", carin, b.name, "Hej", "x")), b.put("INBOX", made("d", carin, b.name, "Hej", "x"), imap.FlagDeleted)}
	sys := s.connect(t, b)
	records, _ := find(t, sys, by("counterpart", varsam.FoldCase, "bo@example.org"))
	op := operation(t, sys, varsam.OpErase, "", records...)
	states(t, sys, op, varsam.RowOriginal, varsam.RowOriginal, varsam.RowOriginal, varsam.RowOriginal)
	done := apply(t, sys, op)
	if done.Rows != 4 || len(done.Changed)+len(done.Missing) > 0 || done.Finality != varsam.Gone {
		t.Errorf("%+v", done)
	}
	states(t, sys, op, varsam.RowPlanned, varsam.RowPlanned, varsam.RowPlanned, varsam.RowPlanned)
	if again := apply(t, sys, op); again.Rows != 4 {
		t.Errorf("repeated: %+v", again)
	}
	if left := b.uids("INBOX"); !slices.Equal(left, others) || len(b.uids("Arkiv")) != 0 {
		t.Errorf("left: %v, want %v", left, others)
	}
}

// TestChangedLeftAlone has the owner do something after the plan was made.
func TestChangedLeftAlone(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.create("Arkiv")
	one, two, three := b.put("INBOX", made("1", bo, b.name, "Ett", "x")), b.put("INBOX", made("2", bo, b.name, "Två", "x")), b.put("INBOX", made("3", bo, b.name, "Tre", "x"))
	sys := s.connect(t, b)
	records, _ := find(t, sys, system.Selection{})
	op := operation(t, sys, varsam.OpErase, "", records...)
	b.flag("INBOX", one, imap.FlagAnswered)
	b.move("INBOX", two, "Trash")
	done := apply(t, sys, op)
	if done.Rows != 1 || len(done.Changed) != 2 {
		t.Errorf("%+v", done)
	}
	states(t, sys, op, varsam.RowOther, varsam.RowOther, varsam.RowPlanned)
	if left := b.uids("INBOX"); !slices.Equal(left, []imap.UID{one}) || three == 0 || len(b.uids("Trash")) != 1 {
		t.Errorf("left: %v", left)
	}
}

// TestFinality tells what the server keeps of erased mail.
func TestFinality(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.put("INBOX", made("1", bo, b.name, "Ett", "x"))
	sys := s.connect(t, b, "recoverable", "14 days")
	records, _ := find(t, sys, system.Selection{})
	done := apply(t, sys, operation(t, sys, varsam.OpErase, "", records...))
	if done.Finality != varsam.Binned || done.Until != today.AddDays(14) {
		t.Errorf("%+v", done)
	}
}

// TestMove takes mails out of use and back, and follows them under their old
// names.
func TestMove(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	for _, hidden := range [][]string{nil, {"MOVE"}, {"CONDSTORE", "QRESYNC", "ESEARCH", "LIST-EXTENDED", "LIST-STATUS"}} {
		t.Run("without "+strings.Join(hidden, " "), func(t *testing.T) {
			b := s.user(t)
			b.create("Arkiv")
			b.put("INBOX", made("1", bo, b.name, "Ett", "x"), imap.FlagFlagged)
			b.put("INBOX", made("1", bo, b.name, "Ett", "x"), imap.FlagFlagged) // the same twice
			b.put("Arkiv", made("2", bo, b.name, "Två", "x"))
			stays := b.put("INBOX", made("3", carin, b.name, "Tre", "x"), imap.FlagDeleted)
			p := mailboxtest.New(t, s.address)
			p.Pretend(hidden, "")
			sys := server{p.Address, s.password, ""}.connect(t, b)
			records, _ := find(t, sys, by("counterpart", varsam.Exact, "bo@example.org"))
			op := operation(t, sys, varsam.OpRestrict, "restricted", records...)
			states(t, sys, op, varsam.RowOriginal, varsam.RowOriginal, varsam.RowOriginal)
			done := apply(t, sys, op)
			if done.Rows != 3 || done.Finality != varsam.Moved {
				t.Fatalf("%+v", done)
			}
			states(t, sys, op, varsam.RowPlanned, varsam.RowPlanned, varsam.RowPlanned)
			if again := apply(t, sys, op); again.Rows != 3 {
				t.Errorf("repeated: %+v", again)
			}
			kept, _ := find(t, sys, system.Selection{Collection: "restricted"})
			if len(kept) != 3 || kept[0].Get("folder").String() != "Varsam/Arkiv" || kept[1].Get("folder").String() != "Varsam/INBOX" || kept[1].Get("flags").String() != `\Flagged` {
				t.Fatalf("%+v", kept)
			}
			for _, r := range kept {
				if done.Versions[r.Ref.String()] != r.Version {
					t.Errorf("%s: version %q, told %q", r.Ref.Label(), r.Version, done.Versions[r.Ref.String()])
				}
			}
			if left := b.uids("INBOX"); !slices.Equal(left, []imap.UID{stays}) {
				t.Errorf("left: %v", left)
			}

			lift := op
			lift.Kind, lift.Collection, lift.Move, lift.Targets = varsam.OpLift, "restricted", "messages", nil
			lift.Fingerprint = operation(t, sys, varsam.OpLift, "messages", kept...).Fingerprint
			for _, x := range op.Targets { // as a plan names them: by their old keys
				ref := x.Ref
				ref.Collection = "restricted"
				lift.Targets = append(lift.Targets, varsam.Target{Ref: ref, Versions: []string{done.Versions[ref.String()]}})
			}
			states(t, sys, lift, varsam.RowOriginal, varsam.RowOriginal, varsam.RowOriginal)
			if done := apply(t, sys, lift); done.Rows != 3 || done.Finality != varsam.Lifted {
				t.Errorf("%+v", done)
			}
			states(t, sys, lift, varsam.RowPlanned, varsam.RowPlanned, varsam.RowPlanned)
			if len(b.uids("INBOX")) != 3 || len(b.uids("Arkiv")) != 1 || len(b.uids("Varsam/INBOX")) != 0 {
				t.Errorf("%v, %v", b.uids("INBOX"), b.uids("Arkiv"))
			}
		})
	}
}

// TestCaseFolder moves a mail to a folder of a case.
func TestCaseFolder(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.put("INBOX", made("1", bo, b.name, "Ett", "x"))
	sys := s.connect(t, b)
	records, _ := find(t, sys, system.Selection{})
	op := operation(t, sys, varsam.OpRestrict, "messages:Ärenden/2026-17", records...)
	done := apply(t, sys, op)
	moved, _ := find(t, sys, system.Selection{})
	if done.Rows != 1 || len(moved) != 1 || moved[0].Get("folder").String() != "Ärenden/2026-17" || done.Versions[moved[0].Ref.String()] != moved[0].Version {
		t.Errorf("%+v, %+v", done, moved)
	}
	states(t, sys, op, varsam.RowPlanned)
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.put("INBOX", made("1", bo, b.name, "hemligt", "x"))
	b.put("INBOX", made("2", bo, b.name, "hemligt", "x"))
	sys := s.connect(t, b)
	records, _ := find(t, sys, system.Selection{})
	good := operation(t, sys, varsam.OpErase, "", records...)
	for name, c := range map[string]struct {
		edit func(*varsam.Operation)
		want varsam.Code
	}{
		"another structure": {func(op *varsam.Operation) { op.Fingerprint = "0" }, varsam.Changed},
		"no collection":     {func(op *varsam.Operation) { op.Collection = "people" }, varsam.Invalid},
		"folders":           {func(op *varsam.Operation) { op.Collection = "folders" }, varsam.Unsupported},
		"redact":            {func(op *varsam.Operation) { op.Kind = varsam.OpRedact }, varsam.Unsupported},
		"a flag":            {func(op *varsam.Operation) { op.Set = []varsam.Assignment{{Field: "seen"}} }, varsam.Unsupported},
		"restrict in place": {func(op *varsam.Operation) { op.Kind = varsam.OpRestrict }, varsam.Unsupported},
		"nowhere":           {func(op *varsam.Operation) { op.Kind, op.Move = varsam.OpRestrict, "people" }, varsam.Invalid},
		"short key":         {func(op *varsam.Operation) { op.Targets[0].Ref.Key = records[0].Ref.Key[:3] }, varsam.Invalid},
		"another mailbox": {func(op *varsam.Operation) {
			op.Targets[0].Ref.Key = append([]varsam.Value{varsam.TextOf("x")}, records[0].Ref.Key[1:]...)
		}, varsam.Invalid},
		"twice the same": {func(op *varsam.Operation) { op.Targets[1] = op.Targets[0] }, varsam.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			op := good
			op.Targets = slices.Clone(good.Targets)
			c.edit(&op)
			refused(t, sys, op, c.want)
		})
	}
	states(t, sys, good, varsam.RowOriginal, varsam.RowOriginal)
}

// TestUnchanged observes others' mails: an operation without a kind.
func TestUnchanged(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	one, two := b.put("INBOX", made("1", bo, b.name, "Ett", "x")), b.put("INBOX", made("2", bo, b.name, "Två", "x"))
	b.put("INBOX", made("3", bo, b.name, "Tre", "x"))
	sys := s.connect(t, b)
	records, _ := find(t, sys, system.Selection{})
	op := operation(t, sys, "", "", records...)
	states(t, sys, op, varsam.RowPlanned, varsam.RowPlanned, varsam.RowPlanned)
	b.flag("INBOX", one, imap.FlagSeen)
	b.move("INBOX", two, "Trash")
	states(t, sys, op, varsam.RowOther, varsam.RowOther, varsam.RowPlanned)
}
