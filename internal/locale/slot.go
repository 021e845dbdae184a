package locale

import (
	"strconv"
	"strings"

	"github.com/varsam/varsam"
)

// fill puts the arguments into the slots of a sentence, in one pass: braces in
// an argument stay braces. A slot without an argument stays as it is, for tests
// to find. A part in square brackets falls away when an argument in it is empty.
func (p Printer) fill(text string, args []string) string {
	if !strings.ContainsAny(text, "[{") {
		return text
	}
	var b strings.Builder
	for text != "" {
		before, rest, optional := strings.Cut(text, "[")
		b.WriteString(p.fillPart(before, args))
		part, after, closed := strings.Cut(rest, "]")
		if optional && closed && !anyEmpty(part, args) {
			b.WriteString(p.fillPart(part, args))
		}
		text = after
	}
	return b.String()
}

// anyEmpty reports whether a part has a slot whose argument is empty or missing.
func anyEmpty(part string, args []string) bool {
	for n := range maxSlots {
		number := "{" + strconv.Itoa(n)
		if strings.Contains(part, number) && (n >= len(args) || args[n] == "") {
			return true
		}
	}
	return false
}

// maxSlots is more than any sentence has; slots are one digit.
const maxSlots = 10

func (p Printer) fillPart(text string, args []string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		slot, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return b.String()
		}
		b.WriteString(p.slot(slot, args))
		text = after
	}
}

func (p Printer) slot(slot string, args []string) string {
	number, kind, _ := strings.Cut(slot, ":")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(args) {
		return "{" + slot + "}"
	}
	if kind == "parties" {
		names := make([]string, 0, len(args)-n)
		for _, name := range args[n:] {
			names = append(names, p.Name("party", name))
		}
		return p.List(names)
	}
	return p.argument(kind, args[n])
}

// Fill is a sentence that is not of the catalogues, with its arguments in it; it begins with a capital, whatever stands first.
func (p Printer) Fill(w varsam.Words, args []string) string { return Capital(p.fill(p.In(w), args)) }

// argument shows an argument as what it is.
func (p Printer) argument(kind, arg string) string {
	switch kind {
	case "date":
		if d, err := varsam.ParseDate(arg); err == nil {
			return p.Date(d)
		}
	case "law":
		return p.Law(arg)
	case "basis":
		return p.Basis(varsam.Basis(arg))
	case "country":
		return p.Country(arg)
	case "use":
		return p.Use(varsam.Use(arg))
	case "category":
		return p.Category(varsam.Category(arg))
	case "right":
		return p.Right(varsam.Right(arg))
	case "type":
		return p.IdentifierType(varsam.IdentifierType(arg))
	case "activity", "system", "party", "collection", "place": // a place is system.collection
		return p.Name(kind, arg)
	case "duties":
		return p.word("duty.kinds."+arg, arg)
	case "document":
		return p.word("document.kind."+arg, arg)
	case "ground":
		return p.Name("activity", p.Law(arg))
	}
	return arg
}

// word is what a key says, or else the word itself.
func (p Printer) word(key, arg string) string {
	if s, ok := p.sentence(key); ok {
		return s.other
	}
	return arg
}

// Name is the title of something the register names, or the name itself.
func (p Printer) Name(kind, name string) string {
	if p.names != nil {
		if title := p.names(kind, name); title != "" {
			return title
		}
	}
	return name
}
