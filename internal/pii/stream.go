package pii

import (
	"bytes"
	"io"

	"github.com/varsam/varsam/internal/pii/text"
)

// Stream reads r to its end and yields the hits that Scan would find in the whole, in the same order, in bounded memory. It
// stops at the first error of r or of yield and returns it; hits that were yielded before stand.
func (s *Scanner) Stream(in io.Reader, hint Hint, yield func(Hit) error) error {
	const size = before + segment + after
	r := s.start(hint)
	defer s.end(r)
	w := window{in: in, buffer: make([]byte, 0, size)}
	if err := w.fill(); err != nil {
		return err
	}
	back := func(h Hit) Hit { return h }
	if encoding := text.Sniff(w.buffer); encoding != text.Bytes {
		d := text.NewReader(io.MultiReader(bytes.NewReader(w.buffer), in), encoding)
		w = window{in: d, buffer: make([]byte, 0, size)}
		if err := w.fill(); err != nil {
			return err
		}
		back = func(h Hit) Hit { h.Start, h.End = d.Original(h.Start), d.Original(h.End); return h }
	}
	for {
		r.next(w.buffer, w.offset)
		for _, h := range r.dst {
			if err := yield(back(h)); err != nil {
				return err
			}
		}
		clear(r.dst)
		r.dst = r.dst[:0]
		if w.done && r.at == w.offset+int64(len(w.buffer)) {
			return nil
		}
		if err := w.slide(r.at - before); err != nil {
			return err
		}
	}
}

// window is the part of a stream that is in memory.
type window struct {
	in     io.Reader
	buffer []byte
	offset int64 // of the buffer in the stream
	done   bool
}

// fill reads until the buffer is full or the stream ends.
func (w *window) fill() error {
	for !w.done && len(w.buffer) < cap(w.buffer) {
		n, err := w.in.Read(w.buffer[len(w.buffer):cap(w.buffer)])
		w.buffer = w.buffer[:len(w.buffer)+n]
		if err == io.EOF {
			w.done = true
		} else if err != nil {
			return err
		}
	}
	return nil
}

// slide drops what lies before a place in the stream and fills the rest.
func (w *window) slide(to int64) error {
	if drop := to - w.offset; drop > 0 {
		n := copy(w.buffer, w.buffer[drop:])
		w.buffer, w.offset = w.buffer[:n], to
	}
	return w.fill()
}
