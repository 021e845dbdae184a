package sqldb

import (
	"context"
	"database/sql"
	"strings"

	"github.com/varsam/varsam"
)

// sqliteDescription reads one file's structure. Names in SQLite compare without
// case, so what a foreign key writes is turned into the name as declared.
type sqliteDescription struct {
	*builder
	ctx    context.Context
	r      runner
	names  map[string]string // lower-case name → name
	source map[*table]string // CREATE text
	noRow  map[*table]bool   // WITHOUT ROWID
	strict map[*table]bool
}

// describe reads everything always: it is quick, and [sqliteDialect.stale] says
// when it is needed.
func (d *sqliteDialect) describe(ctx context.Context, r runner, _ ...*table) (*model, error) {
	b := &sqliteDescription{newBuilder(d.quote, ""), ctx, r, map[string]string{}, map[*table]string{}, map[*table]bool{}, map[*table]bool{}}
	var version int64
	if _, err := r.all(ctx, []asked{sqliteVersion(&version)}); err != nil {
		return nil, err
	}
	var engine string
	if err := b.each("SELECT sqlite_version()", func(rows *sql.Rows) error { return rows.Scan(&engine) }); err != nil {
		return nil, err
	}
	for _, step := range []func() error{b.readTables, b.readColumns, b.readIndexes, b.readReferences, b.readTriggers, b.readRows} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	m := b.model(engineSQLite+" "+engine, d.readOnly)
	m.version = version
	return m, nil
}

func (b *sqliteDescription) each(text string, scan func(*sql.Rows) error) error {
	return b.r.each(b.ctx, text, nil, scan)
}

func (b *sqliteDescription) readTables() error {
	return b.each(`SELECT t.name, t.type, t.wr, t.strict, coalesce(m.sql, '') FROM pragma_table_list t
		LEFT JOIN sqlite_schema m ON m.name = t.name AND m.type IN ('table', 'view')
		WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'`, func(rows *sql.Rows) error {
		var name, kind, source string
		var withoutRowid, strict bool
		if err := rows.Scan(&name, &kind, &withoutRowid, &strict, &source); err != nil {
			return err
		}
		t := b.table("", name)
		t.listed, b.names[strings.ToLower(name)] = true, name
		b.source[t], b.noRow[t], b.strict[t] = source, withoutRowid, strict
		switch kind {
		case "view":
			t.View, t.ReadOnly = true, "a view"
		case "virtual":
			t.ReadOnly = "a virtual table: its module decides what a change does"
		case "shadow":
			t.ReadOnly = "the inside of a virtual table"
		}
		return nil
	})
}

// readColumns reads the real tables in one statement. A view may be broken and a
// virtual table's module missing; each is asked on its own and may fail.
func (b *sqliteDescription) readColumns() error {
	err := b.each(`SELECT t.name, x.name, x.type, x."notnull", x.dflt_value IS NOT NULL, x.pk, x.hidden
		FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) x
		WHERE t.schema = 'main' AND t.type IN ('table', 'shadow') AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'
		ORDER BY t.name, x.cid`, b.scanColumn)
	if err != nil {
		return err
	}
	for _, t := range b.order {
		if t.View || strings.HasPrefix(t.ReadOnly, "a virtual") {
			err := b.r.each(b.ctx, `SELECT ?1, x.name, x.type, x."notnull", x.dflt_value IS NOT NULL, x.pk, x.hidden
				FROM pragma_table_xinfo(?1) x ORDER BY x.cid`, []any{t.plain}, b.scanColumn)
			if err != nil {
				t.ReadOnly = "cannot be read"
			}
		}
		b.finishColumns(t)
	}
	return nil
}

func (b *sqliteDescription) scanColumn(rows *sql.Rows) error {
	var owner string
	var c column
	var pk, hidden int
	if err := rows.Scan(&owner, &c.Name, &c.Type, &c.NotNull, &c.Default, &pk, &hidden); err != nil {
		return err
	}
	if hidden == 1 {
		return nil // of a virtual table, not selected by *
	}
	t := b.table("", owner)
	c.Generated = hidden == 2 || hidden == 3
	c.affinity, c.Kind = sqliteAffinity(c.Type), sqliteKind(c.Type)
	if b.strict[t] && strings.EqualFold(c.Type, "ANY") {
		c.affinity = 'b' // kept as it comes; elsewhere the word means numeric
	}
	c.plainText = c.affinity == 't'
	b.column(t, &c)
	for len(t.Collection.Key) < pk {
		t.Collection.Key = append(t.Collection.Key, "")
	}
	if pk > 0 {
		t.Collection.Key[pk-1] = c.Name
	}
	return nil
}

