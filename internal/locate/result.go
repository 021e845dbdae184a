package locate

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/varsam/varsam"
)

// result puts together what was found, in an order of its own.
func (s *search) result() Search {
	out := Search{Statements: map[string]int{}, Catalogues: map[string]varsam.Catalogue{}, Gaps: s.gaps}
	for _, number := range s.numbers {
		out.People = append(out.People, s.subjects[number].person)
	}
	for _, p := range s.places {
		out.Located = append(out.Located, p.located()...)
		p.tellWithheld()
		out.Withheld = append(out.Withheld, p.withheld...)
		out.Gaps = append(out.Gaps, p.gaps...)
		out.Scans = append(out.Scans, p.scanReport()...)
		out.Statements[p.reg.Name] = p.statements
		if p.conn != nil && len(p.cat.Collections) > 0 {
			out.Catalogues[p.reg.Name] = p.cat
		}
	}
	slices.SortFunc(out.Located, compareLocated)
	out.Gaps = distinctGaps(out.Gaps)
	slices.SortFunc(out.Scans, func(a, b Scan) int {
		return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Collection, b.Collection))
	})
	out.Controls = s.controlReport()
	return out
}

// located is what is reported of the system's nodes. A record whose link turned
// out to lead to nobody is counted as a gap.
func (p *place) located() []varsam.Located {
	var all []varsam.Located
	untraced := map[string]int{}
	for _, n := range p.sorted() {
		l := p.report(n)
		if len(l.Persons) == 0 && !n.held {
			untraced[n.coll.cat.Name]++
			continue
		}
		if p.withholds(n) {
			p.withhold(n, l.Persons, l.Ownership)
			continue
		}
		all = append(all, l)
	}
	for name, n := range untraced {
		p.gap(name, varsam.Because(GapUntraced, strconv.Itoa(n)))
	}
	return all
}

func (p *place) report(n *node) varsam.Located {
	l := varsam.Located{Record: n.rec, Persons: n.persons, Hits: n.reportHits(), Related: n.related}
	switch {
	case n.owned():
		l.Ownership, l.Why = varsam.Own, n.whyOwn()
	case n.held:
		l.Ownership, l.Why = varsam.Own, varsam.Because(ReasonHeld, p.opts.Instruction)
	case len(n.persons) > 0:
		l.Ownership, l.Why = varsam.Shared, *n.shared
	case len(n.mentions) > 0 && !n.detachable():
		l.Ownership, l.Why = varsam.Mention, varsam.Because(ReasonMention, n.mentions[0].Field)
		l.Persons = n.concerns()
	default:
		l.Ownership, l.Why = varsam.Other, n.whyOther()
		l.Persons = n.concerns()
		l.Related = nil
		if !n.detachable() {
			l.Record = narrowed(n.rec, p.linkColumns(n.coll))
		}
	}
	for _, e := range n.up {
		if key := e.node.rec.Ref.String(); len(e.node.persons) > 0 && !slices.Contains(l.Parents, key) {
			l.Parents = append(l.Parents, key)
		}
	}
	slices.Sort(l.Parents)
	return l
}

// concerns are the people whom a record that is not theirs concerns.
func (n *node) concerns() []int {
	persons := append(n.union(func(edge) bool { return true }), n.people()...)
	for _, m := range n.mentions {
		persons = append(persons, m.Person)
	}
	slices.Sort(persons)
	return slices.Compact(persons)
}

// detachable reports whether the person's part in an other's record may be cut.
func (n *node) detachable() bool {
	return slices.ContainsFunc(n.up, func(e edge) bool { return e.link.detach && len(e.node.persons) > 0 })
}

func (n *node) whyOwn() varsam.Reason {
	if len(n.owners) > 0 {
		return n.proof
	}
	return varsam.Because(ReasonLinked, n.leading(func(e edge) bool { return !e.link.other && len(e.node.persons) > 0 }))
}

