package mailbox_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// TestFindText plants a person in mails of every kind; what cannot be read is said.
func TestFindText(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.create("Arkiv")
	b.put("INBOX", made("1", carin, b.name, "Ett", "anna bor här"))
	b.put("INBOX", made("2", carin, b.name, "Anna", "hej"))
	b.put("INBOX", made("3", carin, b.name, "Tre", "ingenting"))
	b.put("Arkiv", strings.Replace(made("4", carin, b.name, "Fyra", "YW5uYSBpZ2Vu"), "MIME-Version", "Content-Transfer-Encoding: base64\nMIME-Version", 1)) // anna igen
	b.put("Arkiv", strings.Replace(made("5", carin, b.name, "Fem", "--x"), "text/plain", "multipart/mixed; boundary=y", 1))
	b.put("Arkiv", made("6", carin, b.name, "Sex", "anna "+strings.Repeat("lång text ", 500_000)), imap.FlagSeen)
	sys := s.connect(t, b)
	var got []string
	places := map[string][]string{}
	found, err := sys.(system.TextFinder).FindText(t.Context(), system.Selection{Collection: "messages"}, func(x system.Text) bool {
		text, err := io.ReadAll(x.Body)
		places[varsam.KeyText(x.Ref.Key)] = append(places[varsam.KeyText(x.Ref.Key)], x.Place)
		return err == nil && strings.Contains(strings.ToLower(string(text)), "anna")
	}, func(r varsam.Record) error {
		got = append(got, r.Get("subject").String())
		if len(places[varsam.KeyText(r.Ref.Key)]) != 2 {
			t.Errorf("%s was handed out before all of it was looked at", r.Get("subject"))
		}
		return nil
	})
	if want := []string{"Fyra", "Sex", "Ett", "Anna"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, want %q, %v", got, want, err)
	}
	if found.Complete || len(found.Unread) != 1 || found.Unread[0].Ref.Key[3].Int() != 2 || found.Why != "unread" {
		t.Errorf("%+v", found)
	}
	seen := varsam.Compare("seen", varsam.Eq, varsam.BoolOf(true))
	got = nil
	found, err = sys.(system.TextFinder).FindText(t.Context(), system.Selection{Collection: "messages", Cond: &seen}, func(x system.Text) bool {
		return x.Place == "" // not read to its end
	}, func(r varsam.Record) error {
		got = append(got, r.Get("subject").String())
		return nil
	})
	if err != nil || !found.Complete || !slices.Equal(got, []string{"Sex"}) {
		t.Errorf("%q, %+v, %v", got, found, err)
	}
	if n := len(b.uids("INBOX")); n != 3 {
		t.Error(n)
	}
	all, _ := find(t, sys, system.Selection{Cond: &seen})
	if len(all) != 1 {
		t.Errorf("reading marked %d mails as read", len(all)-1)
	}
}

// TestUnreadableMail has a server that cannot give one mail of many.
func TestUnreadableMail(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	for i := range 4 {
		b.put("INBOX", made(fmt.Sprint(i), bo, b.name, "Hej", "x"))
	}
	sys, p := between(t, s, b)
	p.Fail("UID FETCH 1:4", 100, "TAG NO [UNKNOWN-CTE] hemligt")
	p.Fail("UID FETCH 3 ", 100, "TAG NO hemligt")
	all, found := find(t, sys, system.Selection{})
	if len(all) != 3 || found.Complete || found.Why != "unreadable" {
		t.Errorf("%d mails, %+v", len(all), found)
	}

	sys, p = between(t, s, b)
	p.Fail("UID FETCH 1:4 (UID BODY.PEEK[])", 1, "TAG NO hemligt")
	p.Fail("UID FETCH 2 ", 1, "TAG NO hemligt")
	count := 0
	found, err := sys.(system.TextFinder).FindText(t.Context(), system.Selection{Collection: "messages"}, func(system.Text) bool { return true },
		func(varsam.Record) error { count++; return nil })
	if err != nil || count != 3 || found.Complete || len(found.Unread) != 1 || found.Unread[0].Why.Code != system.UnreadRefused {
		t.Errorf("%d mails, %+v, %v", count, found, err)
	}
}

// TestRanges reads many mails in ranges, each behind the last key of the one
// before, and within one another over a single connection.
func TestRanges(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.create("Arkiv")
	for i := range 300 {
		b.put([]string{"INBOX", "Arkiv"}[i%2], made(fmt.Sprint(i), bo, b.name, fmt.Sprint(i), "x"))
	}
	sys := s.connect(t, b, "connections", "1")
	all, found := find(t, sys, system.Selection{})
	if len(all) != 300 || !found.Complete {
		t.Fatalf("%d mails, %+v", len(all), found)
	}
	n := 0
	for sel := (system.Selection{Limit: 77}); ; {
		some, found := find(t, sys, sel)
		for _, r := range some {
			if varsam.CompareRefs(r.Ref, all[n].Ref) != 0 {
				t.Fatalf("mail %d in ranges is another", n)
			}
			n++
		}
		if found.Complete {
			break
		}
		if found.Why != "limit" {
			t.Fatalf("%+v", found)
		}
		sel.After = some[len(some)-1].Ref.Key
	}
	if n != 300 {
		t.Errorf("%d mails in ranges", n)
	}
	keys := system.Match{Fields: []string{"account", "folder", "uidvalidity", "uid"}}
	for _, r := range all[:200] {
		keys.Tuples = append(keys.Tuples, r.Ref.Key)
	}
	some, found := find(t, sys, system.Selection{Match: []system.Match{keys}})
	if len(some) != 200 || found.Scanned || !found.Complete {
		t.Errorf("by key: %d mails, %+v", len(some), found)
	}
	inner := 0
	_, err := sys.Find(t.Context(), system.Selection{Collection: "messages", Limit: 3}, func(varsam.Record) error {
		within, err := sys.Find(t.Context(), system.Selection{Collection: "messages", Limit: 2}, func(varsam.Record) error { inner++; return nil })
		if within.Why != "limit" {
			t.Errorf("%+v", within)
		}
		return err
	})
	if err != nil || inner != 6 {
		t.Errorf("searches within a search: %d, %v", inner, err)
	}
	sample := map[string]bool{}
	err = sys.(system.Sampler).Sample(t.Context(), "messages", 20, func(r varsam.Record) error { sample[r.Ref.String()] = true; return nil })
	if err != nil || len(sample) != 20 {
		t.Errorf("%d samples, %v", len(sample), err)
	}
}

func TestFindStops(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.put("INBOX", made("1", bo, b.name, "Hej", "x"))
	sys := s.connect(t, b)
	stop := varsam.Errorf(varsam.Denied, "enough")
	found, err := sys.Find(t.Context(), system.Selection{Collection: "messages"}, func(varsam.Record) error { return stop })
	if !errors.Is(err, stop) || found.Complete {
		t.Errorf("an error of yield came back as %v, %+v", err, found)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := sys.Find(ctx, system.Selection{Collection: "messages"}, func(varsam.Record) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled search: %v", err)
	}
	exists := varsam.Cond{Op: varsam.Exists, Collection: "folders", Fields: []string{"folder"}, Own: []string{"folder"}}
	for want, sel := range map[varsam.Code]system.Selection{
		varsam.Invalid:     by("no such", varsam.Exact, "x"),
		varsam.Unsupported: {Cond: &exists},
	} {
		sel.Collection = "messages"
		if _, err := sys.Find(t.Context(), sel, func(varsam.Record) error { return nil }); varsam.CodeOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
