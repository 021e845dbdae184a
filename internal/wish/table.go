package wish

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/varsam/varsam"
)

//go:embed patterns.txt
var patterns string

// table is read when the first asks; a test reads it too, so that a fault in it is found there.
var table = sync.OnceValue(func() *grammar { return mustParse(patterns) })

// grammar is the patterns of what people ask for.
type grammar struct {
	classes map[string][][]string // alternatives, each one or more words
	all     []pattern

	// first are the patterns that may begin with a word, or with a stem of it.
	first, stems map[string][]int
}

// pattern is a sequence of words that may stand apart.
type pattern struct {
	never     bool // what looks like a wish and is none
	right     varsam.Right
	marketing bool
	score     float64
	parts     []part
}

// part is one of several words, at most gap words after the part before.
type part struct {
	any [][]string
	gap int
}

func (g *grammar) asks(c clause) bool   { return g.has(c, "ask") }
func (g *grammar) lawful(c clause) bool { return g.has(c, "law") }

func (g *grammar) has(c clause, class string) bool {
	for i := range c {
		if longest(c[i:], g.classes[class]) > 0 {
			return true
		}
	}
	return false
}

// read yields the wishes of a clause, without those that a "never" pattern
// touches, and those that are part of a weightier one: "delete what you have about
// me" asks for no copy.
func (g *grammar) read(c clause) []Wish {
	var none [][2]int
	var all []Wish
	found := g.find(c)
	for _, f := range found {
		if g.all[f.pattern].never {
			none = append(none, [2]int{f.start, f.end})
		}
	}
	for _, f := range found {
		p := g.all[f.pattern]
		if !p.never && !slices.ContainsFunc(none, func(n [2]int) bool { return f.start < n[1] && n[0] < f.end }) {
			all = append(all, Wish{p.right, p.marketing, p.score, c[f.start].start, c[f.end-1].end})
		}
	}
	return slices.DeleteFunc(all, func(w Wish) bool {
		return slices.ContainsFunc(all, func(v Wish) bool { return v.Start < w.End && w.Start < v.End && v.weight() > w.weight() })
	})
}

// weight orders wishes whose words overlap.
func (w Wish) weight() int {
	switch {
	case w.Marketing:
		return 3
	case w.Right == varsam.Erasure:
		return 2
	case w.Right == varsam.Access, w.Right == varsam.Why:
		return 0
	}
	return 1
}

// found is where a pattern stands, from one word up to another.
type found struct{ pattern, start, end int }

// find yields every pattern that stands in a clause.
func (g *grammar) find(c clause) []found {
	var all []found
	try := func(patterns []int, i int) {
		for _, p := range patterns {
			if end := match(c, i, g.all[p].parts, false); end > 0 {
				all = append(all, found{p, i, end})
			}
		}
	}
	for i, w := range c {
		try(g.first[w.text], i)
		for n := 1; n <= len(w.text); n++ {
			try(g.stems[w.text[:n]], i)
		}
	}
	return all
}

// match is the end of the parts that begin at a word, 0 when they do not stand
// there; apart allows the first part's gap.
func match(c clause, at int, parts []part, apart bool) int {
	if len(parts) == 0 {
		return at
	}
	gap := 0
	if apart {
		gap = parts[0].gap
	}
	for i := at; i <= at+gap && i < len(c); i++ {
		for _, words := range parts[0].any {
			if n := begins(c[i:], words); n > 0 {
				if end := match(c, i+n, parts[1:], true); end > 0 {
					return end
				}
			}
		}
	}
	return 0
}

// longest is how many words of a clause the longest of the alternatives takes.
func longest(c clause, any [][]string) int {
	most := 0
	for _, words := range any {
		most = max(most, begins(c, words))
	}
	return most
}

// begins is len(words) when the clause begins with them; a star stands for the
// rest of a word.
func begins(c clause, words []string) int {
	if len(words) > len(c) {
		return 0
	}
	for i, w := range words {
		stem, open := strings.CutSuffix(w, "*")
		if c[i].text != w && !(open && strings.HasPrefix(c[i].text, stem)) {
			return 0
		}
	}
	return len(words)
}

func mustParse(text string) *grammar {
	g, err := parse(text)
	if err != nil {
		panic(err)
	}
	return g
}

// parse reads the table; patterns.txt says how it is written.
func parse(text string) (*grammar, error) {
	g := &grammar{classes: map[string][][]string{}, first: map[string][]int{}, stems: map[string][]int{}}
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, words, isClass := strings.Cut(line, " = ")
		if isClass {
			g.classes[strings.Trim(name, "<>")] = append(g.classes[strings.Trim(name, "<>")], alternatives(words, " ")...)
			continue
		}
		if err := g.pattern(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
	}
	return g, nil
}

func (g *grammar) pattern(line string) error {
	head, body, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("%q is no pattern", line)
	}
	p := pattern{}
	gap := 0
	for _, text := range strings.Fields(body) {
		if n, isGap := strings.CutPrefix(text, ".."); isGap {
			var err error
			if gap, err = strconv.Atoi(n); err != nil {
				return fmt.Errorf("%q is no gap", text)
			}
			continue
		}
		any := alternatives(text, "|")
		if name, isClass := strings.CutPrefix(text, "<"); isClass {
			if any = g.classes[strings.TrimSuffix(name, ">")]; len(any) == 0 {
				return fmt.Errorf("there is no class %s above", text)
			}
		}
		p.parts = append(p.parts, part{any, gap})
		gap = 0
	}
	return g.add(strings.Fields(head), p)
}

func (g *grammar) add(head []string, p pattern) error {
	if len(p.parts) == 0 {
		return fmt.Errorf("a pattern has words")
	}
	if len(head) == 1 && head[0] == "never" {
		p.never = true
		g.enter(p)
		return nil
	}
	if len(head) != 2 {
		return fmt.Errorf("a pattern begins with never, or with a right and a score")
	}
	score, err := strconv.ParseFloat(head[1], 64)
	if err != nil {
		return fmt.Errorf("%q is no score", head[1])
	}
	p.score, p.right = score, varsam.Right(head[0])
	if head[0] == "unsubscribe" {
		p.right, p.marketing = varsam.Objection, true
	}
	if p.right.Article() == "" {
		return fmt.Errorf("%q is no right", head[0])
	}
	g.enter(p)
	return nil
}

// enter takes a pattern up under the words that it may begin with.
func (g *grammar) enter(p pattern) {
	under := map[string]bool{}
	for _, words := range p.parts[0].any {
		at, open := g.first, false
		word := words[0]
		if word, open = strings.CutSuffix(word, "*"); open {
			at = g.stems
		}
		if !under[words[0]] {
			under[words[0]] = true
			at[word] = append(at[word], len(g.all))
		}
	}
	g.all = append(g.all, p)
}

// alternatives reads words that stand for each other; a plus joins several.
func alternatives(text, sep string) [][]string {
	var all [][]string
	for _, a := range strings.Split(text, sep) {
		if a != "" {
			all = append(all, strings.Split(a, "+"))
		}
	}
	return all
}
