package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// readersVariable names the folder with what others have written to judge us by.
const readersVariable = "VARSAM_TEST_NODE"

// readers are packages of npm that read what we publish, Turtle and JSON-LD, and
// one that looks at pages as somebody who does not see them.
var readers = []string{"n3@2.13.12", "jsonld@9.0.0", "axe-core@4.14.1"}

// withReaders is the variable with the readers' folder, installed once for all
// runs where there is npm. Without it the test that needs them says that it was
// left out.
func withReaders(ctx context.Context) []string {
	if os.Getenv(readersVariable) != "" {
		return nil
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	folder := filepath.Join(cache, "varsam-test-node")
	if installed(folder) {
		return []string{readersVariable + "=" + folder}
	}
	if os.MkdirAll(folder, 0o755) != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, npm, append([]string{"install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts"}, readers...)...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "testservers: npm:", err)
		return nil
	}
	return []string{readersVariable + "=" + folder}
}

// installed reports whether all readers lie in the folder, in their versions.
func installed(folder string) bool {
	for _, reader := range readers {
		name, version, _ := strings.Cut(reader, "@")
		about, err := os.ReadFile(filepath.Join(folder, "node_modules", name, "package.json"))
		if err != nil || !strings.Contains(string(about), `"version": "`+version+`"`) {
			return false
		}
	}
	return true
}
