package mailbox

import (
	"bufio"
	"net"
	"time"
)

// line is a connection that is given up when the server is silent for too long.
// The client library sets deadlines too, but none while it waits for an answer to
// begin.
type line struct {
	net.Conn
	in      *bufio.Reader
	silence time.Duration
}

func newLine(c net.Conn, silence time.Duration) *line {
	l := &line{Conn: c, silence: silence}
	l.in = bufio.NewReaderSize(waiting{l}, 64<<10)
	return l
}

func (l *line) Read(p []byte) (int, error) { return l.in.Read(p) }

// SetReadDeadline leaves the deadlines to [line].
func (l *line) SetReadDeadline(time.Time) error { return nil }

// waiting reads from the network.
type waiting struct{ l *line }

func (w waiting) Read(p []byte) (int, error) {
	if err := w.l.Conn.SetReadDeadline(time.Now().Add(w.l.silence)); err != nil {
		return 0, err
	}
	return w.l.Conn.Read(p)
}
