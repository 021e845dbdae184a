package sqldb

import (
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// update sets the targets' columns: one statement for all that become the same,
// or one for each set of columns where every row gets values of its own.
func (db *DB) update(ctx context.Context, r runner, ch *change, todo []int) error {
	for _, group := range ch.groups(todo) {
		cols := ch.columns(group[0])
		if err := db.childless(ctx, r, ch, group, cols); err != nil {
			return err
		}
		s := db.statement()
		if ch.uniform(group) {
			ch.setAll(s, ch.sets[group[0]], group)
		} else {
			db.dialect.setEach(s, ch.t, cols, ch.assignments(group))
		}
		if err := s.checkSize(); err != nil {
			return err
		}
		n, err := r.exec(ctx, s.text.String(), s.args...)
		if err != nil {
			return err
		}
		if err := db.expect(ch, n, len(group)); err != nil {
			return err
		}
	}
	return nil
}

// groups gathers targets that set the same columns.
func (ch *change) groups(todo []int) [][]int {
	var order []string
	by := map[string][]int{}
	for _, i := range todo {
		var names strings.Builder
		for _, a := range ch.sets[i] {
			names.WriteString(a.col.sql + ",")
		}
		key := names.String()
		if by[key] == nil {
			order = append(order, key)
		}
		by[key] = append(by[key], i)
	}
	groups := make([][]int, len(order))
	for n, key := range order {
		groups[n] = by[key]
	}
	return groups
}

func (ch *change) columns(i int) []*column {
	cols := make([]*column, len(ch.sets[i]))
	for n, a := range ch.sets[i] {
		cols[n] = a.col
	}
	return cols
}

func (ch *change) uniform(group []int) bool {
	return !slices.ContainsFunc(group, func(i int) bool { return !slices.Equal(ch.sets[i], ch.sets[group[0]]) })
}

// setAll writes one UPDATE with constants.
func (ch *change) setAll(s *statement, sets []assigned, group []int) {
	s.write("UPDATE ", s.db.dialect.orRefuse(), ch.t.sql, " SET ").list(len(sets), ", ", func(i int) {
		s.write(sets[i].col.sql, " = ").value(sets[i].col, sets[i].value)
	})
	s.write(" WHERE ")
	exprs, keys := make([]string, len(ch.t.key)), make([][]varsam.Value, len(group))
	for i, c := range ch.t.key {
		exprs[i] = c.sql
	}
	for i, n := range group {
		keys[i] = ch.keys[n]
	}
	s.db.dialect.in(s, exprs, ch.t.key, keys, true)
}

// assignments is each target's key, followed by its new values.
func (ch *change) assignments(group []int) [][]varsam.Value {
	rows := make([][]varsam.Value, len(group))
	for n, i := range group {
		rows[n] = slices.Clone(ch.keys[i])
		for _, a := range ch.sets[i] {
			rows[n] = append(rows[n], a.value)
		}
	}
	return rows
}
