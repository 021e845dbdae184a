package systemtest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// Run holds a system against the contract.
func Run(t *testing.T, h Harness) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Harness)
	}{
		{"Describe", testDescribe},
		{"FindEach", testFindEach},
		{"FindExact", testFindExact},
		{"FindFolded", testFindFolded},
		{"FindCond", testFindCond},
		{"FindFields", testFindFields},
		{"FindStops", testFindStops},
		{"FindAfter", testFindAfter},
		{"FindInvalid", testFindInvalid},
		{"FindManyPeople", testFindManyPeople},
		{"Operations", testOperations},
		{"Placeholders", testPlaceholders},
		{"Erase", testErase},
		{"ChangedLeftAlone", testChangedLeftAlone},
		{"Missing", testMissing},
		{"Refusals", testRefusals},
		{"OwnValues", testOwnValues},
		{"Unchanged", testUnchanged},
		{"Move", testMove},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, h) })
	}
}

func testDescribe(t *testing.T, h Harness) {
	s := h.New(t).System
	c := describe(t, s)
	people, ok := c.Find("people")
	if !ok || !slices.Equal(people.Key, []string{"id"}) || people.ReadOnly != "" || c.Engine == "" {
		t.Fatalf("people: %+v, engine %q", people, c.Engine)
	}
	for name, kind := range map[string]varsam.Kind{"id": varsam.Int, "name": varsam.Text, "email": varsam.Text, "note": varsam.Text, "born": varsam.Day} {
		if col, ok := people.Column(name); !ok || col.Kind != kind {
			t.Errorf("column %s: %+v", name, col)
		}
	}
	if again := describe(t, s); again.Fingerprint("people") != c.Fingerprint("people") {
		t.Error("the fingerprint differs without a change")
	}
}

// testFindEach reads all, each once and in the key's order.
func testFindEach(t *testing.T, h Harness) {
	all, found := find(t, h.New(t).System, system.Selection{Collection: "people", Version: true})
	if !found.Complete || !found.Scanned || len(all) != PeopleCount {
		t.Fatalf("%d records, %+v", len(all), found)
	}
	for i, r := range all {
		if want := []varsam.Value{num(int64(i + 1))}; !slices.Equal(r.Ref.Key, want) || r.Version == "" {
			t.Fatalf("record %d: %s, version %q", i, r.Ref.Label(), r.Version)
		}
	}
	p := People()[13]
	want := []varsam.Field{
		{Name: "id", Value: num(14)},
		{Name: "name", Value: text(p.Name)},
		{Name: "email", Value: text(p.Email)},
		{Name: "note", Value: text(p.Note)},
		{Name: "born", Value: varsam.DayOf(p.Born)},
	}
	if got := all[13].Fields; !slices.Equal(got, want) {
		t.Errorf("fields %v, want %v", got, want)
	}
}

func testFindExact(t *testing.T, h Harness) {
	s := h.New(t).System
	for _, c := range []struct {
		field string
		value varsam.Value
		want  int
	}{
		{"email", text("person1@example.com"), 1},
		{"email", text("PERSON1@example.com"), 0},
		{"email", text("person1@example.com "), 0},
		{"email", varsam.Value{}, 0},
		{"id", num(7), 1},
		{"id", text("7"), 1},
		{"id", text("7abc"), 0},
		{"id", text("07"), 0},
		{"id", text(" 7"), 0},
		{"name", num(7), 0},
		{"born", varsam.DayOf(varsam.NewDate(1951, 2, 2)), 1},
		{"note", text(""), 0},
	} {
		if all, found := find(t, s, byField("people", c.field, varsam.Exact, c.value)); len(all) < c.want || c.want == 0 && len(all) > 0 || !found.Complete {
			t.Errorf("%s = %s %q: %d records, %+v", c.field, c.value.Kind(), c.value, len(all), found)
		}
	}
}

