package column

import (
	"bytes"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/check"
)

// rule is one type that a whole value may be of.
type rule struct {
	typ pii.Type

	// alone is the share of values that must pass where the column's name says
	// nothing; over 1 means that the name must say it. labelled is the share that
	// does where the name agrees.
	alone, labelled float64

	// score is how sure a column is whose values all pass.
	score pii.Score

	// look is what its values look like, and from and to how many digits they have,
	// so that others are not asked.
	look     look
	from, to int
	test     func(v *value) bool
}

// labels reports whether a name that says the category speaks of the type.
func (r *rule) labels(name varsam.Category) bool {
	c := r.typ.Category()
	return c != "" && name != "" && (name.Covers(c) || c.Covers(name))
}

// look sorts values by their bytes before any rule is asked.
type look uint8

const (
	digits look = iota // digits and what people put between them
	mail               // one @
	mixed              // letters and digits, or colons
	looks
)

// asking are the rules to ask, as bits of their indexes, by look and number of digits.
type asking [looks][maxWhole + 1]uint32

// askingIn are those to ask in a column whose name says a category: what only a
// name makes true is not asked without it.
func askingIn(name varsam.Category) (of asking) {
	for i := range rules {
		r := &rules[i]
		if r.alone > 1 && !r.labels(name) {
			continue
		}
		of.add(r.look, i)
		switch r.typ {
		case pii.FIHenkilotunnus, pii.IP, pii.MAC, pii.UUID: // may happen to have no letter
			of.add(digits, i)
		}
	}
	return of
}

func (of *asking) add(at look, rule int) {
	for n := rules[rule].from; n <= min(rules[rule].to, maxWhole); n++ {
		of[at][n] |= 1 << rule
	}
}

// national says of each rule whether it is one of a national number.
var national = func() (is [maxRules]bool) {
	for i := range rules {
		is[i] = rules[i].typ.Identifies() == varsam.NationalID
	}
	return is
}()

// value is one cell made ready for the rules.
type value struct {
	form
	raw     []byte // trimmed
	compact []byte // digits and capitals, without what stands between them
	today   varsam.Date
}

// The shares. A check that chance passes once in ten thousand needs no crowd; one
// that chance passes once in ten does.
const (
	strong = 0.5
	weak   = 0.9
	never  = 2
)

// rules are in the order of their strength: where two hold for equally many
// values the first has the column. Mod 31 and double mod 11 stand before Luhn,
// and that before dates alone.
var rules = []rule{
	{pii.Email, strong, 0.3, 0.99, mail, 0, 99, func(v *value) bool {
		return v.at == 1 && v.spaces == 0 && check.Email(v.raw) == check.Fine && !check.MessageID(v.raw)
	}},
	{pii.FIHenkilotunnus, strong, 0.3, 0.99, mixed, 9, 10, isHenkilotunnus},
	{pii.IBAN, strong, 0.3, 0.99, mixed, 9, 34, func(v *value) bool {
		return v.letters >= 2 && len(v.compact) >= 15 && v.other == 0 && !v.wide && check.IBAN(v.compact) == check.Fine
	}},
	{pii.MAC, strong, 0.3, 0.95, mixed, 0, 12, func(v *value) bool { return v.size >= 14 && v.spaces == 0 && check.MAC(v.raw) == check.Fine }},
	{pii.NOFodselsnummer, 0.8, 0.3, 0.97, digits, 11, 11, func(v *value) bool {
		if !v.digitsOnly(11) {
			return false
		}
		_, r := check.Fodselsnummer(v.compact)
		return r == check.Fine
	}},
	{pii.SEPersonnummer, weak, 0.5, 0.97, digits, 10, 12, func(v *value) bool {
		return v.swedish() && check.Personnummer(v.compact, v.today) == check.Fine
	}},
	{pii.SESamordningsnummer, weak, 0.5, 0.97, digits, 10, 12, func(v *value) bool {
		return v.swedish() && check.Samordningsnummer(v.compact, v.today) == check.Fine
	}},
	{pii.SEInterim, weak, 0.5, 0.9, mixed, 9, 11, func(v *value) bool {
		return v.letters == 1 && !v.wide && v.other == 0 && check.Interim(v.compact, v.today) == check.Fine
	}},
	{pii.SEOrganisationsnummer, weak, 0.5, 0.9, digits, 10, 12, func(v *value) bool {
		return v.swedish() && check.Organisationsnummer(v.compact) == check.Fine
	}},
	{pii.ISKennitala, weak, 0.5, 0.9, digits, 10, 10, func(v *value) bool {
		if !v.digitsOnly(10) {
			return false
		}
		organisation, r := check.Kennitala(v.compact)
		return r == check.Fine && !organisation
	}},
	// A Danish number is a date and any four digits. Alone a column of them is known
	// by the half that still passes modulus 11, which chance does once in eleven.
	{pii.DKCPR, strong, 0.3, 0.95, digits, 10, 10, func(v *value) bool {
		modulus, ok := cpr(v)
		return ok && modulus
	}},
	{pii.DKCPR, never, 0.5, 0.8, digits, 10, 10, func(v *value) bool {
		_, ok := cpr(v)
		return ok
	}},
	{pii.Phone, weak, 0.5, 0.95, digits, 8, 17, isPhone},
	{pii.Card, weak, 0.5, 0.97, digits, 13, 19, func(v *value) bool {
		if !v.numeric() || len(v.compact) < 13 {
			return false
		}
		_, r := check.Card(v.compact)
		return r == check.Fine
	}},
	{pii.IMEI, never, 0.5, 0.95, digits, 15, 15, func(v *value) bool { return v.numeric() && check.IMEI(v.compact) == check.Fine }},
	{pii.IP, 0.95, 0.5, 0.95, mixed, 1, 32, func(v *value) bool {
		return (v.dots == 3 || v.colons >= 2) && v.spaces == 0 && v.digits > 0 && check.IP(v.host()) == check.Fine
	}},
	{pii.UUID, strong, 0.3, 0.9, mixed, 1, 32, func(v *value) bool { return v.size == 36 && check.UUID(v.raw) == check.Fine }},
	{pii.SEBankgiro, never, 0.5, 0.9, digits, 7, 8, func(v *value) bool { return v.numeric() && check.Bankgiro(v.compact) == check.Fine }},
	{pii.SEPlusgiro, never, 0.5, 0.8, digits, 2, 8, func(v *value) bool { return v.numeric() && check.Plusgiro(v.compact) == check.Fine }},
	{pii.NOBankAccount, never, 0.5, 0.9, digits, 11, 11, func(v *value) bool { return v.numeric() && check.NOBankAccount(v.compact) == check.Fine }},
	{pii.SEBankAccount, never, 0.5, 0.8, digits, 9, 16, func(v *value) bool {
		if !v.numeric() {
			return false
		}
		_, r := check.BankAccount(v.compact)
		return r == check.Fine
	}},
	{pii.SEPlate, never, 0.5, 0.9, mixed, 2, 3, func(v *value) bool { return v.size <= 7 && check.SEPlate(v.compact) == check.Fine }},
	{pii.BirthDate, never, 0.5, 0.9, digits, 6, 8, isBirthDate},
	{pii.BirthDate, never, 0.5, 0.9, mixed, 12, 21, isBirthDate}, // with a time
	{pii.Postcode, never, 0.5, 0.8, digits, 5, 5, func(v *value) bool { return v.numeric() && check.Postcode(v.compact, "SE") == check.Fine }},
}

