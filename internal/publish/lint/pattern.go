package lint

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed patterns.txt
var patternText string

// table is read when the first asks; a test reads it too, so that a fault in it is found there.
var table = sync.OnceValue(func() *grammar { return mustParse(patternText) })

// grammar is what the linter recognises in one sentence.
type grammar struct {
	classes map[string][][]string
	sets    []set
	byText  map[string]int // set by its text
	words   map[string][]int
	stems   map[string][]int
	inside  map[string][]int // parts of compounds
	rules   []rule
	names   map[string]bool
}

// set is the alternatives of one part of a pattern.
type set struct {
	single map[string]bool // whole words and stems* of length one
	inside []string        // what a word has anywhere in it
	multi  [][]string
}

// rule names what a sentence says when all of its sequences stand in it and none
// of the others does.
type rule struct {
	name string
	has  [][]part
	not  [][]part
	need []uint64
}

// part is one set, at most gap words after the part before.
type part struct{ set, gap int }

// read finds every rule that a sentence meets.
func (g *grammar) read(s *sentence, known map[string][]uint64) {
	s.bits = make([]uint64, (len(g.sets)+63)/64)
	starts := make([][]uint64, len(s.words))
	for i, w := range s.words {
		bits, ok := known[w.text]
		if !ok {
			bits = g.startsOf(w.text)
			if len(known) < maxKnown {
				known[w.text] = bits
			}
		}
		starts[i] = bits
		for j := range bits {
			s.bits[j] |= bits[j]
		}
	}
	for _, r := range g.rules {
		if !covers(s.bits, r.need) {
			continue
		}
		if at, ok := g.meets(s, starts, r); ok {
			if s.hits == nil {
				s.hits = map[string]span{}
			}
			if old, is := s.hits[r.name]; !is || at.start < old.start {
				s.hits[r.name] = at
			}
		}
	}
}

// maxKnown bounds what is remembered of words.
const maxKnown = 1 << 16

func covers(has, need []uint64) bool {
	for i, n := range need {
		if has[i]&n != n {
			return false
		}
	}
	return true
}

// startsOf are the sets that a word may begin.
func (g *grammar) startsOf(text string) []uint64 {
	bits := make([]uint64, (len(g.sets)+63)/64)
	mark := func(sets []int) {
		for _, n := range sets {
			bits[n/64] |= 1 << (n % 64)
		}
	}
	mark(g.words[text])
	for n := 1; n <= len(text); n++ {
		mark(g.stems[text[:n]])
	}
	for part, sets := range g.inside {
		if strings.Contains(text, part) {
			mark(sets)
		}
	}
	return bits
}

// meets is where the rule's first sequence stands, when the rule is met.
func (g *grammar) meets(s *sentence, starts [][]uint64, r rule) (at span, ok bool) {
	for i, seq := range r.has {
		from, to := g.find(s.words, starts, seq)
		if to == 0 {
			return span{}, false
		}
		if i == 0 {
			at = span{s.words[from].start, s.words[to-1].end}
		}
	}
	for _, seq := range r.not {
		if _, to := g.find(s.words, starts, seq); to > 0 {
			return span{}, false
		}
	}
	return at, true
}

// find is the first place of a sequence, as words from and to; to is 0 where
// there is none.
func (g *grammar) find(words []word, starts [][]uint64, seq []part) (from, to int) {
	for i := range words {
		if n := g.match(words, starts, i, seq, 0); n > 0 {
			return i, n
		}
	}
	return 0, 0
}

// match is the end of the parts that begin within gap words of a place.
func (g *grammar) match(words []word, starts [][]uint64, at int, parts []part, gap int) int {
	if len(parts) == 0 {
		return at
	}
	n := parts[0].set
	for i := at; i <= at+gap && i < len(words); i++ {
		if starts[i][n/64]&(1<<(n%64)) == 0 {
			continue
		}
		next := 0
		if len(parts) > 1 {
			next = parts[1].gap
		}
		for _, length := range g.sets[n].lengths(words[i:]) {
			if end := g.match(words, starts, i+length, parts[1:], next); end > 0 {
				return end
			}
		}
	}
	return 0
}

// lengths are the numbers of words that alternatives of the set take.
func (s set) lengths(words []word) []int {
	var all []int
	if s.holds(words[0].text) {
		all = append(all, 1)
	}
	for _, m := range s.multi {
		if begins(words, m) {
			all = append(all, len(m))
		}
	}
	return all
}

func (s set) holds(text string) bool {
	if s.single[text] {
		return true
	}
	for n := 1; n <= len(text); n++ {
		if s.single[text[:n]+"*"] {
			return true
		}
	}
	return slices.ContainsFunc(s.inside, func(part string) bool { return strings.Contains(text, part) })
}

