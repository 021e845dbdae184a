package mailbox_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/mailbox/mailboxtest"
)

// between opens a mailbox through a proxy.
func between(t *testing.T, s server, b *box, more ...string) (system.System, *mailboxtest.Proxy) {
	t.Helper()
	p := mailboxtest.New(t, s.address)
	return server{p.Address, s.password, ""}.connect(t, b, more...), p
}

// TestCut breaks the line at every command that changes something, before it and
// at its answer. What comes back is Unknown, a look tells, and doing it again ends
// it: nothing is lost, and nothing is there twice.
func TestCut(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	for _, c := range []struct {
		kind varsam.OpKind
		move string
		hide []string
		at   string
		then string
		want varsam.Code
		seen varsam.RowState
	}{
		{varsam.OpErase, "", nil, "UID STORE", mailboxtest.Cut, varsam.Unknown, varsam.RowOriginal},
		{varsam.OpErase, "", nil, "UID STORE", mailboxtest.Lose, varsam.Unknown, varsam.RowOriginal},
		{varsam.OpErase, "", nil, "UID EXPUNGE", mailboxtest.Cut, varsam.Unknown, varsam.RowOriginal},
		{varsam.OpErase, "", nil, "UID EXPUNGE", mailboxtest.Lose, varsam.Unknown, varsam.RowPlanned},
		{varsam.OpErase, "", nil, "EXAMINE INBOX", mailboxtest.Cut, "", varsam.RowPlanned}, // tried again
		{varsam.OpRestrict, "restricted", nil, "UID MOVE", mailboxtest.Cut, varsam.Unknown, varsam.RowOriginal},
		{varsam.OpRestrict, "restricted", nil, "UID MOVE", mailboxtest.Lose, varsam.Unknown, varsam.RowPlanned},
		{varsam.OpRestrict, "restricted", []string{"MOVE"}, "UID COPY", mailboxtest.Lose, varsam.Unknown, varsam.RowOriginal},
		{varsam.OpRestrict, "restricted", []string{"MOVE"}, "UID STORE", mailboxtest.Cut, varsam.Unknown, varsam.RowOriginal},
		{varsam.OpRestrict, "restricted", []string{"MOVE"}, "UID EXPUNGE", mailboxtest.Lose, varsam.Unknown, varsam.RowPlanned},
	} {
		t.Run(fmt.Sprint(c.kind, " ", c.then, " at ", c.at), func(t *testing.T) {
			b := s.user(t)
			b.put("INBOX", made("1", bo, b.name, "Ett", "x"))
			b.put("INBOX", made("2", bo, b.name, "Två", "x"))
			other := b.put("INBOX", made("3", carin, b.name, "Tre", "x"), imap.FlagDeleted)
			sys, p := between(t, s, b)
			p.Pretend(c.hide, "")
			records, _ := find(t, sys, by("counterpart", varsam.Exact, "bo@example.org"))
			op := operation(t, sys, c.kind, c.move, records...)
			p.Fail(c.at, 1, c.then)
			if _, err := sys.Apply(t.Context(), op); varsam.CodeOf(err) != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
			states(t, sys, op, c.seen, c.seen)
			if done := apply(t, sys, op); done.Rows != 2 {
				t.Errorf("again: %+v", done)
			}
			states(t, sys, op, varsam.RowPlanned, varsam.RowPlanned)
			if left := b.uids("INBOX"); !slices.Equal(left, []imap.UID{other}) {
				t.Errorf("left: %v", left)
			}
			if c.move != "" && len(b.uids("Varsam/INBOX")) != 2 {
				t.Errorf("moved: %v", b.uids("Varsam/INBOX"))
			}
		})
	}
}

// TestRefusedChange has the server say no: nothing has happened, and the code
// tells why.
func TestRefusedChange(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	for _, c := range []struct {
		kind         varsam.OpKind
		move, at, no string
		want         varsam.Code
	}{
		{varsam.OpRestrict, "restricted", "UID MOVE", "TAG NO [OVERQUOTA] hemligt Quota exceeded", varsam.Full},
		{varsam.OpRestrict, "restricted", "UID MOVE", "TAG NO Mailbox is over quota", varsam.Full},
		{varsam.OpRestrict, "restricted", "CREATE", "TAG NO [NOPERM] hemligt", varsam.Denied},
		{varsam.OpErase, "", "UID STORE", "TAG NO [NOPERM] hemligt", varsam.Denied},
		{varsam.OpErase, "", "UID STORE", "TAG NO Request is throttled. Suggested Backoff Time: 1000 milliseconds", varsam.Unavailable},
		{varsam.OpErase, "", "UID EXPUNGE", "TAG NO [INUSE] hemligt", varsam.Unavailable},
		{varsam.OpErase, "", "UID EXPUNGE", "TAG BAD hemligt", varsam.Unsupported},
		{varsam.OpErase, "", "SELECT INBOX", "TAG NO [CANNOT] hemligt", varsam.Unsupported},
	} {
		t.Run(c.at+" "+c.no, func(t *testing.T) {
			b := s.user(t)
			uid := b.put("INBOX", made("1", bo, b.name, "Ett", "x"))
			sys, p := between(t, s, b)
			records, _ := find(t, sys, system.Selection{})
			op := operation(t, sys, c.kind, c.move, records...)
			p.Fail(c.at, 1, c.no)
			refused(t, sys, op, c.want)
			states(t, sys, op, varsam.RowOriginal)
			if left := b.uids("INBOX"); !slices.Equal(left, []imap.UID{uid}) {
				t.Errorf("left: %v", left)
			}
			marked, err := b.c.UIDSearch(&imap.SearchCriteria{Flag: []imap.Flag{imap.FlagDeleted}}, nil).Wait()
			if err != nil || len(marked.AllUIDs()) != 0 {
				t.Errorf("still marked as deleted: %v, %v", marked, err)
			}
		})
	}
}

