package cli

import (
	"path/filepath"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/retention/report"
)

// reportFlag is where a report goes.
type reportFlag struct {
	Out string `help:"File to write, as its name ends: .html, .pdf, .json or .txt. Printed when left out." placeholder:"FILE"`
}

type cullCertificateCommand struct {
	runID
	reportFlag
}

// Run writes the certificate in the reader's language.
func (c *cullCertificateCommand) Run(s *session) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	return s.with(registerFlag{}, func(app *app) error {
		doc, err := app.culling.Certificate(s.ctx, c.runID.Run, lang)
		if err != nil {
			return err
		}
		return s.report(doc, c.Out)
	})
}

type cullScheduleCommand struct {
	registerFlag
	reportFlag
}

// Run writes the schedule of a register's folder, which it does not store, or of
// the store's current register.
func (c *cullScheduleCommand) Run(s *session) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	reg, _, err := s.readRegister(c.registerFlag)
	if err != nil {
		return err
	}
	doc, err := report.Schedule(report.Plan{Lang: lang, Register: reg, Day: varsam.DateIn(time.Now(), reg.Organisation.Location())})
	if err != nil {
		return err
	}
	return s.report(doc, c.Out)
}

// report writes a report to a file, or prints it as text or JSON.
func (s *session) report(doc report.Document, path string) error {
	if path == "" {
		form := doc.Text
		if s.JSON {
			form = doc.JSON
		}
		s.printf("%s", form)
		return nil
	}
	form, err := reportForm(doc, path)
	if err != nil {
		return err
	}
	if err := writeFile(path, form); err != nil {
		return err
	}
	return s.print(map[string]any{"file": path, "title": doc.Title, "bytes": len(form)}, func() { s.printf("%s\n", path) })
}

// reportForm is the report in the form that a file's name asks for.
func reportForm(doc report.Document, path string) ([]byte, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html", ".htm":
		return doc.HTML, nil
	case ".pdf":
		return doc.PDF()
	case ".json":
		return doc.JSON, nil
	case ".txt":
		return doc.Text, nil
	}
	return nil, varsam.Errorf(varsam.Invalid, "a report is written as .html, .pdf, .json or .txt, and %s ends otherwise", filepath.Base(path))
}
