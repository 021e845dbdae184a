package cli

import (
	"github.com/varsam/varsam/internal/document"
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
