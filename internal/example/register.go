package example

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// has reports whether a file of the register is about a folder or a mailbox.
func (s set) has(path string) bool {
	for _, one := range s.shelves {
		if path == "systems/"+one.name+".yaml" {
			return true
		}
	}
	return s.mail != nil && path == "systems/"+mailSystem+".yaml"
}

// mailStatements rest on the mailboxes, and go with them.
const mailStatements = "statements/" + mailSystem + ".yaml"

// writeRegister copies the example's register with its duties, and points its systems at the
// databases: the connector is the engine's, and the address lies in a file of
// its own, readable by us alone, that the register refers to.
func (m *Made) writeRegister(name string, opt Options) error {
	files, err := Files(name)
	if err != nil {
		return err
	}
	made := map[string]MadeSystem{}
	for _, s := range m.Systems {
		made["systems/"+s.System+".yaml"] = s
	}
	return fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" && !strings.HasPrefix(path, register.DutiesFolder+"/") {
			return err
		}
		text, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		if opt.Databases && sets[name].has(path) || path == mailStatements && m.Mail == "" {
			return nil
		}
		if path == "systems/"+mailSystem+".yaml" {
			if text, err = m.withMail(text, opt.Dir); text == nil || err != nil {
				return err
			}
		}
		if s, ok := made[path]; ok {
			if text, err = pointAt(text, s, opt.Dir); err != nil {
				return err
			}
		}
		return writeFile(filepath.Join(m.Register, filepath.FromSlash(path)), text)
	})
}

var (
	connectorLine   = regexp.MustCompile(`(?m)^connector: \S+$`)
	hostSetting     = regexp.MustCompile(`host: "[^"]*"`)
	passwordSetting = regexp.MustCompile(`password: "env:[A-Z_]+"`)

	settingsLine = regexp.MustCompile(`(?m)^settings: \{dsn: "env:[A-Z_]+"\}$`)
)

// pointAt writes a system's address and the register's reference to it.
func pointAt(text []byte, s MadeSystem, dir string) ([]byte, error) {
	if !connectorLine.Match(text) || !settingsLine.Match(text) {
		return nil, varsam.Errorf(varsam.Internal, "the register of %s has no line for the connector or its address", s.System)
	}
	path, err := filepath.Abs(filepath.Join(dir, "addresses", s.System))
	if err != nil {
		return nil, err
	}
	if err := writeFile(path, []byte(s.DSN+"\n")); err != nil {
		return nil, err
	}
	text = connectorLine.ReplaceAllLiteral(text, []byte("connector: "+s.Connector))
	return settingsLine.ReplaceAllLiteral(text, []byte(`settings: {dsn: "file:`+filepath.ToSlash(path)+`"}`)), nil
}

func writeFile(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}
