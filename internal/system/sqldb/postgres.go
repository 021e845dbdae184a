package sqldb

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

const enginePostgres = "PostgreSQL"

// postgresDialect is PostgreSQL, from version 12.
type postgresDialect struct {
	zone    *time.Location
	schemas []string // to list; empty is all
	charset atomic.Pointer[charset]
}

// postgresSession makes readings unambiguous. Row security off turns rows that a
// policy would hide from us into a refusal: a hidden row must not be taken for
// an erased one. Plans are kept: nearly all statements ask for keys, which an
// index serves whatever they are, and planning takes longer than finding them.
// Nothing is compiled (JIT, from version 11 on): of a table that nobody has analysed
// the server thinks so large that compiling a condition took it a second, every time.
// Where the server knows no character set, bytes come as they lie: as UTF-8 it would
// refuse to send a row that is written otherwise.
const postgresSession = `SET row_security = off; SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';
	SELECT set_config('client_encoding', CASE current_setting('server_encoding') WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END, false); SET standard_conforming_strings = on; SET plan_cache_mode = force_generic_plan; SET extra_float_digits = 1;
	SELECT set_config(name, 'off', false) FROM pg_settings WHERE name = 'jit'`

func openPostgres(ctx context.Context, cfg system.Config) (system.System, error) {
	address, err := dsn(cfg)
	if err != nil {
		return nil, err
	}
	conf, err := pgx.ParseConfig(address)
	if err != nil { // its text may quote the dsn
		return nil, varsam.Errorf(varsam.Invalid, "%s: the dsn cannot be read; it is written postgres://user:password@host:5432/database", cfg.System)
	}
	session, err := postgresTimeouts(cfg)
	if err != nil {
		return nil, err
	}
	if conf.RuntimeParams["application_name"] == "" {
		conf.RuntimeParams["application_name"] = "varsam"
	}
	d := &postgresDialect{zone: cfg.Zone, schemas: schemas(cfg)}
	d.charset.Store(utf8Charset)
	pool := stdlib.OpenDB(*conf, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		d.charset.Store(charsetOf(conn.PgConn().ParameterStatus("server_encoding")))
		_, err := conn.PgConn().Exec(ctx, session).ReadAll()
		return err
	}))
	return newDB(ctx, d, pool, cfg)
}

func postgresTimeouts(cfg system.Config) (string, error) {
	lock, err := duration(cfg, "lock_timeout", 5*time.Second)
	if err != nil {
		return "", err
	}
	statement, err := duration(cfg, "statement_timeout", 0)
	if err != nil {
		return "", err
	}
	session := postgresSession + "; SET lock_timeout = " + strconv.FormatInt(lock.Milliseconds(), 10)
	if statement > 0 {
		session += "; SET statement_timeout = " + strconv.FormatInt(statement.Milliseconds(), 10)
	}
	if cfg.ReadOnly {
		session += "; SET default_transaction_read_only = on"
	}
	return session, nil
}

// schemas is the setting of that name as a list.
func schemas(cfg system.Config) []string {
	var all []string
	for _, s := range strings.Split(cfg.Settings["schemas"], ",") {
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, s)
		}
	}
	return all
}

func (d *postgresDialect) engine() string           { return enginePostgres }
func (d *postgresDialect) quote(n string) string    { return pgx.Identifier{n}.Sanitize() }
func (d *postgresDialect) placeholder(n int) string { return "$" + strconv.Itoa(n) }
func (d *postgresDialect) maxArgs() int             { return 65535 }
func (d *postgresDialect) page() int                { return 0 }
func (d *postgresDialect) checksEachRow() bool      { return false }
func (d *postgresDialect) returning(*model) bool    { return true }

// begin takes the level at which each statement sees what is committed: what the
// lock waited for must be seen by the check that follows.
func (d *postgresDialect) begin() []string { return []string{"BEGIN ISOLATION LEVEL READ COMMITTED"} }

// around has a condition planned for the values at hand, not for average ones.
func (d *postgresDialect) around() (before, after []string) {
	return []string{"SET plan_cache_mode = force_custom_plan"}, []string{"SET plan_cache_mode = force_generic_plan"}
}

// lockTable keeps columns, triggers and foreign keys as they are.
func (d *postgresDialect) lockTable(t *table) string {
	return "LOCK TABLE " + t.sql + " IN ROW EXCLUSIVE MODE"
}

func (d *postgresDialect) forUpdate(alias string) string { return " FOR UPDATE OF " + alias }

// insertInto lets a moved row keep the number an identity column gave it.
func (d *postgresDialect) insertInto(*table) string { return "OVERRIDING SYSTEM VALUE " }
func (d *postgresDialect) orRefuse() string         { return "" }

