package sqldb

import (
	"crypto/rand"
	"database/sql/driver"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
	kept "github.com/varsam/varsam/internal/sqlite"
)

// farthest is the largest number that is put into a band.
const farthest = "1152921504606846976"

// datePattern is true of texts that begin with a day that exists.
const datePattern = "^([0-9]{4}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)" +
	"|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)"

// banded is the lower bound of a number's band: a remainder of a negative number
// is negative in every engine, as in Go.
func banded(number string, how anonymity.Recode) string {
	from, width := strconv.FormatInt(how.From, 10), strconv.FormatInt(how.Width, 10)
	return number + " - ((" + number + " - (" + from + ")) % " + width + " + " + width + ") % " + width
}

// levelled writes the form of each value: one WHEN for each form.
func levelled(s *statement, c *column, expr string, forms map[string]string) {
	by := map[string][][]varsam.Value{}
	for _, text := range slices.Sorted(maps.Keys(forms)) {
		v := varsam.TextOf(text)
		if c.Kind == varsam.Int {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil || strconv.FormatInt(n, 10) != text {
				continue
			}
			v = varsam.IntOf(n)
		}
		by[forms[text]] = append(by[forms[text]], []varsam.Value{v})
	}
	if len(by) == 0 {
		s.write("NULL")
		return
	}
	s.write("CASE")
	for _, form := range slices.Sorted(maps.Keys(by)) {
		v := varsam.TextOf(form)
		if c.Kind == varsam.Int {
			n, _ := strconv.ParseInt(form, 10, 64)
			v = varsam.IntOf(n)
		}
		s.write(" WHEN ")
		s.db.dialect.exactIn(s, expr, c, by[form])
		s.write(" THEN ").value(c, v)
	}
	s.write(" END")
}

// PostgreSQL.

func (d *postgresDialect) recoded(s *statement, c *column, expr string, how anonymity.Recode) {
	switch how.Way {
	case anonymity.WayLevel:
		levelled(s, c, expr, how.Forms)
	case anonymity.WayDate:
		s.write(d.dateOf(c, expr, how.Unit))
	case anonymity.WayBand:
		whole := expr
		if c.Kind == varsam.Decimal {
			whole = "floor(" + expr + ")"
		}
		s.write("CASE WHEN ", whole, " BETWEEN -", farthest, " AND ", farthest, " THEN ", banded(whole+"::bigint", how), " END")
	case anonymity.WayPrefix:
		chars := strconv.Itoa(how.Chars)
		if c.Kind == varsam.Int {
			s.write("CASE WHEN ", expr, " > 0 THEN left(", expr, "::text, ", chars, ")::bigint ELSE ", expr, "::bigint END")
			return
		}
		s.write("left(replace(", expr, "::text, ' ', ''), ", chars, ")")
	case anonymity.WayRandom:
		s.write("CASE WHEN ", expr, " IS NOT NULL THEN ", d.random(c), " END")
	}
}

// random takes what of a random UUID is random.
func (d *postgresDialect) random(c *column) string {
	digits := "replace(gen_random_uuid()::text, '-', '')"
	switch {
	case c.elem == "uuid":
		return "gen_random_uuid()"
	case c.Kind == varsam.Int:
		return "(('x' || right(" + digits + ", 16))::bit(64)::bigint & 4611686018427387903)"
	}
	return "right(" + digits + ", " + strconv.Itoa(len(randomText)-5) + ") || left(" + digits + ", 5)"
}

// dateOf leaves out what no Go date is: an infinite one, one before Christ.
func (d *postgresDialect) dateOf(c *column, expr string, unit anonymity.Unit) string {
	switch c.Kind {
	case varsam.Day:
		return "CASE WHEN " + expr + " BETWEEN '0010-01-01' AND '9999-12-31' THEN date_trunc('" + string(unit) + "', " + expr + ")::date END"
	case varsam.Instant:
		return "CASE WHEN " + expr + " >= '0010-01-01' AND " + expr + " < '10000-01-01' THEN date_trunc('" + string(unit) + "', " + expr + ") END"
	}
	first := map[anonymity.Unit]string{
		anonymity.Month:   "left(" + expr + ", 7) || '-01'",
		anonymity.Quarter: "left(" + expr + ", 5) || lpad(((substr(" + expr + ", 6, 2)::integer - 1) / 3 * 3 + 1)::text, 2, '0') || '-01'",
		anonymity.Year:    "left(" + expr + ", 4) || '-01-01'",
		anonymity.Decade:  "left(" + expr + ", 3) || '0-01-01'",
	}[unit]
	return "CASE WHEN " + expr + "::text ~ '" + datePattern + "' THEN " + first + " END"
}

func (d *postgresDialect) looks(s *statement, c *column, value func()) {
	s.write("(")
	value()
	switch {
	case c.Kind == varsam.Decimal && !c.approximate():
		s.write(")::numeric(100, 30)::text")
	case c.Kind == varsam.Int:
		s.write(")::bigint::text")
	default:
		s.write(")::text")
	}
}

func (d *postgresDialect) class(s *statement, cols []*column, value func(int)) {
	s.write("md5(concat_ws(',', '='").list(len(cols), "", func(i int) {
		s.write(", quote_nullable(")
		d.looks(s, cols[i], func() { value(i) })
		s.write(")")
	}).write("))")
}

func (d *postgresDialect) among(s *statement, keys []string) {
	s.write(" = ANY(").arg(keys).write("::text[])")
}

// MariaDB.

