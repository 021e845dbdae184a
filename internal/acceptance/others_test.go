package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// copied is everything that a copy holds, as one text.
func (w *town) copied(folder string) string {
	w.Helper()
	var all strings.Builder
	for _, data := range files(w, folder) {
		all.Write(data)
	}
	return all.String()
}

// copyAndErase carries somebody's "copy, then erase" to its end and returns the
// copy, the plan and the answer.
func (w *town) copyAndErase(ask ...string) (copied string, p planned, answer string) {
	w.Helper()
	id, p := w.approved(append([]string{"--right", "access", "--right", "erasure"}, ask...)...)
	copied = w.copied(w.copy(id))
	answer, last := w.finish(id)
	if last.Request.State != "done" {
		w.Errorf("the request is %s, not done", last.Request.State)
	}
	return copied, p, answer
}

// mustHold checks that a text holds some words and none of others.
func mustHold(t testing.TB, what, text string, want []string, never ...string) {
	t.Helper()
	text = strings.ReplaceAll(text, "\u00a0", " ")
	for _, word := range want {
		if !strings.Contains(text, word) {
			t.Errorf("%s does not hold %q", what, word)
		}
	}
	for _, word := range never {
		if strings.Contains(text, word) {
			t.Errorf("%s holds %q", what, word)
		}
	}
}

// objectsIn are the planned records of one collection.
func objectsIn(objects []object, collection string) (all []object) {
	for _, o := range objects {
		if o.Collection == collection {
			all = append(all, o)
		}
	}
	return all
}

// TestTwoAtOneAddress erases one of two people who share a row.
func TestTwoAtOneAddress(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		w := newTown(t, e, "crm", "mailing", "web")
		inserts{"crm.addresses": {"(1, 'Shared Street 1')", "(2, 'Other Street 2')"}}.run(w)
		w.settle(citizen{id: 1, code: "qqanna", address: 1}, citizen{id: 2, code: "qqbo", address: 1}, citizen{id: 3, code: "qqcilla", address: 2})
		before := w.dump()

		copied, p, answer := w.copyAndErase("--email", "qqanna@example.com")
		mustHold(t, "the copy", copied, []string{"Name qqanna", "order qqanna-0", "case qqanna-0"}, "qqbo", "qqcilla", "Other Street")
		mustHold(t, "the answer", answer, nil, "qqbo", "qqcilla")
		for _, o := range p.Objects {
			if o.Collection == "addresses" && (o.Ownership != "shared" || o.Fate != "keep" || o.Key != "1") {
				t.Errorf("the address: %+v", o)
			}
		}
		w.unharmed("qqanna", before)
	})
}

// TestIdentifierOfMany asks for somebody whose phone number 500 people have.
func TestIdentifierOfMany(t *testing.T) {
	const number, many = "070-174 06 05", 500
	for name, ask := range map[string][]string{
		"found on the way": {"--email", "qq0001@example.com"},
		"given too":        {"--email", "qq0001@example.com", "--phone", number},
	} {
		t.Run(name, func(t *testing.T) {
			onEach(t, func(t *testing.T, e engine) {
				w := newTown(t, e, "crm", "mailing", "web")
				w.settle(people(many, func(p *citizen) { p.phone = number })...)
				before := w.dump()
				copied, p, answer := w.copyAndErase(ask...)
				var theirs []string
				for i := 2; i <= many; i++ {
					theirs = append(theirs, fmt.Sprintf("qq%04d", i))
				}
				mustHold(t, "the copy", copied, []string{"Name qq0001"}, theirs...)
				mustHold(t, "the answer", answer, nil, theirs...)
				for _, o := range p.Objects {
					if first := o.Key == "1" || o.Key == "100" && o.Collection != "customers"; first != (o.Ownership == "own") {
						t.Errorf("%+v", o)
					}
				}
				w.unharmed("qq0001", before)
				if left := mine(w.dump(), "qq0001"); left["mailing.members"]+left["web.accounts"]+left["crm.orders"] > 1 {
					t.Errorf("of the one who asked there is left: %v", left)
				}
			})
		})
	}
	t.Run("alone", func(t *testing.T) {
		onEach(t, func(t *testing.T, e engine) {
			w := newTown(t, e, "crm", "mailing", "web")
			w.settle(people(many, func(p *citizen) { p.phone = number })...)
			before := w.dump()
			id, p := w.approved("--right", "access", "--right", "erasure", "--phone", number)
			for _, o := range p.Objects {
				if o.Ownership == "own" {
					t.Errorf("a number of 500 people makes own: %+v", o)
				}
			}
			copied := w.copied(w.copy(id))
			w.run("request", "run", id)
			mustHold(t, "the copy", copied, nil, "qq0")
			diff(t, "the databases", before, w.dump())
		})
	})
}

