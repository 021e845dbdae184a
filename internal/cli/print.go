package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"unicode"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

// print writes v as JSON when that was asked for, and what text writes
// otherwise.
func (s *session) print(v any, text func()) error {
	if !s.JSON {
		text()
		return nil
	}
	enc := json.NewEncoder(s.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// words say things in the language of what is printed; beside JSON that is English,
// which programs know.
func (s *session) words() locale.Printer {
	lang, unknown := s.language()
	if s.JSON || unknown != nil {
		lang = varsam.English
	}
	return locale.For(lang)
}

// said is a sentence in the reader's language: its translation hangs on the format.
func (s *session) said(format string, args ...any) string { return s.words().Say(format, args...) }

func (s *session) printf(format string, args ...any) { fmt.Fprint(s.out, s.said(format, args...)) }

// yes is a bool in words.
func (s *session) yes(b bool) string {
	if b {
		return s.said("yes")
	}
	return s.said("no")
}

// warnf says on standard error what did not come out whole.
func (s *session) warnf(format string, args ...any) {
	fmt.Fprintf(s.err, "varsam: %s\n", s.said(format, args...))
}

// word is a code in the reader's language, by the sentence of a family of keys. In
// English it is the code, as in JSON.
func (s *session) word(family, code string) string {
	if p := s.words(); p.Lang() != varsam.English {
		return p.Word(family, code)
	}
	return code
}

// table writes rows under a heading, in columns.
func (s *session) table(heading []string, rows [][]string) {
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(s.headings(heading), "\t"))
	for _, row := range rows {
		for i, cell := range row {
			row[i] = plain(cell)
		}
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	w.Flush()
}

func (s *session) headings(all []string) []string {
	said := make([]string, len(all))
	for i, h := range all {
		said[i] = locale.Plain(h).In(s.words())
	}
	return said
}

// plain takes control characters out of a cell, so that no stored value can
// steer a terminal.
func plain(cell string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, cell)
}

// printer says reasons in the reader's language, with the register's titles for
// its names.
func (s *session) printer(reg *register.Register) (locale.Printer, error) {
	lang, err := s.language()
	if err != nil {
		return locale.Printer{}, err
	}
	return locale.For(lang).With(func(kind, name string) string {
		switch kind {
		case "activity":
			a, _ := reg.Activity(name)
			return a.Title.In(lang)
		case "system":
			sys, _ := reg.System(name)
			return sys.Title.In(lang)
		case "collection":
			return collectionTitle(reg, name).In(lang)
		case "party":
			party, _ := reg.Party(name)
			return party.Title.In(lang)
		}
		return ""
	}), nil
}

// collectionTitle is the title of the first collection of that name.
func collectionTitle(reg *register.Register, name string) varsam.Words {
	for _, sys := range reg.Systems {
		for _, c := range sys.Collections {
			if c.In() == name {
				return c.Title
			}
		}
	}
	return varsam.Words{}
}

// language is the term set that the person at the terminal reads.
func (s *session) language() (varsam.Lang, error) { return varsam.ParseLang(s.Lang) }
