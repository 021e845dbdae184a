package sqldb

import (
	"bytes"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

const (
	secondLayout   = "2006-01-02 15:04:05"
	fractionLayout = "2006-01-02 15:04:05.999999999"
)

// cell receives one column of one row and holds it as a value; the driver's
// bytes are not kept.
type cell struct {
	col  *column
	read func(c *column, src any) varsam.Value
	keep bool // keep also the text of a Large value, for the comparison in Go

	value varsam.Value
	whole string
}

// Scan implements [sql.Scanner].
func (c *cell) Scan(src any) error {
	c.value = c.read(c.col, src)
	c.whole = ""
	if c.keep && c.value.Kind() == varsam.Large {
		switch src := src.(type) {
		case string:
			c.whole = src
		case []byte:
			c.whole = string(src)
		}
	}
	return nil
}

// text is the cell's content as a fold sees it.
func (c *cell) text() string {
	switch c.value.Kind() {
	case varsam.Large:
		return c.whole
	case varsam.Bytes:
		return string(c.value.Raw())
	}
	return c.value.String()
}

// textValue is a cell of text: what holds a NUL or is no UTF-8 is bytes.
func textValue(s string) varsam.Value {
	if strings.IndexByte(s, 0) >= 0 {
		return varsam.BytesOf([]byte(s))
	}
	return varsam.TextOf(s)
}

func intValue(s string) varsam.Value {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return decimalValue(s)
	}
	return varsam.IntOf(n)
}

// decimalValue keeps what is no number, such as NaN and Infinity, as text.
func decimalValue(s string) varsam.Value {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return textValue(s)
		}
	}
	return varsam.DecimalOf(s)
}

func floatValue(f float64) varsam.Value {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return varsam.TextOf(strconv.FormatFloat(f, 'g', -1, 64))
	}
	return varsam.DecimalOf(strconv.FormatFloat(f, 'g', -1, 64))
}

func dayValue(s string) varsam.Value {
	if d, err := varsam.ParseDate(s); err == nil {
		return varsam.DayOf(d)
	}
	return textValue(s)
}

// zonelessValue reads a local time in the system's zone. A time that the zone
// skips would come back as another one, so it stays text.
func zonelessValue(s string, zone *time.Location) varsam.Value {
	wall, err := time.Parse(secondLayout, s) // a fraction may follow the seconds
	if err != nil {
		return textValue(s)
	}
	t := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), wall.Nanosecond(), zone)
	if t.Hour() != wall.Hour() || t.Minute() != wall.Minute() {
		return textValue(s)
	}
	return varsam.InstantOf(t)
}

// zonelessText is what zonelessValue reads.
func zonelessText(v varsam.Value, zone *time.Location) string {
	return v.Time().In(zone).Format(fractionLayout)
}

