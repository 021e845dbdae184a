package main

import (
	"fmt"
	"os"
	"os/exec"
)

// target is a machine to build for.
type target struct {
	os, arch string
	deb      string // Debian's name of the architecture, where we package for it
}

var targets = []target{
	{"linux", "amd64", "amd64"},
	{"linux", "arm64", "arm64"},
	{"darwin", "arm64", ""},
	{"darwin", "amd64", ""},
	{"windows", "amd64", ""},
}

func (t target) binary() string {
	name := "varsam-" + t.os + "-" + t.arch
	if t.os == "windows" {
		name += ".exe"
	}
	return name
}

// binaries are static: no cgo, no paths of this machine.
func (r *release) binaries() error {
	for _, t := range targets {
		fmt.Println(t.binary())
		cmd := exec.Command("go", "build", "-trimpath",
			"-ldflags", "-s -w -X github.com/varsam/varsam/internal/cli.version="+r.version,
			"-o", r.in(t.binary()), "./cmd/varsam")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+t.os, "GOARCH="+t.arch)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("building %s: %w", t.binary(), err)
		}
	}
	return nil
}
