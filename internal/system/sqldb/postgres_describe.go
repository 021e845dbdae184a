package sqldb

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// postgresDescription reads the structure of all schemas but the system's: a
// reference may come from any of them, also from one that is not listed.
type postgresDescription struct {
	*builder
	d    *postgresDialect
	ctx  context.Context
	r    runner
	only []*table

	stamps stamps // of all tables; nil when only some are read
}

func (d *postgresDialect) describe(ctx context.Context, r runner, only ...*table) (*model, error) {
	var schema, version, readOnly string
	err := r.each(ctx, `SELECT coalesce(current_schema(), 'public'), current_setting('server_version'),
		CASE WHEN pg_is_in_recovery() THEN 'the server is a standby'
		WHEN current_setting('default_transaction_read_only') = 'on' THEN 'default_transaction_read_only is on' ELSE '' END`, nil,
		func(rows *sql.Rows) error { return rows.Scan(&schema, &version, &readOnly) })
	if err != nil {
		return nil, err
	}
	b := &postgresDescription{builder: newBuilder(d.quote, schema), d: d, ctx: ctx, r: r, only: only}
	if only == nil {
		if err := b.stampAll(); err != nil {
			return nil, err
		}
	}
	for _, step := range []func() error{b.readTables, b.readColumns, b.readIndexes, b.readReferences, b.readTriggers, b.readChecks} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return b.model(enginePostgres+" "+version, readOnly), nil
}

// each runs a query on the relation c in the namespace n, for all or some.
func (b *postgresDescription) each(text string, scan func(*sql.Rows) error) error {
	where, args := ` AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'`, []any(nil)
	if b.only != nil {
		where, args = " AND (n.nspname, c.relname) IN "+b.some(), b.names()
	}
	return b.r.each(b.ctx, strings.Replace(text, "/*only*/", where, 1), args, scan)
}

// some are placeholders for the schemas and names of the tables asked for.
func (b *postgresDescription) some() string {
	rows := make([]string, len(b.only))
	for i := range b.only {
		rows[i] = "(" + b.d.placeholder(2*i+1) + "::name," + b.d.placeholder(2*i+2) + "::name)"
	}
	return "(" + strings.Join(rows, ",") + ")"
}

func (b *postgresDescription) names() (args []any) {
	for _, t := range b.only {
		args = append(args, t.schema, t.plain)
	}
	return args
}

func (b *postgresDescription) lists(schema string) bool {
	return len(b.d.schemas) == 0 || schema == b.defaultSchema || slices.Contains(b.d.schemas, schema)
}

func (b *postgresDescription) readTables() error {
	return b.each(`SELECT n.nspname, c.relname, c.oid::bigint, c.relkind::text, c.reltuples::bigint, row_security_active(c.oid),
		c.relhassubclass AND c.relkind = 'r',
		has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT'),
		has_any_column_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE')
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition /*only*/`, func(rows *sql.Rows) error {
		var schema, name, kind string
		var oid, count int64
		var security, parent, readable, writable bool
		if err := rows.Scan(&schema, &name, &oid, &kind, &count, &security, &parent, &readable, &writable); err != nil {
			return err
		}
		t := b.table(schema, name)
		t.Rows, t.listed = count, b.lists(schema)
		t.oid, t.stamp = oid, b.stamps.of(oid)
		t.View = kind == "v" || kind == "m"
		switch {
		case t.View:
			t.ReadOnly = "a view"
		case kind == "f":
			t.ReadOnly = "a foreign table: it lies on another server"
		case parent:
			t.ReadOnly = "other tables inherit from it, so a key does not name one row"
		case !readable:
			t.ReadOnly = noPrivilege + " to read it"
		case security:
			t.ReadOnly = "row security hides rows from this role"
		case !writable:
			t.ReadOnly = noPrivilege + " to change it"
		}
		return nil
	})
}

