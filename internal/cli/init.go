package cli

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/system"
)

type initCommand struct {
	System string `required:"" help:"Where it is: a SQLite file, postgres://…, or user:password@tcp(host:port)/database for MariaDB. Not written to the register when it holds a password." placeholder:"DSN"`
	Dir    string `arg:"" help:"Folder of the register; made when it does not exist."`
	Name   string `help:"Name of the system in the register; from the database's name when left out."`
}

// Run writes what the system's own catalogue suggests as a draft, and merges it
// with what somebody has written already: nothing of theirs is lost.
func (c *initCommand) Run(s *session) error {
	connector, name := guess(c.System)
	if c.Name != "" {
		name = c.Name
	}
	if err := register.CheckName(name); err != nil {
		return err
	}
	catalogue, err := c.describe(s, connector)
	if err != nil {
		return err
	}
	draft := register.Draft(name, connector, c.settings(connector, name), catalogue)
	path := filepath.Join(c.Dir, "systems", name+".yaml")
	text, err := merged(path, draft)
	if err != nil {
		return err
	}
	if err := writeFile(path, text); err != nil {
		return err
	}
	organisation := filepath.Join(c.Dir, "organisation.yaml")
	if _, err := os.Stat(organisation); errors.Is(err, fs.ErrNotExist) {
		if err := writeFile(organisation, []byte(organisationDraft)); err != nil {
			return err
		}
	}
	return s.print(map[string]string{"file": path, "system": name, "connector": connector}, func() {
		s.printf("%s\nEverything in it is a proposal marked draft: it is searched and never acted on until somebody has confirmed it.\n", path)
		s.printf("Next: read it, add activities (varsam library), then varsam check %s\n", c.Dir)
	})
}

// describe reads the structure as if the system stood in a register already.
func (c *initCommand) describe(s *session, connector string) (varsam.Catalogue, error) {
	base, err := os.Getwd()
	if err != nil {
		return varsam.Catalogue{}, varsam.Errorf(varsam.Unavailable, "the current folder cannot be named")
	}
	entry := register.System{Name: "system", Connector: connector, Settings: map[string]string{"dsn": c.System}}
	open := request.Connections{
		Register: &register.Register{Systems: []register.System{entry}}, Connectors: connectors(s.Options), Base: base,
	}
	var catalogue varsam.Catalogue
	err = visit(s, open, entry.Name, func(_ system.System, c varsam.Catalogue) error {
		catalogue = c
		return nil
	})
	return catalogue, err
}

// settings names where the DSN is to be found; only a file's path is written.
func (c *initCommand) settings(connector, name string) map[string]string {
	if connector != "sqlite" {
		return map[string]string{"dsn": "env:" + variable(name) + "_DSN"}
	}
	path := strings.TrimPrefix(strings.TrimPrefix(c.System, "sqlite:"), "//")
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	return map[string]string{"dsn": path}
}

func variable(name string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToUpper(name))
}

// guess reads connector and name off a DSN.
func guess(dsn string) (connector, name string) {
	rest, _, _ := strings.Cut(dsn, "?")
	base := rest[strings.LastIndexAny(rest, `/\`)+1:]
	switch {
	case strings.HasPrefix(dsn, "postgres://"), strings.HasPrefix(dsn, "postgresql://"):
		connector = "postgres"
	case strings.Contains(dsn, "@tcp("), strings.Contains(dsn, "@unix("), strings.HasPrefix(dsn, "mysql://"), strings.HasPrefix(dsn, "mariadb://"):
		connector = "mariadb"
	default:
		connector, base = "sqlite", strings.TrimPrefix(strings.TrimSuffix(base, filepath.Ext(base)), "sqlite:")
	}
	return connector, nameOf(base)
}

// nameOf makes a name of what a database is called: "Kund register" is kund-register.
func nameOf(base string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-", r) {
			return unicode.ToLower(r)
		}
		return '-'
	}, base)
	name = strings.Trim(name, "._-")
	if runes := []rune(name); len(runes) > 64 {
		name = string(runes[:64])
	}
	return cmp.Or(name, "system")
}

func merged(path string, draft []byte) ([]byte, error) {
	existing, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return draft, nil
	}
	if err != nil {
		return nil, varsam.Errorf(varsam.Denied, "the file %s cannot be read", path)
	}
	return register.Merge(existing, draft)
}

// writeFile writes a file in place of the old one at once, or not at all.
func writeFile(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return varsam.Errorf(varsam.Denied, "the folder %s cannot be made", filepath.Dir(path))
	}
	fresh := path + ".new"
	err := os.WriteFile(fresh, text, 0o644)
	if err == nil {
		err = os.Rename(fresh, path)
	}
	if err != nil {
		return varsam.Errorf(varsam.Denied, "the file %s cannot be written", path)
	}
	return nil
}

const organisationDraft = `format: 1
organisation: my-organisation # change: letters, digits and hyphens
title: {sv: Min organisation, en: My organisation}
country: SE
zone: Europe/Stockholm
language: sv
contact: {email: privacy@example.com}
fiscal_year: 01-01 # the day on which a regular fiscal year begins
`

// writeNew writes a file that must not be there yet.
func writeNew(path string, text []byte) error {
	if _, err := os.Stat(path); err == nil {
		return varsam.Errorf(varsam.Conflict, "the file %s is there already; nothing is overwritten", path)
	}
	return writeFile(path, text)
}
