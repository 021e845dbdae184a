package letter

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"strings"

	"github.com/varsam/varsam"
)

// csv writes a collection as RFC 4180, UTF-8, with a header. It reports whether
// a text had to be changed so that no spreadsheet runs it.
func (c *portableCollection) csv() (data []byte, changed bool, err error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	line := make([]string, len(c.columns))
	for i, col := range c.columns {
		line[i] = harmless(col.name)
	}
	if err := w.Write(line); err != nil {
		return nil, false, varsam.Wrap(varsam.Internal, err, "a CSV file could not be written")
	}
	for _, record := range c.records {
		for i, col := range c.columns {
			text := csvText(record[col.name])
			line[i] = text
			if k := record[col.name].Kind(); k != varsam.Int && k != varsam.Decimal { // −5 is a number
				line[i] = harmless(text)
			}
			changed = changed || line[i] != text
		}
		if err := w.Write(line); err != nil {
			return nil, false, varsam.Wrap(varsam.Internal, err, "a CSV file could not be written")
		}
	}
	w.Flush()
	return b.Bytes(), changed, nil
}

func csvText(v varsam.Value) string {
	if v.Kind() == varsam.Bytes {
		return base64.StdEncoding.EncodeToString(v.Raw())
	}
	return v.String()
}

// starters begin what a spreadsheet takes for a formula, in their wide forms
// too; tab and return are skipped by some before they look.
const starters = "=+-@\t\r\n＝＋－＠"

// harmless puts an apostrophe before a text that a spreadsheet would compute,
// behind any spaces it would skip.
func harmless(s string) string {
	first := strings.TrimLeft(s, " \u00a0\ufeff")
	if s != "" && (strings.ContainsRune("\t\r\n", rune(s[0])) || first != "" && strings.ContainsRune(starters, []rune(first)[0])) {
		return "'" + s
	}
	return s
}
