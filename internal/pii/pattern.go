package pii

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math/bits"
	"regexp"
	"regexp/syntax"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/needle"
)

// Pattern is a type of somebody's own: an expression, a list of words, or both. Matches lie within one line.
type Pattern struct {
	Name       Type
	Expression string   // RE2 syntax, so the time is linear; tried only on lines that hold a literal that it cannot match without
	Words      []string // found whole, in any case
	Context    []string // words of which one must stand in the line; none: always
	Score      Score    // 0: Likely
}

// pattern is one expression, or words, ready for use.
type pattern struct {
	name    Type
	words   *needle.Set // nil: an expression
	re      *regexp.Regexp
	literal []byte // in every match; empty when there is none
	context *regexp.Regexp
	score   Score
}

type patterns []pattern

// compile makes the patterns ready; a fault names the pattern and never a text.
func compile(all []Pattern) (patterns, error) {
	var made patterns
	for _, p := range all {
		if p.Name == "" || p.Expression == "" && len(p.Words) == 0 {
			return nil, varsam.Errorf(varsam.Invalid, "pattern %q needs a name and an expression or words", p.Name)
		}
		expressions := []string{p.Expression}
		if p.Expression == "" {
			expressions = nil
		}
		var long [][]byte
		for _, w := range p.Words {
			if len(w) < needle.Least {
				expressions = append(expressions, anyOf([]string{w}))
			} else {
				long = append(long, []byte(w))
			}
		}
		if len(long) > 0 {
			words, err := wordsOf(p, long)
			if err != nil {
				return nil, err
			}
			made = append(made, words)
		}
		for _, e := range expressions {
			one, err := compileOne(p, e)
			if err != nil {
				return nil, err
			}
			made = append(made, one)
		}
	}
	if len(made) > 255-int(kinds) {
		return nil, varsam.Errorf(varsam.Invalid, "%d patterns and words are more than %d: put words together in one expression", len(made), 255-int(kinds))
	}
	return made, nil
}

// wordsOf makes all words ready that are long enough to be looked for together, however many they are.
func wordsOf(p Pattern, words [][]byte) (pattern, error) {
	set, err := needle.New(words, true)
	if err != nil {
		return pattern{}, err
	}
	made := pattern{name: p.Name, words: set, score: cmp.Or(p.Score, Likely)}
	if len(p.Context) > 0 {
		made.context, err = regexp.Compile(anyOf(p.Context))
	}
	return made, err
}

func compileOne(p Pattern, expression string) (pattern, error) {
	re, err := regexp.Compile(expression)
	if err != nil {
		return pattern{}, varsam.Errorf(varsam.Invalid, "pattern %q: the expression does not compile: %v", p.Name, err)
	}
	if re.MatchString("") {
		return pattern{}, varsam.Errorf(varsam.Invalid, "pattern %q matches the empty text, so it would match everywhere", p.Name)
	}
	made := pattern{name: p.Name, re: re, literal: literalOf(expression), score: cmp.Or(p.Score, Likely)}
	if len(p.Context) > 0 {
		made.context, err = regexp.Compile(anyOf(p.Context))
	}
	return made, err
}

// anyOf matches one of the words, whole and in any case.
func anyOf(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = regexp.QuoteMeta(w)
	}
	return `(?i)(?:^|[^\pL\pN])(` + strings.Join(quoted, "|") + `)(?:[^\pL\pN]|$)`
}

// literalOf is the longest text that every match of the expression holds as it is written.
func literalOf(expression string) []byte {
	tree, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return nil
	}
	return []byte(required(tree.Simplify()))
}

func required(e *syntax.Regexp) string {
	switch e.Op {
	case syntax.OpLiteral:
		if e.Flags&syntax.FoldCase == 0 {
			return string(e.Rune)
		}
	case syntax.OpCapture, syntax.OpPlus:
		return required(e.Sub[0])
	case syntax.OpConcat:
		longest := ""
		for _, sub := range e.Sub {
			if s := required(sub); len(s) > len(longest) {
				longest = s
			}
		}
		return longest
	}
	return ""
}

// match calls found for each match that begins in text[from:to], line by line.
func (p *pattern) match(text []byte, from, to int, found func(start, end int)) {
	if p.words != nil {
		p.each(text, from, to, found)
		return
	}
	for from < to {
		if len(p.literal) > 0 {
			at := bytes.Index(text[from:], p.literal)
			if at < 0 {
				return
			}
			from = max(from, lineStart(text, from+at, from))
		}
		if from >= to {
			return
		}
		end := lineEnd(text, from)
		p.line(text, from, end, found)
		from = end + 1
	}
}

// each calls found for each of the words that stands whole.
func (p *pattern) each(text []byte, from, to int, found func(start, end int)) {
	high := min(len(text), to+p.words.Longest())
	p.words.Find(text[from:max(from, high)], func(_, start, end int) bool {
		start, end = from+start, from+end
		whole := start < to && !touches(text[end:]) && !(start > 0 && touched(text[max(0, start-8):start]))
		if whole && (p.context == nil || p.context.Match(text[lineStart(text, start, from):lineEnd(text, end)])) {
			found(start, end)
		}
		return true
	})
}

func (p *pattern) line(text []byte, from, end int, found func(start, end int)) {
	line := text[from:end]
	if p.context != nil && !p.context.Match(line) {
		return
	}
	for _, m := range p.re.FindAllSubmatchIndex(line, -1) {
		if low, high := m[len(m)-2], m[len(m)-1]; low >= 0 && len(m) <= 4 {
			found(from+low, from+high)
		} else {
			found(from+m[0], from+m[1])
		}
	}
}

func lineStart(text []byte, i, floor int) int {
	for ; i-8 >= floor; i -= 8 {
		x := binary.LittleEndian.Uint64(text[i-8:]) ^ '\n'*ones
		if same := ^(x&^highs + 0x7F*ones | x) & highs; same != 0 {
			return i - bits.LeadingZeros64(same)>>3
		}
	}
	for i > floor && text[i-1] != '\n' {
		i--
	}
	return i
}

func lineEnd(text []byte, i int) int {
	if n := bytes.IndexByte(text[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(text)
}
