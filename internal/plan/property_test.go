package plan_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
	"pgregory.net/rapid"
)

var names = []string{"a", "b", "c", "d"}

// genWorld draws collections that refer to each other in every way, circles
// included.
func genWorld(t *rapid.T) (*register.Register, map[string]varsam.Catalogue) {
	reg := &register.Register{Digest: "d", Organisation: register.Organisation{Country: "SE", Zone: "Europe/Stockholm"}}
	var cat varsam.Catalogue
	s := register.System{Name: "sys", Owner: "o"}
	for i, name := range names {
		coll := varsam.Collection{Name: name, Key: []string{"id"}, Columns: cols("id int!", "code text!", "note text"), Unique: [][]string{{"code"}}}
		c := register.Collection{Name: name, End: varsam.Erase, Fields: []register.Field{{Name: "note", Data: "communication.note"}, {Name: "code", Data: "person.name"}}}
		if i == 0 {
			c.Person = []register.Link{{Self: true}}
		}
		if rapid.Bool().Draw(t, "moves") {
			c.Restrict = &register.Restrict{Move: "r_" + name}
		}
		for _, to := range names {
			if !rapid.Bool().Draw(t, "refers") {
				continue
			}
			col := varsam.Column{Name: "to_" + to, Kind: varsam.Int, NotNull: rapid.IntRange(0, 3).Draw(t, "not null") == 0}
			coll.Columns = append(coll.Columns, col)
			coll.References = append(coll.References, fk(col.Name, to, varsam.NoAction))
			c.Person = append(c.Person, register.Link{Through: []string{col.Name}, To: to})
		}
		cat.Collections = append(cat.Collections, coll)
		s.Collections = append(s.Collections, c)
	}
	reg.Systems = []register.System{s}
	return reg, map[string]varsam.Catalogue{"sys": cat}
}

func genItems(t *rapid.T, cat varsam.Catalogue) []plan.Item {
	var items []plan.Item
	for _, coll := range cat.Collections {
		for key := range rapid.IntRange(0, 4).Draw(t, "rows") {
			fields := []any{"code", fmt.Sprint("code", key), "note", "n"}
			for _, c := range coll.Columns[3:] {
				v := any(rapid.IntRange(0, 3).Draw(t, "target"))
				if !c.NotNull && rapid.IntRange(0, 2).Draw(t, "null") == 0 {
					v = nil
				}
				fields = append(fields, c.Name, v)
			}
			l := own(rec("sys", coll.Name, key, fields...))
			l.Ownership = rapid.SampledFrom([]varsam.Ownership{varsam.Own, varsam.Own, varsam.Own, varsam.Other}).Draw(t, "ownership")
			d := varsam.Decision{Fate: rapid.SampledFrom([]varsam.Fate{varsam.Erase, varsam.Erase, varsam.Erase, varsam.Keep, varsam.Restrict, varsam.Anonymise, varsam.Review}).Draw(t, "fate")}
			if l.Ownership == varsam.Other {
				d.Fate = varsam.Keep
			}
			d.Reasons = []varsam.Reason{varsam.Because("x")}
			if d.Fate == varsam.Restrict {
				d.Until, d.Law = day("2030-12-31"), "SE-BFL"
				d.Grounds = []varsam.Ground{{Activity: "books", Kind: varsam.MustKeep, End: varsam.DatedEnd, Last: d.Until, Law: d.Law, Needs: []varsam.Category{"payment"}}}
			}
			items = append(items, plan.Item{Located: l, Decision: d})
		}
	}
	return items
}

func genInput(t *rapid.T) plan.Input {
	reg, cats := genWorld(t)
	return plan.Input{
		Request: "r", Register: reg, Today: today, Catalogues: cats, Nonce: []byte("n"),
		Items: genItems(t, cats["sys"]), Batch: rapid.SampledFrom([]int{1, 2, 1000}).Draw(t, "batch"),
	}
}

func remake(t *rapid.T, in plan.Input) plan.Plan {
	p, err := plan.Make(in)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// parents yields the items that an item refers to.
func parents(p plan.Plan, i int, yield func(column string, parent int)) {
	for _, f := range p.Items[i].Record.Fields {
		to, ok := strings.CutPrefix(f.Name, "to_")
		if !ok || f.Value.IsNull() {
			continue
		}
		for j, other := range p.Items {
			if other.Record.Ref.Collection == to && other.Record.Ref.Key[0] == f.Value {
				yield(f.Name, j)
			}
		}
	}
}

// TestClosure: nothing that stays is left without what it refers to, and fates
// only become softer.
func TestClosure(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := genInput(t)
		before := map[string]varsam.Fate{}
		for _, item := range in.Items {
			before[item.Record.Ref.String()] = item.Decision.Fate
		}
		p := remake(t, in)
		for i, item := range p.Items {
			was, is := before[item.Record.Ref.String()], item.Decision.Fate
			if is.Harshness() > was.Harshness() || was.Harshness() < 0 && is != was {
				t.Fatalf("%s became %s", was, is)
			}
			if (item.Softened != "") != (was != is) || item.Softened != "" && item.Softened != was {
				t.Fatalf("%s became %s, softened from %q", was, is, item.Softened)
			}
			if is == varsam.Erase {
				continue
			}
			parents(p, i, func(_ string, parent int) {
				if p.Items[parent].Decision.Fate == varsam.Erase {
					t.Fatalf("%s stays, but refers to %s", item.Record.Ref.Label(), p.Items[parent].Record.Ref.Label())
				}
			})
		}
	})
}

