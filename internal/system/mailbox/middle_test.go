package mailbox_test

import (
	"fmt"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/mailbox/mailboxtest"
)

// TestOneOfAHundredFolders refuses us: the ninety-nine others are read, and nobody
// is told that everything was.
func TestOneOfAHundredFolders(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	for n := range 100 {
		b.create(fmt.Sprintf("Kund%03d", n))
		b.put(fmt.Sprintf("Kund%03d", n), made(fmt.Sprint(n), bo, b.name, "Ett", "x"))
	}
	sys, p := between(t, s, b)
	p.Fail("EXAMINE \"Kund042", 100, "TAG NO [NOPERM] hemligt")
	all, found := find(t, sys, by("counterpart", varsam.Exact, "bo@example.org"))
	if len(all) != 99 || found.Complete || found.Why != string(varsam.Denied) {
		t.Errorf("%d mails, %+v", len(all), found)
	}
	text, err := sys.(system.TextFinder).FindText(t.Context(), system.Selection{Collection: "messages"}, func(system.Text) bool { return true }, func(varsam.Record) error { return nil })
	if err != nil || text.Complete {
		t.Errorf("texts: %+v, %v", text, err)
	}
}

// TestMadeAnewInTheMiddle: a folder that is made anew while it is read is never
// taken for one that was read to its end, and what was asked of the old one is not
// done to the new.
func TestMadeAnewInTheMiddle(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	for n := range 300 { // more than one piece
		b.put("INBOX", made(fmt.Sprint(n), bo, b.name, "Ett", "x"))
	}
	for at, keep := range map[string]string{"UID FETCH 1:256": "no", "UID FETCH 257": "no", "UID FETCH 1:255": "yes", "UID FETCH 256": "yes"} {
		sys, p := between(t, s, b, "connections", "1", "keep_headers", keep)
		p.MakeAnew()
		p.Fail(at, 1, mailboxtest.Cut)
		found, err := sys.Find(t.Context(), system.Selection{Collection: "messages"}, func(varsam.Record) error { return nil })
		if varsam.CodeOf(err) != varsam.Changed || found.Complete {
			t.Errorf("%s: %+v, %v", at, found, err)
		}
		sys, p = between(t, s, b, "connections", "1", "keep_headers", keep)
		p.MakeAnew()
		records, _ := find(t, sys, system.Selection{})
		op := operation(t, sys, varsam.OpErase, "", records...)
		p.Fail("UID STORE", 1, mailboxtest.Cut)
		if done, err := sys.Apply(t.Context(), op); err == nil {
			t.Errorf("%s: mails of a folder made anew were erased: %+v", at, done)
		}
		if len(b.uids("INBOX")) != 300 {
			t.Fatal("mails are gone")
		}
	}
}

// TestFullInTheMiddle: the mailbox is full when some of the mails have been
// copied; nothing is lost, nothing counts as moved that is not, and later the rest
// goes too.
func TestFullInTheMiddle(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.create("Kunder")
	b.put("INBOX", made("1", bo, b.name, "Ett", "x"))
	b.put("Kunder", made("2", bo, b.name, "Två", "x"))
	sys, p := between(t, s, b)
	p.Pretend([]string{"MOVE"}, "")
	records, _ := find(t, sys, by("counterpart", varsam.Exact, "bo@example.org"))
	op := operation(t, sys, varsam.OpRestrict, "restricted", records...)
	p.Fail("Varsam/Kunder", 100, "TAG NO [OVERQUOTA] hemligt")
	done, err := sys.Apply(t.Context(), op)
	if err == nil && done.Rows == 2 {
		t.Fatal("both were moved into a full mailbox")
	}
	seen, oerr := sys.Observe(t.Context(), op)
	if oerr != nil || seen.Rows[varsam.RowPlanned]+seen.Rows[varsam.RowOriginal] != 2 {
		t.Errorf("%+v, %v after %v", seen.Rows, oerr, err)
	}
	p.Mend()
	if done := apply(t, sys, op); done.Rows != 2 {
		t.Errorf("again: %+v", done)
	}
	states(t, sys, op, varsam.RowPlanned, varsam.RowPlanned)
	if n := len(b.uids("INBOX")) + len(b.uids("Kunder")); n != 0 || len(b.uids("Varsam/INBOX")) != 1 || len(b.uids("Varsam/Kunder")) != 1 {
		t.Errorf("%d are left", n)
	}
}
