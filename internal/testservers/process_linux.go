package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"runtime"
	"strconv"
	"syscall"
)

// quick ends PostgreSQL at once and MariaDB like a crash; their data goes with
// them.
const quick = syscall.SIGQUIT

// attributes drops root's rights, since PostgreSQL refuses to run with them, and
// ties the process to ours: when we are killed, so is it.
func attributes(as string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT, Setpgid: true}
	if os.Geteuid() != 0 {
		return attr, nil
	}
	uid, gid, err := ids(as)
	if err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, nil
}

// giveTo makes the engine's user the owner where we are root.
func giveTo(as, path string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	uid, gid, err := ids(as)
	if err != nil {
		return err
	}
	return os.Chown(path, uid, gid)
}

func ids(name string) (uid, gid int, err error) {
	u, err := user.Lookup(name)
	if err != nil {
		return 0, 0, fmt.Errorf("we are root, and there is no user %s to run it as", name)
	}
	uid, err = strconv.Atoi(u.Uid)
	if err != nil {
		return 0, 0, err
	}
	gid, err = strconv.Atoi(u.Gid)
	return uid, gid, err
}

// startTied starts the process from a thread that lives as long as it does: the
// kernel sends the death signal when the starting thread ends, not the process.
func startTied(cmd *exec.Cmd, exited chan<- struct{}) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
			close(exited)
		}
	}()
	return <-started
}

// endGroup ends the children that outlive a process that was started here.
func endGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }
