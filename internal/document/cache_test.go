package document_test

import (
	"context"
	"crypto/sha256"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document"
)

type shelf map[[sha256.Size]byte][]byte

func (s shelf) Get(_ context.Context, d [sha256.Size]byte) ([]byte, bool) {
	b, ok := s[d]
	return b, ok
}
func (s shelf) Put(_ context.Context, d [sha256.Size]byte, b []byte) { s[d] = b }

// counting counts how often it is asked.
type counting struct {
	*document.Parser
	n int
}

func (c *counting) Texts(ctx context.Context, name string, content io.Reader, yield func(string, io.Reader) error) ([]varsam.Reason, error) {
	c.n++
	return c.Parser.Texts(ctx, name, content, yield)
}

func TestTextsAreKept(t *testing.T) {
	t.Parallel()
	reader := &counting{Parser: document.InProcess(document.Limits{})}
	cached := &document.Cached{Reader: reader, Cache: shelf{}}
	for i, c := range []struct {
		content string
		asked   int
		unread  int
	}{
		{"namn;ort\nAstrid;Umeå\n", 1, 0},
		{"namn;ort\nAstrid;Umeå\n", 1, 0},
		{"namn;ort\nBo;Åbo\n", 2, 0},
		{"a\x00", 3, 1},
		{"a\x00", 4, 1}, // what was not read is tried again
		{strings.Repeat("lång ", 2<<20), 5, 0},
		{strings.Repeat("lång ", 2<<20), 6, 0}, // and what is long is not kept
	} {
		var got, want []string
		collect := func(to *[]string) func(string, io.Reader) error {
			return func(place string, text io.Reader) error {
				b, err := io.ReadAll(text)
				*to = append(*to, place+string(b))
				return err
			}
		}
		why, err := cached.Texts(t.Context(), "", strings.NewReader(c.content), collect(&got))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := reader.Parser.Texts(t.Context(), "", strings.NewReader(c.content), collect(&want)); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) || reader.n != c.asked || len(why) != c.unread {
			t.Errorf("%d: %.100q, want %.100q; asked %d times, not read %v", i, got, want, reader.n, why)
		}
	}
}
