package anonymity

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/varsam/varsam"
)

// File is a table as text: a header and rows that are all as long.
type File struct {
	Header []string
	Rows   [][]string
	Comma  rune // what separates cells: , or ; or a tab
	CRLF   bool // how lines end
}

// ReadFile reads a CSV table with a header line. The separator is the one of
// comma, semicolon and tab that the header has most of. Errors are Invalid and
// name the line.
func ReadFile(r io.Reader) (File, error) {
	in, line, err := firstLine(r, "table")
	if err != nil {
		return File{}, err
	}
	f := File{Comma: separator(line), CRLF: bytes.HasSuffix(line, []byte("\r"))}
	lines, err := readLines(in, f.Comma, "table")
	if err != nil {
		return File{}, err
	}
	if len(lines) < 2 {
		return File{}, varsam.Errorf(varsam.Invalid, "the table is empty: it needs a header line and rows")
	}
	f.Header, f.Rows = lines[0], lines[1:]
	seen := map[string]bool{}
	for i, name := range f.Header {
		if name == "" || seen[name] {
			return File{}, varsam.Errorf(varsam.Invalid, "column %d of the table has no name of its own: give every column one", i+1)
		}
		seen[name] = true
	}
	return f, nil
}

// ReadHierarchy reads a hierarchy in the form of ARX: a line for each value with
// its ever coarser forms, without a header.
func ReadHierarchy(r io.Reader) (*Hierarchy, error) {
	in, line, err := firstLine(r, "hierarchy")
	if err != nil {
		return nil, err
	}
	lines, err := readLines(in, separator(line), "hierarchy")
	if err != nil {
		return nil, err
	}
	return NewHierarchy(lines)
}

// firstLine looks at the first line, without its end, of what is then read from
// the reader returned. What spreadsheets write before UTF-8 is dropped.
func firstLine(r io.Reader, what string) (io.Reader, []byte, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	first, err := in.Peek(64 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, varsam.Errorf(varsam.Unavailable, "the %s cannot be read to its end", what)
	}
	if bytes.HasPrefix(first, []byte("\xef\xbb\xbf")) {
		in.Discard(3)
		first = first[3:]
	}
	quoted := false
	for i, c := range first {
		if c == '"' {
			quoted = !quoted
		}
		if c == '\n' && !quoted {
			return in, first[:i], nil
		}
	}
	return in, first, nil
}

const separators = ";,\t"

// separator is the sign that a line has most of outside quotation marks; a line
// without any is one cell.
func separator(line []byte) rune {
	var counts [128]int
	quoted := false
	for _, c := range line {
		if c == '"' {
			quoted = !quoted
		}
		if !quoted && c < 128 {
			counts[c]++
		}
	}
	best := ','
	for _, sign := range separators {
		if counts[sign] > counts[best] {
			best = sign
		}
	}
	return best
}

func readLines(r io.Reader, comma rune, what string) ([][]string, error) {
	in := csv.NewReader(r)
	in.Comma = comma
	var lines [][]string
	for {
		line, err := in.Read()
		var fault *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return lines, nil
		case errors.As(err, &fault) && errors.Is(err, csv.ErrFieldCount):
			return nil, varsam.Errorf(varsam.Invalid, "line %d of the %s has %d cells where the first has %d", fault.StartLine, what, len(line), len(lines[0]))
		case errors.As(err, &fault):
			return nil, varsam.Errorf(varsam.Invalid, "line %d of the %s has a quotation mark out of place", fault.Line, what)
		case err != nil:
			return nil, varsam.Errorf(varsam.Unavailable, "the %s cannot be read to its end", what)
		}
		lines = append(lines, line)
	}
}

// Write writes the table in the form in which it was read. Cells that could be
// taken for another number of cells are quoted.
func (f File) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	f.writeLine(out, f.Header)
	for _, row := range f.Rows {
		f.writeLine(out, row)
	}
	return out.Flush() // the first error of all
}

func (f File) writeLine(out *bufio.Writer, cells []string) {
	for i, cell := range cells {
		if i > 0 {
			out.WriteRune(f.Comma)
		}
		alone := len(cells) == 1 && cell == "" // would be no line at all
		if alone || strings.ContainsAny(cell, separators+"\"\r\n") || strings.HasPrefix(cell, " ") {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		out.WriteString(cell)
	}
	if f.CRLF {
		out.WriteByte('\r')
	}
	out.WriteByte('\n')
}

// Column is the number of a column, -1 where there is none of that name.
func (f File) Column(name string) int {
	for i, c := range f.Header {
		if c == name {
			return i
		}
	}
	return -1
}

// Values are the cells of a column.
func (f File) Values(column int) []string {
	all := make([]string, len(f.Rows))
	for i, row := range f.Rows {
		all[i] = row[column]
	}
	return all
}
