package sqldb

import (
	"database/sql"
	"maps"
	"slices"
	"strings"
)

// PostgreSQL keeps no count of structure changes, but every row of its catalogue
// tells which transaction wrote it and where it lies. The rows from which the
// structure of a table is read are its stamp: while they are the same rows, the
// structure is the same. While we hold the tables nobody can change them; only
// the function of a trigger can be replaced at any time, as before.
//
// What goes into it is what [postgresDescription] reads: the table and its schema
// with what our role may do there, its columns with their types (those that are
// not built in) and defaults, indexes, constraints, rules, and triggers with their
// functions. A new foreign key from elsewhere shows by its triggers here; what the
// other ends of foreign keys are called is in their own stamps.
const postgresStamp = `SELECT c.oid::bigint, concat_ws(' ', n.nspname, c.relname, n.xmin, c.xmin, c.ctid, row_security_active(c.oid),
		has_schema_privilege(n.oid, 'USAGE'), has_any_column_privilege(c.oid, 'SELECT'),
		has_any_column_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE'))
	FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ANY($1::oid[])
UNION ALL SELECT a.attrelid::bigint, concat_ws(' ', a.xmin, a.ctid) FROM pg_attribute a WHERE a.attrelid = ANY($1::oid[]) AND a.attnum > 0
UNION ALL SELECT a.attrelid::bigint, concat_ws(' ', y.xmin, y.ctid, e.xmin, e.ctid) FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
	LEFT JOIN pg_enum e ON e.enumtypid = CASE y.typtype WHEN 'd' THEN y.typbasetype ELSE y.oid END
	WHERE a.attrelid = ANY($1::oid[]) AND a.attnum > 0 AND a.atttypid >= 16384
UNION ALL SELECT d.adrelid::bigint, concat_ws(' ', d.xmin, d.ctid) FROM pg_attrdef d WHERE d.adrelid = ANY($1::oid[])
UNION ALL SELECT i.indrelid::bigint, concat_ws(' ', i.xmin, i.ctid) FROM pg_index i WHERE i.indrelid = ANY($1::oid[])
UNION ALL SELECT o.conrelid::bigint, concat_ws(' ', o.xmin, o.ctid) FROM pg_constraint o WHERE o.conrelid = ANY($1::oid[])
UNION ALL SELECT w.ev_class::bigint, concat_ws(' ', w.xmin, w.ctid) FROM pg_rewrite w WHERE w.ev_class = ANY($1::oid[])
UNION ALL SELECT g.tgrelid::bigint, concat_ws(' ', g.xmin, g.ctid, p.xmin, p.ctid) FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
	WHERE g.tgrelid = ANY($1::oid[])`

// stamps gathers the stamps of tables, by their number.
type stamps map[int64][]string

// ask is the question for them.
func (s stamps) ask(tables []int64) asked {
	return asked{text: postgresStamp, args: []any{tables}, row: func(row scanner) error {
		var table int64
		var text string
		if err := row.Scan(&table, &text); err != nil {
			return err
		}
		s[table] = append(s[table], text)
		return nil
	}}
}

// of is a table's stamp. Rows come in any order.
func (s stamps) of(table int64) string {
	slices.Sort(s[table])
	return strings.Join(s[table], "\n")
}

// unchanged asks for the stamps as they are now, of the tables and of those that
// foreign keys tie them to.
func (d *postgresDialect) unchanged(m *model, tables []*table) (asked, func() bool) {
	tied := map[int64]*table{}
	for _, t := range tables {
		tied[t.oid] = t
		for _, in := range m.inbound[t] {
			tied[in.from.oid] = in.from
		}
		for _, r := range t.References {
			if to := m.tables[r.To]; to != nil {
				tied[to.oid] = to
			}
		}
	}
	now := stamps{}
	same := func() bool {
		for oid, t := range tied {
			if t.stamp == "" || t.stamp != now.of(oid) {
				return false
			}
		}
		return true
	}
	if tied[0] != nil { // a single partition of a table, which has no stamp of its own
		return asked{}, same
	}
	return now.ask(slices.Sorted(maps.Keys(tied))), same
}

// stampAll reads the stamps of all tables. It goes before the structure is read:
// a change between the two then shows in the next stamp.
func (b *postgresDescription) stampAll() error {
	var tables []int64
	err := b.each(`SELECT c.oid::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition /*only*/`, func(row *sql.Rows) error {
		var oid int64
		err := row.Scan(&oid)
		tables = append(tables, oid)
		return err
	})
	if err != nil {
		return err
	}
	b.stamps = stamps{}
	_, err = b.r.all(b.ctx, []asked{b.stamps.ask(tables)})
	return err
}
