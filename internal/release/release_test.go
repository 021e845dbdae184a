package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var (
	stamp = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	small = []entry{{"usr/bin/varsam", 0o755, []byte("#!/bin/sh\n")}, {"usr/share/doc/varsam/copyright", 0o644, []byte("x")}}
)

func TestTheSameFilesGiveTheSamePackage(t *testing.T) {
	t.Parallel()
	if !bytes.Equal(deb(stamp, small, small), deb(stamp, small, small)) {
		t.Error("two packages of the same files differ")
	}
}

func TestATarballHasEveryFolderOnce(t *testing.T) {
	t.Parallel()
	zip, err := gzip.NewReader(bytes.NewReader(tarball(stamp, small)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for r := tar.NewReader(zip); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		names = append(names, h.Name)
	}
	want := "./usr/ ./usr/bin/ ./usr/bin/varsam ./usr/share/ ./usr/share/doc/ ./usr/share/doc/varsam/ ./usr/share/doc/varsam/copyright"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// Debian's own tool must be able to read it.
func TestDebianReadsThePackage(t *testing.T) {
	tool, err := exec.LookPath("dpkg-deb")
	if err != nil {
		t.Skip("dpkg-deb is not on this machine")
	}
	t.Chdir("../..") // where packaging is
	r := &release{version: "1.2.0", dir: t.TempDir(), stamp: stamp}
	for _, target := range targets {
		if err := os.WriteFile(filepath.Join(r.dir, target.binary()), []byte("a program"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.packages(); err != nil {
		t.Fatal(err)
	}
	for _, name := range r.made {
		out, err := exec.Command(tool, "--info", filepath.Join(r.dir, name)).CombinedOutput()
		if err != nil || !strings.Contains(string(out), "Version: 1.2.0\n") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		if out, err := exec.Command(tool, "--contents", filepath.Join(r.dir, name)).CombinedOutput(); err != nil || !strings.Contains(string(out), "./usr/bin/varsam") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

func TestLicencesAreToldApart(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Apache License\n   Version 2.0, January 2004":                                                                           "Apache-2.0",
		"Permission is hereby granted, free of charge, to any person\nobtaining a copy":                                          "MIT",
		"Redistributions in binary form must reproduce the above copyright\nnotice":                                              "BSD-2-Clause",
		"Redistributions in binary form must reproduce the above copyright notice … to endorse or promote products derived from": "BSD-3-Clause",
		"All rights reserved.": "",
	} {
		if got := licenceID(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestTheBillOfMaterialsNamesEachModule(t *testing.T) {
	t.Parallel()
	r := &release{version: "1.2.0", stamp: stamp}
	list := r.bom([]module{{Path: "example.com/a", Version: "v1.0.0", Sum: "h1:x"}, {Path: "example.com/b", Version: "v2.0.0"}})
	text, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"bomFormat":"CycloneDX"`, `"purl":"pkg:golang/example.com/a@v1.0.0"`, `"name":"go:sum","value":"h1:x"`,
		`"dependsOn":["pkg:golang/example.com/a@v1.0.0","pkg:golang/example.com/b@v2.0.0"]`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is missing from %s", want, text)
		}
	}
	if again := r.bom([]module{{Path: "example.com/a", Version: "v1.0.0"}}); again.SerialNumber == list.SerialNumber {
		t.Error("another release has the same serial number")
	}
}

func TestVersionsSortAsDebianDoes(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"1.2.0": "1.2.0", "1.2.0-rc.1": "1.2.0~rc.1", "0.0.0-abc123-dirty": "0.0.0~abc123~dirty"} {
		if got := debianVersion(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
