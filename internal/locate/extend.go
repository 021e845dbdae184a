package locate

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// extension is an identifier found in a person's own record, by which the next
// round searches. Chain leads to where it was found.
type extension struct {
	value  value
	person int
	chain  []varsam.Link
}

// extensions are the new identifiers of the system's own records, as far as
// exactly one person in the system has them.
func (p *place) extensions(ctx context.Context) []extension {
	p.chains()
	best := map[value]map[int]extension{}
	for _, n := range p.sorted() {
		if n.owned() && n.extends && !p.withholds(n) {
			for _, x := range p.extensionsOf(n) {
				if best[x.value] == nil {
					best[x.value] = map[int]extension{}
				}
				if old, ok := best[x.value][x.person]; !ok || compareChains(x.chain, old.chain) < 0 {
					best[x.value][x.person] = x
				}
			}
		}
	}
	return p.unique(ctx, best)
}

// extensionsOf are the identifiers of one own record that the person is not yet
// searched by. A cell that two regions read differently is too unsure.
func (p *place) extensionsOf(n *node) []extension {
	person := n.persons[0]
	var all []extension
	for _, f := range n.coll.ids {
		for _, part := range Parts(f, n.rec.Get(f.Name)) {
			forms := p.read(f.Identifies, part)
			if !extends(f) || len(forms) != 1 {
				continue
			}
			v := value{f.Identifies, forms[0]}
			if _, known := p.subjects[person].selects[v]; !known {
				chain := append(slices.Clone(n.chain), varsam.Link{Ref: n.rec.Ref, Field: f.Name})
				all = append(all, extension{v, person, chain})
			}
		}
	}
	return all
}

// extends reports whether a field's identifier may extend a search: not when the
// register says no, and never a name, a birth date or an address, which many
// people share.
func extends(f register.Field) bool {
	if f.Extends != nil && !*f.Extends {
		return false
	}
	return !f.Data.CoveredBy([]varsam.Category{nameData, birthData, "contact.address"})
}

// chains gives each own record the shortest chain of an identifier that leads to
// it. Rows proved only by an identifier that other people have too give none.
func (p *place) chains() {
	nodes := p.sorted()
	for _, n := range nodes {
		n.extends, n.chain = false, nil
		if len(n.owners) == 1 && !n.weak {
			for _, v := range n.agreed(n.owners[0]) {
				n.offer(p.subjects[n.owners[0]].selects[v].chain)
			}
		}
	}
	for grew := true; grew; {
		grew = false
		for _, n := range nodes {
			for _, e := range n.up {
				if len(n.owners) == 0 && n.owned() && !e.link.other && e.node.extends {
					grew = n.offer(e.node.chain) || grew
				}
			}
		}
	}
}

func (n *node) offer(chain []varsam.Link) bool {
	if n.extends && compareChains(n.chain, chain) <= 0 {
		return false
	}
	n.extends, n.chain = true, chain
	return true
}

func compareChains(a, b []varsam.Link) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), slices.CompareFunc(a, b, func(x, y varsam.Link) int {
		return cmp.Or(varsam.CompareRefs(x.Ref, y.Ref), cmp.Compare(x.Field, y.Field))
	}))
}

// unique keeps the identifiers that only own records of their one person hold.
func (p *place) unique(ctx context.Context, best map[value]map[int]extension) []extension {
	if len(best) == 0 {
		return nil
	}
	check := wanted{}
	for v := range best {
		check[v.typ] = append(check[v.typ], v.text)
	}
	theirs := p.held(ctx, check)
	var all []extension
	for v, byPerson := range best {
		for person, x := range byPerson {
			if who, seen := theirs[v]; len(byPerson) == 1 && seen && who == person {
				all = append(all, x)
			}
		}
	}
	return all
}

// nobody stands for an identifier that does not belong to exactly one person.
const nobody = -1

// held asks every collection who holds the identifiers: the number of the person
// whose own records all holders are, or nobody.
func (p *place) held(ctx context.Context, check wanted) map[value]int {
	theirs := map[value]int{}
	for _, c := range p.colls {
		q := ask{collection: c.cat.Name}
		for _, f := range c.ids {
			slices.Sort(check[f.Identifies])
			if f.Several {
				q.match = append(q.match, p.contained(f, check[f.Identifies])...)
				q.fields = append(q.fields, f.Name)
				continue
			}
			st := stage(f.Identifies.Fold() != varsam.Exact)
			if tuples := p.spellings(f.Identifies, check[f.Identifies], st); len(tuples) > 0 {
				q.match = append(q.match, match{[]string{f.Name}, f.Identifies.Fold(), tuples})
				q.fields = append(q.fields, f.Name)
			}
		}
		if !p.find(ctx, q, func(r varsam.Record) { p.holder(theirs, c, r) }) {
			for _, f := range c.ids {
				disown(theirs, f.Identifies, check[f.Identifies])
			}
		}
	}
	return theirs
}

// holder notes whose a record is that holds some identifiers.
func (p *place) holder(theirs map[value]int, c *collection, r varsam.Record) {
	whose := nobody
	if n := p.nodes[keyOfRecord(r)]; n != nil && n.owned() {
		whose = n.persons[0]
	}
	for _, f := range c.ids {
		for _, text := range p.readAll(f, r) {
			v := value{f.Identifies, text}
			if who, seen := theirs[v]; seen && who != whose {
				theirs[v] = nobody
			} else {
				theirs[v] = whose
			}
		}
	}
}

func disown(theirs map[value]int, t varsam.IdentifierType, texts []string) {
	for _, text := range texts {
		theirs[value{t, text}] = nobody
	}
}

// extend takes the identifiers that the systems found into the next round, in
// sorted order and up to the limit per person.
func (s *search) extend(found [][]extension) {
	best := map[int]map[value]extension{}
	for _, x := range slices.Concat(found...) {
		if best[x.person] == nil {
			best[x.person] = map[value]extension{}
		}
		if old, ok := best[x.person][x.value]; !ok || compareChains(x.chain, old.chain) < 0 {
			best[x.person][x.value] = x
		}
	}
	for _, person := range s.numbers {
		for _, v := range slices.SortedFunc(maps.Keys(best[person]), compareValues) {
			s.extendBy(best[person][v])
		}
	}
}

func (s *search) extendBy(x extension) {
	subject := s.subjects[x.person]
	if len(subject.selects) >= s.opts.identifiers() {
		s.gap(varsam.Because(GapIdentifiers, strconv.Itoa(x.person), strconv.Itoa(s.opts.identifiers())))
		return
	}
	subject.selects[x.value] = known{value: x.value, chain: x.chain}
	subject.person.Identifiers = append(subject.person.Identifiers, varsam.Identifier{
		Type: x.value.typ, Value: x.value.text, Verified: true, Chain: x.chain,
	})
	s.index(x.value, x.person)
}
