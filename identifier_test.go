package varsam_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
)

var today = varsam.NewDate(2026, time.November, 21)

func TestCanonical(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typ           varsam.IdentifierType
		region, value string
		want          string // empty: refused
	}{
		{varsam.Email, "SE", " Anna.Ek@Example.SE ", "anna.ek@example.se"},
		{varsam.Email, "SE", "ÅSA@öl.se", "åsa@öl.se"},
		{varsam.Email, "SE", "\u212aarl@x.se", "\u212aarl@x.se"}, // a Kelvin sign is no k
		{varsam.Email, "SE", "anna+tag@x.se", "anna+tag@x.se"},
		{varsam.Email, "SE", "anna@x.se, bo@x.se", ""},
		{varsam.Email, "SE", "Anna <anna@x.se>", ""},
		{varsam.Email, "SE", "@x.se", ""},
		{varsam.Email, "SE", "anna", ""},

		{varsam.Phone, "SE", "070-123 45 67", "+46701234567"},
		{varsam.Phone, "SE", "+46 (0)70-123 45 67", "+46701234567"},
		{varsam.Phone, "SE", "+46(0) 70 123 45 67", "+46701234567"},
		{varsam.Phone, "SE", "(+46) 70 123 45 67", "+46701234567"},
		{varsam.Phone, "SE", "0046701234567", "+46701234567"},
		{varsam.Phone, "SE", "0046(0)701234567", "+46701234567"},
		{varsam.Phone, "SE", "46701234567", "+46701234567"},
		{varsam.Phone, "SE", "701234567", "+46701234567"},
		{varsam.Phone, "SE", "+460701234567", "+46701234567"},
		{varsam.Phone, "SE", "070/1234567", "+46701234567"},
		{varsam.Phone, "SE", "08-12 34 56", "+468123456"},
		{varsam.Phone, "SE", "046-812 34 56", "+46468123456"},
		{varsam.Phone, "SE", "358401234567", "+358401234567"},
		{varsam.Phone, "FI", "040 123 4567", "+358401234567"},
		{varsam.Phone, "FI", "358 40 123 4567", "+358401234567"},
		{varsam.Phone, "NO", "912 34 567", "+4791234567"},
		{varsam.Phone, "NO", "4791234567", "+4791234567"},
		{varsam.Phone, "DK", "12 34 56 78", "+4512345678"},
		{varsam.Phone, "IT", "06 1234567", "+39061234567"},
		{varsam.Phone, "HU", "06 20 123 4567", "+36201234567"},
		{varsam.Phone, "US", "(555) 123-4567", "+15551234567"},
		{varsam.Phone, "", "070-1234567", ""},
		{varsam.Phone, "", "+46701234567", "+46701234567"},
		{varsam.Phone, "SE", "070-123", ""},
		{varsam.Phone, "SE", "saknas", ""},
		{varsam.Phone, "SE", "+4600701234567", ""},
		{varsam.Phone, "SE", "070-1234567, 08-123456", ""},

		{varsam.NationalID, "SE", "19900101-0017", "199001010017"},
		{varsam.NationalID, "SE", "9001010017", "199001010017"},
		{varsam.NationalID, "SE", "900101-0017", "199001010017"},
		{varsam.NationalID, "SE", "900101+0017", "189001010017"},
		{varsam.NationalID, "SE", "SE199001010017", "199001010017"},
		{varsam.NationalID, "FI", "199001010017", "199001010017"},
		{varsam.NationalID, "FI", "9001010017", ""},
		{varsam.NationalID, "SE", "900101-0018", ""},
		{varsam.NationalID, "SE", "19900230-0017", ""},
		{varsam.NationalID, "SE", "000000-0000", ""},
		{varsam.NationalID, "SE", "556016-0680", ""}, // an organisation
		{varsam.NationalID, "FI", "131052-308t", "FI131052-308T"},
		{varsam.NationalID, "SE", "131052-308T", "FI131052-308T"},
		{varsam.NationalID, "FI", "131052Y308T", "FI131052Y308T"},
		{varsam.NationalID, "FI", "131052-308U", ""},
		{varsam.NationalID, "FI", "310252-308Y", ""},
		{varsam.NationalID, "NO", "01010126866", "NO01010126866"},
		{varsam.NationalID, "SE", "010101 26866", "NO01010126866"},
		{varsam.NationalID, "NO", "1010126866", "NO01010126866"},
		{varsam.NationalID, "DK", "080976-1347", "DK0809761347"},
		{varsam.NationalID, "SE", "DK0809761347", "DK0809761347"},
		{varsam.NationalID, "DK", "320976-1347", ""},
		{varsam.NationalID, "IS", "670906-0190", "IS6709060190"},
		{varsam.NationalID, "PL", "44051401359", "PL44051401359"},
		{varsam.NationalID, "IE", "19900101-0017", "199001010017"},
		{"customer", "SE", " K-17 ", "K-17"},
		{"customer", "SE", " ", ""},
	} {
		got, err := c.typ.Canonical(c.value, c.region, today)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %q in %s: %q, %v; want %q", c.typ, c.value, c.region, got, err, c.want)
		}
		if err != nil && varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%s %q: code %s", c.typ, c.value, varsam.CodeOf(err))
		}
	}
}

