// Package pdf reads what a PDF document (ISO 32000) says: the text of its pages in lines, annotations, forms, bookmarks, metadata
// and the files in it. It believes nothing that a document says of itself: whatever is damaged, loops or does not end costs only
// what it holds.
package pdf

type kind uint8

const (
	null kind = iota
	boolean
	number
	text
	name
	array
	dictionary
	stream
	reference
	keyword
	ended
)

// value is an object, or a word of a content stream.
type value struct {
	kind kind
	n    float64 // a number; of a reference the object's number
	s    []byte  // a text, a name, a keyword
	a    []value
	d    map[string]value
	at   int64 // of a stream, where its bytes begin
	gen  int
	home int // the object in which it stands, for its key
}

func (v value) name() string {
	if v.kind == name {
		return string(v.s)
	}
	return ""
}

func (v value) int() int {
	if v.kind != number || v.n > 1<<40 || v.n < -1<<40 {
		return 0
	}
	return int(v.n)
}

func (v value) num(otherwise float64) float64 {
	if v.kind != number {
		return otherwise
	}
	return v.n
}

// lexer cuts bytes into values.
type lexer struct {
	b     []byte
	at    int
	depth int
}

// deepest is how deep arrays and dictionaries may stand in each other.
const deepest = 64

var class = func() (t [256]uint8) {
	for _, c := range "\x00\t\n\f\r " {
		t[c] = 1
	}
	for _, c := range "()<>[]{}/%" {
		t[c] = 2
	}
	return t
}()

func (l *lexer) skipBlanks() {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; {
		case class[c] == 1:
			l.at++
		case c == '%':
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// next is the next value or keyword; references are not put together.
func (l *lexer) next() value {
	l.skipBlanks()
	if l.at >= len(l.b) {
		return value{kind: ended}
	}
	c := l.b[l.at]
	switch {
	case c == '(':
		return value{kind: text, s: l.literal()}
	case c == '<':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '<' {
			l.at += 2
			return l.dict()
		}
		return value{kind: text, s: l.hex()}
	case c == '/':
		return value{kind: name, s: l.nameText()}
	case c == '[':
		l.at++
		return l.list()
	case class[c] == 2:
		l.at++
		if c == '>' && l.at < len(l.b) && l.b[l.at] == '>' {
			l.at++
			return value{kind: keyword, s: []byte(">>")}
		}
		return value{kind: keyword, s: l.b[l.at-1 : l.at]}
	}
	start := l.at
	for l.at < len(l.b) && class[l.b[l.at]] == 0 {
		l.at++
	}
	word := l.b[start:l.at]
	if n, ok := parseNumber(word); ok {
		return value{kind: number, n: n}
	}
	switch string(word) {
	case "true", "false":
		return value{kind: boolean, n: float64(len("false") - len(word))}
	case "null":
		return value{}
	}
	return value{kind: keyword, s: word}
}

// parseNumber reads what begins like one, as far as it is one: "1.2.3" and "--5" occur.
func parseNumber(b []byte) (float64, bool) {
	i, sign := 0, 1.0
	for i < len(b) && (b[i] == '-' || b[i] == '+') {
		if b[i] == '-' {
			sign = -1
		}
		i++
	}
	if i == len(b) || b[i] != '.' && (b[i] < '0' || b[i] > '9') {
		return 0, false
	}
	n, scale := 0.0, 0.0
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c >= '0' && c <= '9':
			n = n*10 + float64(c-'0')
			scale *= 10
		case c == '.' && scale == 0:
			scale = 1
		case c == '-' || c == '.':
			i = len(b)
		default:
			return 0, false
		}
	}
	if scale > 1 {
		n /= scale
	}
	return sign * n, true
}

func (l *lexer) list() value {
	v := value{kind: array}
	if l.depth++; l.depth > deepest {
		l.at = len(l.b)
	}
	defer func() { l.depth-- }()
	for {
		one := l.next()
		switch {
		case one.kind == ended, one.kind == keyword && string(one.s) == "]":
			return v
		case one.kind == keyword && string(one.s) == "R" && len(v.a) >= 2:
			v.a = append(v.a[:len(v.a)-2], ref(v.a[len(v.a)-2:]))
		case one.kind == keyword && (string(one.s) == "endobj" || string(one.s) == ">>"):
			return v
		case one.kind != keyword:
			v.a = append(v.a, one)
		}
	}
}

func ref(two []value) value {
	return value{kind: reference, n: two[0].n, gen: two[1].int()}
}

func (l *lexer) dict() value {
	v := value{kind: dictionary, d: map[string]value{}}
	if l.depth++; l.depth > deepest {
		l.at = len(l.b)
	}
	defer func() { l.depth-- }()
	key, waiting := "", []value(nil)
	settle := func() {
		if key != "" && len(waiting) > 0 {
			if _, ok := v.d[key]; !ok {
				v.d[key] = waiting[0]
			}
			key = ""
		}
		waiting = waiting[:0]
	}
	for {
		one := l.next()
		switch {
		case one.kind == ended:
			settle()
			return v
		case one.kind == keyword:
			switch string(one.s) {
			case "R":
				if len(waiting) >= 2 {
					waiting = append(waiting[:0], ref(waiting[len(waiting)-2:]))
				}
			case ">>", "endobj", "stream":
				settle()
				return v
			}
		case one.kind == name && (key == "" || len(waiting) > 0):
			settle()
			key = string(one.s)
		default:
			waiting = append(waiting, one)
		}
	}
}
