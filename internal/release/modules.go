package main

import (
	"cmp"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// module is one module linked into a binary.
type module struct {
	Path, Version, Sum string
	Dir                string // in the module cache
}

// linked are the modules of all binaries, by path. They are read from the
// binaries themselves: what is only in go.mod is in no release.
func (r *release) linked() ([]module, error) {
	dirs, err := moduleDirs()
	if err != nil {
		return nil, err
	}
	all := map[string]module{}
	for _, t := range targets {
		info, err := buildinfo.ReadFile(filepath.Join(r.dir, t.binary()))
		if err != nil {
			return nil, err
		}
		for _, d := range info.Deps {
			if d.Replace != nil {
				return nil, fmt.Errorf("%s is replaced; a release has no replaced modules", d.Path)
			}
			all[d.Path] = module{d.Path, d.Version, d.Sum, dirs[d.Path]}
		}
	}
	return slices.SortedFunc(maps.Values(all), func(a, b module) int { return cmp.Compare(a.Path, b.Path) }), nil
}

// moduleDirs says where the module cache has each module.
func moduleDirs() (map[string]string, error) {
	text, err := output("go", "list", "-m", "-json", "all")
	if err != nil {
		return nil, err
	}
	dirs := map[string]string{}
	for dec := json.NewDecoder(strings.NewReader(text)); ; {
		var m module
		if err := dec.Decode(&m); err == io.EOF {
			return dirs, nil
		} else if err != nil {
			return nil, err
		}
		dirs[m.Path] = m.Dir
	}
}

// licenceFiles are the files of a module that state terms.
func licenceFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range entries {
		name := strings.ToUpper(e.Name())
		for _, begin := range []string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "PATENTS"} {
			if strings.HasPrefix(name, begin) && e.Type().IsRegular() && filepath.Ext(name) != ".GO" {
				files = append(files, filepath.Join(dir, e.Name()))
				break
			}
		}
	}
	return files, nil
}

// licences writes the terms of everything linked in, Go's own among them.
func (r *release) licences() error {
	modules, err := r.linked()
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("Varsam contains the following software. Each is used under the terms printed below it.\n")
	root, err := output("go", "env", "GOROOT")
	if err != nil {
		return err
	}
	for _, m := range append(modules, module{Path: "The Go standard library", Version: runtime.Version(), Dir: root}) {
		files, err := licenceFiles(m.Dir)
		if err != nil {
			return err
		}
		if len(files) == 0 {
			return fmt.Errorf("%s has no licence file; it may not be shipped", m.Path)
		}
		fmt.Fprintf(&b, "\n%s\n%s %s\n", strings.Repeat("=", 80), m.Path, m.Version)
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, "%s\n\n%s\n", strings.Repeat("-", 80), strings.TrimSpace(string(text)))
		}
	}
	return r.write("THIRD-PARTY-LICENSES.txt", []byte(b.String()))
}

// licenceID recognises the usual licences by a phrase that only they have; empty
// for any other.
func licenceID(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for _, l := range []struct{ id, phrase string }{
		{"Apache-2.0", "Apache License Version 2.0"},
		{"MPL-2.0", "Mozilla Public License Version 2.0"},
		{"MPL-2.0", "Mozilla Public License, version 2.0"},
		{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose"},
		{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy"},
		{"BSD-3-Clause", "to endorse or promote products derived from"},
		{"BSD-2-Clause", "Redistributions in binary form must reproduce the above copyright notice"},
	} {
		if strings.Contains(text, l.phrase) {
			return l.id
		}
	}
	return ""
}
