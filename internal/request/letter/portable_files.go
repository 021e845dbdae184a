package letter

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
)

func (x *portable) files() ([]File, error) {
	var sheets []File
	taken := map[string]bool{}
	for _, c := range x.collections {
		sheet, changed, err := c.csv()
		if err != nil {
			return nil, err
		}
		if changed {
			x.notes = union(x.notes, []string{x.p.T("portable.note.csv")})
		}
		sheets = append(sheets, File{fileName(c.id(), ".csv", taken), "text/csv; charset=utf-8; header=present", sheet})
	}
	data, err := indented(x.content())
	if err != nil {
		return nil, err
	}
	schema, err := indented(x.schema())
	if err != nil {
		return nil, err
	}
	return append([]File{
		{"portable.json", "application/json", data},
		{"portable.schema.json", "application/schema+json", schema},
	}, sheets...), nil
}

type portableContent struct {
	Format       string                                  `json:"format"`
	Organisation string                                  `json:"organisation"`
	Request      string                                  `json:"request"`
	Made         varsam.Date                             `json:"made"`
	Notes        []string                                `json:"notes"`
	Data         map[string][]map[string]json.RawMessage `json:"data"`
	LeftOut      []leftOut                               `json:"left_out"`
}

func (x *portable) content() portableContent {
	content := portableContent{
		Format: PortableFormat, Organisation: x.organisation(), Request: x.Request, Made: x.Written,
		Notes: some(x.notes), Data: map[string][]map[string]json.RawMessage{}, LeftOut: x.left,
	}
	for _, c := range x.collections {
		for _, record := range c.records {
			out := map[string]json.RawMessage{}
			for name, v := range record {
				out[name] = exact(v)
			}
			content.Data[c.id()] = append(content.Data[c.id()], out)
		}
	}
	return content
}

func indented[T any](content T) ([]byte, error) {
	data, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return nil, varsam.Wrap(varsam.Internal, err, "a portability file could not be written")
	}
	return append(data, '\n'), nil
}

// fileName keeps letters, digits, dot and hyphen of a name, and numbers a second
// file of the same name.
func fileName(name, extension string, taken map[string]bool) string {
	safe := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, name)
	full := safe + extension
	for n := 2; taken[strings.ToLower(full)]; n++ {
		full = safe + "-" + strconv.Itoa(n) + extension
	}
	taken[strings.ToLower(full)] = true
	return full
}
