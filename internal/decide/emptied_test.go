package decide_test

import (
	"slices"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/register"
	"pgregory.net/rapid"
)

// TestEmptied: the condition selects exactly the records whose fields are emptied
// because no duty needs them.
func TestEmptied(t *testing.T) {
	t.Parallel()
	emptied := 0
	agrees := func(t *rapid.T) {
		r := genRegister(t)
		c := &r.Systems[0].Collections[0]
		c.Restrict = &register.Restrict{Blank: true}
		c.Fields = []register.Field{{Name: "name", Data: "person.name"}, {Name: "mail", Data: "contact.email"}, {Name: "id", Data: "id.customer"}}
		for i := range r.Activities {
			r.Activities[i].Needs = rapid.SampledFrom([][]varsam.Category{nil, {"person"}, {"contact"}, {"person", "contact"}, {"payment"}, {"payment"}}).Draw(t, "needs")
		}
		l, children := genRow(t)
		l.Record.Fields = append(l.Record.Fields, varsam.Field{Name: "name", Value: varsam.TextOf("A")}, varsam.Field{Name: "mail", Value: varsam.TextOf("a@example.com")})
		d := decide.New(decide.Question{Register: r, Today: today, Children: func(string) varsam.Children { return children }})
		fields, other, cond, err := d.Emptied("crm", "people", structure)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(append(fields, other...), "id") || len(fields)+len(other) != 2 {
			t.Fatalf("fields %v, other %v", fields, other)
		}
		out := d.Decide(l)
		goes := cond.Eval(l.Record, zone, children) == varsam.True
		for _, name := range fields {
			blanked := out.Fate == varsam.Restrict && slices.ContainsFunc(out.Fields, func(f varsam.FieldOutcome) bool { return f.Field == name && f.Fate == varsam.FieldBlanked })
			if blanked != goes {
				t.Fatalf("%s goes is %t, but the fate is %s with %v\ngrounds %+v\ncond %+v", name, goes, out.Fate, out.Fields, out.Grounds, cond)
			}
			if goes {
				emptied++
			}
		}
	}
	// Few records are to be emptied; a hundred may hold none.
	for range 50 {
		if rapid.Check(t, agrees); emptied > 0 {
			return
		}
	}
	t.Error("no record was to be emptied")
}
