package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/pii/piitest"
	"github.com/varsam/varsam/internal/pii/subject"
	"github.com/varsam/varsam/internal/system"
	stores "github.com/varsam/varsam/internal/system/files"
	shares "github.com/varsam/varsam/internal/system/files/folder"
)

// A gigabyte of text, in documents of four megabytes.
const (
	folderFiles = 256
	folderFile  = 4 << 20
)

// BenchmarkFolder looks for one person in a gigabyte of text documents in a folder, from the listing to the last hit, beside reading
// the same files and looking at nothing. Times are the processor's own.
func BenchmarkFolder(b *testing.B) {
	dir := fillFolder(b)
	store, err := shares.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	s, err := stores.Open(system.Config{System: "share", Today: today, Documents: document.InProcess(document.Limits{})}, store)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	who, err := subject.New([]varsam.Person{{Identifiers: []varsam.Identifier{
		{Type: varsam.Email, Value: "person.sought@example.org", Verified: true}, {Type: varsam.Name, Value: "Person Soughtsson"},
	}}}, subject.Options{Today: today})
	if err != nil {
		b.Fatal(err)
	}
	measure := peak(b)
	best, floor := time.Hour, time.Hour
	for b.Loop() {
		for range 2 {
			best = min(best, worked(b, func() error { return search(s, who) }))
			floor = min(floor, worked(b, func() error { return readAll(dir) }))
		}
	}
	measure()
	const size = folderFiles * folderFile
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(size/1e6/best.Seconds(), "MB/s")
	b.ReportMetric(best.Seconds()*(1<<30)/size, "s/GB")
	b.ReportMetric(size/1e6/floor.Seconds(), "floor-MB/s")
}

// worked is the processor's time that something takes, on all cores together.
func worked(b *testing.B, do func() error) time.Duration {
	b.Helper()
	start := processor()
	if err := do(); err != nil {
		b.Fatal(err)
	}
	return processor() - start
}

func fillFolder(b *testing.B) string {
	b.Helper()
	dir := b.TempDir()
	text := piitest.Generate(5, folderFile, piitest.Sparse).Bytes
	for i := range folderFiles {
		content := text
		if i%64 == 0 {
			content = append(bytes.Clone(text), " Skriv till person.sought@example.org.\n"...)
		}
		path := filepath.Join(dir, fmt.Sprint(i%8), fmt.Sprintf("%03d.txt", i))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

// search looks for the person as a request does, and must find her where she is.
func search(s *stores.System, who *subject.Searcher) error {
	var room bytes.Buffer
	found := 0
	_, err := s.FindText(context.Background(), system.Selection{Collection: "documents"}, func(t system.Text) bool {
		room.Reset()
		if _, err := room.ReadFrom(t.Body); err != nil {
			return false
		}
		return len(who.Find(room.Bytes())) > 0
	}, func(varsam.Record) error {
		found++
		return nil
	})
	if err == nil && found != folderFiles/64 {
		err = fmt.Errorf("found in %d documents", found)
	}
	return err
}

func readAll(dir string) error {
	room := make([]byte, 64<<10)
	return filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{f}, room)
		return err
	})
}
