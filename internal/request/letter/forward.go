package letter

import (
	"slices"

	"github.com/varsam/varsam"
)

// Forward passes a request on to the controller for whom we process: what was
// asked, by whom and when, and the person's own words. Nothing that was found
// stands in it, not even whether anything was. The error is NotFound when the
// register has no such party.
func Forward(in Input, party, text string) (Document, error) {
	if in.Register == nil {
		return Document{}, varsam.Errorf(varsam.Invalid, "a letter needs the register that the request was decided under")
	}
	to, ok := in.Register.Party(party)
	if !ok {
		return Document{}, varsam.Errorf(varsam.NotFound, "the register has no party %s", party)
	}
	in.Name = ""
	c, err := compose(in, "forward.title")
	if err != nil {
		return Document{}, err
	}
	c.page.to = c.party(party)
	c.page.add("", para(c.p.T("forward.lead", c.asked(), c.p.Date(in.Received))), para(c.p.T("forward.yours", c.organisation())))
	c.page.add(c.p.T("forward.who"), block{List: c.identities()})
	if text != "" {
		c.page.add(c.p.T("forward.words"), para(inline(text)))
	}
	c.page.add("", para(c.p.T("forward.nothing")), block{List: contactLines(to.Contact)})
	return c.finish("forward")
}

// identities are the people of the request as they named themselves.
func (c *composer) identities() (lines []string) {
	for _, p := range c.People {
		for _, id := range p.Identifiers {
			label := c.p.T("forward.name")
			if id.Type != varsam.Name {
				label = c.p.IdentifierType(id.Type)
			}
			lines = append(lines, label+": "+inline(id.Value))
		}
	}
	return slices.Compact(lines)
}