func (d *postgresDialect) inOrder(cols []*column, exprs []string, bound []varsam.Value) ([]*column, []string, []varsam.Value) {
	return cols, exprs, bound
}

func (d *postgresDialect) tested(*statement, *column, string, func(string) bool) bool { return false }

func (d *postgresDialect) holds(c *column, v varsam.Value) bool {
	return c.Kind == varsam.Bytes || d.charset.Load().takes(string(v.Raw()))
}

// read has the server write what the driver would turn into types of its own.
func (d *postgresDialect) read(c *column, expr string) string {
	switch {
	case c.elem == "oid":
		return expr + "::bigint"
	case c.Kind == varsam.Bool, c.Kind == varsam.Int, c.Kind == varsam.Bytes, c.elem == "text", c.elem == "character varying":
		return expr
	}
	return expr + "::text"
}

func (d *postgresDialect) value(c *column, src any) varsam.Value {
	switch src := src.(type) {
	case bool:
		return varsam.BoolOf(src)
	case int64:
		return varsam.IntOf(src)
	case []byte:
		return varsam.BytesOf(src)
	case string:
		return d.text(c, src)
	}
	return varsam.Value{}
}

func (d *postgresDialect) text(c *column, s string) varsam.Value {
	switch {
	case c.Kind == varsam.Decimal:
		return decimalValue(s)
	case c.Kind == varsam.Day:
		return dayValue(s)
	case c.Kind == varsam.Instant && c.zoned:
		if t, err := time.Parse("2006-01-02 15:04:05.999999-07", s); err == nil {
			return varsam.InstantOf(t)
		}
	case c.Kind == varsam.Instant:
		return zonelessValue(s, d.zone)
	}
	return textValue(s)
}

// bind sends everything but bytes as text, and typed has the server cast it.
func (d *postgresDialect) bind(c *column, v varsam.Value) any {
	switch {
	case v.IsNull():
		return nil
	case c.Kind == varsam.Bytes:
		return content(v)
	}
	return d.literal(c, v)
}

func (d *postgresDialect) literal(c *column, v varsam.Value) string {
	switch {
	case v.Kind() == varsam.Bytes:
		return string(v.Raw())
	case v.Kind() == varsam.Instant && !c.zoned:
		return zonelessText(v, d.zone)
	}
	return v.String()
}

func (d *postgresDialect) typed(c *column, v varsam.Value, ph string) string {
	switch {
	case c.Kind == varsam.Bytes:
		return ph + "::bytea"
	case c.Kind == varsam.Int && v.Kind() == varsam.Decimal:
		return "CAST(" + ph + "::text AS numeric)"
	case c.elem == "date", strings.HasPrefix(c.elem, "timestamp"): // a cast from text depends on the session, and would be done for each row
		return "CAST(" + ph + " AS " + c.elem + ")"
	}
	return "CAST(" + ph + "::text AS " + c.elem + ")"
}

// in binds one array for a column, so that the text stays the same for any
// number of keys.
func (d *postgresDialect) in(s *statement, exprs []string, cols []*column, rows [][]varsam.Value, alone bool) {
	exprs = slices.Clone(exprs)
	for i, c := range cols {
		if c.opaque { // it may have no equality, and travels as text
			exprs[i] += "::text"
		}
	}
	switch {
	case len(exprs) == 1:
		s.write(exprs[0], " = ANY(")
		d.array(s, cols[0], rows, 0)
		s.write(")")
	case alone:
		s.write("(", strings.Join(exprs, ","), ") IN (SELECT * FROM unnest(").list(len(cols), ",", func(i int) {
			d.array(s, cols[i], rows, i)
		}).write("))")
	default: // a subquery beside an OR would be read for every row
		s.write("(").list(len(rows), " OR ", func(i int) {
			s.write("(").list(len(cols), " AND ", func(j int) {
				if s.write(exprs[j], " = "); cols[j].opaque {
					s.arg(d.literal(cols[j], rows[i][j])).write("::text")
					return
				}
				s.value(cols[j], rows[i][j])
			}).write(")")
		}).write(")")
	}
}

// array binds one column of the rows.
func (d *postgresDialect) array(s *statement, c *column, rows [][]varsam.Value, at int) {
	if c.Kind == varsam.Bytes {
		all := make([][]byte, len(rows))
		for i, row := range rows {
			all[i] = content(row[at])
		}
		s.arg(all).write("::bytea[]")
		return
	}
	all := make([]*string, len(rows))
	for i, row := range rows {
		if !row[at].IsNull() {
			text := d.literal(c, row[at])
			all[i] = &text
		}
	}
	if c.opaque {
		s.arg(all).write("::text[]")
		return
	}
	s.write("CAST(").arg(all).write("::text[] AS ", c.elem, "[])")
}

