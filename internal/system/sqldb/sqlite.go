package sqldb

import (
	"context"
	"database/sql/driver"
	"errors"
	"math"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/varsam/varsam"
	kept "github.com/varsam/varsam/internal/sqlite"
	"github.com/varsam/varsam/internal/system"
)

const engineSQLite = "SQLite"

// sqliteDialect is SQLite. A connected file is another program's: its journal
// mode and settings stay as they are, and each connection of ours sets only its
// own busy timeout and foreign keys.
type sqliteDialect struct {
	zone     *time.Location
	readOnly string
	cull     sync.Mutex // held by whoever of us changes or reads a range
}

// openSQLite opens an existing file. The dsn is a path or a file: address.
func openSQLite(ctx context.Context, cfg system.Config) (system.System, error) {
	path, query, err := sqliteFile(cfg)
	if err != nil {
		return nil, err
	}
	wait, err := duration(cfg, "lock_timeout", 5*time.Second)
	if err != nil {
		return nil, err
	}
	d := &sqliteDialect{zone: cfg.Zone}
	if query.Get("mode") != "ro" {
		query.Set("mode", "rw") // never create
		if f, err := os.OpenFile(path, os.O_RDWR, 0); err != nil {
			d.readOnly = "the file may only be read"
		} else {
			f.Close()
		}
	} else {
		d.readOnly = "opened with mode=ro"
	}
	query.Add("_pragma", "busy_timeout("+strconv.FormatInt(wait.Milliseconds(), 10)+")")
	query.Add("_pragma", "foreign_keys(1)")
	if cfg.ReadOnly {
		query.Add("_pragma", "query_only(1)")
	}
	pool, err := kept.Open((&url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}).String())
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "%s: the dsn cannot be read; give a path to a SQLite file", cfg.System)
	}
	return newDB(ctx, d, pool, cfg)
}

// sqliteFile is the file that the dsn names, which must exist.
func sqliteFile(cfg system.Config) (string, url.Values, error) {
	address, err := dsn(cfg)
	if err != nil {
		return "", nil, err
	}
	query := url.Values{}
	if rest, ok := strings.CutPrefix(address, "sqlite:"); ok {
		address = strings.TrimPrefix(rest, "//")
	}
	path, isURL := strings.CutPrefix(address, "file:")
	if isURL {
		var raw string
		path, raw, _ = strings.Cut(path, "?")
		if path, err = url.PathUnescape(strings.TrimPrefix(path, "//")); err != nil {
			return "", nil, varsam.Errorf(varsam.Invalid, "%s: the dsn cannot be read; give a path to a SQLite file", cfg.System)
		}
		given, err := url.ParseQuery(raw)
		if err != nil || len(given) > 1 || (len(given) == 1 && given.Get("mode") == "") {
			return "", nil, varsam.Errorf(varsam.Invalid, "%s: of a SQLite file's options only mode=ro is taken", cfg.System)
		}
		query = given
	}
	info, err := os.Stat(path)
	switch {
	case path == "" || path == ":memory:":
		return "", nil, varsam.Errorf(varsam.Invalid, "%s: a SQLite file is named by its path", cfg.System)
	case errors.Is(err, os.ErrPermission):
		return "", nil, varsam.Errorf(varsam.Denied, "%s: the SQLite file may not be opened", cfg.System)
	case err != nil:
		return "", nil, varsam.Errorf(varsam.NotFound, "%s: the SQLite file that the dsn names does not exist; it is never created", cfg.System)
	case info.IsDir():
		return "", nil, varsam.Errorf(varsam.Invalid, "%s: the dsn names a folder, not a SQLite file", cfg.System)
	}
	return path, query, nil
}

func (d *sqliteDialect) engine() string         { return engineSQLite }
func (d *sqliteDialect) quote(n string) string  { return `"` + strings.ReplaceAll(n, `"`, `""`) + `"` }
func (d *sqliteDialect) placeholder(int) string { return "?" }
func (d *sqliteDialect) maxArgs() int           { return 32766 }

