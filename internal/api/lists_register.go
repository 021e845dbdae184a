package api

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/sheet"
	"github.com/varsam/varsam/internal/store"
)

// activities are the record of processing activities in short (Art. 30).
func (l *Lists) activities(context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.name", "list.title", "list.role", "list.purpose", "list.basis", "list.law", "list.subjects", "list.needs", "list.recipients",
		"list.keeps", "list.owner", "list.draft")
	for _, a := range l.reg.Activities {
		needs := make([]string, len(a.Needs))
		for i, need := range a.Needs {
			needs[i] = l.Say.Category(need)
		}
		t.Rows = append(t.Rows, []sheet.Cell{
			sheet.Text(a.Name), l.title(a.Title, a.Name), sheet.Text(l.Say.Role(a.Role)), l.title(a.Purpose, ""), l.basis(a.Basis.Article),
			sheet.Text(a.Basis.Law), words(a.Subjects), words(needs), words(l.parts(a.Recipients)), sheet.Text(a.Keep.In(l.Say)),
			sheet.Text(a.Owner), l.yes(a.Draft),
		})
	}
	return t, nil
}

// basis is a legal basis in words that name its article, by which an import reads
// it back; nothing where there is none.
func (l *Lists) basis(article varsam.Basis) sheet.Cell {
	if article == "" {
		return sheet.Cell{}
	}
	return sheet.Text(l.Say.Basis(article))
}

// category and identifies are what a field holds and whom it finds, in words.
func (l *Lists) category(c varsam.Category) sheet.Cell {
	if c == "" {
		return sheet.Cell{}
	}
	return sheet.Text(l.Say.Category(c))
}

func (l *Lists) identifies(t varsam.IdentifierType) sheet.Cell {
	if t == "" {
		return sheet.Cell{}
	}
	return sheet.Text(l.Say.IdentifierType(t))
}

func (l *Lists) country(code string) sheet.Cell {
	if code == "" {
		return sheet.Cell{}
	}
	return sheet.Text(l.Say.Country(code))
}

// parts are recipients by their titles.
func (l *Lists) parts(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		p, _ := l.reg.Party(name)
		out[i] = l.title(p.Title, name).String()
	}
	return out
}

func (l *Lists) systems(context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.name", "list.title", "list.connector", "list.operator", "list.country", "list.owner", "list.collections", "list.draft")
	for _, s := range l.reg.Systems {
		t.Rows = append(t.Rows, []sheet.Cell{
			sheet.Text(s.Name), l.title(s.Title, s.Name), sheet.Text(s.Connector), sheet.Text(s.Operator), l.country(s.Country), sheet.Text(s.Owner),
			sheet.Number(len(s.Collections)), l.yes(s.Draft),
		})
	}
	return t, nil
}

func (l *Lists) fields(context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.system", "list.collection", "list.field", "list.data", "list.identifies", "list.activities", "list.draft")
	for _, s := range l.reg.Systems {
		for _, c := range s.Collections {
			var carried []string
			for _, carry := range c.CarriedBy {
				carried = append(carried, carry.Activity)
			}
			for _, f := range c.Fields {
				t.Rows = append(t.Rows, []sheet.Cell{
					sheet.Text(s.Name), sheet.Text(c.Name), sheet.Text(f.Name), l.category(f.Data), l.identifies(f.Identifies),
					words(carried), l.yes(s.Draft || c.Draft || f.Draft),
				})
			}
		}
	}
	return t, nil
}

func (l *Lists) parties(context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.name", "list.title", "list.kind", "list.country", "list.agreement", "list.transfer")
	for _, p := range l.reg.Parties {
		row := []sheet.Cell{sheet.Text(p.Name), l.title(p.Title, p.Name), l.word("web.party.", p.Kind), l.country(p.Country), {}, {}}
		if p.Agreement != nil {
			row[4] = sheet.Day(p.Agreement.Signed)
		}
		if p.Transfer != nil {
			row[5] = sheet.Text(l.Say.Mechanism(p.Transfer.Mechanism))
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

func (l *Lists) findings(context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.severity", "list.where", "list.says", "list.paragraph", "list.next")
	for _, f := range register.Findings(l.reg, today(l.reg)) {
		t.Rows = append(t.Rows, []sheet.Cell{
			l.word("list.severity.", string(f.Severity)), sheet.Text(f.Where.String()), sheet.Text(l.Say.Fill(f.Saying(), f.Args)), sheet.Text(f.Paragraph), sheet.Text(l.Say.In(f.Next())),
		})
	}
	return t, nil
}

func (l *Lists) versions(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.version", "list.digest", "list.created", "list.by")
	var all []register.Version
	err = l.Store.Read(ctx, l.Tenant, func(tx *store.Tx) error {
		all, err = register.History(tx)
		return err
	})
	for _, v := range all {
		t.Rows = append(t.Rows, []sheet.Cell{sheet.Number(v.Number), sheet.Text(v.Digest), l.moment(v.At), sheet.Text(v.By)})
	}
	return t, err
}
