package register

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
	"github.com/varsam/varsam/internal/locale"
)

// Anonymise says what becomes of each column of a collection's records when they
// are anonymised. Every column of the collection stands in exactly one of
// Columns, Keep, Harmless and Mark: what nobody has thought of is not safe.
type Anonymise struct {
	Columns []Recoded `yaml:"columns"`

	// Keep are columns that stay as they are. What is left of Columns and Keep
	// makes a record's class, sensitive columns apart.
	Keep []string `yaml:"keep"`

	// Harmless are columns that stay and say nothing of anybody, so that classes
	// are not counted over them.
	Harmless []string `yaml:"harmless"`

	// Sensitive are columns that one must not be able to read of a person by
	// knowing the class: each class has at least L different values of each.
	Sensitive []string `yaml:"sensitive"`

	// Measure and Wait are for the columns whose recode is chosen: what is lost
	// least of, and how many records in a hundred may wait.
	Measure anonymity.Measure `yaml:"measure"`
	Wait    int               `yaml:"wait"` // [DefaultWait] when 0

	K int `yaml:"k"` // the fewest records of a class; [DefaultK] when 0
	L int `yaml:"l"`

	// Mark is set on a record when it is anonymised; a column that is set to now is
	// empty before, and another holds something else.
	Mark map[string]string `yaml:"mark"`
}

// DefaultK is how many records a class has at least when the register does not
// say.
const DefaultK = 10

// DefaultWait is how many records in a hundred a choice may leave waiting when
// the register does not say.
const DefaultWait = 5

// Recoded is what becomes of one column:
//
//	name: null                             emptied
//	customer_id: random                    a placeholder that leads nowhere
//	born: year                             month, quarter, year or decade
//	postcode: {prefix: 3}                  the first characters
//	salary: {band: 5000}                   the lower bound of a band, from: where one begins
//	city: {groups: {South: [Malmö, Lund]}} the group; what is in none is emptied
//	country: {fixed: SE}                   the same for all
//	born: {choose: [month, year, decade]}  the finest of these with which enough records are alike
type Recoded struct {
	Name   string              `yaml:"-"` // the key in the section's columns
	Word   string              `yaml:"-"` // the short form
	Prefix int                 `yaml:"prefix"`
	Band   int64               `yaml:"band"`
	From   int64               `yaml:"from"`
	Groups map[string][]string `yaml:"-"` // by form, the values that become it
	Fixed  *string             `yaml:"fixed"`
	Choose []Recoded           `yaml:"-"` // from the finest to the coarsest
}

func (r *Recoded) setKey(name string) { r.Name = name }

func (r *Recoded) fromNode(d *decoder, n *node) {
	if n.kind == textNode {
		r.Word = n.text
		return
	}
	d.fields(n, reflect.ValueOf(r).Elem())
	if choose := n.get("choose"); choose != nil && choose.kind == listNode {
		r.Choose = make([]Recoded, len(choose.kids))
		for i, kid := range choose.kids {
			d.decode(kid, reflect.ValueOf(&r.Choose[i]).Elem())
		}
	}
	if groups := n.get("groups"); groups != nil && groups.kind == mapNode {
		r.Groups = make(map[string][]string, len(groups.kids))
		for i, kid := range groups.kids {
			var values []string
			d.decode(kid, reflect.ValueOf(&values).Elem())
			r.Groups[groups.keys[i].text] = values
		}
	}
}