// page bounds how long a reading keeps the application from committing.
func (d *sqliteDialect) page() int { return 2000 }

func (d *sqliteDialect) around() (before, after []string)      { return nil, nil }
func (d *sqliteDialect) begin() []string                       { return []string{"BEGIN IMMEDIATE"} }
func (d *sqliteDialect) lockTable(*table) string               { return "" }
func (d *sqliteDialect) forUpdate(string) string               { return "" }
func (d *sqliteDialect) insertInto(*table) (overriding string) { return "" }

// orRefuse is said in every statement, or a UNIQUE … ON CONFLICT REPLACE deletes
// somebody else's row.
func (d *sqliteDialect) orRefuse() string { return "OR ABORT " }

func (d *sqliteDialect) inOrder(cols []*column, exprs []string, bound []varsam.Value) ([]*column, []string, []varsam.Value) {
	return cols, exprs, bound
}

func (d *sqliteDialect) checksEachRow() bool   { return false }
func (d *sqliteDialect) returning(*model) bool { return true }

func (d *sqliteDialect) holds(*column, varsam.Value) bool { return true }

// read hides the column's declared type, for which the driver would parse texts
// into times, and a collation that only the application knows.
func (d *sqliteDialect) read(c *column, expr string) string { return "+" + c.known(expr) }

// known is the column under a collation that SQLite itself has.
func (c *column) known(expr string) string {
	switch c.collation {
	case "", "BINARY", "NOCASE", "RTRIM":
		return expr
	}
	return expr + " COLLATE BINARY"
}

// value goes by what the cell is, because a column's type binds nothing; the
// declared type only says how to understand it.
func (d *sqliteDialect) value(c *column, src any) varsam.Value {
	switch src := src.(type) {
	case int64:
		return d.integer(c, src)
	case float64:
		return floatValue(src)
	case string:
		return d.text(c, src)
	case []byte:
		return varsam.BytesOf(src)
	}
	return varsam.Value{}
}

func (d *sqliteDialect) integer(c *column, n int64) varsam.Value {
	switch {
	case c.Kind == varsam.Bool && (n == 0 || n == 1):
		return varsam.BoolOf(n == 1)
	case c.Kind == varsam.Decimal:
		return varsam.DecimalOf(strconv.FormatInt(n, 10))
	}
	return varsam.IntOf(n)
}

// text reads a date or time only in the form in which it would be written back.
func (d *sqliteDialect) text(c *column, s string) varsam.Value {
	switch c.Kind {
	case varsam.Day:
		return dayValue(s)
	case varsam.Instant:
		if v := zonelessValue(s, d.zone); v.Kind() == varsam.Instant && zonelessText(v, d.zone) == s {
			return v
		}
	}
	return textValue(s)
}

func (d *sqliteDialect) bind(c *column, v varsam.Value) any {
	switch v.Kind() {
	case varsam.Null:
		return nil
	case varsam.Bool, varsam.Int:
		return v.Int()
	case varsam.Decimal:
		return d.number(c, v.String())
	case varsam.Instant:
		return zonelessText(v, d.zone)
	case varsam.Bytes:
		return content(v)
	}
	return v.String()
}

func (d *sqliteDialect) number(c *column, s string) any {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && c.affinity != 'r' {
		return n
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return f
	}
	return s
}

// typed keeps text that was read as bytes text. A BLOB in a column of text stays one
// where it can be told from text.
func (d *sqliteDialect) typed(c *column, v varsam.Value, ph string) string {
	if c.textAsBytes(v) {
		return "CAST(" + ph + " AS TEXT)"
	}
	return ph
}

// textAsBytes reports whether bytes of a column of text may be a text that is no
// UTF-8, or holds a NUL.
func (c *column) textAsBytes(v varsam.Value) bool {
	return v.Kind() == varsam.Bytes && c.affinity == 't' && textValue(string(v.Raw())).Kind() == varsam.Bytes
}

