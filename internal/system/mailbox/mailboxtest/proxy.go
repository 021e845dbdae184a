// Package mailboxtest has what tests of mailboxes need: a network that fails at a
// chosen moment.
package mailboxtest

import (
	"bytes"
	"io"
	"net"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// Proxy stands between Varsam and a server: a network that fails at a chosen
// moment, or a server that is less able, or less willing, than the real one.
type Proxy struct {
	Address string
	server  string

	mu     sync.Mutex
	faults []*fault
	hide   []string // capabilities that are not told
	add    string   // more that are
	lines  []string // the commands that came
	anew   bool     // after the first fault folders were made anew
	fired  bool
}

// fault is what happens at a command that contains a text.
type fault struct {
	at    string
	times int
	then  string // answer is sent in its place after the tag; cut ends the line before it; lose, at its answer
}

// What can happen to the line.
const (
	Cut  = "cut"
	Lose = "lose"
)

// New makes a proxy before a server, for the time of the test.
func New(t testing.TB, server string) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	p := &Proxy{Address: l.Addr().String(), server: server}
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(client)
		}
	}()
	return p
}

// Fail adds a fault, so many times: at a command with a text, Cut ends the line before
// it, Lose at its answer, and anything else is answered in the server's place, with
// the tag for TAG.
func (p *Proxy) Fail(at string, times int, then string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, &fault{at, times, then})
}

// Commands are those that contain a text.
func (p *Proxy) Commands(text string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.lines {
		if strings.Contains(l, text) {
			n++
		}
	}
	return n
}

func (p *Proxy) happens(line string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines = append(p.lines, line)
	for _, f := range p.faults {
		if f.times > 0 && strings.Contains(line, f.at) {
			f.times--
			p.fired = true
			return f.then
		}
	}
	return ""
}

// serve passes on whole lines of the client; what the tests send has no literals
// that hold a fault's text.
func (p *Proxy) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer server.Close()
	p.mu.Lock()
	anew := p.anew && p.fired
	p.mu.Unlock()
	var mu sync.Mutex
	losing := false
	go func() {
		defer client.Close()
		buf := make([]byte, 1<<16)
		for {
			n, err := server.Read(buf)
			mu.Lock()
			gone := losing
			mu.Unlock()
			if err != nil || gone {
				return
			}
			said := p.told(buf[:n])
			if anew {
				said = validity.ReplaceAll(said, []byte("[UIDVALIDITY 7"))
			}
			if _, err := client.Write(said); err != nil {
				return
			}
		}
	}()
	in := make([]byte, 1<<16)
	var rest []byte
	for {
		n, err := client.Read(in)
		if err != nil {
			return
		}
		rest = append(rest, in[:n]...)
		for {
			line, after, whole := bytes.Cut(rest, []byte("\n"))
			if !whole {
				break
			}
			rest = after
			switch then := p.happens(string(line)); then {
			case Cut:
				return
			case Lose:
				mu.Lock()
				losing = true
				mu.Unlock()
				fallthrough
			case "":
				if _, err := server.Write(append(line, '\n')); err != nil {
					return
				}
			default:
				tag, _, _ := strings.Cut(string(line), " ")
				if _, err := io.WriteString(client, strings.ReplaceAll(then, "TAG", tag)+"\r\n"); err != nil {
					return
				}
			}
		}
	}
}

// told changes what the server says of itself.
func (p *Proxy) told(b []byte) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !bytes.Contains(b, []byte("IMAP4rev1")) {
		return b
	}
	for _, name := range p.hide {
		b = bytes.ReplaceAll(b, []byte(" "+name), nil)
	}
	if p.add != "" {
		b = bytes.ReplaceAll(b, []byte("IMAP4rev1"), []byte("IMAP4rev1 "+p.add))
	}
	return b
}

// Mend ends all faults.
func (p *Proxy) Mend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = nil
}

// Pretend changes what the server can do.
func (p *Proxy) Pretend(without []string, more string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hide, p.add = without, more
}

var validity = regexp.MustCompile(`\[UIDVALIDITY \d+`)

// MakeAnew has all folders made anew while nobody looks: connections that begin
// after the first fault are told of another UIDVALIDITY.
func (p *Proxy) MakeAnew() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.anew = true
}
