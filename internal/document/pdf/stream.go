package pdf

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/ascii85"
	"io"
)

// data is a stream's bytes, decoded, up to longest; of one that is damaged what can be had.
func (f *file) data(v value) []byte {
	r, _ := f.reader(v)
	return f.drain(r)
}

// drain reads what can be had, up to longest.
func (f *file) drain(r io.Reader) []byte {
	b, err := io.ReadAll(io.LimitReader(r, longest))
	if err != nil && f.err == nil {
		f.err = err
	}
	return b
}

// reader reads a stream decoded; left is the filter that it cannot undo, of a picture.
func (f *file) reader(v value) (r io.Reader, left string) {
	packed := &counter{r: f.raw(v)}
	r = packed
	filters, params := f.listOf(v, "Filter", "F"), f.listOf(v, "DecodeParms", "DP")
	if !f.crypt.plain(f, v, filters) {
		r = f.crypt.decrypt(r, v)
	}
	for i, filter := range filters {
		var param value
		if i < len(params) {
			param = f.get(params[i])
		}
		switch f.get(filter).name() {
		case "FlateDecode", "Fl":
			r = f.predicted(&lenient{open: inflate(r)}, param)
		case "LZWDecode", "LZW":
			r = f.predicted(newLZW(r, f.of(param, "EarlyChange").num(1) != 0), param)
		case "ASCIIHexDecode", "AHx":
			r = unhexed(r)
		case "ASCII85Decode", "A85":
			figures := r
			r = &lenient{open: func() (io.Reader, error) { return ascii85.NewDecoder(&until85{r: figures}), nil }}
		case "RunLengthDecode", "RL":
			r = &runs{r: r}
		case "Crypt":
		default:
			return f.bound(r, func() int64 { return packed.n }), f.get(filter).name()
		}
	}
	if len(filters) == 0 {
		return r, ""
	}
	return f.bound(r, func() int64 { return packed.n }), ""
}

// listOf is an entry that may be one thing or an array of them, under its long or its short name.
func (f *file) listOf(v value, long, short string) []value {
	one := f.of(v, long)
	if one.kind == null {
		one = f.of(v, short)
	}
	switch one.kind {
	case null:
		return nil
	case array:
		return one.a
	}
	return []value{one}
}

// raw is a stream's bytes as they stand in the file. A length that leads astray is corrected.
func (f *file) raw(v value) io.Reader {
	if v.s != nil {
		return bytes.NewReader(v.s) // an inline picture
	}
	length := int64(f.of(v, "Length").num(-1))
	if length >= 0 && v.at+length <= f.size {
		l := &lexer{b: f.window(v.at+length, 16)}
		if l.skipBlanks(); bytes.HasPrefix(l.b[l.at:], []byte("endstr")) {
			return io.NewSectionReader(f.in, v.at, length)
		}
	}
	return io.NewSectionReader(f.in, v.at, f.find(v.at, []byte("endstream"))-v.at)
}

// find is where a mark stands behind an offset, or the end.
func (f *file) find(from int64, mark []byte) int64 {
	const step = 64 << 10
	for at := from; at < f.size; at += step {
		if i := bytes.Index(f.window(at, step+len(mark)), mark); i >= 0 {
			return at + int64(i)
		}
	}
	return f.size
}

// counter counts what is read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

// lenient ends where its decoder gives up: what came before that counts.
type lenient struct {
	open func() (io.Reader, error)
	r    io.Reader
}

func (l *lenient) Read(b []byte) (int, error) {
	if l.r == nil {
		r, err := l.open()
		if err != nil {
			return 0, io.EOF
		}
		l.r = r
	}
	n, err := l.r.Read(b)
	if err != nil {
		err = io.EOF
	}
	return n, err
}

// inflate reads zlib without holding its check against it, or what has lost its beginning.
func inflate(r io.Reader) func() (io.Reader, error) {
	return func() (io.Reader, error) {
		head := make([]byte, 2)
		n, _ := io.ReadFull(r, head)
		all := io.MultiReader(bytes.NewReader(head[:n]), r)
		if n == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			return zlib.NewReader(all)
		}
		if n == 2 && (head[0] == '\n' || head[0] == '\r') {
			return zlib.NewReader(io.MultiReader(bytes.NewReader(head[1:]), r))
		}
		return flate.NewReader(all), nil
	}
}

// until85 ends at ~>.
type until85 struct {
	r    io.Reader
	done bool
}

func (u *until85) Read(b []byte) (int, error) {
	if u.done {
		return 0, io.EOF
	}
	n, err := u.r.Read(b)
	if i := bytes.IndexByte(b[:n], '~'); i >= 0 {
		u.done = true
		return i, nil
	}
	return n, err
}

func unhexed(r io.Reader) io.Reader {
	b, _ := io.ReadAll(io.LimitReader(r, longest))
	l := &lexer{b: append([]byte{'<'}, b...)}
	return bytes.NewReader(l.hex())
}

// runs undoes RunLengthDecode.
type runs struct {
	r    io.Reader
	left []byte
}

func (u *runs) Read(b []byte) (int, error) {
	for len(u.left) == 0 {
		var one [129]byte
		if _, err := io.ReadFull(u.r, one[:1]); err != nil || one[0] == 128 {
			return 0, io.EOF
		}
		if n := int(one[0]); n < 128 {
			got, _ := io.ReadFull(u.r, one[:n+1])
			u.left = bytes.Clone(one[:got])
		} else {
			if _, err := io.ReadFull(u.r, one[:1]); err != nil {
				return 0, io.EOF
			}
			u.left = bytes.Repeat(one[:1], 257-n)
		}
	}
	n := copy(b, u.left)
	u.left = u.left[n:]
	return n, nil
}