// TestAFullMailboxOfTwo has no room for the mails of one folder: those of the other
// are moved all the same, the answer says why not all were, and with room the rest
// follows.
func TestAFullMailboxOfTwo(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.put("INBOX", made("1", bo, b.name, "Ett", "x"))
	b.create("Arkiv")
	b.put("Arkiv", made("2", bo, b.name, "Två", "x"))
	sys, p := between(t, s, b)
	records, _ := find(t, sys, system.Selection{})
	op := operation(t, sys, varsam.OpRestrict, "restricted", records...)
	p.Fail("UID MOVE", 1, "TAG NO [OVERQUOTA] hemligt Quota exceeded")
	done, err := sys.Apply(t.Context(), op)
	if err != nil || done.Rows != 1 || done.Problem != varsam.Full || len(done.Changed)+len(done.Missing) > 0 {
		t.Errorf("%+v, %v", done, err)
	}
	if n := len(b.uids("INBOX")) + len(b.uids("Arkiv")); n != 1 {
		t.Errorf("%d mails are where they were", n)
	}
	if done := apply(t, sys, op); done.Rows != 2 || done.Problem != "" {
		t.Errorf("with room: %+v", done)
	}
}

// TestLessAble has servers without what is needed.
func TestLessAble(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.put("INBOX", made("1", bo, b.name, "Ett", "x"))
	sys, p := between(t, s, b)
	p.Pretend([]string{"UIDPLUS"}, "")
	records, _ := find(t, sys, system.Selection{})
	refused(t, sys, operation(t, sys, varsam.OpErase, "", records...), varsam.Unsupported)

	sys, p = between(t, s, b)
	p.Pretend([]string{"UIDPLUS", "MOVE"}, "")
	cat, err := sys.Describe(t.Context())
	if err != nil || cat.ReadOnly == "" {
		t.Errorf("%q, %v", cat.ReadOnly, err)
	}
	refused(t, sys, operation(t, sys, varsam.OpRestrict, "restricted", records...), varsam.Unsupported)
	if len(b.uids("INBOX")) != 1 {
		t.Error("the mail is gone")
	}
}

// TestPatience has a server that is busy for a while, and one that stays so.
func TestPatience(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.put("INBOX", made("1", bo, b.name, "Ett", "x"))
	for _, then := range []string{mailboxtest.Cut, mailboxtest.Lose, "TAG NO [THROTTLED] slow down", "TAG NO [LIMIT] too much", "* BYE hemligt"} {
		for _, at := range []string{"UID FETCH", "UID SEARCH", "EXAMINE", "LIST", "AUTHENTICATE"} {
			sys, p := between(t, s, b)
			p.Fail(at, 1, then)
			if then == "* BYE hemligt" {
				p.Fail(at, 1, mailboxtest.Cut) // what the library does at the next command
				continue
			}
			all, found := find(t, sys, system.Selection{})
			if len(all) != 1 || !found.Complete {
				t.Errorf("%s at %s: %d, %+v", then, at, len(all), found)
			}
			p.Fail(at, 100, then)
			sys, p = between(t, s, b)
			p.Fail(at, 100, then)
			_, err := sys.Find(t.Context(), system.Selection{Collection: "messages"}, func(varsam.Record) error { return nil })
			if varsam.CodeOf(err) != varsam.Unavailable {
				t.Errorf("%s at %s, always: %v", then, at, err)
			}
		}
	}
}

