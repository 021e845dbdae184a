package locate

import (
	"slices"

	"github.com/varsam/varsam"
)

// Whose a row is that an identifier found
//
// A row of a collection whose records are people – or one whose links lead to
// nobody – is judged by its identifying columns, for each person of the request
// whose verified identifier it holds, in the round that found it:
//
//  1. Empty and unreadable cells say nothing. A row agrees with the person on a
//     type when one of its values of the type is the person's, and contradicts
//     the person when it has values of a type of which the person has some and
//     none is the same.
//  2. A row that contradicts on a number (any type but e-mail and phone, of which
//     people have several) is never own.
//  3. A row is certain when it agrees on a national identity number, or on two
//     identifiers, that the person gave and verified. (A number on more than
//     maxDuplicates rows of a collection is a placeholder and makes none certain.)
//  4. Rows that one person's identifiers find in one collection are contested when
//     two of them contradict each other – in another identifying column, in name
//     or birth date – or when they are more than maxDuplicates, unless they are
//     events, as mails are, or as the register says, of which one person has any
//     number. Rows that hold different national identity numbers contest their
//     identifiers in all systems, as do two people of the request who give the
//     same identifier.
//  5. Own are the certain rows, and of the others those that are not contested
//     and contradict the person in nothing. Of rows better proved than by a phone
//     number alone the names are compared: a row with another e-mail address or
//     phone number than the person gave is still own when it bears the full name
//     of one of these, because people change their numbers, unless that one holds
//     the national number of somebody else of the request; a row found by phone
//     alone is not when it bears another name, because families share them.
//     Certain rows that contradict each other in number, name or birth date are
//     not told apart: none is own.
//  6. Everything else is an other's, with the reason; a person decides, and may
//     confirm a row (Options.Confirmed).
//
// Duplicates of one person, equal or empty in all of these columns, are thus all
// own. What an earlier round has judged stays: it rested on better evidence.

// maxDuplicates is how many rows of one collection may be one and the same
// person's; an identifier on more than these is shared.
const maxDuplicates = 10

// candidate is a row that holds identifiers of one person.
type candidate struct {
	place   *place
	node    *node
	agrees  []known // sorted
	given   int     // of these, given by the person
	number  bool    // it agrees on the national identity number that the person gave
	doubt   bool    // only certainty makes it own
	differs bool    // it has another e-mail address or phone number than the person gave
	settled bool    // own since an earlier round: context for the others
	why     *varsam.Reason
}

func (c *candidate) certain() bool { return c.number || c.given >= 2 }

func (c *candidate) refuse(why varsam.Reason) {
	if c.why == nil {
		c.why = &why
	}
}

// judge says whose the rows are that this round's identifiers found.
func (s *search) judge() {
	rows := map[int][]*candidate{}
	for _, p := range s.places {
		for _, n := range p.sorted() {
			if !n.judged() {
				continue
			}
			for _, number := range n.people() {
				rows[number] = append(rows[number], s.candidate(p, n, number))
			}
		}
	}
	for _, number := range s.numbers {
		s.judgeFor(s.subjects[number], rows[number])
	}
}

