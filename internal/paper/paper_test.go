package paper_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/paper"
)

// sheet has a word of its own in each corner.
var sheet = paper.Sheet{
	Lines: []string{"Hej Åsa Radén i raden", "en rad till (med parentes)"}, Header: "Åsa Huvudén överst", Comment: "Åsa Noterdahl i marginalen",
	Hidden: "Åsa Gömdal, struken", Author: "Åsa Skrivare",
}

func TestEveryFormatSaysAll(t *testing.T) {
	t.Parallel()
	for _, format := range paper.Formats() {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			var all strings.Builder
			unread, err := document.InProcess(document.Limits{}).Texts(t.Context(), "brev."+format, bytes.NewReader(paper.Make(format, sheet)), func(_ string, text io.Reader) error {
				_, err := io.Copy(&all, text)
				all.WriteString("\n")
				return err
			})
			if err != nil || len(unread) > 0 {
				t.Fatalf("%v, not read: %v", err, unread)
			}
			for _, words := range append(sheet.Lines, sheet.Header, sheet.Comment, sheet.Hidden, sheet.Author) {
				if !strings.Contains(all.String(), words) {
					t.Errorf("%q is not in it:\n%s", words, all.String())
				}
			}
		})
	}
	if paper.Make("xyz", sheet) != nil {
		t.Error("an unknown format is made")
	}
}

// TestOfficeOpensThem has LibreOffice open the documents and write what they say as plain text, where it is installed.
func TestOfficeOpensThem(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("soffice")
	if err != nil || testing.Short() {
		t.Skip("LibreOffice is not installed: no other program opened the documents")
	}
	dir := t.TempDir()
	var files []string
	for _, format := range []string{"docx", "odt", "fodt", "rtf", "html"} {
		path := filepath.Join(dir, format+"."+format)
		if err := os.WriteFile(path, paper.Make(format, sheet), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	args := append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", dir}, files...)
	if out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, path := range files {
		text, err := os.ReadFile(strings.TrimSuffix(path, filepath.Ext(path)) + ".txt")
		if err != nil || !strings.Contains(string(text), sheet.Lines[0]) {
			t.Errorf("%s: %v %q", filepath.Base(path), err, text)
		}
	}
}