// maxRules is the length of what counts by rule.
const maxRules = 25

func ruleOf(t pii.Type) int {
	for i := range rules {
		if rules[i].typ == t {
			return i
		}
	}
	return -1
}

// digitsOnly reports whether the value is so many digits with at most one sign or
// space between them.
func (v *value) digitsOnly(n int) bool {
	return v.numeric() && v.digits == n && v.size-v.digits <= 1 && v.dots == 0 && v.slashes == 0
}

func cpr(v *value) (modulus11, ok bool) {
	if !v.digitsOnly(10) {
		return false, false
	}
	modulus11, r := check.CPR(v.compact)
	return modulus11, r == check.Fine
}

// swedish reports whether the value is written as a Swedish number is.
func (v *value) swedish() bool { return v.digitsOnly(10) || v.digitsOnly(12) }

// host is an address without the length of the network that PostgreSQL's inet has behind it.
func (v *value) host() []byte {
	if v.slashes == 1 {
		for _, length := range []string{"/32", "/128"} {
			if host, ok := bytes.CutSuffix(v.raw, []byte(length)); ok {
				return host
			}
		}
	}
	return v.raw
}

func isHenkilotunnus(v *value) bool {
	if v.size != 11 || v.digits < 9 || v.spaces > 0 || v.wide {
		return false
	}
	var b [11]byte
	for i, x := range v.raw { // capitals, with the sign of the century kept
		if classOf[x] == classLower {
			x -= 'a' - 'A'
		}
		b[i] = x
	}
	return check.Henkilotunnus(b[:]) == check.Fine
}

// isPhone takes international numbers, those of Swedish and Finnish mobiles also without the plus, as services that send messages have them,
// and national ones that begin with the trunk digit. Eight bare digits, as in Norway and Denmark, are like any number.
func isPhone(v *value) bool {
	if !v.numeric() || v.size < 8 || v.other > 2 || v.dots > 4 || v.slashes > 1 {
		return false
	}
	digits, raw := v.compact, v.raw
	switch n := len(digits); {
	case raw[0] == '+' || raw[0] == '0' && raw[1] == '0':
		return v.plus == 1 && n >= 8 && n <= 17 || v.plus == 0 && n >= 10 && n <= 17 && check.PhoneLength(digits[2:])
	case raw[0] == '0' || raw[0] == '(' && raw[1] == '0':
		return v.plus == 0 && n >= 8 && n <= 11 && digits[1] != '0' && v.dashes <= 4
	case v.size == v.digits:
		return n == 11 && bytes.HasPrefix(digits, []byte("467")) && digits[3] != '1' || n >= 11 && n <= 12 && (bytes.HasPrefix(digits, []byte("3584")) || bytes.HasPrefix(digits, []byte("3585")))
	}
	return false
}

// isBirthDate takes a day on which somebody who lives may have been born, with or
// without a time of day behind it.
func isBirthDate(v *value) bool {
	day, _, _ := strings.Cut(strings.Replace(string(v.raw), "T", " ", 1), " ")
	d, ok := dayOf(day)
	return ok && !d.After(v.today) && d.Year() > v.today.Year()-120
}

// dayOf reads one of the ways to write a day.
func dayOf(s string) (varsam.Date, bool) {
	for _, layout := range [...]string{"2006-01-02", "2006/01/02", "20060102", "2.1.2006", "2/1/2006", "1/2/2006", "2-1-2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return varsam.NewDate(t.Year(), t.Month(), t.Day()), true
		}
	}
	return varsam.Date{}, false
}
