package mailbox_test

import (
	"bytes"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// proxy stands between Varsam and a server: a network that fails at a chosen
// moment, or a server that is less able, or less willing, than the real one.
type proxy struct {
	address, server string

	mu     sync.Mutex
	faults []*fault
	hide   []string // capabilities that are not told
	add    string   // more that are
	lines  []string // the commands that came
}

// fault is what happens at a command that contains a text.
type fault struct {
	at    string
	times int
	then  string // answer is sent in its place after the tag; cut ends the line before it; lose, at its answer
}

const (
	cut  = "cut"
	lose = "lose"
)

func newProxy(t testing.TB, server string, faults ...*fault) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	p := &proxy{address: l.Addr().String(), server: server, faults: faults}
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

// fail adds a fault.
func (p *proxy) fail(at string, times int, then string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, &fault{at, times, then})
}

// commands are those that contain a text.
func (p *proxy) commands(text string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.lines {
		if strings.Contains(l, text) {
			n++
		}
	}
	return n
}

func (p *proxy) happens(line string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines = append(p.lines, line)
	for _, f := range p.faults {
		if f.times > 0 && strings.Contains(line, f.at) {
			f.times--
			return f.then
		}
	}
	return ""
}

// serve passes on whole lines of the client; what the tests send has no literals
// that hold a fault's text.
func (p *proxy) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer server.Close()
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
			if _, err := client.Write(p.told(buf[:n])); err != nil {
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
			case cut:
				return
			case lose:
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
func (p *proxy) told(b []byte) []byte {
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

// mend ends all faults.
func (p *proxy) mend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = nil
}

// pretend changes what the server can do.
func (p *proxy) pretend(without []string, more string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hide, p.add = without, more
}
