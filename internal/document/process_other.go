//go:build !unix

package document

import "os/exec"

func apart(*exec.Cmd) {}

func killAll(cmd *exec.Cmd) { cmd.Process.Kill() }
