package folder_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/folder"
	"github.com/varsam/varsam/internal/system/files/storetest"
)

// documents are n files of 4 kB in folders of a hundred.
func documents(b *testing.B, n int) (string, *files.System) {
	b.Helper()
	dir := b.TempDir()
	text := bytes.Repeat([]byte("ordinary words in a document "), 140)
	for i := range n {
		path := filepath.Join(dir, strconv.Itoa(i/100), strconv.Itoa(i)+".txt")
		if i%100 == 0 {
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				b.Fatal(err)
			}
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	store, err := folder.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	s, err := files.Open(system.Config{System: "share", Documents: storetest.PlainText{}}, store)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return dir, s
}

func yes(varsam.Record) error { return nil }

// BenchmarkFind lists 5,000 documents, against walking the same folder.
func BenchmarkFind(b *testing.B) {
	dir, s := documents(b, 5000)
	b.Run("walk", func(b *testing.B) {
		for b.Loop() {
			n := 0
			err := filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
				if err == nil {
					_, err = d.Info()
				}
				n++
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("find", func(b *testing.B) {
		for b.Loop() {
			if found, err := s.Find(b.Context(), system.Selection{Collection: "documents", Version: true}, yes); err != nil || !found.Complete {
				b.Fatal(found, err)
			}
		}
	})
}

// BenchmarkFindText reads 5,000 documents of 4 kB, against reading their bytes.
func BenchmarkFindText(b *testing.B) {
	dir, s := documents(b, 5000)
	b.Run("bytes", func(b *testing.B) {
		b.SetBytes(5000 * 140 * 29)
		for b.Loop() {
			err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
				if err == nil && d.Type().IsRegular() {
					_, err = os.ReadFile(path)
				}
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("texts", func(b *testing.B) {
		b.SetBytes(5000 * 140 * 29)
		for b.Loop() {
			found, err := s.FindText(b.Context(), system.Selection{Collection: "documents", Version: true}, func(t system.Text) bool {
				_, err := io.Copy(io.Discard, t.Body)
				return err != nil
			}, yes)
			if err != nil || !found.Complete {
				b.Fatal(found, err)
			}
		}
	})
}