func (d *mariaDialect) recoded(s *statement, c *column, expr string, how anonymity.Recode) {
	switch how.Way {
	case anonymity.WayLevel:
		levelled(s, c, expr, how.Forms)
	case anonymity.WayDate:
		s.write(d.dateOf(c, expr, how.Unit))
	case anonymity.WayBand:
		whole := expr
		if c.Kind == varsam.Decimal {
			whole = "FLOOR(" + expr + ")"
		}
		s.write("CASE WHEN ", whole, " BETWEEN -", farthest, " AND ", farthest, " THEN ", banded("CAST("+whole+" AS SIGNED)", how), " END")
	case anonymity.WayPrefix:
		chars := strconv.Itoa(how.Chars)
		if c.Kind == varsam.Int {
			s.write("CASE WHEN ", expr, " > 9223372036854775807 THEN NULL WHEN ", expr, " > 0 THEN CAST(LEFT(CAST(", expr, " AS CHAR), ", chars, ") AS SIGNED) ELSE ", expr, " END")
			return
		}
		s.write("LEFT(REPLACE(", expr, ", ' ', ''), ", chars, ")")
	case anonymity.WayRandom:
		s.write("CASE WHEN ", expr, " IS NOT NULL THEN ", d.random(c), " END")
	}
}

// random asks for bytes from the server's source for keys, which it has from
// 10.10.
func (d *mariaDialect) random(c *column) string {
	if c.Kind == varsam.Int {
		return "CAST(CAST(CONV(HEX(RANDOM_BYTES(8)), 16, 10) AS UNSIGNED) >> 2 AS SIGNED)"
	}
	return "LOWER(HEX(RANDOM_BYTES(" + strconv.Itoa(len(randomText)/2) + ")))"
}

func (d *mariaDialect) dateOf(c *column, expr string, unit anonymity.Unit) string {
	text := "CAST(" + expr + " AS CHAR)"
	if c.Kind == varsam.Text {
		text = expr
	}
	first := map[anonymity.Unit]string{
		anonymity.Month:   "CONCAT(LEFT(" + text + ", 7), '-01')",
		anonymity.Quarter: "CONCAT(LEFT(" + text + ", 5), LPAD(CAST((SUBSTR(" + text + ", 6, 2) - 1) DIV 3 * 3 + 1 AS CHAR), 2, '0'), '-01')",
		anonymity.Year:    "CONCAT(LEFT(" + text + ", 4), '-01-01')",
		anonymity.Decade:  "CONCAT(LEFT(" + text + ", 3), '0-01-01')",
	}[unit]
	switch c.Kind {
	case varsam.Day:
		first = "CAST(" + first + " AS DATE)"
	case varsam.Instant:
		first = "CAST(" + first + " AS DATETIME)"
	}
	return "CASE WHEN " + text + " REGEXP '" + datePattern + "' THEN " + first + " END"
}

func (d *mariaDialect) looks(s *statement, c *column, value func()) {
	begin, end := "CAST(", " AS CHAR)"
	switch {
	case c.Kind == varsam.Decimal && !c.approximate():
		begin, end = "CAST(CAST(", " AS DECIMAL(65,30)) AS CHAR)"
	case c.Kind == varsam.Instant:
		begin, end = "CAST(CAST(", " AS DATETIME(6)) AS CHAR)"
	case c.Kind == varsam.Bool:
		begin, end = "CAST((", ") + 0 AS CHAR)"
	case c.Kind == varsam.Bytes:
		begin, end = "HEX(", ")"
	case c.plainText:
		begin, end = "CONVERT(", " USING utf8mb4)"
	}
	s.write(begin)
	value()
	s.write(end)
}

func (d *mariaDialect) class(s *statement, cols []*column, value func(int)) {
	s.write("MD5(CONCAT_WS(',', '='").list(len(cols), "", func(i int) {
		s.write(", QUOTE(")
		d.looks(s, cols[i], func() { value(i) })
		s.write(")")
	}).write("))")
}

func (d *mariaDialect) among(s *statement, keys []string) { amongListed(s, keys) }

func amongListed(s *statement, keys []string) {
	s.write(" IN (").list(len(keys), ",", func(i int) { s.arg(keys[i]) }).write(")")
}

// SQLite calls back into Go, where Apply itself is.

func (d *sqliteDialect) recoded(s *statement, c *column, expr string, how anonymity.Recode) {
	id, done := kept.Make(func(src driver.Value) driver.Value {
		v := d.value(c, src)
		if v.IsNull() {
			return nil
		}
		if how.Way == anonymity.WayRandom {
			return d.random(c)
		}
		if v.Kind() == varsam.Instant {
			v = varsam.InstantOf(d.wall(v))
			return zonelessAt(how.Apply(v))
		}
		return d.bind(c, how.Apply(v))
	}, how.Way != anonymity.WayRandom)
	s.tests = append(s.tests, done)
	s.write("varsam_make(").arg(id).write(",", expr, ")")
}

func (d *sqliteDialect) random(c *column) driver.Value {
	kind := varsam.Text
	if c.Kind == varsam.Int {
		kind = varsam.Int
	}
	v, err := anonymity.Placeholder(kind, rand.Reader)
	if err != nil {
		return nil
	}
	if kind == varsam.Text {
		return strings.ToLower(v.String()[:len(randomText)])
	}
	return v.Int()
}

// wall is what a clock in the system's zone shows, as if it stood in UTC.
func (d *sqliteDialect) wall(v varsam.Value) time.Time {
	t := v.Time().In(d.zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

func zonelessAt(v varsam.Value) driver.Value {
	if v.IsNull() {
		return nil
	}
	return zonelessText(v, time.UTC)
}

func (d *sqliteDialect) looks(_ *statement, _ *column, value func()) { value() }

func (d *sqliteDialect) class(s *statement, cols []*column, value func(int)) {
	s.write("varsam_class(").list(len(cols), ", ", value).write(")")
}

func (d *sqliteDialect) among(s *statement, keys []string) { amongListed(s, keys) }
