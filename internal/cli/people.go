package cli

import (
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/sheet"
)

// readPeople reads a file with a heading of identifier types and a row per
// person. All identifiers in it count as verified: whoever instructs vouches for
// them.
func readPeople(path string) ([]varsam.Person, error) {
	rows, err := readRows(path)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "the file of people needs a heading with identifier types, for example email,phone")
	}
	var people []varsam.Person
	for _, row := range rows[1:] {
		if p := personOf(len(people), rows[0], row); len(p.Identifiers) > 0 {
			people = append(people, p)
		}
	}
	if len(people) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "the file of people names nobody")
	}
	return people, nil
}

// readRows reads the first sheet of a file as spreadsheets save it: with commas or
// semicolons, in their character sets, or as a workbook.
func readRows(path string) ([][]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "the file of people cannot be read")
	}
	sheets, err := sheet.Read(data)
	if err != nil {
		return nil, err
	}
	return sheets[0].Rows, nil
}

func personOf(number int, heading, row []string) varsam.Person {
	p := varsam.Person{Number: number}
	for i, cell := range row {
		if cell != "" {
			p.Identifiers = append(p.Identifiers, varsam.Identifier{Type: varsam.IdentifierType(heading[i]), Value: cell, Verified: true})
		}
	}
	return p
}

// searchable refuses kinds of identifiers that nobody is searched by: a misspelt
// one would find nobody, and be taken for the answer that there is nobody.
func searchable(people []varsam.Person, reg *register.Register) error {
	for _, p := range people {
		for _, id := range p.Identifiers {
			if id.Type != varsam.Name && !reg.Searches(id.Type) {
				types := append(reg.SearchTypes(), varsam.Name)
				return varsam.Errorf(varsam.Invalid, "nobody is searched by %q; the register knows %s", id.Type, joined(types))
			}
		}
	}
	return nil
}

// legible also refuses what is not written as its kind is: whoever types it can
// mend it, while of a list the rest is searched and the gap is told.
func legible(people []varsam.Person, reg *register.Register, today varsam.Date) error {
	if err := searchable(people, reg); err != nil || len(people) > 1 {
		return err
	}
	for _, p := range people {
		for _, id := range p.Identifiers {
			if _, err := id.Type.Canonical(id.Value, reg.Organisation.Country, today); err != nil {
				return varsam.Errorf(varsam.Invalid, "the %s cannot be read; check how it is written", id.Type)
			}
		}
	}
	return nil
}

func joined(types []varsam.IdentifierType) string {
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = string(t)
	}
	return strings.Join(words, ", ")
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
