package files

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/varsam/varsam"
)

// maxIndex is the most that is read of an index file.
const maxIndex = 64 << 20

// columns are the names that an index file has for the fields of a folder.
type columns map[string]string

// parseColumns reads "number=Projektnr, ended_on=Avslutat". A field that is not
// named goes by its own name.
func parseColumns(text string) (columns, error) {
	all := columns{"path": "path", "number": "number", "name": "name", "customer": "customer", "ended_on": "ended_on"}
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		field, name, ok := strings.Cut(part, "=")
		field = strings.TrimSpace(field)
		if _, known := all[field]; !ok || !known {
			return nil, varsam.Errorf(varsam.Invalid, `index_columns: write "number=Projektnr, ended_on=Avslutat", with the fields path, number, name, customer and ended_on`)
		}
		all[field] = strings.TrimSpace(name)
	}
	return all, nil
}

// of leaves a row the columns that are asked for: a database has others, and many
// rows.
func (c columns) of(row map[string]string) map[string]string {
	some := map[string]string{}
	for _, name := range c {
		if value := row[name]; value != "" {
			some[name] = value
		}
	}
	return some
}

// readIndex reads the rows of a CSV or JSON file: one object, a list of them, or
// lines under a head.
func readIndex(ctx context.Context, store Store, path string) ([]map[string]string, error) {
	e, err := store.Stat(ctx, path)
	if err != nil {
		return nil, err
	}
	if e.Kind != File || e.Size > maxIndex {
		return nil, varsam.Errorf(varsam.Invalid, "an index of projects is no file, or larger than %d MB", maxIndex>>20)
	}
	r, err := store.Open(ctx, e)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, maxIndex))
	if err != nil {
		return nil, varsam.Wrap(varsam.Unavailable, err, "reading an index of projects")
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if strings.HasSuffix(strings.ToLower(path), ".json") {
		return indexJSON(text)
	}
	return indexCSV(text)
}

func indexJSON(text []byte) (rows []map[string]string, err error) {
	if text = bytes.TrimSpace(text); bytes.HasPrefix(text, []byte("{")) {
		text = slices.Concat([]byte("["), text, []byte("]"))
	}
	var all []map[string]any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // a number keeps its digits
	if d.Decode(&all) != nil {
		return nil, varsam.Errorf(varsam.Invalid, "an index of projects is no JSON object and no list of objects")
	}
	for _, object := range all {
		row := map[string]string{}
		for name, value := range object {
			if value != nil {
				row[name] = fmt.Sprint(value)
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func indexCSV(text []byte) (rows []map[string]string, err error) {
	if !utf8.Valid(text) { // as spreadsheets write it: Windows-1252, whose letters are Latin-1's
		wide := make([]rune, len(text))
		for i, c := range text {
			wide[i] = rune(c)
		}
		text = []byte(string(wide))
	}
	head, _, _ := bytes.Cut(text, []byte("\n"))
	r := csv.NewReader(bytes.NewReader(text))
	for _, sign := range ";\t" {
		if bytes.Count(head, []byte(string(sign))) > bytes.Count(head, []byte(string(r.Comma))) {
			r.Comma = sign
		}
	}
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	all, err := r.ReadAll()
	if err != nil || len(all) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "an index of projects is no CSV file with a head")
	}
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, cell := range line {
			if i < len(all[0]) {
				row[strings.TrimSpace(all[0][i])] = strings.TrimSpace(cell)
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}
