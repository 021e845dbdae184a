package cli

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/system"
)

// readDocuments is the command that starts a child of this program which reads what strangers sent.
const readDocuments = "read-documents"

type readDocumentsCommand struct{}

// Run reads documents from standard input and writes their texts to standard output, in frames, until the input ends.
func (readDocumentsCommand) Run(s *session) error { return document.Serve(s.in, s.out) }

// documents reads documents in children of this program; ocr is what reads pictures, empty for nothing.
func documents(ocr string, limits document.Limits) (*document.Reader, error) {
	command, err := document.Program(readDocuments)
	if err != nil {
		return nil, err
	}
	program, err := pictures(ocr)
	return &document.Reader{Command: command, Limits: limits, OCR: program}, err
}

// pictures is the program that reads pictures, with its whole path: a child that has no environment finds it by nothing else.
func pictures(ocr string) ([]string, error) {
	program := strings.Fields(ocr)
	if len(program) == 0 {
		return nil, nil
	}
	path, err := exec.LookPath(program[0])
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "there is no program %s to read pictures with: install it, or leave --ocr out", program[0])
	}
	program[0] = path
	return program, nil
}

// readers are what all systems of this process read documents with, by the program that reads pictures. Their children end with
// this process.
var readers = struct {
	sync.Mutex
	by map[string]*document.Reader
}{by: map[string]*document.Reader{}}

func reader(ocr string) (*document.Reader, error) {
	readers.Lock()
	defer readers.Unlock()
	if r := readers.by[ocr]; r != nil {
		return r, nil
	}
	r, err := documents(ocr, document.Limits{})
	if err == nil {
		readers.by[ocr] = r
	}
	return r, err
}

// reading gives a connector what reads documents.
func reading(ocr string, c system.Connector) system.Connector {
	open := c.Open
	c.Open = func(ctx context.Context, cfg system.Config) (system.System, error) {
		r, err := reader(ocr)
		if err != nil {
			return nil, err
		}
		cfg.Documents = r
		return open(ctx, cfg)
	}
	return c
}
