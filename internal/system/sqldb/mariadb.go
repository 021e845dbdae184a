package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-sql-driver/mysql"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

const engineMariaDB = "MariaDB"

// mariaDialect is MariaDB, and MySQL as far as they agree.
type mariaDialect struct {
	zone    *time.Location
	schemas []string // databases to list beside that of the dsn
}

// mariaMode refuses what does not fit instead of cutting it, and lets a moved
// row keep the number 0.
const mariaMode = "'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,ERROR_FOR_DIVISION_BY_ZERO'"

// mariaSwitches are set by MariaDB and passed over by MySQL. MariaDB remembers
// the result of a subquery by the outer row's values, compared without case: the
// row 'Anna' would get the answer of 'anna'.
const mariaSwitches = " /*M!100100 , optimizer_switch='subquery_cache=off' */"

// mariaReadOnly is one variable under the name that either knows.
const mariaReadOnly = " /*M!100100 , tx_read_only=1 */ /*!50720 , transaction_read_only=1 */"

// mariaSettings undo what a server or an address may have set for everybody: readings
// that end after some rows as if there were no more, or that see for ever what the
// connection saw first and keep others from altering the table; references that
// nobody checks; changes that are refused for their form.
var mariaSettings = map[string]string{
	"time_zone": "'+00:00'", "autocommit": "1", "completion_type": "0", "sql_select_limit": "18446744073709551615",
	"foreign_key_checks": "1", "sql_safe_updates": "0", "sql_auto_is_null": "0",
}

func openMariaDB(ctx context.Context, cfg system.Config) (system.System, error) {
	address, err := dsn(cfg)
	if err != nil {
		return nil, err
	}
	conf, err := mysql.ParseDSN(driverForm(address))
	if err != nil || conf.DBName == "" { // the text may quote the dsn
		return nil, varsam.Errorf(varsam.Invalid, "%s: the dsn cannot be read; it is written user:password@tcp(host:3306)/database or mysql://user:password@host:3306/database", cfg.System)
	}
	if err := mariaSession(cfg, conf); err != nil {
		return nil, err
	}
	connector, err := mysql.NewConnector(conf)
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "%s: the dsn's options cannot be used", cfg.System)
	}
	return newDB(ctx, &mariaDialect{zone: cfg.Zone, schemas: schemas(cfg)}, sql.OpenDB(connector), cfg)
}

// driverForm is the driver's own form of an address written as a URL; others are
// left alone.
func driverForm(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "mysql" && u.Scheme != "mariadb" {
		return address
	}
	conf := mysql.NewConfig()
	conf.User, conf.Net, conf.Addr, conf.DBName = u.User.Username(), "tcp", u.Host, strings.TrimPrefix(u.Path, "/")
	conf.Passwd, _ = u.User.Password()
	form, options := conf.FormatDSN(), u.RawQuery
	if options == "" {
		return form
	}
	if strings.Contains(form, "?") {
		return form + "&" + options
	}
	return form + "?" + options
}

// mariaSession makes readings unambiguous: raw text, UTC, rows counted when they
// are found and not only when they change.
func mariaSession(cfg system.Config, conf *mysql.Config) error {
	lock, err := duration(cfg, "lock_timeout", 5*time.Second)
	if err != nil {
		return err
	}
	statement, err := duration(cfg, "statement_timeout", 0)
	if err != nil {
		return err
	}
	conf.ClientFoundRows, conf.ParseTime, conf.InterpolateParams, conf.MultiStatements = true, false, false, false
	conf.AllowAllFiles, conf.Loc = false, time.UTC
	conf.Logger = log.New(io.Discard, "", 0)
	if conf.Params == nil {
		conf.Params = map[string]string{}
	}
	maps.Copy(conf.Params, mariaSettings)
	conf.Params["sql_mode"] = mariaMode + mariaSwitches
	conf.Params["innodb_lock_wait_timeout"] = strconv.Itoa(int(math.Ceil(lock.Seconds())))
	if statement > 0 {
		seconds := strconv.FormatFloat(statement.Seconds(), 'f', 3, 64)
		conf.Params["innodb_lock_wait_timeout"] += " /*M!100100 , max_statement_time=" + seconds + " */" +
			" /*!50708 , max_execution_time=" + strconv.FormatInt(statement.Milliseconds(), 10) + " */"
	}
	if cfg.ReadOnly {
		conf.Params["sql_mode"] += mariaReadOnly
	}
	if err := conf.Apply(mysql.Charset("utf8mb4", "")); err != nil {
		return varsam.Errorf(varsam.Internal, "%s: the driver has no utf8mb4", cfg.System)
	}
	return nil
}

