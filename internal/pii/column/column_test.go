package column_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/check"
	"github.com/varsam/varsam/internal/pii/column"
)

var today = varsam.NewDate(2026, 11, 21)

func options(t testing.TB) column.Options {
	t.Helper()
	scanner, err := pii.New(pii.Options{Names: true, Today: today})
	if err != nil {
		t.Fatal(err)
	}
	return column.Options{Scanner: scanner, Today: today, Country: "SE"}
}

// luhn is the digits with their control digit behind.
func luhn(digits string) string {
	for c := byte('0'); c <= '9'; c++ {
		if check.Luhn([]byte(digits + string(c))) {
			return digits + string(c)
		}
	}
	return digits
}

func many(n int, one func(r *rand.Rand, i int) string) []varsam.Value {
	r := rand.New(rand.NewPCG(1, 2))
	all := make([]varsam.Value, n)
	for i := range all {
		if s := one(r, i); s != "" {
			all[i] = varsam.TextOf(s)
		}
	}
	return all
}

// The birth numbers 980–999 are the Tax Agency's, for tests.
func personnummer(r *rand.Rand, _ int) string {
	return luhn(fmt.Sprintf("%02d%02d%02d98%d", r.IntN(100), 1+r.IntN(12), 1+r.IntN(28), r.IntN(10)))
}

func coordination(r *rand.Rand, _ int) string {
	return luhn(fmt.Sprintf("%02d%02d%02d98%d", r.IntN(100), r.IntN(13), 60+r.IntN(29), r.IntN(10)))
}

func organisation(r *rand.Rand, _ int) string {
	return luhn(fmt.Sprintf("55%d%06d", 2+r.IntN(8), r.IntN(1000000)))
}

func mobile(r *rand.Rand, i int) string {
	n := 605 + i%95
	return fmt.Sprintf([]string{"070-174 0%d %02d", "+46 70 174 0%d %02d", "004670 1740%d%02d", "0701740%d%02d"}[i%4], n/100, n%100)
}

func either(share float64, a, b func(*rand.Rand, int) string) func(*rand.Rand, int) string {
	return func(r *rand.Rand, i int) string {
		if r.Float64() < share {
			return a(r, i)
		}
		return b(r, i)
	}
}

func constant(s string) func(*rand.Rand, int) string {
	return func(*rand.Rand, int) string { return s }
}

func number(digits int) func(*rand.Rand, int) string {
	return func(r *rand.Rand, _ int) string {
		var b strings.Builder
		for range digits {
			b.WriteByte('0' + byte(r.IntN(10)))
		}
		return b.String()
	}
}

func TestClassify(t *testing.T) {
	t.Parallel()
	nothing := varsam.Category("")
	for _, c := range []struct {
		name   string
		values func(*rand.Rand, int) string
		typ    pii.Type
		data   varsam.Category
		likely bool
	}{
		{"kod", personnummer, pii.SEPersonnummer, "person.national-id", true},
		{"kod", either(0.7, personnummer, coordination), pii.SEPersonnummer, "person.national-id", true},
		{"ordernr", number(10), "", nothing, false},
		{"ocr", func(_ *rand.Rand, i int) string { return fmt.Sprintf("0%08d", 10000000+i*7919) }, "", nothing, false},
		{"value", func(_ *rand.Rand, i int) string { return fmt.Sprintf("%09d", i*7919) }, "", nothing, false},
		{"ordernr", func(_ *rand.Rand, i int) string { return fmt.Sprintf("20240%05d", i) }, "", nothing, false},
		{"ordernr", func(_ *rand.Rand, i int) string { return luhn(fmt.Sprintf("240%06d", i)) }, "", nothing, false},
		{"ordernr", func(_ *rand.Rand, i int) string { return luhn(fmt.Sprintf("7301%05d", i)) }, "", nothing, false},
		{"personnr", either(0.6, personnummer, constant("saknas")), pii.SEPersonnummer, "person.national-id", true},
		{"orgnr", organisation, pii.SEOrganisationsnummer, nothing, false},
		{"orgnr", either(0.1, personnummer, organisation), pii.SEPersonnummer, "person.national-id", true},
		{"x", func(_ *rand.Rand, i int) string { return fmt.Sprintf("user%d@example.com", i) }, pii.Email, "contact.email", true},
		{"x", either(0.3, func(_ *rand.Rand, i int) string { return fmt.Sprintf("user%d@example.com", i) }, constant("okänd")), "", nothing, false},
		{"email", func(_ *rand.Rand, i int) string { return fmt.Sprintf("anders%d", i) }, "", "account.username", false},
		{"kontakt", mobile, pii.Phone, "contact.phone", true},
		{"phone", number(8), pii.Phone, "contact.phone", true},
		{"quantity", number(8), "", nothing, false},
		{"version", func(r *rand.Rand, _ int) string { return fmt.Sprintf("%d.%d.%d", r.IntN(9), r.IntN(20), r.IntN(100)) }, "", nothing, false},
		{"ref", func(r *rand.Rand, _ int) string { return fmt.Sprintf("ABC%03d", r.IntN(1000)) }, "", nothing, false},
		{"regnr", func(r *rand.Rand, _ int) string { return fmt.Sprintf("ABC%03d", r.IntN(1000)) }, pii.SEPlate, "location.vehicle", true},
		{"id", func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", r.Uint32(), r.IntN(65536), r.IntN(4096), r.IntN(4096), r.Uint64()>>16)
		}, pii.UUID, nothing, false},
		{"ip", func(r *rand.Rand, _ int) string { return fmt.Sprintf("192.0.2.%d", r.IntN(256)) }, pii.IP, "device.ip", true},
		{"telefon", constant("070-174 06 05"), pii.Phone, "contact.phone", false}, // the switchboard's
	} {
		v := options(t).Classify(c.name, varsam.Text, slices.Values(many(500, c.values)))
		if v.Type != c.typ || v.Category != c.data || (v.Score >= pii.Likely) != c.likely {
			t.Errorf("%s of %s: %s %q %.2f, want %s %q (likely: %v); %v", c.name, column.Mask([]byte(many(1, c.values)[0].String())), v.Type, v.Category, v.Score, c.typ, c.data, c.likely, v.Reasons)
		}
	}
}

