package register_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

func TestParseCondition(t *testing.T) {
	t.Parallel()
	got, err := register.ParseCondition("{project_id: 17, closed_on: null}")
	want := varsam.All(varsam.Compare("project_id", varsam.Eq, varsam.IntOf(17)), varsam.Cond{Op: varsam.IsNull, Field: "closed_on"})
	if err != nil || !cmp.Equal(got, want, cmp.Comparer(func(a, b varsam.Value) bool { return a == b })) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, text := range []string{"", "open", "[1, 2]", "{", "a: b: c", "{status: {'~': 1}}", "{exists: 3}", "\xff"} {
		if _, err := register.ParseCondition(text); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}
