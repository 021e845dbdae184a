package clause

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// block is a paragraph, an item of a list, a row of a table or a heading.
type block struct {
	place, text string
	heading     bool
	item        bool // it begins with a number, a letter or a bullet
}

// blocksOf puts lines together again that a page has broken, and takes apart what
// begins anew: a number, a bullet, a heading, an empty line.
func blocksOf(passages []Passage) (all []block) {
	var open *block
	end := edge{} // how the line before ended
	shut := func() {
		if open != nil && open.text != "" {
			open.heading = isHeading(open.text)
			all = append(all, *open)
		}
		open = nil
	}
	for _, p := range passages {
		first, width := true, widthOf(p.Text)
		for line := range strings.Lines(tidyLines.Replace(p.Text)) {
			line = strings.Join(strings.Fields(line), " ")
			switch {
			case line == "" && !(first && open != nil):
				shut()
				continue
			case line == "" || furniture(line):
				continue
			case open != nil && !p.Flows && goesOn(open.text, line, first, end):
				open.text = joined(open.text, line)
			default:
				shut()
				open = &block{place: p.Place, text: line, item: marker(line) > 0}
			}
			first, end = false, edge{full: len(line)*10 >= width*7, short: len(line)*10 < width*4}
		}
	}
	shut()
	return all
}

// tidyLines takes away what breaks words without being seen.
var tidyLines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\u00ad\n", "\u00ad", "\u00ad", "", "\u00a0", " ", "\u2011", "-")

// edge is how far a line went.
type edge struct{ full, short bool }

// goesOn reports whether a line belongs to the text before it. The first line of a
// page does when it cannot begin anything; what follows a full line does, what follows
// a short one with a capital does not.
func goesOn(before, line string, first bool, end edge) bool {
	c, _ := utf8.DecodeRuneInString(line)
	switch {
	case marker(line) > 0, strings.Contains(before, " | ") && strings.Contains(line, " | "):
		return false
	case unicode.IsLower(c):
		return true
	case first, end.short, strings.ContainsAny(before[len(before)-1:], ".;:") && isHeading(line):
		return false
	}
	return end.full || !isHeading(before)
}

// widthOf is how long the lines of a text are that a page has broken: what one in five
// has, in bytes.
func widthOf(text string) int {
	var lengths []int
	for line := range strings.Lines(text) {
		if n := len(strings.Join(strings.Fields(line), " ")); n > 0 {
			lengths = append(lengths, n)
		}
	}
	if len(lengths) == 0 {
		return 0
	}
	slices.Sort(lengths)
	return lengths[len(lengths)*4/5]
}

// joined puts a line behind another. A hyphen at the end of a line breaks a word
// ("perso-", "nal"), but where it stands for one left out ("person- och").
func joined(before, line string) string {
	c, _ := utf8.DecodeRuneInString(line)
	stem, broken := strings.CutSuffix(before, "-")
	if !broken || !unicode.IsLower(c) {
		return before + " " + line
	}
	if last, _ := utf8.DecodeLastRuneInString(stem); !unicode.IsLetter(last) {
		return before + " " + line
	}
	word, _, _ := strings.Cut(line, " ")
	if has(" "+word+" ", []string{" och ", " eller ", " og ", " ja ", " tai ", " and ", " or ", " samt "}) {
		return before + " " + line
	}
	return stem + line
}

// furniture is what stands on every page: its number.
func furniture(line string) bool {
	digits, letters := 0, 0
	for _, c := range line {
		switch {
		case unicode.IsDigit(c):
			digits++
		case unicode.IsLetter(c):
			letters++
		}
	}
	if digits == 0 {
		return letters == 0
	}
	low := strings.ToLower(line)
	return letters == 0 && len(line) < 12 && !strings.ContainsAny(line, ".§") ||
		letters < 10 && has(low, []string{"sida", "side ", "sivu", "page", "s. "}) && strings.Trim(low, "sidavepgofuå/|.-– 0123456789") == ""
}

// The most that a heading has.
const (
	headingBytes = 90
	headingWords = 10
)

// isHeading reports whether a text is a title: short, and no sentence.
func isHeading(s string) bool {
	rest := strings.TrimSpace(s[marker(s):])
	if rest == "" {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(rest)
	first, _ := utf8.DecodeRuneInString(rest)
	return len(rest) <= headingBytes && strings.Count(rest, " ") < headingWords && !strings.ContainsRune(".;:,|", last) &&
		(unicode.IsUpper(first) || unicode.IsDigit(first)) && !strings.Contains(rest, " | ") && !strings.Contains(rest, ". ")
}

// marker is the length of what numbers a line: "7.", "7.1", "(a)", "b)", "IV.", "§ 4",
// "•". Zero when it is not numbered.
func marker(line string) int {
	rest := strings.TrimLeft(line, "•●▪◦·*–—-§ ")
	at := len(line) - len(rest)
	if at > 0 && !strings.HasPrefix(line, "§") {
		return at
	}
	end := 0
	for i, c := range rest {
		if c == ' ' {
			end = i
			break
		}
		if i > 9 {
			return at
		}
	}
	word := rest[:end]
	core := strings.Trim(word, "().:")
	switch {
	case core == "" || end == 0:
		return at
	case numeric(core), len(core) <= 2 && core != word && isAlpha(core), core != word && roman(core):
		return at + end + 1
	}
	return at
}

func numeric(s string) bool {
	return strings.Trim(s, "0123456789.") == "" || len(s) > 1 && strings.Trim(s[:len(s)-1], "0123456789.") == "" && isAlpha(s[len(s)-1:])
}

func isAlpha(s string) bool {
	for _, c := range s {
		if !unicode.IsLetter(c) {
			return false
		}
	}
	return true
}

func roman(s string) bool { return strings.Trim(s, "IVXivx") == "" }

// mostSection is how long the name of a section is, in bytes.
const mostSection = 60

// section is what a reader finds a block by: its number, or the title that it is.
func (b block) section() string {
	number := strings.Trim(b.text[:marker(b.text)], " .:()•–—-*")
	switch {
	case strings.ContainsAny(number, "0123456789"):
		return number
	case b.heading && len(b.text) <= mostSection:
		return b.text
	}
	return ""
}
