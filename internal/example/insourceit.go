package example

// insourceit is a broker of IT consultants: a site, a business system, payroll
// and case handling.
var insourceit = set{
	people: 400,
	systems: []database{
		{"business", onMariaDB, "business", fillBusiness},
		{"cases", onPostgres, "cases", fillCases},
		{"payroll", onPostgres, "payroll", fillPayroll},
		{"web", onPostgres, "web", fillWeb},
	},
	group: insourceitGroup,
	cast:  castOfInsourceit,
}

// insourceitGroup begins with the staff; of the rest 60 % are customers' contacts
// and 15 % consultants, and the others know the site only.
func insourceitGroup(i, people int) group {
	employed := max(12, people/200)
	if i < employed {
		return staff
	}
	switch n := (i - employed) % 20; {
	case n < 12:
		return customer
	case n < 15:
		return consultant
	}
	return visitor
}

// The cast by its place among the customers and the staff.
const (
	theCustomer = iota
	theNeighbour
	theUnproven
	theFormer
)

const (
	theBoss = iota
	theHandler
	theBoth
)

func castOfInsourceit(w *world) map[string]Character {
	customers, employed := w.groups[customer], w.groups[staff]
	customers[theNeighbour].household = customers[theCustomer].household
	last := customers[len(customers)-1]
	of := func(all []*person, i int, why string) Character { return known(all[i], all[i].work, why) }
	return map[string]Character{
		"customer":  of(customers, theCustomer, "has an open order, invoices of several fiscal years, a newsletter; mail and phone are spelled differently in every system"),
		"neighbour": of(customers, theNeighbour, "lives at the customer's address: one row for both"),
		"unproven":  of(customers, theUnproven, "gets the newsletter, but nothing shows that it was asked for"),
		"former":    of(customers, theFormer, "was last heard of five years ago and has bought nothing"),
		"boss":      known(employed[theBoss], employed[theBoss].home, "is everybody's manager: a table that points at itself"),
		"handler":   known(employed[theHandler], employed[theHandler].home, "handled many other people's cases"),
		"both":      known(employed[theBoth], employed[theBoth].home, "is employed and listed as a consultant: ten digits there, twelve in payroll"),
		"switchboard": {
			Name: last.name(), Email: last.work, Phone: phones[len(phones)-1].canonical(),
			Why: "can only be reached through a switchboard whose number hundreds share",
		},
	}
}
