package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
)

type anonymiseCommand struct {
	File        string            `arg:"" help:"CSV table with a header line; separated by commas, semicolons or tabs." type:"existingfile"`
	K           int               `required:"" short:"k" help:"Smallest class of equal rows that is let through."`
	L           int               `help:"Different values of each sensitive column in a class."`
	T           float64           `help:"Largest distance of a sensitive column's distribution in a class from the table's; 0 asks nothing."`
	Sensitive   []string          `help:"Columns with what must not be learnt about anybody." placeholder:"COLUMN"`
	Quasi       []string          `help:"Columns that together may single out a person; all that have a hierarchy when left out." placeholder:"COLUMN"`
	Keep        []string          `help:"Columns that are passed through as they are." placeholder:"COLUMN"`
	Drop        []string          `help:"Columns that are left out." placeholder:"COLUMN"`
	Hierarchies string            `help:"Folder with a CSV hierarchy for each column: COLUMN.csv or …_hierarchy_COLUMN.csv." type:"existingdir" placeholder:"DIR"`
	Rule        map[string]string `help:"Hierarchy of a column by rule: COLUMN=date:month,year or band:5,10 or prefix:4,2." placeholder:"COLUMN=STEPS"`
	Suppress    float64           `help:"Largest share of rows that may be suppressed." default:"0"`
	Measure     anonymity.Measure `help:"What to lose least of: loss, loss-geometric, loss-rank, aecs, dm, dm-star, precision, height or nue." default:"loss" enum:"loss,loss-geometric,loss-rank,aecs,dm,dm-star,precision,height,nue"`
	Out         string            `help:"File to write, - for standard output; FILE with .anonymous before its ending when left out." placeholder:"FILE"`
}

// Help says what stands at the end of the command's help.
func (c *anonymiseCommand) Help() string {
	return `The best combination of levels is found, and the table written with these. Rows that would stay in too small a class are
suppressed: all their quasi-identifiers become *, and their sensitive cells too where these rows together would tell somebody's.
Every column has one part to play: quasi-identifier, sensitive, kept or dropped. A column that has none is refused, so that no name
slips out.

A table without direct identifiers is not thereby anonymous, and k alone does not make it so: see docs/anonymity.md.

Exit codes: 0 written; 1 no combination of levels fulfils what is asked, nothing is written; 2 wrong use or input; 6 a file cannot be
read or written.`
}

// Run finds the levels, writes the table and says what it cost. With the table
// on standard output all words go to standard error.
func (c *anonymiseCommand) Run(s *session) error {
	out, err := c.target()
	if err != nil {
		return err
	}
	job, err := c.prepare()
	if err != nil {
		return err
	}
	found, err := job.problem.Search(s.ctx)
	if err != nil {
		return err
	}
	table := s.out
	if out == "-" {
		s.out = s.err
	}
	answer := job.answer(found)
	if !found.Found {
		if err := s.showAnonymised(answer); err != nil {
			return err
		}
		return errNo
	}
	release, err := job.problem.Release(found.Levels)
	if err != nil {
		return err
	}
	job.recode(release)
	if out == "-" {
		err = job.table.Write(table)
	} else {
		err = replaceFile(out, job.table.Write)
	}
	if err != nil {
		return varsam.Errorf(varsam.Unavailable, "the table cannot be written to %s; a file that was there before still is", out)
	}
	answer.released(out, release)
	return s.showAnonymised(answer)
}

// target is the file to write; never the one that is read.
func (c *anonymiseCommand) target() (string, error) {
	out := c.Out
	if out == "" {
		ending := filepath.Ext(c.File)
		out = strings.TrimSuffix(c.File, ending) + ".anonymous" + ending
	}
	if out == "-" {
		return out, nil
	}
	read, err := os.Stat(c.File)
	if err != nil {
		return "", varsam.Errorf(varsam.Unavailable, "the file %s cannot be read", c.File)
	}
	if there, err := os.Stat(out); err == nil && os.SameFile(read, there) {
		return "", varsam.Errorf(varsam.Invalid, "--out names the file that is read: name another")
	}
	return out, nil
}

// replaceFile writes a new file beside the name and then gives it the name, so
// that nobody finds half a file.
func replaceFile(name string, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(name), ".varsam-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // nothing, once it has its name
	defer file.Close()
	if err := write(file); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
