package register

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
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

	K int `yaml:"k"` // the fewest records of a class; [DefaultK] when 0
	L int `yaml:"l"`

	// Mark is set on a record when it is anonymised; a column that is set to now is
	// empty before, and another holds something else.
	Mark map[string]string `yaml:"mark"`
}

// DefaultK is how many records a class has at least when the register does not
// say.
const DefaultK = 10

// Recoded is what becomes of one column:
//
//	name: null                             emptied
//	customer_id: random                    a placeholder that leads nowhere
//	born: year                             month, quarter, year or decade
//	postcode: {prefix: 3}                  the first characters
//	salary: {band: 5000}                   the lower bound of a band, from: where one begins
//	city: {groups: {South: [Malmö, Lund]}} the group; what is in none is emptied
//	country: {fixed: SE}                   the same for all
type Recoded struct {
	Name   string              `yaml:"-"` // the key in the section's columns
	Word   string              `yaml:"-"` // the short form
	Prefix int                 `yaml:"prefix"`
	Band   int64               `yaml:"band"`
	From   int64               `yaml:"from"`
	Groups map[string][]string `yaml:"-"` // by form, the values that become it
	Fixed  *string             `yaml:"fixed"`
}

func (r *Recoded) setKey(name string) { r.Name = name }

func (r *Recoded) fromNode(d *decoder, n *node) {
	if n.kind == textNode {
		r.Word = n.text
		return
	}
	d.fields(n, reflect.ValueOf(r).Elem())
	if groups := n.get("groups"); groups != nil && groups.kind == mapNode {
		r.Groups = make(map[string][]string, len(groups.kids))
		for i, kid := range groups.kids {
			var values []string
			d.decode(kid, reflect.ValueOf(&values).Elem())
			r.Groups[groups.keys[i].text] = values
		}
	}
}

// Recode is the recode as it is carried out. A fixed value is a text; it is for
// whoever knows the column to read it as the column's kind.
func (r Recoded) Recode() anonymity.Recode {
	switch {
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

// parts is how many ways a recoding names.
func (r Recoded) parts() (n int) {
	for _, given := range []bool{r.Word != "", r.Prefix != 0, r.Band != 0, r.Groups != nil, r.Fixed != nil} {
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
		p.faultKey("anonymise-without-end", "the section has no effect: the collection does not end by being anonymised", "write end: anonymise, or remove the section")
	}
	for _, r := range a.Columns {
		l.checkRecoded(p.in("columns", r.Name), r)
	}
	for i, name := range a.Sensitive {
		if _, recoded := a.Column(name); !recoded && !slices.Contains(a.Keep, name) {
			p.in("sensitive", strconv.Itoa(i)).fault("unknown-column", quote(name)+" stands neither under columns nor under keep", "write there what becomes of it")
		}
	}
	if len(a.Sensitive) > 0 && a.L < 2 {
		p.in("l").fault("wrong-value", "sensitive columns are protected by their variety, and l does not ask for any", "write l: 2 or more")
	}
	if len(a.Sensitive) == 0 && a.L > 0 {
		p.in("l").fault("wrong-value", "l says nothing without sensitive columns", "name them under sensitive, or remove l")
	}
	l.checkOnce(p, a)
}

// checkOnce finds columns of which two things are said.
func (l *loader) checkOnce(p place, a *Anonymise) {
	twice := func(at place, name string) {
		at.fault("duplicate-name", "of "+quote(name)+" two things are said", "leave it in one place of columns, keep, harmless and mark")
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
		p.fault("wrong-value", quote(r.Name)+" is given more than one way", "leave one of prefix, band, groups and fixed")
	case r.From != 0 && r.Band == 0:
		p.in("from").fault("wrong-value", "from says where a band begins, and there is none", "write band: too, or remove it")
	}
	group := map[string]string{}
	for form, values := range r.Groups {
		for _, v := range values {
			if other, twice := group[v]; twice {
				p.in("groups", max(form, other)).fault("duplicate-name", quote(v)+" is in two groups", "leave it in one of them")
			}
			group[v] = form
		}
	}
}
