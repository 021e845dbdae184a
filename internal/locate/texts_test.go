package locate

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// folder is a fake whose records hold texts that it must read to search them.
type folder struct {
	*fake
	texts  map[string][]string // by key: places and texts in turn
	locked map[string]bool
	reads  int
}

func (f *folder) Open(context.Context, string) (system.System, error) { return f, nil }

func (f *folder) FindText(_ context.Context, sel system.Selection, holds func(system.Text) bool, yield func(varsam.Record) error) (system.Found, error) {
	f.reads++
	found := system.Found{Complete: true, Statements: 1}
	for _, row := range f.tables[0].rows {
		r := f.tables[0].record(f.name, row)
		key, taken := r.Ref.Key[0].String(), false
		for pair := range slices.Chunk(f.texts[key], 2) {
			taken = holds(system.Text{Ref: r.Ref, Place: pair[0], Body: strings.NewReader(pair[1])}) || taken
		}
		if f.locked[key] {
			found.Complete, found.Why = false, "unread"
			found.Unread = append(found.Unread, system.Unread{Ref: r.Ref, Why: varsam.Because("unread-encrypted", "")})
		}
		if taken {
			if err := yield(cut(r, f.tables[0].Key, sel)); err != nil {
				return found, err
			}
		}
	}
	return found, nil
}

func letters() *folder {
	documents := newTable("documents", "path text", "text text").row("a.docx", nil).row("b.pdf", nil).row("c.zip", nil).row("d.txt", nil)
	return &folder{
		fake: &fake{name: "s", tables: []*table{documents}},
		texts: map[string][]string{
			"a.docx": {"", "Hej Anna Öberg", "#comment=2", "ring 070 123 45 67"},
			"b.pdf":  {"#page=1", "ingenting"},
			"d.txt":  {"", "0701234567"},
		},
		locked: map[string]bool{"c.zip": true, "d.txt": true},
	}
}

// Texts are read once, with all spellings and people; what could not be read is
// named, whether or not something else was found in it.
func TestTextsAreReadByTheSystem(t *testing.T) {
	t.Parallel()
	f := letters()
	reg := registerOf(systemOf("s", coll("documents", nil, "text text")))
	s := mustLocate(t, reg, f, Options{Mentions: true}, person(0, verified(varsam.Name, "Anna Öberg"), phone("0701234567")), person(1, email("bo@x.se")))
	wants(t, s, "documents/a.docx mention 0 mention", "documents/d.txt mention 0 mention")
	want := []varsam.Hit{
		{Field: "text", Type: varsam.Name, Text: "Anna Öberg"},
		{Field: "text", Type: varsam.Phone, Place: "#comment=2", Text: "070 123 45 67"},
	}
	if !slices.Equal(s.Located[0].Hits, want) {
		t.Errorf("hits %+v", s.Located[0].Hits)
	}
	wantGaps(t, s, "unread")
	if gap := s.Gaps[0]; gap.Why.Args[0] != "2" || len(gap.Unread) != 2 || gap.Unread[1].Key[0].String() != "d.txt" {
		t.Errorf("unread %+v", gap)
	}
	if f.reads != 1 || len(f.asked) != 0 {
		t.Errorf("read %d times, asked %d times", f.reads, len(f.asked))
	}
}

// A verification reads the texts again, and reports every document that still
// says who it is about.
func TestTextsAreReadAgain(t *testing.T) {
	t.Parallel()
	f := letters()
	reg := registerOf(systemOf("s", coll("documents", nil, "text text")))
	before := mustLocate(t, reg, f, Options{Mentions: true}, person(0, phone("0701234567")))
	f.texts["a.docx"] = nil
	left, gaps, err := Recheck(t.Context(), reg, f, before, Options{Mentions: true, Today: today})
	if err != nil || len(left) != 1 || left[0].Ref.Key[0].String() != "d.txt" || len(gaps) != 1 {
		t.Errorf("left %+v, gaps %+v, %v", left, gaps, err)
	}
}
