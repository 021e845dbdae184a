package redact_test

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/redact"
)

// span finds a part of a text.
func span(text, part string, t pii.Type) redact.Span {
	at := int64(strings.Index(text, part))
	return redact.Span{Start: at, End: at + int64(len(part)), Type: t}
}

func TestStyles(t *testing.T) {
	t.Parallel()
	const text = "Anna Berg, anna@example.com, +46 70-174 06 05, kort 4111 1111 1111 1111; Anna Berg igen, inte Bo Ek."
	again := int64(strings.LastIndex(text, "Anna Berg"))
	spans := []redact.Span{
		{Start: again, End: again + 9, Type: pii.Person},
		span(text, "Anna Berg", pii.Person), span(text, "anna@example.com", pii.Email), span(text, "+46 70-174 06 05", pii.Phone),
		span(text, "4111 1111 1111 1111", pii.Card), span(text, "Bo Ek", pii.Person),
	}
	for name, c := range map[string]struct {
		style redact.Style
		want  string
	}{
		"marker":     {redact.Marker("[…]"), "[…], […], […], kort […]; […] igen, inte […]."},
		"in Swedish": {redact.Removed("sv-FI"), strings.ReplaceAll("[…], […], […], kort […]; […] igen, inte […].", "[…]", "[borttaget]")},
		"nothing":    {redact.Marker(""), ", , , kort ;  igen, inte ."},
		"masked":     {redact.Masked(), "***, ***@example.com, +** **-*** ** 05, kort **** **** **** 1111; *** igen, inte ***."},
		"pseudonyms": {redact.Pseudonyms("sv"), "[Person 1], [E-post 1], [Telefon 1], kort [Konto 1]; [Person 1] igen, inte [Person 2]."},
		"in English": {redact.Pseudonyms("fi"), "[Person 1], [E-mail 1], [Phone 1], kort [Account 1]; [Person 1] igen, inte [Person 2]."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, _, err := redact.Text(nil, []byte(text), spans, c.style)
			if err != nil || string(got) != c.want {
				t.Errorf("got  %s (%v)\nwant %s", got, err, c.want)
			}
		})
	}
}

func TestWhatIsTakenOut(t *testing.T) {
	t.Parallel()
	type at = redact.Span
	for name, c := range map[string]struct {
		text  string
		spans []at
		style redact.Style
		want  string
	}{
		"half a character is the whole of it":     {"xåäöx", []at{{Start: 2, End: 4}}, redact.Marker("-"), "x-öx"},
		"a letter goes with its marks":            {"A\u030asa Berg", []at{{Start: 1, End: 4}}, redact.Marker("-"), "-a Berg"},
		"marks go with their letter":              {"Jose\u0301 Ek", []at{{Start: 0, End: 4}}, redact.Marker("-"), "- Ek"},
		"bytes that are no characters":            {"\xe5sa \xff\xfe", []at{{Start: 0, End: 1}, {Start: 5, End: 6}}, redact.Marker("-"), "-sa \xff-"},
		"overlapping spans are one":               {"Anna Berg Ek", []at{{Start: 5, End: 12}, {Start: 0, End: 9}, {Start: 2, End: 3}}, redact.Marker("-"), "-"},
		"touching spans are two":                  {"AnnaBerg", []at{{Start: 0, End: 4}, {Start: 4, End: 8}}, redact.Marker("-"), "--"},
		"a span without length says nothing":      {"Anna", []at{{Start: 2, End: 2}}, redact.Marker("-"), "Anna"},
		"the whole text":                          {"Anna", []at{{Start: 0, End: 4}}, redact.Marker("-"), "-"},
		"nothing":                                 {"", nil, redact.Marker("-"), ""},
		"two types in one are masked as a whole":  {"a@example.com", []at{{End: 13, Type: pii.Email}, {Start: 2, End: 13, Type: pii.Person}}, redact.Masked(), "***"},
		"a short number is masked as a whole":     {"123-4567", []at{{End: 8, Type: pii.SEBankgiro}}, redact.Masked(), "***"},
		"an e-mail address without a domain":      {"anna", []at{{End: 4, Type: pii.Email}}, redact.Masked(), "***"},
		"keys join spellings":                     {"Anna, A. Berg", []at{{End: 4, Type: pii.Person, Key: "0"}, {Start: 6, End: 13, Type: pii.Person, Key: "0"}}, redact.Pseudonyms("en"), "[Person 1], [Person 1]"},
		"a key is no other span's bytes":          {"0 Anna", []at{{End: 1, Type: pii.Person}, {Start: 2, End: 6, Type: pii.Person, Key: "0"}}, redact.Pseudonyms("en"), "[Person 1] [Person 2]"},
		"the longest of overlapping spans counts": {"Anna Berg", []at{{End: 4, Type: pii.Email, Key: "a"}, {End: 9, Type: pii.Person, Key: "b"}}, redact.Pseudonyms("en"), "[Person 1]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, _, err := redact.Text(nil, []byte(c.text), c.spans, c.style)
			if err != nil || string(got) != c.want {
				t.Errorf("got %q (%v), want %q", got, err, c.want)
			}
		})
	}
}

