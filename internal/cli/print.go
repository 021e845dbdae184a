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

func (s *session) printf(format string, args ...any) { fmt.Fprintf(s.out, format, args...) }

// table writes rows under a heading, in columns.
func (s *session) table(heading []string, rows [][]string) {
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, strings.Join(heading, "\t"))
	for _, row := range rows {
		for i, cell := range row {
			row[i] = plain(cell)
		}
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	w.Flush()
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