func (d *mariaDialect) engine() string               { return engineMariaDB }
func (d *mariaDialect) quote(n string) string        { return "`" + strings.ReplaceAll(n, "`", "``") + "`" }
func (d *mariaDialect) placeholder(int) string       { return "?" }
func (d *mariaDialect) maxArgs() int                 { return 65535 }
func (d *mariaDialect) page() int                    { return 0 }
func (d *mariaDialect) checksEachRow() bool          { return true }
func (d *mariaDialect) forUpdate(string) string      { return " FOR UPDATE" }
func (d *mariaDialect) insertInto(t *table) string   { return "" }
func (d *mariaDialect) orRefuse() string             { return "" }
func (d *mariaDialect) normalise(expr string) string { return normaliseMaria(expr) }

// begin takes the level at which the check for children sees what is committed.
func (d *mariaDialect) begin() []string {
	return []string{"SET TRANSACTION ISOLATION LEVEL READ COMMITTED", "START TRANSACTION"}
}

func (d *mariaDialect) around() (before, after []string) { return nil, nil }

// lockTable touches the table, which keeps others from altering it.
func (d *mariaDialect) lockTable(t *table) string {
	return "SELECT 1 FROM " + t.sql + " WHERE 1=0 FOR UPDATE"
}

func (d *mariaDialect) tested(*statement, *column, string, func(string) bool) bool { return false }

func (d *mariaDialect) unchanged(*model, []*table) (asked, func() bool) {
	return asked{}, func() bool { return false }
}

// returning is true of MariaDB; MySQL cannot.
func (d *mariaDialect) returning(m *model) bool {
	return strings.HasPrefix(m.catalogue.Engine, engineMariaDB+" ")
}

func (d *mariaDialect) holds(c *column, v varsam.Value) bool {
	return c.Kind == varsam.Bytes || utf8.Valid(v.Raw())
}

// read widens FLOAT, which the server would print with six digits, and turns
// bits into a number.
func (d *mariaDialect) read(c *column, expr string) string {
	switch c.elem {
	case "float":
		return "(" + expr + " + 0e0)"
	case "bit":
		return "(" + expr + " + 0)"
	}
	return expr
}

func (d *mariaDialect) value(c *column, src any) varsam.Value {
	switch src := src.(type) {
	case []byte:
		return d.bytes(c, src)
	case string:
		return d.bytes(c, []byte(src))
	case int64:
		return d.integer(c, src)
	case uint64:
		if src <= math.MaxInt64 {
			return d.integer(c, int64(src))
		}
		return varsam.DecimalOf(strconv.FormatUint(src, 10))
	case float64:
		return floatValue(src)
	case float32:
		return floatValue(float64(src))
	}
	return varsam.Value{}
}

func (d *mariaDialect) integer(c *column, n int64) varsam.Value {
	if c.Kind == varsam.Bool {
		return varsam.BoolOf(n != 0)
	}
	return varsam.IntOf(n)
}

func (d *mariaDialect) bytes(c *column, b []byte) varsam.Value {
	switch {
	case c.Kind == varsam.Bytes:
		return varsam.BytesOf(b)
	case c.Kind == varsam.Int:
		return intValue(string(b))
	case c.Kind == varsam.Bool:
		return varsam.BoolOf(string(b) != "0")
	case c.Kind == varsam.Decimal:
		return decimalValue(string(b))
	case c.Kind == varsam.Day:
		return dayValue(string(b))
	case c.Kind == varsam.Instant && c.zoned:
		return zonelessValue(string(b), time.UTC)
	case c.Kind == varsam.Instant:
		return zonelessValue(string(b), d.zone)
	case len(b) > varsam.MaxHeld:
		return varsam.BytesOf(b)
	}
	return textValue(string(b))
}

func (d *mariaDialect) bind(c *column, v varsam.Value) any {
	switch {
	case v.IsNull():
		return nil
	case v.Kind() == varsam.Bool, v.Kind() == varsam.Int:
		return v.Int()
	case v.Kind() == varsam.Decimal && (c.elem == "double" || c.elem == "float"):
		if f, err := strconv.ParseFloat(v.String(), 64); err == nil {
			return f
		}
	case v.Kind() == varsam.Bytes:
		return content(v)
	case v.Kind() == varsam.Instant && c.zoned:
		return zonelessText(v, time.UTC)
	case v.Kind() == varsam.Instant:
		return zonelessText(v, d.zone)
	}
	return v.String()
}