func (b *postgresDescription) readColumns() error {
	return b.each(`WITH RECURSIVE domain(oid, base) AS (SELECT oid, typbasetype FROM pg_type WHERE typtype = 'd'
			UNION ALL SELECT d.oid, t.typbasetype FROM domain d JOIN pg_type t ON t.oid = d.base WHERE t.typtype = 'd')
		SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), format_type(bt.oid, -1), bt.typname,
		a.attnotnull, a.atthasdef AND a.attgenerated = '' OR a.attidentity <> '', a.attgenerated <> '',
		CASE WHEN bt.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 ELSE 0 END,
		coalesce((SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder)::text FROM pg_enum e WHERE e.enumtypid = bt.oid), ''),
		CASE WHEN co.collisdeterministic = false OR bt.typname IN ('bpchar', 'citext') THEN bt.typname || ' ' || co.collname
			WHEN co.collname IN ('default', 'C', 'POSIX') OR co.oid IS NULL THEN '' ELSE '' END,
		a.attcollation::text, coalesce(CASE WHEN a.attgenerated <> '' THEN pg_get_expr(ad.adbin, ad.adrelid) END, '')
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN (domain dom JOIN pg_type dt ON dt.oid = dom.base AND dt.typtype <> 'd') ON dom.oid = a.atttypid
		JOIN pg_type bt ON bt.oid = coalesce(dt.oid, a.atttypid)
		LEFT JOIN pg_attrdef ad ON ad.adrelid = c.oid AND ad.adnum = a.attnum
		LEFT JOIN pg_collation co ON co.oid = a.attcollation
		WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition /*only*/
		ORDER BY n.nspname, c.relname, a.attnum`, func(rows *sql.Rows) error {
		var schema, name, typname, options, expr string
		var c column
		err := rows.Scan(&schema, &name, &c.Name, &c.Type, &c.elem, &typname, &c.NotNull, &c.Default, &c.Generated,
			&c.Size, &options, &c.collation, &c.collID, &expr)
		if err != nil {
			return err
		}
		if options != "" {
			if err := json.Unmarshal([]byte(options), &c.Options); err != nil {
				return err
			}
		}
		c.expr = b.d.normalise(expr)
		c.ofType(typname)
		b.column(b.table(schema, name), &c)
		return nil
	})
}

// ofType says how values of a PostgreSQL type are read and compared.
func (c *column) ofType(typname string) {
	switch typname {
	case "bool":
		c.Kind = varsam.Bool
	case "int2", "int4", "int8":
		c.Kind, c.elem = varsam.Int, "bigint"
	case "oid":
		c.Kind = varsam.Int
	case "numeric", "float4", "float8":
		c.Kind = varsam.Decimal
	case "date":
		c.Kind = varsam.Day
	case "timestamp":
		c.Kind = varsam.Instant
	case "timestamptz":
		c.Kind, c.zoned = varsam.Instant, true
	case "bytea":
		c.Kind = varsam.Bytes
	case "text", "varchar", "bpchar", "name", "citext":
		c.Kind, c.plainText = varsam.Text, true
	case "uuid":
		c.Kind = varsam.Text
	default:
		c.Kind, c.opaque = varsam.Text, len(c.Options) == 0
	}
}

// readIndexes calls unique what is so by the column's own equality: under another
// collation 'anna' and 'Anna' may be two, where the column takes one for the other.
func (b *postgresDescription) readIndexes() error {
	var last string
	return b.each(`SELECT n.nspname, c.relname, ic.relname,
		i.indisunique AND (i.indcollation[k - 1] IS NOT DISTINCT FROM a.attcollation OR coalesce(co.collisdeterministic, true)), i.indisprimary, i.indpred IS NOT NULL,
		am.amname IN ('btree', 'hash'), coalesce(a.attname, ''),
		CASE WHEN a.attname IS NULL THEN pg_get_indexdef(i.indexrelid, k, false) ELSE '' END
		FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_am am ON am.oid = ic.relam
		CROSS JOIN LATERAL generate_series(1, i.indnkeyatts::int) k
		LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[k - 1] AND i.indkey[k - 1] <> 0
		LEFT JOIN pg_collation co ON co.oid = a.attcollation
		WHERE i.indisvalid AND NOT c.relispartition /*only*/
		ORDER BY n.nspname, c.relname, ic.relname, k`, func(rows *sql.Rows) error {
		var schema, name, ix, col, expr string
		var unique, primary, partial, plain bool
		if err := rows.Scan(&schema, &name, &ix, &unique, &primary, &partial, &plain, &col, &expr); err != nil {
			return err
		}
		t := b.table(schema, name)
		if ix != last {
			t.Indexes = append(t.Indexes, varsam.Index{Name: ix, Unique: unique, Partial: partial})
			t.indexes = append(t.indexes, index{partial: partial || !plain})
			last = ix
		}
		at := len(t.Indexes) - 1
		t.Indexes[at].Unique = t.Indexes[at].Unique && unique
		part := indexPart{column: col}
		if col != "" {
			t.Indexes[at].Columns = append(t.Indexes[at].Columns, col)
		} else {
			t.Indexes[at].Expression = strings.TrimPrefix(t.Indexes[at].Expression+", "+expr, ", ")
			part.expr = b.d.normalise(expr)
		}
		t.indexes[at].parts = append(t.indexes[at].parts, part)
		if primary {
			t.Collection.Key = append(t.Collection.Key, col)
		}
		return nil
	})
}