func TestPseudonymsAreOfOneDocument(t *testing.T) {
	t.Parallel()
	style := redact.Pseudonyms("en")
	for _, text := range []string{"Anna", "Bosse"} {
		got, _, err := redact.Text(nil, []byte(text), []redact.Span{{End: 4, Type: pii.Person}}, style)
		if err != nil || !strings.HasPrefix(string(got), "[Person 1]") {
			t.Errorf("%s: %s, %v", text, got, err)
		}
	}
}

func TestSpansOutsideTheTextAreRefused(t *testing.T) {
	t.Parallel()
	for _, s := range []redact.Span{{Start: -1, End: 1}, {Start: 2, End: 1}, {Start: 0, End: 5}, {Start: 5, End: 5}} {
		got, _, err := redact.Text([]byte("before"), []byte("Anna"), []redact.Span{{End: 1}, s}, redact.Marker("-"))
		if varsam.CodeOf(err) != varsam.Invalid || string(got) != "before" {
			t.Errorf("%v: %q, %v", s, got, err)
		}
	}
}

func TestMapLeadsThereAndBack(t *testing.T) {
	t.Parallel()
	//            0123456789012
	const text = "x Anna y Bo z"
	_, m, err := redact.Text(nil, []byte(text), []redact.Span{{Start: 2, End: 6}, {Start: 9, End: 11}}, redact.Marker("[…]"))
	if err != nil { // x […] y […] z, and … has three bytes
		t.Fatal(err)
	}
	for _, c := range []struct {
		old, offset int64
		kept        bool
	}{{0, 0, true}, {2, 2, false}, {6, 7, true}, {7, 8, true}, {9, 10, false}, {11, 15, true}, {13, 17, true}} {
		if got, kept := m.New(c.old); got != c.offset || kept != c.kept {
			t.Errorf("New(%d) = %d, %v", c.old, got, kept)
		}
		if got, kept := m.Old(c.offset); got != c.old || kept != c.kept {
			t.Errorf("Old(%d) = %d, %v", c.offset, got, kept)
		}
	}
	if at, kept := m.New(4); at != 2 || kept {
		t.Errorf("inside a span: %d, %v", at, kept)
	}
}

func TestWriterRefusesSpansThatComeTooLate(t *testing.T) {
	t.Parallel()
	w := redact.NewWriter(&strings.Builder{}, redact.Marker("-"))
	if _, err := w.Write([]byte("Anna Berg")); err != nil {
		t.Fatal(err)
	}
	if err := w.Settle(5); err != nil {
		t.Fatal(err)
	}
	if err := w.Span(redact.Span{Start: 4, End: 9}); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("before what is settled: %v", err)
	}
	if err := w.Span(redact.Span{Start: 5, End: 20}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("beyond the end: %v", err)
	}
}
