package example

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/varsam/varsam"
)

// Nobody in the data may be real.
func TestNumbersAndAddressesAreSetAsideForThis(t *testing.T) {
	t.Parallel()
	reserved := regexp.MustCompile(`@(example\.(com|org|net)|[a-z0-9-]+\.example)$`)
	w := newWorld(insourceit, Options{People: 30_000, Today: today})
	ids, mails := map[string]bool{}, map[string]bool{}
	for _, p := range w.people {
		for _, address := range []string{p.home, p.work} {
			if !reserved.MatchString(address) || mails[address] {
				t.Fatalf("%s can be real, or is not the only one", address)
			}
			mails[address] = true
		}
		if p.nationalID != "" {
			mustBeTestNumber(t, p, ids)
		}
		if p.phone != nil && !setAside(*p.phone) {
			t.Fatalf("%s is outside the series", p.phone.canonical())
		}
	}
	if len(ids) < 4000 {
		t.Errorf("only %d personal identity numbers", len(ids))
	}
}

func mustBeTestNumber(t *testing.T, p *person, seen map[string]bool) {
	t.Helper()
	c, err := varsam.NationalID.Canonical(p.nationalID, "SE", today)
	birth := p.nationalID[8:11]
	if err != nil || c != p.nationalID || seen[c] || birth != map[bool]string{true: "238", false: "239"}[p.female] {
		t.Fatalf("%s: %v", p.nationalID, err)
	}
	seen[c] = true
}

func setAside(p phone) bool {
	for _, s := range phoneSeries {
		if s.area == p.area && s.first <= p.number && p.number <= s.last {
			return true
		}
	}
	return false
}

// However a value is spelled, it is the same value.
func TestSpellingsMeanTheSame(t *testing.T) {
	t.Parallel()
	for _, p := range phones {
		for style := range 5 {
			if c, err := varsam.Phone.Canonical(p.spelled(style), "SE", today); err != nil || c != p.canonical() {
				t.Fatalf("%s reads as %s (%v)", p.spelled(style), c, err)
			}
		}
	}
	number := testNumber(77, true)
	for style := range 4 {
		if c, err := varsam.NationalID.Canonical(nationalID(number, style).(string), "SE", today); err != nil || c != number {
			t.Errorf("%v reads as %s (%v)", nationalID(number, style), c, err)
		}
	}
	for style := range 9 {
		if s := mail("anna.berg@almvik-bygg.example", style); strings.ToLower(s) != "anna.berg@almvik-bygg.example" {
			t.Error(s)
		}
	}
}

func TestTheSameOptionsMakeTheSamePeople(t *testing.T) {
	t.Parallel()
	a, b := generate(t, "insourceit", Options{Seed: 4}), generate(t, "insourceit", Options{Seed: 4})
	if !reflect.DeepEqual(a.Cast, b.Cast) || !reflect.DeepEqual(a.Rows, b.Rows) {
		t.Error("two runs differ")
	}
	query := "SELECT group_concat(email) FROM (SELECT email FROM contacts ORDER BY id)"
	if one(t, open(t, a.Systems[0]), query) != one(t, open(t, b.Systems[0]), query) {
		t.Error("the contacts differ")
	}
	if c := generate(t, "insourceit", Options{Seed: 5}); reflect.DeepEqual(a.Cast, c.Cast) {
		t.Error("another seed gives the same people")
	}
}

// The stories that the cast is there for.
func TestTheCastIsDifficult(t *testing.T) {
	t.Parallel()
	made := generate(t, "insourceit", Options{People: 2500})
	business, cases := open(t, made.Systems[0]), open(t, made.Systems[1])
	for _, c := range []struct{ what, got, want string }{
		{"two people at one address", one(t, business, "SELECT count(*) FROM contacts WHERE address_id = (SELECT address_id FROM contacts WHERE id = 1)"), "2"},
		{"capitals in the mail address", one(t, business, "SELECT email = upper(email) FROM contacts WHERE id = 1"), "1"},
		{"one open order", one(t, business, "SELECT count(*) FROM orders WHERE contact_id = 1 AND status = 'open'"), "1"},
		{"ten digits", one(t, business, "SELECT length(personal_number) FROM consultants WHERE id = 1"), "11"},
		{"the handler has most cases", one(t, cases, "SELECT handler_id FROM cases GROUP BY handler_id ORDER BY count(*) DESC LIMIT 1"), "2"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", c.what, c.got, c.want)
		}
	}
	if made.Cast["switchboard"].Phone == "" || made.Cast["both"].NationalID == "" {
		t.Error("the switchboard or the employee who is a consultant lacks a number")
	}
}
