package pdf

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
)

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

// rebuild finds the objects by reading the whole file, as its own list of them is damaged.
func (f *file) rebuild() {
	if f.rebuilt {
		return
	}
	f.rebuilt = true
	clear(f.cache)
	in := bufio.NewReaderSize(io.NewSectionReader(f.in, 0, f.size), 64<<10)
	var at int64
	for {
		line, err := in.ReadSlice('\n')
		f.rebuildLine(line, at)
		at += int64(len(line))
		if err != nil && err != bufio.ErrBufferFull {
			break
		}
	}
	for n, e := range f.entries { // those in object streams, which only they name
		if e.in > 0 || len(f.entries) > mostEntries {
			continue
		}
		v, _ := f.parse(e.at, n)
		if v.kind != stream {
			continue
		}
		switch f.of(v, "Type").name() {
		case "XRef":
			f.keep(v.d)
		case "ObjStm":
			f.openStream(n)
			for i := 0; 2*i < len(f.firsts[n]); i++ {
				if _, ok := f.entries[f.firsts[n][2*i]]; !ok {
					f.entries[f.firsts[n][2*i]] = entry{in: n, index: i}
				}
			}
		}
	}
	f.findRoot()
}

// rebuildLine looks for "12 0 obj" and "trailer" in a line.
func (f *file) rebuildLine(line []byte, at int64) {
	for from := 0; ; {
		i := bytes.Index(line[from:], []byte("obj"))
		if i < 0 {
			break
		}
		i += from
		from = i + 3
		if n, start, ok := numberBefore(line[:i]); ok && len(f.entries) < mostEntries {
			f.entries[n] = entry{at: at + int64(start)}
		}
	}
	if i := bytes.Index(line, []byte("trailer")); i >= 0 {
		l := &lexer{b: f.window(at+int64(i)+7, 16<<10)}
		if v := l.next(); v.kind == dictionary {
			f.keep(v.d)
		}
	}
}

// keep takes over what a trailer says; the last one counts.
func (f *file) keep(trailer map[string]value) {
	for key, v := range trailer {
		f.trailer[key] = v
	}
	f.unlock()
}

// numberBefore reads "12 0 " backwards from the end of b.
func numberBefore(b []byte) (n, start int, ok bool) {
	back := func(b []byte) ([]byte, string) {
		end := len(b)
		for end > 0 && class[b[end-1]] == 1 {
			end--
		}
		from := end
		for from > 0 && b[from-1] >= '0' && b[from-1] <= '9' {
			from--
		}
		return b[:from], string(b[from:end])
	}
	rest, gen := back(b)
	if gen == "" || len(rest) == len(b) {
		return 0, 0, false
	}
	rest, num := back(rest)
	n, err := strconv.Atoi(num)
	return n, len(rest), err == nil && len(gen) < 6
}

// findRoot looks for the catalogue when no trailer names it.
func (f *file) findRoot() {
	if f.get(f.trailer["Root"]).kind == dictionary {
		return
	}
	for n := range f.entries {
		if v := f.object(n); v.kind == dictionary && f.of(v, "Type").name() == "Catalog" {
			f.trailer["Root"] = value{kind: reference, n: float64(n)}
			return
		}
	}
}