// TestOrder: children leave before parents, a step waits only for earlier ones of
// its system, no step is too large, and every record that goes has its step.
func TestOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := genInput(t)
		p := remake(t, in)
		number, gone, loose := map[string]int{}, map[int]int{}, map[[2]any]bool{}
		erased := 0
		for n, s := range p.Steps {
			number[s.ID] = n
			if len(s.Items) > in.Batch || s.Expected != len(s.Items) || len(s.Op.Targets) != len(s.Items) {
				t.Fatalf("step %+v", s)
			}
			for _, id := range s.After {
				if m, ok := number[id]; !ok || m >= n || p.Steps[m].System != s.System {
					t.Fatalf("%s waits for %s", s.ID, id)
				}
			}
			for k, i := range s.Items {
				switch {
				case s.Op.Kind == varsam.OpDetach:
					for _, a := range s.Op.Targets[k].Set {
						loose[[2]any{i, a.Field}] = true
					}
				case s.Op.Kind == varsam.OpErase, s.Op.Move != "":
					gone[i] = n
				}
				if s.Op.Kind == varsam.OpErase {
					erased++
				}
			}
		}
		refused := p.Refused()
		for i, item := range p.Items {
			if item.Decision.Fate == varsam.Erase {
				erased--
			}
			at, leaves := gone[i]
			parents(p, i, func(column string, parent int) {
				n, goes := gone[parent]
				if !goes || parent == i || loose[[2]any{i, column}] {
					return
				}
				if _, no := refused[p.Steps[n].ID]; no {
					return
				}
				if !leaves || at > n || at == n && p.Steps[n].Op.Move == "" && p.Items[i].Record.Ref.Collection != p.Items[parent].Record.Ref.Collection {
					t.Fatalf("%s leaves at %d before %s at %d", p.Items[parent].Record.Ref.Label(), n, item.Record.Ref.Label(), at)
				}
				if at < n && !waits(p, n, at) {
					t.Fatalf("%s does not wait for %s", p.Steps[n].ID, p.Steps[at].ID)
				}
			})
		}
		if erased != 0 {
			t.Fatalf("%d records too many or too few are erased", erased)
		}
	})
}

func waits(p plan.Plan, n, at int) bool { return slices.Contains(p.Steps[n].After, p.Steps[at].ID) }

// TestReversibleFirst: what can be undone is done before what cannot.
func TestReversibleFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := remake(t, genInput(t))
		for i, s := range p.Steps {
			waited := len(s.After) > 0 // a move that must wait for erased children
			if i > 0 && s.Reversible && !waited && s.Assisted == nil && !p.Steps[i-1].Reversible && s.Op.Move == "" {
				t.Fatalf("%s comes after %s", s.ID, p.Steps[i-1].ID)
			}
		}
	})
}

// TestSameInputSamePlan: the order of the input says nothing, and a plan survives
// being stored.
func TestSameInputSamePlan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := genInput(t)
		p := remake(t, in)
		in.Items = rapid.Permutation(in.Items).Draw(t, "items")
		if again := remake(t, in); again.Digest != p.Digest {
			t.Fatalf("another digest")
		}
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var read plan.Plan
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatal(err)
		}
		if err := read.Verify(); err != nil {
			t.Fatal(err)
		}
	})
}

// TestAnyChangeAnotherDigest: a letter or digit changed anywhere in the stored
// plan is noticed.
func TestAnyChangeAnotherDigest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := remake(t, genInput(t))
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		changed := slices.Clone(text)
		changed[at] = rapid.SampledFrom([]byte("0189azAZ")).Draw(t, "byte")
		var read plan.Plan
		if string(changed) == string(text) || json.Unmarshal(changed, &read) != nil {
			return
		}
		if again, _ := json.Marshal(read); string(again) != string(text) && read.Verify() == nil {
			t.Fatalf("changed %q to %q at %d unnoticed", text[at], changed[at], at)
		}
	})
}

// TestPlaceholders: what cannot be emptied gets another value of the right form.
func TestPlaceholders(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := remake(t, genInput(t))
		seen := map[string]bool{}
		for _, s := range p.Steps {
			for k, target := range s.Op.Targets {
				for _, a := range target.Set {
					old := p.Items[s.Items[k]].Record.Get(a.Field)
					if a.Field != "code" {
						continue
					}
					at := s.Op.Collection + a.Value.String()
					if a.Value.IsNull() || a.Value == old || seen[at] {
						t.Fatalf("placeholder %v for %v", a.Value, old)
					}
					seen[at] = true
				}
			}
		}
	})
}
