package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// BenchmarkFind finds one person in the large database: by machine through
// locate.Locate over an open connection, and by hand with the statements that a
// programmer who knows the tables would write.
func BenchmarkFind(b *testing.B) { find(b, theShop(b, *customers)) }

func find(b *testing.B, s *shop) {
	s.dropExpressionIndexes(b)
	f := newFinder(b, s)
	b.Run("indexed", func(b *testing.B) { f.compare(b, 40, 20, usualOnly, f.usual) })
	b.Run("scan", func(b *testing.B) { f.compare(b, 5, 1, bothStages, f.both) })
	s.addExpressionIndexes(b)
	f = newFinder(b, s) // over a connection that knows them
	b.Run("both-indexed", func(b *testing.B) { f.compare(b, 40, 20, bothStages, f.both) })
}

// BenchmarkGrowth finds the same with a tenth of the people and with all.
func BenchmarkGrowth(b *testing.B) {
	less, more := theShop(b, small()), theShop(b, *customers)
	less.addExpressionIndexes(b)
	more.addExpressionIndexes(b)
	few, many := newFinder(b, less), newFinder(b, more)
	for name, stages := range map[string]stages{"indexed": usualOnly, "both-indexed": bothStages} {
		b.Run(name, func(b *testing.B) {
			done := peak(b)
			each := 20
			h, m := paired(b, 40, few.machine(each, stages), many.machine(each, stages))
			done()
			report(b, h, m, each, "small-µs", "large-µs")
		})
	}
}

// stages are those of a search by identifier that are measured. In production
// both are always asked; the first alone is measured because an index always
// serves it.
type stages bool

const (
	usualOnly  stages = false
	bothStages stages = true
)

// firstStage answers a question of the second stage at once, with nothing.
type firstStage struct{ connected }

func (f firstStage) Open(context.Context, string) (system.System, error) { return f, nil }

func (f firstStage) Find(ctx context.Context, sel system.Selection, yield func(varsam.Record) error) (system.Found, error) {
	if len(sel.Match) > 0 && !slices.ContainsFunc(sel.Match, func(m system.Match) bool { return m.Fold == varsam.Exact }) {
		return system.Found{Complete: true}, nil
	}
	return f.connected.Find(ctx, sel, yield)
}

// finder finds people by machine and by hand.
type finder struct {
	*shop
	reg    *register.Register
	sys    connected
	people []customer
	t      testing.TB
}

func newFinder(b *testing.B, s *shop) *finder {
	b.Helper()
	f := &finder{shop: s, reg: loadRegister(b, "own"), sys: s.connect(b), t: b}
	for i := range 100 { // spread over the table, none of them heavy, each spelling
		f.people = append(f.people, customerOf(found(s.customers, i)))
	}
	return f
}

// found is the i-th of the hundred customers that are looked for; they are never
// erased.
func found(customers, i int) int {
	n := i*(customers/100) + i%70 + 1
	if heavy(n) {
		n++
	}
	return n
}

func (f *finder) compare(b *testing.B, rounds, each int, stages stages, hand func(customer) (int, error)) {
	done := peak(b)
	h, m := paired(b, rounds, f.byHand(each, hand), f.machine(each, stages))
	done()
	report(b, h, m, each)
}

// machine finds some people, one after the other, with locate.
func (f *finder) machine(each int, stages stages) func(int) error {
	var open locate.Opener = f.sys
	if stages == usualOnly {
		open = firstStage{f.sys}
	}
	return func(round int) error {
		for i := range each {
			c := f.people[(round*each+i)%len(f.people)]
			found, err := locate.Locate(f.t.Context(), f.reg, open, []varsam.Person{c.person(0)}, locate.Options{Today: today, Mentions: true})
			if err != nil {
				return err
			}
			if err := f.expect(c, len(found.Located)); err != nil {
				return err
			}
			if len(found.Gaps) > 0 {
				return fmt.Errorf("bench: a gap: %v", found.Gaps)
			}
		}
		return nil
	}
}