var (
	plainInt     = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,18})$`)
	plainDecimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)
	plainUUID    = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
)

// asInt is v as an integer, when it is one exactly: the text "042" is none.
func asInt(v varsam.Value) (varsam.Value, bool) {
	switch v.Kind() {
	case varsam.Int:
		return v, true
	case varsam.Bool:
		return varsam.IntOf(v.Int()), true
	case varsam.Decimal, varsam.Text:
		if plainInt.MatchString(v.String()) {
			n, err := strconv.ParseInt(v.String(), 10, 64)
			return varsam.IntOf(n), err == nil
		}
	}
	return v, false
}

func asDecimal(v varsam.Value) (varsam.Value, bool) {
	switch v.Kind() {
	case varsam.Decimal:
		return v, true
	case varsam.Int, varsam.Bool:
		return varsam.DecimalOf(strconv.FormatInt(v.Int(), 10)), true
	case varsam.Text:
		return varsam.DecimalOf(v.String()), plainDecimal.MatchString(v.String())
	}
	return v, false
}

func asBool(v varsam.Value) (varsam.Value, bool) {
	switch v.Kind() {
	case varsam.Bool:
		return v, true
	case varsam.Int:
		return varsam.BoolOf(v.Int() == 1), v.Int() == 0 || v.Int() == 1
	case varsam.Text:
		return varsam.BoolOf(v.String() == "true"), v.String() == "true" || v.String() == "false"
	}
	return v, false
}

func asDay(v varsam.Value) (varsam.Value, bool) {
	switch v.Kind() {
	case varsam.Day:
		return v, true
	case varsam.Text:
		d := dayValue(v.String())
		return d, d.Kind() == varsam.Day
	}
	return v, false
}

func asInstant(v varsam.Value, zone *time.Location) (varsam.Value, bool) {
	switch v.Kind() {
	case varsam.Instant:
		return v, true
	case varsam.Text:
		i := zonelessValue(v.String(), zone)
		return i, i.Kind() == varsam.Instant
	}
	return v, false
}

// asText is v as the text of a text column.
func asText(v varsam.Value) (varsam.Value, bool) {
	switch v.Kind() {
	case varsam.Null, varsam.Large:
		return v, false
	case varsam.Bytes, varsam.Text:
		return v, true
	}
	return varsam.TextOf(v.String()), true
}

func asBytes(v varsam.Value) (varsam.Value, bool) {
	switch v.Kind() {
	case varsam.Bytes:
		return v, true
	case varsam.Text:
		return varsam.BytesOf(v.Raw()), true
	}
	return v, false
}

// as is v as the column would hold it. What cannot be held is not found there,
// rather than cast into something that is: the text "42abc" is no 42.
func (db *DB) as(c *column, v varsam.Value) (varsam.Value, bool) {
	switch c.Kind {
	case varsam.Bool:
		return asBool(v)
	case varsam.Int:
		n, ok := asInt(v)
		if !ok && (strings.Contains(c.Type, "unsigned") || c.elem == "bit") { // MariaDB's reach beyond int64
			d, isNumber := asDecimal(v)
			return d, isNumber && !strings.ContainsAny(d.String(), ".-")
		}
		return n, ok
	case varsam.Decimal:
		return asDecimal(v)
	case varsam.Day:
		return asDay(v)
	case varsam.Instant:
		return asInstant(v, db.cfg.Zone)
	case varsam.Bytes:
		return asBytes(v)
	}
	v, ok := asText(v)
	return db.asSpecial(c, v, ok && db.dialect.holds(c, v))
}

// asSpecial holds texts against types that take only some.
func (db *DB) asSpecial(c *column, v varsam.Value, ok bool) (varsam.Value, bool) {
	switch {
	case !ok:
	case c.elem == "uuid":
		return varsam.TextOf(strings.ToLower(v.String())), plainUUID.MatchString(v.String())
	case len(c.Options) > 0:
		for _, o := range c.Options {
			if o == v.String() {
				return v, true
			}
		}
		return v, false
	}
	return v, ok
}

// wanted is every form in which the column may hold v.
func (db *DB) wanted(c *column, v varsam.Value) []varsam.Value {
	if v.IsNull() || v.Kind() == varsam.Large {
		return nil
	}
	if d, ok := db.dialect.(*sqliteDialect); ok && c.affinity != 't' {
		return d.wanted(db, c, v)
	}
	if w, ok := db.as(c, v); ok {
		return []varsam.Value{w}
	}
	return nil
}

// wanted is every form in which a column without strict types may hold v. A
// numeric one holds as a number whatever looks like one, and else what was put
// there; one without a type holds anything as it came.
func (d *sqliteDialect) wanted(db *DB, c *column, v varsam.Value) []varsam.Value {
	var forms []varsam.Value
	add := func(w varsam.Value, ok bool) bool {
		if ok && !contains(forms, w) {
			forms = append(forms, w)
		}
		return ok
	}
	if c.affinity == 'b' {
		add(db.as(c, v))
		for _, as := range []func(varsam.Value) (varsam.Value, bool){asInt, asDecimal, asText, asBytes} {
			add(as(v))
		}
		return forms
	}
	if n, ok := asInt(v); ok {
		return []varsam.Value{d.stored(c, n)}
	}
	if n, ok := asDecimal(v); ok {
		return []varsam.Value{d.stored(c, n)}
	}
	if !add(db.as(c, v)) && v.Kind() == varsam.Text && !c.rowID {
		add(v, true)
	}
	return forms
}

func contains(all []varsam.Value, v varsam.Value) bool {
	for _, w := range all {
		if w == v {
			return true
		}
	}
	return false
}

// stored is an assigned value as the column reads it back, and whether the
// column can hold it at all.
func (db *DB) stored(c *column, v varsam.Value) (varsam.Value, bool) {
	switch {
	case v.IsNull():
		return v, !c.NotNull
	case v.Kind() == varsam.Large:
		return v, false
	}
	if d, ok := db.dialect.(*sqliteDialect); ok {
		return d.stored(c, v), true
	}
	if w, ok := db.as(c, v); ok {
		return w, true
	}
	// What does not fit the kind was perhaps read from there: a date "infinity".
	return v, v.Kind() == varsam.Text && c.Kind != varsam.Text
}

// content is a value's bytes, for a parameter.
func content(v varsam.Value) []byte { return bytes.Clone(v.Raw()) }
