package extract

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"io"
	"path"
	"strings"
	"sync"
)

// part looks at a part's first bytes and takes it apart accordingly.
func (w *walker) part(p part) error {
	in := w.reader(p.in)
	defer readers.Put(in)
	head, err := in.Peek(headSize)
	if w.take != nil {
		offered := &Part{part: p, w: w, text: in, head: head}
		defer offered.close()
		if taken, err := w.take(offered); taken || err != nil {
			return err
		}
		p, in = offered.part, offered.text
		head, err = in.Peek(headSize)
	}
	return w.known(p, in, head, err != nil)
}

// readers are to be used again.
var readers sync.Pool

// reader buffers an input, in the memory of one that has been read.
func (w *walker) reader(r io.Reader) *bufio.Reader {
	in, _ := readers.Get().(*bufio.Reader)
	if in == nil {
		return bufio.NewReaderSize(r, headSize)
	}
	in.Reset(r)
	return in
}

// known takes the forms apart that we know by ourselves.
func (w *walker) known(p part, in *bufio.Reader, head []byte, ended bool) error {
	f, separator, format := looks(head, ended, strings.ToLower(p.name))
	switch f {
	case binary:
		w.gap(p.path, NotText, 0, format)
		return nil
	case gzipped, zipped, tarred, bzipped:
		if p.depth == w.limits.Depth {
			w.gap(p.path, TooDeep, 0)
			return nil
		}
	}
	switch f {
	case gzipped:
		return w.gzip(p, in)
	case bzipped:
		return w.bzip2(p, in)
	case zipped:
		return w.zip(p, in)
	case tarred:
		return w.tar(p, in)
	case jsonOne, jsonMany:
		return w.json(p, in, f == jsonMany)
	case separated:
		return w.csv(p, in, separator)
	}
	if len(head) == 0 {
		return nil
	}
	return w.hand(Piece{Path: func() string { return p.path }, Offset: p.offset(0), Text: in})
}

// offset is the place in the input, when the part is the input itself.
func (p part) offset(n int64) int64 {
	if p.depth > 0 {
		return -1
	}
	return n
}

// field is a place inside the part.
func (p part) field(path []byte) string {
	if p.path == "" {
		return string(path)
	}
	return p.path + "#" + string(path)
}

// member is the path of a member of the container.
func (p part) member(name string) string {
	if p.path == "" {
		return name
	}
	return p.path + "/" + name
}

// unpack takes a member apart and turns its faults into gaps. Packed says how many bytes went in so far.
func (w *walker) unpack(inside part, r io.Reader, packed func() int64) error {
	bound := &bounded{r: r, w: w, packed: packed}
	inside.in = &source{r: bound, ctx: w.ctx}
	inside.depth++
	if err := w.part(inside); err != nil {
		return err
	}
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if err := inside.in.err; err != nil {
		w.gap(inside.path, codeOf(err), inside.in.n)
	}
	return nil
}

// codeOf is the reason behind an unpacker's error.
func codeOf(err error) string {
	var limit limitError
	switch {
	case errors.As(err, &limit):
		return string(limit)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return CutShort
	case errors.Is(err, zip.ErrAlgorithm):
		return Packing
	}
	return Damaged
}

// limitError is the reason code of a limit that was reached.
type limitError string

func (e limitError) Error() string { return string(e) }

// bounded stops an unpacker that gives too much.
type bounded struct {
	r      io.Reader
	w      *walker
	packed func() int64
	n      int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if left := b.w.limits.Bytes - b.w.unpacked; left <= 0 {
		return 0, limitError(TooMuch)
	} else if int64(len(p)) > left {
		p = p[:left]
	}
	n, err := b.r.Read(p)
	b.n += int64(n)
	b.w.unpacked += int64(n)
	if b.n > RatioFrom && b.packed != nil && b.n/b.w.limits.Ratio > b.packed() {
		return n, limitError(Bomb)
	}
	return n, err
}

