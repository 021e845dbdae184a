package letter

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

func (c *composer) copyRecords() []copyRecord {
	records := []copyRecord{}
	for _, i := range c.Plan.Items {
		if c.see(i) >= masked {
			records = append(records, c.copyRecord(i))
		}
	}
	return records
}

func (c *composer) copyRecord(i plan.Item) copyRecord {
	ref := i.Record.Ref
	r := copyRecord{
		System: ref.System, Title: c.system(ref.System), Collection: ref.Collection, Key: []string{},
		Ownership: i.Ownership, Activities: activitiesOf(i), Until: i.Decision.Until,
		Restricted: i.Decision.Fate == varsam.Restrict, Fields: []copyField{}, label: inline(ref.Collection),
	}
	if i.Decision.Law != "" {
		r.Law = c.p.Law(i.Decision.Law)
	}
	if i.Ownership == varsam.Own {
		r.label = inline(ref.Label())
		for _, k := range ref.Key {
			r.Key = append(r.Key, k.String())
		}
	}
	collection := c.collection(ref)
	for _, f := range i.Record.Fields {
		r.Fields = append(r.Fields, c.copyField(i, collection, f))
	}
	return r
}

// activitiesOf are the activities that carry a record, as controller.
func activitiesOf(i plan.Item) []string {
	names := []string{}
	for _, g := range i.Decision.Grounds {
		if g.Role != varsam.Processor {
			names = union(names, []string{g.Activity})
		}
	}
	slices.Sort(names)
	return names
}

func (c *composer) copyField(i plan.Item, collection register.Collection, f varsam.Field) copyField {
	declared, _ := collection.Field(f.Name)
	out := copyField{
		Name: f.Name, Title: c.fieldTitle(collection, f.Name), Category: declared.Data,
		Kind: f.Value.Kind().String(), Value: jsonValue(f.Value), text: f.Value.String(),
	}
	size := int64(-1)
	switch f.Value.Kind() {
	case varsam.Large:
		size = f.Value.Int()
	case varsam.Bytes:
		size = int64(len(f.Value.Raw()))
	}
	switch {
	case c.withheld(i, collection, f):
		out.Withheld = c.p.T("copy.withheld")
		out.Value, out.text = jsonValue(varsam.Value{}), c.p.T("copy.withheld.shown", out.Withheld)
	case size >= 0:
		out.Size, out.text = size, c.p.T("copy.size", c.p.Size(size))
	case f.Value.IsNull():
		out.text = "–"
	}
	return out
}

// notShown counts the records that are kept from the copy, each with its reason.
func (c *composer) notShown() []copyNotShown {
	all := []copyNotShown{}
	for _, i := range c.Plan.Items {
		if c.see(i) != counted {
			continue
		}
		ref := i.Record.Ref
		n := copyNotShown{ref.System, c.system(ref.System), ref.Collection, 1, c.notShownReason(i)}
		at := slices.IndexFunc(all, func(o copyNotShown) bool {
			return o.System == n.System && o.Collection == n.Collection && o.Reason == n.Reason
		})
		if at >= 0 {
			all[at].Records++
		} else {
			all = append(all, n)
		}
	}
	return all
}

// notShownReason says why a record is not shown, without saying whose it is: how
// it was found would name a field of somebody else's record.
func (c *composer) notShownReason(i plan.Item) string {
	if i.Ownership == varsam.Mention {
		return c.p.T("copy.mention")
	}
	return c.p.T("copy.others")
}

func (c *composer) gaps() []copyGap {
	gaps := []copyGap{}
	for _, g := range c.Plan.Gaps {
		gaps = append(gaps, copyGap{g.System, c.system(g.System), g.Collection, c.p.Reason(g.Why)})
	}
	for _, x := range c.changes() {
		if x.unanswered() {
			gaps = append(gaps, copyGap{x.system, c.system(x.system), x.collection, c.p.T("unsearched.asked")})
		}
	}
	return gaps
}