// TestDenied has a folder and a mailbox that refuse us: the rest is read, and
// nothing in them counts as gone.
func TestDenied(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b, other := s.user(t), s.user(t)
	b.create("Stängd")
	b.put("INBOX", made("1", bo, b.name, "Ett", "x"))
	b.put("Stängd", made("2", bo, b.name, "Två", "x"))
	other.put("INBOX", made("3", bo, other.name, "Tre", "x"))
	sys := s.connect(t, b)
	records, _ := find(t, sys, system.Selection{})
	op := operation(t, sys, varsam.OpErase, "", records...)

	sys, p := between(t, s, b, "accounts", b.name+","+other.name)
	p.Fail("EXAMINE \"St", 100, "TAG NO [NOPERM] hemligt")
	all, found := find(t, sys, system.Selection{})
	if len(all) != 2 || found.Complete || found.Why != "denied" {
		t.Errorf("%d mails, %+v", len(all), found)
	}
	if _, err := sys.Observe(t.Context(), op); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("%v", err)
	}
	refused(t, sys, op, varsam.Denied)
	if len(b.uids("INBOX")) != 1 {
		t.Error("something was erased all the same")
	}

	sys, p = between(t, s, b, "accounts", b.name+","+other.name, "connections", "1")
	p.Fail("AUTHENTICATE", 1, "TAG NO [AUTHENTICATIONFAILED] hemligt")
	all, found = find(t, sys, system.Selection{})
	if len(all) != 1 || found.Complete || found.Why != "denied" {
		t.Errorf("%d mails, %+v", len(all), found)
	}
	sys, p = between(t, s, b)
	p.Fail("AUTHENTICATE", 1, "TAG NO wrong")
	if _, err := sys.Find(t.Context(), system.Selection{Collection: "messages"}, func(varsam.Record) error { return nil }); varsam.CodeOf(err) != varsam.Denied {
		t.Error(err)
	}
}

// TestValidity makes a folder anew: the old names lead to nothing, and nothing
// counts as gone by that.
func TestValidity(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.create("Arkiv", "Borta", "Byter")
	b.put("Arkiv", made("1", bo, b.name, "Ett", "x"))
	b.put("Arkiv", made("2", bo, b.name, "Två", "x"))
	b.put("Borta", made("3", bo, b.name, "Tre", "x"))
	b.put("Byter", made("4", bo, b.name, "Fyra", "x"))
	sys := s.connect(t, b)
	records, _ := find(t, sys, system.Selection{})
	op := operation(t, sys, varsam.OpErase, "", records...)

	_, err := b.c.Select("INBOX", nil).Wait()
	b.do(err)
	b.do(b.c.Delete("Arkiv").Wait())
	b.do(b.c.Delete("Borta").Wait())
	b.do(b.c.Rename("Byter", "Bytt", nil).Wait())
	b.create("Arkiv")
	b.put("Arkiv", made("1", bo, b.name, "Ett", "x"))
	b.put("Arkiv", made("9", carin, b.name, "Nio", "x"))
	refused(t, sys, op, varsam.Changed)
	states(t, sys, op, varsam.RowOther, varsam.RowUnreadable, varsam.RowUnreadable, varsam.RowOther)
	if len(b.uids("Arkiv")) != 2 || len(b.uids("Bytt")) != 1 {
		t.Error("something was erased")
	}
	sel := system.Selection{Collection: "messages", After: records[0].Ref.Key}
	if _, err := sys.Find(t.Context(), sel, func(varsam.Record) error { return nil }); varsam.CodeOf(err) != varsam.Changed {
		t.Errorf("going on in a folder that was made anew: %v", err)
	}
}

// TestGmail erases where folders are labels: by way of the trash, in which it is
// removed for good.
func TestGmail(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.create("All Mail", "Kunder")
	b.put("All Mail", made("1", bo, b.name, "Ett", "x"))
	stays := b.put("All Mail", made("2", carin, b.name, "Två", "x"))
	b.put("Trash", made("3", bo, b.name, "Tre", "x"))
	b.put("Kunder", made("1", bo, b.name, "Ett", "x")) // a label
	sys, p := between(t, s, b)
	p.Pretend(nil, "X-GM-EXT-1")
	records, _ := find(t, sys, by("counterpart", varsam.Exact, "bo@example.org"))
	if len(records) != 2 {
		t.Fatalf("%d mails: a label counts as a copy", len(records))
	}
	op := operation(t, sys, varsam.OpErase, "", records...)
	if done := apply(t, sys, op); done.Rows != 2 || done.Finality != varsam.Gone {
		t.Errorf("%+v", done)
	}
	states(t, sys, op, varsam.RowPlanned, varsam.RowPlanned)
	if left := b.uids("All Mail"); !slices.Equal(left, []imap.UID{stays}) || len(b.uids("Trash")) != 0 {
		t.Errorf("left: %v, in the trash %v", left, b.uids("Trash"))
	}

	records, _ = find(t, sys, by("counterpart", varsam.Exact, carin))
	op = operation(t, sys, varsam.OpErase, "", records...)
	p.Fail("UID EXPUNGE", 1, "TAG NO hemligt")
	refused(t, sys, op, varsam.Unknown) // it lies in the trash now
	states(t, sys, op, varsam.RowOther)
}
