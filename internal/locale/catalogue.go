package locale

import (
	"embed"
	"encoding/json"
	"io/fs"
	"maps"

	"github.com/varsam/varsam"
)

// The sentences of pages lie in files of their own, as web.sv.json.
//
//go:embed *.json
var files embed.FS

// sentence is one entry of a catalogue. Without a form of its own for one, other
// serves every number.
type sentence struct {
	one, other string
}

// UnmarshalJSON reads a plain string, or an object with one and other.
func (s *sentence) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &s.other) == nil {
		s.one = s.other
		return nil
	}
	var forms struct{ One, Other string }
	if err := json.Unmarshal(data, &forms); err != nil {
		return err
	}
	*s = sentence{forms.One, forms.Other}
	return nil
}

type catalogue map[string]sentence

// catalogues are read once, at start: they are part of the program, so a fault
// in them is a fault of the build.
var catalogues = func() map[varsam.Lang]catalogue {
	sv, en := readAll("sv.json"), readAll("en.json")
	fi := maps.Clone(sv)
	maps.Copy(fi, readAll("sv-FI.json"))
	finnish := maps.Clone(en)
	maps.Copy(finnish, inFinnish)
	return map[varsam.Lang]catalogue{varsam.Swedish: sv, varsam.FinlandSwedish: fi, varsam.English: en, varsam.Finnish: finnish}
}()

// inFinnish are the sentences that have been translated; the others stand in
// English.
var inFinnish = read("publish.fi.json")

// readAll joins the files of a term set: sv.json, web.sv.json. A key stands in one
// of them.
func readAll(name string) catalogue {
	all := read(name)
	more, err := fs.Glob(files, "*."+name)
	if err != nil {
		panic("locale: " + err.Error())
	}
	for _, part := range more {
		for key, s := range read(part) {
			if _, twice := all[key]; twice {
				panic("locale: " + part + " has " + key + " once more")
			}
			all[key] = s
		}
	}
	return all
}

func read(name string) catalogue {
	data, err := files.ReadFile(name)
	if err != nil {
		panic("locale: " + err.Error())
	}
	var c catalogue
	if err := json.Unmarshal(data, &c); err != nil {
		panic("locale: " + name + ": " + err.Error())
	}
	return c
}
