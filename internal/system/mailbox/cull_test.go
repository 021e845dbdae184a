package mailbox_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/mailbox/mailboxtest"
)

// TestCull erases what is older than a day, range by range, but not what is
// excepted.
func TestCull(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.create("Arkiv")
	first := varsam.NewDate(2024, time.January, 1)
	for i := range 40 { // at a quarter to midnight in Stockholm
		at := first.AddDays(i).Start(zone).Add(23*time.Hour + 45*time.Minute)
		b.putAt([]string{"INBOX", "Arkiv"}[i%2], made(fmt.Sprint(i), bo, b.name, fmt.Sprint(i), "x"), at)
	}
	sys := s.connect(t, b)
	old := varsam.Compare("received", varsam.Lt, varsam.DayOf(first.AddDays(30)))
	all, _ := find(t, sys, system.Selection{Cond: &old})
	if len(all) != 30 {
		t.Fatalf("%d mails are old", len(all))
	}
	cat, err := sys.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c := system.Cull{Kind: varsam.OpErase, Rows: system.Rows{Collection: "messages", Cond: old, Except: [][]varsam.Value{all[3].Ref.Key}}, Fingerprint: cat.Fingerprint("messages")}
	culler := sys.(system.Culler)
	if n, err := culler.Count(t.Context(), c); err != nil || n != 29 {
		t.Errorf("%d, %v", n, err)
	}
	whole, err := culler.Look(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	var sum system.Tally
	var ranges []system.Range
	for {
		r, err := culler.Freeze(t.Context(), c, 12)
		if err != nil {
			t.Fatal(err)
		}
		if r.Rows == 0 {
			break
		}
		ranges, sum.Rows, sum.Sum = append(ranges, r), sum.Rows+r.Rows, sum.Sum+r.Sum
		c.Rows.After = r.Upto
	}
	if len(ranges) != 3 || sum != whole {
		t.Errorf("%d ranges, %+v of %+v", len(ranges), sum, whole)
	}
	b.putAt("Arkiv", made("new", carin, b.name, "new", "x"), first.Start(zone))
	for i, r := range ranges {
		c.Rows.After, c.Rows.Upto = r.After, r.Upto
		done, err := culler.Cull(t.Context(), c, r.Tally)
		if i == 1 { // the new one lies at the end of Arkiv
			if varsam.CodeOf(err) != varsam.Changed {
				t.Errorf("with another mail in the range: %+v, %v", done, err)
			}
			r, err = culler.Freeze(t.Context(), c, 100)
			if err != nil || r.Rows != 13 {
				t.Fatalf("%+v, %v", r, err)
			}
			done, err = culler.Cull(t.Context(), c, r.Tally)
		}
		if err != nil || done.Finality != varsam.Gone {
			t.Errorf("%+v, %v", done, err)
		}
		if left, err := culler.Look(t.Context(), c); err != nil || left.Rows != 0 {
			t.Errorf("left: %+v, %v", left, err)
		}
	}
	if left, _ := find(t, sys, system.Selection{Cond: &old}); len(left) != 1 || left[0].Version != all[3].Version {
		t.Errorf("%d old mails left", len(left))
	}
	if left, _ := find(t, sys, system.Selection{}); len(left) != 11 {
		t.Errorf("%d mails left", len(left))
	}
}

// TestCullBroken cuts the line, and meets a folder that cannot be read.
func TestCullBroken(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.create("Arkiv")
	b.put("Arkiv", made("1", bo, b.name, "Ett", "x"))
	b.put("INBOX", made("2", bo, b.name, "Två", "x"))
	sys, p := between(t, s, b)
	cat, err := sys.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	culler := sys.(system.Culler)
	c := system.Cull{
		Kind: varsam.OpRestrict, Move: "restricted", Fingerprint: cat.Fingerprint("messages"),
		Rows: system.Rows{Collection: "messages", Cond: varsam.Compare("received", varsam.Lt, varsam.DayOf(today))},
	}
	r, err := culler.Freeze(t.Context(), c, 10)
	if err != nil || r.Rows != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	p.Fail(`EXAMINE "Arkiv"`, 100, "TAG NO [NOPERM] no")
	if _, err := culler.Count(t.Context(), c); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("a folder that is not read: %v", err)
	}
	p.Mend()
	c.Rows.Upto = r.Upto
	p.Fail(`UID MOVE 1 "Varsam/INBOX"`, 1, mailboxtest.Lose)
	if _, err := culler.Cull(t.Context(), c, r.Tally); varsam.CodeOf(err) != varsam.Unknown {
		t.Errorf("%v", err)
	}
	if left, err := culler.Look(t.Context(), c); err != nil || left.Rows != 0 {
		t.Errorf("left: %+v, %v", left, err)
	}
	if kept, _ := find(t, sys, system.Selection{Collection: "restricted"}); len(kept) != 2 {
		t.Errorf("%d moved", len(kept))
	}
	c.Set = []varsam.Assignment{{Field: "seen"}}
	if _, err := culler.Count(t.Context(), c); varsam.CodeOf(err) != varsam.Unsupported {
		t.Errorf("%v", err)
	}
}
