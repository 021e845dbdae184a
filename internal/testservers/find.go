package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
)

// places are where servers lie that are not on the PATH: Debian keeps
// PostgreSQL's versions apart and MariaDB's server out of a user's path.
var places = []string{"/usr/lib/postgresql/*/bin", "/usr/local/bin", "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"}

// find gives the paths of the engine's programs by name, when the machine has all of it.
func (e engine) find() (map[string]string, error) {
	for _, part := range e.parts {
		if hits, _ := filepath.Glob(part); len(hits) == 0 {
			return nil, fmt.Errorf("%s is not on this machine", part)
		}
	}
	return find(e.programs)
}

// find gives the paths of the programs by name.
func find(programs []string) (map[string]string, error) {
	paths := map[string]string{}
	for _, name := range programs {
		path, ok := findOne(name)
		if !ok {
			return nil, fmt.Errorf("the program %s is not on this machine", name)
		}
		paths[name] = path
	}
	return paths, nil
}

// findOne prefers the places to the PATH, and there the newest version: a
// wrapper on the PATH may know only the system's own server.
func findOne(name string) (string, bool) {
	for _, place := range slices.Concat(places, []string{builds()}) {
		hits, _ := filepath.Glob(filepath.Join(place, name))
		slices.Sort(hits)
		for _, hit := range slices.Backward(hits) {
			if path, err := exec.LookPath(hit); err == nil {
				return path, true
			}
		}
	}
	path, err := exec.LookPath(name)
	return path, err == nil
}
