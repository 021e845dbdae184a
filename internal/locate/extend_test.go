package locate

import (
	"fmt"
	"slices"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// chainOf builds systems s0, s1 …, in which row i of each leads to the next by a
// phone number, then an e-mail address, and so on.
func contact(name string, rows ...[]any) (register.System, *fake) {
	t := newTable("people", "id int", "name text", "email text", "phone text", "pnr text", "number text")
	for i, cells := range rows {
		t.row(append([]any{i + 1}, cells...)...)
	}
	return systemOf(name, peopleCollection("people")), &fake{name: name, tables: []*table{t}}
}

func linked(rows ...[][]any) (*register.Register, world) {
	var systems []register.System
	var all []*fake
	for i, r := range rows {
		s, f := contact(fmt.Sprintf("s%d", i), r...)
		systems, all = append(systems, s), append(all, f)
	}
	return registerOf(systems...), fakes(all...)
}

func owns(s Search) []string {
	var all []string
	for _, l := range s.Located {
		if l.Ownership == varsam.Own {
			all = append(all, l.Record.Ref.System+"/"+l.Record.Ref.Key[0].String())
		}
	}
	return all
}

func TestFoundIdentifiersExtendTheSearch(t *testing.T) {
	t.Parallel()
	reg, w := linked(
		[][]any{r("Anna Ek", "a@x.se", "0701111111")},
		[][]any{r("Anna Ek", "anna@y.se", "070-111 11 11")},
		[][]any{r("Anna Ek", "ANNA@y.se", nil)},
	)
	s := mustLocate(t, reg, w, Options{}, person(0, email("a@x.se")))
	if got := owns(s); !slices.Equal(got, []string{"s0/1", "s1/1", "s2/1"}) {
		t.Errorf("own: %v", got)
	}
	ids := s.People[0].Identifiers
	if len(ids) != 3 || ids[1].Value != "+46701111111" || ids[2].Value != "anna@y.se" || !ids[2].Verified {
		t.Fatalf("identifiers: %+v", ids)
	}
	chain := ids[2].Chain
	if len(chain) != 2 || chain[0].Ref.System != "s0" || chain[0].Field != "phone" || chain[1].Ref.System != "s1" || chain[1].Field != "email" {
		t.Errorf("chain: %+v", chain)
	}
	wantGaps(t, s)
}

func TestWhatSomebodyElseHasTooDoesNotExtend(t *testing.T) {
	t.Parallel()
	reg, w := linked(
		[][]any{r("Anna Ek", "a@x.se", "0701111111"), r("Bo Ek", "b@x.se", "070-1111111")},
		[][]any{r("Cia", "c@x.se", "0701111111")},
	)
	s := mustLocate(t, reg, w, Options{}, person(0, email("a@x.se")))
	if got := owns(s); !slices.Equal(got, []string{"s0/1"}) || len(s.People[0].Identifiers) != 1 {
		t.Errorf("own: %v, identifiers %v", got, s.People[0].Identifiers)
	}
}

func TestAFoundNumberDoesNotReachWhoContradicts(t *testing.T) {
	t.Parallel()
	reg, w := linked(
		[][]any{r("Anna Ek", "a@x.se", "0701111111")},
		[][]any{r("Bo Ek", "b@x.se", "0701111111")},
	)
	s := mustLocate(t, reg, w, Options{}, person(0, email("a@x.se")))
	if got := owns(s); !slices.Equal(got, []string{"s0/1"}) {
		t.Errorf("own: %v", got)
	}
}

func TestASharedAddressProvesButDoesNotExtend(t *testing.T) {
	t.Parallel()
	reg, w := linked(
		[][]any{r("Anna Ek", "vi@x.se", "0701111111"), r("Bo Ek", "vi@x.se", "0702222222")},
		[][]any{r("Bo Ek", "vi@x.se", "0702222222")},
		[][]any{r("Bo Ek", nil, "0702222222")},
	)
	s := mustLocate(t, reg, w, Options{}, person(0, email("vi@x.se")))
	if len(s.People[0].Identifiers) != 1 {
		t.Errorf("Bo's phone extended a search by an address that he shares: %+v", s.People[0].Identifiers)
	}
}

func TestNamesAddressesAndForbiddenFieldsNeverExtend(t *testing.T) {
	t.Parallel()
	for _, spec := range []string{
		"phone identifies=phone extends=no",
		"phone identifies=phone data=contact.address.street",
		"phone identifies=phone data=person.name",
		"phone identifies=phone data=person.birth",
	} {
		people := newTable("people", "id int", "email text", "phone text").row(1, "a@x.se", "0701111111")
		reg := registerOf(systemOf("s", coll("people", self(), "email identifies=email", spec)))
		s := mustLocate(t, reg, fakes(&fake{name: "s", tables: []*table{people}}), Options{}, person(0, email("a@x.se")))
		if len(s.People[0].Identifiers) != 1 {
			t.Errorf("%s: extended", spec)
		}
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	var rows [][][]any
	for i := range 7 {
		rows = append(rows, [][]any{r("Anna Ek", fmt.Sprintf("a%d@x.se", i/2), fmt.Sprintf("070111111%d", (i+1)/2))})
	}
	reg, w := linked(rows...)
	s := mustLocate(t, reg, w, Options{}, person(0, email("a0@x.se")))
	if got := owns(s); len(got) != 5 {
		t.Errorf("after four rounds %v are own", got)
	}
	wantGaps(t, s, "rounds")
	s = mustLocate(t, reg, w, Options{Limits: Limits{Identifiers: 2}}, person(0, email("a0@x.se")))
	if got := owns(s); len(got) != 2 {
		t.Errorf("with two identifiers %v are own", got)
	}
	wantGaps(t, s, "identifiers")
	wantGaps(t, mustLocate(t, reg, w, Options{Limits: Limits{Rounds: 9}}, person(0, email("a0@x.se"))))
}
