package register

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"testing/fstest"

	"github.com/varsam/varsam"
)

// The canonical form of a set of files: a first line, then for each file in the
// order of paths its length, its path, a line end, its bytes and a line end. Two
// folders with the same files have the same bytes, and every byte is checked
// when it is read back.
const archiveHeader = "varsam-register 1\n"

// Archive is the canonical form of a register's files. It does not check them.
func Archive(fsys fs.FS) ([]byte, error) {
	all, faults, err := sources(fsys)
	if err != nil {
		return nil, err
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return encodeArchive(all), nil
}

// Digest names an archive: SHA-256, hex.
func Digest(archive []byte) string { return digest(archive) }

func digest(archive []byte) string {
	sum := sha256.Sum256(archive)
	return hex.EncodeToString(sum[:])
}

func encodeArchive(all []source) []byte {
	b := []byte(archiveHeader)
	for _, s := range all {
		b = strconv.AppendInt(b, int64(len(s.src)), 10)
		b = append(b, ' ')
		b = append(b, s.path...)
		b = append(b, '\n')
		b = append(b, s.src...)
		b = append(b, '\n')
	}
	return b
}

// Open reads an archive back as a folder. The error is Corrupt for bytes that
// [Archive] would not write.
func Open(archive []byte) (fs.FS, error) {
	rest, ok := bytes.CutPrefix(archive, []byte(archiveHeader))
	if !ok {
		return nil, errArchive
	}
	files := fstest.MapFS{}
	for len(rest) > 0 {
		s, after, err := cutFile(rest)
		if err != nil {
			return nil, err
		}
		files[s.path] = &fstest.MapFile{Data: s.src, Mode: 0o644}
		rest = after
	}
	again, err := Archive(files)
	if err != nil || !bytes.Equal(again, archive) {
		return nil, errArchive
	}
	return files, nil
}

var errArchive = varsam.Errorf(varsam.Corrupt, "these bytes are not an archive of a register")

func cutFile(b []byte) (source, []byte, error) {
	line, rest, ok := bytes.Cut(b, []byte("\n"))
	size, name, spaced := strings.Cut(string(line), " ")
	n, err := strconv.Atoi(size)
	if !ok || !spaced || err != nil || n < 0 || n >= len(rest) || rest[n] != '\n' || !fs.ValidPath(name) || path.Clean(name) != name {
		return source{}, nil, errArchive
	}
	return source{name, rest[:n]}, rest[n+1:], nil
}