// begins reports whether words begin with others; a star stands for the rest of
// a word.
func begins(words []word, with []string) bool {
	if len(with) > len(words) {
		return false
	}
	for i, w := range with {
		stem, open := strings.CutSuffix(w, "*")
		if words[i].text != w && !(open && strings.HasPrefix(words[i].text, stem)) {
			return false
		}
	}
	return true
}

func mustParse(text string) *grammar {
	g, err := parse(text)
	if err != nil {
		panic("lint: patterns.txt: " + err.Error())
	}
	return g
}

// parse reads the table; patterns.txt says how it is written.
func parse(text string) (*grammar, error) {
	g := &grammar{classes: map[string][][]string{}, byText: map[string]int{}, words: map[string][]int{}, stems: map[string][]int{}, inside: map[string][]int{}, names: map[string]bool{}}
	for _, classes := range []bool{true, false} { // a rule may use a class that stands below it
		number := 0
		for line := range strings.Lines(text) {
			number++
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "<") && strings.Contains(line, " = ") != classes || !strings.HasPrefix(line, "<") && classes {
				continue
			}
			if err := g.line(line); err != nil {
				return nil, fmt.Errorf("line %d: %w", number, err)
			}
		}
	}
	for i := range g.rules {
		g.rules[i].need = g.needs(g.rules[i])
	}
	return g, nil
}

func (g *grammar) line(line string) error {
	if name, words, isClass := strings.Cut(line, " = "); isClass {
		name = strings.Trim(name, "<>")
		more, err := g.alternatives(strings.Fields(words))
		g.classes[name] = append(g.classes[name], more...)
		return err
	}
	name, body, ok := strings.Cut(line, ": ")
	if !ok {
		return fmt.Errorf("%q is neither class nor rule", line)
	}
	r := rule{name: name}
	for _, text := range strings.Split(body, " & ") {
		text = strings.TrimSpace(text)
		negated, isNot := strings.CutPrefix(text, "!")
		seq, err := g.sequence(strings.TrimSpace(negated))
		if err != nil {
			return err
		}
		if isNot {
			r.not = append(r.not, seq)
		} else {
			r.has = append(r.has, seq)
		}
	}
	if len(r.has) == 0 {
		return fmt.Errorf("%q only says what must not be there", line)
	}
	g.names[name] = true
	g.rules = append(g.rules, r)
	return nil
}

func (g *grammar) sequence(text string) ([]part, error) {
	var seq []part
	gap := 0
	for _, field := range strings.Fields(text) {
		if n, isGap := strings.CutPrefix(field, ".."); isGap {
			var err error
			if gap, err = strconv.Atoi(n); err != nil {
				return nil, fmt.Errorf("%q is no gap", field)
			}
			continue
		}
		n, err := g.set(field)
		if err != nil {
			return nil, err
		}
		seq = append(seq, part{n, gap})
		gap = 0
	}
	if len(seq) == 0 {
		return nil, fmt.Errorf("a sequence has words")
	}
	return seq, nil
}

// set is the number of a part's alternatives.
func (g *grammar) set(text string) (int, error) {
	if n, ok := g.byText[text]; ok {
		return n, nil
	}
	all, err := g.alternatives(strings.Split(text, "|"))
	if err != nil {
		return 0, err
	}
	n := len(g.sets)
	s := set{single: map[string]bool{}}
	for _, words := range all {
		under, key := g.words, words[0]
		stem, open := strings.CutSuffix(key, "*")
		part, inside := strings.CutPrefix(key, "*")
		switch {
		case inside && (len(words) > 1 || part == ""):
			return 0, fmt.Errorf("%q: only a single word may have a part inside", text)
		case inside:
			s.inside = append(s.inside, part)
			under, key = g.inside, part
		case open:
			under, key = g.stems, stem
		}
		switch {
		case len(words) > 1:
			s.multi = append(s.multi, words)
		case !inside:
			s.single[words[0]] = true
		}
		if !slices.Contains(under[key], n) {
			under[key] = append(under[key], n)
		}
	}
	g.sets = append(g.sets, s)
	g.byText[text] = n
	return n, nil
}

// alternatives reads words that stand for each other, with those of classes; a
// plus joins several.
func (g *grammar) alternatives(texts []string) ([][]string, error) {
	var all [][]string
	for _, text := range texts {
		if name, isClass := strings.CutPrefix(text, "<"); isClass {
			more, ok := g.classes[strings.TrimSuffix(name, ">")]
			if !ok {
				return nil, fmt.Errorf("there is no class %s above", text)
			}
			all = append(all, more...)
			continue
		}
		if text != "" {
			all = append(all, strings.Split(text, "+"))
		}
	}
	return all, nil
}

func (g *grammar) needs(r rule) []uint64 {
	need := make([]uint64, (len(g.sets)+63)/64)
	for _, seq := range r.has {
		for _, p := range seq {
			need[p.set/64] |= 1 << (p.set % 64)
		}
	}
	return need
}
