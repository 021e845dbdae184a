package varsam_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
)

func rowOf(fields ...varsam.Field) varsam.Record { return varsam.Record{Fields: fields} }

func TestComparisons(t *testing.T) {
	t.Parallel()
	may := varsam.NewDate(2024, time.May, 1)
	row := rowOf(
		varsam.Field{Name: "n", Value: varsam.IntOf(10)},
		varsam.Field{Name: "dec", Value: varsam.DecimalOf("9.5")},
		varsam.Field{Name: "day", Value: varsam.DayOf(may)},
		varsam.Field{Name: "at", Value: varsam.InstantOf(time.Date(2024, 4, 30, 23, 0, 0, 0, time.UTC))},
		varsam.Field{Name: "text", Value: varsam.TextOf("2024-05-01 23:00")},
		varsam.Field{Name: "word", Value: varsam.TextOf("soon")},
		varsam.Field{Name: "raw", Value: varsam.BytesOf([]byte{2})},
		varsam.Field{Name: "nil"},
	)
	cest := time.FixedZone("", 2*3600)
	for _, c := range []struct {
		field string
		op    varsam.Op
		value varsam.Value
		want  varsam.Truth
	}{
		{"n", varsam.Gt, varsam.DecimalOf("9.99"), varsam.True},
		{"n", varsam.Eq, varsam.DecimalOf("10.0"), varsam.True},
		{"n", varsam.Lt, varsam.IntOf(9), varsam.False}, // as numbers, not as text
		{"dec", varsam.Le, varsam.IntOf(9), varsam.False},
		{"day", varsam.Lt, varsam.DayOf(may.AddDays(1)), varsam.True},
		{"at", varsam.Eq, varsam.DayOf(may), varsam.True}, // in its zone
		{"text", varsam.Le, varsam.DayOf(may), varsam.True},
		{"word", varsam.Lt, varsam.DayOf(may), varsam.Undefined},
		{"word", varsam.Ne, varsam.DayOf(may), varsam.Undefined},
		{"n", varsam.Lt, varsam.DayOf(may), varsam.Undefined},
		{"raw", varsam.Gt, varsam.BytesOf([]byte{1, 9}), varsam.True},
		{"nil", varsam.Eq, varsam.IntOf(1), varsam.Undefined},
		{"nil", varsam.Ne, varsam.IntOf(1), varsam.Undefined},
		{"n", varsam.Eq, varsam.Value{}, varsam.Undefined},
		{"n", varsam.NotNull, varsam.Value{}, varsam.True},
		{"nil", varsam.IsNull, varsam.Value{}, varsam.True},
		{"missing", varsam.IsNull, varsam.Value{}, varsam.True},
	} {
		cond := varsam.Compare(c.field, c.op, c.value)
		if got := cond.Eval(row, cest, nil); got != c.want {
			t.Errorf("%s %s %v: %d, want %d", c.field, c.op, c.value, got, c.want)
		}
		if got := varsam.Negate(cond).Eval(row, cest, nil); got != -c.want {
			t.Errorf("not %s %s %v: %d", c.field, c.op, c.value, got)
		}
	}
	in := varsam.Cond{Op: varsam.In, Field: "n", Values: []varsam.Value{varsam.IntOf(1), {}}}
	if got := in.Eval(row, cest, nil); got != varsam.Undefined {
		t.Errorf("in a list with null: %d", got)
	}
	ne := varsam.Cond{Op: varsam.Ne, Field: "n", Values: []varsam.Value{varsam.IntOf(1), varsam.IntOf(10)}}
	if got := ne.Eval(row, cest, nil); got != varsam.False {
		t.Errorf("different from all of several: %d", got)
	}
}

