package letter

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

// composer fills one page of one request.
type composer struct {
	Input
	p    locale.Printer
	page page

	outcomes map[string]Outcome // by step
	steps    map[int][]int      // indexes into Plan.Steps, by item
}

// compose begins a page with letterhead, number and days.
func compose(in Input, title string) (*composer, error) {
	c, err := printer(in)
	if err != nil {
		return nil, err
	}
	org := in.Register.Organisation
	c.page = page{
		title:  c.p.T(title, inline(in.Request)),
		sender: c.sender(org),
		to:     inline(in.Name),
		facts: []fact{
			{c.p.T("letter.number"), value(inline(in.Request))},
			{c.p.T("letter.asked"), word(locale.Capital(c.asked()))},
			{c.p.T("letter.received"), word(c.p.Date(in.Received))},
			{c.p.T("letter.written"), word(c.p.Date(in.Written))},
		},
		greeting: c.greeting(),
		closing:  []string{c.p.T("letter.made", c.organisation())},
	}
	c.page.facts = slices.DeleteFunc(c.page.facts, func(f fact) bool { return f.Value.Text == "" })
	return c, nil
}

// printer checks the input and gives a composer without a page.
func printer(in Input) (*composer, error) {
	if in.Register == nil {
		return nil, varsam.Errorf(varsam.Invalid, "a letter needs the register that the request was decided under")
	}
	c := &composer{Input: in}
	c.p = locale.For(in.Lang).With(c.name).On(in.Written)
	c.outcomes = make(map[string]Outcome, len(in.Outcomes))
	for _, o := range in.Outcomes {
		c.outcomes[o.Step] = o
	}
	c.steps = map[int][]int{}
	for n, step := range in.Plan.Steps {
		for _, i := range step.Items {
			c.steps[i] = append(c.steps[i], n)
		}
	}
	return c, nil
}

// name gives the titles of the register, for slots of reasons.
func (c *composer) name(kind, name string) string {
	lang := c.Lang
	switch kind {
	case "system":
		s, _ := c.Register.System(name)
		return inline(s.Title.In(lang))
	case "activity":
		a, _ := c.Register.Activity(name)
		return inline(a.Title.In(lang))
	case "party":
		p, _ := c.Register.Party(name)
		return inline(p.Title.In(lang))
	}
	return ""
}

func (c *composer) system(name string) string   { return inline(c.p.Name("system", name)) }
func (c *composer) activity(name string) string { return inline(c.p.Name("activity", name)) }
func (c *composer) party(name string) string    { return inline(c.p.Name("party", name)) }

func (c *composer) organisation() string {
	org := c.Register.Organisation
	if title := inline(org.Title.In(c.Lang)); title != "" {
		return title
	}
	return inline(org.Name)
}

func (c *composer) sender(org register.Organisation) []string {
	lines := []string{c.organisation()}
	if org.Number != "" {
		lines = append(lines, c.p.T("letter.org-number", inline(org.Number)))
	}
	return append(lines, contactLines(org.Contact)...)
}

func contactLines(contact register.Contact) []string {
	var lines []string
	for _, s := range []string{contact.Name, contact.Address, contact.Email, contact.Phone, contact.Web} {
		if s = inline(s); s != "" {
			lines = append(lines, s)
		}
	}
	return lines
}

func (c *composer) greeting() string {
	if c.Name == "" {
		return c.p.T("letter.greeting")
	}
	return c.p.T("letter.greeting.name", inline(c.Name))
}

// rights are what was asked for, each once, in the order they are carried out.
func (c *composer) rights() []varsam.Right {
	var all []varsam.Right
	for _, r := range varsam.Rights {
		if c.asks(r) {
			all = append(all, r)
		}
	}
	return all
}

// asks reports whether this person, or everybody, asked for any of the rights.
func (c *composer) asks(rights ...varsam.Right) bool {
	for _, a := range c.Asks {
		if (a.Person < 0 || a.Person == c.Subject) && slices.Contains(rights, a.Right) {
			return true
		}
	}
	return false
}

// changing reports whether anything asked for alters records.
func (c *composer) changing() bool {
	return slices.ContainsFunc(c.rights(), varsam.Right.Changes)
}

// asked is what was asked for in words, with the paragraphs.
func (c *composer) asked() string {
	var all []string
	for _, r := range c.rights() {
		all = append(all, c.p.T("letter.article", c.p.Right(r), c.p.Cite(r.Article())))
	}
	return c.p.List(all)
}

// everybody reports whether the letter is about all people of the request: the
// confirmation of a controller's instruction, which shows counts only.
func (c *composer) everybody() bool { return c.asks(varsam.Instruction) }

// concerns reports whether a record has to do with the person at all.
func (c *composer) concerns(i plan.Item) bool {
	return c.everybody() || slices.Contains(i.Persons, c.Subject)
}

// own reports whether a record is the person's own, so that its key may be
// shown.
func (c *composer) own(i plan.Item) bool {
	return i.Ownership == varsam.Own && slices.Contains(i.Persons, c.Subject)
}

// finish renders the page.
func (c *composer) finish(name string) (Document, error) {
	return document(name, c.Lang, c.page)
}
