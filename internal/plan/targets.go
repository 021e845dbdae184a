package plan

import (
	"encoding/json"
	"strings"

	"github.com/varsam/varsam"
)

// readTargets reads the targets of each step. They are most of what carrying out
// a plan reads, so what encoding/json wrote without escapes, as nearly always, is
// read without its reflection.
func readTargets(line []byte) (all [][]varsam.Target, err error) {
	r := reader{rest: string(line)}
	if all = list(&r, (*reader).targets); !r.strange && strings.TrimSpace(r.rest) == "" {
		return all, nil
	}
	all = nil
	err = json.Unmarshal(line, &all)
	return all, err
}

// reader takes known JSON apart from its beginning. Strange is that it was not
// what was expected; nothing read after that counts.
type reader struct {
	rest    string
	strange bool
}

// has takes a part that may come next.
func (r *reader) has(part string) (there bool) {
	if r.strange {
		return false
	}
	r.rest, there = strings.CutPrefix(r.rest, part)
	return there
}

// skip takes the part that must come next.
func (r *reader) skip(part string) { r.strange = !r.has(part) || r.strange }

// text is a string without escapes, and the quotation mark after it.
func (r *reader) text() string {
	text, rest, whole := strings.Cut(r.rest, `"`)
	if r.rest = rest; !whole || strings.IndexByte(text, '\\') >= 0 {
		r.strange = true
	}
	return text
}

// list reads a list, and null as none.
func list[T any](r *reader, read func(*reader) T) []T {
	if r.has("null") {
		return nil
	}
	r.skip("[")
	all := []T{}
	for !r.strange && !r.has("]") {
		if len(all) > 0 {
			r.skip(",")
		}
		all = append(all, read(r))
	}
	return all
}

func (r *reader) targets() []varsam.Target { return list(r, (*reader).target) }

// target reads one that sets nothing by itself.
func (r *reader) target() (t varsam.Target) {
	r.skip(`{"ref":{"system":"`)
	t.Ref.System = r.text()
	r.skip(`,"collection":"`)
	t.Ref.Collection = r.text()
	r.skip(`,"key":`)
	t.Ref.Key = list(r, (*reader).value)
	r.skip(`},"versions":`)
	t.Versions = list(r, (*reader).quoted)
	r.skip(`}`)
	return t
}

func (r *reader) quoted() string {
	r.skip(`"`)
	return r.text()
}

// value hands on what stands up to the brace that is in no string.
func (r *reader) value() (v varsam.Value) {
	inString := false
	for i := range len(r.rest) {
		switch c := r.rest[i]; {
		case c == '\\':
			r.strange = true
			return v
		case c == '"':
			inString = !inString
		case c == '}' && !inString:
			r.strange = v.UnmarshalJSON([]byte(r.rest[:i+1])) != nil || r.strange
			r.rest = r.rest[i+1:]
			return v
		}
	}
	r.strange = true
	return v
}
