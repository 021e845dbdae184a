package duty

import (
	"cmp"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/register"
)

// contact is what is known of how to reach somebody.
type contact struct {
	mail  string
	name  []string
	lines []string // of a postal address

	// named and at are the records that the name and the address come from: parts of
	// two records make no address.
	named, at string
}

// The kinds of data that an envelope needs.
const (
	nameData    varsam.Category = "person.name"
	addressData varsam.Category = "contact.address"
)

// take keeps what a field says, the first record that says it winning.
func (c *contact) take(f register.Field, record, value string) {
	switch {
	case f.Identifies == varsam.Email:
		c.mail = cmp.Or(c.mail, strings.ToLower(value))
	case nameData.Covers(f.Data) && (c.named == "" || c.named == record):
		c.named, c.name = record, append(c.name, value)
	case addressData.Covers(f.Data) && (c.at == "" || c.at == record):
		c.at, c.lines = record, append(c.lines, value)
	}
}

// to is where a letter goes: by mail, or with a name to an address; empty where
// neither is known.
func (c contact) to() string {
	switch {
	case c.mail != "":
		return c.mail
	case len(c.lines) == 0:
		return ""
	}
	return strings.Join(append(filledLines(strings.Join(c.name, " ")), c.lines...), "\n")
}

// Affected are the people whom an incident concerns, in numbers.
type Affected struct {
	People     int               `json:"people"`
	ByMail     int               `json:"by_mail"`
	ByLetter   int               `json:"by_letter"` // that is printed
	Unreached  int               `json:"unreached"` // no address was found
	Customers  int               `json:"customers"` // whom their customer writes to
	Records    int               `json:"records"`
	Categories []varsam.Category `json:"categories"`
	Systems    map[string]int    `json:"systems"` // records by system
	Gaps       []varsam.Gap      `json:"gaps"`
}

// add counts a part.
func (a *Affected) add(p affectedPart) {
	a.People += len(p.People)
	for _, who := range p.People {
		switch {
		case who.Of != "":
			a.Customers++
		case who.To == "":
			a.Unreached++
		case mediumOf(who.To) == post.Mail:
			a.ByMail++
		default:
			a.ByLetter++
		}
	}
	a.Records += p.Records
	for name, n := range p.Systems {
		a.Systems[name] += n
	}
	a.Categories = append(a.Categories, p.Categories...)
	slices.Sort(a.Categories)
	a.Categories = slices.Compact(a.Categories)
	for _, gap := range p.Gaps {
		a.gap(gap)
	}
}

// gap notes once that a place was not searched. Which records could not be read may
// tell whose they are, and is left out.
func (a *Affected) gap(g varsam.Gap) {
	g.Unread = nil
	same := func(o varsam.Gap) bool {
		return o.System == g.System && o.Collection == g.Collection && o.Why.Code == g.Why.Code
	}
	if !slices.ContainsFunc(a.Gaps, same) {
		a.Gaps = append(a.Gaps, g)
	}
}
