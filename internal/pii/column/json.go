package column

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/varsam/varsam"
)

// The bounds of custom fields: a document that uses its users' names as keys must
// not make a path of each.
const (
	maxPaths = 100
	maxDepth = 8
	maxKey   = 40
)

// anyKey stands for keys that are values themselves, or too many.
const anyKey = "*"

// object reads a value as a JSON document; false when it is none.
func (s *Sample) object(b []byte) bool {
	if s.depth > 0 || !json.Valid(b) {
		return false
	}
	s.counts.Objects++
	w := walker{s: s, b: b}
	w.value("", "", 0)
	return true
}

// walker goes through a valid document and hands every leaf to the sample of its
// path.
type walker struct {
	s *Sample
	b []byte
	i int
}

// value reads the value that begins at or after i.
func (w *walker) value(path, key string, depth int) {
	w.blanks()
	switch w.b[w.i] {
	case '{':
		w.each('}', func() {
			name := keyOf(w.text())
			w.blanks()
			w.i++ // the colon
			w.value(join(path, name, depth), name, depth+1)
		})
	case '[':
		w.each(']', func() { w.value(path, key, depth) })
	case '"':
		w.leaf(path, key, w.text())
	default:
		from := w.i
		for w.i < len(w.b) && !bytes.ContainsRune([]byte(",]} \t\r\n"), rune(w.b[w.i])) {
			w.i++
		}
		if bare := w.b[from:w.i]; bare[0] != 'n' { // null
			w.leaf(path, key, bare)
		}
	}
}

// each reads the items up to the closing bracket.
func (w *walker) each(end byte, item func()) {
	w.i++
	for {
		w.blanks()
		switch w.b[w.i] {
		case end:
			w.i++
			return
		case ',':
			w.i++
		default:
			item()
		}
	}
}

func (w *walker) blanks() {
	for w.i < len(w.b) && classOf[w.b[w.i]] == classSpace {
		w.i++
	}
}

// text reads a string, unescaped only where it must be.
func (w *walker) text() []byte {
	w.blanks()
	from := w.i
	escaped := false
	for w.i++; w.b[w.i] != '"'; w.i++ {
		if w.b[w.i] == '\\' {
			escaped = true
			w.i++
		}
	}
	w.i++
	if !escaped {
		return w.b[from+1 : w.i-1]
	}
	var plain string
	if json.Unmarshal(w.b[from:w.i], &plain) != nil {
		return nil
	}
	return []byte(plain)
}

func (w *walker) leaf(path, key string, b []byte) {
	s := w.s.path(path, key)
	s.add(b)
}

// path is the sample of one field of the documents.
func (s *Sample) path(path, key string) *Sample {
	c := &s.counts
	if c.Paths == nil {
		c.Paths = map[string]*Sample{}
	}
	if at := c.Paths[path]; at != nil {
		return at
	}
	if len(c.Paths) >= maxPaths {
		path, key = anyKey, anyKey
		if at := c.Paths[path]; at != nil {
			return at
		}
	}
	at := s.o.New(key, varsam.Text, "")
	at.depth = s.depth + 1
	c.Paths[path] = at
	return at
}

func join(path, name string, depth int) string {
	switch {
	case depth >= maxDepth:
		return path
	case path == "":
		return name
	}
	return path + "." + name
}

// keyOf is a key that may be shown: a word as a programmer would write it. A key
// with a digit run, an @ or a blank may be somebody's number, address or name.
func keyOf(b []byte) string {
	f := formOf(b)
	if f.size == 0 || f.size > maxKey || f.digits > 2 || f.at > 0 || f.spaces > 0 || f.dots > 0 || f.wide || f.letters == 0 {
		return anyKey
	}
	return strings.Clone(string(b))
}
