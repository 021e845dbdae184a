package needle

import "io"

// chunk is how much of a stream is held at once, beside the longest literal.
const chunk = 256 << 10

// Stream is [Set.Find] over a stream of any length, with offsets in the whole of it. The error is the reader's.
func (s *Set) Stream(r io.Reader, yield func(which int, start, end int64) bool) error {
	window := make([]byte, chunk+s.longest)
	var base int64 // of the window
	held, going := 0, true
	for going {
		n, err := io.ReadFull(r, window[held:])
		known := held // occurrences that end here were met before
		held += n
		s.Find(window[:held], func(which, start, end int) bool {
			if end > known {
				going = yield(which, base+int64(start), base+int64(end))
			}
			return going
		})
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return nil
		}
		if err != nil {
			return err
		}
		keep := min(max(s.longest-1, 0), held)
		copy(window, window[held-keep:held])
		base += int64(held - keep)
		held = keep
	}
	return nil
}
