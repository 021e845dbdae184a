package anonymity

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// Way is what is done to a column's values.
type Way string

// The ways. Those up to WayPrefix make of each value another by itself; the last
// three are for whoever has the batch.
const (
	WayKeep   Way = "keep"
	WayNull   Way = "null"
	WayFixed  Way = "fixed"  // one value for all
	WayLevel  Way = "level"  // of a hierarchy
	WayDate   Way = "date"   // the first day of its month, quarter, year or decade
	WayBand   Way = "band"   // the lower bound of a band of numbers
	WayPrefix Way = "prefix" // the first characters, as of a postcode

	WayShuffle Way = "shuffle" // the values of a class change places: see Shuffle
	WayRandom  Way = "random"  // a random placeholder, never the same twice: see Placeholder
	WayText    Way = "text"    // what tells people is taken out of a text
)

// Unit is how much of a date is left.
type Unit string

// The units.
const (
	Month   Unit = "month"
	Quarter Unit = "quarter"
	Year    Unit = "year"
	Decade  Unit = "decade"
)

var units = []Unit{Month, Quarter, Year, Decade} // ever coarser

// Coarser reports whether less of a date is left by it than by another.
func (u Unit) Coarser(than Unit) bool { return slices.Index(units, u) > slices.Index(units, than) }

// Recode is what becomes of one column. Only the fields of its Way are set; it is
// made by the functions below, or decoded, and not changed after.
type Recode struct {
	Way   Way               `json:"way"`
	Value varsam.Value      `json:"value,omitzero"`  // fixed
	Level int               `json:"level,omitempty"` // level
	Forms map[string]string `json:"forms,omitempty"` // level: the form of each value, by its text
	Unit  Unit              `json:"unit,omitempty"`  // date
	Width int64             `json:"width,omitempty"` // band
	From  int64             `json:"from,omitempty"`  // band: where some band begins
	Chars int               `json:"chars,omitempty"` // prefix
}

// Keep leaves values as they are.
func Keep() Recode { return Recode{Way: WayKeep} }

// ToNull empties.
func ToNull() Recode { return Recode{Way: WayNull} }

// ToFixed gives every row one value.
func ToFixed(v varsam.Value) Recode { return Recode{Way: WayFixed, Value: v} }

// ToLevel takes the forms of a hierarchy's level. It carries them with it.
func ToLevel(h *Hierarchy, level int) Recode {
	forms := make(map[string]string, h.Size())
	for text, code := range h.codes {
		forms[text] = h.Label(level, code)
	}
	return Recode{Way: WayLevel, Level: level, Forms: forms}
}

// ToDate leaves of a date its month, quarter, year or decade.
func ToDate(u Unit) Recode { return Recode{Way: WayDate, Unit: u} }

// ToBand puts numbers into bands of a width.
func ToBand(width, from int64) Recode { return Recode{Way: WayBand, Width: width, From: from} }

// ToPrefix leaves the first characters.
func ToPrefix(chars int) Recode { return Recode{Way: WayPrefix, Chars: chars} }

// Shuffled lets values change places.
func Shuffled() Recode { return Recode{Way: WayShuffle} }

// ToRandom replaces values at random.
func ToRandom() Recode { return Recode{Way: WayRandom} }

// Redacted takes people out of a text.
func Redacted() Recode { return Recode{Way: WayText} }

// Pure reports whether Apply says all: the same value always becomes the same.
func (r Recode) Pure() bool {
	return r.Way != WayShuffle && r.Way != WayRandom && r.Way != WayText
}

// Apply is what a value becomes. It never lets through what it does not
// understand – a date that is none, a value that the hierarchy lacks – but gives
// null, and so for the ways that are not [Recode.Pure]. Kinds stay, so that the
// result fits the column: a date becomes the first day of its unit, a number the
// lower bound of its band; text that holds a number becomes "[20, 30)".
func (r Recode) Apply(v varsam.Value) varsam.Value {
	switch r.Way {
	case WayKeep:
		return v
	case WayFixed:
		return r.Value
	}
	if v.IsNull() {
		return v
	}
	switch r.Way {
	case WayLevel:
		return r.form(v)
	case WayDate:
		return r.truncate(v)
	case WayBand:
		return r.band(v)
	case WayPrefix:
		return r.prefix(v)
	}
	return varsam.Value{}
}

