package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document/charset"
)

// Sheet is what was read: rows of texts, all of them as long as the longest.
type Sheet struct {
	Name string // of the sheet within its workbook
	Rows [][]string
}

// The bounds of what is read.
const (
	MostBytes   = 32 << 20 // of a file
	maxUnpacked = 64 << 20
	maxRows     = 100_000
	maxColumns  = 400
	maxCells    = 2_000_000
	maxSheets   = 40
)

// Read reads a file as sheets: XLSX by what it is, anything else as CSV. Code
// Invalid says what is wrong with it.
func Read(data []byte) ([]Sheet, error) {
	if len(data) > MostBytes {
		return nil, varsam.Errorf(varsam.Invalid, "the file is larger than %d MB", MostBytes>>20)
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return readXLSX(data)
	}
	if bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")) {
		return nil, varsam.Errorf(varsam.Invalid, "the file is of the old Excel form (xls), or locked with a password; save it as xlsx")
	}
	sheet, err := readCSV(data)
	if err != nil {
		return nil, err
	}
	return []Sheet{sheet}, nil
}

func readCSV(data []byte) (s Sheet, err error) {
	text := decode(data)
	if strings.ContainsRune(text, 0) {
		return s, varsam.Errorf(varsam.Invalid, "the file is neither a workbook (xlsx) nor text (csv)")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator(text), true, -1
	cells := 0
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return s.squared(), nil
		}
		if err != nil {
			return s, varsam.Errorf(varsam.Invalid, "the file cannot be read as CSV: a quote is not closed")
		}
		if cells += len(row); cells > maxCells || len(s.Rows) >= maxRows || len(row) > maxColumns {
			return s, errTooMuch
		}
		for i := range row {
			row[i] = strings.TrimSpace(clean(row[i]))
		}
		s.Rows = append(s.Rows, row)
	}
}

var errTooMuch = varsam.Errorf(varsam.Invalid, "the file has more rows, columns or cells than are read")

// squared makes all rows as long as the longest, and drops empty ones at the end.
func (s Sheet) squared() Sheet {
	wide := 0
	for n := len(s.Rows); n > 0 && strings.Join(s.Rows[n-1], "") == ""; n-- {
		s.Rows = s.Rows[:n-1]
	}
	for _, row := range s.Rows {
		wide = max(wide, len(row))
	}
	for i, row := range s.Rows {
		for len(row) < wide {
			row = append(row, "")
		}
		s.Rows[i] = row
	}
	return s
}

// decode reads bytes by their mark, as UTF-8 where they are that, and as
// Windows-1252 otherwise: what spreadsheets write in these countries.
func decode(data []byte) string {
	text, err := io.ReadAll(charset.NewReader(bytes.NewReader(data), ""))
	if err != nil {
		return string(data)
	}
	return string(text)
}

// separators in the order in which they are believed: a comma stands in many
// texts.
var separators = []rune{'\t', ';', '|', ','}

// looked is how many lines a separator is guessed from.
const looked = 30

// separator is the first that stands equally often in each of the first lines,
// outside quotes; without one, the most frequent.
func separator(text string) rune {
	var counts [looked]map[rune]int
	quoted, line := false, 0
	for _, r := range text {
		if counts[line] == nil {
			counts[line] = map[rune]int{}
		}
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '\n':
			line++
		default:
			counts[line][r]++
		}
		if line == looked {
			break
		}
	}
	total := map[rune]int{}
	for _, sep := range separators {
		even := counts[0][sep] > 0
		for _, of := range counts[:min(line, looked)] {
			total[sep] += of[sep]
			even = even && (of[sep] == counts[0][sep] || len(of) <= 1)
		}
		if even {
			return sep
		}
	}
	best := ','
	for _, sep := range separators {
		if total[sep] > total[best] {
			best = sep
		}
	}
	return best
}
