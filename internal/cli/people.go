package cli

import (
	"encoding/csv"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// readPeople reads a CSV file with a heading of identifier types and a row per
// person. All identifiers in it count as verified: whoever instructs vouches for
// them.
func readPeople(path string) ([]varsam.Person, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "the file of people cannot be read")
	}
	defer file.Close()
	rows := csv.NewReader(file)
	heading, err := rows.Read()
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "the file of people needs a heading with identifier types, for example email,phone")
	}
	var people []varsam.Person
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return people, nil
		}
		if err != nil {
			return nil, varsam.Errorf(varsam.Invalid, "row %d of the file of people is not CSV", len(people)+2)
		}
		if p := personOf(len(people), heading, row); len(p.Identifiers) > 0 {
			people = append(people, p)
		}
	}
}

func personOf(number int, heading, row []string) varsam.Person {
	p := varsam.Person{Number: number}
	for i, cell := range row {
		if cell = strings.TrimSpace(cell); cell != "" {
			t := varsam.IdentifierType(strings.TrimSpace(heading[i]))
			p.Identifiers = append(p.Identifiers, varsam.Identifier{Type: t, Value: cell, Verified: true})
		}
	}
	return p
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
