package sqldb_test

import (
	"bytes"
	"io"
	"net"
	"sync/atomic"
	"testing"
)

// proxy stands between Varsam and a server, and cuts the line at a chosen
// moment: a network that fails between a change and its answer.
type proxy struct {
	address string
	server  string

	// cutBefore ends the connection instead of sending on a text of the client;
	// cutAfter sends it on, and ends the connection at the answer.
	cutBefore, cutAfter atomic.Pointer[string]
	answer              []byte // what the answer contains; empty is whatever comes next
}

func newProxy(t *testing.T, server string, answer string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	p := &proxy{address: l.Addr().String(), server: server, answer: []byte(answer)}
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

func (p *proxy) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer server.Close()
	var armed atomic.Bool
	go func() {
		defer server.Close()
		defer client.Close()
		copyUntil(server, client, func(b []byte) bool {
			if cut := p.cutBefore.Load(); cut != nil && bytes.Contains(b, []byte(*cut)) {
				p.cutBefore.Store(nil)
				return true
			}
			if cut := p.cutAfter.Load(); cut != nil && bytes.Contains(b, []byte(*cut)) {
				armed.Store(true)
				p.cutAfter.Store(nil)
			}
			return false
		})
	}()
	copyUntil(client, server, func(b []byte) bool { return armed.Load() && bytes.Contains(b, p.answer) })
}

func copyUntil(to io.Writer, from io.Reader, cut func([]byte) bool) {
	buf := make([]byte, 1<<16)
	for {
		n, err := from.Read(buf)
		if n > 0 && cut(buf[:n]) {
			return
		}
		if n > 0 {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
