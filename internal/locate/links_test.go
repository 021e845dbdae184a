package locate

import (
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// locateAnna searches for a@x.se in one system.
func locateAnna(t *testing.T, opts Options, colls []register.Collection, tables ...*table) Search {
	t.Helper()
	return mustLocate(t, registerOf(systemOf("s", colls...)), fakes(&fake{name: "s", tables: tables}), opts, person(0, email("a@x.se")))
}

func annaAndBo() *table {
	return newTable("people", "id int", "email text").row(1, "a@x.se").row(2, "b@x.se")
}

var peopleByEmail = coll("people", self(), "email identifies=email")

func TestARecordThatLeadsToTwoPeopleIsShared(t *testing.T) {
	t.Parallel()
	s := locateAnna(t, Options{},
		[]register.Collection{peopleByEmail, coll("contracts", links(to("people", "tenant"), to("people", "landlord")))},
		annaAndBo(),
		newTable("contracts", "id int", "tenant int", "landlord int").row(10, 1, 2).row(11, 1, nil).row(12, 1, 1).row(13, 2, 2).row(14, nil, nil),
	)
	wants(t, s, "contracts/10 shared 0 shared-link", "contracts/11 own 0 linked", "contracts/12 own 0 linked", "people/1 own 0 identifier")
}

func TestAnotherPersonsCardPaidMyOrder(t *testing.T) {
	t.Parallel()
	s := locateAnna(t, Options{},
		[]register.Collection{
			peopleByEmail, coll("orders", links(to("people", "person"))),
			coll("cards", links(from("orders", "card"), to("people", "holder")), "number identifies=card"),
		},
		annaAndBo(),
		newTable("orders", "id int", "person int", "card int").row(10, 1, 100).row(11, 1, 101),
		newTable("cards", "id int", "holder int", "number text").row(100, 2, "4111").row(101, 1, "4222"),
	)
	wants(t, s, "cards/100 other 0 somebody-elses", "cards/101 own 0 linked", "orders/10 own 0 linked", "orders/11 own 0 linked", "people/1 own 0 identifier")
	if s.Located[0].Record.Has("number") {
		t.Error("Bo's card number was kept")
	}
}

func TestGuestsAndOrphansBelongToWhomTheyName(t *testing.T) {
	t.Parallel()
	s := locateAnna(t, Options{},
		[]register.Collection{peopleByEmail, coll("orders", links(to("people", "person")), "email identifies=email")},
		annaAndBo(),
		newTable("orders", "id int", "person int", "email text").
			row(10, nil, "a@x.se").row(11, 99, "a@x.se").row(12, 2, "a@x.se").row(13, 1, "b@x.se"),
	)
	wants(t, s, "orders/10 own 0 identifier", "orders/11 own 0 identifier", "orders/12 other 0 named", "orders/13 own 0 linked", "people/1 own 0 identifier")
}

func TestNobodysCollection(t *testing.T) {
	t.Parallel()
	s := locateAnna(t, Options{}, []register.Collection{coll("log", nil, "email identifies=email")},
		newTable("log", "id int", "email text").row(1, "a@x.se"))
	wants(t, s, "log/1 other 0 nobodys")
}

func TestCompositeKeysAndTypesThatDoNotMatch(t *testing.T) {
	t.Parallel()
	people := newTable("people", "firm text", "number int", "email text").
		row("01", 7, "a@x.se").row("1", 7, "b@x.se")
	people.Key = []string{"firm", "number"}
	s := locateAnna(t, Options{},
		[]register.Collection{peopleByEmail, coll("orders", links(to("people", "firm", "person")))},
		people,
		newTable("orders", "id int", "firm text", "person text").row(1, "01", "7").row(2, "1", "7").row(3, "01", "07").row(4, nil, "7"),
	)
	wants(t, s, "orders/1 own 0 linked", "people/01/7 own 0 identifier")
}

func TestSelfReferencesAndCirclesEnd(t *testing.T) {
	t.Parallel()
	s := locateAnna(t, Options{},
		[]register.Collection{
			coll("people", links(register.Link{Self: true}, others(to("people", "boss"))), "email identifies=email"),
			coll("threads", links(to("people", "person"), to("threads", "parent"))),
			coll("a", links(to("people", "person"), from("b", "a"))),
			coll("b", links(from("a", "b"))),
		},
		newTable("people", "id int", "email text", "boss int").row(1, "a@x.se", 1).row(2, "b@x.se", 1),
		newTable("threads", "id int", "person int", "parent int").row(1, 1, nil).row(2, nil, 1).row(3, nil, 2).row(4, 2, 3).row(5, nil, 5),
		newTable("a", "id int", "person int", "b int").row(1, 1, 1).row(2, nil, 1),
		newTable("b", "id int", "a int").row(1, 2).row(2, 1),
	)
	wants(t, s,
		"a/1 own 0 linked", "a/2 own 0 linked", "b/1 own 0 linked",
		"people/1 own 0 identifier", "people/2 other 0 role",
		"threads/1 own 0 linked", "threads/2 own 0 linked", "threads/3 own 0 linked", "threads/4 shared 0 shared-link",
	)
}

func TestWhatIsSharedReachesWhatBelongsToIt(t *testing.T) {
	t.Parallel()
	home := newTable("people", "id int", "email text", "home int").row(1, "a@x.se", 5).row(2, "b@x.se", 5).row(3, "c@x.se", 6)
	s := locateAnna(t, Options{},
		[]register.Collection{
			peopleByEmail, coll("homes", links(from("people", "home"))),
			coll("cities", links(from("homes", "city"))), coll("notes", links(to("homes", "home"))),
		},
		home, newTable("homes", "id int", "city int").row(5, 50).row(6, 50),
		newTable("cities", "id int").row(50), newTable("notes", "id int", "home int").row(500, 5).row(501, 6).references("home", "homes", "id"),
	)
	wants(t, s, "cities/50 shared 0 shared-others", "homes/5 shared 0 shared-others", "notes/500 shared 0 shared-others", "people/1 own 0 identifier")
}

func TestAnUndeclaredTableThatPointsHereMakesItShared(t *testing.T) {
	t.Parallel()
	s := locateAnna(t, Options{},
		[]register.Collection{peopleByEmail, coll("homes", links(from("people", "home")))},
		newTable("people", "id int", "email text", "home int").row(1, "a@x.se", 5),
		newTable("homes", "id int").row(5),
		newTable("meters", "id int", "home int").references("home", "homes", "").row(9, 5),
	)
	wants(t, s, "homes/5 shared 0 shared-others", "people/1 own 0 identifier")
	if got := s.Located[0].Why.Args[0]; got != "meters" {
		t.Errorf("shared with %s", got)
	}
}

func TestWhatCannotBeCountedIsShared(t *testing.T) {
	t.Parallel()
	f := &fake{name: "s", fails: map[string]error{"meters": varsam.Errorf(varsam.Denied, "no")}, tables: []*table{
		newTable("people", "id int", "email text", "home int").row(1, "a@x.se", 5), newTable("homes", "id int").row(5),
		newTable("meters", "id int", "home int").references("home", "homes", "id"),
	}}
	reg := registerOf(systemOf("s", peopleByEmail, coll("homes", links(from("people", "home")))))
	s := mustLocate(t, reg, fakes(f), Options{}, person(0, email("a@x.se")))
	wants(t, s, "homes/5 shared 0 shared-others", "people/1 own 0 identifier")
	wantGaps(t, s, "denied")
}

func TestADetachableRecordIsReadWhole(t *testing.T) {
	t.Parallel()
	link := others(to("people", "contact"))
	link.Detach = true
	s := locateAnna(t, Options{Mentions: true}, []register.Collection{peopleByEmail, coll("companies", links(link), "note text")},
		annaAndBo(), newTable("companies", "id int", "contact int", "note text").row(1, 1, "ask a@x.se"))
	wants(t, s, "companies/1 other 0 role", "people/1 own 0 identifier")
	if l := s.Located[0]; !l.Record.Has("note") || len(l.Hits) != 1 || len(l.Parents) != 1 {
		t.Errorf("located %+v", l)
	}
}

func TestMentions(t *testing.T) {
	t.Parallel()
	note := newTable("notes", "id int", "person int", "body text", "extra text")
	for i, body := range []string{
		"mejla A@x.se.", "xa@x.se", "a@x.se.com", "b.a@x.se", "mailto:a@x.se, tack", "(a@x.se)", "a@x.sex", "a@x.se-mail",
		"ring 070-123 45 67", "ring +46701234567!", "0701234567", "ref 10701234567", "0701234567-8", "K-123456x", "K-123456", "K-12",
	} {
		note.row(i, nil, body, nil)
	}
	note.row(50, 1, "a@x.se", nil).row(51, nil, nil, "a@x.se").row(52, nil, strings.Repeat("lorem ", 300)+"a@x.se", nil)
	reg := registerOf(systemOf("s", peopleByEmail, coll("notes", links(to("people", "person")), "body text", "extra text")))
	f := &fake{name: "s", tables: []*table{annaAndBo(), note}}
	s := mustLocate(t, reg, fakes(f), Options{Mentions: true},
		person(0, email("a@x.se"), phone("0701234567"), verified("customer", "K-123456"), verified("short", "K-12")))
	var got []string
	for _, l := range s.Located {
		if l.Ownership == varsam.Mention {
			got = append(got, l.Record.Ref.Key[0].String()+l.Why.Args[0])
		}
	}
	want := []string{"0body", "4body", "5body", "8body", "9body", "10body", "14body", "51extra", "52body"}
	if !slices.Equal(got, want) {
		t.Errorf("mentions %v, want %v", got, want)
	}
	if i := slices.Index(short(s), "notes/50 own 0 linked"); i < 0 || len(s.Located[i].Hits) != 1 {
		t.Errorf("her own note is hers: %v", short(s))
	}
	if s := mustLocate(t, reg, fakes(f), Options{}, person(0, email("a@x.se"))); len(s.Located) != 2 {
		t.Errorf("without mentions: %v", short(s))
	}
}

// A name finds texts, and nothing else: no row by a column, and no further identifier.
func TestNamesAreLookedForInTextsOnly(t *testing.T) {
	t.Parallel()
	reg := registerOf(systemOf("s", coll("people", nil, "label identifies=name", "email identifies=email"), coll("notes", nil, "body text")))
	note := newTable("notes", "id int", "body text")
	for i, body := range []string{
		"Öberg, Anna ringde", "ANNA ÖBERG", "anna oberg, 070-123 45 67", "Anna", "A. Öberg", "Anna Öbergsson", "ring 0701234567", "Ana Öberg 0701234567",
	} {
		note.row(i, body)
	}
	f := &fake{name: "s", tables: []*table{newTable("people", "id int", "label text", "email text").row(1, "Anna Öberg", "a@x.se"), note}}
	s := mustLocate(t, reg, fakes(f), Options{Mentions: true}, person(0, verified(varsam.Name, "Anna Öberg"), phone("0701234567")))
	var got []string
	for _, l := range s.Located {
		line := l.Record.Ref.Label() + " " + string(l.Ownership)
		for _, h := range l.Hits {
			line += " " + string(h.Type)
		}
		got = append(got, line)
	}
	want := []string{"notes 0 mention name", "notes 1 mention name", "notes 2 mention name phone", "notes 6 mention phone", "notes 7 mention phone"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	claimed := varsam.Identifier{Type: varsam.Name, Value: "Anna Öberg"}
	if s := mustLocate(t, reg, fakes(f), Options{Mentions: true}, person(0, claimed)); len(s.Located) > 0 {
		t.Errorf("by a name that nobody verified: %v", short(s))
	}
}

// An order of hers that holds another address may be a gift's or an older one of her own: a person is asked.
func TestAnotherHolder(t *testing.T) {
	t.Parallel()
	orders := coll("orders", append(self(), register.Link{Through: []string{"person"}, To: "people"}), "email identifies=email")
	s := locateAnna(t, Options{}, []register.Collection{peopleByEmail, orders}, annaAndBo(),
		newTable("orders", "id int", "person int", "email text").row(1, 1, "a@x.se").row(2, 1, "old@x.se").row(3, 1, nil).row(4, 2, "old@x.se"))
	var got []string
	for _, l := range s.Located {
		got = append(got, l.Record.Ref.Label()+" "+string(l.Ownership)+" "+l.Why.Code)
	}
	want := []string{"orders 1 own " + ReasonIdentifier, "orders 2 other " + ReasonOtherHolder, "orders 3 own " + ReasonLinked, "people 1 own " + ReasonIdentifier}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Finnish declines names; what a system is asked for finds them all the same.
func TestNamesInFinland(t *testing.T) {
	t.Parallel()
	note := newTable("notes", "id int", "body text")
	for i, body := range []string{"Matti Virtaselle soitettu", "Virtasen asia", "Liisa Virtasen", "MATTI VIRTASTA"} {
		note.row(i, body)
	}
	for country, want := range map[string]int{"FI": 2, "SE": 0} {
		reg := registerOf(systemOf("s", coll("notes", nil, "body text")))
		reg.Systems[0].Country = country
		s := mustLocate(t, reg, fakes(&fake{name: "s", tables: []*table{note}}), Options{Mentions: true}, person(0, verified(varsam.Name, "Matti Virtanen")))
		if len(s.Located) != want {
			t.Errorf("%s: %v", country, short(s))
		}
	}
}

func TestValuesThatRulesNeed(t *testing.T) {
	t.Parallel()
	orders := coll("orders", links(to("people", "person")))
	orders.CarriedBy = []register.Carry{
		{Activity: "case", From: "project_id.ended_on", Until: "project_id.nothing"},
		{Activity: "other", From: "made_on", When: &register.When{Cond: varsam.Compare("shop.open", varsam.Eq, varsam.BoolOf(true))}},
	}
	orders.References = []register.Reference{{Columns: []string{"shop"}, To: "shops", Key: []string{"code"}}}
	ended := varsam.NewDate(2024, 5, 1)
	s := locateAnna(t, Options{}, []register.Collection{peopleByEmail, orders},
		annaAndBo(),
		newTable("orders", "id int", "person int", "project_id int", "shop text").references("project_id", "projects", "id").
			row(1, 1, 70, "A").row(2, 1, 71, nil).row(3, 1, 99, "B"),
		newTable("projects", "id int", "ended_on day").row(70, ended).row(71, nil),
		newTable("shops", "id int", "code text", "open text").row(1, "A", "yes"),
	)
	orders1, orders2, orders3 := s.Located[0], s.Located[1], s.Located[2]
	if got := orders1.Value("project_id.ended_on"); got != varsam.DayOf(ended) {
		t.Errorf("ended on %v", got)
	}
	if got := orders1.Value("shop.open"); got.String() != "yes" {
		t.Errorf("open %v", got)
	}
	if len(orders2.Related) != 1 || !orders2.Value("project_id.ended_on").IsNull() || len(orders3.Related) != 0 {
		t.Errorf("related: %+v, %+v", orders2.Related, orders3.Related)
	}
	wantGaps(t, s, "no-path")
}

// A rule may need what stands two or three records away.
func TestValuesFartherAway(t *testing.T) {
	t.Parallel()
	answers := coll("answers", links(to("people", "person")))
	answers.CarriedBy = []register.Carry{
		{Activity: "survey", From: "round.survey.closed_on", Until: "round.survey.owner.left_on"},
		{Activity: "other", From: "round.survey.nothing", Until: "round.nowhere.closed_on"},
	}
	rounds := coll("rounds", nil)
	rounds.References = []register.Reference{{Columns: []string{"survey"}, To: "surveys", Key: []string{"code"}}}
	closed, left := varsam.NewDate(2024, 5, 1), varsam.NewDate(2025, 1, 31)
	s := locateAnna(t, Options{}, []register.Collection{peopleByEmail, answers, rounds},
		annaAndBo(),
		newTable("answers", "id int", "person int", "round int").references("round", "rounds", "id").row(1, 1, 7).row(2, 1, 8).row(3, 1, 9),
		newTable("rounds", "id int", "survey text").row(7, "A").row(8, "B"),
		newTable("surveys", "id int", "code text", "closed_on day", "owner int").references("owner", "owners", "id").row(1, "A", closed, 5).row(2, "B", nil, 6),
		newTable("owners", "id int", "left_on day").row(5, left),
	)
	first, second, third := s.Located[0], s.Located[1], s.Located[2]
	if a, b := first.Value("round.survey.closed_on"), first.Value("round.survey.owner.left_on"); a != varsam.DayOf(closed) || b != varsam.DayOf(left) {
		t.Errorf("closed %v, left %v", a, b)
	}
	if len(second.Related) != 1 || !second.Value("round.survey.closed_on").IsNull() || len(third.Related) != 0 {
		t.Errorf("related: %+v, %+v", second.Related, third.Related)
	}
	wantGaps(t, s, "no-path", "no-path")
}

func TestRecheckFindsWhatIsStillThere(t *testing.T) {
	t.Parallel()
	reg, w := linked([][]any{r("Anna Ek", "a@x.se", "0701111111")}, [][]any{r("Anna Ek", nil, "070-111 11 11")})
	s := mustLocate(t, reg, w, Options{}, person(0, email("a@x.se")))
	w.systems["s0"].tables[0].rows = nil
	again := &fake{name: "s1", tables: w.systems["s1"].tables}
	again.tables[0].row(2, "Bo", " A@X.SE ", nil, nil, nil)
	left, gaps, err := Recheck(t.Context(), reg, fakes(w.systems["s0"], again), s, Options{Today: today})
	if err != nil || len(gaps) != 0 || len(left) != 2 || left[0].Field != "phone" || left[1].Field != "email" || left[1].Ref.Key[0].Int() != 2 {
		t.Errorf("left %+v, gaps %v, %v", left, gaps, err)
	}
	_, gaps, err = Recheck(t.Context(), reg, fakes(again), s, Options{Today: today})
	if err != nil || len(gaps) != 1 || gaps[0].Why.Code != GapUnavailable {
		t.Errorf("gaps %v, %v", gaps, err)
	}
}
