package pdf

import "io"

// predicted undoes the predictor of a filter, where it has one.
func (f *file) predicted(r io.Reader, param value) io.Reader {
	kind := f.of(param, "Predictor").int()
	if kind < 2 {
		return r
	}
	colors, bits, columns := f.of(param, "Colors").num(1), f.of(param, "BitsPerComponent").num(8), f.of(param, "Columns").num(1)
	if colors < 1 || colors > 64 || bits < 1 || bits > 32 || columns < 1 || columns > 1<<20 {
		return r
	}
	pixel := max(1, int(colors*bits+7)/8)
	row := int(colors*bits*columns+7) / 8
	return &predictor{r: r, png: kind >= 10, pixel: pixel, bits: int(bits), now: make([]byte, row), above: make([]byte, row)}
}

type predictor struct {
	r          io.Reader
	png        bool
	pixel      int
	bits       int
	now, above []byte
	left       []byte
}

func (p *predictor) Read(b []byte) (int, error) {
	if len(p.left) == 0 {
		if err := p.row(); err != nil {
			return 0, err
		}
	}
	n := copy(b, p.left)
	p.left = p.left[n:]
	return n, nil
}

// row undoes one row.
func (p *predictor) row() error {
	p.now, p.above = p.above, p.now
	var kind [1]byte
	if p.png {
		if _, err := io.ReadFull(p.r, kind[:]); err != nil {
			return io.EOF
		}
	} else {
		kind[0] = 1
	}
	n, err := io.ReadFull(p.r, p.now)
	if n == 0 {
		if err == nil || err == io.ErrUnexpectedEOF {
			err = io.EOF
		}
		return err
	}
	clear(p.now[n:])
	if p.png || p.bits == 8 {
		undo(kind[0], p.now, p.above, p.pixel)
	}
	p.left = p.now[:n]
	return nil
}

// undo is the filtering of PNG.
func undo(kind byte, now, above []byte, pixel int) {
	for i := range now {
		var a, c byte
		if i >= pixel {
			a, c = now[i-pixel], above[i-pixel]
		}
		switch kind {
		case 1:
			now[i] += a
		case 2:
			now[i] += above[i]
		case 3:
			now[i] += byte((int(a) + int(above[i])) / 2)
		case 4:
			now[i] += paeth(a, above[i], c)
		}
	}
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int { return max(n, -n) }
