package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"fmt"
	"os"
	"path"
	"strings"
	"time"
)

// entry is one file of a package.
type entry struct {
	path    string // without a leading slash
	mode    int64
	content []byte
}

// packages makes one Debian package per architecture. The format is an ar
// archive of two tar archives (man 5 deb).
func (r *release) packages() error {
	for _, t := range targets {
		if t.deb == "" {
			continue
		}
		files, err := r.packaged(t)
		if err != nil {
			return err
		}
		control, err := r.controlFiles(t, files)
		if err != nil {
			return err
		}
		name := fmt.Sprintf("varsam_%s_%s.deb", debianVersion(r.version), t.deb)
		if err := r.write(name, deb(r.stamp, control, files)); err != nil {
			return err
		}
	}
	return nil
}

// packaged is what is installed, as path and source.
func (r *release) packaged(t target) ([]entry, error) {
	var files []entry
	for _, f := range []struct {
		path, from string
		mode       int64
	}{
		{"usr/bin/varsam", r.dir + "/" + t.binary(), 0o755},
		{"usr/lib/systemd/system/varsam-sweep.service", "packaging/varsam-sweep.service", 0o644},
		{"usr/lib/systemd/system/varsam-sweep.timer", "packaging/varsam-sweep.timer", 0o644},
		{"usr/lib/sysusers.d/varsam.conf", "packaging/sysusers.conf", 0o644},
		{"etc/varsam/environment", "packaging/environment", 0o640},
		{"usr/share/doc/varsam/copyright", "LICENSE", 0o644},
	} {
		content, err := os.ReadFile(f.from)
		if err != nil {
			return nil, err
		}
		files = append(files, entry{f.path, f.mode, content})
	}
	return files, nil
}

func (r *release) controlFiles(t target, files []entry) ([]entry, error) {
	size, sums := 0, ""
	for _, f := range files {
		size += len(f.content)
		if !strings.HasPrefix(f.path, "etc/") {
			sums += fmt.Sprintf("%x  %s\n", md5.Sum(f.content), f.path)
		}
	}
	control, err := os.ReadFile("packaging/control")
	if err != nil {
		return nil, err
	}
	postinst, err := os.ReadFile("packaging/postinst")
	if err != nil {
		return nil, err
	}
	filled := strings.NewReplacer("{version}", debianVersion(r.version), "{architecture}", t.deb, "{size}", fmt.Sprint(size/1024)).Replace(string(control))
	return []entry{
		{"control", 0o644, []byte(filled)},
		{"conffiles", 0o644, []byte("/etc/varsam/environment\n")},
		{"md5sums", 0o644, []byte(sums)},
		{"postinst", 0o755, postinst},
	}, nil
}

// debianVersion sorts a pre-release before its release and has no hyphen, which
// would begin Debian's own revision.
func debianVersion(v string) string { return strings.ReplaceAll(v, "-", "~") }

func deb(stamp time.Time, control, files []entry) []byte {
	var b bytes.Buffer
	b.WriteString("!<arch>\n")
	for _, part := range []entry{
		{"debian-binary", 0o644, []byte("2.0\n")},
		{"control.tar.gz", 0o644, tarball(stamp, control)},
		{"data.tar.gz", 0o644, tarball(stamp, files)},
	} {
		fmt.Fprintf(&b, "%-16s%-12d%-6d%-6d%-8o%-10d`\n", part.path, stamp.Unix(), 0, 0, 0o100000|part.mode, len(part.content))
		b.Write(part.content)
		if len(part.content)%2 == 1 {
			b.WriteByte('\n')
		}
	}
	return b.Bytes()
}

// tarball holds the files and every folder above them, once.
func tarball(stamp time.Time, files []entry) []byte {
	var b bytes.Buffer
	zip, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	w := tar.NewWriter(zip)
	seen := map[string]bool{}
	for _, f := range files {
		for _, dir := range parents(f.path) {
			if !seen[dir] {
				seen[dir] = true
				put(w, &tar.Header{Typeflag: tar.TypeDir, Name: "./" + dir, Mode: 0o755}, stamp, nil)
			}
		}
		put(w, &tar.Header{Typeflag: tar.TypeReg, Name: "./" + f.path, Mode: f.mode}, stamp, f.content)
	}
	must(w.Close())
	must(zip.Close())
	return b.Bytes()
}

func put(w *tar.Writer, h *tar.Header, stamp time.Time, content []byte) {
	h.ModTime, h.Size, h.Uname, h.Gname, h.Format = stamp, int64(len(content)), "root", "root", tar.FormatGNU
	must(w.WriteHeader(h))
	_, err := w.Write(content)
	must(err)
}

// must: writing to memory fails only when we hold the format wrong.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// parents are the folders above a path, the topmost first, "" not among them.
func parents(file string) []string {
	var all []string
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		all = append([]string{dir + "/"}, all...)
	}
	return all
}