func (d *postgresDialect) exactIn(s *statement, expr string, c *column, rows [][]varsam.Value) {
	if c.plainText && c.collation != "" {
		d.in(s, []string{expr + `::text COLLATE "C"`}, []*column{{elem: "text"}}, rows, true)
		return
	}
	d.in(s, []string{expr}, []*column{c}, rows, true)
}

// compare orders text by its bytes. Columns whose equality is not that of bytes
// carry a collation mark.
func (d *postgresDialect) compare(s *statement, c *column, expr string, op varsam.Op, v varsam.Value) {
	bytewise := c.collation != "" || op != varsam.Eq && op != varsam.Ne
	if c.opaque || bytewise && (c.plainText || len(c.Options) > 0) {
		s.write(expr, `::text COLLATE "C" `, string(op), " ").arg(d.literal(c, v)).write("::text")
		return
	}
	s.write(expr, " ", string(op), " ").value(c, v)
}

// asText is the column as text, for folds.
func (d *postgresDialect) asText(c *column, expr string) string {
	switch {
	case c.Kind == varsam.Bytes: // any byte but ASCII is written as an escape
		return "encode(" + expr + ", 'escape')"
	case c.elem == "text", c.elem == "character varying":
		return expr
	}
	return expr + "::text"
}

// folded uses the collation "C": folding must not depend on the server's
// language, and an index needs it to be the same everywhere.
func (d *postgresDialect) folded(c *column, expr string, f varsam.Fold) string {
	text := d.asText(c, expr)
	switch f {
	case varsam.FoldCase:
		return "lower(btrim(" + text + `, ' ') COLLATE "C")`
	case varsam.Contains:
		return "lower(" + text + ` COLLATE "C")`
	case varsam.Digits:
		return "translate(" + text + ", '" + strings.Join(varsam.Separators, "") + "', '')"
	}
	return text
}

