package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// sums lists what was made, in the form that sha256sum -c reads.
func (r *release) sums() error {
	names := slices.Sorted(slices.Values(r.made))
	var b strings.Builder
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(r.dir, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(content), name)
	}
	return r.write("SHA256SUMS", []byte(b.String()))
}