// stored is a value as it would be read back: SQLite turns what looks like a
// number into one, and the reverse, by the column's affinity.
func (d *sqliteDialect) stored(c *column, v varsam.Value) varsam.Value {
	if v.Kind() == varsam.Bytes {
		return v
	}
	bound := d.bind(c, v)
	switch c.affinity {
	case 't':
		if n, ok := bound.(int64); ok {
			bound = strconv.FormatInt(n, 10)
		}
	case 'i', 'n', 'r':
		bound = sqliteNumber(bound, c.affinity == 'r')
	}
	return d.value(c, bound)
}

// sqliteNumber is what a numeric column makes of a bound value.
func sqliteNumber(bound any, real bool) any {
	if s, ok := bound.(string); ok {
		s = strings.TrimSpace(s)
		n, err := strconv.ParseInt(s, 10, 64)
		f, floatErr := strconv.ParseFloat(s, 64)
		switch {
		case err == nil:
			bound = n
		case floatErr == nil && strings.Trim(s, "0123456789.+-eE") == "":
			bound = f
		}
	}
	if n, ok := bound.(int64); ok && real {
		return float64(n)
	}
	if f, ok := bound.(float64); ok && !real && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		return int64(f)
	}
	return bound
}

func (d *sqliteDialect) in(s *statement, exprs []string, cols []*column, rows [][]varsam.Value, _ bool) {
	as, rows := asBlobs(slices.Repeat([][]*column{cols}, len(rows)), rows)
	if len(exprs) == 1 {
		s.write(cols[0].known(exprs[0]), " IN (").list(len(rows), ",", func(i int) { s.value(as[i][0], rows[i][0]) }).write(")")
		return
	}
	s.write("(", strings.Join(exprs, ","), ") IN (VALUES ").list(len(rows), ",", func(i int) {
		s.write("(").list(len(cols), ",", func(j int) { s.value(as[i][j], rows[i][j]) }).write(")")
	}).write(")")
}

// asBlobs adds a second form of the rows with bytes that may lie in a column of text
// as text or as a BLOB: a row of the other kind would be taken for gone.
func asBlobs(as [][]*column, rows [][]varsam.Value) ([][]*column, [][]varsam.Value) {
	for i := 0; i < len(rows); i++ { // those that are added, too: there may be several such columns
		for j, c := range as[i] {
			if !c.textAsBytes(rows[i][j]) {
				continue
			}
			blob, other := *c, slices.Clone(as[i])
			blob.affinity, other[j] = 'b', &blob
			as, rows = append(as, other), append(rows[:len(rows):len(rows)], rows[i])
		}
	}
	return as, rows
}

func (d *sqliteDialect) exactIn(s *statement, expr string, c *column, rows [][]varsam.Value) {
	if c.plainText && c.collation != "" {
		expr += " COLLATE BINARY"
	}
	d.in(s, []string{expr}, []*column{c}, rows, true)
}

func (d *sqliteDialect) normalise(expr string) string { return normaliseSQLite(expr) }

func (d *sqliteDialect) compare(s *statement, c *column, expr string, op varsam.Op, v varsam.Value) {
	s.write(expr, " ", string(op), " ").value(c, v)
	if c.plainText && c.collation != "" && c.collation != "BINARY" {
		s.write(" COLLATE BINARY")
	}
}

func (d *sqliteDialect) folded(_ *column, expr string, f varsam.Fold) string {
	switch f {
	case varsam.FoldCase:
		return "lower(trim(" + expr + "))"
	case varsam.Contains:
		return "lower(" + expr + ")"
	case varsam.Digits:
		for _, sep := range varsam.Separators {
			expr = "replace(" + expr + "," + sqliteLiteral(sep) + ",'')"
		}
	}
	return expr
}

