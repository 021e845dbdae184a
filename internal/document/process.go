package document

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"

	"github.com/varsam/varsam"
)

// child is one process that reads documents.
type child struct {
	cmd       *exec.Cmd
	dir       string
	in        *frames
	pipe      *os.File // what it says
	out       *os.File // what it is told
	errs      *complaint
	clock     *clock
	documents int
	room      []byte // for content
	told      *bufio.Writer
	once      sync.Once
	waited    chan struct{}
	code      int
}

// folderName begins the name of a child's empty folder.
const folderName = "varsam-documents-"

// start starts a child in an empty folder without an environment.
func start(command []string) (*child, error) {
	if len(command) == 0 {
		return nil, varsam.Errorf(varsam.Internal, "no command starts a reader of documents")
	}
	dir, err := os.MkdirTemp("", folderName)
	if err != nil {
		return nil, varsam.Wrap(varsam.Unavailable, err, "making a folder for a reader of documents")
	}
	c := &child{dir: dir, errs: &complaint{}, waited: make(chan struct{})}
	if err := c.run(command); err != nil {
		os.Remove(dir)
		return nil, varsam.Wrap(varsam.Unavailable, err, "starting a reader of documents")
	}
	return c, nil
}

func (c *child) run(command []string) error {
	itsIn, out, err := os.Pipe()
	if err != nil {
		return err
	}
	in, itsOut, err := os.Pipe()
	if err != nil {
		return errors.Join(err, itsIn.Close(), out.Close())
	}
	c.cmd = exec.Command(command[0], command[1:]...)
	c.cmd.Dir, c.cmd.Env = c.dir, []string{}
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = itsIn, itsOut, c.errs
	apart(c.cmd)
	err = c.cmd.Start()
	itsIn.Close()
	itsOut.Close()
	if err != nil {
		return errors.Join(err, in.Close(), out.Close())
	}
	c.pipe, c.out, c.clock = in, out, &clock{pipe: in}
	c.room, c.told = make([]byte, block), bufio.NewWriterSize(out, 64<<10)
	c.in = &frames{in: bufio.NewReaderSize(c.clock, 64<<10)}
	go func() {
		c.cmd.Wait()
		c.code = c.cmd.ProcessState.ExitCode()
		close(c.waited)
	}()
	return nil
}

// ended reports a child that is no more.
func (c *child) ended() bool {
	select {
	case <-c.waited:
		return true
	default:
		return false
	}
}

// end ends the process, and with it all reading and writing.
func (c *child) end() {
	c.once.Do(func() {
		killAll(c.cmd)
		c.out.Close()
	})
}

// kill ends the process and gives everything back.
func (c *child) kill() {
	c.end()
	<-c.waited
	c.pipe.Close()
	os.RemoveAll(c.dir)
}

// wait is the exit code of a child whose output has ended.
func (c *child) wait() int {
	select {
	case <-c.waited:
	case <-time.After(time.Second):
		c.end()
		<-c.waited
	}
	return c.code
}

// clock reads what the child says, and counts how long that is waited for. Time that the content takes to come, and that others
// take for a text, is not the child's.
type clock struct {
	pipe    *os.File
	left    time.Duration
	waiting atomic.Bool // for content
	late    bool
}

func (c *clock) begin(most time.Duration) { c.left, c.late = most, false }

// slice is how long is waited before looking whether content is waited for.
const slice = time.Second

func (c *clock) Read(b []byte) (int, error) {
	for {
		began := time.Now()
		c.pipe.SetReadDeadline(began.Add(min(c.left, slice)))
		n, err := c.pipe.Read(b)
		if !c.waiting.Load() {
			c.left -= time.Since(began)
		}
		if n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			return n, err
		}
		if c.left <= 0 {
			c.late = true
			return 0, io.ErrUnexpectedEOF
		}
	}
}

// complaint keeps the beginning of what a child complains about. It is looked at for known words and never shown: it may hold anything.
type complaint struct {
	mu sync.Mutex
	b  []byte
}

func (t *complaint) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.b) < 8<<10 { // the beginning says why, the rest only where
		t.b = append(t.b, b[:min(len(b), 8<<10)]...)
	}
	return len(b), nil
}

func (t *complaint) bytes() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.b
}
