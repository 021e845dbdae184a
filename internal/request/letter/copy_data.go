package letter

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// copyData is the data, one section a system.
func (c *composer) copyData(content copyContent) {
	for _, system := range runs(content.Records, func(r copyRecord) string { return r.System }) {
		var entries []entry
		for _, records := range runs(system, func(r copyRecord) string { return r.Collection }) {
			entries = append(entries, c.collectionEntries(records)...)
		}
		c.page.add(c.p.T("copy.data", system[0].Title), block{Entries: entries})
	}
}

// runs cuts a list where the key changes.
func runs[T any](all []T, key func(T) string) [][]T {
	var out [][]T
	for i, x := range all {
		if i == 0 || key(x) != key(all[i-1]) {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], x)
	}
	return out
}

// collectionEntries are one entry a record, or one table for records that are
// many and much alike.
func (c *composer) collectionEntries(records []copyRecord) []entry {
	if same, differ := columns(records); tabular(records, differ) {
		return []entry{c.recordTable(records, same, differ)}
	}
	entries := make([]entry, len(records))
	for i, r := range records {
		entries[i] = c.recordEntry(r)
	}
	return entries
}

// The size of what is readable as a table on a sheet of paper.
const (
	tableRows    = 3
	tableColumns = 6
	tableCell    = 32
)

// columns are the fields of records that have the same, and those of them that
// say the same in all. Records with different fields have no columns.
func columns(records []copyRecord) (same, differ []int) {
	first := records[0]
	for _, r := range records {
		if !slices.EqualFunc(r.Fields, first.Fields, func(a, b copyField) bool { return a.Name == b.Name }) {
			return nil, nil
		}
	}
	for i, f := range first.Fields {
		if slices.ContainsFunc(records, func(r copyRecord) bool { return r.Fields[i].text != f.text }) {
			differ = append(differ, i)
		} else {
			same = append(same, i)
		}
	}
	return same, differ
}

// tabular reports whether records read better as a table: several of the
// person's own, carried by the same activities, with few and short fields that
// differ.
func tabular(records []copyRecord, differ []int) bool {
	if len(records) < tableRows || len(differ) == 0 || len(differ) > tableColumns {
		return false
	}
	return !slices.ContainsFunc(records, func(r copyRecord) bool {
		return r.Ownership != varsam.Own || !slices.Equal(r.Activities, records[0].Activities) ||
			slices.ContainsFunc(differ, func(i int) bool {
				text := r.Fields[i].text
				return len(text) > tableCell || strings.ContainsAny(text, "\r\n")
			})
	})
}

// recordTable shows what is the same in all records once, and what differs in a
// table.
func (c *composer) recordTable(records []copyRecord, same, differ []int) entry {
	first := records[0]
	title := locale.Capital(c.collectionTitle(first.System, first.Collection))
	e := entry{Title: c.p.N("done.records", len(records), title)}
	var t table
	labels, heads := fieldLabels(first.Fields, false), fieldLabels(first.Fields, true)
	for _, i := range differ {
		t.Head = append(t.Head, heads[i])
	}
	for _, r := range records {
		var cells []cell
		for _, i := range differ {
			cells = append(cells, value(r.Fields[i].text))
		}
		t.Rows = append(t.Rows, row{plain, cells})
	}
	var lines []string
	for _, line := range []string{c.usedFor(first), c.keptColumn(&t, records)} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	if len(same) > 0 {
		lines = append(lines, c.p.T("copy.same"))
	}
	for _, i := range same {
		e.Facts = append(e.Facts, fact{labels[i], value(first.Fields[i].text)})
	}
	e.Lines, e.Table = lines, &t
	return e
}

// keptColumn adds the records' last days to a table, when they have any, and
// says by which laws.
func (c *composer) keptColumn(t *table, records []copyRecord) string {
	if !slices.ContainsFunc(records, func(r copyRecord) bool { return !r.Until.IsZero() }) {
		return ""
	}
	var laws []string
	t.Head = append(t.Head, c.p.T("copy.kept-until"))
	for i, r := range records {
		t.Rows[i].Cells = append(t.Rows[i].Cells, cell{Text: keptUntil(r), Whole: true})
		if r.Law != "" {
			laws = union(laws, []string{r.Law})
		}
	}
	if len(laws) == 0 {
		return ""
	}
	return c.p.T("copy.kept-by", c.p.List(laws))
}

// keptUntil is a record's last day.
func keptUntil(r copyRecord) string {
	if r.Until.IsZero() {
		return "–"
	}
	return r.Until.String()
}

func (c *composer) recordEntry(r copyRecord) entry {
	e := entry{Title: r.label}
	if r.Ownership == varsam.Shared {
		e.Lines = append(e.Lines, c.p.T("copy.shared"))
	}
	if line := c.recordKept(r); line != "" {
		e.Lines = append(e.Lines, line)
	}
	for i, name := range fieldLabels(r.Fields, false) {
		e.Facts = append(e.Facts, fact{name, value(r.Fields[i].text)})
	}
	return e
}

// fieldLabels are what the fields hold, in words. Where several hold the same,
// the column's name tells them apart: beside the words, or alone, which is
// shorter and heads a column.
func fieldLabels(fields []copyField, short bool) []string {
	times := map[string]int{}
	for _, f := range fields {
		times[f.Title]++
	}
	labels := make([]string, len(fields))
	for i, f := range fields {
		name := inline(strings.ReplaceAll(f.Name, "_", " "))
		labels[i] = locale.Capital(f.Title)
		switch {
		case f.Title == inline(f.Name), times[f.Title] > 1 && short:
			labels[i] = locale.Capital(name)
		case times[f.Title] > 1:
			labels[i] += " (" + name + ")"
		}
	}
	return labels
}

// usedFor names the activities that carry a record.
func (c *composer) usedFor(r copyRecord) string {
	names := make([]string, len(r.Activities))
	for i, a := range r.Activities {
		names[i] = c.activity(a)
	}
	if len(names) == 0 {
		return ""
	}
	return strings.TrimSpace(c.p.T("copy.record", c.p.List(names), "", ""))
}

func (c *composer) recordKept(r copyRecord) string {
	used := c.usedFor(r)
	if r.Until.IsZero() {
		return used
	}
	return strings.TrimSpace(used + " " + c.p.T("copy.record", "", r.Until.String(), r.Law))
}
