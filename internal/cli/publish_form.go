package cli

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
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
	if f.Out == "" {
		_, err := s.out.Write(data)
		return err
	}
	if err := writeFile(f.Out, data); err != nil {
		return err
	}
	return s.print(map[string]any{"file": f.Out, "title": d.Title.String(), "bytes": len(data)}, func() { s.printf("%s\n", f.Out) })
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

// registerAt is the register of a digest, as a publication names it.
func (a *app) registerAt(ctx context.Context, tenant, digest string) (reg *register.Register, err error) {
	err = a.store.Read(ctx, tenant, func(tx *store.Tx) error {
		archive, err := register.GetArchive(tx, digest)
		if err != nil {
			return err
		}
		reg, err = readArchive(archive)
		return err
	})
	return reg, err
}

func number(n int) string { return strconv.Itoa(n) }
