package ropa

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"maps"
	"slices"

	"github.com/varsam/varsam"
)

// Folder is files by their paths.
type Folder map[string][]byte

// FS is the folder to be read.
func (f Folder) FS() fs.FS {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name})
		if err != nil {
			return broken{}
		}
		_, _ = w.Write(f[name]) // a buffer takes everything
	}
	if z.Close() != nil {
		return broken{}
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		return broken{}
	}
	return r
}

// broken is a folder that cannot be read.
type broken struct{}

func (broken) Open(string) (fs.File, error) {
	return nil, varsam.Errorf(varsam.Internal, "a folder of files cannot be packed")
}