// Nothing of the values is in what is kept, but their shape.
func TestMask(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"anna.exempel@example.com": "a•••.a•••@a•••.a•••", "640823-3234": "••••••-••••", "+46 70 174 06 05": "+•• •• ••• •• ••",
		"Åsa Öberg": "A••• A•••", "Bo": "A•••", "\xff\xfe": "a•••", "🙂": "·", "": "",
	} {
		if got := column.Mask([]byte(value)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		mask := column.Mask(rapid.SliceOf(rapid.Byte()).Draw(t, "value"))
		if strings.Trim(mask, "Aa• @.-+/:()·…") != "" || len([]rune(mask)) > 48 {
			t.Fatalf("a mask of other signs: %q", mask)
		}
	})
}

func TestCustomFields(t *testing.T) {
	t.Parallel()
	values := many(200, func(r *rand.Rand, i int) string {
		return fmt.Sprintf(`{"order": %d, "delivery": {"ring": %q, "tags": ["a", "b"]}, %q: 1, "pnr": %q, "tom": null, "esc\"aped": "x\u00e5"}`,
			i, mobile(r, i), fmt.Sprintf("anna%d@example.com", i), personnummer(r, i))
	})
	v := options(t).Classify("extra", varsam.Text, slices.Values(values))
	got := map[string]pii.Type{}
	for _, p := range v.Paths {
		got[p.Path] = p.Verdict.Type
	}
	if diff := cmp.Diff(map[string]pii.Type{"delivery.ring": pii.Phone, "pnr": pii.SEPersonnummer}, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

// A sample that went through a file goes on as if nothing had happened.
func TestResume(t *testing.T) {
	t.Parallel()
	o := options(t)
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.Just(""), rapid.StringMatching(`[a-z]{3,8}@example\.com`), rapid.StringMatching(`[0-9]{10}`),
			rapid.StringMatching(`\{"[a-z]{1,3}": "[0-9]{10}"\}`), rapid.String())
		all := rapid.SliceOf(value).Draw(t, "values")
		at := rapid.IntRange(0, len(all)).Draw(t, "break")
		whole, first := o.New("x", varsam.Text, ""), o.New("x", varsam.Text, "")
		for i, text := range all {
			whole.AddText(text)
			if i < at {
				first.AddText(text)
			}
		}
		data, err := json.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		second := new(column.Sample)
		if err := json.Unmarshal(data, second); err != nil {
			t.Fatal(err)
		}
		o.Resume(second)
		for _, text := range all[at:] {
			second.AddText(text)
		}
		if diff := cmp.Diff(whole.Verdict(), second.Verdict()); diff != "" {
			t.Fatalf("(-whole +resumed):\n%s", diff)
		}
	})
}

