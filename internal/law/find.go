package law

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/varsam/varsam"
)

// pack is every version of every rule, by id and then by the day it came into
// force.
var pack = sync.OnceValue(func() []Rule {
	rules := slices.Concat(swedenBooks, swedenClaims, swedenWork, swedenLimits, swedenConditions,
		finlandBooks, finlandWork, finlandConditions, norway, denmark)
	slices.SortStableFunc(rules, func(a, b Rule) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), a.ValidFrom.Compare(b.ValidFrom))
	})
	return rules
})

// versions are the same rules under their plain spelling.
var versions = sync.OnceValue(func() map[string][]Rule {
	byID := map[string][]Rule{}
	for _, r := range pack() {
		byID[ascii(r.ID)] = append(byID[ascii(r.ID)], r)
	}
	return byID
})

// All lists every version of every rule, by id and then by the day it came into
// force.
func All() []Rule { return slices.Clone(pack()) }

// Versions lists the versions of one rule, oldest first. The error is NotFound
// and names ids that look alike. FI-ARB-LON finds FI-ARB-LÖN.
func Versions(id string) ([]Rule, error) {
	if found := versions()[ascii(id)]; found != nil {
		return slices.Clone(found), nil
	}
	return nil, varsam.Errorf(varsam.NotFound, "no rule has the id %q%s", id, suggest(id))
}

// Find is the version of a rule in force on a day, normally today. The error is
// NotFound when the id is not known or no version was in force, and Invalid
// without a day.
func Find(id string, day varsam.Date) (Rule, error) {
	if day.IsZero() {
		return Rule{}, varsam.Errorf(varsam.Invalid, "rule %q is looked up without a day", id)
	}
	known, err := Versions(id)
	if err != nil {
		return Rule{}, err
	}
	for _, r := range known {
		if r.InForce(day) {
			return r, nil
		}
	}
	return Rule{}, varsam.Errorf(varsam.NotFound, "%s has no version in force on %s; the first is in force from %s",
		known[0].ID, day, known[0].ValidFrom)
}

// ascii spells an id without å, ä and ö, composed or not.
func ascii(id string) string { return plain.Replace(id) }

var plain = strings.NewReplacer("Å", "A", "Ä", "A", "Ö", "O", "\u030a", "", "\u0308", "")

// suggest names the rules whose ids begin as this one does or differ from it by
// the fewest letters.
func suggest(id string) string {
	wanted := ascii(strings.ToUpper(id))
	best := nearEnough
	for _, r := range pack() {
		best = min(best, distance(wanted, ascii(r.ID)))
	}
	var near []string
	for _, r := range pack() {
		begins := wanted != "" && strings.HasPrefix(ascii(r.ID), wanted)
		if begins || distance(wanted, ascii(r.ID)) <= best {
			near = append(near, r.ID)
		}
	}
	if near = slices.Compact(near); len(near) == 0 {
		return "; the list of rules shows them all"
	}
	slices.SortStableFunc(near, func(a, b string) int {
		return cmp.Compare(distance(wanted, ascii(a)), distance(wanted, ascii(b)))
	})
	return "; did you mean " + strings.Join(near[:min(suggestions, len(near))], ", ") + "?"
}

// nearEnough is how many letters may differ in a suggestion, and suggestions how
// many there are at most.
const (
	nearEnough  = 3
	suggestions = 3
)

// distance is the number of bytes to insert, delete or replace (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