// Recode is the recode as it is carried out; of those to choose from, the finest.
// A fixed value is a text; it is for whoever knows the column to read it as the
// column's kind.
func (r Recoded) Recode() anonymity.Recode {
	switch {
	case len(r.Choose) > 0:
		return r.Choose[0].Recode()
	case r.Word == "keep":
		return anonymity.Keep()
	case r.Word == "random":
		return anonymity.ToRandom()
	case r.Word != "" && r.Word != "null":
		return anonymity.ToDate(anonymity.Unit(r.Word))
	case r.Prefix != 0:
		return anonymity.ToPrefix(r.Prefix)
	case r.Band != 0:
		return anonymity.ToBand(r.Band, r.From)
	case r.Groups != nil:
		forms := map[string]string{}
		for form, values := range r.Groups {
			for _, v := range values {
				forms[v] = form
			}
		}
		return anonymity.Recode{Way: anonymity.WayLevel, Level: 1, Forms: forms}
	case r.Fixed != nil:
		return anonymity.ToFixed(varsam.TextOf(*r.Fixed))
	}
	return anonymity.ToNull()
}

// String says what becomes of the column, for differences and digests.
func (r Recoded) String() string {
	if len(r.Choose) == 0 {
		return r.Recode().String()
	}
	steps := make([]string, len(r.Choose))
	for i, step := range r.Choose {
		steps[i] = step.String()
	}
	return "choose " + strings.Join(steps, ", ")
}

// parts is how many ways a recoding names.
func (r Recoded) parts() (n int) {
	for _, given := range []bool{r.Word != "", r.Prefix != 0, r.Band != 0, r.Groups != nil, r.Fixed != nil, r.Choose != nil} {
		if given {
			n++
		}
	}
	return n
}

// Least is how many records a class must have.
func (a Anonymise) Least() int {
	if a.K == 0 {
		return DefaultK
	}
	return a.K
}

// By is what a choice loses least of.
func (a Anonymise) By() anonymity.Measure {
	if a.Measure == "" {
		return anonymity.Loss
	}
	return a.Measure
}

// MayWait is the share of records that a choice may leave waiting.
func (a Anonymise) MayWait() float64 {
	if a.Wait == 0 {
		return DefaultWait / 100.
	}
	return float64(a.Wait) / 100
}

// Chooses reports whether the recode of some column is chosen.
func (a Anonymise) Chooses() bool {
	return slices.ContainsFunc(a.Columns, func(r Recoded) bool { return len(r.Choose) > 0 })
}

// Column is what becomes of a column of that name.
func (a Anonymise) Column(name string) (Recoded, bool) {
	i := slices.IndexFunc(a.Columns, func(r Recoded) bool { return r.Name == name })
	if i < 0 {
		return Recoded{}, false
	}
	return a.Columns[i], true
}

// Names reports whether it says what becomes of a column.
func (a Anonymise) Names(column string) bool {
	_, recoded := a.Column(column)
	_, mark := a.Mark[column]
	return recoded || mark || slices.Contains(a.Keep, column) || slices.Contains(a.Harmless, column)
}

// checkAnonymise finds what contradicts itself.
func (l *loader) checkAnonymise(p place, c *Collection) {
	a := c.Anonymise
	if a == nil {
		return
	}
	if c.End != varsam.Anonymise {
		p.faultKey("anonymise-without-end", locale.Says("the section has no effect: the collection does not end by being anonymised"), locale.Says("write end: anonymise, or remove the section"))
	}
	for _, r := range a.Columns {
		l.checkRecoded(p.in("columns", r.Name), r)
	}
	for i, name := range a.Sensitive {
		if _, recoded := a.Column(name); !recoded && !slices.Contains(a.Keep, name) {
			p.in("sensitive", strconv.Itoa(i)).fault("unknown-column", locale.Says("%s stands neither under columns nor under keep", quote(name)), locale.Says("write there what becomes of it"))
		}
	}
	if len(a.Sensitive) > 0 && a.L < 2 {
		p.in("l").fault("wrong-value", locale.Says("sensitive columns are protected by their variety, and l does not ask for any"), locale.Says("write l: 2 or more"))
	}
	if len(a.Sensitive) == 0 && a.L > 0 {
		p.in("l").fault("wrong-value", locale.Says("l says nothing without sensitive columns"), locale.Says("name them under sensitive, or remove l"))
	}
	l.checkOnce(p, a)
	l.checkChoice(p, a)
}

