package office

import (
	"bytes"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam/internal/document/markup"
)

// formats are how numbers are shown, as far as that changes which figures they are: days, and numbers with leading zeros or
// hyphens in them, such as 000000-0000.
type formats struct {
	codes map[int]string // of number formats
	cells []int          // number format by style
}

// read reads a styles part.
func (s *formats) read(r *markup.Reader) error {
	s.codes = map[int]string{}
	cells := false
	for {
		switch r.Next() {
		case markup.Ended:
			return nil
		case markup.Start:
			switch r.Name {
			case "numFmt":
				id, _ := strconv.Atoi(r.Attr("numFmtId"))
				s.codes[id] = r.Attr("formatCode")
			case "cellXfs":
				cells = !r.Empty
			case "xf":
				if cells && len(s.cells) < 1<<16 {
					id, _ := strconv.Atoi(r.Attr("numFmtId"))
					s.cells = append(s.cells, id)
				}
			}
		case markup.End:
			if r.Name == "cellXfs" {
				cells = false
			}
		}
	}
}

// shown is a number as its cell shows it.
func (s *formats) shown(number []byte, style int) []byte {
	number = bytes.TrimSpace(number)
	if style > 0 && style < len(s.cells) {
		id := s.cells[style]
		code, own := s.codes[id]
		switch {
		case id >= 14 && id <= 22, own && isDay(code):
			if day, ok := s.day(number); ok {
				return day
			}
		case own:
			if masked, ok := mask(number, code); ok {
				return masked
			}
		}
	}
	return whole(number)
}

// whole writes a number that stands with an exponent without one: 1.99001189811E11.
func whole(number []byte) []byte {
	if bytes.IndexByte(number, 'E') < 0 {
		return number
	}
	f, _, err := big.ParseFloat(string(number), 10, 200, big.ToNearestEven)
	if err != nil || !f.IsInt() || f.MantExp(nil) > 128 {
		return number
	}
	return []byte(f.Text('f', 0))
}

// isDay reports a format of days.
func isDay(code string) bool {
	code = strings.ToLower(code)
	for strings.Contains(code, "[") { // colours and countries
		before, rest, _ := strings.Cut(code, "[")
		_, after, _ := strings.Cut(rest, "]")
		code = before + after
	}
	return strings.Contains(code, "yy") || strings.Contains(code, "d") && strings.Contains(code, "m") || strings.Contains(code, "åå")
}

// day is a day as 1990-01-18. Excel counts from the last day of 1899 and believes that 1900 was a leap year.
func (s *formats) day(number []byte) ([]byte, bool) {
	days, err := strconv.ParseFloat(string(number), 64)
	if err != nil || days < 1 || days > 2958465 {
		return nil, false
	}
	if days < 60 {
		days++
	}
	from := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	t := from.AddDate(0, 0, int(days))
	b := t.AppendFormat(nil, time.DateOnly)
	if clock := days - float64(int(days)); clock > 0 {
		b = from.Add(time.Duration(clock*86400+0.5)*time.Second).AppendFormat(append(b, ' '), time.TimeOnly)
	}
	return b, true
}

// mask puts figures in the places of a format of zeros and literals.
func mask(number []byte, code string) ([]byte, bool) {
	code, _, _ = strings.Cut(code, ";")
	code = strings.NewReplacer(`\`, "", `"`, "").Replace(code)
	zeros := strings.Count(code, "0")
	if zeros < 2 || strings.Trim(code, "0-+ /()") != "" || len(number) > zeros || strings.Trim(string(number), "0123456789") != "" {
		return nil, false
	}
	figures := strings.Repeat("0", zeros-len(number)) + string(number)
	out := make([]byte, 0, len(code))
	for i := range len(code) {
		if code[i] == '0' {
			out = append(out, figures[0])
			figures = figures[1:]
		} else {
			out = append(out, code[i])
		}
	}
	return out, true
}
