//go:build !linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

var quick = os.Kill

func attributes(string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() == 0 {
		return nil, errors.New("it is not started as root; run the tests as an ordinary user")
	}
	return nil, nil
}

func giveTo(_, _ string) error { return nil }

func startTied(cmd *exec.Cmd, exited chan<- struct{}) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() {
		_ = cmd.Wait()
		close(exited)
	}()
	return nil
}

func endGroup(*os.Process) {}
