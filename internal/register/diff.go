package register

import (
	"cmp"
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/varsam/varsam/internal/locale"
)

// Change is one difference between two versions of a register, in the words of
// its files: "activity customer-care: keep.period 24 months → 36 months".
type Change struct {
	Item string `json:"item"` // "activity customer-care", "system crm"
	Path string `json:"path"` // "keep.period"; empty when the whole item came or went
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`

	// Rule says that the change alters what becomes of records, so that standing
	// approvals that rest on it are void.
	Rule bool `json:"rule,omitempty"`
}

func (c Change) String() string { return c.Says().String() }

// Says is the change as a sentence.
func (c Change) Says() locale.Saying {
	switch {
	case c.Path == "" && c.From == "":
		return locale.Says("%s: added", c.Item)
	case c.Path == "":
		return locale.Says("%s: removed", c.Item)
	case c.From == "":
		return locale.Says("%s: %s %s added", c.Item, c.Path, c.To)
	case c.To == "":
		return locale.Says("%s: %s %s removed", c.Item, c.Path, c.From)
	}
	return locale.Says("%s: %s %s → %s", c.Item, c.Path, c.From, c.To)
}

// Diff says what has changed from a to b, by item and then by path. Comments and
// the order of keys are no change.
func Diff(a, b *Register) []Change {
	before, after := itemsOf(a), itemsOf(b)
	var all []Change
	for name, item := range before {
		if _, ok := after[name]; !ok {
			all = append(all, Change{Item: name, From: name, Rule: isRuleItem(name)})
			continue
		}
		all = append(all, diffItem(name, item, after[name])...)
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			all = append(all, Change{Item: name, To: name, Rule: isRuleItem(name)})
		}
	}
	slices.SortFunc(all, func(x, y Change) int { return cmp.Or(cmp.Compare(x.Item, y.Item), cmp.Compare(x.Path, y.Path)) })
	return all
}

func diffItem(name string, before, after map[string]string) []Change {
	var all []Change
	for path, from := range before {
		if to := after[path]; to != from {
			all = append(all, Change{Item: name, Path: path, From: from, To: to, Rule: isRulePath(path)})
		}
	}
	for path, to := range after {
		if _, ok := before[path]; !ok {
			all = append(all, Change{Item: name, Path: path, To: to, Rule: isRulePath(path)})
		}
	}
	return all
}

func isRuleItem(name string) bool {
	return strings.HasPrefix(name, "activity ") || strings.HasPrefix(name, "system ")
}

// rulePaths are the keys that decide what becomes of records.
var rulePaths = []string{
	"basis", "keep", "role", "needs", "uses", "on_request", "instruction", "draft", "carried_by", "end", "anonymise", "person", "restrict",
	"data", "about", "stop", "references", "source", "from", "until", "when", "consent", "zone", "fiscal_year", "fiscal_years", "country", "public",
}

func isRulePath(path string) bool {
	if strings.Contains("."+path, ".keep.start.") { // words for people alter nothing
		return false
	}
	for _, step := range strings.Split(path, ".") {
		if slices.Contains(rulePaths, step) {
			return true
		}
	}
	return false
}

// itemsOf flattens a register into texts by path, by item.
func itemsOf(r *Register) map[string]map[string]string {
	items := map[string]map[string]string{"organisation": flatten(r.Organisation)}
	for _, s := range r.Systems {
		items["system "+s.Name] = flatten(s)
	}
	for _, a := range r.Activities {
		items["activity "+a.Name] = flatten(a)
	}
	for _, p := range r.Parties {
		items["party "+p.Name] = flatten(p)
	}
	for _, t := range r.Templates {
		items["template "+t.Of] = flatten(t)
	}
	for _, s := range r.Statements {
		items["statement "+s.ID] = flatten(s)
	}
	return items
}

func flatten(item any) map[string]string {
	texts := map[string]string{}
	flattenInto(texts, "", reflect.ValueOf(item))
	return texts
}

func flattenInto(texts map[string]string, path string, v reflect.Value) {
	if v.IsZero() {
		return
	}
	if w, ok := v.Interface().(When); ok {
		texts[path] = condText(w.Cond)
		return
	}
	if t, ok := v.Interface().(encoding.TextMarshaler); ok {
		text, _ := t.MarshalText()
		texts[path] = string(text)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		flattenInto(texts, path, v.Elem())
	case reflect.Struct:
		flattenFields(texts, path, v)
	case reflect.Slice:
		flattenList(texts, path, v)
	case reflect.Map:
		for _, key := range v.MapKeys() {
			flattenInto(texts, join(path, key.String()), v.MapIndex(key))
		}
	default:
		texts[path] = fmt.Sprint(v.Interface())
	}
}

func flattenFields(texts map[string]string, path string, v reflect.Value) {
	for i := range v.NumField() {
		name := yamlName(v.Type().Field(i))
		if v.Type().Field(i).Name == "From" && name == "" {
			name = "in"
		}
		if name != "" {
			flattenInto(texts, join(path, name), v.Field(i))
		}
	}
}

// flattenList gives keyed items their name and plain words one line; anything
// else is numbered.
func flattenList(texts map[string]string, path string, v reflect.Value) {
	if v.Type().Elem().Kind() == reflect.String {
		words := make([]string, v.Len())
		for i := range words {
			words[i] = v.Index(i).String()
		}
		texts[path] = strings.Join(words, ", ")
		return
	}
	for i := range v.Len() {
		item := v.Index(i)
		switch it := item.Interface().(type) {
		case Collection:
			texts[join(path, it.Name)] = "declared"
			flattenInto(texts, join(path, it.Name), item)
		case Field:
			texts[join(path, it.Name)] = "declared"
			flattenInto(texts, join(path, it.Name), item)
		case Recoded:
			texts[join(path, it.Name)] = it.String()
		case Saying:
			flattenInto(texts, join(path, it.Key), reflect.ValueOf(it.Words))
		case Carry:
			texts[join(path, it.Activity)] = "carries"
			flattenInto(texts, join(path, it.Activity), item)
		default:
			flattenInto(texts, join(path, fmt.Sprint(i+1)), item)
		}
	}
}

func join(path, step string) string {
	if path == "" {
		return step
	}
	return path + "." + step
}
