package web

import (
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
)

// sees reports whether a visitor may see whom a case concerns.
func (w visitor) sees(c request.Case) bool {
	return w.May(account.SeePeople) && (!c.Shielded || w.May(account.SeeShield))
}

// asker is whom a case concerns, as far as the visitor may see it.
func asker(say locale.Printer, w visitor, c request.Case, open bool) string {
	switch {
	case !w.May(account.SeePeople):
		return ""
	case !open:
		return say.T("web.request.forgotten")
	case !w.sees(c):
		return say.T("web.request.shielded")
	case len(c.People) == 0:
		return ""
	}
	name := nameOf(c.People[0])
	if more := len(c.People) - 1; more > 0 {
		name += " " + say.N("web.request.more", more)
	}
	return name
}

// nameOf is a person's name where it was given, with what tells them from others.
func nameOf(p varsam.Person) string {
	var name, best string
	for _, id := range p.Identifiers {
		switch {
		case id.Type == varsam.Name && name == "":
			name = id.Value
		case best == "" && id.Type != varsam.NationalID:
			best = id.Value
		}
	}
	switch {
	case name == "" && best == "" && len(p.Identifiers) > 0:
		return covered(p.Identifiers[0].Value)
	case name == "":
		return best
	case best == "":
		return name
	}
	return name + " · " + best
}

// covered shows no more of a personal identity number than whose it may be.
func covered(number string) string {
	if len(number) < 6 {
		return number
	}
	return number[:len(number)-4] + strings.Repeat("•", 4)
}

// rightsOf names what is asked, for a heading.
func rightsOf(say locale.Printer, rights []varsam.Right) string {
	all := make([]string, len(rights))
	for i, r := range rights {
		all[i] = say.T("web.right." + string(r))
	}
	return strings.Join(all, " · ")
}
