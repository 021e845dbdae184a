package sqldb

import (
	"context"

	"github.com/varsam/varsam"
)

// dialect is what one engine does in its own way. Expressions it is given and
// returns are SQL text made from the catalogue; values are bound.
type dialect interface {
	engine() string
	quote(name string) string
	placeholder(n int) string
	maxArgs() int

	// page is how many rows of a whole-table reading one statement may hold its
	// locks for; 0 reads all in one stream.
	page() int

	// describe reads the structure: of everything, or of some tables with the
	// references from and to them.
	describe(ctx context.Context, r runner, only ...*table) (*model, error)

	// unchanged is the question whether some tables are still as the model says, and
	// tells by its answer. An engine that cannot tell cheaply asks nothing and says
	// no.
	unchanged(m *model, tables []*table) (asked, func() bool)

	// read is the expression whose result value understands.
	read(c *column, expr string) string
	value(c *column, src any) varsam.Value

	// bind is the driver's form of a value of the column, and typed the
	// placeholder for it.
	bind(c *column, v varsam.Value) any
	typed(c *column, v varsam.Value, placeholder string) string

	// holds says whether a column of its kind can hold the value's bytes at all.
	holds(c *column, v varsam.Value) bool

	// in writes that the columns, as a tuple, are among the rows. It may let
	// through more, never less; alone says that no other search stands beside it.
	in(s *statement, exprs []string, cols []*column, rows [][]varsam.Value, alone bool)

	// exactIn writes that the column is among the values and nothing else.
	exactIn(s *statement, expr string, c *column, rows [][]varsam.Value)

	// compare holds a column against a value of its kind, or a day's start: text
	// byte by byte.
	compare(s *statement, c *column, expr string, op varsam.Op, v varsam.Value)

	// folded is the column's text under a fold, as far as the engine can;
	// foldedIn writes that it is among the values, or contains one.
	folded(c *column, expr string, f varsam.Fold) string
	// normalise makes two writings of one expression equal.
	normalise(expr string) string
	foldedIn(s *statement, c *column, expr string, f varsam.Fold, values []string)

	// tested writes that a test in Go holds of the column, and reports false where
	// the engine cannot ask. No index serves it: it is for a table that is read
	// whole.
	tested(s *statement, c *column, expr string, holds func(text string) bool) bool

	// join writes that two columns of two tables hold the same value.
	join(child *column, childExpr string, parent *column, parentExpr string) string

	// dated guards a comparison of text with a day: the text starts with one.
	dated(c *column, expr string) string

	// inUTC says when a text that begins with a day goes on with a time in UTC, as
	// Value.Date reads it, and gives the text with a T between the two.
	inUTC(c *column, expr string) (in, at string)

	begin() []string

	// around stands before and after a statement whose plan depends on its values, as
	// that of a condition does and that of keys does not.
	around() (before, after []string)

	lockTable(t *table) string
	forUpdate(alias string) string

	// setEach writes an UPDATE that gives each row values of its own: rows hold
	// the key's values and then those of the columns.
	setEach(s *statement, t *table, cols []*column, rows [][]varsam.Value)

	// checksEachRow says that a foreign key is checked at every row of a statement
	// and not at its end.
	checksEachRow() bool

	// returning says that a DELETE can return the rows that it deletes.
	returning(m *model) bool

	insertInto(t *table) (overriding string)

	// orRefuse stands behind UPDATE and INSERT where a table's own constraints may say
	// otherwise what becomes of rows that stand in the way.
	orRefuse() string

	// inOrder gives the key's columns and a bound as the engine puts rows in order,
	// where that is not by what is read of them.
	inOrder(cols []*column, exprs []string, bound []varsam.Value) ([]*column, []string, []varsam.Value)

	// mayDelete reports whether a trigger could delete rows when the change is made.
	// Deleted is how many rows the session has deleted so far, as far as the engine
	// can tell, and counts what the change itself adds to that.
	mayDelete(ch *change) bool
	deleted(ctx context.Context, r runner) (int64, error)
	counts(ch *change, todo int64) int64

	// fault says what kind of error the driver returned, in words without values.
	fault(err error) fault

	// advice is the statement that would make an index for the fold.
	advice(t *table, c *column, f varsam.Fold) string
}
