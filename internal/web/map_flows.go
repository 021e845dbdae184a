package web

import (
	"cmp"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

// node is an activity, a system or a party: one box of the map.
type node struct {
	lane int // 0 activities, 1 systems, 2 parties
	name string
}

// The kinds of things in the lanes, as the register and its forms call them.
var laneKinds = [3]string{"activity", "system", "party"}

func (n node) key() string { return laneKinds[n.lane] + ":" + n.name }

// href is the thing's own page.
func (n node) href() string {
	return "/register/" + [3]string{"activities", "systems", "parties"}[n.lane] + "/" + n.name
}

// flow is data on their way between two things, once whatever there is of them.
type flow struct {
	from, to node
	what     []string // the collections, or why a party has data
	grounds  []string // the basis, and what lets data leave the EEA
	country  string   // where they come to; ISO 3166
	abroad   bool     // a transfer to a third country
}

// flowsOf are all flows of a register in the order of its systems: from what is done
// to where it is done, and from there to those who run it or are given data. A
// recipient that is no party of the register – an authority – has no page.
func flowsOf(say locale.Printer, reg *register.Register) []*flow {
	var all []*flow
	at := map[[2]node]*flow{}
	add := func(from, to node, what, ground string) *flow {
		f := at[[2]node{from, to}]
		if f == nil {
			f = &flow{from: from, to: to}
			at[[2]node{from, to}] = f
			all = append(all, f)
		}
		f.what, f.grounds = with(f.what, what), with(f.grounds, ground)
		return f
	}
	party := func(sys register.System, name, what, ground string) {
		f := add(node{1, sys.Name}, node{2, name}, what, ground)
		p, _ := reg.Party(name)
		if f.country = p.Country; p.Transfer != nil {
			f.abroad, f.grounds = true, with(f.grounds, say.Mechanism(p.Transfer.Mechanism))
		}
	}
	for _, sys := range reg.Systems {
		if sys.Operator != register.Self && sys.Operator != "" {
			party(sys, sys.Operator, say.T("web.map.runs"), say.T("web.party.processor"))
		}
		for _, c := range sys.Collections {
			for _, carry := range c.CarriedBy {
				a, _ := reg.Activity(carry.Activity)
				f := add(node{0, carry.Activity}, node{1, sys.Name}, collection(say, reg, sys.Name, c.Name), say.Basis(a.Basis.Article))
				f.country = cmp.Or(sys.Country, reg.Organisation.Country)
				for _, name := range a.Recipients {
					party(sys, name, say.Name("activity", a.Name), say.Basis(a.Basis.Article))
				}
				if a.Party != "" {
					party(sys, a.Party, say.Name("activity", a.Name), say.Role(a.Role))
				}
			}
		}
	}
	return all
}

// with adds what is said to a list, once.
func with(all []string, says string) []string {
	if says == "" || slices.Contains(all, says) {
		return all
	}
	return append(all, says)
}

// abroad asks for the flows that are transfers to a third country.
const abroad = "abroad"

// only keeps the flows of one thing with those that go on from or lead to it, or the
// transfers; all of them for "".
func only(all []*flow, what string) []*flow {
	if what == "" {
		return all
	}
	lane := slices.Index(laneKinds[:], strings.SplitN(what, ":", 2)[0])
	systems := map[node]bool{} // that the thing has to do with
	for _, f := range all {
		if f.from.key() == what || f.to.key() == what || what == abroad && f.abroad {
			for _, n := range []node{f.from, f.to} {
				if n.lane == 1 {
					systems[n] = true
				}
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(f *flow) bool {
		switch {
		case f.from.key() == what || f.to.key() == what:
			return false
		case what == abroad:
			return !f.abroad && !(f.from.lane == 0 && systems[f.to])
		case lane == 0: // where its systems send data
			return !(f.from.lane == 1 && systems[f.from])
		case lane == 2: // what is done in its systems
			return !(f.to.lane == 1 && systems[f.to])
		}
		return true
	})
}

// flowRow is a flow in words.
type flowRow struct {
	From, To      namedLink
	What, Grounds string
	Country       string
	Abroad        bool
}

func rowOf(say locale.Printer, reg *register.Register, f *flow) flowRow {
	return flowRow{
		From: linkTo(say, reg, f.from), To: linkTo(say, reg, f.to), What: strings.Join(f.what, ", "), Grounds: strings.Join(f.grounds, ", "),
		Country: countryOf(say, f.country), Abroad: f.abroad,
	}
}

func countryOf(say locale.Printer, country string) string {
	if country == "" {
		return "–"
	}
	return say.Country(country)
}

func linkTo(say locale.Printer, reg *register.Register, n node) namedLink {
	link := namedLink{n.href(), say.Name(laneKinds[n.lane], n.name)}
	if _, ok := reg.Party(n.name); n.lane == 2 && !ok {
		link.Href = ""
	}
	return link
}

// things are what the map can be narrowed to, each lane in the visitor's order.
func things(say locale.Printer, reg *register.Register) (lanes [3][]formOption) {
	for _, a := range reg.Activities {
		lanes[0] = append(lanes[0], formOption{Value: node{0, a.Name}.key(), Title: say.Name("activity", a.Name)})
	}
	for _, s := range reg.Systems {
		lanes[1] = append(lanes[1], formOption{Value: node{1, s.Name}.key(), Title: say.Name("system", s.Name)})
	}
	for _, p := range reg.Parties {
		lanes[2] = append(lanes[2], formOption{Value: node{2, p.Name}.key(), Title: say.Name("party", p.Name)})
	}
	for _, options := range lanes {
		slices.SortStableFunc(options, func(a, b formOption) int { return say.Compare(a.Title, b.Title) })
	}
	return lanes
}

// known is what the map was asked to show, when there is such a thing.
func known(lanes [3][]formOption, what string) (string, error) {
	if what == "" || what == abroad {
		return what, nil
	}
	for _, options := range lanes {
		for _, x := range options {
			if x.Value == what {
				return what, nil
			}
		}
	}
	return "", varsam.Errorf(varsam.NotFound, "the register has nothing of that name to show on the map")
}
