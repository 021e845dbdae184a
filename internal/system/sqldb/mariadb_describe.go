package sqldb

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// mariaDescription reads the structure of the dsn's database, of those listed,
// and of tables elsewhere that refer to them.
type mariaDescription struct {
	*builder
	d       *mariaDialect
	ctx     context.Context
	r       runner
	only    []*table
	version string
	grants  grants
}

func (d *mariaDialect) describe(ctx context.Context, r runner, only ...*table) (*model, error) {
	var schema, version, user string
	var readOnly, innodbReadOnly bool
	err := r.each(ctx, "SELECT DATABASE(), VERSION(), CURRENT_USER(), @@global.read_only, @@global.innodb_read_only", nil,
		func(rows *sql.Rows) error { return rows.Scan(&schema, &version, &user, &readOnly, &innodbReadOnly) })
	if err != nil {
		return nil, err
	}
	b := &mariaDescription{builder: newBuilder(d.quote, schema), d: d, ctx: ctx, r: r, only: only, version: version}
	if b.grants, err = readGrants(ctx, r, user); err != nil {
		return nil, err
	}
	for _, step := range []func() error{b.readTables, b.readReferences, b.readColumns, b.readIndexes, b.readTriggers, b.readChecks} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	why := ""
	if readOnly || innodbReadOnly {
		why = "read_only is on"
	}
	engine := "MySQL "
	if strings.Contains(version, "MariaDB") {
		engine = "MariaDB "
	}
	return b.model(engine+version, why), nil
}

// where restricts a query to some tables, or to the databases we list.
func (b *mariaDescription) where(schemaColumn, tableColumn string) (string, []any) {
	if b.only != nil {
		parts, args := make([]string, len(b.only)), []any(nil)
		for i, t := range b.only { // not as tuples, for which the server would read every table
			parts[i] = schemaColumn + " = ? AND " + tableColumn + " = ?"
			args = append(args, t.schema, t.plain)
		}
		return "(" + strings.Join(parts, " OR ") + ")", args
	}
	return b.inSchemas(schemaColumn, b.listed())
}

func (b *mariaDescription) inSchemas(column string, names []string) (string, []any) {
	args := make([]any, len(names))
	for i, n := range names {
		args[i] = n
	}
	return column + " IN (?" + strings.Repeat(",?", len(names)-1) + ")", args
}

func (b *mariaDescription) listed() []string {
	return append([]string{b.defaultSchema}, slices.DeleteFunc(slices.Clone(b.d.schemas), func(s string) bool { return s == b.defaultSchema })...)
}

func (b *mariaDescription) readTables() error {
	where, args := b.where("TABLE_SCHEMA", "TABLE_NAME")
	return b.r.each(b.ctx, `SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, coalesce(t.ENGINE, ''), coalesce(TABLE_ROWS, -1), coalesce(e.TRANSACTIONS, '')
		FROM information_schema.TABLES t LEFT JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE WHERE `+where, args, func(rows *sql.Rows) error {
		var schema, name, kind, engine, transactions string
		var count int64
		if err := rows.Scan(&schema, &name, &kind, &engine, &count, &transactions); err != nil {
			return err
		}
		if kind == "SEQUENCE" {
			return nil
		}
		t := b.table(schema, name)
		t.listed, t.View, t.Rows = true, strings.Contains(kind, "VIEW"), count
		switch {
		case t.View:
			t.ReadOnly = "a view"
		case transactions != "YES":
			t.ReadOnly = "the storage engine " + engine + " has no transactions"
		case kind == "SYSTEM VERSIONED":
			t.ReadOnly = "system-versioned: deleted rows stay in its history"
		case !b.grants.has("SELECT", schema, name):
			t.ReadOnly = noPrivilege + " to read it"
		case !b.grants.has("UPDATE", schema, name) && !b.grants.has("DELETE", schema, name):
			t.ReadOnly = noPrivilege + " to change it"
		}
		if !t.View && !b.grants.has("TRIGGER", schema, name) {
			t.Triggers = append(t.Triggers, hiddenTriggers)
		}
		return nil
	})
}

// hiddenTriggers stands where the server would not say: an empty list would read
// as "there are none".
var hiddenTriggers = varsam.Trigger{
	Name: "(not visible)", Timing: "before", Events: []string{"insert", "update", "delete"},
	Body: "the user lacks the TRIGGER privilege, so triggers cannot be listed",
}

