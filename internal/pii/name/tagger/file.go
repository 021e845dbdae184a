package tagger

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Words lists classes of words as a file: one word a line, sorted, with its class before it as two hexadecimal digits; deflated.
func Words(words map[string]Class) []byte {
	var text bytes.Buffer
	for _, word := range slices.Sorted(maps.Keys(words)) {
		fmt.Fprintf(&text, "%02x%s\n", uint8(words[word]), word)
	}
	return deflate(text.Bytes())
}

// ReadLexicon reads what Words wrote.
func ReadLexicon(file []byte) (*Lexicon, error) {
	text, err := inflate(file)
	if err != nil {
		return nil, err
	}
	l := makeLexicon(bytes.Count(text, []byte("\n")))
	for line := range bytes.Lines(text) {
		if len(line) < 4 || hex(line[0]) < 0 || hex(line[1]) < 0 {
			return nil, fmt.Errorf("the list of words has a line of %d bytes without word or class", len(line))
		}
		l.put(fold(line[2:len(line)-1]), Class(hex(line[0])<<4|hex(line[1])))
	}
	return l, nil
}

func hex(c byte) int { return strings.IndexByte("0123456789abcdef", c) }

// version is the first byte of a file of weights.
const version = 1

// Bytes writes weights as a file: the version, the steps, then each row that is not zero after the gap to it; all numbers as
// varints, the whole deflated.
func (w *Weights) Bytes() []byte {
	out := []byte{version}
	for _, row := range w.Steps {
		for _, v := range row {
			out = binary.AppendVarint(out, int64(v))
		}
	}
	last := -1
	for i, row := range w.Rows {
		if row == (Row{}) {
			continue
		}
		out = binary.AppendUvarint(out, uint64(i-last))
		last = i
		for _, v := range row {
			out = binary.AppendVarint(out, int64(v))
		}
	}
	return deflate(out)
}

// ReadWeights reads what Bytes wrote.
func ReadWeights(file []byte) (*Weights, error) {
	raw, err := inflate(file)
	if err != nil {
		return nil, err
	}
	if len(raw) == 0 || raw[0] != version {
		return nil, fmt.Errorf("the weights are not of version %d", version)
	}
	in := varints{Reader: bufio.NewReader(bytes.NewReader(raw[1:]))}
	w := &Weights{Rows: make([]Row, Table)}
	for j := range w.Steps {
		for k := range w.Steps[j] {
			w.Steps[j][k] = in.next()
		}
	}
	for at := -1; ; {
		gap, err := binary.ReadUvarint(in)
		if err == io.EOF {
			return w, in.err
		}
		if at += int(gap); err != nil || gap == 0 || at >= Table {
			return nil, cmp.Or(err, fmt.Errorf("the weights have a row %d of %d", at, Table))
		}
		for k := range w.Rows[at] {
			w.Rows[at][k] = in.next()
		}
	}
}

// varints reads numbers and keeps the first fault.
type varints struct {
	*bufio.Reader
	err error
}

func (v *varints) next() int16 {
	n, err := binary.ReadVarint(v)
	v.err = cmp.Or(v.err, err)
	return int16(n)
}

func deflate(raw []byte) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err == nil {
		_, err = w.Write(raw)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // a buffer takes all, and the level is one of flate's own
	}
	return out.Bytes()
}

func inflate(file []byte) ([]byte, error) { return io.ReadAll(flate.NewReader(bytes.NewReader(file))) }
