package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"
)

// When we are killed outright, nothing of ours can tidy up: the kernel must end
// the server.
func TestServersDieWithAKilledRun(t *testing.T) {
	t.Parallel()
	if os.Getenv("VARSAM_TEST_KILLED_RUN") != "" {
		runUntilKilled(t)
		return
	}
	if _, err := find(postgres(false).programs); err != nil {
		t.Skip(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestServersDieWithAKilledRun$", "-test.v")
	cmd.Env = append(os.Environ(), "VARSAM_TEST_KILLED_RUN=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var port int
	var dir string
	for lines := bufio.NewScanner(out); port == 0 && lines.Scan(); {
		_, _ = fmt.Sscanf(lines.Text(), "serving %d %s", &port, &dir)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	defer os.RemoveAll(dir)
	mustGoSilent(t, port)
}

func runUntilKilled(t *testing.T) {
	s, err := launch(t.Context(), postgres(false))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("serving %d %s\n", s.port, s.dir)
	select {}
}

func mustGoSilent(t *testing.T, port int) {
	t.Helper()
	if port == 0 {
		t.Fatal("the run did not name its port")
	}
	address := fmt.Sprintf("127.0.0.1:%d", port)
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		c.Close()
	}
	t.Error("the server outlived the run that was killed")
}