func (b *mariaDescription) readColumns() error {
	schemas := b.listed()
	for _, t := range b.order {
		if !slices.Contains(schemas, t.schema) {
			schemas = append(schemas, t.schema)
		}
	}
	where, args := b.inSchemas("TABLE_SCHEMA", schemas)
	if b.only != nil {
		where, args = b.where("TABLE_SCHEMA", "TABLE_NAME")
	}
	return b.r.each(b.ctx, `SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, IS_NULLABLE = 'YES',
		coalesce(COLUMN_DEFAULT, 'NULL') <> 'NULL' OR EXTRA LIKE '%auto_increment%', coalesce(CHARACTER_MAXIMUM_LENGTH, 0),
		coalesce(CHARACTER_SET_NAME, ''), coalesce(COLLATION_NAME, ''), coalesce(GENERATION_EXPRESSION, '')
		FROM information_schema.COLUMNS WHERE `+where+` ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION`, args, func(rows *sql.Rows) error {
		var schema, name, expr string
		var size uint64
		var nullable bool
		var c column
		if err := rows.Scan(&schema, &name, &c.Name, &c.elem, &c.Type, &nullable, &c.Default, &size, &c.charset, &c.collation, &expr); err != nil {
			return err
		}
		if _, known := b.tables[[2]string{schema, name}]; !known {
			return nil
		}
		c.NotNull, c.Generated, c.expr = !nullable, expr != "", normaliseMaria(expr)
		c.ofMariaType(size)
		b.column(b.table(schema, name), &c)
		return nil
	})
}

// ofMariaType says how values of a type are read and compared.
func (c *column) ofMariaType(size uint64) {
	c.elem = strings.ToLower(c.elem)
	switch c.elem {
	case "tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year":
		c.Kind = varsam.Int
	case "bit":
		c.Kind = varsam.Int
		if c.Type == "bit(1)" {
			c.Kind = varsam.Bool
		}
	case "decimal", "numeric", "float", "double", "real":
		c.Kind = varsam.Decimal
	case "date":
		c.Kind = varsam.Day
	case "datetime":
		c.Kind = varsam.Instant
	case "timestamp":
		c.Kind, c.zoned = varsam.Instant, true
	case "char", "varchar":
		c.Kind, c.plainText, c.Size = varsam.Text, true, int(size)
	case "tinytext", "text", "mediumtext", "longtext", "json":
		c.Kind, c.plainText = varsam.Text, true
	case "enum", "set":
		c.Kind, c.plainText = varsam.Text, true
		if c.elem == "enum" {
			c.Options = mariaOptions(c.Type)
		}
	case "time", "uuid", "inet4", "inet6":
		c.Kind = varsam.Text
	default: // binary, blob, geometry
		c.Kind = varsam.Bytes
	}
}

var mariaOption = regexp.MustCompile(`'((?:[^']|'')*)'`)

// mariaOptions reads enum('a','b').
func mariaOptions(columnType string) []string {
	var all []string
	for _, m := range mariaOption.FindAllStringSubmatch(columnType, -1) {
		all = append(all, strings.ReplaceAll(m[1], "''", "'"))
	}
	return all
}

func (b *mariaDescription) readIndexes() error {
	where, args := b.where("TABLE_SCHEMA", "TABLE_NAME")
	var last string
	return b.r.each(b.ctx, `SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, NON_UNIQUE = 0, coalesce(COLUMN_NAME, ''), SUB_PART IS NOT NULL, INDEX_TYPE
		FROM information_schema.STATISTICS WHERE `+where+` ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`, args, func(rows *sql.Rows) error {
		var schema, name, ix, col, kind string
		var unique, prefix bool
		if err := rows.Scan(&schema, &name, &ix, &unique, &col, &prefix, &kind); err != nil {
			return err
		}
		t := b.table(schema, name)
		if id := schema + "\x00" + name + "\x00" + ix; id != last {
			t.Indexes = append(t.Indexes, varsam.Index{Name: ix, Unique: unique})
			t.indexes = append(t.indexes, index{partial: kind != "BTREE" && kind != "HASH"})
			last = id
		}
		at := len(t.Indexes) - 1
		t.Indexes[at].Columns = append(t.Indexes[at].Columns, col)
		t.Indexes[at].Unique = t.Indexes[at].Unique && !prefix
		t.indexes[at].parts = append(t.indexes[at].parts, indexPart{column: col})
		if ix == "PRIMARY" {
			t.Collection.Key = append(t.Collection.Key, col)
		}
		return nil
	})
}

