// Package backup packs files into one, and unpacks them whole or not at all. It
// knows nothing of what they hold.
//
// A backup is a tar file: first manifest.json, with what it is and the digest of
// each part, then the parts. A part that is missing, changed or more than the
// manifest names makes the whole unusable.
package backup

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/varsam/varsam"
)

// Format of the manifest.
const Format = 1

// Manifest says what a backup is.
type Manifest struct {
	Format  int       `json:"format"`
	Kind    string    `json:"kind"` // what the backup is of: data, keys
	Pair    string    `json:"pair"` // the same for backups that belong together
	Made    time.Time `json:"made"`
	Program string    `json:"program"`
	Parts   []Part    `json:"parts"`
}

// Part is one file.
type Part struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	Digest string `json:"sha256"`
}

const (
	manifestName = "manifest.json"
	maxManifest  = 1 << 20
)

// Write packs files, by their names, into a new file that only its owner may read.
// Code Conflict when it is there already.
func Write(path string, m Manifest, files map[string]string) (err error) {
	m.Format = Format
	for _, name := range sorted(files) {
		part, err := partOf(name, files[name])
		if err != nil {
			return err
		}
		m.Parts = append(m.Parts, part)
	}
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return varsam.Errorf(varsam.Conflict, "there is a file %s already; a backup never replaces one", path)
	}
	if err != nil {
		return varsam.Errorf(varsam.Unavailable, "the file %s cannot be made", path)
	}
	err = pack(out, m, files)
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		os.Remove(path)
		return varsam.Errorf(varsam.Unavailable, "the file %s cannot be written whole", path)
	}
	return nil
}

func sorted(files map[string]string) (names []string) {
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func partOf(name, path string) (p Part, err error) {
	file, err := os.Open(path)
	if err != nil {
		return p, varsam.Errorf(varsam.Unavailable, "the file for %s cannot be read", name)
	}
	defer file.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, file)
	if err != nil {
		return p, varsam.Errorf(varsam.Unavailable, "the file for %s cannot be read", name)
	}
	return Part{name, n, hex.EncodeToString(sum.Sum(nil))}, nil
}

func pack(out io.Writer, m Manifest, files map[string]string) error {
	w := tar.NewWriter(out)
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := w.WriteHeader(&tar.Header{Name: manifestName, Mode: 0o600, Size: int64(len(text)), ModTime: m.Made}); err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	for _, p := range m.Parts {
		if err := packPart(w, p, files[p.Name], m.Made); err != nil {
			return err
		}
	}
	return w.Close()
}

func packPart(w *tar.Writer, p Part, path string, made time.Time) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := w.WriteHeader(&tar.Header{Name: p.Name, Mode: 0o600, Size: p.Size, ModTime: made}); err != nil {
		return err
	}
	_, err = io.CopyN(w, file, p.Size)
	return err
}

// Read unpacks a backup of a kind into a folder that is empty or not there. Corrupt:
// it is not whole; nothing of it is left then. Invalid: it is none, or of another
// kind.
func Read(path, kind, folder string) (m Manifest, err error) {
	file, err := os.Open(path)
	if err != nil {
		return m, varsam.Errorf(varsam.NotFound, "there is no file %s that can be read", path)
	}
	defer file.Close()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return m, varsam.Errorf(varsam.Unavailable, "the folder %s cannot be made", folder)
	}
	m, err = unpack(tar.NewReader(file), kind, folder)
	if err != nil {
		os.RemoveAll(folder)
	}
	return m, err
}

func unpack(r *tar.Reader, kind, folder string) (m Manifest, err error) {
	head, err := r.Next()
	if err != nil || head.Name != manifestName || head.Size > maxManifest {
		return m, varsam.Errorf(varsam.Invalid, "the file is no backup of Varsam")
	}
	if json.NewDecoder(io.LimitReader(r, maxManifest)).Decode(&m) != nil || m.Format != Format {
		return m, varsam.Errorf(varsam.Invalid, "the backup is of a form that this program does not read")
	}
	if m.Kind != kind {
		return m, varsam.Errorf(varsam.Invalid, "the backup is one of %s, and not of %s", m.Kind, kind)
	}
	for _, p := range m.Parts {
		if err := unpackPart(r, p, folder); err != nil {
			return m, err
		}
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		return m, errDamaged
	}
	return m, nil
}

var errDamaged = varsam.Errorf(varsam.Corrupt, "the backup is damaged: what is in it is not what was put in")

func unpackPart(r *tar.Reader, p Part, folder string) error {
	head, err := r.Next()
	if err != nil || head.Name != p.Name || head.Size != p.Size || p.Name != filepath.Base(p.Name) || p.Name == "." || p.Name == ".." {
		return errDamaged
	}
	file, err := os.OpenFile(filepath.Join(folder, p.Name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return varsam.Errorf(varsam.Unavailable, "the folder %s cannot be written, or is not empty", folder)
	}
	sum := sha256.New()
	_, err = io.Copy(io.MultiWriter(file, sum), r)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errDamaged
	}
	if hex.EncodeToString(sum.Sum(nil)) != p.Digest {
		return errDamaged
	}
	return nil
}
