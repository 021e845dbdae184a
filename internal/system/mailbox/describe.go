package mailbox

import (
	"context"
	"slices"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// Describe implements [system.System].
func (s *System) Describe(ctx context.Context) (varsam.Catalogue, error) {
	cat := varsam.Catalogue{}
	rows := map[string]int64{}
	for _, account := range s.set.accounts {
		err := s.reading(ctx, s.pools[account], "", func(c *session) error {
			if cat.Engine == "" {
				cat.Engine = c.engine()
				cat.ReadOnly = c.readOnly()
			}
			return s.count(c, rows)
		})
		if err != nil {
			return varsam.Catalogue{}, err
		}
	}
	for _, name := range []string{folders, messages, restricted} {
		cat.Collections = append(cat.Collections, collection(name, rows[name]))
	}
	return cat, nil
}

// collection is one as the catalogue says it.
func collection(name string, rows int64) varsam.Collection {
	out := varsam.Collection{Name: name, Key: slices.Clone(messageKey), Rows: rows}
	if name == folders {
		out.Key, out.Columns = slices.Clone(folderKey), folderColumns
		out.ReadOnly = "folders are the mailbox owner's"
		return out
	}
	out.Events = true
	for _, c := range columns {
		out.Columns = append(out.Columns, c.Column)
	}
	return out
}

// count adds up a mailbox's messages and folders.
func (s *System) count(c *session, rows map[string]int64) error {
	all, err := c.list(true)
	if err != nil {
		return err
	}
	for _, name := range []string{messages, restricted} {
		for _, f := range s.of(name, c, all) {
			if f.state == nil || f.state.NumMessages == nil {
				rows[name] = -1
			}
			if rows[name] >= 0 {
				rows[name] += int64(*f.state.NumMessages)
			}
		}
	}
	rows[folders] += int64(len(all))
	return nil
}

// engine is what the server calls itself (RFC 2971).
func (c *session) engine() string {
	if c.caps.Has(imap.CapID) {
		if id, err := c.c.ID(nil).Wait(); err == nil && id != nil && id.Name != "" {
			if id.Version != "" {
				return id.Name + " " + id.Version
			}
			return id.Name
		}
	}
	if c.caps.Has(imap.CapIMAP4rev2) {
		return "IMAP4rev2"
	}
	return "IMAP4rev1"
}

// readOnly says why nothing can be changed.
func (c *session) readOnly() string {
	if c.caps.Has(imap.CapUIDPlus) || c.caps.Has(imap.CapMove) {
		return ""
	}
	return "the server has neither UIDPLUS nor MOVE: no mail could be removed without others' marked ones"
}

var folderKey = []string{"account", "folder"}

var folderColumns = []varsam.Column{
	{Name: "account", Type: "text", Kind: varsam.Text, NotNull: true},
	{Name: "folder", Type: "text", Kind: varsam.Text, NotNull: true},
	{Name: "use", Type: "text", Kind: varsam.Text},
	{Name: "messages", Type: "number", Kind: varsam.Int},
	{Name: "unseen", Type: "number", Kind: varsam.Int},
	{Name: "uidvalidity", Type: "number", Kind: varsam.Int},
	{Name: "uidnext", Type: "number", Kind: varsam.Int},
	{Name: "highestmodseq", Type: "number", Kind: varsam.Int},
}

// folderRow is a folder as a row.
type folderRow struct{ fields []varsam.Field }

func (r folderRow) value(name string) varsam.Value {
	return varsam.Record{Fields: r.fields}.Get(name)
}

// findFolders is Find on the folders: few, so that all are asked for.
func (s *System) findFolders(ctx context.Context, sel system.Selection, yield func(varsam.Record) error) (system.Found, error) {
	q := &question{s: s, sel: sel, found: system.Found{Scanned: true}}
	exists := func(name string) bool {
		return slices.ContainsFunc(folderColumns, func(c varsam.Column) bool { return c.Name == name })
	}
	if err := q.check(exists); err != nil {
		return q.end(err)
	}
	if sel.After != nil && len(sel.After) != len(folderKey) {
		return q.end(varsam.Errorf(varsam.Invalid, "%s: a key of folders is account and folder", s.name))
	}
	if sel.Cond != nil {
		q.reach.where = placed(*sel.Cond)
	}
	count := 0
	for _, account := range s.set.accounts {
		if !q.reach.account(account, s.zone) {
			continue
		}
		var all []varsam.Record
		err := s.reading(ctx, s.pools[account], "", func(c *session) (err error) {
			all, err = s.folderRows(c)
			return err
		})
		q.found.Statements++
		for _, r := range all {
			if err != nil {
				break
			}
			if sel.After != nil && slices.CompareFunc(r.Ref.Key, sel.After, varsam.CompareValues) <= 0 || !q.selects(folderRow{r.Fields}) {
				continue
			}
			if sel.Limit > 0 && count == sel.Limit {
				err = errLimit
				break
			}
			count++
			err = yielded(yield(q.folderRecord(r)))
		}
		if err != nil {
			return q.end(err)
		}
	}
	return q.end(nil)
}

// folderRecord leaves the fields that were asked for.
func (q *question) folderRecord(r varsam.Record) varsam.Record {
	if q.sel.Version {
		r.Version = varsam.RowVersion(r.Fields)
	}
	r.Fields = slices.DeleteFunc(r.Fields, func(f varsam.Field) bool {
		return q.sel.Fields != nil && !slices.Contains(q.sel.Fields, f.Name) && !slices.Contains(folderKey, f.Name)
	})
	return r
}

// folderRows reads all folders with how they stand.
func (s *System) folderRows(c *session) ([]varsam.Record, error) {
	all, err := c.list(true)
	if err != nil {
		return nil, err
	}
	out := make([]varsam.Record, len(all))
	for i, f := range all {
		if f.state == nil {
			if f.state, err = c.c.Status(f.name, c.statusOptions()).Wait(); err != nil {
				f.state = &imap.StatusData{}
			}
		}
		values := []varsam.Value{
			varsam.TextOf(c.account), varsam.TextOf(f.name), s.use(f), known(f.state.NumMessages), known(f.state.NumUnseen),
			number(uint64(f.state.UIDValidity)), number(uint64(f.state.UIDNext)), number(f.state.HighestModSeq),
		}
		out[i].Ref = varsam.Ref{System: s.name, Collection: folders, Key: values[:2:2]}
		for n, v := range values {
			out[i].Fields = append(out[i].Fields, varsam.Field{Name: folderColumns[n].Name, Value: v})
		}
	}
	return out, nil
}

func known(n *uint32) varsam.Value {
	if n == nil {
		return varsam.Value{}
	}
	return varsam.IntOf(int64(*n))
}

func number(n uint64) varsam.Value {
	if n == 0 {
		return varsam.Value{}
	}
	return varsam.IntOf(int64(n))
}

// use is what a folder is for (RFC 6154), or restricted.
func (s *System) use(f folder) varsam.Value {
	switch {
	case s.inRestricted(f):
		return varsam.TextOf("restricted")
	case s.bin(f):
		return varsam.TextOf("trash")
	}
	for use, name := range uses {
		if f.is(use) {
			return varsam.TextOf(name)
		}
	}
	return varsam.Value{}
}

var uses = map[imap.MailboxAttr]string{
	imap.MailboxAttrAll: "all", imap.MailboxAttrArchive: "archive", imap.MailboxAttrDrafts: "drafts",
	imap.MailboxAttrFlagged: "flagged", imap.MailboxAttrJunk: "junk", imap.MailboxAttrSent: "sent",
}
