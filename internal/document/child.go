package document

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/extract"
)

// Exit codes with which a child says why it ended.
const (
	exitMemory = 77
	exitTime   = 78
)

// Serve is the child's whole life: it reads documents from in and writes their texts to out until in ends. It first gives up what
// it does not need: see [confine].
func Serve(in io.Reader, out io.Writer) error {
	if dir, err := os.Getwd(); err == nil {
		os.Setenv("TMPDIR", dir)
		if strings.HasPrefix(filepath.Base(dir), folderName) { // in case the parent is no more
			defer os.Remove(dir)
		}
	}
	s := &server{in: &frames{in: bufio.NewReaderSize(in, 64<<10)}, out: bufio.NewWriterSize(out, 64<<10)}
	for first := true; ; first = false {
		kind, payload, err := s.in.next()
		if err == io.EOF {
			return nil
		}
		var o order
		if err != nil || kind != frameOrder || json.Unmarshal(payload, &o) != nil {
			return errFrame
		}
		if first {
			if err := confine(o.Limits.orDefaults(), len(o.OCR) > 0); err != nil {
				return err
			}
		}
		if err := s.document(o); err != nil {
			return err
		}
	}
}

type server struct {
	in   *frames
	out  *bufio.Writer
	head []byte
	room []byte
}

// document answers one order.
func (s *server) document(o order) error {
	limits := o.Limits.orDefaults()
	stop := watch(limits)
	defer stop()
	content := &contentReader{in: s.in}
	p := &Parser{limits: limits, OCR: o.OCR}
	report, err := extract.WalkWith(context.Background(), o.Name, content, limits.Limits, p.take, s.piece)
	if err == nil {
		_, err = io.Copy(io.Discard, content)
	}
	if err != nil {
		return err
	}
	for _, why := range reasons(report) {
		if err := s.unread(why); err != nil {
			return err
		}
	}
	if err := writeFrame(s.out, frameEnd); err != nil {
		return err
	}
	return s.out.Flush()
}

func (s *server) unread(why varsam.Reason) error {
	for i := range why.Args {
		why.Args[i] = cutString(clean(why.Args[i]), longestPlace)
	}
	b, err := json.Marshal(why)
	if err != nil {
		return err
	}
	return writeFrame(s.out, frameUnread, b)
}

// piece sends a text.
func (s *server) piece(p extract.Piece) error {
	s.head = titled(s.head, p.Path(), p.Label)
	text := textOf(p)
	if s.room == nil {
		s.room = make([]byte, block)
	}
	n, err := io.ReadFull(text, s.room)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return writeFrame(s.out, frameText, s.head, s.room[:n])
	}
	if err := writeFrame(s.out, frameOpen, s.head); err != nil {
		return err
	}
	for n > 0 {
		if err := writeFrame(s.out, frameBlock, s.room[:n]); err != nil {
			return err
		}
		n, _ = io.ReadFull(text, s.room)
	}
	return writeFrame(s.out, frameClose)
}

// contentReader is the content that comes in frames.
type contentReader struct {
	in   *frames
	left []byte
	done bool
}

func (c *contentReader) Read(b []byte) (int, error) {
	for len(c.left) == 0 {
		if c.done {
			return 0, io.EOF
		}
		kind, payload, err := c.in.next()
		switch {
		case err != nil:
			return 0, io.ErrUnexpectedEOF
		case kind == frameEnd:
			c.done = true
		case kind != frameContent:
			return 0, errFrame
		}
		c.left = payload
	}
	n := copy(b, c.left)
	c.left = c.left[n:]
	return n, nil
}

// watch ends the process when a document takes more than it may, in case nobody else is left to do it. The parent, which knows
// how long others took, is stricter with time.
func watch(l Limits) (stop func()) {
	debug.SetMemoryLimit(l.Memory * 3 / 4)
	done := make(chan struct{})
	go func() {
		began := time.Now()
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		var m runtime.MemStats
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			if runtime.ReadMemStats(&m); int64(m.Sys-m.HeapReleased) > l.Memory {
				os.Exit(exitMemory)
			}
			if time.Since(began) > l.Time+time.Hour {
				os.Exit(exitTime)
			}
		}
	}()
	return func() { close(done) }
}