// finishColumns adds what only the CREATE text tells.
func (b *sqliteDescription) finishColumns(t *table) {
	def := parseCreateTable(b.source[t])
	t.Checks = def.checks
	for _, c := range t.cols {
		c.collation = def.collations[strings.ToLower(c.Name)]
		c.expr = normaliseSQLite(def.generated[strings.ToLower(c.Name)])
	}
	if key := t.columnsOf(t.Collection.Key); len(key) == 1 && !b.noRow[t] && strings.EqualFold(key[0].Type, "INTEGER") {
		key[0].NotNull, key[0].Default, key[0].rowID = true, true, true
	}
}

func sqliteAffinity(declared string) byte {
	s := strings.ToUpper(declared)
	switch {
	case strings.Contains(s, "INT"):
		return 'i'
	case strings.Contains(s, "CHAR"), strings.Contains(s, "CLOB"), strings.Contains(s, "TEXT"):
		return 't'
	case strings.Contains(s, "BLOB"), s == "":
		return 'b'
	case strings.Contains(s, "REAL"), strings.Contains(s, "FLOA"), strings.Contains(s, "DOUB"):
		return 'r'
	}
	return 'n'
}

func sqliteKind(declared string) varsam.Kind {
	s, _, _ := strings.Cut(strings.ToUpper(declared), "(")
	switch s = strings.TrimSpace(s); {
	case strings.HasPrefix(s, "BOOL"):
		return varsam.Bool
	case strings.Contains(s, "DATETIME"), strings.HasPrefix(s, "TIMESTAMP"):
		return varsam.Instant
	case s == "DATE":
		return varsam.Day
	}
	switch affinity := sqliteAffinity(s); {
	case affinity == 'i':
		return varsam.Int
	case s == "BLOB":
		return varsam.Bytes
	case affinity == 'r', strings.HasPrefix(s, "NUM"), strings.HasPrefix(s, "DEC"), strings.HasPrefix(s, "MONEY"):
		return varsam.Decimal
	}
	return varsam.Text
}

func (b *sqliteDescription) readIndexes() error {
	var last string
	return b.each(`SELECT t.name, i.name, i."unique", i.origin, i.partial, x.cid, coalesce(x.name, ''), x.coll, coalesce(m.sql, '')
		FROM pragma_table_list t JOIN pragma_index_list(t.name) i JOIN pragma_index_xinfo(i.name) x
		LEFT JOIN sqlite_schema m ON m.name = i.name AND m.type = 'index'
		WHERE t.schema = 'main' AND t.type = 'table' AND x.key = 1 AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'
		ORDER BY t.name, i.name, x.seqno`, func(rows *sql.Rows) error {
		var owner, name, origin, col, coll, source string
		var unique, partial bool
		var cid int
		if err := rows.Scan(&owner, &name, &unique, &origin, &partial, &cid, &col, &coll, &source); err != nil {
			return err
		}
		t := b.table("", owner)
		if name != last {
			t.Indexes = append(t.Indexes, varsam.Index{Name: name, Unique: unique, Partial: partial})
			t.indexes = append(t.indexes, index{partial: partial})
			last = name
		}
		at := len(t.Indexes) - 1
		b.indexPart(t, at, cid, col, coll, source)
		return nil
	})
}

// indexPart adds one column or expression. An index under another collation
// than the column's does not serve it, and what is unique there need not be so by
// the column's own equality.
func (b *sqliteDescription) indexPart(t *table, at, cid int, col, coll, source string) {
	ix, pub := &t.indexes[at], &t.Indexes[at]
	if cid == -2 {
		exprs := parseCreateIndex(source)
		part := indexPart{expr: "?"}
		if len(ix.parts) < len(exprs) {
			pub.Expression = exprs[len(ix.parts)]
			part.expr = normaliseSQLite(pub.Expression)
		}
		ix.parts = append(ix.parts, part)
		return
	}
	pub.Columns = append(pub.Columns, col)
	part := indexPart{column: col}
	if c := t.column(col); c != nil && !strings.EqualFold(coll, cmpOr(c.collation, "BINARY")) {
		part = indexPart{expr: "?"}
		pub.Unique = pub.Unique && cmpOr(c.collation, "BINARY") == "BINARY"
	}
	ix.parts = append(ix.parts, part)
}

