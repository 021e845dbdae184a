package cli

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
)

// outFlags are the form of a document and where it goes.
type outFlags struct {
	Format string `help:"html, pdf, md or json; of the record and the processor's record also xlsx; of the notice and the record also ttl and jsonld; of the notice also tilt. What the file's name says, or md, when left out." placeholder:"FORM"`
	Out    string `help:"File to write. Printed when left out." placeholder:"FILE"`
}

type documentFlags struct {
	Kind  string `help:"Document: notice, description, record, processing, schedule, subprocessors, measures, cookies, annex, essence, letters." default:"notice" placeholder:"KIND"`
	Party string `help:"Whom it is for, of documents made for each party."`
	outFlags
}

// document writes a document in the form that was asked for.
func (s *session) document(d document.Document, e page.Edition, from document.Source, f documentFlags) error {
	format, err := f.format(s.JSON)
	if err != nil {
		return err
	}
	data, err := publish.Write(format, d, e, from)
	if err != nil {
		return err
	}
	return s.deliver(data, f.Out)
}

// deliver prints a form, or writes it to a file.
func (s *session) deliver(data []byte, path string) error {
	if path == "" {
		_, err := s.out.Write(data)
		return err
	}
	if err := writeFile(path, data); err != nil {
		return err
	}
	return s.print(map[string]any{"file": path, "bytes": len(data)}, func() { s.printf("%s\n", path) })
}

// format is what the flag says, or the file's name, or what a terminal reads.
func (f outFlags) format(asJSON bool) (publish.Format, error) {
	name := strings.ToLower(f.Format)
	if name == "" && f.Out != "" {
		name = strings.TrimPrefix(strings.ToLower(filepath.Ext(f.Out)), ".")
	}
	switch {
	case name == "" && asJSON:
		name = "json"
	case name == "":
		name = "md"
	case name == "htm":
		name = "html"
	}
	if slices.Contains(publish.Formats(), publish.Format(name)) {
		return publish.Format(name), nil
	}
	return "", varsam.Errorf(varsam.Invalid, "a document is written as one of %v, not as %q", publish.Formats(), name)
}

func number(n int) string { return strconv.Itoa(n) }
