package cli

import (
	"path/filepath"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

type libraryCommand struct {
	List libraryListCommand `cmd:"" default:"1" help:"List the activities."`
	Add  libraryAddCommand  `cmd:"" help:"Take activities over into a register, as drafts."`
}

type libraryListCommand struct{}

func (c *libraryListCommand) Run(s *session) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	entries := register.Library()
	return s.print(entries, func() {
		rows := make([][]string, len(entries))
		for i, e := range entries {
			a := e.Activity
			rows[i] = []string{e.Key, string(a.Basis.Article), a.Keep.Law, a.Purpose.In(lang)}
		}
		s.table([]string{"ACTIVITY", "BASIS", "RULE", "PURPOSE"}, rows)
	})
}

type libraryAddCommand struct {
	Dir      string   `arg:"" help:"Folder of the register." type:"existingdir"`
	Activity []string `arg:"" help:"Activities to take over."`
}

// Run writes each as a file of its own; one that is there already is left alone.
func (c *libraryAddCommand) Run(s *session) error {
	var files []string
	for _, name := range c.Activity {
		path, err := c.add(name)
		if err != nil {
			return err
		}
		files = append(files, path)
	}
	return s.print(map[string][]string{"files": files}, func() {
		for _, path := range files {
			s.printf("%s (draft: confirm it by removing that line)\n", path)
		}
	})
}

// add writes one activity and returns its file.
func (c *libraryAddCommand) add(name string) (string, error) {
	for _, e := range register.Library() {
		if e.Key == name {
			path := filepath.Join(c.Dir, "activities", name+".yaml")
			return path, writeNew(path, e.Take(varsam.DateIn(time.Now(), time.Local)))
		}
	}
	return "", varsam.Errorf(varsam.NotFound, "the library has no activity %q; varsam library lists them", name)
}
