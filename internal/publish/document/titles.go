package document

import (
	"maps"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

// Titles makes a printer show the register's names by their titles.
func Titles(say locale.Printer, reg *register.Register) locale.Printer {
	if reg == nil {
		return say
	}
	return say.With(func(kind, name string) string {
		switch kind {
		case "activity":
			a, _ := reg.Activity(name)
			return inline(say.In(a.Title))
		case "system":
			s, _ := reg.System(name)
			return inline(say.In(s.Title))
		case "party":
			p, _ := reg.Party(name)
			return inline(say.In(p.Title))
		}
		return ""
	})
}

// Title is what a gap is about, as people call it.
func (g Gap) Title(say locale.Printer) string {
	for _, kind := range []string{"activity", "party"} {
		if title := say.Name(kind, g.About); title != g.About {
			return title
		}
	}
	return g.About
}

// Sentence is one of ours that a template may say otherwise.
type Sentence struct {
	Key  string `json:"key"`
	Text string `json:"text"` // with its slots
}

// Sentences are those of some kinds of document, and those that all share.
func Sentences(lang varsam.Lang, kinds []Kind) (all []Sentence) {
	say := locale.For(lang)
	texts := say.Sentences("document.")
	for _, k := range kinds {
		maps.Copy(texts, say.Sentences(string(k)+"."))
	}
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		all = append(all, Sentence{key, texts[key]})
	}
	return all
}
