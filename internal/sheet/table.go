package sheet

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam"
)

// Table is rows under a heading.
type Table struct {
	Name    string // of the sheet, and of the file without its ending
	Columns []Column
	Rows    [][]Cell // each as long as Columns
}

// Column is a heading.
type Column struct {
	Key   string // for programs: last_day
	Title string // for people, in their language
}

// Cell is one value.
type Cell struct {
	kind   kind
	text   string
	number int64
}

type kind uint8

const (
	textCell kind = iota
	numberCell
	dayCell
	momentCell
)

// Text is a cell of words; those that no spreadsheet should hold are left out.
func Text(s string) Cell { return Cell{text: clean(s)} }

// Number is a cell of a whole number.
func Number[N ~int | ~int64](n N) Cell {
	return Cell{kind: numberCell, number: int64(n), text: strconv.FormatInt(int64(n), 10)}
}

// Day is a cell of a civil day; an empty one for none.
func Day(d varsam.Date) Cell {
	if d.IsZero() {
		return Cell{}
	}
	return Cell{kind: dayCell, number: serial(d), text: d.String()}
}

// Moment is a cell of an instant, in a zone, to the second; an empty one for none.
func Moment(t time.Time, zone *time.Location) Cell {
	if t.IsZero() {
		return Cell{}
	}
	t = t.In(zone)
	seconds := int64(t.Hour()*3600 + t.Minute()*60 + t.Second())
	return Cell{kind: momentCell, number: serial(varsam.NewDate(t.Year(), t.Month(), t.Day()))*86400 + seconds, text: t.Format("2006-01-02 15:04:05")}
}

// Yes is a cell that says yes, or nothing.
func Yes(yes bool, word string) Cell {
	if yes {
		return Text(word)
	}
	return Cell{}
}

// String is the cell as a text.
func (c Cell) String() string { return c.text }

// serial counts days as spreadsheets do: 1900-01-01 is 1, and 1900 is taken for a
// leap year, so that it is right from 1900-03-01 on (ECMA-376 part 1, 18.17.4.1).
func serial(d varsam.Date) int64 {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	return int64(d.Start(time.UTC).Sub(epoch) / (24 * time.Hour))
}

// mostText is the longest text that a cell of a spreadsheet can hold.
const mostText = 32_767

// clean leaves out what is no writing: control characters but line ends and tabs,
// marks that turn the direction, and halves of characters.
func clean(s string) string {
	dirty := func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 || turns(r) || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF
	}
	if strings.ContainsFunc(s, dirty) {
		s = strings.Map(func(r rune) rune {
			if dirty(r) {
				return -1
			}
			return r
		}, s)
	}
	if len(s) > mostText && utf8.RuneCountInString(s) > mostText {
		s = string([]rune(s)[:mostText-1]) + "…"
	}
	return s
}

// turns reports whether a character turns the direction of writing, so that a
// text shows as another than it is (UAX #9).
func turns(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F || r == 0x061C
}

// commands reports whether a spreadsheet could take a text for more than one.
func commands(s string) bool {
	s = strings.TrimLeftFunc(s, unicode.IsSpace)
	first, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("=+-@|%＝＋－＠", first) && s != ""
}
