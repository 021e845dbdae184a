package locate

import (
	"fmt"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// people is a system with one table of people in which rows are given as name,
// e-mail, phone, national number and customer number.
func people(rows ...[]any) (*register.Register, *fake) {
	t := newTable("people", "id int", "name text", "email text", "phone text", "pnr text", "number text")
	for i, r := range rows {
		t.row(append([]any{i + 1}, r...)...)
	}
	return registerOf(systemOf("crm", peopleCollection("people"))), &fake{name: "crm", tables: []*table{t}}
}

func peopleCollection(name string) register.Collection {
	return coll(name, self(), "name data=person.name", "email identifies=email", "phone identifies=phone",
		"pnr identifies=national-id", "number identifies=customer-number extends=no")
}

func r(cells ...any) []any { return append(cells, make([]any, 5-len(cells))...) }

// numberOf makes a Swedish number with a right control digit.
func numberOf(nine string) string {
	for d := range 10 {
		if s := fmt.Sprintf("19%s%d", nine, d); validNumber(s) {
			return s
		}
	}
	panic("no control digit")
}

func validNumber(s string) bool {
	_, err := varsam.NationalID.Canonical(s, "SE", today)
	return err == nil
}

func TestWhoseARowIs(t *testing.T) {
	t.Parallel()
	anna, bo := numberOf("900101001"), numberOf("900102002")
	claimed := varsam.Identifier{Type: varsam.Phone, Value: "0709999999"}
	for name, c := range map[string]struct {
		rows [][]any
		ids  []varsam.Identifier
		want []string
	}{
		"duplicates are all own": {
			[][]any{r("Anna Ek", "a@x.se"), r("Anna Ek", "A@x.se"), r("Anna Maria Ek", "a@x.se"), r(nil, "a@x.se", "0701111111")},
			[]varsam.Identifier{email("a@x.se")},
			[]string{"people/1 own 0 identifier", "people/2 own 0 identifier", "people/3 own 0 identifier", "people/4 own 0 identifier"},
		},
		"a shared address tells nobody apart": {
			[][]any{r("Anna Ek", "info@x.se", nil, anna), r("Bo Ek", "info@x.se", nil, bo)},
			[]varsam.Identifier{email("info@x.se")},
			[]string{"people/1 other 0 ambiguous", "people/2 other 0 ambiguous"},
		},
		"a second verified identifier does": {
			[][]any{r("Anna Ek", "info@x.se", nil, anna), r("Bo Ek", "info@x.se", nil, bo), r(nil, "info@x.se")},
			[]varsam.Identifier{email("info@x.se"), number(anna)},
			[]string{"people/1 own 0 identifier", "people/2 other 0 contradicts", "people/3 other 0 identifier-shared"},
		},
		"names tell apart": {
			[][]any{r("Anna Ek", "vi@x.se"), r("Bo Ek", "vi@x.se")},
			[]varsam.Identifier{email("vi@x.se")},
			[]string{"people/1 other 0 ambiguous", "people/2 other 0 ambiguous"},
		},
		"a family's phone": {
			[][]any{r("Anna Ek", "a@x.se", "08-12 34 56 78"), r("Bo Ek", "b@x.se", "08-12 34 56 78")},
			[]varsam.Identifier{email("a@x.se"), phone("08-12345678")},
			[]string{"people/1 own 0 identifier", "people/2 other 0 identifier-shared"},
		},
		"a family's phone and only the other's row": {
			[][]any{r("Bo Ek", "b@x.se", "08-12 34 56 78")},
			[]varsam.Identifier{email("a@x.se"), phone("08-12345678")},
			[]string{"people/1 other 0 contradicts"},
		},
		"an old phone under the same name": {
			[][]any{r("Anna Ek", "a@x.se", "0702222222")},
			[]varsam.Identifier{email("a@x.se"), phone("0701111111")},
			[]string{"people/1 other 0 contradicts"},
		},
		"a contradicting number alone": {
			[][]any{r("Anna Ek", "a@x.se", nil, bo)},
			[]varsam.Identifier{email("a@x.se"), number(anna)},
			[]string{"people/1 other 0 contradicts"},
		},
		"a contradicting customer number": {
			[][]any{r("Anna Ek", "a@x.se", "0701111111", nil, "K2")},
			[]varsam.Identifier{email("a@x.se"), phone("0701111111"), verified("customer-number", "K1")},
			[]string{"people/1 other 0 contradicts"},
		},
		"one number with several addresses": {
			[][]any{r("Anna Ek", "a@x.se", nil, anna), r("Anna Berg", "anna@y.se", nil, anna)},
			[]varsam.Identifier{number(anna)},
			[]string{"people/1 own 0 identifier", "people/2 own 0 identifier"},
		},
		"what is only claimed does not decide, but is told": {
			[][]any{r("Anna Ek", "vi@x.se", "0709999999"), r("Bo Ek", "vi@x.se", "0708888888")},
			[]varsam.Identifier{email("vi@x.se"), claimed},
			[]string{"people/1 other 0 claimed", "people/2 other 0 ambiguous"},
		},
		"both share everything the person gave": {
			[][]any{r("Anna Ek", "vi@x.se", "0701111111"), r("Bo Ek", "vi@x.se", "0701111111")},
			[]varsam.Identifier{email("vi@x.se"), phone("0701111111")},
			[]string{"people/1 other 0 ambiguous", "people/2 other 0 ambiguous"},
		},
		"a foreign number that we cannot read": {
			[][]any{r(nil, "vi@x.se", nil, "P-1234567"), r(nil, "vi@x.se", nil, "P-7654321")},
			[]varsam.Identifier{email("vi@x.se")},
			[]string{"people/1 other 0 ambiguous", "people/2 other 0 ambiguous"},
		},
		"placeholders say nothing": {
			[][]any{r("Anna Ek", "a@x.se", "saknas", "000000-0000"), r("Anna Ek", "a@x.se", "-", nil)},
			[]varsam.Identifier{email("a@x.se")},
			[]string{"people/1 own 0 identifier", "people/2 own 0 identifier"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reg, f := people(c.rows...)
			wants(t, mustLocate(t, reg, fakes(f), Options{}, person(0, c.ids...)), c.want...)
		})
	}
}

func TestAnIdentifierSharedByFiveHundred(t *testing.T) {
	t.Parallel()
	var rows [][]any
	for i := range 500 {
		rows = append(rows, r(nil, "info@x.se", nil, nil, fmt.Sprintf("K%d", i)))
	}
	reg, f := people(rows...)
	s := mustLocate(t, reg, fakes(f), Options{}, person(0, email("info@x.se"), verified("customer-number", "K41")))
	own := 0
	for _, l := range s.Located {
		switch {
		case l.Ownership == varsam.Own:
			own++
		case l.Ownership != varsam.Other || l.Record.Has("email"):
			t.Errorf("%s is %s and shows %v", l.Record.Ref.Label(), l.Ownership, l.Record.Fields)
		}
	}
	if len(s.Located) != 500 || own != 1 {
		t.Errorf("%d located, %d own; want 500 and 1", len(s.Located), own)
	}
}

func TestFiveHundredWithNothingElseToTellThemApart(t *testing.T) {
	t.Parallel()
	var rows [][]any
	for range 500 {
		rows = append(rows, r(nil, "info@x.se"))
	}
	reg, f := people(rows...)
	for _, l := range mustLocate(t, reg, fakes(f), Options{}, person(0, email("info@x.se"))).Located {
		if l.Ownership != varsam.Other || l.Why.Code != ReasonAmbiguous || l.Why.Args[1] != "500" {
			t.Fatalf("%s is %s because %v", l.Record.Ref.Label(), l.Ownership, l.Why)
		}
	}
}

func TestOnePersonHasAnyNumberOfMails(t *testing.T) {
	t.Parallel()
	var rows [][]any
	for range 500 {
		rows = append(rows, r(nil, "a@x.se"))
	}
	reg, f := people(rows...)
	f.tables[0].Events = true
	for _, l := range mustLocate(t, reg, fakes(f), Options{}, person(0, email("a@x.se"))).Located {
		if l.Ownership != varsam.Own {
			t.Fatalf("%s is %s because %v", l.Record.Ref.Label(), l.Ownership, l.Why)
		}
	}
}

func TestOneIdentifierGivenByTwoPeople(t *testing.T) {
	t.Parallel()
	reg, f := people(r("Anna Ek", "a@x.se", "0812345678"), r("Bo Ek", "b@x.se", "0812345678"), r(nil, nil, "0812345678"))
	s := mustLocate(t, reg, fakes(f), Options{},
		person(0, email("a@x.se"), phone("0812345678")), person(1, email("b@x.se"), phone("0812345678")))
	wants(t, s, "people/1 own 0 identifier", "people/2 own 1 identifier", "people/3 other 0 1 identifier-shared")
}

// A row with the other's national number is not hers alone, and its name is his
// perhaps: it does not make another row with another's telephone hers.
func TestANameIsNoProofWhereTheNumberIsAnothers(t *testing.T) {
	t.Parallel()
	bo := numberOf("900102002")
	reg, f := people(r("Bo Ek", "vi@x.se", "0702222222"), r("Bo Ek", "vi@x.se", nil, bo))
	s := mustLocate(t, reg, fakes(f), Options{}, person(0, email("vi@x.se"), phone("0701111111")), person(1, number(bo)))
	wants(t, s, "people/1 other 0 contradicts", "people/2 shared 0 1 shared-within")
}

func TestNumbersContestInAllSystems(t *testing.T) {
	t.Parallel()
	anna, bo := numberOf("900101001"), numberOf("900102002")
	reg := registerOf(systemOf("a", peopleCollection("people")), systemOf("b", peopleCollection("people")), systemOf("c", peopleCollection("people")))
	columns := []string{"id int", "name text", "email text", "phone text", "pnr text", "number text"}
	one := func(name string, cells ...any) *fake {
		return &fake{name: name, tables: []*table{newTable("people", columns...).row(cells...)}}
	}
	open := fakes(one("a", 1, nil, "vi@x.se", nil, anna, nil), one("b", 1, nil, "vi@x.se", nil, bo, nil), one("c", 1, nil, "vi@x.se", nil, nil, nil))
	s := mustLocate(t, reg, open, Options{}, person(0, email("vi@x.se")))
	wants(t, s, "people/1 other 0 ambiguous", "people/1 other 0 ambiguous", "people/1 other 0 ambiguous")
}

// Of what happened to somebody there may be any number: the register says which
// tables hold that. Rows that contradict each other are several people's all the same.
func TestEventsMayBeMany(t *testing.T) {
	t.Parallel()
	many := func(events bool, last []any) (own int) {
		rows := make([][]any, 0, 21)
		for range 20 {
			rows = append(rows, r("Anna Ek", "anna@x.se"))
		}
		reg, f := people(append(rows, last)...)
		reg.Systems[0].Collections[0].Events = events
		s := mustLocate(t, reg, fakes(f), Options{}, person(0, email("anna@x.se")))
		for _, l := range s.Located {
			if l.Ownership == varsam.Own {
				own++
			}
		}
		return own
	}
	anna, bo := r("Anna Ek", "anna@x.se"), r("Bo Ek", "anna@x.se")
	if n := many(false, anna); n != 0 {
		t.Errorf("%d of 21 rows of people are one person's", n)
	}
	if n := many(true, anna); n != 21 {
		t.Errorf("%d of 21 events are one person's", n)
	}
	if n := many(true, bo); n != 0 {
		t.Errorf("%d of 21 events of two people are one's", n)
	}
}

func TestAPersonConfirms(t *testing.T) {
	t.Parallel()
	reg, f := people(r("Anna Ek", "vi@x.se"), r("Bo Ek", "vi@x.se"))
	ref := varsam.Ref{System: "crm", Collection: "people", Key: []varsam.Value{varsam.IntOf(1)}}
	s := mustLocate(t, reg, fakes(f), Options{Confirmed: map[string]int{ref.String(): 0}}, person(0, email("vi@x.se")))
	wants(t, s, "people/1 own 0 confirmed", "people/2 other 0 ambiguous")
}

func TestNamesConfirmAndDoubt(t *testing.T) {
	t.Parallel()
	reg, w := linked(
		[][]any{r("Anna Ek", "a@x.se", "0701111111")},
		[][]any{r("Ek, Anna", "a@x.se", "0702222222")},
		[][]any{r("Bo Ek", nil, "0701111111")},
		[][]any{r("A. Ek", nil, "0701111111")},
	)
	s := mustLocate(t, reg, w, Options{}, person(0, email("a@x.se"), phone("0701111111")))
	wants(t, s, "people/1 own 0 identifier", "people/1 own 0 identifier", "people/1 other 0 other-name", "people/1 own 0 identifier")
}
