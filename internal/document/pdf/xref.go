package pdf

import "bytes"

// readXref reads the lists of objects from the last to the first.
func (f *file) readXref() {
	tail := f.window(max(0, f.size-2048), 2048)
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		return
	}
	l := &lexer{b: tail, at: i + len("startxref")}
	seen := map[int64]bool{}
	f.sections(int64(l.next().num(-1)), seen)
	f.unlock()
}

// sections reads a list and those before it.
func (f *file) sections(at int64, seen map[int64]bool) {
	for at >= 0 && at < f.size && !seen[at] && len(seen) < 4096 {
		seen[at] = true
		trailer := f.section(at)
		if trailer == nil {
			return
		}
		for key, v := range trailer {
			if _, ok := f.trailer[key]; !ok {
				f.trailer[key] = v
			}
		}
		if v := trailer["XRefStm"]; v.kind == number && !seen[int64(v.n)] {
			seen[int64(v.n)] = true
			f.section(int64(v.n))
		}
		at = int64(trailer["Prev"].num(-1))
	}
}

// section reads one list: a table, or a stream.
func (f *file) section(at int64) map[string]value {
	head := f.window(at, 32)
	if l := (&lexer{b: head}); string(l.next().s) == "xref" {
		return f.table(at + int64(l.at))
	}
	v, n := f.parseAt(at)
	if v.kind != stream || n == 0 {
		return nil
	}
	f.list(v)
	return v.d
}

// parseAt reads an object of any number, and does not rebuild for it.
func (f *file) parseAt(at int64) (value, int) { return f.parse(at, 0) }

// table reads "0 6", then six lines of twenty bytes, and so on until the trailer.
func (f *file) table(at int64) map[string]value {
	for {
		b := f.window(at, 64)
		l := &lexer{b: b}
		first := l.next()
		if first.kind == keyword && string(first.s) == "trailer" {
			t := &lexer{b: f.window(at+int64(l.at), 64<<10)}
			if v := t.next(); v.kind == dictionary {
				return v.d
			}
			return nil
		}
		count := l.next()
		if first.kind != number || count.kind != number || count.n < 0 || count.n > mostEntries {
			return nil
		}
		l.skipBlanks()
		at += int64(l.at)
		size := count.int() * 20
		rows := &lexer{b: f.window(at, size+64)}
		for i := range count.int() {
			where, gen, use := rows.next(), rows.next(), rows.next()
			if where.kind != number || gen.kind != number || use.kind != keyword {
				return nil
			}
			f.enter(first.int()+i, entry{at: int64(where.n), absent: string(use.s) != "n"})
		}
		at += int64(rows.at)
	}
}

func (f *file) enter(n int, e entry) {
	if _, ok := f.entries[n]; !ok && n >= 0 && len(f.entries) < mostEntries {
		f.entries[n] = e
	}
}

// list reads a cross-reference stream.
func (f *file) list(v value) {
	widths := f.of(v, "W").a
	if len(widths) < 3 {
		return
	}
	var w [3]int
	for i := range w {
		if w[i] = widths[i].int(); w[i] < 0 || w[i] > 8 {
			return
		}
	}
	each := w[0] + w[1] + w[2]
	b := f.data(v)
	index := f.of(v, "Index").a
	if len(index) == 0 {
		index = []value{{kind: number}, f.of(v, "Size")}
	}
	for i := 0; i+1 < len(index) && each > 0; i += 2 {
		n := index[i].int()
		for range index[i+1].int() {
			if len(b) < each {
				return
			}
			f.row(n, b, w)
			b = b[each:]
			n++
		}
	}
}

func (f *file) row(n int, b []byte, w [3]int) {
	kind := 1
	if w[0] > 0 {
		kind = big(b[:w[0]])
	}
	second, third := big(b[w[0]:w[0]+w[1]]), big(b[w[0]+w[1]:w[0]+w[1]+w[2]])
	switch kind {
	case 0:
		f.enter(n, entry{absent: true})
	case 1:
		f.enter(n, entry{at: int64(second)})
	case 2:
		f.enter(n, entry{in: second, index: third})
	}
}

func big(b []byte) (n int) {
	for _, c := range b {
		n = n<<8 | int(c)
	}
	return max(n, 0)
}
