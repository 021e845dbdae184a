package office_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/document/office"
	"github.com/varsam/varsam/internal/paper"
)

// finds are the cuts of one text.
func finds(what string) func(string) []office.Cut {
	return func(text string) (cuts []office.Cut) {
		for at := 0; ; {
			i := strings.Index(text[at:], what)
			if i < 0 {
				return cuts
			}
			cuts = append(cuts, office.Cut{Start: at + i, End: at + i + len(what), Instead: "[…]"})
			at += i + len(what)
		}
	}
}

func texts(t *testing.T, name string, content []byte) string {
	t.Helper()
	var all strings.Builder
	unread, err := document.InProcess(document.Limits{}).Texts(t.Context(), name, bytes.NewReader(content), func(place string, text io.Reader) error {
		all.WriteString("\n" + place + ": ")
		_, err := io.Copy(&all, text)
		return err
	})
	if err != nil || len(unread) > 0 {
		t.Fatalf("%s: %v %v", name, err, unread)
	}
	return all.String()
}

// TestRedact: a name that is half bold goes from every corner, and everything else is as it was.
func TestRedact(t *testing.T) {
	t.Parallel()
	const who = "Åsa Planterad & Co"
	sheet := paper.Sheet{
		Lines: []string{"före " + who + " efter", "en annan rad <1>"}, Header: who, Comment: "om " + who + ".", Hidden: who + " och " + who, Author: who,
	}
	for _, format := range []string{"docx", "xlsx", "pptx", "odt", "ods", "odp"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			old := paper.Make(format, sheet)
			before := texts(t, "a."+format, old)
			now, err := office.Redact(old, finds(who))
			if err != nil {
				t.Fatal(err)
			}
			after := texts(t, "a."+format, now)
			if strings.Contains(after, "Planterad") {
				t.Errorf("left: %s", after)
			}
			if want := strings.ReplaceAll(before, who, "[…]"); after != want {
				t.Errorf("got %s\nwant %s", after, want)
			}
		})
	}
}

// TestRedactRefuses: what holds a document together is not rewritten.
func TestRedactRefuses(t *testing.T) {
	t.Parallel()
	old := paper.Make("xlsx", paper.Sheet{Lines: []string{"x"}})
	for _, what := range []string{"Blad1", "sheet1"} {
		if _, err := office.Redact(old, finds(what)); err != office.ErrByHand {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := office.Redact([]byte("PK\x03\x04 nothing"), finds("x")); err == nil {
		t.Error("no archive is rewritten")
	}
}

// FuzzRedact: a part in which nothing is found is as it was, and one that was rewritten has nothing left to find.
func FuzzRedact(f *testing.F) {
	f.Add("<w:p><w:r><w:t>As</w:t></w:r><w:r><w:t>trid</w:t></w:r></w:p>")
	f.Add(`<a b='Astrid' c="x>y"/><!-- Astrid --><![CDATA[Astrid]]>`)
	f.Add("<text:p>As<text:s/>trid</text:p><")
	f.Add("<t>&#65;strid &amp; co")
	f.Fuzz(func(t *testing.T, part string) {
		old := paper.Archive("[Content_Types].xml", "<Types/>", "word/document.xml", part)
		same, err := office.Redact(old, func(string) []office.Cut { return nil })
		if err != nil || partOf(t, same) != part {
			t.Fatalf("%v: %q became %q", err, part, partOf(t, same))
		}
		now, err := office.Redact(old, finds("Astrid"))
		if err != nil {
			return
		}
		_, err = office.Redact(now, func(text string) []office.Cut {
			if strings.Contains(text, "Astrid") {
				t.Errorf("%q became %q, in which there is %q", part, partOf(t, now), text)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func partOf(t *testing.T, content []byte) string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := r.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
