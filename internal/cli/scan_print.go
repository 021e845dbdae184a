package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/extract"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/redact"
	"github.com/varsam/varsam/internal/pii/text"
)

// hitPrinter writes hits, one a line.
type hitPrinter interface {
	print(p extract.Piece, h hit) error
	end() error
}

func (c *scanCommand) printer(s *session, out *bufio.Writer) hitPrinter {
	if s.JSON {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		return &jsonHits{command: c, enc: enc, places: places{show: c.Show, names: c.Names}}
	}
	return &hitTable{session: s, command: c, out: out, counts: map[pii.Type]int{}, places: places{show: c.Show, names: c.Names}}
}

// hitObject is one hit as others script against it; its names are stable.
type hitObject struct {
	File      string    `json:"file"`
	Path      string    `json:"path"`       // empty for one running text
	Within    string    `json:"offsets_in"` // file, or value: the one that path names
	Type      pii.Type  `json:"type"`
	Start     int64     `json:"start"`
	End       int64     `json:"end"`
	CharStart int64     `json:"char_start"`
	CharEnd   int64     `json:"char_end"`
	Score     pii.Score `json:"score"`
	Check     string    `json:"check"`
	Context   string    `json:"context"`
	Also      []also    `json:"also"`
	Masked    string    `json:"masked"`

	// of a search for a person
	Person  *int     `json:"person,omitempty"`
	Verdict string   `json:"verdict,omitempty"`
	With    []string `json:"with,omitempty"`

	// with --show
	Value     string `json:"value,omitempty"`
	Canonical string `json:"canonical,omitempty"`
}

// also is another reading of the same span.
type also struct {
	Type    pii.Type  `json:"type"`
	Score   pii.Score `json:"score"`
	Check   string    `json:"check,omitempty"`
	Context string    `json:"context,omitempty"`
}

type jsonHits struct {
	command *scanCommand
	enc     *json.Encoder
	places  places
}

func (j *jsonHits) print(p extract.Piece, h hit) error {
	o := hitObject{
		File: j.command.File, Path: j.places.of(p), Within: "file", Type: h.Type, Start: h.base + h.Start, End: h.base + h.End,
		CharStart: h.chars + h.CharStart, CharEnd: h.chars + h.CharEnd, Score: h.Score, Check: h.Check, Context: h.Context,
		Also: []also{}, Masked: masked(h), Verdict: h.verdict, With: h.with,
	}
	if h.inPiece {
		o.Within = "value"
	}
	for _, r := range h.Also {
		o.Also = append(o.Also, also{r.Type, r.Score, r.Check, r.Context})
	}
	if h.verdict != "" {
		o.Person = &h.person
	}
	if j.command.Show {
		o.Value, o.Canonical = decoded(h.value), h.Canonical
	}
	return j.enc.Encode(o)
}

func (j *jsonHits) end() error { return nil }

// hitTable writes columns of fixed width as the hits come, and how many there were.
type hitTable struct {
	session *session
	command *scanCommand
	out     io.Writer
	counts  map[pii.Type]int
	places  places
}

const hitLine = "%-22s  %-6s  %-24s  %-18s  %s\n"

func (t *hitTable) print(p extract.Piece, h hit) error {
	if len(t.counts) == 0 {
		heading := t.session.headings([]string{"TYPE", "SCORE", "FOUND", "BECAUSE", "WHERE"})
		fmt.Fprintf(t.out, hitLine, heading[0], heading[1], heading[2], heading[3], heading[4])
	}
	t.counts[h.Type]++
	found := masked(h)
	if t.command.Show && h.value != nil {
		found = decoded(h.value)
	}
	where := fmt.Sprintf("%d–%d", h.base+h.Start, h.base+h.End)
	if path := t.places.of(p); path != "" {
		where = path + " " + where
	}
	_, err := fmt.Fprintf(t.out, hitLine, h.Type, fmt.Sprintf("%.2f", h.Score), plain(found), because(h), plain(where))
	return err
}

func because(h hit) string {
	if h.verdict != "" {
		return strings.Join(append([]string{h.verdict}, h.with...), " ")
	}
	return strings.Join(slices.DeleteFunc([]string{h.Check, plain(h.Context)}, func(s string) bool { return s == "" }), ", ")
}

func (t *hitTable) end() error {
	if len(t.counts) == 0 {
		_, err := fmt.Fprintln(t.out, t.session.said("nothing was found in what was read"))
		return err
	}
	fmt.Fprintln(t.out)
	for _, name := range slices.Sorted(maps.Keys(t.counts)) {
		if _, err := fmt.Fprintf(t.out, "%8d  %s\n", t.counts[name], name); err != nil {
			return err
		}
	}
	return nil
}

// masked is what may be shown of a hit to anybody.
func masked(h hit) string {
	if h.value == nil {
		return "***"
	}
	value := decoded(h.value)
	span := redact.Span{End: int64(len(value)), Type: h.Type}
	mask, _, err := redact.Text(nil, []byte(value), []redact.Span{span}, redact.Masked())
	if err != nil {
		return "***"
	}
	return string(mask)
}

// decoded is a value as UTF-8.
func decoded(value []byte) string {
	var b bytes.Buffer
	for len(value) > 0 {
		r, n := text.Next(value)
		b.WriteRune(r)
		value = value[n:]
	}
	return b.String()
}

// typeOf names what an identifier of a person is, as a mask needs to know.
func typeOf(t varsam.IdentifierType) pii.Type {
	switch t {
	case varsam.NationalID:
		return "national-id"
	case "name":
		return pii.Person
	case "account":
		return pii.SEBankAccount
	}
	return pii.Type(t)
}
