package cli

import (
	"os"
	"path/filepath"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/request/letter"
)

type requestCopyCommand struct {
	requestID
	Out       string `required:"" help:"Folder to write the copy to." placeholder:"DIR"`
	Person    int    `default:"1" help:"Whose copy, counted from 1."`
	Delivered bool   `help:"The copy has been handed over to the person; the request may then run."`
}

func (c *requestCopyCommand) Run(s *session) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	return s.with(registerFlag{}, func(app *app) error {
		files, err := app.service.Copy(s.ctx, c.Request, c.Person-1, lang, c.Delivered)
		if err != nil {
			return err
		}
		return s.write(c.Out, files)
	})
}

// write puts files for a person in a folder that only its owner may read.
func (s *session) write(folder string, files []letter.File) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return varsam.Errorf(varsam.Invalid, "the folder %s cannot be made", folder)
	}
	var names []string
	for _, f := range files {
		path := filepath.Join(folder, filepath.Base(f.Name))
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			return varsam.Errorf(varsam.Unavailable, "the file %s cannot be written", path)
		}
		names = append(names, path)
	}
	return s.print(map[string]any{"files": names}, func() {
		for _, name := range names {
			s.printf("%s\n", name)
		}
	})
}
