package varsam

// Lang is a language with its term set: Swedish law has one word for a thing
// and Finland-Swedish practice another, so they are never one string table.
type Lang string

// The languages of everything a user reads.
const (
	Swedish        Lang = "sv"
	FinlandSwedish Lang = "sv-FI"
	English        Lang = "en"
)

// Finnish is a language of published documents, not of pages and letters: what
// has no Finnish words yet stands in English, and says so.
const Finnish Lang = "fi"

// ParseLang reads a language tag; sv-SE is sv.
func ParseLang(s string) (Lang, error) {
	switch s {
	case "sv", "sv-SE":
		return Swedish, nil
	case "sv-FI":
		return FinlandSwedish, nil
	case "en", "en-GB", "en-US":
		return English, nil
	}
	return "", Errorf(Invalid, "language %q is not known; use sv, sv-FI or en", s)
}

// Words is a short text in several languages.
type Words struct {
	SV   string `yaml:"sv,omitempty" json:"sv,omitempty"`
	SVFI string `yaml:"sv-FI,omitempty" json:"sv-FI,omitempty"`
	EN   string `yaml:"en,omitempty" json:"en,omitempty"`
	FI   string `yaml:"fi,omitempty" json:"fi,omitempty"`
}

// In is the text in a language, or the nearest one there is.
func (w Words) In(lang Lang) string {
	order := []string{w.EN, w.SV, w.SVFI, w.FI}
	switch lang {
	case Swedish:
		order = []string{w.SV, w.SVFI, w.EN, w.FI}
	case FinlandSwedish:
		order = []string{w.SVFI, w.SV, w.EN, w.FI}
	case Finnish:
		order = []string{w.FI, w.EN, w.SVFI, w.SV}
	}
	for _, text := range order {
		if text != "" {
			return text
		}
	}
	return ""
}

// Has reports whether there is a text in the language itself. Finland's Swedish
// has what Sweden's has.
func (w Words) Has(lang Lang) bool {
	switch lang {
	case Swedish:
		return w.SV != "" || w.SVFI != ""
	case FinlandSwedish:
		return w.SVFI != "" || w.SV != ""
	case Finnish:
		return w.FI != ""
	}
	return w.EN != ""
}
