package subject

import (
	"io"
	"sync"
)

// chunk is how much of a stream is looked at in one, beside the margins.
const chunk = 1 << 18

// longestHit bounds the length of an identifier with what stands between its parts, in bytes.
const longestHit = 1 << 10

// Stream is [Searcher.Find] over a text of any length, with offsets in the whole of it: the hits are the same as if it were held
// at once. It ends early when yield returns false. The error is the reader's.
func (s *Searcher) Stream(r io.Reader, yield func(Hit) bool) error {
	margin := 2*s.near + 2*longestHit // what a hit's worth may hang on, on either side
	window, free := room(chunk + 2*margin)
	defer free()
	var base, done int64 // of the window; everything before done was yielded
	for held := 0; ; {
		n, err := io.ReadFull(r, window[held:])
		held += n
		last := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !last {
			return err
		}
		until := base + int64(held)
		if !last {
			until -= int64(margin)
		}
		for _, h := range s.Find(window[:held]) {
			h.Start, h.End = h.Start+base, h.End+base
			if done <= h.Start && h.Start < until && !yield(h) {
				return nil
			}
		}
		if last {
			return nil
		}
		done = until
		copy(window, window[held-2*margin:held])
		base += int64(held - 2*margin)
		held = 2 * margin
	}
}

// windows are those of streams that have ended.
var windows sync.Pool

// room is a window of a size, until it is given back.
func room(size int) (window []byte, free func()) {
	held, _ := windows.Get().(*[]byte)
	if held == nil || len(*held) < size {
		made := make([]byte, size)
		held = &made
	}
	return (*held)[:size], func() { windows.Put(held) }
}
