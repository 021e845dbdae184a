package locate

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

func TestOneSystemFailingDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	reg, w := linked(
		[][]any{r("Anna Ek", "a@x.se")}, [][]any{r("Anna Ek", "a@x.se")}, [][]any{r("Anna Ek", "a@x.se")},
		[][]any{r("Anna Ek", "a@x.se")}, [][]any{r("Anna Ek", "a@x.se")}, [][]any{r("Anna Ek", "a@x.se")},
	)
	reg.Systems[5].Connector = assisted
	w.broken = map[string]error{"s0": varsam.Errorf(varsam.Unavailable, "down"), "s1": errors.New("password for a@x.se is wrong")}
	w.systems["s2"].fails = map[string]error{"people": varsam.Errorf(varsam.Denied, "no")}
	w.systems["s3"].partly = map[string]bool{"people": true}
	s := mustLocate(t, reg, w, Options{}, person(0, email("a@x.se")))
	if got := owns(s); !slices.Equal(got, []string{"s3/1", "s4/1"}) {
		t.Errorf("own: %v", got)
	}
	wantGaps(t, s, "unavailable", "failed", "denied", "incomplete", "assisted")
	if len(s.Catalogues) != 3 {
		t.Errorf("%d catalogues", len(s.Catalogues))
	}
	if s.Gaps[4].System != "s5" || s.Gaps[4].Why.Args[0] != "s5-owner" || s.Gaps[1].Why.Args[0] != "internal" {
		t.Errorf("gaps: %+v", s.Gaps)
	}
}

func TestASystemThatStopsAnsweringIsAskedNoMore(t *testing.T) {
	t.Parallel()
	reg, f := shop()
	f.fails = map[string]error{"customers": varsam.Errorf(varsam.Unavailable, "down")}
	s := mustLocate(t, reg, fakes(f), Options{}, person(0, email("anna@example.se")))
	wantGaps(t, s, "unavailable")
	if len(f.asked) != 1 {
		t.Errorf("asked %d times", len(f.asked))
	}
}

func TestWhatTheRegisterHasAndTheSystemNot(t *testing.T) {
	t.Parallel()
	reg := registerOf(systemOf("s",
		coll("people", self(), "email identifies=email", "fax identifies=phone", "note text"),
		coll("gone", self(), "email identifies=email"),
		coll("orders", links(to("people", "person", "part"))),
		coll("notes", links(to("nowhere", "id"))),
	))
	f := &fake{name: "s", tables: []*table{
		newTable("people", "id int", "email text").row(1, "a@x.se"), newTable("orders", "id int", "person int"), newTable("notes", "id int"),
	}}
	s := mustLocate(t, reg, fakes(f), Options{Mentions: true}, person(0, email("a@x.se")))
	wants(t, s, "people/1 own 0 identifier")
	wantGaps(t, s, "no-collection", "broken-link", "broken-link", "no-column", "no-column")
}

func TestQuestionsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	reg, f := shop()
	for name, c := range map[string]struct {
		people []varsam.Person
		opts   Options
	}{
		"unknown system":  {nil, Options{Systems: []string{"shp"}}},
		"unknown party":   {nil, Options{Instruction: "nobody"}},
		"the same number": {[]varsam.Person{person(1), person(1)}, Options{}},
	} {
		if _, err := Locate(context.Background(), reg, fakes(f), c.people, c.opts); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Locate(ctx, reg, fakes(f), []varsam.Person{person(0, email("a@x.se"))}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("ended: %v", err)
	}
}

func TestPeopleWhoCannotBeSearched(t *testing.T) {
	t.Parallel()
	reg, f := shop()
	s := mustLocate(t, reg, fakes(f), Options{},
		person(0, number("not a number"), email("bo@example.se")),
		person(1, varsam.Identifier{Type: varsam.Email, Value: "anna@example.se"}))
	wantGaps(t, s, "no-identifier", "unreadable")
	if got := owns(s); !slices.Contains(got, "shop/2") || slices.Contains(got, "shop/1") {
		t.Errorf("own: %v; a claimed address selects nothing", got)
	}
}