func FuzzSample(f *testing.F) {
	o := options(f)
	for _, seed := range []string{`{"a":[1,{"b":"\u00e5"}]}`, "0", "(0", "+", "640823-3234", "a@b.se", "[[[[[[[[[[1]]]]]]]]]]", "Anna Exempel, 070-174 06 05 ringde om sin order"} {
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, text string, isInt bool) {
		s := o.New("anteckning", varsam.Text, "")
		s.AddText(text)
		s.Add(varsam.BytesOf([]byte(text)))
		if v := s.Verdict(); v.Stats.Rows != 2 || v.Stats.Distinct < 0 || v.Stats.Distinct > 1 {
			t.Errorf("%+v", v.Stats)
		}
	})
}

func BenchmarkClassify(b *testing.B) {
	o := options(b)
	for name, one := range map[string]func(*rand.Rand, int) string{
		"email": func(_ *rand.Rand, i int) string { return fmt.Sprintf("user%d@example.com", i) },
		"pnr":   personnummer, "phone": mobile, "number": number(10),
		"word": func(_ *rand.Rand, i int) string { return fmt.Sprintf("Exempel %c%c", 'a'+i%26, 'a'+i/26%26) },
	} {
		values := many(column.Enough, one)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				o.Classify("x", varsam.Text, slices.Values(values))
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000, "ms/sample")
		})
	}
}

// TestAccountsInGroupsAreAccounts: blanks between the groups make no text of a column of accounts.
func TestAccountsInGroupsAreAccounts(t *testing.T) {
	t.Parallel()
	spelled := []string{"SE45 5000 0000 0583 9825 7466", "FI21 1234 5600 0007 85", "NO93 8601 1117 947", "GB29 NWBK 6016 1331 9268 19"}
	var values []varsam.Value
	for i := range 200 {
		values = append(values, varsam.TextOf(spelled[i%len(spelled)]))
	}
	if v := options(t).Classify("x", varsam.Text, slices.Values(values)); v.Type != pii.IBAN || v.Text || v.Score < pii.Sure {
		t.Errorf("%+v", v)
	}
}

// TestDataBesideSomethingElse: a value that is no one thing may hold a person's number all the same.
func TestDataBesideSomethingElse(t *testing.T) {
	t.Parallel()
	o := options(t)
	var values []varsam.Value
	for i := range 200 {
		text := fmt.Sprintf("REF%07d/A", i*7919)
		if i%40 == 0 {
			text = "Berg 640823-3234"
		}
		values = append(values, varsam.TextOf(text))
	}
	v := o.Classify("reference", varsam.Text, slices.Values(values))
	if !v.Text || v.Hits[pii.SEPersonnummer].Rows != 5 || v.Score < pii.Likely {
		t.Errorf("%+v", v)
	}
}

// TestSampleCountsWhatItLooksInto: of many texts some are passed over, and counted only where every value is to be read.
func TestSampleCountsWhatItLooksInto(t *testing.T) {
	t.Parallel()
	text := varsam.TextOf("Kunden ringde om sin leverans och var nöjd med svaret som hon fick av oss.")
	for _, exact := range []bool{false, true} {
		o := options(t)
		o.Exact = exact
		v := o.Classify("note", varsam.Text, slices.Values(slices.Repeat([]varsam.Value{text}, 5000)))
		if all := v.Stats.Rows == 5000; all != exact || v.Stats.Rows < 100 || !v.Text {
			t.Errorf("exact %v: %+v", exact, v.Stats)
		}
	}
}

// TestNumbersWithoutTheirZero holds that a column of whole numbers loses no national number to the 0 that it cannot begin with.
func TestNumbersWithoutTheirZero(t *testing.T) {
	t.Parallel()
	for typ, text := range map[pii.Type][]string{
		pii.NOFodselsnummer: {"01010750160", "13097248022", "29029600013"},
		pii.DKCPR:           {"0707614005", "0101900002", "1312810006"},
	} {
		var values []varsam.Value
		for i := range 30 {
			n, err := strconv.ParseInt(text[i%len(text)], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, varsam.IntOf(n))
		}
		if v := (column.Options{Today: today}).Classify("kod", varsam.Int, slices.Values(values)); v.Type != typ || v.Stats.Passing != 30 {
			t.Errorf("%s: %d of 30 pass, as %s", typ, v.Stats.Passing, v.Type)
		}
	}
}
