package ropa

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Taken are the names of a register's activities; none without one.
func Taken(reg *register.Register) map[string]bool {
	taken := map[string]bool{}
	if reg != nil {
		for _, a := range reg.Activities {
			taken[a.Name] = true
		}
	}
	return taken
}

// Path is where a draft lies in a register's folder.
func (d Draft) Path() string { return path.Join("activities", d.Name+".yaml") }

// Organisation is a first file of an organisation, for a register that has none.
func Organisation(name, title, country string) []byte {
	zone := map[string]string{"FI": "Europe/Helsinki", "AX": "Europe/Mariehamn", "DK": "Europe/Copenhagen", "NO": "Europe/Oslo"}[country]
	if zone == "" {
		zone = "Europe/Stockholm"
	}
	return fmt.Appendf(nil, "format: 1\norganisation: %s\ntitle: {sv: %s}\ncountry: %s\nzone: %s\n", quoted(name), quoted(oneLine(title)), quoted(country), zone)
}

// Add is a register's folder with the drafts in it. Code Conflict when a file of
// that name is there already, Invalid when the whole would not load.
func Add(folder fs.FS, drafts []Draft) (Folder, error) {
	files := Folder{}
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(folder, name)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, varsam.Errorf(varsam.Unavailable, "the register's folder cannot be read")
	}
	for _, d := range drafts {
		if _, ok := files[d.Path()]; ok {
			return nil, varsam.Errorf(varsam.Conflict, "there is a file %s already", d.Path())
		}
		files[d.Path()] = d.Text
	}
	_, faults, err := register.Load(files.FS())
	if err != nil {
		return nil, err
	}
	return files, faults.Err()
}
