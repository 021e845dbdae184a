package extract

import (
	"bufio"
	"bytes"
	"strconv"
	"strings"
)

// csvReader cuts separated values into cells, as RFC 4180 and what spreadsheets write: quotes may hold separators and line
// ends, and are doubled inside. What stands behind a closing quote belongs to the cell.
type csvReader struct {
	in        *bufio.Reader
	at        int64 // of the next byte
	separator byte

	cell   []byte
	places places
	quoted bool // inside quotes
	closed bool // just behind them
	end    byte // what ended it: the separator, '\n', or 0 at the end of the input

	rest func(held []byte) ([]byte, bool) // reads a long cell on; made once, and not for every cell
}

// begin reads the next cell, up to most bytes of it.
func (c *csvReader) begin(most int) (done bool) {
	c.cell, c.quoted, c.closed = c.cell[:0], false, false
	if b, _ := c.in.Peek(1); len(b) == 1 && b[0] == '"' {
		c.skip(1)
		c.quoted = true
	}
	c.places.begin(c.at)
	c.cell, done = c.more(c.cell, most)
	return done
}

// more appends what follows of the cell until its end or until it holds most bytes or a little more.
func (c *csvReader) more(cell []byte, most int) ([]byte, bool) {
	for len(cell) < most {
		b, _ := c.in.Peek(max(1, c.in.Buffered()))
		if len(b) == 0 {
			c.end = 0
			return cell, true
		}
		var done bool
		if c.quoted {
			cell = c.inQuotes(cell, b)
		} else if cell, done = c.outside(cell, b); done {
			return cell, true
		}
	}
	return cell, false
}

// inQuotes takes the bytes up to the next quote; of two quotes, one is meant.
func (c *csvReader) inQuotes(cell, b []byte) []byte {
	i := bytes.IndexByte(b, '"')
	if i < 0 {
		c.skip(len(b))
		return append(cell, b...)
	}
	cell = append(cell, b[:i]...)
	c.skip(i + 1)
	if b, _ := c.in.Peek(1); len(b) == 1 && b[0] == '"' {
		c.skip(1)
		cell = append(cell, '"')
		c.places.jump(len(cell), c.at)
		return cell
	}
	c.quoted, c.closed = false, true
	return cell
}

// outside takes the bytes up to the cell's end.
func (c *csvReader) outside(cell, b []byte) ([]byte, bool) {
	if c.closed && b[0] != c.separator && b[0] != '\n' && b[0] != '\r' {
		c.places.jump(len(cell), c.at)
	}
	c.closed = false
	for i, x := range b {
		if x == c.separator || x == '\n' {
			cell = append(cell, b[:i]...)
			c.skip(i + 1)
			if c.end = x; x == '\n' {
				cell = bytes.TrimSuffix(cell, []byte("\r"))
			}
			return cell, true
		}
	}
	c.skip(len(b))
	return append(cell, b...), false
}

func (c *csvReader) skip(n int) {
	c.in.Discard(n)
	c.at += int64(n)
}

// csv yields the cells below a heading, which gives the labels.
func (w *walker) csv(p part, in *bufio.Reader, separator byte) error {
	c := &csvReader{in: in, separator: separator}
	c.rest = func(held []byte) ([]byte, bool) { return c.more(held, headSize) }
	if b, _ := in.Peek(len(utf8Mark)); bytes.Equal(b, utf8Mark) {
		c.skip(len(utf8Mark))
	}
	heading := c.heading()
	var path []byte
	row, column, label := 0, 0, ""
	where := func() string {
		path = appendIndex(append(path[:0], '$'), row)
		if label == "" {
			return p.field(appendIndex(path, column))
		}
		return p.field(appendKey(path, label))
	}
	for ; c.end != 0; row++ {
		for column = 0; ; column++ {
			if label = ""; column < len(heading) {
				label = strings.TrimSpace(heading[column])
			}
			if err := w.cell(p, c, label, where); err != nil {
				return err
			}
			if c.end != separator {
				break
			}
		}
	}
	return nil
}

// heading reads the first row, which the sniffer has seen to be short.
func (c *csvReader) heading() (names []string) {
	for {
		c.begin(headSize)
		names = append(names, string(c.cell))
		if c.end != c.separator {
			return names
		}
	}
}

func (w *walker) cell(p part, c *csvReader, label string, where func() string) error {
	done := c.begin(w.limits.Value)
	piece := Piece{Path: where, Label: label}
	c.places.tell(&piece, p, done || !c.quoted)
	return w.value(piece, c.cell, done, c.rest)
}

// appendIndex appends [n].
func appendIndex(b []byte, n int) []byte {
	return append(strconv.AppendInt(append(b, '['), int64(n), 10), ']')
}

// appendKey appends .key, or ['key'] for what is no simple name.
func appendKey(b []byte, key string) []byte {
	if isSimple(key) {
		return append(append(b, '.'), key...)
	}
	b = append(b, '[', '\'')
	for i := range len(key) {
		if key[i] == '\'' || key[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, key[i])
	}
	return append(b, '\'', ']')
}

// isSimple accepts letters, figures, hyphens and underscores.
func isSimple(key string) bool {
	for i := range len(key) {
		c := key[i]
		if c < 0x80 && c != '-' && c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return key != ""
}