// counted counts what is read.
type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (w *walker) gzip(p part, in io.Reader) error {
	packed := &counted{r: in}
	z, err := gzip.NewReader(packed)
	if err != nil {
		w.gap(p.path, codeOf(err), 0)
		return nil
	}
	if err := w.called(p, 1, z.Name, z.Comment); err != nil {
		return err
	}
	name := unzippedName(p.name, z.Name)
	return w.unpack(part{name: name, path: p.member(name), depth: p.depth}, z, func() int64 { return packed.n })
}

// bzip2 unpacks what has neither a name nor a length.
func (w *walker) bzip2(p part, in io.Reader) error {
	packed := &counted{r: in}
	name := strings.TrimSuffix(path.Base(p.name), ".bz2")
	if base, ok := strings.CutSuffix(name, ".tbz"); ok {
		name = base + ".tar"
	}
	if name == "" || name == "." {
		name = "content"
	}
	return w.unpack(part{name: name, path: p.member(name), depth: p.depth}, bzip2.NewReader(packed), func() int64 { return packed.n })
}

// unzippedName is the name that gzip has taken the ending from: from the file's own, else as the header remembers it.
func unzippedName(file, header string) string {
	base := path.Base(file)
	for ending, instead := range map[string]string{".tgz": ".tar", ".gz": "", ".gzip": ""} {
		if name, ok := strings.CutSuffix(base, ending); ok && name != "" {
			return name + instead
		}
	}
	if header != "" {
		return path.Base(header)
	}
	return "content"
}

func (w *walker) tar(p part, in io.Reader) error {
	members := tar.NewReader(in)
	for n := 1; ; n++ {
		header, err := members.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			w.gap(p.path, codeOf(err), p.in.n)
			return nil
		}
		if err := w.called(p, n, header.Name, header.Linkname, header.Uname, header.PAXRecords["comment"]); err != nil {
			return err
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		inside := part{name: header.Name, path: p.member(header.Name), depth: p.depth}
		if err := w.unpack(inside, members, func() int64 { return p.in.n }); err != nil {
			return err
		}
	}
}

func (w *walker) zip(p part, in io.Reader) error {
	whole, size := p.whole, p.size
	if whole == nil {
		kept := &spool{}
		defer kept.Close()
		if n, err := io.Copy(kept, io.LimitReader(in, w.limits.Bytes)); err != nil {
			return err
		} else if size = n; n == w.limits.Bytes {
			w.gap(p.path, TooMuch, 0)
			return nil
		}
		whole = kept
	} else {
		p.in.n = size
	}
	if p.in.err != nil { // what came is cut short, and its directory stands at the end
		return nil
	}
	archive, err := zip.NewReader(whole, size)
	if err != nil {
		w.gap(p.path, zipCode(err), 0)
		return nil
	}
	if err := w.told(p, "comment", archive.Comment); err != nil {
		return err
	}
	for i, f := range archive.File {
		f.Name = readable(f.Name)
		err := w.called(p, i+1, f.Name, readable(f.Comment))
		if err == nil {
			err = w.zipMember(p, f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// zipCode: an archive without its directory has lost its end, and nothing of it can be read.
func zipCode(err error) string {
	if errors.Is(err, zip.ErrFormat) {
		return NoEnd
	}
	return codeOf(err)
}

func (w *walker) zipMember(p part, f *zip.File) error {
	inside := part{name: f.Name, path: p.member(f.Name), depth: p.depth}
	switch {
	case f.FileInfo().IsDir():
		return nil
	case f.Flags&1 != 0:
		w.gap(inside.path, Encrypted, 0)
		return nil
	}
	r, err := f.Open()
	if err != nil {
		w.gap(inside.path, codeOf(err), 0)
		return nil
	}
	defer r.Close()
	return w.unpack(inside, r, func() int64 { return int64(f.CompressedSize64) })
}
