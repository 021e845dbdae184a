package register

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// RuleDigest names what decides the fate of a collection's records by time:
// links, carries, end and restriction, the activities that carry it, the
// organisation's fiscal years and zone. A standing approval is a yes to it;
// changing a word elsewhere does not void it.
func RuleDigest(r *Register, system, collection string) (string, error) {
	s, ok := r.System(system)
	if !ok {
		return "", varsam.Errorf(varsam.NotFound, "the register has no system %q", system)
	}
	c, ok := s.Collection(collection)
	if !ok {
		return "", varsam.Errorf(varsam.NotFound, "the system %q has no collection %q", system, collection)
	}
	texts := map[string]string{"draft": fmt.Sprint(s.Draft || c.Draft), "zone": s.Zone}
	addTexts(texts, "collection", flatten(c), isRulePath)
	addTexts(texts, "organisation", flatten(r.Organisation), isRulePath)
	for _, carry := range c.CarriedBy {
		if a, ok := r.Activity(carry.Activity); ok {
			addTexts(texts, "activity "+a.Name, flatten(a), isRulePath)
		}
	}
	h := sha256.New()
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		fmt.Fprintf(h, "%d:%s%d:%s", len(path), path, len(texts[path]), texts[path])
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func addTexts(to map[string]string, prefix string, texts map[string]string, takes func(string) bool) {
	for path, text := range texts {
		if takes(path) {
			to[prefix+"/"+path] = text
		}
	}
}

// condText writes a condition on one line, for differences and digests.
func condText(c varsam.Cond) string {
	switch c.Op {
	case varsam.And, varsam.Or:
		kids := make([]string, len(c.Kids))
		for i, kid := range c.Kids {
			kids[i] = condText(kid)
		}
		return "(" + strings.Join(kids, " "+string(c.Op)+" ") + ")"
	case varsam.Not, varsam.Certain:
		return string(c.Op) + " " + condText(c.Kids[0])
	case varsam.IsNull, varsam.NotNull:
		return c.Field + " " + string(c.Op)
	case varsam.Exists:
		return existsText(c)
	}
	values, _ := json.Marshal(valueTexts(c.Values))
	return strings.TrimSpace(c.Field + " " + string(c.Op) + " " + string(values))
}

func existsText(c varsam.Cond) string {
	on := make([]string, len(c.Fields))
	for i := range c.Fields {
		on[i] = c.Fields[i] + " = " + c.Own[i]
	}
	text := "exists " + c.Collection + " on " + strings.Join(on, " and ")
	if len(c.Kids) > 0 {
		text += " where " + condText(c.Kids[0])
	}
	return text
}

func valueTexts(values []varsam.Value) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = v.Kind().String() + " " + v.String()
	}
	return texts
}