// undecided are the ways of reaching a record that leave it to a person whose it is.
var undecided = []string{ReasonIdentifierShared, ReasonAmbiguous, ReasonContradicts, ReasonOtherName, ReasonClaimed, ReasonOtherHolder}

// LeftToPerson reports whether somebody must decide whose a record is, by why it
// was reached.
func LeftToPerson(why varsam.Reason) bool { return slices.Contains(undecided, why.Code) }

func (n *node) whyOther() varsam.Reason {
	for _, number := range slices.Sorted(maps.Keys(n.refused)) {
		return n.refused[number]
	}
	if from := n.leading(func(e edge) bool { return e.link.other && len(e.node.persons) > 0 }); from != "" {
		return varsam.Because(ReasonRole, from)
	}
	if from := n.leading(func(e edge) bool { return n.coll.self && !e.link.from && len(e.node.persons) > 0 }); from != "" {
		return varsam.Because(ReasonOtherHolder, from)
	}
	if len(n.hits) == 0 {
		return varsam.Because(ReasonSomebodyElses)
	}
	h := slices.MinFunc(n.hits, compareHits)
	code := ReasonNamed
	if len(n.coll.reg.Person) == 0 {
		code = ReasonNobodys
	}
	return varsam.Because(code, string(h.value.typ), h.field)
}

// leading is the first collection from which an edge of that sort leads here.
func (n *node) leading(sort func(edge) bool) string {
	first := ""
	for _, e := range n.up {
		if name := e.link.parent.cat.Name; sort(e) && (first == "" || name < first) {
			first = name
		}
	}
	return first
}

func compareHits(a, b hit) int {
	return cmp.Or(cmp.Compare(a.field, b.field), compareValues(a.value, b.value), cmp.Compare(a.person, b.person))
}

// reportHits are the fields in which somebody's identifier stands.
func (n *node) reportHits() []varsam.Hit {
	all := slices.Clone(n.mentions)
	for _, h := range n.hits {
		all = append(all, varsam.Hit{Field: h.field, Type: h.value.typ, Person: h.person})
	}
	slices.SortFunc(all, compareReported)
	return slices.Compact(all)
}

func compareReported(a, b varsam.Hit) int {
	return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Person, b.Person),
		cmp.Compare(a.Place, b.Place), cmp.Compare(a.Text, b.Text))
}

// narrowed keeps of an other's record only some fields; the version still covers
// the whole.
func narrowed(r varsam.Record, fields []string) varsam.Record {
	kept := r
	kept.Fields = nil
	for _, f := range r.Fields {
		if slices.Contains(fields, f.Name) {
			kept.Fields = append(kept.Fields, f)
		}
	}
	return kept
}

func (p *place) scanReport() []Scan {
	var all []Scan
	for name, indexes := range p.scans {
		all = append(all, Scan{p.reg.Name, name, slices.Sorted(maps.Keys(indexes))})
	}
	return all
}

func (s *search) controlReport() []Control {
	var all []Control
	for c, records := range s.controls {
		c.Found = len(records)
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b Control) int {
		return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Collection, b.Collection),
			cmp.Compare(a.Field, b.Field), cmp.Compare(a.Type, b.Type))
	})
	return all
}

func compareLocated(a, b varsam.Located) int {
	return cmp.Or(varsam.CompareRefs(a.Record.Ref, b.Record.Ref), cmp.Compare(a.Record.Version, b.Record.Version))
}

// distinctGaps sorts the gaps and says each once.
func distinctGaps(gaps []varsam.Gap) []varsam.Gap {
	slices.SortFunc(gaps, func(a, b varsam.Gap) int {
		return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Collection, b.Collection),
			cmp.Compare(a.Why.Code, b.Why.Code), slices.Compare(a.Why.Args, b.Why.Args))
	})
	return slices.CompactFunc(gaps, func(a, b varsam.Gap) bool {
		return a.System == b.System && a.Collection == b.Collection && a.Why.Code == b.Why.Code && slices.Equal(a.Why.Args, b.Why.Args)
	})
}