func (b *mariaDescription) readReferences() error {
	where, args := b.where("k.TABLE_SCHEMA", "k.TABLE_NAME")
	inbound, more := b.where("k.REFERENCED_TABLE_SCHEMA", "k.REFERENCED_TABLE_NAME")
	var current rawReference
	flush := func() {
		if current.Columns != nil {
			b.reference(current.from, current.to, current.Reference)
		}
	}
	err := b.r.each(b.ctx, `SELECT k.CONSTRAINT_NAME, k.TABLE_SCHEMA, k.TABLE_NAME, k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME,
		k.COLUMN_NAME, k.REFERENCED_COLUMN_NAME, r.DELETE_RULE, r.UPDATE_RULE
		FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r
		ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
		WHERE k.REFERENCED_TABLE_NAME IS NOT NULL AND ((`+where+`) OR (`+inbound+`))
		ORDER BY k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION`, append(args, more...), func(rows *sql.Rows) error {
		var next rawReference
		var col, toCol, onDelete, onUpdate string
		if err := rows.Scan(&next.Name, &next.from[0], &next.from[1], &next.to[0], &next.to[1], &col, &toCol, &onDelete, &onUpdate); err != nil {
			return err
		}
		if next.Name != current.Name || next.from != current.from {
			flush()
			next.OnDelete, next.OnUpdate = action(onDelete), action(onUpdate)
			current = next
			b.mention(next.from)
			b.mention(next.to)
		}
		current.Columns = append(current.Columns, col)
		current.ToColumns = append(current.ToColumns, toCol)
		return nil
	})
	flush()
	return err
}

// mention notes a table that a reference names; one in a listed database is
// listed also when only one table is described.
func (b *mariaDescription) mention(id [2]string) {
	t := b.table(id[0], id[1])
	t.listed = t.listed || slices.Contains(b.listed(), id[0])
}

func (b *mariaDescription) readTriggers() error {
	where, args := b.where("EVENT_OBJECT_SCHEMA", "EVENT_OBJECT_TABLE")
	return b.r.each(b.ctx, `SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE, TRIGGER_NAME, ACTION_TIMING, EVENT_MANIPULATION, ACTION_STATEMENT
		FROM information_schema.TRIGGERS WHERE `+where, args, func(rows *sql.Rows) error {
		var schema, name, timing, event string
		var tr varsam.Trigger
		if err := rows.Scan(&schema, &name, &tr.Name, &timing, &event, &tr.Body); err != nil {
			return err
		}
		tr.Timing, tr.Events = strings.ToLower(timing), []string{strings.ToLower(event)}
		t := b.table(schema, name)
		t.Triggers = append(t.Triggers, tr)
		return nil
	})
}

// readChecks reads MariaDB's table of checks; MySQL's does not name the table.
func (b *mariaDescription) readChecks() error {
	from := "information_schema.CHECK_CONSTRAINTS k"
	schema, name := "k.CONSTRAINT_SCHEMA", "k.TABLE_NAME"
	if !strings.Contains(b.version, "MariaDB") {
		if strings.HasPrefix(b.version, "5.") {
			return nil
		}
		from += ` JOIN information_schema.TABLE_CONSTRAINTS t USING (CONSTRAINT_SCHEMA, CONSTRAINT_NAME)`
		name = "t.TABLE_NAME"
	}
	where, args := b.where(schema, name)
	return b.r.each(b.ctx, "SELECT "+schema+", "+name+", k.CHECK_CLAUSE FROM "+from+" WHERE "+where, args, func(rows *sql.Rows) error {
		var schema, name, text string
		if err := rows.Scan(&schema, &name, &text); err != nil {
			return err
		}
		t := b.table(schema, name)
		t.Checks = append(t.Checks, text)
		return nil
	})
}

var (
	mariaNoise   = regexp.MustCompile("_utf8mb4|_utf8mb3|_utf8|_latin1|[`() ]")
	mariaConvert = regexp.MustCompile(`convert\((char\([0-9]+ using utf8mb4\)) using [a-z0-9]+\)`)
)

// normaliseMaria drops what the server adds when it keeps an expression.
func normaliseMaria(expr string) string {
	expr = mariaConvert.ReplaceAllString(strings.ToLower(expr), "$1")
	return strings.ReplaceAll(mariaNoise.ReplaceAllString(expr, ""), "lcase", "lower")
}
