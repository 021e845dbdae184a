package post_test

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
)

// catcher is a small mail server in this process, with faults.
type catcher struct {
	net.Listener
	mu     sync.Mutex
	caught []string // contents
	from   []string // where they are returned to
	faults []string // one a connection: what it does instead of taking the letter
	seen   int      // connections
}

func newCatcher(t *testing.T, faults ...string) *catcher {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &catcher{Listener: l, faults: faults}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go c.talk(conn)
		}
	}()
	return c
}

func (c *catcher) address() string { return "smtp+plain://" + c.Addr().String() }

func (c *catcher) fault() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen++
	if len(c.faults) == 0 {
		return ""
	}
	f := c.faults[0]
	c.faults = c.faults[1:]
	return f
}

func (c *catcher) mails() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.caught...)
}

func (c *catcher) paths() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.from...)
}

func (c *catcher) talk(conn net.Conn) {
	defer conn.Close()
	fault := c.fault()
	say := func(line string) { fmt.Fprintf(conn, "%s\r\n", line) }
	r := bufio.NewReader(conn)
	if fault == "silent" {
		_, _ = r.ReadString(0) // until the client gives up
		return
	}
	say("220 catcher")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		verb := strings.ToUpper(strings.Fields(line + " .")[0])
		if verb == "MAIL" {
			c.mu.Lock()
			c.from = append(c.from, strings.TrimSpace(line))
			c.mu.Unlock()
		}
		switch {
		case verb == "RCPT" && strings.HasPrefix(fault, "rcpt "):
			say(strings.TrimPrefix(fault, "rcpt "))
		case verb == "MAIL" && fault == "hang up":
			return
		case verb == "DATA":
			say("354 go on")
			if !c.data(r, fault == "cut") {
				return
			}
			say("250 taken")
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 catcher")
		}
	}
}

// data takes a letter; cut hangs up after the last byte, before the answer.
func (c *catcher) data(r *bufio.Reader, cut bool) bool {
	var b strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
	c.mu.Lock()
	c.caught = append(c.caught, b.String())
	c.mu.Unlock()
	return !cut
}
