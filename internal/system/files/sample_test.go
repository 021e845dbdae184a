package files_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/folder"
	"github.com/varsam/varsam/internal/system/files/storetest"
)

// TestSampleIsSpread: a sample has as many records as were asked for, each once, in order, from the first part of the tree to the last.
func TestSampleIsSpread(t *testing.T) {
	t.Parallel()
	for _, total := range []int{0, 1, 7, 10, 11, 99, 250} {
		dir := t.TempDir()
		for i := range total {
			write(t, filepath.Join(dir, fmt.Sprint(i%7), fmt.Sprintf("%03d.txt", i)), "text")
		}
		store, err := folder.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		s, err := files.Open(system.Config{System: "share", Today: storetest.Today}, store)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		var keys []string
		folders := map[string]bool{}
		err = s.Sample(background, "documents", 10, func(r varsam.Record) error {
			keys = append(keys, r.Ref.Key[0].String())
			folders[r.Get("directory").String()] = true
			return nil
		})
		if err != nil || len(keys) != min(10, total) {
			t.Fatalf("%d of %d: %q, %v", len(keys), total, keys, err)
		}
		for i := 1; i < len(keys); i++ {
			if keys[i-1] >= keys[i] {
				t.Errorf("of %d: %q stands before %q", total, keys[i-1], keys[i])
			}
		}
		if total >= 99 && len(folders) < 5 {
			t.Errorf("of %d: only from %v", total, folders)
		}
	}
}
