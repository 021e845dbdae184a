package locate

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/varsam/varsam"
)

// value is an identifier in canonical form.
type value struct {
	typ  varsam.IdentifierType
	text string
}

func compareValues(a, b value) int {
	return cmp.Or(cmp.Compare(a.typ, b.typ), cmp.Compare(a.text, b.text))
}

// known is an identifier that selects records for a person.
type known struct {
	value
	given bool // by the person, and verified; otherwise found on the way
	chain []varsam.Link
}

// subject is one person in a search.
type subject struct {
	person  varsam.Person
	selects map[value]known
	claims  map[value]bool
	names   []string // looked for in texts only

	// numbers are the national identity numbers of the person's own rows; shared
	// are identifiers that other people turned out to have too.
	numbers map[string]bool
	shared  map[value]bool
}

// has reports whether the person has a selecting identifier of the type.
func (s *subject) has(t varsam.IdentifierType) bool {
	for v := range s.selects {
		if v.typ == t {
			return true
		}
	}
	return false
}

// gave reports whether the person gave a verified identifier of the type.
func (s *subject) gave(t varsam.IdentifierType) bool {
	for v, k := range s.selects {
		if v.typ == t && k.given {
			return true
		}
	}
	return false
}

// takePeople reads the identifiers that the search starts from. Those that
// cannot be read, and people without any, become gaps.
func (s *search) takePeople(people []varsam.Person) error {
	for _, person := range people {
		if s.subjects[person.Number] != nil {
			return varsam.Errorf(varsam.Invalid, "two people of the search have the number %d", person.Number)
		}
		s.subjects[person.Number] = s.subject(person)
		s.numbers = append(s.numbers, person.Number)
	}
	slices.Sort(s.numbers)
	for _, number := range s.numbers {
		for _, v := range s.subjects[number].values() {
			s.index(v, number)
		}
	}
	return nil
}

func (s *search) subject(person varsam.Person) *subject {
	x := &subject{
		person: person, selects: map[value]known{}, claims: map[value]bool{},
		numbers: map[string]bool{}, shared: map[value]bool{},
	}
	x.person.Identifiers = slices.Clone(person.Identifiers)
	for _, id := range person.Identifiers {
		text, err := id.Type.Canonical(id.Value, s.reg.Organisation.Country, s.opts.Today)
		v := value{id.Type, text}
		switch {
		case err != nil:
			s.gap(varsam.Because(GapUnreadable, strconv.Itoa(person.Number), string(id.Type)))
		case !id.Type.Selects():
			if id.Verified {
				x.names = append(x.names, text)
			}
		case !id.Verified:
			x.claims[v] = true
		default:
			x.selects[v] = known{value: v, given: len(id.Chain) == 0, chain: id.Chain}
		}
	}
	if len(x.selects) == 0 {
		s.gap(varsam.Because(GapNoIdentifier, strconv.Itoa(person.Number)))
	}
	return x
}

// values are the person's selecting identifiers in order.
func (s *subject) values() []value {
	all := make([]value, 0, len(s.selects))
	for v := range s.selects {
		all = append(all, v)
	}
	slices.SortFunc(all, compareValues)
	return all
}

// index makes an identifier select for a person from the next round on.
func (s *search) index(v value, number int) {
	s.selecting[v] = append(s.selecting[v], number)
	s.fresh = append(s.fresh, v)
}

// takeFresh are the identifiers not yet searched for, each once, by type.
func (s *search) takeFresh() wanted {
	slices.SortFunc(s.fresh, compareValues)
	fresh := wanted{}
	for _, v := range slices.Compact(s.fresh) {
		fresh[v.typ] = append(fresh[v.typ], v.text)
	}
	s.fresh = nil
	return fresh
}

// wanted are canonical identifiers to search for, by type, each sorted.
type wanted map[varsam.IdentifierType][]string

// gap notes what concerns no one system.
func (s *search) gap(why varsam.Reason) { s.gaps = append(s.gaps, varsam.Gap{Why: why}) }
