package locate

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// drawn is a world of made-up rows, each written by one true person, in which
// people share addresses, phones and homes.
type drawn struct {
	reg   *register.Register
	fakes []*fake
	truth map[string]int // by Ref.String(): who wrote the row
}

const population = 4

func drawWorld(t *rapid.T) drawn {
	w := drawn{reg: registerOf(), truth: map[string]int{}}
	for i := range rapid.IntRange(1, 3).Draw(t, "systems") {
		name := fmt.Sprintf("s%d", i)
		people := newTable("people", "id int", "name text", "email text", "phone text", "pnr text", "number text", "home int")
		for id := range rapid.IntRange(0, 6).Draw(t, "rows") {
			who := rapid.IntRange(0, population-1).Draw(t, "who")
			people.row(id, pick(t, nil, names4[who]), pick(t, nil, mail(who), "vi@x.se"), pick(t, nil, fmt.Sprintf("070111111%d", who), "0812345678"),
				pick(t, nil, pnr(who)), nil, rapid.IntRange(1, 3).Draw(t, "home"))
			w.truth[people.record(name, people.rows[len(people.rows)-1]).Ref.String()] = who
		}
		orders := newTable("orders", "id int", "person int", "payer int", "email text")
		for id := range rapid.IntRange(0, 5).Draw(t, "orders") {
			orders.row(id, pick(t, nil, 0, 1, 2, 3), pick(t, nil, 0, 1, 2, 3), pick(t, nil, "vi@x.se", mail(0)))
		}
		f := &fake{name: name, tables: []*table{people, orders, newTable("homes", "id int").row(1).row(2).row(3)}}
		w.fakes = append(w.fakes, f)
		w.reg.Systems = append(w.reg.Systems, systemOf(name, peopleCollection("people"),
			coll("orders", links(to("people", "person"), to("people", "payer")), "email identifies=email"),
			coll("homes", links(from("people", "home")))))
	}
	return w
}

var names4 = []string{"Anna Ek", "Bo Ek", "Cia Al", "Dag Al"}

func mail(who int) string { return fmt.Sprintf("p%d@x.se", who) }

func pnr(who int) string { return numberOf(fmt.Sprintf("90010%d00%d", who+1, who+1)) }

func pick(t *rapid.T, cells ...any) any { return rapid.SampledFrom(cells).Draw(t, "cell") }

// drawPeople gives some of the population with some of what is truly theirs.
func drawPeople(t *rapid.T) []varsam.Person {
	var people []varsam.Person
	for who := range population {
		var ids []varsam.Identifier
		for i, id := range []varsam.Identifier{email(mail(who)), email("vi@x.se"), phone(fmt.Sprintf("070111111%d", who)), phone("0812345678"), number(pnr(who))} {
			if rapid.IntRange(0, 2).Draw(t, fmt.Sprint("has", i)) == 0 {
				id.Verified = rapid.IntRange(0, 4).Draw(t, "verified") > 0
				ids = append(ids, id)
			}
		}
		if len(ids) > 0 {
			people = append(people, person(who, ids...))
		}
	}
	return people
}

func (w drawn) locate(t *rapid.T, people []varsam.Person) Search {
	s, err := Locate(context.Background(), w.reg, fakes(w.fakes...), people, Options{Today: today, Mentions: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// shuffled is the same world in another order of systems, collections and rows.
func (w drawn) shuffled(seed uint64) drawn {
	r := rand.New(rand.NewPCG(seed, 1))
	out := drawn{reg: registerOf(slices.Clone(w.reg.Systems)...), truth: w.truth}
	for i := range out.reg.Systems {
		colls := slices.Clone(out.reg.Systems[i].Collections)
		r.Shuffle(len(colls), func(a, b int) { colls[a], colls[b] = colls[b], colls[a] })
		out.reg.Systems[i].Collections = colls
	}
	r.Shuffle(len(out.reg.Systems), func(a, b int) {
		out.reg.Systems[a], out.reg.Systems[b] = out.reg.Systems[b], out.reg.Systems[a]
	})
	for _, f := range w.fakes {
		g := &fake{name: f.name}
		for _, t := range f.tables {
			copied := *t
			copied.rows = slices.Clone(t.rows)
			r.Shuffle(len(copied.rows), func(a, b int) { copied.rows[a], copied.rows[b] = copied.rows[b], copied.rows[a] })
			g.tables = append(g.tables, &copied)
		}
		out.fakes = append(out.fakes, g)
	}
	return out
}

func TestTheOrderOfThingsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, people := drawWorld(t), drawPeople(t)
		first := w.locate(t, people)
		slices.Reverse(people)
		second := w.shuffled(rapid.Uint64().Draw(t, "seed")).locate(t, people)
		first.Catalogues, second.Catalogues = nil, nil
		a, _ := json.MarshalIndent(first, "", " ")
		b, _ := json.MarshalIndent(second, "", " ")
		if string(a) != string(b) {
			t.Errorf("one order gives\n%s\nanother\n%s", a, b)
		}
	})
}