func TestLogicOfThreeValues(t *testing.T) {
	t.Parallel()
	field := func(truth int) varsam.Cond { return varsam.Compare(fmt.Sprint(truth), varsam.Eq, varsam.IntOf(1)) }
	row := rowOf(varsam.Field{Name: "1", Value: varsam.IntOf(1)}, varsam.Field{Name: "-1", Value: varsam.IntOf(2)}, varsam.Field{Name: "0"})
	rapid.Check(t, func(t *rapid.T) {
		truths := rapid.SliceOfN(rapid.IntRange(-1, 1), 0, 4).Draw(t, "truths")
		var kids []varsam.Cond
		for _, x := range truths {
			kids = append(kids, field(x))
		}
		least, most := varsam.True, varsam.False
		if len(truths) > 0 {
			least, most = varsam.Truth(slices.Min(truths)), varsam.Truth(slices.Max(truths))
		}
		if varsam.All(kids...).Eval(row, time.UTC, nil) != least || varsam.AnyOf(kids...).Eval(row, time.UTC, nil) != most {
			t.Errorf("%v: and, or are not the least and the greatest", truths)
		}
		left := varsam.Negate(varsam.All(kids...)).Eval(row, time.UTC, nil)
		var negated []varsam.Cond
		for _, k := range kids {
			negated = append(negated, varsam.Negate(k))
		}
		if left != varsam.AnyOf(negated...).Eval(row, time.UTC, nil) {
			t.Errorf("%v: De Morgan does not hold", truths)
		}
	})
}

func TestExists(t *testing.T) {
	t.Parallel()
	children := func(collection string, fields []string, values []varsam.Value) []varsam.Record {
		if collection != "orders" || fields[0] != "customer" || values[0] != varsam.IntOf(1) {
			return nil
		}
		return []varsam.Record{rowOf(varsam.Field{Name: "sum", Value: varsam.IntOf(5)}), rowOf(varsam.Field{Name: "sum"})}
	}
	exists := func(kids ...varsam.Cond) varsam.Cond {
		return varsam.Cond{Op: varsam.Exists, Collection: "orders", Fields: []string{"customer"}, Own: []string{"id"}, Kids: kids}
	}
	one, none := rowOf(varsam.Field{Name: "id", Value: varsam.IntOf(1)}), rowOf()
	for i, c := range []struct {
		cond varsam.Cond
		row  varsam.Record
		want varsam.Truth
	}{
		{exists(), one, varsam.True},
		{exists(), none, varsam.False},
		{exists(varsam.Compare("sum", varsam.Gt, varsam.IntOf(4))), one, varsam.True},
		{exists(varsam.Compare("sum", varsam.Gt, varsam.IntOf(5))), one, varsam.False},
		{varsam.Negate(exists()), none, varsam.True},
	} {
		if got := c.cond.Eval(c.row, time.UTC, children); got != c.want {
			t.Errorf("%d: %d, want %d", i, got, c.want)
		}
	}
	uses := varsam.All(exists(varsam.Compare("sum", varsam.Eq, varsam.IntOf(1))), varsam.Compare("a", varsam.Eq, varsam.IntOf(1))).Uses()
	if !slices.Equal(uses, []string{"id", "a"}) {
		t.Errorf("uses %v", uses)
	}
}

func TestCategories(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b varsam.Category
		want bool
	}{
		{"contact", "contact.email", true},
		{"contact", "contact", true},
		{"contact", "contacts", false},
		{"contact.email", "contact", false},
		{"", "contact", false},
		{"", "", false},
	} {
		if c.a.Covers(c.b) != c.want || c.b.CoveredBy([]varsam.Category{"x", c.a}) != c.want {
			t.Errorf("%q covers %q: want %t", c.a, c.b, c.want)
		}
	}
	if !varsam.Category("id.customer").IsKey() || varsam.Category("identity").IsKey() || !varsam.Category("special.health").Special() {
		t.Error("keys and special categories are told by their first segment")
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	cause := errors.New("cause")
	err := fmt.Errorf("outside: %w", varsam.Wrap(varsam.Denied, cause, "reading"))
	if varsam.CodeOf(err) != varsam.Denied || !errors.Is(err, cause) || err.Error() != "outside: reading: cause" {
		t.Errorf("%v has code %s", err, varsam.CodeOf(err))
	}
	if varsam.CodeOf(nil) != "" || varsam.CodeOf(cause) != varsam.Internal || varsam.Errorf(varsam.Invalid, "a %d", 1).Error() != "a 1" {
		t.Error("no error has no code, an unknown one is ours")
	}
}
