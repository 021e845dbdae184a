package letter

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

func (c *composer) copyContent() copyContent {
	org := c.Register.Organisation
	records := c.copyRecords()
	content := copyContent{
		Format: CopyFormat, Language: c.p.Lang(), Request: c.Request, Received: c.Received, Made: c.Written,
		Organisation: copyOrganisation{c.organisation(), org.Number, org.Country, some(contactLines(org.Contact)), some(contactLines(org.Officer))},
		Processed:    len(records) > 0,
		Activities:   c.copyActivities(records),
		Sources:      c.copySources(records),
		Disclosures:  c.disclosures(),
		Operators:    c.operators(records),
		Records:      records,
		HandedIn:     c.handedIn(),
		NotShown:     c.notShown(),
		NotSearched:  c.gaps(),
		Rights:       c.rightsWords(),
		Complaint:    some(authorities[law.Country(org.Country)].lines),
	}
	content.Processed = content.Processed || len(content.HandedIn) > 0
	content.Complete = len(content.NotSearched)+len(content.NotShown) == 0
	content.Transfers = c.transfers(content)
	return content
}

// some is a list that JSON writes as [] when it is empty.
func some(lines []string) []string { return append([]string{}, lines...) }

func (c *composer) copyActivities(records []copyRecord) []copyActivity {
	var names []string
	for _, r := range records {
		names = union(names, r.Activities)
	}
	slices.Sort(names)
	all := []copyActivity{}
	for _, name := range names {
		if a, ok := c.Register.Activity(name); ok {
			all = append(all, c.copyActivity(a))
		}
	}
	return all
}

func (c *composer) copyActivity(a register.Activity) copyActivity {
	out := copyActivity{
		Activity: a.Name, Title: c.activity(a.Name), Purpose: inline(a.Purpose.In(c.Lang)),
		Basis: a.Basis.Article, BasisWords: c.p.Basis(a.Basis.Article), Condition: inline(a.Basis.Condition),
		Kept: c.keptWords(a.Keep), Categories: []copyCategory{}, Recipients: []copyRecipient{},
	}
	if a.Basis.Law != "" {
		out.Law = inline(c.p.Law(a.Basis.Law))
	}
	if a.Basis.Interest != nil {
		out.Interest = inline(a.Basis.Interest.Interest.In(c.Lang))
	}
	for _, category := range a.Needs {
		out.Categories = append(out.Categories, copyCategory{category, inline(c.p.Category(category))})
	}
	for _, name := range a.Recipients {
		out.Recipients = append(out.Recipients, c.recipient(name))
	}
	if d := a.Decisions; d != nil {
		out.Automated = &copyAutomated{inline(d.Logic.In(c.Lang)), inline(d.Consequences.In(c.Lang))}
	}
	return out
}

func (c *composer) recipient(name string) copyRecipient {
	party, _ := c.Register.Party(name)
	return copyRecipient{name, c.party(name), party.Country}
}

// keptWords is how long an activity keeps its data (Art. 15(1)(d)).
func (c *composer) keptWords(k register.Keep) string {
	switch {
	case k.Law != "":
		return c.p.T("copy.kept.law", c.p.Law(k.Law), c.p.Keeps(k.Law))
	case !k.Period.IsZero():
		return c.p.T("copy.kept.period", c.p.Period(k.Period))
	case !k.Latest.IsZero():
		return c.p.T("copy.kept.latest", c.p.Period(k.Latest))
	case k.While != "":
		return locale.Capital(c.p.While(k.While))
	}
	return c.p.T("copy.kept.none")
}

// copySources says of each kind of data where it comes from (Art. 15(1)(g)).
func (c *composer) copySources(records []copyRecord) []copySource {
	all := []copySource{}
	for _, r := range records {
		collection := c.collection(varsam.Ref{System: r.System, Collection: r.Collection})
		for _, f := range r.Fields {
			declared, _ := collection.Field(f.Name)
			if f.Category == "" || f.Category.IsKey() || string(f.Value) == "null" && f.Size == 0 {
				continue
			}
			s := copySource{f.Category, inline(c.p.Category(f.Category)), declared.Source, c.sourceWords(declared.Source)}
			if !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	slices.SortFunc(all, func(a, b copySource) int {
		return strings.Compare(string(a.Category)+"\x00"+a.Source, string(b.Category)+"\x00"+b.Source)
	})
	return all
}

func (c *composer) sourceWords(source string) string {
	if source == "" {
		return c.p.T("copy.source.unknown")
	}
	return inline(c.p.Source(source))
}

// operators are those who run the systems that the records lie in: recipients,
// too, as processors.
func (c *composer) operators(records []copyRecord) []copyRecipient {
	all := []copyRecipient{}
	for _, r := range records {
		s, _ := c.Register.System(r.System)
		if s.Operator == "" || s.Operator == "self" {
			continue
		}
		all = union(all, []copyRecipient{c.recipient(s.Operator)})
	}
	return all
}

// transfers are the recipients and systems outside the EEA, with what protects
// the data there (Art. 15(2)).
func (c *composer) transfers(content copyContent) []copyTransfer {
	all := []copyTransfer{}
	recipients := slices.Clone(content.Operators)
	for _, a := range content.Activities {
		recipients = union(recipients, a.Recipients)
	}
	for _, r := range recipients {
		party, _ := c.Register.Party(r.Name)
		if outside(party.Country) || party.Transfer != nil {
			all = union(all, []copyTransfer{{r.Title, party.Country, c.safeguard(party)}})
		}
	}
	for _, r := range content.Records {
		s, _ := c.Register.System(r.System)
		if outside(s.Country) {
			party, _ := c.Register.Party(s.Operator)
			all = union(all, []copyTransfer{{r.Title, s.Country, c.safeguard(party)}})
		}
	}
	return all
}

func (c *composer) safeguard(p register.Party) string {
	if p.Transfer == nil {
		return ""
	}
	return inline(c.p.Mechanism(p.Transfer.Mechanism))
}

// rightsWords are the rights of Art. 15(1)(e).
func (c *composer) rightsWords() []string {
	var all []string
	for _, key := range []string{"copy.rights.correct", "copy.rights.erase", "copy.rights.restrict", "copy.rights.object", "copy.rights.withdraw"} {
		all = append(all, c.p.T(key))
	}
	return all
}