// people are those whose identifiers the node holds.
func (n *node) people() []int {
	var numbers []int
	for _, h := range n.hits {
		numbers = append(numbers, h.person)
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

func (s *search) candidate(p *place, n *node, number int) *candidate {
	c := &candidate{place: p, node: n, settled: slices.Contains(n.owners, number)}
	sole := false
	for _, v := range n.agreed(number) {
		k := s.subjects[number].selects[v]
		c.agrees = append(c.agrees, k)
		if k.given {
			c.given++
			c.number = c.number || v.typ == varsam.NationalID
		}
		sole = sole || len(s.selecting[v]) == 1
	}
	c.doubt = !sole
	return c
}

// agreed are the person's identifiers that the node holds, sorted.
func (n *node) agreed(number int) []value {
	var all []value
	for _, h := range n.hits {
		if h.person == number {
			all = append(all, h.value)
		}
	}
	slices.SortFunc(all, compareValues)
	return slices.Compact(all)
}

// judgeFor judges one person's rows.
func (s *search) judgeFor(x *subject, all []*candidate) {
	groups := map[*collection][]*candidate{}
	var order []*collection
	for _, c := range all {
		if groups[c.node.coll] == nil {
			order = append(order, c.node.coll)
		}
		groups[c.node.coll] = append(groups[c.node.coll], c)
	}
	for _, coll := range order {
		placeholders(groups[coll])
	}
	for _, c := range all {
		x.contradicted(c)
	}
	x.contestNumbers(all)
	for _, coll := range order {
		x.contest(groups[coll])
	}
	x.compareNames(all)
	x.untellNumbers(all)
	for _, coll := range order {
		s.assign(x, groups[coll])
	}
}

// placeholders takes certainty from a national number that too many rows have.
func placeholders(group []*candidate) {
	n := 0
	for _, c := range group {
		if c.number {
			n++
		}
	}
	for _, c := range group {
		c.number = c.number && !tooMany(group, n)
	}
}

// contradicted applies rule 2, and marks a row that has another e-mail address
// or phone number than those the person gave.
func (x *subject) contradicted(c *candidate) {
	for _, t := range c.types() {
		values := c.values()[t]
		if len(values) == 0 || c.agreesOn(t) {
			continue
		}
		switch {
		case t == varsam.NationalID && len(x.numbers) > 0 && !overlaps(values, x.numbers),
			!several(t) && x.has(t):
			c.refuse(c.contradiction(t))
		case several(t) && x.gave(t):
			c.differs = true
		}
	}
}

// several reports whether a person may well have more than one of the type.
func several(t varsam.IdentifierType) bool { return t == varsam.Email || t == varsam.Phone }

func (c *candidate) contradiction(t varsam.IdentifierType) varsam.Reason {
	return varsam.Because(ReasonContradicts, string(c.agrees[0].typ), string(t))
}

// assign writes the judgement into the nodes.
func (s *search) assign(x *subject, group []*candidate) {
	number := x.person.Number
	for _, c := range group {
		n := c.node
		_, before := n.refused[number]
		confirmed, ok := s.opts.Confirmed[n.rec.Ref.String()]
		switch {
		case c.settled || before:
			continue
		case ok && confirmed == number:
			n.own(number, varsam.Because(ReasonConfirmed))
		case c.why != nil && s.opts.Doubtful && doubted(*c.why):
			n.own(number, *c.why)
			n.weak = true
		case c.why != nil:
			n.refuse(number, *c.why)
			continue
		default:
			n.own(number, varsam.Because(ReasonIdentifier, string(c.agrees[0].typ), n.fieldOf(c.agrees[0].value)))
			n.weak = !c.certain() && x.onlyShared(c)
		}
		if n.coll.self {
			for _, text := range c.values()[varsam.NationalID] {
				x.numbers[text] = true
			}
		}
	}
}

// doubted reports whether a row was refused for want of proof alone: nothing shows it
// to be somebody else's.
func doubted(why varsam.Reason) bool {
	return why.Code == ReasonAmbiguous || why.Code == ReasonClaimed
}

func (x *subject) onlyShared(c *candidate) bool {
	return !slices.ContainsFunc(c.agrees, func(k known) bool { return !x.shared[k.value] })
}

func (n *node) own(number int, why varsam.Reason) {
	n.owners = append(n.owners, number)
	slices.Sort(n.owners)
	n.proof = why
}

func (n *node) refuse(number int, why varsam.Reason) {
	if n.refused == nil {
		n.refused = map[int]varsam.Reason{}
	}
	n.refused[number] = why
}

func (n *node) fieldOf(v value) string {
	fields := []string{}
	for _, h := range n.hits {
		if h.value == v {
			fields = append(fields, h.field)
		}
	}
	return slices.Min(fields)
}
