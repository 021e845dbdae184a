package locale

import (
	"embed"
	"encoding/json"
	"maps"

	"github.com/varsam/varsam"
)

//go:embed sv.json sv-FI.json en.json
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
	sv, en := read("sv.json"), read("en.json")
	fi := maps.Clone(sv)
	maps.Copy(fi, read("sv-FI.json"))
	return map[varsam.Lang]catalogue{varsam.Swedish: sv, varsam.FinlandSwedish: fi, varsam.English: en}
}()

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
