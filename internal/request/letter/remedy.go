package letter

import (
	"slices"

	"github.com/varsam/varsam/internal/law"
)

// authority is where a person complains, as its own letters write it.
type authority struct {
	lines []string
	court string // key of the sentence on courts
}

// authorities of the countries whose addresses we vouch for. Their names are not
// translated, so that a letter reaches them; the Finnish one has a Swedish name.
var authorities = map[law.Country]authority{
	law.SE: {[]string{
		"Integritetsskyddsmyndigheten (IMY)", "Box 8114, 104 20 Stockholm",
		"imy@imy.se", "08-657 61 00", "www.imy.se",
	}, "remedy.court.SE"},
	law.FI: {[]string{
		"Dataombudsmannens byrå", "PB 800, 00531 Helsingfors", "tietosuoja@om.fi", "www.tietosuoja.fi",
	}, "remedy.court.FI"},
	law.NO: {[]string{
		"Datatilsynet", "Postboks 458 Sentrum, 0105 Oslo", "postkasse@datatilsynet.no", "+47 22 39 69 00", "www.datatilsynet.no",
	}, "remedy.court.NO"},
	law.DK: {[]string{
		"Datatilsynet", "Carl Jacobsens Vej 35, 2500 Valby", "dt@datatilsynet.dk", "+45 33 19 32 00", "www.datatilsynet.dk",
	}, "remedy.court.DK"},
}

// Authority is where a person in a country complains: name and address, line by
// line; nothing for a country whose address we do not vouch for.
func Authority(country string) []string {
	return slices.Clone(authorities[law.Country(country)].lines)
}

// remedy says whom to ask, where to complain and that a court can be turned to
// (Art. 12(4), 15(1)(f), 77, 79). It stands in every answer, so that no refusal
// can lack it.
func (c *composer) remedy() {
	blocks := []block{para(c.p.T("remedy.ask"))}
	officer := contactLines(c.Register.Organisation.Officer)
	if len(officer) > 0 {
		blocks = append(blocks, para(c.p.T("remedy.officer")), block{Address: officer})
	}
	a, known := authorities[law.Country(c.Register.Organisation.Country)]
	if !known {
		a = authority{court: "remedy.court"}
		blocks = append(blocks, para(c.p.T("remedy.authority.other")))
	} else {
		blocks = append(blocks, para(c.p.T("remedy.authority")), block{Address: a.lines})
	}
	blocks = append(blocks, para(c.p.T(a.court)))
	c.page.add(c.p.T("remedy.heading"), blocks...)
}
