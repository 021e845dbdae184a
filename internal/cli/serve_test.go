package cli_test

import (
	"bufio"
	"database/sql"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/store/storetest"
)

// server is the program in a process of its own, which works until it is told
// to stop.
type server struct {
	testing.TB
	cmd   *exec.Cmd
	lines *bufio.Scanner // of its log and of what it prints
}

func (w *workplace) start(args ...string) *server {
	w.Helper()
	cmd := exec.Command(os.Args[0], append(args, w.flags...)...)
	cmd.Env = append(os.Environ(), asCommand+"=1", "VARSAM_LANG=en", "VARSAM_DATA="+filepath.Join(w.dir, "data"))
	read, write, err := os.Pipe()
	if err != nil {
		w.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = write, write
	if err := cmd.Start(); err != nil {
		w.Fatal(err)
	}
	write.Close()
	deadline := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	w.Cleanup(func() { deadline.Stop(); cmd.Process.Kill(); cmd.Wait(); read.Close() })
	return &server{w.TB, cmd, bufio.NewScanner(io.Reader(read))}
}

// says waits for a line, at most a minute after the start.
func (s *server) says(text string) {
	s.Helper()
	var seen []string
	for s.lines.Scan() {
		if seen = append(seen, s.lines.Text()); strings.Contains(s.lines.Text(), text) {
			return
		}
	}
	s.Fatalf("the server ended without a word of %q:\n%s", text, strings.Join(seen, "\n"))
}

// stop asks it to stop, which it must do without a fault.
func (s *server) stop(with os.Signal) {
	s.Helper()
	if err := s.cmd.Process.Signal(with); err != nil {
		s.Fatal(err)
	}
	s.says("stopped")
	var rest []string
	for s.lines.Scan() {
		rest = append(rest, s.lines.Text())
	}
	if err := s.cmd.Wait(); err != nil {
		s.Errorf("stopped with %v\n%s", err, strings.Join(rest, "\n"))
	}
}

// ours runs SQL on our own store, behind the program's back.
func (w *workplace) ours(script string) {
	w.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(w.dir, "data", "varsam.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(script); err != nil {
		w.Fatal(err)
	}
}

// serve takes up by itself what the clock says, and what it missed while it did
// not run.
func TestServe(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.must(0, "register", "push", w.register)
	s := w.start("serve")
	s.says("sweep, nightly 02:30")
	s.says("msg=working")
	s.stop(syscall.SIGTERM)

	w.ours(`UPDATE job_times SET next = 1`)
	s = w.start("serve")
	s.says("msg=swept")
	s.stop(os.Interrupt)

	var list struct {
		Next  map[string]string
		Stuck []any
	}
	w.json(0, &list, "work", "list")
	if !strings.HasPrefix(list.Next["sweep"], "20") || len(list.Stuck) != 0 {
		t.Errorf("after a night: %+v", list)
	}
}

// What does not get on is shown until somebody looks.
func TestStuckWorkIsShown(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.must(0, "work", "list")
	w.ours(`INSERT INTO job_units (tenant, id, run, kind, place, state, due, beat, holder, fence, attempt, tries, problem, once, again, kept)
		VALUES ('main', 'u', 'r', 'sweep', 0, 'stuck', 0, 0, '', 8, 8, 8, 'unavailable', FALSE, FALSE, FALSE)`)
	if out := w.must(1, "work", "list"); !strings.Contains(out, "stuck: sweep of run r after 8 attempts (unavailable)") {
		t.Errorf("work list says %s", out)
	}
	w.must(3, "work", "retry", "another")
	w.must(0, "work", "retry", "r")
	w.must(0, "work", "list")
}

func TestAFurtherWorkerNeedsAServer(t *testing.T) {
	t.Parallel()
	w := shop(t)
	if r := w.here("work"); r.code != 2 || !strings.Contains(r.errout, "postgres://") {
		t.Errorf("exit %d: %s", r.code, r.errout)
	}
	w.flags = []string{"--store", storetest.Postgres(t)}
	w.must(4, "work") // not migrated
	w.must(0, "migrate")
	s := w.start("work")
	s.says("sweep, nightly 02:30")
	s.says("msg=working")
	s.stop(syscall.SIGTERM)
}

// A second signal ends the process at once, though a form is still being sent.
func TestASecondSignalEndsAtOnce(t *testing.T) {
	t.Parallel()
	w := shop(t)
	s := w.start("serve", "--listen", "127.0.0.1:0")
	at := strings.Trim(strings.TrimPrefix(s.line("Pages:"), "http://"), "/")
	s.says("msg=working")
	form, err := net.Dial("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	defer form.Close()
	if _, err := io.WriteString(form, "POST /ask HTTP/1.1\r\nHost: "+at+"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := form.Read(make([]byte, 1)); err != nil { // the page reads the form: it is under way
		t.Fatal(err)
	}
	for _, then := range []func(){func() { s.says("a second signal") }, func() { s.cmd.Wait() }} {
		if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		then()
	}
	if by, ok := s.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !by.Signaled() {
		t.Errorf("the second signal: %s", s.cmd.ProcessState)
	}
}