// Fits reports whether Apply understands a value: it or what it becomes is not
// lost for want of a form.
func (r Recode) Fits(v varsam.Value) bool {
	return v.IsNull() || r.Way == WayNull || r.Way == WayFixed || !r.Pure() || !r.Apply(v).IsNull()
}

func (r Recode) form(v varsam.Value) varsam.Value {
	form, ok := r.Forms[v.String()]
	if !ok {
		return varsam.Value{}
	}
	if v.Kind() == varsam.Int {
		if n, err := strconv.ParseInt(form, 10, 64); err == nil {
			return varsam.IntOf(n)
		}
	}
	return varsam.TextOf(form)
}

// truncate reads an instant in UTC: what remains is a month at the finest.
func (r Recode) truncate(v varsam.Value) varsam.Value {
	d := v.Date(time.UTC)
	if d.IsZero() {
		return varsam.Value{}
	}
	d = r.Unit.first(d)
	switch v.Kind() {
	case varsam.Day:
		return varsam.DayOf(d)
	case varsam.Instant:
		return varsam.InstantOf(d.Start(time.UTC))
	}
	return varsam.TextOf(d.String())
}

func (u Unit) first(d varsam.Date) varsam.Date {
	switch u {
	case Month:
		return varsam.NewDate(d.Year(), d.Month(), 1)
	case Quarter:
		return varsam.NewDate(d.Year(), d.Month()-(d.Month()-1)%3, 1)
	case Decade:
		return varsam.NewDate(d.Year()-d.Year()%10, time.January, 1)
	}
	return varsam.NewDate(d.Year(), time.January, 1)
}

// farthest is the largest number that is put into a band; what lies beyond no
// column about people holds.
const farthest = 1 << 60

func (r Recode) band(v varsam.Value) varsam.Value {
	n, ok := v.Int(), v.Kind() == varsam.Int
	if v.Kind() == varsam.Decimal || v.Kind() == varsam.Text {
		n, ok = floor(v.String())
	}
	if !ok || r.Width <= 0 || n > farthest || n < -farthest {
		return varsam.Value{}
	}
	low := n - ((n-r.From)%r.Width+r.Width)%r.Width
	switch v.Kind() {
	case varsam.Int:
		return varsam.IntOf(low)
	case varsam.Decimal:
		return varsam.DecimalOf(strconv.FormatInt(low, 10))
	}
	return varsam.TextOf("[" + strconv.FormatInt(low, 10) + ", " + strconv.FormatInt(low+r.Width, 10) + ")")
}

// floor is the greatest whole number that is no larger than a decimal text.
func floor(s string) (int64, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	if len(s) > 64 || strings.Trim(s, "+-.0123456789") != "" { // no exponents: a short text must not stand for a long number
		return 0, false
	}
	x, ok := new(big.Rat).SetString(s)
	if !ok {
		return 0, false
	}
	n := new(big.Int).Div(x.Num(), x.Denom()) // Euclidean: down, as the denominator is positive
	return n.Int64(), n.IsInt64()
}

// prefix counts characters without blanks, so that "123 45" and "12345" are one.
func (r Recode) prefix(v varsam.Value) varsam.Value {
	text := v.String()
	switch v.Kind() {
	case varsam.Int:
		if len(text) > r.Chars && v.Int() > 0 {
			n, _ := strconv.ParseInt(text[:r.Chars], 10, 64)
			return varsam.IntOf(n)
		}
		return v
	case varsam.Text:
		text = strings.ReplaceAll(text, " ", "")
		n := 0
		for at := range text {
			if n++; n > r.Chars {
				return varsam.TextOf(text[:at])
			}
		}
		return varsam.TextOf(text)
	}
	return varsam.Value{}
}
