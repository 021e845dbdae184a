package retention

import (
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// manyRows is from how many rows on a table without an index is felt: PostgreSQL
// and SQLite look through it for each row that goes and that it may refer to.
const manyRows = 10_000

// advise notes for each rule that takes records away the large tables that may
// refer to them and have no index by which that could be seen, with the statement
// that makes one where the system says it.
func (m maker) advise(ctx context.Context, conn system.Culler, all []Rule) []Rule {
	edges := m.edges()
	for i := range all {
		r := &all[i]
		if r.Problem.Code != "" || r.Action != varsam.OpErase && r.move == "" {
			continue
		}
		for _, e := range edges {
			child, ok := m.cat.Find(e.from)
			if !ok || e.to != r.in || child.Rows < manyRows || indexed(child, e.fromCols) {
				continue
			}
			r.notes = append(r.notes, varsam.Because(ReasonNoIndex, e.from, strings.Join(e.fromCols, ", "), statement(ctx, conn, e)))
		}
	}
	return all
}

// indexed reports whether an index, or the key, begins with the columns, in any
// order.
func indexed(c varsam.Collection, columns []string) bool {
	begins := func(of []string) bool {
		return len(of) >= len(columns) && !slices.ContainsFunc(of[:len(columns)], func(name string) bool { return !slices.Contains(columns, name) })
	}
	return begins(c.Key) || slices.ContainsFunc(c.Unique, begins) || slices.ContainsFunc(c.Indexes, func(x varsam.Index) bool { return !x.Partial && begins(x.Columns) })
}

// statement makes the index; empty where the system does not say, or for more
// than one column.
func statement(ctx context.Context, conn system.Culler, e edge) string {
	adviser, ok := conn.(system.Advisor)
	if !ok || len(e.fromCols) > 1 {
		return ""
	}
	text, err := adviser.IndexFor(ctx, e.from, e.fromCols[0], varsam.Exact)
	if err != nil {
		return ""
	}
	return text
}
