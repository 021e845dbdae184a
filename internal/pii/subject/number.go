package subject

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam"
)

// number is one form of a person's number: its digits, whatever stands between them.
type number struct {
	id     int32
	digits string
	prefix string // letters that must stand before it, small

	plus  bool // the form may have a "+" before it
	bare  bool // it lacks the zero and the country code, so nothing of a number may stand before it
	young bool // it lacks the century, and a "+" before its last four digits would mean somebody a hundred years older
}

// number adds a form.
func (m *maker) number(id int32, n number) {
	n.id = id
	if !slices.Contains(m.s.numbers, n) {
		m.s.numbers = append(m.s.numbers, n)
	}
}

// last are the digits that it is found by.
func (n *number) last() uint32 {
	digits := uint32(0)
	for _, d := range n.digits[len(n.digits)-tail:] {
		digits = digits*10 + uint32(d-'0')
	}
	return digits
}

// written are the last bytes of the ways in which its last digits stand in texts: unbroken, or broken before the last four, three or
// two.
func (n *number) written() [][]byte {
	last := n.digits[len(n.digits)-tail:]
	all := [][]byte{[]byte(last)}
	for group := 2; group < tail; group++ {
		for _, s := range separators {
			w := last[:tail-group] + s + last[tail-group:]
			all = append(all, []byte(w[len(w)-tail:]))
		}
	}
	return all
}

// grouped reports whether the digits before end stand in one of those ways.
func grouped(text []byte, end int) bool {
	group := 0
	for group < tail && isDigit(text[end-1-group]) {
		group++
	}
	if group == tail {
		return true
	}
	before := text[end-tail : end-group]
	for _, s := range separators {
		broken := s[max(len(s)-len(before), 0):]
		if group >= 2 && bytes.HasSuffix(before, []byte(broken)) && allDigits(before[:len(before)-len(broken)]) {
			return true
		}
	}
	return false
}

func allDigits(text []byte) bool {
	for _, b := range text {
		if !isDigit(b) {
			return false
		}
	}
	return true
}

// separators are what usually stands between the digits of a number.
var separators = []string{
	" ", "-", ".", "/", "\t", "\n", "+", ")", "(", "\u00a0", "\u00ad", "\u2007", "\u2009", "\u202f", "\u2010", "\u2011", "\u2012", "\u2013", "\u2212",
	" - ", ") ",
}

// mostSeparators is how many may stand between two digits: " - ", ") ".
const mostSeparators = 3

// separatorAt is how many bytes of a separator the text begins with.
func separatorAt(text []byte) int {
	if len(text) == 0 {
		return 0
	}
	if text[0] < utf8.RuneSelf {
		if strings.IndexByte(" -./\t\n\r+()", text[0]) >= 0 {
			return 1
		}
		return 0
	}
	for _, s := range separators {
		if len(s) > 1 && len(s) <= len(text) && string(text[:len(s)]) == s {
			return len(s)
		}
	}
	return 0
}

// separatorBefore is how many bytes of a separator the text ends with.
func separatorBefore(text []byte) int {
	if len(text) == 0 {
		return 0
	}
	if text[len(text)-1] < utf8.RuneSelf {
		return separatorAt(text[len(text)-1:])
	}
	_, size := utf8.DecodeLastRune(text)
	return separatorAt(text[len(text)-size:])
}

// match reads the number backwards from its end.
func (n *number) match(text []byte, end int) (start int, ok bool) {
	at, plus := end, false
	for k := len(n.digits) - 1; k >= 0; k-- {
		for skipped := 0; k < len(n.digits)-1 && skipped < mostSeparators; skipped++ {
			size := separatorBefore(text[:at])
			if size == 0 {
				break
			}
			plus = plus || text[at-1] == '+' && k == len(n.digits)-5
			at -= size
		}
		if at == 0 || text[at-1] != n.digits[k] {
			return 0, false
		}
		at--
	}
	if at, ok = n.lead(text, at, end); !ok || !ends(text, end) {
		return 0, false
	}
	return at, !(plus && n.young)
}

// lead looks at what stands before the digits, and takes the prefix, the plus and the bracket into the number that belong to it.
func (n *number) lead(text []byte, at, end int) (start int, ok bool) {
	start = at
	if n.prefix != "" {
		if size := separatorBefore(text[:start]); size > 0 {
			start -= size
		}
		if start -= len(n.prefix); start < 0 || !strings.EqualFold(string(text[start:start+len(n.prefix)]), n.prefix) {
			return 0, false
		}
	}
	last, size := utf8.DecodeLastRune(text[:start])
	if n.plus && last == '+' {
		start--
		last, size = utf8.DecodeLastRune(text[:start])
	} else if last == '+' {
		return 0, false
	}
	if closing := bytes.IndexByte(text[start:end], ')'); last == '(' && closing >= 0 && bytes.IndexByte(text[start:start+closing], '(') < 0 {
		start--
		last, size = utf8.DecodeLastRune(text[:start])
	}
	if escaped(text[:start]) {
		return start, true
	}
	beyond, _ := utf8.DecodeLastRune(text[:start-size])
	joined := strings.ContainsRune("-./", last) || n.bare && strings.ContainsRune(" )\u00a0", last)
	return start, !inWord(last) && !(joined && size > 0 && unicode.IsDigit(beyond))
}

// ends reports whether a number is over here.
func ends(text []byte, end int) bool {
	first, size := utf8.DecodeRune(text[end:])
	next, _ := utf8.DecodeRune(text[end+size:])
	return !inWord(first) && !(strings.ContainsRune("-/", first) && size > 0 && unicode.IsDigit(next))
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) && r != utf8.RuneError || unicode.IsDigit(r) || r == '_'
}

// phone adds the forms of a phone number in E.164: with the country code, with 00, with a zero after the code, and the national
// ones of the region.
func (m *maker) phone(id int32, canonical, region string) {
	forms := map[string]number{}
	for _, spelling := range varsam.Phone.Spellings(canonical, region) {
		_, digits := lettersAndDigits(spelling)
		forms[digits] = number{
			digits: digits,
			plus:   strings.HasPrefix(spelling, "+") || forms[digits].plus,
			bare:   digits[0] != '0' && !strings.HasPrefix(digits, canonical[1:3]),
		}
		if strings.Contains(spelling, "(0)") {
			forms["00"+digits] = number{digits: "00" + digits}
		}
	}
	all := make([]string, 0, len(forms))
	for digits := range forms {
		all = append(all, digits)
	}
	slices.Sort(all)
	for _, digits := range all {
		m.number(id, forms[digits])
	}
}

// young reports whether a form leaves out the century of somebody who is not yet a hundred (§ 18 of the Swedish law on population
// registration: the sign changes in the year in which she becomes that).
func young(canonical, digits string, today varsam.Date) bool {
	if len(canonical) != 12 || len(digits) != 10 || today.IsZero() {
		return false
	}
	year, err := strconv.Atoi(canonical[:4])
	return err == nil && today.Year()-year < 100
}
