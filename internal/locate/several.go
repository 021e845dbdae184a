package locate

import (
	"slices"
	"strings"
	"unicode"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Cells that hold several identifiers – an array, a document, addresses with
// semicolons between them – are asked for by what they contain, and read part by
// part. No index serves that, so it is done only where the register or the column's
// type says so.

// Several reports whether a cell of an identifying column may hold more than one.
func Several(f register.Field, c varsam.Column) bool {
	kind := strings.ToLower(c.Type)
	return f.Several || strings.HasSuffix(kind, "]") || strings.HasPrefix(kind, "json")
}

// Parts are what a cell holds, each as a cell of its own.
func Parts(f register.Field, cell varsam.Value) []varsam.Value {
	text := textOf(cell)
	if !f.Several || text == "" {
		return []varsam.Value{cell}
	}
	between := func(r rune) bool { return strings.ContainsRune(",;|{}[]\"\r\n\t", r) }
	if f.Identifies == varsam.Email {
		between = func(r rune) bool { return strings.ContainsRune(",;|{}[]\"'<>()", r) || unicode.IsSpace(r) }
	}
	var parts []varsam.Value
	for part := range strings.FieldsFuncSeq(text, between) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, varsam.TextOf(part))
		}
	}
	return parts
}

// readAll gives the canonical forms of all that a record's column holds.
func (p *place) readAll(f register.Field, r varsam.Record) []string {
	if !f.Several {
		return p.read(f.Identifies, r.Get(f.Name))
	}
	var forms []string
	for _, part := range Parts(f, r.Get(f.Name)) {
		for _, form := range p.read(f.Identifies, part) {
			if !slices.Contains(forms, form) {
				forms = append(forms, form)
			}
		}
	}
	return forms
}

// contained asks for identifiers in cells that hold several, in their usual
// spellings.
func (p *place) contained(f register.Field, values []string) []match {
	var all []string
	for _, tuple := range p.spellings(f.Identifies, values, usual) {
		all = append(all, varsam.Contains.Apply(tuple[0].String()))
	}
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	return []match{{[]string{f.Name}, varsam.Contains, textTuples(slices.Compact(all))}}
}
