package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/sheet"
	"github.com/varsam/varsam/internal/store"
)

// Lists are the lists of the pages as tables, to be taken away as CSV, XLSX or
// JSON. They name cases by their numbers: no table holds whom a case is about.
type Lists struct {
	*API
	Say  locale.Printer
	Only ListFilter
	reg  *register.Register // nil while there is none
}

// ListFilter is what a list is narrowed to; empty to nothing.
type ListFilter struct {
	State string // a state, or [OpenRequests]
	Right varsam.Right
}

// OpenRequests is the filter of every request that is not closed, as the page
// shows when nobody chose a state.
const OpenRequests = "open"

// ListKind is one list.
type ListKind struct {
	Name  string
	Scope token.Scope
	make  func(*Lists, context.Context) (sheet.Table, error)
}

// States are those that a list can be narrowed to: none where its page has no
// filter.
func (k ListKind) States() []string {
	switch k.Name {
	case "requests":
		return append([]string{OpenRequests}, texts(states)...)
	case "proposals":
		return texts(proposalStates)
	}
	return nil
}

// Rights are those that a list can be narrowed to.
func (k ListKind) Rights() []varsam.Right {
	if k.Name == "requests" {
		return varsam.Rights
	}
	return nil
}

// check refuses a filter that a list does not know: a file that silently has more
// than was asked for misleads whoever reads it.
func (f ListFilter) check(k ListKind) error {
	if f.State != "" && !slices.Contains(k.States(), f.State) || f.Right != "" && !slices.Contains(k.Rights(), f.Right) {
		return varsam.Errorf(varsam.Invalid, "the list of %s cannot be narrowed that way", k.Name)
	}
	return nil
}

// ListKinds are all lists, in the order of the pages.
var ListKinds = []ListKind{
	{"requests", token.ReadWork, (*Lists).requests},
	{"claims", token.ReadWork, (*Lists).claims},
	{"proposals", token.ReadWork, (*Lists).proposals},
	{"tasks", token.ReadWork, (*Lists).tasks},
	{"letters", token.ReadWork, (*Lists).letters},
	{"culling", token.ReadWork, (*Lists).culling},
	{"standings", token.ReadWork, (*Lists).standings},
	{"holds", token.ReadWork, (*Lists).holds},
	{"activities", token.ReadWork, (*Lists).activities},
	{"systems", token.ReadWork, (*Lists).systems},
	{"fields", token.ReadWork, (*Lists).fields},
	{"parties", token.ReadWork, (*Lists).parties},
	{"findings", token.ReadWork, (*Lists).findings},
	{"promises", token.ReadWork, (*Lists).promises},
	{"versions", token.ReadWork, (*Lists).versions},
	{"suppressions", token.ReadWork, (*Lists).suppressions},
	{"checkpoints", token.ReadWork, (*Lists).checkpoints},
	{"proofs", token.ReadWork, (*Lists).proofs},
	{"accounts", token.Manage, (*Lists).accounts},
	{"tokens", token.Manage, (*Lists).tokens},
	{"webhooks", token.Manage, (*Lists).webhooks},
}

// KindOfList is the list of a name; code NotFound when there is none.
func KindOfList(name string) (ListKind, error) {
	i := slices.IndexFunc(ListKinds, func(k ListKind) bool { return k.Name == name })
	if i < 0 {
		return ListKind{}, varsam.Errorf(varsam.NotFound, "there is no list of that name")
	}
	return ListKinds[i], nil
}

// Table makes a list. Code Invalid for a filter that it does not have.
func (l Lists) Table(ctx context.Context, k ListKind) (t sheet.Table, err error) {
	if err := l.Only.check(k); err != nil {
		return t, err
	}
	err = l.Store.Read(ctx, l.Tenant, func(tx *store.Tx) error {
		l.reg, err = register.InForce(tx)
		if varsam.CodeOf(err) == varsam.NotFound {
			l.reg, err = &register.Register{}, nil
		}
		return err
	})
	if err != nil {
		return t, err
	}
	t, err = k.make(&l, ctx)
	t.Name = k.Name
	return t, err
}

// columns are headings by their keys; the last word of a key is the column's name
// for programs.
func (l *Lists) columns(keys ...string) (all []sheet.Column) {
	for _, key := range keys {
		all = append(all, sheet.Column{Key: strings.ReplaceAll(strings.TrimPrefix(key, "list."), "-", "_"), Title: l.Say.T(key)})
	}
	return all
}

func (l *Lists) zone() *time.Location {
	if l.reg == nil {
		return time.UTC
	}
	return l.reg.Organisation.Location()
}

func (l *Lists) moment(t time.Time) sheet.Cell { return sheet.Moment(t, l.zone()) }

func (l *Lists) yes(yes bool) sheet.Cell { return sheet.Yes(yes, l.Say.T("list.yes")) }

// title is a text of the register in the reader's language, or its name.
func (l *Lists) title(w varsam.Words, name string) sheet.Cell {
	if text := l.Say.In(w); text != "" {
		return sheet.Text(text)
	}
	return sheet.Text(name)
}

// word is the sentence of a code under a prefix; nothing where there is none.
func (l *Lists) word(prefix, code string) sheet.Cell {
	if code == "" {
		return sheet.Cell{}
	}
	return sheet.Text(l.Say.T(prefix + code))
}

func words[T ~string](all []T) sheet.Cell { return sheet.Text(strings.Join(texts(all), ", ")) }

// listFile is a list as a file.
func (c *call) listFile() (f file, err error) {
	k, err := KindOfList(c.param("name"))
	if err != nil {
		return f, err
	}
	if !c.token.May(k.Scope) {
		return f, varsam.Errorf(varsam.Denied, "the token has no scope %s", k.Scope)
	}
	table, err := Lists{API: c.API, Say: c.say, Only: ListFilter{State: c.value("state"), Right: varsam.Right(c.value("right"))}}.Table(c.ctx, k)
	if err != nil {
		return f, err
	}
	format := c.value("as")
	if format == "" {
		format = "csv"
	}
	out, err := table.As(format, c.say.Lang())
	return file{out.Name, out.MediaType, out.Data}, err
}
