package letter

import (
	"cmp"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

// copyRecords are the records that the person may see, system by system, what
// leads to the others first.
func (c *composer) copyRecords() []copyRecord {
	records := []copyRecord{}
	for _, i := range c.Plan.Items {
		if c.see(i) >= masked {
			records = append(records, c.copyRecord(i))
		}
	}
	slices.SortStableFunc(records, func(a, b copyRecord) int {
		return cmp.Or(c.bySystem(a.System, b.System), c.byCollection(a.System, a.Collection, b.Collection))
	})
	return records
}

func (c *composer) copyRecord(i plan.Item) copyRecord {
	ref := i.Record.Ref
	r := copyRecord{
		System: ref.System, Title: c.system(ref.System), Collection: ref.Collection, Key: []string{},
		Ownership: i.Ownership, Activities: activitiesOf(i), Until: i.Decision.Until,
		Restricted: i.Decision.Fate == varsam.Restrict, Fields: []copyField{}, label: locale.Capital(c.collectionTitle(ref.System, ref.Collection)),
	}
	if i.Decision.Law != "" {
		r.Law = c.p.Law(i.Decision.Law)
	}
	if i.Ownership == varsam.Own {
		r.label = locale.Capital(c.recordName(ref))
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
	case f.Value.Kind() == varsam.Bool && f.Value.Bool():
		out.text = c.p.T("copy.true")
	case f.Value.Kind() == varsam.Bool:
		out.text = c.p.T("copy.false")
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

// gaps are the places that were not searched, one a collection.
func (c *composer) gaps() []copyGap {
	gaps := []copyGap{}
	for _, p := range c.unsearchedPlaces(c.changes()) {
		if len(p.collections) == 0 {
			p.collections = []string{""}
		}
		for _, collection := range p.collections {
			gaps = append(gaps, copyGap{p.system, c.system(p.system), collection, p.why})
		}
	}
	return gaps
}
