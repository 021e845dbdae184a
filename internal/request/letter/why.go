package letter

import (
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

// Why says of every field of every record that the person may see: for which
// activity we have it, on which basis and law, and until when. The error is
// Invalid without a register.
func Why(in Input) (Document, error) {
	c, err := compose(in, "why.title")
	if err != nil {
		return Document{}, err
	}
	shown := 0
	for _, i := range c.Plan.Items {
		if c.see(i) >= masked {
			c.whyRecord(i)
			shown++
		}
	}
	if shown == 0 {
		c.page.add("", para(c.confirmation(c.copyContent())))
	}
	c.elsewhere()
	c.unsearched(c.changes())
	c.remedy()
	return c.finish("why")
}

func (c *composer) whyRecord(i plan.Item) {
	collection := c.collection(i.Record.Ref)
	t := table{Head: []string{c.p.T("correct.field"), c.p.T("why.value"), c.p.T("why.for"), c.p.T("why.until")}}
	for _, f := range i.Record.Fields {
		if !f.Value.IsNull() {
			t.Rows = append(t.Rows, c.whyField(i, collection, f))
		}
	}
	blocks := []block{}
	for _, reason := range c.reasons(i) {
		blocks = append(blocks, para(reason))
	}
	record := c.copyRecord(i)
	c.page.add(record.Title+" · "+record.label, append(blocks, block{Table: &t})...)
}

func (c *composer) whyField(i plan.Item, collection register.Collection, f varsam.Field) row {
	shown := c.copyField(i, collection, f)
	declared, _ := collection.Field(f.Name)
	why, until := c.groundsOf(i, declared.Data)
	switch {
	case declared.Data.IsKey():
		why, until = c.p.T("why.key"), ""
	case why == "":
		why = c.p.T("why.none")
	}
	return row{plain, []cell{word(label(shown.Title, shown.Name)), value(shown.text), word(why), {Text: until, Whole: true}}}
}

// groundsOf are the living grounds that need a category, and the last day of the
// longest one.
func (c *composer) groundsOf(i plan.Item, category varsam.Category) (why, until string) {
	var reasons []string
	var last varsam.Date
	open := false
	for _, g := range i.Decision.Grounds {
		if !g.Alive(c.Plan.Today) || g.Role == varsam.Processor || len(g.Needs) > 0 && !category.CoveredBy(g.Needs) {
			continue
		}
		reasons = union(reasons, []string{c.groundWords(g)})
		last = varsam.Latest(last, g.Last)
		open = open || g.End == varsam.OpenEnd
	}
	switch {
	case len(reasons) == 0:
		return "", ""
	case open:
		return strings.Join(reasons, "; "), c.p.T("why.open")
	}
	return strings.Join(reasons, "; "), last.String()
}

func (c *composer) groundWords(g varsam.Ground) string {
	words := c.activity(g.Activity) + ": " + c.p.Basis(g.Basis)
	if g.Law != "" {
		words += ", " + inline(c.p.Law(g.Law))
	}
	return words
}
