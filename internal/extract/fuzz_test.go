package extract_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/varsam/varsam/internal/extract"
)

// FuzzWalk: nothing panics or hangs; what is handed over keeps the bounds, and offsets say where it stands.
func FuzzWalk(f *testing.F) {
	for _, seed := range []string{
		"", "Hej", "a;b\n1;2\n", "a,b\n\"1\"\"\",2\nx", `{"a":["x",1,{"b":"\u00e5"}]}`, "{\"a\":\"x\"}\n{\"a\":1}", `[1,"`, "\xff\xfea\x00",
		"a;b\n\"x\"y;\"z\"\"\"", "\xef\xbb\xbf{\"a@b\":null}",
	} {
		f.Add("x.csv", []byte(seed))
		f.Add("x.gz", gzipOf(f, seed))
		f.Add("x.zip", zipOf(f, "a.json", seed, "b.zip", string(zipOf(f, "c", seed))))
		f.Add("x.tgz", gzipOf(f, string(tarOf(f, "c", seed))))
	}
	limits := extract.Limits{Bytes: 1 << 20, Value: 64, Depth: 3}
	f.Fuzz(func(t *testing.T, name string, input []byte) {
		var unpacked int64
		_, err := extract.Walk(t.Context(), name, bytes.NewReader(input), limits, func(p extract.Piece) error {
			p.Path()
			if len(p.Value) > 64+headSize || (p.Value == nil) == (p.Text == nil) {
				t.Fatalf("a piece of %d bytes", len(p.Value))
			}
			text := p.Value
			if p.Text != nil {
				all, err := io.ReadAll(p.Text)
				if err != nil {
					t.Fatal(err)
				}
				text = all
			}
			unpacked += int64(len(text))
			if p.At != nil && !bytes.HasPrefix(input[p.At(0):], text[:1]) && input[p.At(0)] != '\\' && input[p.At(0)] != '"' ||
				p.At != nil && (p.At(len(text)) > int64(len(input)) || p.At(len(text)) <= p.At(0)) {
				t.Fatalf("%q is said to stand at %d to %d of %q", text, p.At(0), p.At(len(text)), input)
			}
			if p.Offset >= 0 && !bytes.HasPrefix(input[min(p.Offset, int64(len(input))):], text) {
				t.Fatalf("%q does not stand at %d of %q", text, p.Offset, input)
			}
			return nil
		})
		if err != nil || unpacked > limits.Bytes+2*int64(len(input)) {
			t.Fatalf("%d bytes, %v", unpacked, err)
		}
	})
}

const headSize = 64 << 10
