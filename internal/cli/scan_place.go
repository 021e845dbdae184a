package cli

import (
	"regexp"
	"strings"

	"github.com/varsam/varsam/internal/extract"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/redact"
)

// fieldKeys are those in a place inside a file: .email, ['e-mail address'].
var fieldKeys = regexp.MustCompile(`\.[0-9A-Za-z_-]+|\['(?:[^'\\]|\\.)*'\]`)

// places writes the places of hits. A key may be personal data itself, {"anna@example.com": {"age": 31}}, and then stands in every place below
// it: without --show it is masked there, too.
type places struct {
	show    bool
	names   bool
	scanner *pii.Scanner // made for the first key that may be data
	hits    []pii.Hit
}

func (s *places) of(p extract.Piece) string {
	path := p.Path()
	if s.show {
		return path
	}
	start := strings.LastIndexByte(path, '#') + 1
	if !strings.HasPrefix(path[start:], "$") {
		return path
	}
	return path[:start] + fieldKeys.ReplaceAllStringFunc(path[start:], s.key)
}

// key is one key of a place, as it may be shown.
func (s *places) key(written string) string {
	before, key, after := ".", strings.TrimPrefix(written, "."), ""
	if len(key) == len(written) {
		before, key, after = "['", written[2:len(written)-2], "']"
	}
	if !extract.MayBeData([]byte(key)) {
		return written
	}
	if s.scanner == nil {
		s.scanner, _ = pii.New(pii.Options{Names: s.names}) // of options that are never wrong
	}
	s.hits = s.scanner.Scan(s.hits[:0], []byte(key), pii.Hint{})
	if len(s.hits) == 0 {
		return written
	}
	var spans []redact.Span
	for _, h := range s.hits {
		spans = append(spans, redact.Span{Start: h.Start, End: h.End, Type: h.Type})
	}
	mask, _, err := redact.Text(nil, []byte(key), spans, redact.Masked())
	if err != nil {
		mask = []byte("***")
	}
	return before + string(mask) + after
}
