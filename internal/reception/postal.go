package reception

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	postcode = regexp.MustCompile(`^(?:[A-Z]{1,2}[- ])?(?:\d{3} ?\d{2}|\d{4,5})$`)
	complete = regexp.MustCompile(`(?:\d{3} ?\d{2}|\d{4,5})[ ,\n]+\p{L}{2}`) // a postcode with its town, in one text
)

// postals are the addresses of one record, from the fields that hold an address or
// a part of one, in their order: street, postcode and town mostly stand in columns
// of their own, and a letter to one of them alone reaches nobody.
func postals(texts []string) (all []string) {
	var open postal
	for _, text := range texts {
		text = strings.TrimSpace(text)
		switch {
		case text == "":
		case complete.MatchString(text):
			all = append(all, text)
		case open.ends(text):
			all = open.done(all)
			open = postal{}
			fallthrough
		default:
			open.add(text)
		}
	}
	return open.done(all)
}

// postal is an address that is put together.
type postal struct {
	lines []string
	code  string
	after int // how many lines stood before the postcode
}

// ends reports whether a text begins the next address: a second postcode, or a
// street behind a postcode.
func (p *postal) ends(text string) bool { return p.code != "" && hasDigit(text) }

func (p *postal) add(text string) {
	if postcode.MatchString(text) {
		p.code, p.after = text, len(p.lines)
		return
	}
	p.lines = append(p.lines, text)
}

// done adds the address, if a letter could reach it: with a number of a house or a
// box, or a postcode beside a name of a place.
func (p *postal) done(all []string) []string {
	if len(p.lines) == 0 || p.code == "" && !hasDigit(strings.Join(p.lines, "")) {
		return all
	}
	if p.code != "" {
		town := min(p.after, len(p.lines)-1) // the town stands behind its code, or the code behind its town
		p.lines[town] = p.code + " " + p.lines[town]
	}
	return append(all, strings.Join(p.lines, "\n"))
}

func hasDigit(text string) bool { return strings.ContainsFunc(text, unicode.IsDigit) }
