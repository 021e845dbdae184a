package pdf

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
)

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
