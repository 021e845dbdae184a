package pdf

import "io"

// file is a document whose objects can be asked for.
type file struct {
	in      io.ReaderAt
	size    int64
	bound   func(io.Reader, func() int64) io.Reader
	entries map[int]entry
	trailer map[string]value
	crypt   *crypt

	cache   map[int]value
	asking  map[int]bool // objects that are being read, against loops
	packed  map[int]*lexer
	firsts  map[int][]int // of object streams: numbers and offsets
	rebuilt bool
	err     error // the first limit that was reached
}

// entry says where an object is.
type entry struct {
	at     int64
	in     int // the stream that has it; 0 for none
	index  int
	absent bool
}

// Bounds of what is held.
const (
	mostEntries = 4 << 20
	mostCached  = 20_000
	mostPacked  = 16 // object streams held
	longest     = 64 << 20
)

func open(in io.ReaderAt, size int64, bound func(io.Reader, func() int64) io.Reader) *file {
	f := &file{
		in: in, size: size, bound: bound, entries: map[int]entry{}, trailer: map[string]value{}, cache: map[int]value{}, asking: map[int]bool{},
		packed: map[int]*lexer{}, firsts: map[int][]int{},
	}
	f.readXref()
	if f.get(f.trailer["Root"]).kind != dictionary {
		f.rebuild()
	}
	return f
}

// window is up to n bytes from an offset on.
func (f *file) window(at int64, n int) []byte {
	if at < 0 || at >= f.size {
		return nil
	}
	b := make([]byte, min(int64(n), f.size-at))
	got, _ := f.in.ReadAt(b, at)
	return b[:got]
}

// get follows references.
func (f *file) get(v value) value {
	for i := 0; v.kind == reference; i++ {
		if i == 32 {
			return value{}
		}
		v = f.object(int(v.n))
	}
	return v
}

// of is an entry of a dictionary or stream, followed.
func (f *file) of(v value, key string) value { return f.get(v.d[key]) }

// object is one by its number.
func (f *file) object(n int) value {
	if v, ok := f.cache[n]; ok {
		return v
	}
	e, ok := f.entries[n]
	if !ok || e.absent || f.asking[n] {
		return value{}
	}
	f.asking[n] = true
	defer delete(f.asking, n)
	var v value
	if e.in > 0 {
		v = f.fromStream(e.in, n, e.index)
	} else {
		v, _ = f.parse(e.at, n)
	}
	if len(f.cache) >= mostCached {
		clear(f.cache)
	}
	f.cache[n] = v
	return v
}

// parse reads the object that begins at an offset; it must have the number, unless that is 0.
func (f *file) parse(at int64, want int) (value, int) {
	for size := 4 << 10; ; size *= 8 {
		b := f.window(at, size)
		l := &lexer{b: b}
		n, g, word := l.next(), l.next(), l.next()
		if n.kind != number || g.kind != number || word.kind != keyword || string(word.s) != "obj" || want > 0 && n.int() != want {
			if want > 0 && !f.rebuilt {
				f.rebuild()
				if e, ok := f.entries[want]; ok && e.in == 0 && e.at != at {
					return f.parse(e.at, want)
				}
			}
			return value{}, 0
		}
		v := l.next()
		if v.kind == number { // may be a reference
			save := l.at
			if g, r := l.next(), l.next(); g.kind == number && r.kind == keyword && string(r.s) == "R" {
				v = value{kind: reference, n: v.n, gen: g.int()}
			} else {
				l.at = save
			}
		}
		whole := len(b) < size || size > longest
		if l.at+32 >= len(b) && !whole {
			continue
		}
		v.home = n.int()
		v = f.crypt.texts(v, n.int(), g.int())
		if v.kind == dictionary {
			if word := l.next(); word.kind == keyword && string(word.s) == "stream" {
				v.kind, v.at, v.gen = stream, at+int64(f.streamStart(l)), g.int()
			}
		}
		return v, n.int()
	}
}

// streamStart is where the bytes begin behind the word.
func (f *file) streamStart(l *lexer) int {
	if l.at < len(l.b) && l.b[l.at] == '\r' {
		l.at++
	}
	if l.at < len(l.b) && l.b[l.at] == '\n' {
		l.at++
	}
	return l.at
}

// fromStream reads an object out of an object stream.
func (f *file) fromStream(home, n, index int) value {
	l, ok := f.packed[home]
	if !ok {
		l = f.openStream(home)
		if len(f.packed) >= mostPacked {
			clear(f.packed)
		}
		f.packed[home] = l
	}
	firsts := f.firsts[home]
	if 2*index+1 >= len(firsts) || firsts[2*index] != n {
		for index = 0; 2*index+1 < len(firsts) && firsts[2*index] != n; index++ {
		}
		if 2*index+1 >= len(firsts) {
			return value{}
		}
	}
	at := firsts[2*index+1]
	if at < 0 || at > len(l.b) {
		return value{}
	}
	one := &lexer{b: l.b, at: at}
	v := one.next()
	v.home = n
	return v
}

func (f *file) openStream(home int) *lexer {
	e := f.entries[home]
	if e.in > 0 { // a stream never stands in a stream
		return &lexer{}
	}
	v := f.object(home)
	if v.kind != stream {
		return &lexer{}
	}
	b := f.data(v)
	first, count := f.of(v, "First").int(), f.of(v, "N").int()
	l := &lexer{b: b}
	var firsts []int
	for range min(max(count, 0), mostEntries) {
		n, at := l.next(), l.next()
		if n.kind != number || at.kind != number {
			break
		}
		firsts = append(firsts, n.int(), first+at.int())
	}
	f.firsts[home] = firsts
	return l
}
