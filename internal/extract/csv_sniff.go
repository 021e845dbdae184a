package extract

import (
	"bufio"
	"bytes"
	"strings"
)

// rowsToTell is how many rows are looked at.
const rowsToTell = 20

// separatorOf finds the sign that cuts the first rows into equally many cells, below a heading; 0 when there is none, and the
// text is better read as it stands.
func separatorOf(head []byte, ended bool, name string) byte {
	if !ended { // the last row may be cut
		i := bytes.LastIndexByte(head, '\n')
		if i < 0 {
			return 0
		}
		head = head[:i+1]
	}
	best, most := byte(0), 1
	for _, c := range []byte(";\t|,") {
		rows := firstRows(head, c)
		if cells := len(rows[0]); cells > most && mostlyLong(rows, named(name)) && isHeading(rows[0]) && !isProse(rows, c, name) {
			best, most = c, cells
		}
	}
	return best
}

// firstRows cuts the first rows; there is at least one.
func firstRows(head []byte, separator byte) (rows [][]string) {
	c := &csvReader{in: bufio.NewReader(bytes.NewReader(head)), separator: separator, end: '\n'}
	for c.end != 0 && len(rows) < rowsToTell {
		rows = append(rows, c.heading())
	}
	if last := rows[len(rows)-1]; len(rows) > 1 && len(last) == 1 && last[0] == "" {
		rows = rows[:len(rows)-1] // behind the last line end
	}
	return rows
}

// named reports whether the name says that these are separated values.
func named(name string) bool {
	return strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".tsv")
}

// mostlyLong reports whether the rows below the heading have as many cells as it: half of them in a file that is named so,
// else four in five.
func mostlyLong(rows [][]string, named bool) bool {
	same, below := 0, len(rows)-1
	for _, r := range rows[1:] {
		if len(r) == len(rows[0]) {
			same++
		}
	}
	if named {
		return same*2 >= below && same > 0
	}
	return same*5 >= below*4 && same > 0
}

// isHeading reports whether the cells are names of columns: short, different, with a letter and hardly a figure.
func isHeading(cells []string) bool {
	seen := map[string]bool{}
	for _, c := range cells {
		c = strings.TrimSpace(c)
		key := strings.ToLower(c)
		if c == "" || len(c) > 64 || seen[key] || strings.ContainsAny(c, "@\n") || !hasLetter(c) || figures(c) > 3 {
			return false
		}
		seen[key] = true
	}
	return true
}

func hasLetter(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c >= 'a' && c <= 'z' || s[i] >= 0x80 {
			return true
		}
	}
	return false
}

func figures(s string) (n int) {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}

// isProse reports lines of a letter that happen to have equally many commas: few rows, blanks behind the commas.
func isProse(rows [][]string, separator byte, name string) bool {
	return separator == ',' && !named(name) && (len(rows) < 3 || strings.HasPrefix(rows[0][1], " "))
}
