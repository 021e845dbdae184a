package lint

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentence is one sentence, list item, heading or cell of a notice.
type sentence struct {
	start, end int // bytes of the text, without spaces around
	words      []word
	section    int // which heading it stands under
	heading    bool
	cookies    bool     // it is about cookies
	bits       []uint64 // the sets that its words may begin
	hits       map[string]span
}

// span is a part of the text, in bytes.
type span struct{ start, end int }

func (s *sentence) has(name string) bool {
	_, ok := s.hits[name]
	return ok
}

func (s *sentence) any(names ...string) bool {
	for _, name := range names {
		if s.has(name) {
			return true
		}
	}
	return false
}

// maxWords bounds a sentence, so that a text without full stops costs no more.
const maxWords = 120

// sentencesOf cuts a text into sentences.
func sentencesOf(text string) []*sentence {
	c := &cutter{text: text}
	for at := 0; at < len(text); {
		end := at + lineEnd(text[at:])
		c.line(at, end)
		at = end
	}
	c.flush(len(text))
	return c.all
}

func lineEnd(s string) int {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		return i + 1
	}
	return len(s)
}

// cutter gathers sentences.
type cutter struct {
	text    string
	all     []*sentence
	from    int // where the sentence that is being read began
	open    bool
	section int
}

// line takes one line. Its end is a sentence's, but where the next line goes on
// with it: what has been wrapped.
func (c *cutter) line(start, end int) {
	line := strings.TrimSpace(c.text[start:end])
	if line == "" {
		c.flush(start)
		return
	}
	if c.open && !c.goesOn(start, line) {
		c.flush(start)
	}
	if !c.open {
		c.from, c.open = start, true
	}
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(c.text[i:end])
		if r == '\t' && strings.TrimSpace(c.text[c.from:i]) != "" || r == '.' && c.stops(i, end) || (r == '!' || r == '?') && c.blankAfter(i+size, end) {
			c.flush(i + size)
			c.from, c.open = i+size, true
		}
		i += size
	}
}

func (c *cutter) blankAfter(i, end int) bool {
	r, _ := utf8.DecodeRuneInString(c.text[i:end])
	return i >= end || unicode.IsSpace(r) || r == '"' || r == '”' || r == ')'
}

// goesOn reports whether a line continues the sentence before: it begins in
// small, or the line before was long enough to have been wrapped.
func (c *cutter) goesOn(start int, line string) bool {
	before := strings.TrimRight(c.text[c.from:start], " \t\r\n")
	if before == "" || strings.HasSuffix(before, ".") || strings.HasSuffix(before, ":") || isBullet(line) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(line)
	last := before[strings.LastIndexByte(before, '\n')+1:]
	if unicode.IsLower(first) || first == '(' {
		return true
	}
	return utf8.RuneCountInString(last) > 65 && !unicode.IsUpper(first)
}

// isBullet reports whether a line is an item of a list.
func isBullet(line string) bool {
	r, size := utf8.DecodeRuneInString(line)
	if strings.ContainsRune("-*•·–—▪◦‣○●■", r) {
		return len(line) > size
	}
	digits := strings.TrimLeft(line, "0123456789")
	return len(digits) < len(line) && len(line)-len(digits) <= 2 && (strings.HasPrefix(digits, ". ") || strings.HasPrefix(digits, ") "))
}

// stops reports whether the full stop at i ends a sentence.
func (c *cutter) stops(i, end int) bool {
	rest := c.text[i+1 : end]
	trimmed := strings.TrimLeft(rest, " \t\u00a0\"”')")
	if strings.TrimSpace(trimmed) == "" {
		return !abbreviated(c.text[max(c.from, i-12):i]) || len(trimmed) == 0
	}
	next, _ := utf8.DecodeRuneInString(trimmed)
	if len(trimmed) == len(rest) { // no space: "policyn.Vi" lost it, "example.com" has none
		return unicode.IsUpper(next) && lowerBefore(c.text[:i]) && lowerAfter(trimmed)
	}
	if unicode.IsLower(next) {
		return false
	}
	return !abbreviated(c.text[max(c.from, i-12):i])
}

func lowerBefore(s string) bool {
	tail := s[max(0, len(s)-3):]
	return len(tail) == 3 && strings.IndexFunc(tail, func(r rune) bool { return !unicode.IsLower(r) && r != utf8.RuneError }) < 0
}

func lowerAfter(s string) bool {
	_, size := utf8.DecodeRuneInString(s)
	r, _ := utf8.DecodeRuneInString(s[size:])
	return unicode.IsLower(r) || r == ' '
}

// abbreviated reports whether a text ends in a short form after which a sentence
// goes on.
func abbreviated(s string) bool {
	last := strings.ToLower(s[strings.LastIndexAny(s, " (\t\n,/")+1:])
	switch last {
	case "art", "nr", "no", "st", "kap", "bl.a", "bla", "t.ex", "tex", "e.g", "i.e", "mr", "mrs", "ms", "dr", "d.v.s", "dvs", "s.k", "sk",
		"f.d", "fd", "enl", "resp", "m.fl", "tel", "org", "inc", "ltd", "co", "corp", "kl", "ev", "jfr", "sec", "para", "cf", "vs", "approx", "forts", "ca", "fr.o.m", "t.o.m", "p.g.a", "pga", "bst":
		return true
	}
	return len(last) == 1 && last >= "a"
}

// flush ends the sentence that is being read.
func (c *cutter) flush(end int) {
	if !c.open {
		return
	}
	c.open = false
	raw := c.text[c.from:end]
	body := strings.TrimSpace(raw)
	if body == "" {
		return
	}
	start := c.from + strings.Index(raw, body)
	words := wordsOf(body, start)
	heading := isHeading(body, words)
	if heading {
		c.section++
	}
	if len(words) == 0 {
		return
	}
	for len(words) > 0 {
		n := min(len(words), maxWords)
		stop := start + len(body)
		if n < len(words) {
			stop = words[n-1].end
		}
		c.all = append(c.all, &sentence{start: words[0].start, end: stop, words: words[:n], section: c.section, heading: heading})
		words = words[n:]
	}
}

// isHeading tells headings by their looks: short, without a full stop, begun in
// large.
func isHeading(body string, words []word) bool {
	if len(words) == 0 || len(words) > 12 || isBullet(body) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(body)
	first, _ := utf8.DecodeRuneInString(body)
	return !strings.ContainsRune(".,;:", last) && (unicode.IsUpper(first) || unicode.IsDigit(first) || first == '#')
}