// TestNobodyElsesRowIsEverOwn: an own row never speaks against its owner. It has
// no other national number than the one the person verified; and when somebody
// else wrote it, it has no other e-mail address or phone number either, unless
// it holds two identifiers that the person verified, or the name of another of
// the person's rows. (What a household verifies together, its members' rows
// agree with; no machine can tell then.)
func TestNobodyElsesRowIsEverOwn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, people := drawWorld(t), drawPeople(t)
		s := w.locate(t, people)
		for _, l := range s.Located {
			if l.Ownership != varsam.Own || l.Record.Ref.Collection != "people" {
				continue
			}
			who := l.Persons[0]
			i := slices.IndexFunc(s.People, func(p varsam.Person) bool { return p.Number == who })
			agreed, against := compare(s.People[i], l.Record)
			if slices.Contains(against, varsam.NationalID) {
				t.Errorf("%s is own of %d but has another's number", l.Record.Ref.Label(), who)
			}
			if w.truth[l.Record.Ref.String()] != who && len(against) > 0 && agreed < 2 && !named(s, l) {
				t.Errorf("%s, which another wrote, is own of %d in spite of its %v\n%s", l.Record.Ref.String(), who, against, w.tell(s))
			}
		}
	})
}

// named reports whether another own row of the same person bears the same name.
func named(s Search, l varsam.Located) bool {
	name := l.Record.Get("name")
	return !name.IsNull() && slices.ContainsFunc(s.Located, func(other varsam.Located) bool {
		return other.Ownership == varsam.Own && other.Persons[0] == l.Persons[0] &&
			other.Record.Get("name") == name && other.Record.Ref.String() != l.Record.Ref.String()
	})
}

// compare counts the given identifiers that the record holds, and lists the
// types given of which it holds only others.
func compare(p varsam.Person, r varsam.Record) (agreed int, against []varsam.IdentifierType) {
	for field, typ := range map[string]varsam.IdentifierType{"email": varsam.Email, "phone": varsam.Phone, "pnr": varsam.NationalID} {
		gave, same := false, false
		for _, id := range p.Identifiers {
			canonical, _ := typ.Canonical(id.Value, "SE", today)
			is := id.Verified && id.Type == typ
			gave = gave || is && len(id.Chain) == 0
			if is && typ.Same(canonical, r.Get(field).String(), "SE", today) {
				same = true
				if len(id.Chain) == 0 {
					agreed++
				}
			}
		}
		if gave && !same && !r.Get(field).IsNull() {
			against = append(against, typ)
		}
	}
	return agreed, against
}

// tell writes a world and what was found in it, for the reader of a failure.
func (w drawn) tell(s Search) string {
	text := ""
	for _, f := range w.fakes {
		for _, t := range f.tables {
			for _, row := range t.rows {
				text += fmt.Sprintln(f.name, t.Name, row)
			}
		}
	}
	for _, p := range s.People {
		text += fmt.Sprintf("%+v\n", p)
	}
	for _, l := range s.Located {
		text += fmt.Sprintln(l.Record.Ref, l.Ownership, l.Persons, l.Why)
	}
	return text
}
