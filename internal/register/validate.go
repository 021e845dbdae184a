package register

import (
	"errors"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/varsam/varsam/internal/locale"
)

// validate holds a file against the schema of its kind and reports every fault
// at its place.
func (l *loader) validate(f *file) {
	err := schema().compiled[f.kind].Validate(f.root.value())
	var invalid *jsonschema.ValidationError
	switch {
	case err == nil:
	case errors.As(err, &invalid):
		for _, leaf := range leaves(invalid) {
			l.invalid(f, leaf)
		}
	default:
		l.fault(f, f.root.pos, "schema", locale.Says("the file cannot be checked"), locale.Saying{})
	}
}

// leaves are the errors at the bottom of the tree. Where a value may have several
// forms, only the form that was meant counts: the one whose type fits.
func leaves(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	if _, ok := e.ErrorKind.(*kind.AnyOf); ok {
		return meant(e)
	}
	var all []*jsonschema.ValidationError
	for _, cause := range e.Causes {
		all = append(all, leaves(cause)...)
	}
	return all
}

func meant(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	var want []string
	var got string
	for _, branch := range e.Causes {
		all := leaves(branch)
		misfit := slices.IndexFunc(all, func(leaf *jsonschema.ValidationError) bool {
			_, isType := leaf.ErrorKind.(*kind.Type)
			return isType && slices.Equal(leaf.InstanceLocation, e.InstanceLocation)
		})
		if misfit < 0 {
			return all
		}
		mistyped := all[misfit].ErrorKind.(*kind.Type)
		got, want = mistyped.Got, append(want, mistyped.Want...)
	}
	joined := *e
	joined.Causes, joined.ErrorKind = nil, &kind.Type{Got: got, Want: want}
	return []*jsonschema.ValidationError{&joined}
}

// invalid turns one leaf into faults with words.
func (l *loader) invalid(f *file, e *jsonschema.ValidationError) {
	at := f.root.at(e.InstanceLocation...)
	here := schema().resolve(e.SchemaURL)
	name := subject(e.InstanceLocation)
	mend := locale.Plain(schema().text(here, "x-mend"))
	switch k := e.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		slices.Sort(k.Properties)
		for _, key := range k.Properties[:min(len(k.Properties), maxFaults)] {
			l.unknownKey(f, append(slices.Clone(e.InstanceLocation), key), properties(here))
		}
	case *kind.Required:
		for _, key := range k.Missing {
			l.missingKey(f, e.InstanceLocation, key, here)
		}
	case *kind.Type:
		l.faultOnce(f, at.pos, "wrong-type", locale.Says("%s must be %s and is %s", name, typeWords(k.Want), at.kind.words()), typeMend(at, k.Want, mend))
	case *kind.Enum:
		l.faultOnce(f, at.pos, "wrong-value", locale.Says("%s is not a value of %s", plainValue(k.Got), name), oneOf(k.Got, k.Want))
	case *kind.Const:
		l.faultOnce(f, at.pos, "wrong-value", locale.Says("%s is not a value of %s", plainValue(k.Got), name), mend)
	case *kind.Pattern:
		l.faultOnce(f, at.pos, "wrong-value", locale.Says("%s is not a value of %s", quote(k.Got), name), mend)
	default:
		text := k.LocalizedString(message.NewPrinter(language.English))
		l.faultOnce(f, at.pos, "wrong-value", locale.Says("%s: %s", name, text), mend)
	}
}

func (l *loader) unknownKey(f *file, path []string, known []string) {
	key := path[len(path)-1]
	mend := didYouMean(key, known)
	if mend.IsZero() {
		mend = locale.Says("known here: %s", strings.Join(known, ", "))
	}
	l.fault(f, f.root.key(path...).pos, "unknown-key", locale.Says("the key %s is not known%s", quote(key), within(path[:len(path)-1])), mend)
}

func (l *loader) missingKey(f *file, path []string, key string, here map[string]any) {
	prop, _ := here["properties"].(map[string]any)[key].(map[string]any)
	l.fault(f, f.root.key(path...).pos, "missing-key", locale.Says("the key %s is missing%s", quote(key), within(path)),
		locale.Says("add it. %s", locale.Plain(schema().text(prop, "description"))))
	if f.faults < maxFaults {
		l.faults[len(l.faults)-1].missing = key
	}
}

func subject(path []string) locale.Saying {
	if len(path) == 0 {
		return locale.Says("the file")
	}
	return locale.Says("%s", quote(strings.Join(path, ".")))
}

func within(path []string) locale.Saying {
	if len(path) == 0 {
		return locale.Saying{}
	}
	return locale.Says(" in %s", quote(strings.Join(path, ".")))
}

var jsonTypeWords = map[string]locale.Saying{
	"string": locale.Says("text"), "number": locale.Says("a number"), "integer": locale.Says("a whole number"), "boolean": locale.Says("true or false"),
	"object": locale.Says("a mapping"), "array": locale.Says("a list"),
}

// typeWords names the wanted types once each; numbers where text is wanted, and
// nothing at all, go without saying.
func typeWords(want []string) (words locale.Saying) {
	for i, t := range want {
		w, known := jsonTypeWords[t]
		if !known || t == "number" && slices.Contains(want, "string") || slices.Contains(want[:i], t) {
			continue
		}
		if words.IsZero() {
			words = w
		} else {
			words = locale.Says("%s or %s", words, w)
		}
	}
	return words
}

func typeMend(at *node, want []string, mend locale.Saying) locale.Saying {
	scalar := at.kind == boolNode || at.kind == numberNode || at.kind == textNode
	switch {
	case at.kind == nullNode:
		return locale.Says("give it a value, or remove the key")
	case at.kind != textNode && scalar && slices.Contains(want, "string"):
		return locale.Says("put the value in quotes: \"%s\"", at.text)
	case !scalar && slices.Contains(want, "string"):
		return locale.Saying{}
	case at.kind == textNode && slices.Equal(want, []string{"boolean"}):
		return locale.Says("write true or false, without quotes")
	}
	return mend
}

func oneOf(got any, want []any) locale.Saying {
	var words []string
	for _, w := range want {
		if s, ok := w.(string); ok {
			words = append(words, s)
		}
	}
	if s, ok := got.(string); ok {
		if near := didYouMean(s, words); !near.IsZero() {
			return near
		}
	}
	if len(words) == 1 {
		return locale.Says("the only value is %s", words[0])
	}
	return locale.Says("use one of: %s", strings.Join(words, ", "))
}
