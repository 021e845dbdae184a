package column_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
)

// as turns texts into values of a kind, as a database has them that was made for something else.
func as(of func(string) varsam.Value, one func(r *rand.Rand, i int) string) []varsam.Value {
	values := many(300, one)
	for i, v := range values {
		values[i] = of(v.String())
	}
	return values
}

func whole(s string) varsam.Value {
	n, _ := strconv.ParseInt(s, 10, 64)
	return varsam.IntOf(n)
}

func decimal(s string) varsam.Value { return varsam.DecimalOf(s) }

// double is a number as a driver writes a DOUBLE.
func double(s string) varsam.Value {
	f, _ := strconv.ParseFloat(s, 64)
	return varsam.DecimalOf(strconv.FormatFloat(f, 'g', -1, 64))
}

func twelve(r *rand.Rand, i int) string { return "19" + personnummer(r, i) }

func inet(r *rand.Rand, _ int) string { return fmt.Sprintf("192.0.2.%d/32", r.IntN(256)) }

func street(r *rand.Rand, _ int) string {
	return fmt.Sprintf("%s %d", []string{"STORGATAN", "Lövvägen", "Ringvägen"}[r.IntN(3)], 1+r.IntN(90))
}

func listed(r *rand.Rand, _ int) string {
	return []string{"BERG, ANNA", "ÅKESSON, LARS", "Nilsson, Maria"}[r.IntN(3)]
}

func reach(r *rand.Rand, i int) string {
	if i%2 == 0 {
		return fmt.Sprintf("kund%d@example.com", i)
	}
	return fmt.Sprintf("070-174 %02d %02d", 6+r.IntN(3), 5+r.IntN(90))
}

// TestOddColumns: personal data in types and spellings that were not made for it, in columns whose names say nothing.
func TestOddColumns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what, country string
		values        []varsam.Value
		want          varsam.Category
	}{
		{"national numbers in NUMERIC(12,0)", "SE", as(decimal, twelve), "person.national-id"},
		{"national numbers in DOUBLE", "SE", as(double, twelve), "person.national-id"},
		{"prices", "SE", as(decimal, func(r *rand.Rand, _ int) string { return fmt.Sprintf("%d.%02d", r.IntN(90000), 1+r.IntN(99)) }), ""},
		{"whole prices", "SE", as(decimal, func(r *rand.Rand, _ int) string { return strconv.Itoa(r.IntN(9_000_000)) }), ""},
		{"inet", "SE", many(300, inet), "device.ip"},
		{"networks", "SE", many(300, func(r *rand.Rand, _ int) string { return fmt.Sprintf("198.51.%d.0/24", r.IntN(256)) }), ""},
		{"streets", "SE", many(300, street), "contact.address"},
		{"parts", "SE", many(300, func(r *rand.Rand, _ int) string { return fmt.Sprintf("Kompress %d", r.IntN(90)) }), ""},
		{"names as lists have them", "SE", many(300, listed), "person.name"},
		{"whatever reaches somebody", "SE", many(300, reach), "contact.email"},
		{"mobiles as messages have them", "SE", many(300, func(r *rand.Rand, _ int) string { return fmt.Sprintf("4670174%04d", 605+r.IntN(300)) }), "contact.phone"},
		{"numbers of eleven digits", "SE", many(300, func(r *rand.Rand, _ int) string { return fmt.Sprintf("4%010d", r.IntN(9_000_000_000)) }), ""},
		{"seconds since 1970, which begin with a day", "DK", as(whole, func(r *rand.Rand, i int) string { return strconv.Itoa(1704067200 + i*3600) }), ""},
	} {
		o := options(t)
		o.Country, o.Exact = c.country, true
		v := o.Classify("x", varsam.Text, slices.Values(c.values))
		got := v.Category
		if v.Score < pii.Likely {
			got = ""
		}
		if got != c.want {
			t.Errorf("%s: %q with %.2f, want %q; %v", c.what, got, v.Score, c.want, v.Reasons)
		}
	}
}

// TestArrays: several numbers in one cell are looked for as in a text; identifiers of computers have nothing in them, whatever made them.
func TestArrays(t *testing.T) {
	t.Parallel()
	o := options(t)
	o.Exact = true
	phones := func(r *rand.Rand, _ int) string {
		return fmt.Sprintf(`{"+46 70 174 06 %02d","+46 70 174 07 %02d"}`, 5+r.IntN(90), 5+r.IntN(90))
	}
	v := o.Classify("x", varsam.Text, slices.Values(many(300, phones)))
	if v.Hits[pii.Phone].Rows != 300 || v.Hits[pii.Phone].Hits != 600 || !v.Text {
		t.Errorf("two numbers in each of 300 rows: %+v", v.Hits)
	}
	random := func(r *rand.Rand, _ int) string {
		hex := fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64())
		return strings.Join([]string{hex[:8], hex[8:12], hex[12:16], hex[16:20], hex[20:]}, "-")
	}
	if v := o.Classify("x", varsam.Text, slices.Values(many(20_000, random))); len(v.Hits) > 0 || v.Score >= pii.Likely && v.Type != pii.UUID {
		t.Errorf("random identifiers: %+v, %s %.2f", v.Hits, v.Type, v.Score)
	}
}

// TestNamesBeyondTheFirst: of many names only the first are looked up, and what is told of all is their share.
func TestNamesBeyondTheFirst(t *testing.T) {
	t.Parallel()
	v := options(t).Classify("x", varsam.Text, slices.Values(many(5000, listed)))
	if v.Stats.Passing != 5000 {
		t.Errorf("%d of 5,000 names", v.Stats.Passing)
	}
}

// TestNumbersOfFields: what stands under a field's number is a column of its own; a longer number may be somebody's.
func TestNumbersOfFields(t *testing.T) {
	t.Parallel()
	o := options(t)
	s := o.New("meta_value", varsam.Text, "")
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 600 {
		key, value := "2", fmt.Sprintf("kund%d@example.com", i)
		switch i % 3 {
		case 1:
			key, value = "1.3", personnummer(r, i)
		case 2:
			key, value = "19620218", "x"
		}
		s.AddField(key, varsam.TextOf(value))
	}
	var got []string
	for _, p := range s.Verdict().Paths {
		got = append(got, p.Path+" "+string(p.Verdict.Category))
	}
	if want := []string{"1.3 person.national-id", "2 contact.email"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
