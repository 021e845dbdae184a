package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// ready is how long a server may take until it answers; a machine that builds
// at the same time is slow.
const ready = 90 * time.Second

// server is one private server with all it has in one folder.
type server struct {
	engine   engine
	paths    map[string]string // programs
	dir      string
	port     int
	password string

	cmd    *exec.Cmd
	exited chan struct{} // closed when the process has ended
}

// newServer makes the folder and finds a port.
func newServer(e engine, paths map[string]string) (*server, error) {
	dir, err := os.MkdirTemp("", "varsam-test-")
	if err != nil {
		return nil, err
	}
	s := &server{engine: e, paths: paths, dir: dir, password: randomPassword()}
	if s.port, err = freePort(); err == nil {
		err = giveTo(e.user, dir)
	}
	if err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// in is a path in the server's folder.
func (s *server) in(name string) string { return filepath.Join(s.dir, name) }

// run runs one of the engine's programs to its end, as the engine's user.
func (s *server) run(args ...string) error {
	cmd, err := s.process(args)
	if err != nil {
		return err
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(args[0]), err, lastLines(out))
	}
	return nil
}

// process is a command in the server's folder, as the engine's user.
func (s *server) process(args []string) (*exec.Cmd, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = s.dir
	attr, err := attributes(s.engine.user)
	cmd.SysProcAttr = attr
	return cmd, err
}

// start prepares the data folder, starts the server and waits until it answers.
func (s *server) start(ctx context.Context) error {
	if err := s.engine.prepare(s); err != nil {
		return err
	}
	log, err := os.Create(s.in("log"))
	if err != nil {
		return err
	}
	defer log.Close()
	if s.cmd, err = s.process(s.engine.command(s)); err != nil {
		return err
	}
	s.cmd.Stdout, s.cmd.Stderr = log, log
	s.exited = make(chan struct{})
	if err := startTied(s.cmd, s.exited); err != nil {
		s.cmd = nil
		return err
	}
	return s.await(ctx)
}

// await asks until the server answers, ends, or has had its time.
func (s *server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, ready)
	defer cancel()
	for {
		if s.engine.answers(ctx, s) == nil {
			return nil
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-s.exited:
			return s.failed("ended at once")
		case <-ctx.Done():
			return s.failed("did not answer")
		}
	}
}

// pings asks a database by its driver.
func pings(driver string) func(context.Context, *server) error {
	return func(ctx context.Context, s *server) error {
		db, err := sql.Open(driver, s.engine.dsn(s))
		if err != nil {
			return err
		}
		defer db.Close()
		return db.PingContext(ctx)
	}
}

func (s *server) failed(what string) error {
	log, _ := os.ReadFile(s.in("log"))
	return errors.New("the server " + what + ": " + lastLines(log))
}

// stop ends the server, by force if it must be, and removes all it had: nothing
// in it is worth a clean shutdown.
func (s *server) stop() {
	if s.cmd != nil {
		_ = s.cmd.Process.Signal(quick)
		select {
		case <-s.exited:
		case <-time.After(10 * time.Second):
			_ = s.cmd.Process.Kill()
			<-s.exited
		}
		endGroup(s.cmd.Process)
	}
	s.remove()
}

// remove takes the folder away, again while a child of the server that is about to
// end still writes in it.
func (s *server) remove() {
	for until := time.Now().Add(5 * time.Second); os.RemoveAll(s.dir) != nil && time.Now().Before(until); {
		time.Sleep(20 * time.Millisecond)
	}
}

func lastLines(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return strings.Join(lines[max(0, len(lines)-3):], "; ")
}
