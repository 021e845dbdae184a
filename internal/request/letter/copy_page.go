package letter

import (
	"slices"
	"strings"

	"github.com/varsam/varsam/internal/locale"
)

// copyPage lays the copy out to be read: first the confirmation and what is done
// with the data, then the data system by system.
func (c *composer) copyPage(content copyContent) {
	c.page.add(c.p.T("copy.heading"), para(c.confirmation(content)))
	c.copyActivitySection(content)
	c.copySourceSection(content)
	c.copyDisclosedSection(content)
	c.copyReach(content)
	c.copyData(content)
	c.copyHandedInSection(content)
	c.copyNotShownSection(content)
	c.elsewhere()
	c.unsearched(c.changes())
	c.page.add(c.p.T("copy.rights"), block{List: content.Rights})
	c.remedy()
}

// confirmation is the yes or no that Art. 15(1) begins with. A search with gaps
// is never a no.
func (c *composer) confirmation(content copyContent) string {
	switch {
	case len(content.Records) > 0:
		return c.p.N("copy.yes", len(content.Records))
	case content.Processed:
		return c.p.T("copy.yes.elsewhere")
	case content.Complete:
		return c.p.T("copy.no")
	}
	return c.p.T("copy.unsure")
}

func (c *composer) copyActivitySection(content copyContent) {
	var entries []entry
	for _, a := range content.Activities {
		entries = append(entries, c.activityEntry(a))
	}
	c.page.add(c.p.T("copy.why"), block{Entries: entries})
}

func (c *composer) activityEntry(a copyActivity) entry {
	e := entry{Title: a.Title}
	add := func(key, text string) {
		if text != "" {
			e.Facts = append(e.Facts, fact{c.p.T(key), word(text)})
		}
	}
	categories := make([]string, len(a.Categories))
	for i, category := range a.Categories {
		categories[i] = category.Title
	}
	add("copy.purpose", a.Purpose)
	add("copy.basis", locale.Capital(a.BasisWords))
	add("copy.law", locale.Capital(a.Law))
	add("copy.interest", a.Interest)
	add("copy.condition", a.Condition)
	add("copy.categories", locale.Capital(c.p.List(categories)))
	add("copy.recipients", c.recipientWords(a.Recipients))
	add("copy.kept", locale.Capital(a.Kept))
	if a.Automated == nil {
		add("copy.automated", c.p.T("copy.automated.none"))
	} else {
		add("copy.automated", strings.TrimSpace(a.Automated.Logic+" "+a.Automated.Consequences))
	}
	return e
}

func (c *composer) recipientWords(all []copyRecipient) string {
	if len(all) == 0 {
		return c.p.T("copy.recipients.none")
	}
	names := make([]string, len(all))
	for i, r := range all {
		names[i] = r.Title
		if r.Country != "" {
			names[i] += " (" + c.p.Country(r.Country) + ")"
		}
	}
	return c.p.List(names)
}

func (c *composer) copySourceSection(content copyContent) {
	t := table{Head: []string{c.p.T("copy.source"), c.p.T("done.data")}}
	var sources []string
	data := map[string][]string{}
	for _, s := range content.Sources {
		sources = union(sources, []string{s.Words})
		data[s.Words] = union(data[s.Words], []string{s.Title})
	}
	for _, source := range sources {
		t.Rows = append(t.Rows, row{plain, words(locale.Capital(source), locale.Capital(c.p.List(data[source])))})
	}
	c.page.add(c.p.T("copy.sources"), block{Table: &t})
}

// copyReach is who runs the systems, and what leaves the EEA.
func (c *composer) copyReach(content copyContent) {
	if len(content.Operators) > 0 {
		c.page.add(c.p.T("copy.operators"), para(c.p.T("copy.operators.lead", c.recipientWords(content.Operators))))
	}
	t := table{Head: []string{c.p.T("copy.transfer.to"), c.p.T("copy.transfer.country"), c.p.T("copy.transfer.safeguard")}}
	for _, x := range content.Transfers {
		safeguard := x.Safeguard
		if safeguard == "" {
			safeguard = c.p.T("copy.transfer.none")
		}
		t.Rows = append(t.Rows, row{plain, words(x.To, c.p.Country(x.Country), safeguard)})
	}
	if len(t.Rows) == 0 {
		c.page.add(c.p.T("copy.transfers"), para(c.p.T("copy.transfers.none")))
		return
	}
	c.page.add(c.p.T("copy.transfers"), block{Table: &t}, para(c.p.T("copy.transfers.copy")))
}

func (c *composer) copyNotShownSection(content copyContent) {
	type place struct{ system, reason string }
	var places []place
	names := map[place][]string{}
	for _, n := range content.NotShown {
		p := place{n.System, n.Reason}
		places = union(places, []place{p})
		names[p] = append(names[p], c.p.N("done.records", n.Records, c.collectionTitle(n.System, n.Collection)))
	}
	slices.SortStableFunc(places, func(a, b place) int { return c.bySystem(a.system, b.system) })
	t := table{Head: []string{c.p.T("done.system"), c.p.T("done.data"), c.p.T("unsearched.why")}}
	for _, p := range places {
		t.Rows = append(t.Rows, row{plain, words(c.system(p.system), locale.Capital(c.p.List(names[p])), p.reason)})
	}
	c.page.add(c.p.T("copy.not-shown"), block{Table: &t})
}