// processing is a system that holds our own customers, and answers that we
// process for two parties.
func processing() (*register.Register, *fake) {
	carried := func(c register.Collection, activities ...string) register.Collection {
		for _, a := range activities {
			c.CarriedBy = append(c.CarriedBy, register.Carry{Activity: a})
		}
		return c
	}
	people := func(name string) register.Collection { return coll(name, self(), "email identifies=email") }
	reg := registerOf(systemOf("s",
		carried(people("customers"), "care"), carried(people("north"), "survey-north"),
		carried(people("south"), "survey-south"), carried(people("both"), "care", "survey-north"), people("undecided"),
	))
	reg.Activities = []register.Activity{
		{Name: "care", Role: varsam.Controller},
		{Name: "survey-north", Role: varsam.Processor, Party: "north-ab"},
		{Name: "survey-south", Role: varsam.Processor, Party: "south-ab"},
	}
	reg.Parties = []register.Party{{Name: "north-ab"}, {Name: "south-ab"}, {Name: "west-ab"}}
	f := &fake{name: "s"}
	for _, c := range reg.Systems[0].Collections {
		f.tables = append(f.tables, newTable(c.Name, "id int", "email text").row(1, "a@x.se"))
	}
	return reg, f
}

func TestProcessorsDoNotSearchForAPerson(t *testing.T) {
	t.Parallel()
	reg, f := processing()
	s := mustLocate(t, reg, fakes(f), Options{}, person(0, email("a@x.se")))
	wants(t, s, "both/1 own 0 identifier", "customers/1 own 0 identifier", "undecided/1 own 0 identifier")
	wantGaps(t, s, "processor", "processor")
	if s.Gaps[0].Collection != "north" || s.Gaps[0].Why.Args[0] != "north-ab" {
		t.Errorf("gap: %+v", s.Gaps[0])
	}
	for _, q := range f.asked {
		if q.Collection == "north" || q.Collection == "south" {
			t.Errorf("asked %s", q.Collection)
		}
	}
}

func TestAControllersInstructionReachesItsOwnOnly(t *testing.T) {
	t.Parallel()
	reg, f := processing()
	s := mustLocate(t, reg, fakes(f), Options{Instruction: "north-ab"}, person(0, email("a@x.se")))
	wants(t, s, "both/1 own 0 identifier", "north/1 own 0 identifier")
	wantGaps(t, s)
	s = mustLocate(t, reg, fakes(f), Options{Instruction: "west-ab"}, person(0, email("a@x.se")))
	wantGaps(t, s, "nothing-for")
}

func TestScansComeWithTheIndexThatWouldAvoidThem(t *testing.T) {
	t.Parallel()
	reg, f := shop()
	open := opener(func(string) (any, error) { return advised{f}, nil })
	s := mustLocate(t, reg, open, Options{}, person(0, email("anna@example.se")))
	if len(s.Scans) != 2 || s.Scans[0].Collection != "customers" || !slices.Contains(s.Scans[0].Indexes, "CREATE INDEX ON customers (case(email))") {
		t.Errorf("scans: %+v", s.Scans)
	}
	want := Control{"shop", "customers", "email", varsam.Email, 1}
	if !slices.Contains(s.Controls, want) {
		t.Errorf("controls %v", s.Controls)
	}
}

// A server that searches for weeks has no more connections than when it began.
func TestASearchClosesWhatItOpened(t *testing.T) {
	t.Parallel()
	reg, f := shop()
	found := mustLocate(t, reg, fakes(f), Options{}, person(0, email("anna@example.se")))
	if f.closed != 1 {
		t.Errorf("after a search it was closed %d times", f.closed)
	}
	if _, _, err := Recheck(t.Context(), reg, fakes(f), found, Options{}); err != nil || f.closed != 2 {
		t.Errorf("after another it was closed %d times: %v", f.closed, err)
	}
}