// readReferences reads the foreign keys of and to the tables.
func (b *postgresDescription) readReferences() error {
	where, args := "", []any(nil)
	if b.only != nil {
		where, args = " AND ((n.nspname, c.relname) IN "+b.some()+" OR (fn.nspname, f.relname) IN "+b.some()+")", b.names()
	}
	columns := func(owner, key string) string {
		return `(SELECT json_agg(a.attname ORDER BY k.ord)::text FROM unnest(` + key + `) WITH ORDINALITY k(num, ord)
			JOIN pg_attribute a ON a.attrelid = ` + owner + ` AND a.attnum = k.num)`
	}
	return b.r.each(b.ctx, `SELECT o.conname, n.nspname, c.relname, fn.nspname, f.relname, o.confdeltype::text, o.confupdtype::text,
		`+columns("o.conrelid", "o.conkey")+`, `+columns("o.confrelid", "o.confkey")+`
		FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_class f ON f.oid = o.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
		WHERE o.contype = 'f' AND o.conparentid = 0`+where, args, func(rows *sql.Rows) error {
		var ref varsam.Reference
		var from, to [2]string
		var onDelete, onUpdate, cols, toCols string
		if err := rows.Scan(&ref.Name, &from[0], &from[1], &to[0], &to[1], &onDelete, &onUpdate, &cols, &toCols); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(cols), &ref.Columns); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(toCols), &ref.ToColumns); err != nil {
			return err
		}
		ref.OnDelete, ref.OnUpdate = postgresAction(onDelete), postgresAction(onUpdate)
		for _, id := range [][2]string{from, to} {
			if t := b.table(id[0], id[1]); b.only != nil {
				t.listed = b.lists(id[0])
			}
		}
		b.reference(from, to, ref)
		return nil
	})
}

func postgresAction(letter string) varsam.Action {
	switch letter {
	case "c":
		return varsam.Cascade
	case "n":
		return varsam.SetNull
	case "d":
		return varsam.SetDefault
	}
	return varsam.NoAction
}

// readTriggers reads triggers with the text of their functions, and rules, which
// rewrite a change into something else.
func (b *postgresDescription) readTriggers() error {
	err := b.each(`SELECT n.nspname, c.relname, g.tgname, g.tgtype::int, pg_get_triggerdef(g.oid) || E'\n' || p.prosrc
		FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_proc p ON p.oid = g.tgfoid
		WHERE NOT g.tgisinternal AND g.tgenabled <> 'D' AND NOT c.relispartition /*only*/`, func(rows *sql.Rows) error {
		var schema, name string
		var bits int
		var tr varsam.Trigger
		if err := rows.Scan(&schema, &name, &tr.Name, &bits, &tr.Body); err != nil {
			return err
		}
		tr.Timing, tr.Events = triggerType(bits)
		t := b.table(schema, name)
		t.Triggers = append(t.Triggers, tr)
		return nil
	})
	if err != nil {
		return err
	}
	return b.each(`SELECT n.nspname, c.relname, w.rulename, CASE WHEN w.is_instead THEN 'instead of' ELSE 'after' END,
		CASE w.ev_type WHEN '2' THEN 'update' WHEN '3' THEN 'insert' ELSE 'delete' END, pg_get_ruledef(w.oid)
		FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE w.rulename <> '_RETURN' AND w.ev_enabled <> 'D' /*only*/`, func(rows *sql.Rows) error {
		var schema, name, event string
		var tr varsam.Trigger
		if err := rows.Scan(&schema, &name, &tr.Name, &tr.Timing, &event, &tr.Body); err != nil {
			return err
		}
		tr.Events = []string{event}
		t := b.table(schema, name)
		t.Triggers = append(t.Triggers, tr)
		return nil
	})
}

// triggerType reads the bits of pg_trigger.tgtype.
func triggerType(bits int) (timing string, events []string) {
	timing = "after"
	switch {
	case bits&64 != 0:
		timing = "instead of"
	case bits&2 != 0:
		timing = "before"
	}
	for _, e := range []struct {
		bit  int
		name string
	}{{4, "insert"}, {16, "update"}, {8, "delete"}, {32, "truncate"}} {
		if bits&e.bit != 0 {
			events = append(events, e.name)
		}
	}
	return timing, events
}

func (b *postgresDescription) readChecks() error {
	return b.each(`SELECT n.nspname, c.relname, pg_get_constraintdef(o.oid)
		FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE o.contype = 'c' AND NOT c.relispartition /*only*/`, func(rows *sql.Rows) error {
		var schema, name, text string
		if err := rows.Scan(&schema, &name, &text); err != nil {
			return err
		}
		t := b.table(schema, name)
		t.Checks = append(t.Checks, text)
		return nil
	})
}
