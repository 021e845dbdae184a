package cli

import (
	"context"
	"sync"

	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/system"
)

// readDocuments is the command that starts a child of this program which reads what strangers sent.
const readDocuments = "read-documents"

type readDocumentsCommand struct{}

// Run reads documents from standard input and writes their texts to standard output, in frames, until the input ends.
func (readDocumentsCommand) Run(s *session) error { return document.Serve(s.in, s.out) }

// documents reads documents in children of this program.
func documents(limits document.Limits) (*document.Reader, error) {
	command, err := document.Program(readDocuments)
	if err != nil {
		return nil, err
	}
	return &document.Reader{Command: command, Limits: limits}, nil
}

// reader is what all systems of this process read documents with. Its children end
// with this process.
var reader = sync.OnceValues(func() (*document.Reader, error) { return documents(document.Limits{}) })

// reading gives a connector what reads documents.
func reading(c system.Connector) system.Connector {
	open := c.Open
	c.Open = func(ctx context.Context, cfg system.Config) (system.System, error) {
		r, err := reader()
		if err != nil {
			return nil, err
		}
		cfg.Documents = r
		return open(ctx, cfg)
	}
	return c
}
