package anonymity

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/varsam/varsam"
)

// employees are rows of birth day, postcode and diagnosis, made up from a seed.
func employees(n int) (rows [][]varsam.Value, diagnoses []varsam.Value) {
	r := rand.New(rand.NewPCG(1, 2))
	for range n {
		rows = append(rows, []varsam.Value{
			varsam.DayOf(varsam.NewDate(1950, 1, 1).AddDays(r.IntN(18_000))),
			varsam.IntOf(int64(10_000 + r.IntN(900))),
		})
		diagnoses = append(diagnoses, varsam.IntOf(int64(r.IntN(5))))
	}
	return rows, diagnoses
}

var ladders = []Ladder{
	{"born_on", []Recode{Keep(), ToDate(Month), ToDate(Quarter), ToDate(Year), ToDate(Decade), ToNull()}},
	{"postcode", []Recode{ToPrefix(4), ToPrefix(3), ToPrefix(2), ToNull()}},
}

// The recodes that are chosen make the rows pass the count that decides.
func TestChosenRecodesPassTheCount(t *testing.T) {
	t.Parallel()
	rows, diagnoses := employees(4000)
	s, err := NewSample(ladders, []string{"diagnosis"})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if err := s.Add(row, diagnoses[i:i+1]); err != nil {
			t.Fatal(err)
		}
	}
	choice, err := s.Choose(context.Background(), Aim{K: 5, L: 2, Measure: Loss, Limit: .02})
	if err != nil || !choice.Found {
		t.Fatal(choice.Found, err)
	}
	c, err := NewClasses(Requirement{K: 5, L: 2, Sensitive: 1})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		became := []varsam.Value{choice.Recodes[0].Apply(row[0]), choice.Recodes[1].Apply(row[1])}
		if err := c.Add(became, diagnoses[i:i+1]); err != nil {
			t.Fatal(err)
		}
	}
	n := c.Count()
	if n.Failing != choice.Suppressed || n.Failing > 80 || n.Classes < 40 {
		t.Errorf("%d rows fail and %d classes, the choice said %d, %v", n.Failing, n.Classes, choice.Suppressed, choice.Recodes)
	}
	if choice.Recodes[0].Way != WayDate || choice.Before.AtRisk < 3900 || choice.After.AtRisk != 0 {
		t.Errorf("chose %v, risk %+v, then %+v", choice.Recodes, choice.Before, choice.After)
	}
}

// The levels of a hierarchy are a ladder too, and a choice from it finds what the
// search of the table finds.
func TestChoiceFromAHierarchy(t *testing.T) {
	t.Parallel()
	p := adult(t)
	p.Quasi = p.Quasi[:5]
	p.Models, p.Measure, p.Limit = []Model{K(5)}, DM, .01
	want, err := p.Search(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var ladders []Ladder
	for _, c := range p.Quasi {
		ladders = append(ladders, LadderOf(c.Name, c.Hierarchy))
	}
	s, err := NewSample(ladders, nil)
	if err != nil {
		t.Fatal(err)
	}
	row := make([]varsam.Value, len(p.Quasi))
	for i := range p.rows() {
		for j, c := range p.Quasi {
			row[j] = varsam.TextOf(c.Hierarchy.Label(0, c.Codes[i]))
		}
		if err := s.Add(row, nil); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Choose(context.Background(), Aim{K: 5, Measure: DM, Limit: .01})
	if err != nil || !slices.Equal(got.Levels, want.Levels) || got.Score != want.Score || got.Suppressed != want.Suppressed {
		t.Errorf("chose %v with %v, the search found %v with %v: %v", got.Levels, got.Score.Value(), want.Levels, want.Score.Value(), err)
	}
}

func TestLaddersThatAreNone(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]Ladder{
		"no step":       {"c", nil},
		"not pure":      {"c", []Recode{Keep(), Shuffled()}},
		"not whole":     {"c", []Recode{{Way: WayDate}}},
		"wrong order":   {"c", []Recode{ToDate(Year), ToDate(Month)}},
		"bands crossed": {"c", []Recode{ToBand(10, 0), ToBand(15, 0)}},
	} {
		s, err := NewSample([]Ladder{l}, nil)
		if err == nil {
			for i := range 100 {
				v := varsam.IntOf(int64(i))
				if name == "wrong order" {
					v = varsam.DayOf(varsam.NewDate(2024, 1, 1).AddDays(i))
				}
				if err := s.Add([]varsam.Value{v}, nil); err != nil {
					t.Fatal(err)
				}
			}
			_, err = s.Choose(context.Background(), Aim{K: 2, Measure: Loss})
		}
		if varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNoChoiceReachesTheAim(t *testing.T) {
	t.Parallel()
	s, err := NewSample([]Ladder{{"c", []Recode{Keep()}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Choose(context.Background(), Aim{K: 2, Measure: Loss}); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("no rows: %v", err)
	}
	for i := range 10 {
		if err := s.Add([]varsam.Value{varsam.IntOf(int64(i))}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if c, err := s.Choose(context.Background(), Aim{K: 2, Measure: Loss}); err != nil || c.Found || c.Recodes != nil {
		t.Errorf("%+v, %v", c, err)
	}
}
