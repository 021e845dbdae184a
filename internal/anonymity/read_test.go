package anonymity

import (
	"bytes"
	"strings"
	"testing"

	"github.com/varsam/varsam"
)

func TestTablesAsTheyCome(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text  string
		comma rune
		crlf  bool
	}{
		"commas":          {"a,b\n1,2\n", ',', false},
		"semicolons":      {"a;b\r\n1;2\r\n", ';', true},
		"tabs":            {"a\tb\n1\t2\n", '\t', false},
		"commas in cells": {"\"a,b,c\";b\n1;2\n", ';', false},
		"quoted":          {"a;b\n\"1;\n\";2\n", ';', false},
	} {
		f, err := ReadFile(strings.NewReader("\xef\xbb\xbf" + c.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if f.Comma != c.comma || f.CRLF != c.crlf || f.Column("b") != 1 || f.Column("c") != -1 || f.Values(1)[0] != "2" {
			t.Errorf("%s: %+v", name, f)
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil || out.String() != c.text {
			t.Errorf("%s: written as %q, %v", name, out.String(), err)
		}
	}
}

func TestTablesThatAreRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                   "the table is empty: it needs a header line and rows",
		"a,b\n":              "the table is empty: it needs a header line and rows",
		"a,b\n1,2\n3\n":      "line 3 of the table has 1 cells where the first has 2",
		"a,a\n1,2\n":         "column 2 of the table has no name of its own: give every column one",
		"a,b\n1,\"2\n":       "line 2 of the table has a quotation mark out of place",
		"a,b\n1,2\"secret\n": "line 2 of the table has a quotation mark out of place",
	} {
		_, err := ReadFile(strings.NewReader(text))
		if err == nil || err.Error() != want || varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	for text, want := range map[string]string{
		"":                   "the hierarchy is empty: it needs a line for every value of the column",
		"1,a\n2\n":           "line 2 of the hierarchy has 1 cells where the first has 2",
		"1,a\n1,b\n":         "line 2 of the hierarchy has a value that an earlier line has too",
		"1,a,x\n2,a,y\n":     "line 2 of the hierarchy is no tree: a form at level 1 has two forms at level 2",
		"1,a\n2,\"secret\"b": "line 2 of the hierarchy has a quotation mark out of place",
	} {
		_, err := ReadHierarchy(strings.NewReader(text))
		if err == nil || err.Error() != want || varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func FuzzReadFile(f *testing.F) {
	for _, seed := range []string{"a;b\r\n1;2\r\n", "a,b\n\"1\n\",2\n", "\xef\xbb\xbfa\n1\n", "a\tb\n", "a;b,c\n1;2,3\n", "\"\"\n\"\"\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table, err := ReadFile(strings.NewReader(text))
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := table.Write(&out); err != nil {
			t.Fatal(err)
		}
		back, err := ReadFile(bytes.NewReader(out.Bytes()))
		if err != nil || len(back.Rows) != len(table.Rows) || len(back.Header) != len(table.Header) {
			t.Fatalf("%q was written as %q: %v", text, out.String(), err)
		}
	})
}

func FuzzReadHierarchy(f *testing.F) {
	for _, seed := range []string{"1;0-4;*\n2;0-4;*\n", "a,b\nc,b\n", "a", "1,a,x\n2,a,y\n", "\xef\xbb\xbfa;*"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		h, err := ReadHierarchy(strings.NewReader(text))
		if err != nil {
			return
		}
		for level := range h.Levels() {
			covers := h.covers(level)
			for code := range h.Size() {
				if covers[code] < 1 || covers[code] > int64(h.Size()) {
					t.Fatalf("a form at level %d covers %d of %d values", level, covers[code], h.Size())
				}
			}
		}
		if code, ok := h.Code(h.Label(0, 0)); !ok || code != 0 {
			t.Fatal("a value is not found by its text")
		}
	})
}
