package extract

import (
	"bufio"
	"bytes"
	"errors"
	"strings"
)

// errNotJSON: the next byte is none that JSON has there.
var errNotJSON = errors.New("not JSON")

// deepest is how many objects and arrays may stand in each other.
const deepest = 512

// jsonReader goes through JSON values, one or many in a row, and gives strings and numbers as they come.
type jsonReader struct {
	in    *bufio.Reader
	at    int64
	most  int // of a string in memory
	stack []frame
	many  bool
	count int  // of top-level values begun
	cut   bool // the input ended within a string or a word

	held   []byte
	places places
	digits bool // held is a number
	inKey  bool
	key    []byte // storage of the keys on the stack, one behind the other

	// found is given each string and number, and those keys that may be data themselves.
	found func(done bool) error
}

// frame is an open object or array.
type frame struct {
	array bool
	index int
	key   int // where the frame's keys begin in the storage
}

// read goes on until the input ends; errNotJSON leaves the input at the first byte that does not fit.
func (j *jsonReader) read() error {
	for {
		c, ok := j.next()
		if !ok {
			return nil
		}
		if len(j.stack) == 0 {
			j.count++
		} else if closed, err := j.element(&c); err != nil {
			return err
		} else if closed {
			continue
		}
		if err := j.one(c); err != nil {
			return err
		}
	}
}

// element goes to the next value of the open object or array, or closes it.
func (j *jsonReader) element(c *byte) (closed bool, err error) {
	f := &j.stack[len(j.stack)-1]
	if *c == "}]"[b2i(f.array)] {
		j.skip(1)
		j.key = j.key[:f.key]
		j.stack = j.stack[:len(j.stack)-1]
		return true, nil
	}
	f.index++
	if f.index > 0 {
		if *c != ',' {
			return false, errNotJSON
		}
		j.skip(1)
		*c, _ = j.next()
	}
	if f.array {
		return false, nil
	}
	return false, j.name(f, c)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// longestKey is how much of a key is kept for labels and paths.
const longestKey = 256

// name reads a key and its colon.
func (j *jsonReader) name(f *frame, c *byte) error {
	if *c != '"' {
		return errNotJSON
	}
	j.key = j.key[:f.key]
	done := j.beginString()
	j.key = append(j.key, j.held[:min(len(j.held), longestKey)]...)
	if MayBeData(j.held) {
		j.inKey = true
		err := j.found(done)
		if j.inKey = false; err != nil {
			return err
		}
	} else if !done {
		j.rest(done).drain()
	}
	if colon, _ := j.next(); colon != ':' {
		return errNotJSON
	}
	j.skip(1)
	*c, _ = j.next()
	return nil
}

// MayBeData reports keys such as "anna@example.org" or "19900118-9811": with an at sign, a blank or four figures.
func MayBeData(key []byte) bool {
	return bytes.ContainsAny(key, "@ ") || len(key) > longestKey || figures(string(key)) > 3
}

// one reads or opens the value that begins with c.
func (j *jsonReader) one(c byte) error {
	switch {
	case c == '{' || c == '[':
		if len(j.stack) == deepest {
			return errNotJSON
		}
		j.skip(1)
		j.stack = append(j.stack, frame{array: c == '[', index: -1, key: len(j.key)})
		return nil
	case c == '"':
		return j.found(j.beginString())
	case c == '-' || c >= '0' && c <= '9':
		return j.number()
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if b, _ := j.in.Peek(len(word)); len(b) > 0 && strings.HasPrefix(word, string(b)) { // or as much of it as there is
			j.cut = len(b) < len(word)
			j.skip(len(b))
			return nil
		}
	}
	return errNotJSON
}

// longestNumber is more than any identifier or floating number has.
const longestNumber = 64

// number takes what looks like one. It is not strict: numbers with hyphens occur, and are values.
func (j *jsonReader) number() error {
	b, _ := j.in.Peek(longestNumber + 1)
	n := 0
	for n < len(b) && (b[n] >= '0' && b[n] <= '9' || bytes.IndexByte([]byte("+-.eE"), b[n]) >= 0) {
		n++
	}
	if n > longestNumber {
		return errNotJSON
	}
	j.held = append(j.held[:0], b[:n]...)
	j.places.begin(j.at)
	j.skip(n)
	j.digits = true
	err := j.found(true)
	j.digits = false
	return err
}

// next is the next byte that is no blank; it stays in the input.
func (j *jsonReader) next() (byte, bool) {
	for {
		b, _ := j.in.Peek(max(1, j.in.Buffered()))
		if len(b) == 0 {
			return 0, false
		}
		for i, c := range b {
			if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
				j.skip(i)
				return c, true
			}
		}
		j.skip(len(b))
	}
}

func (j *jsonReader) skip(n int) {
	j.in.Discard(n)
	j.at += int64(n)
}

// label is the nearest key above the value; a key has none.
func (j *jsonReader) label() string {
	if j.inKey {
		return ""
	}
	end := len(j.key)
	for i := len(j.stack) - 1; i >= 0; i-- {
		f := j.stack[i]
		if !f.array {
			return string(j.key[f.key:end])
		}
		end = f.key
	}
	return ""
}

// path is where the value stands.
func (j *jsonReader) path() []byte {
	b := []byte{'$'}
	if j.many || j.count > 1 {
		b = appendIndex(b, j.count-1)
	}
	for i, f := range j.stack {
		end := len(j.key)
		if i+1 < len(j.stack) {
			end = j.stack[i+1].key
		}
		if f.array {
			b = appendIndex(b, f.index)
		} else {
			b = appendKey(b, string(j.key[f.key:end]))
		}
	}
	return b
}

// tryJSON goes through the beginning of what may be JSON: how many values begin there, and how many bytes from the first on
// that JSON does not have there.
func tryJSON(head []byte) (values, left int) {
	j := &jsonReader{in: bufio.NewReader(bytes.NewReader(head)), most: headSize}
	j.found = func(done bool) error {
		j.rest(done).drain()
		return nil
	}
	if j.read() != nil {
		return j.count, len(head) - int(j.at)
	}
	return j.count, 0
}

// json yields the strings and numbers of JSON. From a place on where it is none, the rest is read as running text.
func (w *walker) json(p part, in *bufio.Reader, many bool) error {
	j := &jsonReader{in: in, most: w.limits.Value, many: many}
	if b, _ := in.Peek(len(utf8Mark)); bytes.Equal(b, utf8Mark) {
		j.skip(len(utf8Mark))
	}
	where := func() string { return p.field(j.path()) }
	j.found = func(done bool) error {
		piece := Piece{Path: where, Label: j.label(), Number: j.digits}
		j.places.tell(&piece, p, done)
		rest := j.rest(done)
		return w.value(piece, rest.held, done, rest.more)
	}
	err := j.read()
	if err != nil && err != errNotJSON {
		return err
	}
	if b, _ := in.Peek(1); len(b) == 0 {
		if (err != nil || j.cut || len(j.stack) > 0) && p.in.err == nil { // all that came was read
			w.gap(p.path, CutShort, j.at)
		}
		return nil
	}
	return w.hand(Piece{Path: where, Offset: p.offset(j.at), Text: in})
}
