package request

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// Connections opens the systems of a register, with secrets resolved at the
// moment of opening and kept nowhere.
type Connections struct {
	Register   *register.Register
	Connectors []system.Connector
	Base       string // where relative paths in settings start
	Today      varsam.Date
	ReadOnly   bool // databases refuse changes: for who only looks
}

// Open opens one system; the caller closes it. Code Invalid when its register
// entry cannot be used, Unavailable or Denied when the system says no.
func (c Connections) Open(ctx context.Context, name string) (system.System, error) {
	entry, ok := c.Register.System(name)
	if !ok {
		return nil, varsam.Errorf(varsam.NotFound, "the register has no system %s", name)
	}
	connector, ok := c.connector(entry.Connector)
	if !ok {
		return nil, varsam.Errorf(varsam.Invalid, "system %s: there is no connector %q", name, entry.Connector)
	}
	settings, err := c.settings(entry, connector.Spec)
	if err != nil {
		return nil, err
	}
	rows := func(ctx context.Context, other, collection string, yield func(map[string]string) error) error {
		if other == name {
			return varsam.Errorf(varsam.Invalid, "system %s: its settings name a collection of its own, where one of another system is meant", name)
		}
		return c.rows(ctx, other, collection, yield)
	}
	return connector.Open(ctx, system.Config{
		Rows:     rows,
		System:   name,
		Settings: settings,
		Zone:     entry.Location(),
		Backups:  entry.Backups.Kept,
		Today:    c.Today,
		ReadOnly: c.ReadOnly,
		Personal: slices.Sorted(maps.Keys(entry.Personal)),
	})
}

func (c Connections) connector(name string) (system.Connector, bool) {
	for _, connector := range c.Connectors {
		if connector.Spec.Name == name {
			return connector, true
		}
	}
	return system.Connector{}, false
}

// settings resolves references and fills in defaults.
func (c Connections) settings(entry register.System, spec varsam.ConnectorSpec) (map[string]string, error) {
	settings := map[string]string{}
	for _, s := range spec.Settings {
		value, ok := entry.Settings[s.Name]
		if !ok {
			value = s.Default
		}
		if !s.Path || !isAddress(value) {
			var err error
			if value, err = c.resolve(value); err != nil {
				return nil, varsam.Wrap(varsam.Invalid, err, "system %s, setting %s", entry.Name, s.Name)
			}
		}
		if value == "" && s.Required {
			return nil, varsam.Errorf(varsam.Invalid, "system %s needs the setting %s", entry.Name, s.Name)
		}
		if s.Path && value != "" {
			value = c.absolute(value)
		}
		settings[s.Name] = value
	}
	return settings, nil
}

// resolve reads env:NAME and file:PATH; anything else stands for itself.
func (c Connections) resolve(value string) (string, error) {
	if name, ok := strings.CutPrefix(value, "env:"); ok {
		secret := os.Getenv(name)
		if secret == "" {
			return "", varsam.Errorf(varsam.Invalid, "the variable %s is not set", name)
		}
		return secret, nil
	}
	if path, ok := strings.CutPrefix(value, "file:"); ok {
		secret, err := os.ReadFile(c.absolute(path))
		if err != nil {
			return "", varsam.Errorf(varsam.Invalid, "the file %s cannot be read", path)
		}
		return strings.TrimSpace(string(secret)), nil
	}
	return value, nil
}

// isAddress: file:PATH?mode=ro names a file and how it is opened, where file:PATH
// is a reference to what stands in the file.
func isAddress(value string) bool {
	return strings.HasPrefix(value, "file:") && strings.Contains(value, "?")
}

// absolute is a path, or the address of a file, from the base.
func (c Connections) absolute(path string) string {
	if address, ok := strings.CutPrefix(path, "file:"); ok {
		return "file:" + c.absolute(strings.TrimPrefix(address, "//"))
	}
	if address, ok := strings.CutPrefix(path, "sqlite:"); ok {
		return c.absolute(strings.TrimPrefix(address, "//"))
	}
	if filepath.IsAbs(path) || c.Base == "" {
		return path
	}
	return filepath.Join(c.Base, path)
}
