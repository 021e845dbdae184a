package tagger

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
)

// Words lists classes of words as a file: one word a line, sorted, with its class before it as three hexadecimal digits; deflated.
func Words(words map[string]Class) []byte {
	var text bytes.Buffer
	for _, word := range slices.Sorted(maps.Keys(words)) {
		fmt.Fprintf(&text, "%03x%s\n", uint16(words[word]), word)
	}
	return deflate(text.Bytes())
}

// ReadLexicon reads what Words wrote.
func ReadLexicon(file []byte) (*Lexicon, error) {
	text, err := inflate(file)
	if err != nil {
		return nil, err
	}
	words := make(map[uint64]Class, bytes.Count(text, []byte("\n")))
	for line := range bytes.Lines(text) {
		class, err := strconv.ParseUint(string(line[:min(3, len(line))]), 16, classes)
		if err != nil || len(line) < 5 {
			return nil, fmt.Errorf("the list of words has a line of %d bytes without word or class", len(line))
		}
		words[fold(line[3:len(line)-1])] |= Class(class)
	}
	return makeLexicon(words), nil
}

// version is the first byte of a file of weights.
const version = 1

// Bytes writes weights as a file: the version, the steps, then for each bucket how many rows it has and each row's mark and
// weights; all numbers as varints, the whole deflated.
func (w *Weights) Bytes() []byte {
	out := []byte{version}
	for _, row := range w.steps {
		for _, v := range row {
			out = binary.AppendVarint(out, int64(v))
		}
	}
	for b := range w.rows.moves {
		rows := w.rows.bucket(b)
		out = append(out, byte(len(rows)))
		for _, e := range rows {
			out = append(out, e.column+1)
			for _, v := range e.row {
				out = binary.AppendVarint(out, int64(v))
			}
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
	in := varints{Reader: bytes.NewReader(raw[1:])}
	var steps Steps
	for j := range steps {
		for k := range steps[j] {
			steps[j][k] = in.number()
		}
	}
	var all buckets
	for b := range all {
		for range min(in.byte(), ways) {
			all[b] = append(all[b], entry{uint8(in.byte()-1) % columns, Row{in.number(), in.number(), in.number()}})
		}
	}
	return &Weights{newTable(&all), steps}, in.err
}

// varints reads numbers and keeps the first fault.
type varints struct {
	*bytes.Reader
	err error
}

func (v *varints) number() int16 {
	n, err := binary.ReadVarint(v)
	v.err = cmp.Or(v.err, err)
	return int16(n)
}

func (v *varints) byte() int {
	c, err := v.ReadByte()
	v.err = cmp.Or(v.err, err)
	return int(c)
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
