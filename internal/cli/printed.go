package cli

import (
	"errors"
	"io"
	"sync"

	"github.com/varsam/varsam"
)

// printed is where commands print. It remembers what could not be written: on a disk that is full, a command must not look as if it had
// had nothing more to say.
type printed struct {
	w  io.Writer
	mu sync.Mutex // commands that go on print from several goroutines
	no error
}

func (p *printed) Write(b []byte) (int, error) {
	n, err := p.w.Write(b)
	if err != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.no = err
	}
	return n, err
}

// fault is the error of a command that ended in err. What it says itself of what went wrong goes first.
func (p *printed) fault(err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.no == nil || err != nil && !errors.Is(err, errNo) && varsam.CodeOf(err) != varsam.Internal {
		return err
	}
	return varsam.Wrap(varsam.Unavailable, p.no, "not all that was to be printed could be written; what the command did stands")
}
