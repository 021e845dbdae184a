package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// install gets the missing packages where the machine is Debian's and lets us.
// That it fails is no error here: the server is then missing, and the run says
// so.
func install(ctx context.Context, wanted []engine) {
	var packages []string
	for _, e := range wanted {
		if _, err := e.find(); err != nil && e.pkg != "" {
			packages = append(packages, strings.Fields(e.pkg)...)
		}
	}
	if _, err := find([]string{"chromium"}); err != nil {
		packages = append(packages, "chromium") // the pages are looked at in it
	}
	apt, may := aptGet(ctx)
	if len(packages) == 0 || !may {
		return
	}
	fmt.Fprintln(os.Stderr, "testservers: installing", packages)
	args := append([]string{"install", "-y", "--no-install-recommends"}, packages...)
	if apt(args...) != nil && apt("update") == nil {
		if err := apt(args...); err != nil {
			fmt.Fprintln(os.Stderr, "testservers:", err)
		}
	}
}

// aptGet is apt-get as root, or through a sudo that asks for no password. Two
// runs at once wait for each other's lock.
func aptGet(ctx context.Context) (func(args ...string) error, bool) {
	path, err := exec.LookPath("apt-get")
	if err != nil {
		return nil, false
	}
	prefix := []string{"env", "DEBIAN_FRONTEND=noninteractive", path, "-qq", "-o", "DPkg::Lock::Timeout=300"}
	if os.Geteuid() != 0 {
		if exec.CommandContext(ctx, "sudo", "-n", "true").Run() != nil {
			return nil, false
		}
		prefix = append([]string{"sudo", "-n"}, prefix...)
	}
	return func(args ...string) error {
		all := append(prefix[1:len(prefix):len(prefix)], args...)
		cmd := exec.CommandContext(ctx, prefix[0], all...)
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("apt-get %s: %w", args[0], err)
		}
		return nil
	}, true
}