func (d *postgresDialect) foldedIn(s *statement, c *column, expr string, f varsam.Fold, values []string) {
	all := make([]string, 0, len(values))
	for _, v := range values {
		if c.Kind == varsam.Bytes {
			v = escapeBytes(v)
		}
		if f == varsam.Contains {
			v = "%" + likeEscaper.Replace(v) + "%"
		}
		if d.charset.Load().takes(v) {
			all = append(all, v)
		}
	}
	op := " = ANY("
	if f == varsam.Contains {
		op = " LIKE ANY("
	}
	s.write(d.folded(c, expr, f), op).arg(all).write("::text[])")
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// escapeBytes writes text as encode(…, 'escape') does.
func escapeBytes(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\\':
			b.WriteString(`\\`)
		case c == 0 || c >= 0x80:
			b.WriteString(`\` + strconv.FormatInt(int64(c)+0o1000, 8)[1:])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

var postgresNoise = regexp.MustCompile(`::(text|character varying|bpchar)|[()" ]`)

func (d *postgresDialect) normalise(expr string) string {
	return postgresNoise.ReplaceAllString(expr, "")
}

// join keeps the child's column bare, so that its index serves.
func (d *postgresDialect) join(child *column, childExpr string, parent *column, parentExpr string) string {
	numeric := func(c *column) bool { return c.Kind == varsam.Int || c.Kind == varsam.Decimal }
	switch {
	case child.plainText && parent.Kind == varsam.Text && child.sameCollation(parent):
		return childExpr + " = " + d.asText(parent, parentExpr)
	case child.plainText && parent.Kind != varsam.Text:
		return childExpr + " = " + d.asText(parent, parentExpr)
	case child.elem == parent.elem && !child.opaque && child.Kind != varsam.Text, numeric(child) && numeric(parent):
		return childExpr + " = " + parentExpr
	case child.Kind == varsam.Int && parent.Kind == varsam.Text:
		return childExpr + " = CASE WHEN " + parentExpr + "::text ~ '" + sqlInt + "' THEN " + parentExpr + "::text::bigint END"
	}
	return d.asText(child, childExpr) + ` = ` + d.asText(parent, parentExpr) + ` COLLATE "C"`
}

// sqlInt is what text must look like to equal an integer.
const sqlInt = `^(0|-?[1-9][0-9]{0,17})$`

// sqlDay is what text must begin with to be a day of the calendar: one that does
// not exist is no date, though it lies between two as a text.
const sqlDay = `^([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))` +
	`|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)`

func (c *column) sameCollation(other *column) bool { return c.collID == other.collID }

func (d *postgresDialect) dated(c *column, expr string) string {
	return d.asText(c, expr) + " ~ '" + sqlDay + "'"
}

func (d *postgresDialect) inUTC(c *column, expr string) (in, at string) {
	text := d.asText(c, expr)
	return text + ` ~ '^.{10}[T ][0-9]{2}:[0-9]{2}.*(Z|[+]00:00)$'`, "replace(" + text + ", ' ', 'T')"
}

// setEach sends columns as arrays; they are cast when they are used, because an
// array of arrays would come apart into single elements.
func (d *postgresDialect) setEach(s *statement, t *table, cols []*column, rows [][]varsam.Value) {
	all := append(append([]*column{}, t.key...), cols...)
	cast := func(i int) string {
		if all[i].Kind == varsam.Bytes {
			return "v.v" + strconv.Itoa(i)
		}
		return "CAST(v.v" + strconv.Itoa(i) + " AS " + all[i].elem + ")"
	}
	s.write("UPDATE ", t.sql, " AS t0 SET ").list(len(cols), ", ", func(i int) {
		s.write(cols[i].sql, " = ", cast(len(t.key)+i))
	})
	s.write(" FROM unnest(").list(len(all), ", ", func(i int) { d.array(s, all[i].asTextArray(), rows, i) })
	s.write(") AS v(").list(len(all), ", ", func(i int) { s.write("v", strconv.Itoa(i)) })
	s.write(") WHERE ").list(len(t.key), " AND ", func(i int) { s.write(t.key[i].qualified("t0"), " = ", cast(i)) })
}

// asTextArray is the column as one whose values travel as plain text.
func (c *column) asTextArray() *column {
	if c.Kind == varsam.Bytes {
		return c
	}
	text := *c
	text.opaque = true
	return &text
}

// fault goes by the SQLSTATE, and names at most the constraint and table.
func (d *postgresDialect) fault(err error) fault {
	e, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
			return fault{code: varsam.Unavailable, words: "the server cannot be reached"}
		}
		return fault{}
	}
	f, known := postgresFaults[e.Code]
	if !known {
		f, known = postgresFaults[e.Code[:min(2, len(e.Code))]]
	}
	if !known {
		f = fault{code: varsam.Internal, words: "PostgreSQL refused the statement, SQLSTATE " + e.Code}
	}
	if e.ConstraintName != "" {
		f.words += " (" + e.ConstraintName + ")"
	}
	f.clean = e.Code != "57P01" && e.Code != "57P02" && !strings.HasPrefix(e.Code, "08")
	return f
}

var postgresFaults = map[string]fault{
	"23503": {code: varsam.Changed, words: "other rows still refer to these"},
	"23001": {code: varsam.Changed, words: "other rows still refer to these"},
	"23505": {code: varsam.Conflict, words: "a value that must be unique exists already"},
	"23502": {code: varsam.Conflict, words: "a column that must have a value would have none"},
	"23514": {code: varsam.Conflict, words: "a CHECK refused the value"},
	"23P01": {code: varsam.Conflict, words: "an exclusion constraint refused the value"},
	"22":    {code: varsam.Conflict, words: "a value does not fit its column"},
	"P0":    {code: varsam.Conflict, words: "a trigger or function refused"},
	"40001": {code: varsam.Unavailable, words: "another transaction stood in the way", again: true},
	"40P01": {code: varsam.Unavailable, words: "a deadlock with another transaction", again: true},
	"55P03": {code: varsam.Unavailable, words: "a lock was not free in time"},
	"57014": {code: varsam.Unavailable, words: "the statement took longer than it may", slow: true},
	"42501": {code: varsam.Denied, words: "the role lacks a privilege, or row security would hide rows from it"},
	"25006": {code: varsam.Denied, words: "the connection may only read"},
	"28":    {code: varsam.Denied, words: "the server refuses the user or password"},
	"3D000": {code: varsam.NotFound, words: "the database does not exist"},
	"3F000": {code: varsam.Changed, words: "a schema is no longer there", stale: true},
	"42P01": {code: varsam.Changed, words: "a table is no longer there", stale: true},
	"42703": {code: varsam.Changed, words: "a column is no longer there", stale: true},
	"0A000": {code: varsam.Changed, words: "the structure changed", stale: true},
	"53100": {code: varsam.Full, words: "the server's disk is full; make room and try again"},
	"53":    {code: varsam.Unavailable, words: "the server lacks resources"},
	"57":    {code: varsam.Unavailable, words: "the server is shutting down or was stopped"},
	"58":    {code: varsam.Unavailable, words: "the server met a fault of its own"},
	"08":    {code: varsam.Unavailable, words: "the connection was lost"},
}

func (d *postgresDialect) advice(t *table, c *column, f varsam.Fold) string {
	expr := c.sql
	if f != varsam.Exact {
		expr = "(" + d.folded(c, c.sql, f) + ")"
	}
	return "CREATE INDEX CONCURRENTLY " + d.quote(indexName(t, c, f)) + " ON " + t.sql + " (" + expr + ")"
}