func (f *finder) byHand(each int, hand func(customer) (int, error)) func(int) error {
	return func(round int) error {
		for i := range each {
			c := f.people[(round*each+i)%len(f.people)]
			n, err := hand(c)
			if err == nil {
				err = f.expect(c, n)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// expect is a customer with ten dependent rows.
func (f *finder) expect(c customer, rows int) error {
	if rows != 11 {
		return fmt.Errorf("bench: %d records of customer %d, not 11", rows, c.id)
	}
	return nil
}

// usual are the statements of the first stage and what follows from it.
func (f *finder) usual(c customer) (int, error) {
	return f.statements(c, []string{"email", "phone", "national_id"})
}

// both adds the second stage.
func (f *finder) both(c customer) (int, error) {
	if _, err := f.customers1(c, f.folds, true); err != nil {
		return 0, err
	}
	return f.usual(c)
}

const customerColumns = "SELECT id, name, email, phone, national_id, address, no_mail FROM customers WHERE "

// customers1 asks for the customer by all three identifiers in one statement.
func (f *finder) customers1(c customer, columns []string, folded bool) (ids []any, err error) {
	var text strings.Builder
	text.WriteString(customerColumns)
	var args []any
	for i, id := range c.person(0).Identifiers {
		if i > 0 {
			text.WriteString(" OR ")
		}
		spellings := id.Type.Spellings
		if folded {
			spellings = id.Type.FoldedSpellings
		}
		all := spellings(id.Value, "SE")
		text.WriteString(columns[i] + " IN " + f.engine.list(len(args), len(all)))
		for _, s := range all {
			args = append(args, s)
		}
	}
	err = f.query(text.String(), args, 7, func(row []any) { ids = append(ids, row[0]) })
	return ids, err
}

func (f *finder) statements(c customer, columns []string) (int, error) {
	ids, err := f.customers1(c, columns, false)
	if err != nil {
		return 0, err
	}
	n := len(ids)
	count := func([]any) { n++ }
	var orders []any
	for _, q := range []struct {
		text string
		cols int
		take func([]any)
	}{
		{"SELECT id, customer_id, ordered_on, total FROM orders WHERE customer_id IN ", 4, func(row []any) { n++; orders = append(orders, row[0]) }},
		{"SELECT id, customer_id, name, total, booked_on FROM invoices WHERE customer_id IN ", 5, count},
		{"SELECT id, customer_id, at, what FROM log WHERE customer_id IN ", 4, count},
	} {
		if err := f.query(q.text+f.engine.list(0, len(ids)), ids, q.cols, q.take); err != nil {
			return n, err
		}
	}
	return n, f.query("SELECT id, order_id, what, amount FROM order_lines WHERE order_id IN "+f.engine.list(0, len(orders)), orders, 4, count)
}

// query reads all rows into memory, as whoever asks for them needs them.
func (f *finder) query(text string, args []any, cols int, take func([]any)) error {
	rows, err := f.hand.QueryContext(f.t.Context(), text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		row, into := make([]any, cols), make([]any, cols)
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		take(row)
	}
	return rows.Err()
}

// foldedColumns are those that people are looked up by.
var foldedColumns = []struct {
	name string
	typ  varsam.IdentifierType
}{{"email", varsam.Email}, {"phone", varsam.Phone}, {"national_id", varsam.NationalID}}

// addExpressionIndexes does as our connector advises the administrator.
func (s *shop) addExpressionIndexes(b *testing.B) {
	b.Helper()
	if s.folded {
		return
	}
	sys := s.connect(b)
	s.foldsOf(b)
	s.folded = true
	for _, c := range foldedColumns {
		text, err := sys.IndexFor(b.Context(), "customers", c.name, c.typ.Fold())
		if err == nil {
			err = statements(b.Context(), s.hand, text)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if s.engine.name == "postgres" {
		if err := statements(b.Context(), s.hand, "ANALYZE customers"); err != nil {
			b.Fatal(err)
		}
	}
}

// foldsOf are the folded columns as a programmer writes them who follows the same
// advice.
func (s *shop) foldsOf(b *testing.B) []string {
	b.Helper()
	if len(s.folds) > 0 {
		return s.folds
	}
	sys := s.connect(b)
	for _, c := range foldedColumns {
		text, err := sys.IndexFor(b.Context(), "customers", c.name, c.typ.Fold())
		if err != nil {
			b.Fatal(err)
		}
		_, expr, _ := strings.Cut(text, " (")
		s.folds = append(s.folds, strings.TrimSuffix(expr, ")"))
	}
	return s.folds
}

func (s *shop) dropExpressionIndexes(b *testing.B) {
	b.Helper()
	s.folded = false
	for _, c := range foldedColumns {
		if err := statements(b.Context(), s.hand, fmt.Sprintf("DROP INDEX IF EXISTS varsam_customers_%s_%s", c.name, c.typ.Fold())); err != nil {
			b.Fatal(err)
		}
	}
	s.foldsOf(b)
}