func cmpOr(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func (b *sqliteDescription) readReferences() error {
	var last varsam.Reference
	var lastFrom, lastTo [2]string
	lastID := -1
	flush := func() {
		if lastID >= 0 {
			b.reference(lastFrom, lastTo, b.completed(lastTo, last))
		}
	}
	err := b.each(`SELECT t.name, f.id, f."table", f."from", coalesce(f."to", ''), f.on_update, f.on_delete
		FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f
		WHERE t.schema = 'main' AND t.type = 'table' ORDER BY t.name, f.id, f.seq`, func(rows *sql.Rows) error {
		var owner, to, col, toCol, onUpdate, onDelete string
		var id int
		if err := rows.Scan(&owner, &id, &to, &col, &toCol, &onUpdate, &onDelete); err != nil {
			return err
		}
		if name, ok := b.names[strings.ToLower(to)]; ok {
			to = name
		}
		if id != lastID || owner != lastFrom[1] {
			flush()
			lastID, lastFrom, lastTo = id, [2]string{"", owner}, [2]string{"", to}
			last = varsam.Reference{OnDelete: action(onDelete), OnUpdate: action(onUpdate)}
		}
		last.Columns = append(last.Columns, b.declared(owner, col))
		if toCol != "" {
			last.ToColumns = append(last.ToColumns, b.declared(to, toCol))
		}
		return nil
	})
	flush()
	return err
}

// completed fills in the parent's key where the foreign key names no columns.
func (b *sqliteDescription) completed(to [2]string, r varsam.Reference) varsam.Reference {
	if t := b.tables[to]; t != nil && len(r.ToColumns) == 0 {
		r.ToColumns = t.Collection.Key
	}
	return r
}

// declared is a column's name as the table declares it.
func (b *sqliteDescription) declared(owner, name string) string {
	if t := b.tables[[2]string{"", owner}]; t != nil {
		for _, c := range t.cols {
			if strings.EqualFold(c.Name, name) {
				return c.Name
			}
		}
	}
	return name
}

// action translates the words of SQL; RESTRICT differs from NO ACTION only in
// when the engine refuses.
func action(s string) varsam.Action {
	switch strings.ToUpper(s) {
	case "CASCADE":
		return varsam.Cascade
	case "SET NULL":
		return varsam.SetNull
	case "SET DEFAULT":
		return varsam.SetDefault
	}
	return varsam.NoAction
}

func (b *sqliteDescription) readTriggers() error {
	return b.each(`SELECT tbl_name, name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`, func(rows *sql.Rows) error {
		var owner, name, source string
		if err := rows.Scan(&owner, &name, &source); err != nil {
			return err
		}
		declared, ok := b.names[strings.ToLower(owner)]
		if !ok {
			return nil
		}
		t := b.table("", declared)
		tr := varsam.Trigger{Name: name, Body: source}
		tr.Timing, tr.Events = parseCreateTrigger(source)
		t.Triggers = append(t.Triggers, tr)
		return nil
	})
}

// readRows takes the highest row id for an estimate: it costs one step down a
// tree, where counting reads the table.
func (b *sqliteDescription) readRows() error {
	var parts []string
	var owners []*table
	for _, t := range b.order {
		if t.ReadOnly == "" && !b.noRow[t] && t.column("_rowid_") == nil {
			parts = append(parts, "SELECT "+sqliteLiteral(t.plain)+", (SELECT max(_rowid_) FROM "+t.sql+")")
			owners = append(owners, t)
		}
	}
	const compound = 400 // SQLite takes 500 parts
	for len(parts) > 0 {
		n := min(compound, len(parts))
		err := b.each(strings.Join(parts[:n], " UNION ALL "), func(rows *sql.Rows) error {
			var name string
			var n sql.NullInt64
			if err := rows.Scan(&name, &n); err != nil {
				return err
			}
			b.table("", name).Rows = max(n.Int64, 0)
			return nil
		})
		if err != nil {
			return err
		}
		parts, owners = parts[n:], owners[n:]
	}
	return nil
}
