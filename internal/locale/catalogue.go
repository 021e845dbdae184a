package locale

import (
	"embed"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"sync"

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

type catalogue map[string]sentence

// catalogues are read when the first says something in their language: a command
// speaks one. They are part of the program, so a fault in them is a fault of the
// build.
var catalogues = map[varsam.Lang]func() catalogue{
	varsam.Swedish:        swedish,
	varsam.English:        english,
	varsam.FinlandSwedish: sync.OnceValue(func() catalogue { return over(swedish(), readAll("sv-FI.json")) }),
	varsam.Finnish:        sync.OnceValue(func() catalogue { return over(english(), inFinnish()) }),
}

var (
	swedish = sync.OnceValue(func() catalogue { return readAll("sv.json") })
	english = sync.OnceValue(func() catalogue { return readAll("en.json") })
)

// inFinnish are the sentences that have been translated; the others stand in
// English.
var inFinnish = sync.OnceValue(func() catalogue { return read("publish.fi.json") })

// over is a catalogue with some sentences said otherwise.
func over(most, some catalogue) catalogue {
	all := maps.Clone(most)
	maps.Copy(all, some)
	return all
}

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
	var texts map[string]any
	if err := json.Unmarshal(data, &texts); err != nil {
		panic("locale: " + name + ": " + err.Error())
	}
	c := make(catalogue, len(texts))
	for key, text := range texts {
		if c[key], err = sentenceOf(text); err != nil {
			panic("locale: " + name + ": " + key + ": " + err.Error())
		}
	}
	return c
}

// sentenceOf reads a plain string, or an object with one and other.
func sentenceOf(text any) (sentence, error) {
	switch text := text.(type) {
	case string:
		return sentence{text, text}, nil
	case map[string]any:
		one, hasOne := text["one"].(string)
		other, hasOther := text["other"].(string)
		if hasOne && hasOther && len(text) == 2 {
			return sentence{one, other}, nil
		}
	}
	return sentence{}, errors.New("neither a text nor a text for one and one for others")
}