// sqliteLiteral writes separators so that an administrator can read them.
func sqliteLiteral(s string) string {
	if r := []rune(s); len(r) == 1 && (r[0] < ' ' || r[0] > '~') {
		return "char(" + strconv.Itoa(int(r[0])) + ")"
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

func (d *sqliteDialect) foldedIn(s *statement, c *column, expr string, f varsam.Fold, values []string) {
	folded := d.folded(c, expr, f)
	if f == varsam.Contains {
		s.write("(").list(len(values), " OR ", func(i int) {
			s.write("instr(", folded, ",").arg(values[i]).write(")>0")
		}).write(")")
		return
	}
	s.write(folded, " IN (").list(len(values), ",", func(i int) { s.arg(values[i]) }).write(")")
}

// tested calls back into Go. What is text is tested as it lies there; the rest as
// it would be read.
func (d *sqliteDialect) tested(s *statement, c *column, expr string, holds func(string) bool) bool {
	read := cell{col: c, read: d.value, keep: true}
	id, done := kept.Test(func(v driver.Value) bool {
		if text, ok := v.(string); ok && c.Kind == varsam.Text {
			return holds(text)
		}
		_ = read.Scan(v) // never fails
		return !read.value.IsNull() && holds(read.text())
	})
	s.tests = append(s.tests, done)
	s.write("varsam_test(").arg(id).write(",", expr, ")")
	return true
}

// join casts the parent's side to the child's class, so that the child's index
// serves; text equality keeps '042' apart from 42.
func (d *sqliteDialect) join(child *column, childExpr string, parent *column, parentExpr string) string {
	if child.affinity == 't' {
		return childExpr + " = CAST(" + parentExpr + " AS TEXT) COLLATE BINARY"
	}
	eq := childExpr + " = " + parentExpr
	if child.affinity != parent.affinity || child.affinity != 'i' {
		eq += " AND CAST(" + childExpr + " AS TEXT) = CAST(" + parentExpr + " AS TEXT) COLLATE BINARY"
	}
	return eq
}

func (d *sqliteDialect) dated(_ *column, expr string) string {
	day := "substr(" + expr + ",1,10)" // date() makes of a day that does not exist another one
	return "(typeof(" + expr + ")='text' AND " + expr + " GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' AND date(" + day + ")=" + day + ")"
}

func (d *sqliteDialect) inUTC(_ *column, expr string) (in, at string) {
	const clock = " GLOB '??????????[T ][0-9][0-9]:[0-9][0-9]*"
	return "(" + expr + clock + "Z' OR " + expr + clock + "+00:00')", "replace(" + expr + ",' ','T')"
}

func (d *sqliteDialect) setEach(s *statement, t *table, cols []*column, rows [][]varsam.Value) {
	all := append(append([]*column{}, t.key...), cols...)
	s.write("UPDATE ", d.orRefuse(), t.sql, " AS t0 SET ").list(len(cols), ", ", func(i int) {
		s.write(cols[i].sql, " = v.column", strconv.Itoa(len(t.key)+i+1))
	})
	s.write(" FROM (VALUES ").list(len(rows), ",", func(i int) {
		s.write("(").list(len(all), ",", func(j int) { s.value(all[j], rows[i][j]) }).write(")")
	})
	s.write(") AS v WHERE ").list(len(t.key), " AND ", func(i int) {
		s.write(t.key[i].qualified("t0"), " = v.column", strconv.Itoa(i+1))
	})
}

// unchanged asks SQLite's own counter of structure changes.
func (d *sqliteDialect) unchanged(m *model, _ []*table) (asked, func() bool) {
	version := int64(-1)
	return sqliteVersion(&version), func() bool { return version == m.version }
}

func sqliteVersion(n *int64) asked {
	return asked{text: "PRAGMA schema_version", row: func(row scanner) error { return row.Scan(n) }}
}

// fault reads the code alone: messages of triggers may quote what was written.
func (d *sqliteDialect) fault(err error) fault {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return fault{}
	}
	code := e.Code()
	if code == sqlite3.SQLITE_CONSTRAINT_TRIGGER && strings.Contains(e.Error(), "FOREIGN KEY constraint failed") {
		code = sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY // RESTRICT is carried out as a trigger
	}
	for _, f := range sqliteFaults {
		if code == f.code || code&0xff == f.code {
			return f.fault
		}
	}
	if code == sqlite3.SQLITE_ERROR {
		msg := e.Error()
		if strings.Contains(msg, "no such table") || strings.Contains(msg, "no such column") {
			return fault{code: varsam.Changed, words: "a table or column is no longer there", clean: true, stale: true}
		}
		if strings.Contains(msg, "foreign key mismatch") {
			return fault{code: varsam.Unsupported, words: "a foreign key of the file leads to columns that are not unique, which keeps SQLite from changing these rows", clean: true}
		}
		if strings.Contains(msg, "no such function") || strings.Contains(msg, "unknown function") {
			return fault{code: varsam.Unsupported, words: "the table calls a function that only its application has", clean: true}
		}
	}
	return fault{code: varsam.Internal, words: "SQLite refused the statement, code " + strconv.Itoa(code), clean: true}
}

var sqliteFaults = []struct {
	code int
	fault
}{
	{sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, fault{code: varsam.Changed, words: "other rows still refer to these (foreign key)", clean: true}},
	{sqlite3.SQLITE_CONSTRAINT_UNIQUE, fault{code: varsam.Conflict, words: "a value that must be unique exists already", clean: true}},
	{sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, fault{code: varsam.Conflict, words: "a key exists already", clean: true}},
	{sqlite3.SQLITE_CONSTRAINT_ROWID, fault{code: varsam.Conflict, words: "a key exists already", clean: true}},
	{sqlite3.SQLITE_CONSTRAINT_TRIGGER, fault{code: varsam.Conflict, words: "a trigger refused", clean: true}},
	{sqlite3.SQLITE_CONSTRAINT_NOTNULL, fault{code: varsam.Conflict, words: "a column that must have a value would have none", clean: true}},
	{sqlite3.SQLITE_CONSTRAINT_CHECK, fault{code: varsam.Conflict, words: "a CHECK refused the value", clean: true}},
	{sqlite3.SQLITE_CONSTRAINT, fault{code: varsam.Conflict, words: "a constraint refused", clean: true}},
	{sqlite3.SQLITE_MISMATCH, fault{code: varsam.Conflict, words: "a value does not fit its column", clean: true}},
	{sqlite3.SQLITE_ERROR_MISSING_COLLSEQ, fault{code: varsam.Unsupported, words: "the table is sorted by a collation that only its application has", clean: true}},
	{sqlite3.SQLITE_BUSY, fault{code: varsam.Unavailable, words: "the database is locked by another program", again: true, clean: true}},
	{sqlite3.SQLITE_LOCKED, fault{code: varsam.Unavailable, words: "the table is locked", again: true, clean: true}},
	{sqlite3.SQLITE_SCHEMA, fault{code: varsam.Changed, words: "the structure changed", clean: true, stale: true}},
	{sqlite3.SQLITE_READONLY, fault{code: varsam.Denied, words: "the file may only be read", clean: true}},
	{sqlite3.SQLITE_PERM, fault{code: varsam.Denied, words: "the file may not be opened", clean: true}},
	{sqlite3.SQLITE_AUTH, fault{code: varsam.Denied, words: "not allowed", clean: true}},
	{sqlite3.SQLITE_CANTOPEN, fault{code: varsam.Unavailable, words: "the file cannot be opened"}},
	{sqlite3.SQLITE_NOTADB, fault{code: varsam.Invalid, words: "the file is no SQLite database"}},
	{sqlite3.SQLITE_CORRUPT, fault{code: varsam.Corrupt, words: "the file is damaged"}},
	{sqlite3.SQLITE_IOERR, fault{code: varsam.Unavailable, words: "the disk reported a fault"}},
	{sqlite3.SQLITE_FULL, fault{code: varsam.Full, words: "the disk is full; make room and try again", clean: true}},
}

func (d *sqliteDialect) advice(t *table, c *column, f varsam.Fold) string {
	return "CREATE INDEX " + d.quote(indexName(t, c, f)) + " ON " + t.sql + " (" + d.folded(c, c.sql, f) + ")"
}

// indexName is a name for an index that an administrator makes for us.
func indexName(t *table, c *column, f varsam.Fold) string {
	return "varsam_" + t.plain + "_" + c.Name + "_" + string(f)
}
