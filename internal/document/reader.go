package document

import (
	"context"
	"io"
	"os"
	"sync"

	"github.com/varsam/varsam"
)

// Reader reads documents in child processes, one document at a time in each. A document that crashes, hangs or bloats its child
// costs what was not read of it by then, and nothing else. It may be used by several goroutines, each of which gets a child.
type Reader struct {
	// Command starts a child that runs [Serve] on its standard input and output. It gets no environment and an empty folder.
	Command []string
	Limits  Limits

	// OCR is a program that reads a picture from its standard input and writes its text to its standard output, with arguments:
	// tesseract stdin stdout -l swe+eng. Without one, pictures are listed as not read.
	OCR []string

	mu     sync.Mutex
	idle   []*child
	closed bool
}

// mostDocuments is how many documents a child reads before it is replaced, mostIdle how many wait for the next one.
const (
	mostDocuments = 500
	mostIdle      = 4
)

// Texts yields the texts of a document in order, in UTF-8. The name is a hint only. What could not be read is returned as reasons
// whose first argument is the place; the error is that of the context, of yield, of reading the content, or that no child could
// be started.
func (r *Reader) Texts(ctx context.Context, name string, content io.Reader, yield func(place string, text io.Reader) error) ([]varsam.Reason, error) {
	return r.Pieces(ctx, name, content, func(place, _ string, text io.Reader) error { return yield(place, text) })
}

// Pieces is Texts with the label of each: a column's heading, a property's name.
func (r *Reader) Pieces(ctx context.Context, name string, content io.Reader, yield func(place, label string, text io.Reader) error) ([]varsam.Reason, error) {
	c, err := r.child(ctx)
	if err != nil {
		return nil, err
	}
	d := &dialog{ctx: ctx, child: c, limits: r.Limits.orDefaults(), yield: yield}
	o := order{Name: cutString(clean(name), longestPlace), Limits: d.limits, OCR: r.OCR}
	why, err := d.read(o, content)
	if d.whole {
		r.release(c)
	} else {
		c.kill()
	}
	return why, err
}

// child is an idle one or a new one.
func (r *Reader) child(ctx context.Context) (*child, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, varsam.Errorf(varsam.Internal, "the reader of documents is closed")
	}
	for n := len(r.idle); n > 0; n = len(r.idle) {
		c := r.idle[n-1]
		r.idle = r.idle[:n-1]
		if !c.ended() {
			return c, nil
		}
		c.kill()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return start(r.Command)
}

func (r *Reader) release(c *child) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if c.documents++; r.closed || c.documents >= mostDocuments || len(r.idle) >= mostIdle {
		go c.kill()
		return
	}
	r.idle = append(r.idle, c)
}

// Close ends the children that wait. Those that read end with their documents.
func (r *Reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	for _, c := range r.idle {
		c.kill()
	}
	r.idle = nil
	return nil
}

var _ io.Closer = (*Reader)(nil)

// Program is the command that starts this program as a child.
func Program(argument string) ([]string, error) {
	path, err := os.Executable()
	return []string{path, argument}, err
}