func TestTenDigitsOfWhoIsOverAHundred(t *testing.T) {
	t.Parallel()
	born26 := withControl("261231123") // turns a hundred this year, on New Year's Eve
	for value, want := range map[string]string{
		born26[:6] + "-" + born26[6:]: "19" + born26,
		born26[:6] + "+" + born26[6:]: "19" + born26,
		born26:                        "19" + born26,
	} {
		if got, err := varsam.NationalID.Canonical(value, "SE", today); got != want {
			t.Errorf("%s: %s, %v; want %s", value, got, err, want)
		}
	}
	if _, err := varsam.NationalID.Canonical(born26, "SE", varsam.Date{}); err == nil {
		t.Error("ten digits were read without a today")
	}
}

// withControl adds Luhn's digit to nine.
func withControl(nine string) string {
	sum := 0
	for i := range nine {
		n := int(nine[i]-'0') * (2 - i%2)
		sum += n/10 + n%10
	}
	return nine + fmt.Sprint((10-sum%10)%10)
}

var regions = []string{"SE", "FI", "NO", "DK", "IS", "EE", "DE", "US", "IE", ""}

// canonicals draws a canonical value of a type.
func canonicals(t *rapid.T) (varsam.IdentifierType, string) {
	digits := func(n int, label string) string {
		return rapid.StringMatching(fmt.Sprintf("[0-9]{%d}", n)).Draw(t, label)
	}
	date := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 46000).Draw(t, "day"))
	var typ varsam.IdentifierType
	var value, region string
	switch rapid.IntRange(0, 6).Draw(t, "what") {
	case 0:
		typ, value = varsam.Email, rapid.StringMatching(`[a-zåäöé]{1,4}[._-]?[a-zåäöé]{1,4}@[a-z]{1,5}\.se`).Draw(t, "mail")
	case 1:
		typ, value = varsam.Phone, "+46"+rapid.StringMatching("[1-9][0-9]{6,8}").Draw(t, "number")
	case 2:
		typ, value = varsam.Phone, rapid.SampledFrom([]string{"+35840", "+479", "+451", "+1555", "+4917"}).Draw(t, "code")+digits(7, "number")
	case 3:
		ten := withControl(date.Format("060102") + digits(3, "birth number"))
		typ, value = varsam.NationalID, date.Format("2006")[:2]+ten
	case 4:
		coordination := date.Format("0601") + fmt.Sprint(60+rapid.IntRange(0, 31).Draw(t, "born"))
		typ, value = varsam.NationalID, "19"+withControl(coordination+digits(3, "number"))
	case 5:
		const check = "0123456789ABCDEFHJKLMNPRSTUVWXY"
		n := rapid.IntRange(2, 999).Draw(t, "individual")
		day := date.Format("020106")
		var sum int
		fmt.Sscan(fmt.Sprintf("%s%03d", day, n), &sum)
		sign := rapid.SampledFrom([]string{"-", "Y", "V"}).Draw(t, "sign")
		if date.Year() >= 2000 {
			sign = rapid.SampledFrom([]string{"A", "F"}).Draw(t, "sign")
		}
		typ, value, region = varsam.NationalID, fmt.Sprintf("%s%s%03d%c", day, sign, n, check[sum%31]), "FI"
	case 6:
		typ, value, region = varsam.NationalID, date.Format("020106")+digits(4, "number"), "DK"
	}
	canonical, err := typ.Canonical(value, orSE(region), today)
	if err != nil {
		t.Skip("drew no number of the type")
	}
	return typ, canonical
}

func orSE(region string) string {
	if region == "" {
		return "SE"
	}
	return region
}

func TestACanonicalFormReadsAsItselfEverywhere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		typ, canonical := canonicals(t)
		for _, region := range regions {
			if got, err := typ.Canonical(canonical, region, today); got != canonical {
				t.Errorf("%s %q in %q: %q, %v", typ, canonical, region, got, err)
			}
		}
	})
}

func TestEverySpellingIsFoundAndTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		typ, canonical := canonicals(t)
		region := rapid.SampledFrom(regions).Draw(t, "region")
		folded := typ.FoldedSpellings(canonical, region)
		spellings := typ.Spellings(canonical, region)
		if !slices.Contains(spellings, canonical) {
			t.Errorf("%q is no spelling of itself: %q", canonical, spellings)
		}
		for _, s := range spellings {
			if f := typ.Fold().Apply(s); !slices.Contains(folded, f) {
				t.Errorf("%q folds to %q, which is not among %q", s, f, folded)
			}
			read, err := typ.Canonical(s, region, today)
			if typ == varsam.NationalID {
				// without the country's letters or century another region or age reads it otherwise
				if err == nil && read != canonical && region == "SE" && canonical[0] <= '9' && read[2:] != canonical[2:] {
					t.Errorf("%q reads as %q, not %q", s, read, canonical)
				}
			} else if read != canonical {
				t.Errorf("%q in %q reads as %q, %v; not %q", s, region, read, err, canonical)
			}
		}
	})
}

func TestWhatIsTheSameIsFoundHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		typ, canonical := canonicals(t)
		region := rapid.SampledFrom(regions).Draw(t, "region")
		forms := typ.FoldedSpellings(canonical, region)
		if typ == varsam.Email {
			forms = typ.Spellings(canonical, region)
		}
		cell := rapid.SampledFrom(forms).Draw(t, "form")
		cell = disfigure(t, typ, cell)
		if !typ.Same(canonical, cell, region, today) {
			return
		}
		if f := typ.Fold().Apply(cell); !slices.Contains(typ.FoldedSpellings(canonical, region), f) {
			t.Errorf("%q is %q in %q but folds to %q", cell, canonical, region, f)
		}
	})
}

// disfigure writes a value as people do: capitals, blanks, separators.
func disfigure(t *rapid.T, typ varsam.IdentifierType, s string) string {
	if typ == varsam.Email {
		s = strings.Map(func(r rune) rune {
			if rapid.Bool().Draw(t, "capital") {
				return []rune(strings.ToUpper(string(r)))[0]
			}
			return r
		}, s)
		return strings.Repeat(" ", rapid.IntRange(0, 2).Draw(t, "blanks")) + s + rapid.SampledFrom([]string{"", " ", "\r\n", "\n"}).Draw(t, "end")
	}
	for range rapid.IntRange(0, 4).Draw(t, "separators") {
		at := rapid.IntRange(0, len(s)).Draw(t, "at")
		s = s[:at] + rapid.SampledFrom(varsam.Separators).Draw(t, "separator") + s[at:]
	}
	return rapid.SampledFrom([]string{"", "+", "00"}).Draw(t, "prefix") + s
}

func TestTwoNumbersAreNeverTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		typ, a := canonicals(t)
		other, b := canonicals(t)
		region := rapid.SampledFrom(regions).Draw(t, "region")
		if typ != other || a == b {
			return
		}
		for _, s := range typ.Spellings(a, region) {
			if typ.Same(a, s, region, today) && typ.Same(b, s, region, today) {
				t.Errorf("%q is both %q and %q", s, a, b)
			}
		}
	})
}

func TestFolds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fold     varsam.Fold
		in, want string
	}{
		{varsam.Exact, " A ", " A "},
		{varsam.FoldCase, "  ÅSA@X.se ", "Åsa@x.se"},
		{varsam.Contains, " ÅSA ", "Åsa"},
		{varsam.Digits, "+46 (0)70-123\u00a045.67/\r\n\t", "460701234567"},
		{varsam.Digits, "131052-308T", "131052308T"},
	} {
		if got := c.fold.Apply(c.in); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.fold, c.in, got, c.want)
		}
	}
}

// TestOutsideVectors holds the reading against other projects' and authorities'
// numbers, where they are at hand.
func TestOutsideVectors(t *testing.T) {
	t.Parallel()
	f, err := os.Open("../shared/data/recognition/validate.csv")
	if err != nil {
		t.Skip("no list of outside numbers is here")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	regions := map[string]string{
		"SE_PERSONNUMMER": "SE", "SE_SAMORDNINGSNUMMER": "SE", "SE_INTERIM_TNUMBER": "SE",
		"FI_HETU": "FI", "NO_FNR": "NO", "DK_CPR": "DK", "IS_KENNITALA": "IS",
	}
	// Rows decided otherwise: blanks round or in a number are no fault in a cell,
	// temporary Finnish codes are read, and no number is refused for its future day.
	decided := func(entity, text, note string) bool {
		return strings.ContainsAny(text, " ") || strings.Contains(note, "future") ||
			entity == "FI_HETU" && len(text) == 11 && text[7] == '9' || text == "111115984-03" || text == "231140-38547"
	}
	seen, wrong := 0, 0
	for _, row := range rows[1:] {
		entity, text, valid, note := row[1], row[2], row[3] == "1", row[6]
		typ, region := varsam.NationalID, regions[entity]
		if kind, r, ok := strings.Cut(entity, ":"); ok && kind == "PHONE" && valid {
			typ, region = varsam.Phone, r[len(r)-2:]
		}
		if region == "" || decided(entity, text, note) {
			continue
		}
		seen++
		if _, err := typ.Canonical(text, region, today); (err == nil) != valid {
			wrong++
			t.Errorf("%s %q (%s %s): valid %t, %v", entity, text, row[4], note, valid, err)
		}
	}
	if seen < 2500 {
		t.Errorf("only %d rows were looked at", seen)
	}
}