// typed keeps decimals exact: a string would be compared as a floating number.
// Text is turned into the column's characters, where it may hold some that these
// lack: the server would refuse to compare them. They become question marks,
// which the check in Go knows from the value.
func (d *mariaDialect) typed(c *column, v varsam.Value, ph string) string {
	switch {
	case v.Kind() == varsam.Decimal && c.elem != "double" && c.elem != "float":
		return "CAST(" + ph + " AS DECIMAL(65,30))"
	case v.Kind() == varsam.Bytes:
		return "CAST(" + ph + " AS BINARY)"
	case c.plainText && c.charset != "utf8mb4" && c.charset != "" && !isASCII(v.String()):
		return "CONVERT(" + ph + " USING " + c.charset + ") COLLATE " + c.collation
	}
	return ph
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

func (d *mariaDialect) in(s *statement, exprs []string, cols []*column, rows [][]varsam.Value, _ bool) {
	if len(exprs) == 1 {
		s.write(exprs[0], " IN (").list(len(rows), ",", func(i int) { s.value(cols[0], rows[i][0]) }).write(")")
		return
	}
	s.write("(", strings.Join(exprs, ","), ") IN (").list(len(rows), ",", func(i int) {
		s.write("(").list(len(cols), ",", func(j int) { s.value(cols[j], rows[i][j]) }).write(")")
	}).write(")")
}

// inOrder has ENUM and SET by their numbers: rows are put in order by them, but a
// text is compared with their words.
func (d *mariaDialect) inOrder(cols []*column, exprs []string, bound []varsam.Value) ([]*column, []string, []varsam.Value) {
	if !slices.ContainsFunc(cols, (*column).numbered) {
		return cols, exprs, bound
	}
	cols, exprs, bound = slices.Clone(cols), slices.Clone(exprs), slices.Clone(bound)
	for i, c := range cols {
		if c.numbered() {
			cols[i], exprs[i], bound[i] = &column{elem: "bigint"}, "("+exprs[i]+" + 0)", varsam.DecimalOf(strconv.FormatUint(c.number(bound[i].String()), 10))
		}
	}
	return cols, exprs, bound
}

func (c *column) numbered() bool { return c.elem == "enum" || c.elem == "set" }

// number is that of an ENUM's word, or of a SET's words together; no word has 0.
func (c *column) number(text string) (n uint64) {
	words := mariaOptions(c.Type)
	if c.elem == "enum" {
		return uint64(slices.Index(words, text) + 1)
	}
	for _, word := range strings.Split(text, ",") {
		if i := slices.Index(words, word); i >= 0 {
			n |= 1 << i
		}
	}
	return n
}

// raw is a text's bytes, past collations that know no case, no accents and no
// blanks at the end.
func (d *mariaDialect) raw(expr string) string {
	return "CAST(CONVERT(" + expr + " USING utf8mb4) AS BINARY)"
}

func (d *mariaDialect) exactIn(s *statement, expr string, c *column, rows [][]varsam.Value) {
	switch {
	case !c.plainText:
		d.in(s, []string{expr}, []*column{c}, rows, true)
		return
	case len(rows) == 1:
		d.compare(s, c, expr, varsam.Eq, rows[0][0])
		return
	}
	s.write("(")
	d.in(s, []string{expr}, []*column{c}, rows, true)
	s.write(" AND ", d.raw(expr), " IN (").list(len(rows), ",", func(i int) {
		s.write("CAST(").arg(d.bind(c, rows[i][0])).write(" AS BINARY)")
	}).write("))")
}

func (d *mariaDialect) compare(s *statement, c *column, expr string, op varsam.Op, v varsam.Value) {
	if !c.plainText {
		s.write(expr, " ", string(op), " ").value(c, v)
		return
	}
	if op == varsam.Eq { // the plain comparison is for the index
		s.write("(", expr, " = ").value(c, v).write(" AND ")
	}
	s.write(d.raw(expr), " ", string(op), " CAST(").arg(d.bind(c, v)).write(" AS BINARY)")
	if op == varsam.Eq {
		s.write(")")
	}
}

func (d *mariaDialect) folded(_ *column, expr string, f varsam.Fold) string {
	switch f {
	case varsam.FoldCase:
		return "LOWER(TRIM(" + expr + "))"
	case varsam.Digits:
		for _, sep := range varsam.Separators {
			expr = "REPLACE(" + expr + "," + mariaLiteral(sep) + ",'')"
		}
	}
	return expr
}

func mariaLiteral(s string) string {
	if s[0] < ' ' || s[0] > '~' {
		n := 0
		for i := range len(s) {
			n = n<<8 | int(s[i])
		}
		return "CHAR(" + strconv.Itoa(n) + " USING utf8mb4)"
	}
	return "'" + s + "'"
}

// foldedIn compares under a collation that knows no case, whatever the column's:
// it lets through more than the fold, which the check in Go sorts out.
func (d *mariaDialect) foldedIn(s *statement, c *column, expr string, f varsam.Fold, values []string) {
	text := "CONVERT(" + expr + " USING utf8mb4) COLLATE utf8mb4_general_ci"
	switch f {
	case varsam.Contains:
		s.write("(").list(len(values), " OR ", func(i int) {
			s.write("LOCATE(").arg(values[i]).write(",", text, ")>0")
		}).write(")")
		return
	case varsam.FoldCase:
		text = "TRIM(" + text + ")"
	default:
		text = d.folded(c, text, f)
	}
	s.write(text, " IN (").list(len(values), ",", func(i int) { s.arg(values[i]) }).write(")")
}

// join keeps the child's column bare for its index, in the child's own
// characters and collation, and compares the bytes beside it.
func (d *mariaDialect) join(child *column, childExpr string, parent *column, parentExpr string) string {
	numeric := func(c *column) bool { return c.Kind == varsam.Int || c.Kind == varsam.Decimal || c.Kind == varsam.Bool }
	parentText := "CAST(" + parentExpr + " AS CHAR)"
	if parent.plainText {
		parentText = parentExpr
	}
	switch {
	case child.plainText:
		other := parentText
		if !parent.plainText || parent.collation != child.collation {
			other = "CONVERT(" + parentText + " USING " + child.charset + ") COLLATE " + child.collation
		}
		return "(" + childExpr + " = " + other + " AND " + d.raw(childExpr) + " = " + d.raw(parentText) + ")"
	case numeric(child) && numeric(parent), child.Kind == parent.Kind && child.elem == parent.elem:
		return childExpr + " = " + parentExpr
	case child.Kind == varsam.Int && parent.plainText:
		return childExpr + " = CASE WHEN " + d.raw(parentExpr) + " REGEXP '" + sqlInt + "' THEN CAST(" + parentExpr + " AS SIGNED) END"
	}
	return d.raw("CAST("+childExpr+" AS CHAR)") + " = " + d.raw(parentText)
}

func (d *mariaDialect) dated(_ *column, expr string) string {
	return expr + " REGEXP '" + sqlDay + "'"
}

// inUTC asks for the end apart: in a pattern, a line's end behind it would do, too.
func (d *mariaDialect) inUTC(_ *column, expr string) (in, at string) {
	raw := d.raw(expr)
	return "(" + raw + " REGEXP '^.{10}[T ][0-9]{2}:[0-9]{2}' AND (RIGHT(" + raw + ", 1) = 'Z' OR RIGHT(" + raw + ", 6) = '+00:00'))",
		"REPLACE(" + expr + ", ' ', 'T')"
}

// setEach picks each row's value by its key. Columns are sent as the table's own
// types, which a derived table of placeholders would not have.
func (d *mariaDialect) setEach(s *statement, t *table, cols []*column, rows [][]varsam.Value) {
	s.write("UPDATE ", t.sql, " SET ").list(len(cols), ", ", func(n int) {
		s.write(cols[n].sql, " = CASE").list(len(rows), "", func(i int) {
			s.write(" WHEN ").list(len(t.key), " AND ", func(j int) {
				s.write(t.key[j].sql, " = ").value(t.key[j], rows[i][j])
			})
			s.write(" THEN ").value(cols[n], rows[i][len(t.key)+n])
		})
		s.write(" END")
	})
	exprs := make([]string, len(t.key))
	for i, c := range t.key {
		exprs[i] = c.sql
	}
	s.write(" WHERE ")
	d.in(s, exprs, t.key, rows, true)
}

// fault goes by the number: the texts quote values.
func (d *mariaDialect) fault(err error) fault {
	e, ok := errors.AsType[*mysql.MySQLError](err)
	if !ok {
		if errors.Is(err, mysql.ErrInvalidConn) {
			return fault{code: varsam.Unavailable, words: "the connection was lost"}
		}
		return fault{}
	}
	f, known := mariaFaults[e.Number]
	if !known {
		f = fault{code: varsam.Internal, words: "the server refused the statement, error " + strconv.Itoa(int(e.Number))}
	}
	f.clean = e.Number != 1053 && e.Number != 1927 && e.Number != 1180
	return f
}

var (
	mariaDenied = fault{code: varsam.Denied, words: "the user lacks a privilege"}
	mariaRefers = fault{code: varsam.Changed, words: "other rows still refer to these (foreign key)"}
	mariaExists = fault{code: varsam.Conflict, words: "a value that must be unique exists already"}
	mariaNull   = fault{code: varsam.Conflict, words: "a column that must have a value would have none"}
	mariaCheck  = fault{code: varsam.Conflict, words: "a CHECK refused the value"}
	mariaUnfit  = fault{code: varsam.Conflict, words: "a value does not fit its column"}
	mariaGone   = fault{code: varsam.Changed, words: "a table or column is no longer there", stale: true}
	mariaRead   = fault{code: varsam.Denied, words: "the server may only be read"}
	mariaFull   = fault{code: varsam.Unavailable, words: "the server is overloaded, stopping or out of resources"}
	mariaDisk   = fault{code: varsam.Full, words: "the server's disk, or a table, is full; make room and try again"}
)

var mariaFaults = map[uint16]fault{
	1045: {code: varsam.Denied, words: "the server refuses the user or password"},
	1698: {code: varsam.Denied, words: "the server refuses the user or password"},
	1044: mariaDenied, 1142: mariaDenied, 1143: mariaDenied, 1227: mariaDenied, 1370: mariaDenied, 1369: mariaDenied,
	1049: {code: varsam.NotFound, words: "the database does not exist"},
	1146: mariaGone, 1054: mariaGone, 1412: mariaGone,
	1205: {code: varsam.Unavailable, words: "a lock was not free in time"},
	1213: {code: varsam.Unavailable, words: "a deadlock with another transaction", again: true},
	1020: {code: varsam.Unavailable, words: "another transaction stood in the way", again: true},
	1451: mariaRefers, 1217: mariaRefers, 1452: mariaRefers, 1216: mariaRefers,
	1062: mariaExists, 1169: mariaExists, 1586: mariaExists, 1022: mariaExists,
	1048: mariaNull, 1364: mariaNull,
	3819: mariaCheck, 4025: mariaCheck,
	1264: mariaUnfit, 1265: mariaUnfit, 1292: mariaUnfit, 1366: mariaUnfit, 1406: mariaUnfit, 1411: mariaUnfit, 1690: mariaUnfit, 1977: mariaUnfit, 3988: mariaUnfit,
	1290: mariaRead, 1792: mariaRead, 1836: mariaRead,
	1644: {code: varsam.Conflict, words: "a trigger refused"},
	1969: {code: varsam.Unavailable, words: "the statement took longer than it may", slow: true},
	3024: {code: varsam.Unavailable, words: "the statement took longer than it may", slow: true},
	1040: mariaFull, 1203: mariaFull, 1053: mariaFull, 1927: mariaFull, 1317: mariaFull,
	1021: mariaDisk, 1114: mariaDisk,
}

// advice adds a generated column: MariaDB indexes no expressions.
func (d *mariaDialect) advice(t *table, c *column, f varsam.Fold) string {
	name := d.quote(indexName(t, c, f))
	if f == varsam.Exact {
		part := c.sql
		if c.Size == 0 && c.charset != "" || c.Kind == varsam.Bytes {
			part += "(191)" // TEXT and BLOB are indexed by their beginning
		}
		return "CREATE INDEX " + name + " ON " + t.sql + " (" + part + ")"
	}
	size := 320
	if c.Size > 0 {
		size = c.Size
	}
	return "ALTER TABLE " + t.sql + " ADD COLUMN " + name + " VARCHAR(" + strconv.Itoa(size) + ") CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci" +
		" AS (" + d.folded(c, c.sql, f) + ") VIRTUAL, ADD INDEX " + name + " (" + name + ")"
}