// people are many, coded qq0001 and on.
func people(n int, edit func(*citizen)) []citizen {
	all := make([]citizen, n)
	for i := range all {
		all[i] = citizen{id: i + 1, code: fmt.Sprintf("qq%04d", i+1)}
		edit(&all[i])
	}
	return all
}

// TestHandlerOfOthersCases asks as an employee who handled other people's cases,
// and who is a customer too.
func TestHandlerOfOthersCases(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		w := newTown(t, e, "crm", "mailing", "web")
		inserts{"crm.staff": {"(7, 'Name qqhandler', 'QQhandler@example.com')", "(8, 'Name qqcolleague', 'qqcolleague@example.com')"}}.run(w)
		w.settle(citizen{id: 1, code: "qqanna", handler: 7, cases: 3}, citizen{id: 2, code: "qqbo", handler: 7}, citizen{id: 3, code: "qqcilla", handler: 8})
		before := w.dump()

		copied, p, answer := w.copyAndErase("--email", "qqhandler@example.com")
		mustHold(t, "the copy", copied, []string{"Name qqhandler"}, "qqanna", "qqbo", "qqcilla", "qqcolleague")
		mustHold(t, "the answer", answer, nil, "qqanna", "qqbo", "qqcilla", "qqcolleague")
		cases := objectsIn(p.Objects, "cases")
		if len(cases) != 4 || slices.ContainsFunc(cases, func(o object) bool { return o.Ownership != "other" || o.Fate != "keep" }) {
			t.Errorf("the cases: %+v", cases)
		}
		after := w.systems["crm"].rows("staff", " WHERE id = 7")
		if len(after) != 1 || strings.Contains(after[0].String(), "handler") {
			t.Errorf("the row that cases point at is to stay without the person: %v", after)
		}
		w.systems["crm"].exec("UPDATE staff SET name = 'qqhandler' WHERE id = 7") // so that it does not count as another's
		w.unharmed("qqhandler", before)
	})
}

// TestClaimedAddress gives a second address that nobody has verified, and that
// is somebody else's.
func TestClaimedAddress(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		w := newTown(t, e, "crm", "mailing", "web")
		w.settle(citizen{id: 1, code: "qqanna"}, citizen{id: 2, code: "qqolle"})
		before := w.dump()
		copied, p, answer := w.copyAndErase("--email", "qqanna@example.com", "--claimed", "email=qqolle@example.com")
		mustHold(t, "the copy", copied, []string{"Name qqanna"}, "Name qqolle", "order qqolle", "case qqolle")
		mustHold(t, "the answer", answer, nil, "Name qqolle")
		for _, o := range p.Objects {
			if o.Key == "2" || strings.HasPrefix(o.Key, "20") {
				t.Errorf("found by a claim: %+v", o)
			}
		}
		w.unharmed("qqanna", before)

		// A claim alone is no request.
		r := w.run("request", "new", "--register", w.register, "--right", "erasure", "--claimed", "email=qqolle@example.com")
		if r.code != 2 || !strings.Contains(r.errout, "verified") {
			t.Errorf("a claim alone: exit %d, want 2: %s", r.code, r.errout)
		}
	})
}
