package column

import (
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

// object reads a value that is a JSON document.
func (s *Sample) object(b []byte) {
	s.counts.Objects++
	if s.tree == nil {
		s.tree = &node{}
	}
	w := walker{s: s, b: b}
	w.value(s.tree, 0)
}

// node is a path with its sample, and those below it by their keys as they are written, so that they are made once.
type node struct {
	path, key string
	sample    *Sample
	below     map[string]*node
}

// most is how many keys of one object are kept; beyond that they are values themselves.
const most = 4 * maxPaths

// at is the node of a key.
func (n *node) at(raw []byte, depth int) *node {
	if next := n.below[string(raw)]; next != nil {
		return next
	}
	key := keyOf(raw)
	next := &node{path: join(n.path, key, depth), key: key}
	if len(n.below) < most {
		if n.below == nil {
			n.below = map[string]*node{}
		}
		n.below[string(raw)] = next
	}
	return next
}

// walker goes through a valid document and hands every leaf to the sample of its
// path.
type walker struct {
	s *Sample
	b []byte
	i int
}

// value reads the value that begins at or after i.
func (w *walker) value(at *node, depth int) {
	w.blanks()
	switch w.b[w.i] {
	case '{':
		for w.i++; w.more('}'); {
			next := at.at(w.text(), depth)
			w.blanks()
			w.i++ // the colon
			w.value(next, depth+1)
		}
	case '[':
		for w.i++; w.more(']'); {
			w.value(at, depth)
		}
	case '"':
		w.leaf(at, w.text())
	default:
		from := w.i
		for w.i < len(w.b) && !endsBare[w.b[w.i]] {
			w.i++
		}
		if bare := w.b[from:w.i]; bare[0] != 'n' { // null
			w.leaf(at, bare)
		}
	}
}

// endsBare says of each byte whether a number, true, false or null ends before it.
var endsBare = [256]bool{',': true, ']': true, '}': true, ' ': true, '\t': true, '\r': true, '\n': true}

// more goes to the next item, or behind the closing bracket and says no.
func (w *walker) more(end byte) bool {
	for {
		w.blanks()
		switch w.b[w.i] {
		case end:
			w.i++
			return false
		case ',':
			w.i++
		default:
			return true
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

func (w *walker) leaf(at *node, b []byte) {
	if at.sample == nil {
		at.sample = w.s.path(at.path, at.key)
	}
	at.sample.add(b)
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

// longestNumber is how many digits the number of a field has at most: with more it may be somebody's.
const longestNumber = 4

// fieldOf is the key in a table of keys and values: also a field's number, 13 or 1.3, as forms and shops have them.
func fieldOf(b []byte) string {
	if f := formOf(b); f.digits > 0 && f.digits <= longestNumber && f.digits+f.dots == f.size {
		return string(b)
	}
	return keyOf(b)
}
