package cli

import (
	"bytes"
	"io"
	"os"

	"github.com/varsam/varsam/internal/pii/text"
)

// trail is a stream that remembers the last of what was read from it, and how many characters stood before that.
type trail struct {
	r     io.Reader
	held  []byte
	at    int64 // of held in the stream
	place int64 // the last offset that was asked about
	chars int64 // before it

	encoding text.Encoding
}

// longestTrail is more than a reader of ours reads ahead, together with the longest hit and the longest value that is held.
const longestTrail = 4 << 20

func (t *trail) Read(b []byte) (int, error) {
	n, err := t.r.Read(b)
	if len(t.held)+n > longestTrail {
		t.forget(t.at + int64(len(t.held)/2))
	}
	t.held = append(t.held, b[:n]...)
	if t.at == 0 {
		t.encoding = text.Sniff(t.held)
	}
	return n, err
}

// forget drops what stands before an offset.
func (t *trail) forget(until int64) {
	n := min(max(until-t.at, 0), int64(len(t.held)))
	for n < int64(len(t.held)) && t.held[n] >= 0x80 { // up to the end of a character
		n++
	}
	t.charsAt(t.at + n)
	t.held = t.held[:copy(t.held, t.held[n:])]
	t.at += n
}

// charsAt is how many characters stand before an offset. Offsets only grow.
func (t *trail) charsAt(offset int64) int64 {
	if offset > t.place {
		t.chars += int64(text.Count(t.held[t.place-t.at : min(offset-t.at, int64(len(t.held)))]))
		t.place = offset
	}
	return t.chars
}

// bytes is what stands between two offsets, nil when it is forgotten.
func (t *trail) bytes(start, end int64) []byte {
	if start < t.at || end > t.at+int64(len(t.held)) || end < start {
		return nil
	}
	return t.held[start-t.at : end-t.at]
}

// value is what stands between two offsets as people read it: UTF-16 has a zero in every other byte.
func (t *trail) value(start, end int64) []byte {
	b := t.bytes(start, end)
	if b == nil || t.encoding == text.Bytes {
		return b
	}
	read, _ := io.ReadAll(text.NewReader(bytes.NewReader(b), t.encoding)) // of memory, which does not fail
	return read
}

// watch is the input as it is read. A file stays one, so that an archive's directory can be read from its end.
func watch(in io.Reader) (io.Reader, *trail) {
	t := &trail{r: in}
	if file, ok := in.(*os.File); ok {
		return watchedFile{file, t}, t
	}
	return t, t
}

type watchedFile struct {
	*os.File
	seen *trail
}

// Read reads through the trail; all else is the file's.
func (f watchedFile) Read(b []byte) (int, error) { return f.seen.Read(b) }