// checkChoice finds what a search cannot choose from.
func (l *loader) checkChoice(p place, a *Anonymise) {
	if !a.Chooses() {
		for key, given := range map[string]bool{"measure": a.Measure != "", "wait": a.Wait != 0} {
			if given {
				p.in(key).fault("wrong-value", locale.Says("%s says nothing where no column has anything to choose from", key), locale.Says("write choose: for a column, or remove it"))
			}
		}
		return
	}
	all := 1
	for _, r := range a.Columns {
		all = min(all*max(1, len(r.Choose)), anonymity.MaxNodes+1)
		if i := disordered(r.Choose); i >= 0 {
			p.in("columns", r.Name, "choose", strconv.Itoa(i)).fault("wrong-value", locale.Says("this step does not make alike all that the one before does"), locale.Says("go from the finest to the coarsest, each a whole part of the next: month, quarter, year; bands that are multiples; ever fewer characters"))
		}
	}
	if all > anonymity.MaxNodes {
		p.in("columns").fault("wrong-value", locale.Says("there are more than %d combinations to choose from", anonymity.MaxNodes), locale.Says("take steps out"))
	}
}

// disordered is the first step that tells apart what one before it makes equal,
// so far as the steps alone show it; -1 when none does.
func disordered(steps []Recoded) int {
	for i := 1; i < len(steps); i++ {
		was, is := steps[i-1].Recode(), steps[i].Recode()
		switch {
		case was.Way == anonymity.WayNull, is.Way == anonymity.WayKeep, was.Way != is.Way && was.Way != anonymity.WayKeep && is.Way != anonymity.WayNull:
			return i
		case was.Way != is.Way:
		case is.Way == anonymity.WayDate && !is.Unit.Coarser(was.Unit),
			is.Way == anonymity.WayPrefix && is.Chars >= was.Chars,
			is.Way == anonymity.WayBand && (is.Width <= was.Width || is.Width%was.Width != 0 || (is.From-was.From)%was.Width != 0):
			return i
		}
	}
	return -1
}

// checkOnce finds columns of which two things are said.
func (l *loader) checkOnce(p place, a *Anonymise) {
	twice := func(at place, name string) {
		at.fault("duplicate-name", locale.Says("of %s two things are said", quote(name)), locale.Says("leave it in one place of columns, keep, harmless and mark"))
	}
	seen := map[string]bool{}
	for _, r := range a.Columns {
		seen[r.Name] = true
	}
	for key, names := range map[string][]string{"keep": a.Keep, "harmless": a.Harmless} {
		for i, name := range names {
			if _, recoded := a.Column(name); recoded || key == "harmless" && slices.Contains(a.Keep, name) || slices.Contains(names[:i], name) {
				twice(p.in(key, strconv.Itoa(i)), name)
			}
			seen[name] = true
		}
	}
	for name := range a.Mark {
		if seen[name] {
			twice(p.in("mark", name), name)
		}
	}
}

func (l *loader) checkRecoded(p place, r Recoded) {
	switch {
	case r.parts() > 1:
		p.fault("wrong-value", locale.Says("%s is given more than one way", quote(r.Name)), locale.Says("leave one of prefix, band, groups, fixed and choose"))
	case r.From != 0 && r.Band == 0:
		p.in("from").fault("wrong-value", locale.Says("from says where a band begins, and there is none"), locale.Says("write band: too, or remove it"))
	}
	for i, step := range r.Choose {
		l.checkRecoded(p.in("choose", strconv.Itoa(i)), step)
	}
	group := map[string]string{}
	for form, values := range r.Groups {
		for _, v := range values {
			if other, twice := group[v]; twice {
				p.in("groups", max(form, other)).fault("duplicate-name", locale.Says("%s is in two groups", quote(v)), locale.Says("leave it in one of them"))
			}
			group[v] = form
		}
	}
}