func testFindFolded(t *testing.T, h Harness) {
	s := h.New(t).System
	all, found := find(t, s, byField("people", "email", varsam.FoldCase, text("person21@example.com"), text("person2@example.com")))
	if len(all) != 2 || !found.Complete {
		t.Errorf("folded: %d records, %+v", len(all), found)
	}
	all, _ = find(t, s, byField("people", "name", varsam.Contains, text("person 119")))
	if len(all) != 11 {
		t.Errorf("contains: %d records", len(all))
	}
	all, _ = find(t, s, byField("people", "name", varsam.Contains, text("%"), text("_"), text(`\`), text("")))
	if len(all) != 0 {
		t.Errorf("wild cards of the database matched: %d records", len(all))
	}
	all, _ = find(t, s, byField("people", "born", varsam.Digits, text("19510202")))
	if len(all) == 0 {
		t.Error("digits of a date not found")
	}
}

func testFindCond(t *testing.T, h Harness) {
	s := h.New(t).System
	cond := varsam.All(
		varsam.Compare("born", varsam.Lt, varsam.DayOf(varsam.NewDate(1960, 1, 1))),
		varsam.Negate(varsam.Cond{Op: varsam.IsNull, Field: "note"}))
	want := 0
	for _, p := range People() {
		if p.Born.Year() < 1960 && p.Note != "" {
			want++
		}
	}
	all, found := find(t, s, system.Selection{Collection: "people", Cond: &cond})
	if len(all) != want || !found.Complete {
		t.Errorf("%d records, want %d, %+v", len(all), want, found)
	}
	sel := byField("people", "id", varsam.Exact, nums(1, 100)...)
	sel.Cond = &cond
	both, _ := find(t, s, sel)
	for _, r := range both {
		if r.Ref.Key[0].Int() > 100 || r.Get("note").IsNull() {
			t.Errorf("%s matches only one of both", r.Ref.Label())
		}
	}
	if len(both) == 0 || len(both) >= len(all) {
		t.Errorf("%d records with both", len(both))
	}
}

// testFindFields reads some fields; the version covers the whole record all the
// same.
func testFindFields(t *testing.T, h Harness) {
	s := h.New(t).System
	whole, _ := find(t, s, byField("people", "id", varsam.Exact, num(5)))
	sel := byField("people", "id", varsam.Exact, num(5))
	sel.Fields = []string{"email"}
	some, _ := find(t, s, sel)
	if len(some) != 1 || !some[0].Has("email") || !some[0].Has("id") || some[0].Has("name") {
		t.Fatalf("%+v", some)
	}
	if some[0].Version != whole[0].Version {
		t.Error("the version depends on the fields read")
	}
}

func testFindStops(t *testing.T, h Harness) {
	s := h.New(t).System
	all, found := find(t, s, system.Selection{Collection: "people", Limit: 10})
	if len(all) != 10 || found.Complete || found.Why == "" {
		t.Errorf("limit: %d records, %+v", len(all), found)
	}
	stop := errors.New("enough")
	found, err := s.Find(context.Background(), system.Selection{Collection: "people"}, func(varsam.Record) error { return stop })
	if err != stop || found.Complete {
		t.Errorf("an error of yield came back as %v, %+v", err, found)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Find(ctx, system.Selection{Collection: "people"}, func(varsam.Record) error { return nil }); err == nil {
		t.Error("a cancelled search succeeded")
	}
}

// testFindAfter reads in ranges, each behind the last key of the one before.
func testFindAfter(t *testing.T, h Harness) {
	s := h.New(t).System
	all, _ := find(t, s, system.Selection{Collection: "people"})
	var keys [][]varsam.Value
	for sel := (system.Selection{Collection: "people", Limit: 7}); ; {
		some, found := find(t, s, sel)
		for _, r := range some {
			keys = append(keys, r.Ref.Key)
		}
		if found.Complete || len(some) == 0 {
			break
		}
		sel.After = some[len(some)-1].Ref.Key
	}
	if len(keys) != len(all) {
		t.Fatalf("%d records in ranges, %d at once", len(keys), len(all))
	}
	for i, r := range all {
		if !slices.Equal(keys[i], r.Ref.Key) {
			t.Fatalf("record %d in ranges is another", i)
		}
	}
}

func testFindInvalid(t *testing.T, h Harness) {
	s := h.New(t).System
	for name, sel := range map[string]system.Selection{
		"collection": {Collection: `people"; DROP TABLE people; --`},
		"field":      byField("people", "no such", varsam.Exact, num(1)),
		"fields":     {Collection: "people", Fields: []string{`id" FROM people; --`}},
		"cond":       {Collection: "people", Cond: &varsam.Cond{Op: varsam.IsNull, Field: "1=1) --"}},
		"too many":   byField("people", "id", varsam.Exact, nums(1, varsam.MaxBatch+1)...),
	} {
		_, err := s.Find(context.Background(), sel, func(varsam.Record) error { return nil })
		if varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// testFindManyPeople asks for 1 and for 500 people: the same statements.
func testFindManyPeople(t *testing.T, h Harness) {
	s := h.New(t).System
	one, few := find(t, s, byField("people", "id", varsam.Exact, num(1)))
	many, most := find(t, s, byField("people", "id", varsam.Exact, nums(1, 500)...))
	if len(one) != 1 || len(many) != 500 || few.Statements != most.Statements {
		t.Errorf("%d and %d records with %d and %d statements", len(one), len(many), few.Statements, most.Statements)
	}
}

// testPlaceholders blocks records by emptying them; a column that cannot be
// empty gets a placeholder, which is no flag.
func testPlaceholders(t *testing.T, h Harness) {
	s := h.New(t).System
	records, _ := find(t, s, byField("people", "id", varsam.Exact, nums(1, 2)...))
	op := operation(t, s, varsam.OpRestrict, records)
	for i := range op.Targets {
		op.Targets[i].Set = []varsam.Assignment{{Field: "note"}, {Field: "email", Value: text("x@example.invalid")}}
	}
	if done := apply(t, s, op); done.Rows != 2 || done.Finality != varsam.Blanked {
		t.Errorf("%+v", done)
	}
	if seen := observe(t, s, op); seen.Finality != varsam.Blanked {
		t.Errorf("observed %+v", seen)
	}
}

// testOperations carries out each operation that sets fields, and repeats it.
func testOperations(t *testing.T, h Harness) {
	for kind, finality := range map[varsam.OpKind]varsam.Finality{
		varsam.OpStop: varsam.Stopped, varsam.OpCorrect: varsam.Corrected, varsam.OpDetach: varsam.Blanked, varsam.OpRedact: varsam.Blanked,
		varsam.OpRestrict: varsam.Flagged, varsam.OpLift: varsam.Lifted, varsam.OpAnonymise: varsam.Blanked,
	} {
		t.Run(string(kind), func(t *testing.T) {
			s := h.New(t).System
			records, _ := find(t, s, byField("people", "id", varsam.Exact, nums(1, 3)...))
			op := operation(t, s, kind, records)
			op.Set = []varsam.Assignment{{Field: "note", Value: text("set")}, {Field: "email", Value: text("x@example.com")}}
			wantStates(t, s, op, map[varsam.RowState]int{varsam.RowOriginal: 3})
			first := apply(t, s, op)
			if first.Rows != 3 || first.Finality != finality || len(first.Versions) != 3 {
				t.Fatalf("%+v", first)
			}
			wantStates(t, s, op, map[varsam.RowState]int{varsam.RowPlanned: 3})
			again := apply(t, s, op)
			if again.Rows != 3 || again.Finality != finality || !sameVersions(again.Versions, first.Versions) {
				t.Errorf("repeated: %+v, first %+v", again, first)
			}
			now, _ := find(t, s, byField("people", "id", varsam.Exact, nums(1, 4)...))
			if now[0].Get("note") != text("set") || now[0].Version != first.Versions[records[0].Ref.String()] || now[3].Get("note") == text("set") {
				t.Errorf("%+v", now)
			}
			if seen := observe(t, s, op); seen.Finality != finality || !sameVersions(seen.Versions, first.Versions) {
				t.Errorf("observed %+v", seen)
			}
		})
	}
}

func sameVersions(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}

func testErase(t *testing.T, h Harness) {
	s := h.New(t).System
	records, _ := find(t, s, byField("people", "id", varsam.Exact, nums(1, 1000)...))
	op := operation(t, s, varsam.OpErase, records)
	done := apply(t, s, op)
	if done.Rows != 1000 || len(done.Changed)+len(done.Missing) > 0 || done.Finality == "" {
		t.Fatalf("%+v", done)
	}
	wantStates(t, s, op, map[varsam.RowState]int{varsam.RowPlanned: 1000})
	if again := apply(t, s, op); again.Rows != 1000 {
		t.Errorf("repeated: %+v", again)
	}
	if left, _ := find(t, s, system.Selection{Collection: "people"}); len(left) != PeopleCount-1000 {
		t.Errorf("%d left", len(left))
	}
}

// testChangedLeftAlone has another program change a row after it was frozen.
func testChangedLeftAlone(t *testing.T, h Harness) {
	for _, kind := range []varsam.OpKind{varsam.OpErase, varsam.OpAnonymise} {
		f := h.New(t)
		records, _ := find(t, f.System, byField("people", "id", varsam.Exact, nums(1, 3)...))
		op := operation(t, f.System, kind, records)
		if kind != varsam.OpErase {
			op.Set = []varsam.Assignment{{Field: "name", Value: text("-")}}
		}
		f.Set(t, 2, "note", text(Marker+" new"))
		done := apply(t, f.System, op)
		if done.Rows != 2 || len(done.Changed) != 1 || !slices.Equal(done.Changed[0].Key, []varsam.Value{num(2)}) {
			t.Fatalf("%s: %+v", kind, done)
		}
		wantStates(t, f.System, op, map[varsam.RowState]int{varsam.RowPlanned: 2, varsam.RowOther: 1})
		left, _ := find(t, f.System, byField("people", "id", varsam.Exact, num(2)))
		if len(left) != 1 || left[0].Get("name") != text("Person 2") {
			t.Errorf("%s: the changed row was touched: %+v", kind, left)
		}
	}
}

func testMissing(t *testing.T, h Harness) {
	f := h.New(t)
	records, _ := find(t, f.System, byField("people", "id", varsam.Exact, nums(1, 2)...))
	op := operation(t, f.System, varsam.OpCorrect, records)
	op.Set = []varsam.Assignment{{Field: "name", Value: text("right")}}
	f.Remove(t, 1)
	done := apply(t, f.System, op)
	if done.Rows != 1 || len(done.Missing) != 1 || len(done.Changed) != 0 {
		t.Errorf("%+v", done)
	}
}

// testRefusals are operations that must not begin.
func testRefusals(t *testing.T, h Harness) {
	s := h.New(t).System
	records, _ := find(t, s, byField("people", "id", varsam.Exact, nums(1, 2)...))
	good := operation(t, s, varsam.OpAnonymise, records)
	good.Set = []varsam.Assignment{{Field: "note"}}
	for name, c := range map[string]struct {
		edit func(*varsam.Operation)
		want varsam.Code
	}{
		"another structure": {func(op *varsam.Operation) { op.Fingerprint = strings.Repeat("0", 32) }, varsam.Changed},
		"no collection":     {func(op *varsam.Operation) { op.Collection = "nobody" }, varsam.Invalid},
		"no field":          {func(op *varsam.Operation) { op.Set[0].Field = `note" = NULL --` }, varsam.Invalid},
		"the key":           {func(op *varsam.Operation) { op.Set[0] = varsam.Assignment{Field: "id", Value: num(9)} }, varsam.Invalid},
		"key too long":      {func(op *varsam.Operation) { op.Targets[0].Ref.Key = nums(1, 2) }, varsam.Invalid},
		"key of null":       {func(op *varsam.Operation) { op.Targets[0].Ref.Key = []varsam.Value{{}} }, varsam.Invalid},
		"twice the same":    {func(op *varsam.Operation) { op.Targets[1] = op.Targets[0] }, varsam.Invalid},
		"nothing to set":    {func(op *varsam.Operation) { op.Set = nil }, varsam.Invalid},
	} {
		op := good
		op.Set, op.Targets = slices.Clone(good.Set), slices.Clone(good.Targets)
		c.edit(&op)
		if _, err := s.Apply(context.Background(), op); varsam.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	wantStates(t, s, good, map[varsam.RowState]int{varsam.RowPlanned: 1, varsam.RowOriginal: 1}) // the first note is null already
}

// testOwnValues gives every row a value of its own.
func testOwnValues(t *testing.T, h Harness) {
	s := h.New(t).System
	records, _ := find(t, s, byField("people", "id", varsam.Exact, nums(1, 1000)...))
	op := operation(t, s, varsam.OpAnonymise, records)
	op.Set = []varsam.Assignment{{Field: "note"}}
	for i := range op.Targets {
		op.Targets[i].Set = []varsam.Assignment{{Field: "email", Value: text("anon-" + op.Targets[i].Ref.Label())}}
		if i%2 == 0 {
			op.Targets[i].Set = append(op.Targets[i].Set, varsam.Assignment{Field: "born"})
		}
	}
	if done := apply(t, s, op); done.Rows != 1000 {
		t.Fatalf("%d rows", done.Rows)
	}
	wantStates(t, s, op, map[varsam.RowState]int{varsam.RowPlanned: 1000})
	now, _ := find(t, s, byField("people", "id", varsam.Exact, nums(1, 2)...))
	if now[0].Get("email") != text("anon-people 1") || !now[0].Get("born").IsNull() || now[1].Get("born").IsNull() || !now[1].Get("note").IsNull() {
		t.Errorf("%+v", now)
	}
}

// testUnchanged observes others' records: an operation without a kind.
func testUnchanged(t *testing.T, h Harness) {
	f := h.New(t)
	records, _ := find(t, f.System, byField("people", "id", varsam.Exact, nums(1, 3)...))
	op := operation(t, f.System, "", records)
	wantStates(t, f.System, op, map[varsam.RowState]int{varsam.RowPlanned: 3})
	f.Set(t, 1, "name", text("new"))
	f.Remove(t, 2)
	wantStates(t, f.System, op, map[varsam.RowState]int{varsam.RowPlanned: 1, varsam.RowOther: 2})
}

func testMove(t *testing.T, h Harness) {
	if !h.Moves {
		t.Skip("this system moves nothing")
	}
	s := h.New(t).System
	records, _ := find(t, s, byField("people", "id", varsam.Exact, nums(1, 5)...))
	op := operation(t, s, varsam.OpRestrict, records)
	op.Move = "kept"
	wantStates(t, s, op, map[varsam.RowState]int{varsam.RowOriginal: 5})
	done := apply(t, s, op)
	if done.Rows != 5 || done.Finality != varsam.Moved || len(done.Versions) != 5 {
		t.Fatalf("%+v", done)
	}
	wantStates(t, s, op, map[varsam.RowState]int{varsam.RowPlanned: 5})
	if again := apply(t, s, op); again.Rows != 5 || !sameVersions(again.Versions, done.Versions) {
		t.Errorf("repeated: %+v", again)
	}
	kept, _ := find(t, s, system.Selection{Collection: "kept", Version: true})
	if len(kept) != 5 || !slices.Equal(kept[1].Fields, records[1].Fields) {
		t.Fatalf("kept: %+v", kept)
	}
	lift := operation(t, s, varsam.OpLift, kept)
	lift.Move = "people"
	if done := apply(t, s, lift); done.Rows != 5 || done.Finality != varsam.Lifted {
		t.Errorf("lifted: %+v", done)
	}
	back, _ := find(t, s, byField("people", "id", varsam.Exact, nums(1, 5)...))
	if len(back) != 5 || back[1].Version != records[1].Version {
		t.Errorf("back: %+v", back)
	}
}

// noMarker checks that an error quotes no value.
func noMarker(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	for _, secret := range []string{Marker, Password} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error quotes what it must not: %v", err)
		}
	}
}

// Password is what harnesses use in a dsn; no error may quote it.
const Password = "lösen-7c1d"
