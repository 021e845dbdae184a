package report

import (
	"strings"
	"time"
	"unicode"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

// composer gathers the content of one report and lays out its page.
type composer struct {
	p    locale.Printer
	reg  *register.Register
	page page
}

// compose gives a composer that cites the law as it stands on a day.
func compose(lang varsam.Lang, reg *register.Register, day varsam.Date) (*composer, error) {
	if reg == nil {
		return nil, varsam.Errorf(varsam.Invalid, "a report needs the register that it is about")
	}
	c := &composer{reg: reg}
	c.p = locale.For(lang).With(c.title).On(day)
	c.page.lang = string(c.p.Lang())
	org := reg.Organisation
	c.page.sender = []string{c.organisation()}
	if org.Number != "" {
		c.page.sender = append(c.page.sender, c.p.T("letter.org-number", inline(org.Number)))
	}
	return c, nil
}

func (c *composer) organisation() string {
	if title := inline(c.p.In(c.reg.Organisation.Title)); title != "" {
		return title
	}
	return inline(c.reg.Organisation.Name)
}

// title is the register's title of something, or "".
func (c *composer) title(kind, name string) string {
	switch kind {
	case "system":
		s, _ := c.reg.System(name)
		return inline(c.p.In(s.Title))
	case "activity":
		a, _ := c.reg.Activity(name)
		return inline(c.p.In(a.Title))
	case "party":
		p, _ := c.reg.Party(name)
		return inline(c.p.In(p.Title))
	}
	return ""
}

// collection is the title of a collection, or its name.
func (c *composer) collection(system, name string) string {
	s, _ := c.reg.System(system)
	coll, _ := s.Collection(name)
	if title := inline(c.p.In(coll.Title)); title != "" {
		return locale.Capital(title)
	}
	return inline(name)
}

func (c *composer) system(name string) string {
	return locale.Capital(inline(c.p.Name("system", name)))
}

// number is a count as the language writes it.
func (c *composer) number(n int64) string { return c.p.Number(int(n)) }

// moment is a day with its time where the organisation is; "" for no moment.
func (c *composer) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(c.reg.Organisation.Location())
	return c.p.T("report.moment", varsam.DateIn(t, t.Location()).String(), t.Format("15:04"))
}

// inline makes a foreign text safe inside a sentence: one line, no control or
// direction characters.
func inline(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\u2028' || r == '\u2029' }), " ")
}
