package register

import (
	"bytes"
	"embed"
	"io/fs"
	"path"
	"strings"

	"github.com/varsam/varsam"
)

// The library holds ordinary activities of companies in Sweden and Finland, in
// the folders common, se and fi. They are proposals to read, not legal advice.
//
//go:embed library
var libraryFiles embed.FS

// Entry is one activity of the library.
type Entry struct {
	Key      string       `json:"key"`     // "payroll-se"; unique in the library
	Country  string       `json:"country"` // "" when it fits any
	Activity Activity     `json:"-"`       // as it would be read
	Title    varsam.Words `json:"title"`   // for lists
	Purpose  varsam.Words `json:"purpose"` // for lists
	Text     string       `json:"-"`       // the file, with a placeholder for the review date
}

// unreviewed stands in the files where a review date belongs: long past, so that
// a text that was copied by hand is found out.
const unreviewed = "2000-01-01"

// Take is the entry as a file for activities/: a draft, with its interest test
// due in a year.
func (e Entry) Take(today varsam.Date) []byte {
	return []byte(strings.ReplaceAll(e.Text, unreviewed, today.AddYears(1).String()))
}

// Library lists the entries by key.
func Library() []Entry {
	var all []Entry
	for _, folder := range []string{"common", "fi", "se"} {
		files, err := fs.ReadDir(libraryFiles, path.Join("library", folder))
		if err != nil {
			panic("register: the library is embedded: " + err.Error())
		}
		for _, f := range files {
			all = append(all, entry(folder, f.Name()))
		}
	}
	return all
}

func entry(folder, name string) Entry {
	text, err := libraryFiles.ReadFile(path.Join("library", folder, name))
	if err != nil {
		panic("register: the library is embedded: " + err.Error())
	}
	l := &loader{reg: &Register{}}
	l.read(l.parse(source{name, bytes.Clone(text)}))
	if len(l.faults) > 0 || len(l.reg.Activities) != 1 {
		panic("register: the library has a fault: " + l.faults.String())
	}
	a := l.reg.Activities[0]
	e := Entry{Key: strings.TrimSuffix(name, ".yaml"), Activity: a, Title: a.Title, Purpose: a.Purpose, Text: string(text)}
	if folder != "common" {
		e.Country = strings.ToUpper(folder)
	}
	return e
}
