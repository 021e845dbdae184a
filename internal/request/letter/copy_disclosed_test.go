package letter

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
)

// A copy says to whom the data was in fact handed, as its schema has it.
func TestCopyTellsTheRecipients(t *testing.T) {
	t.Parallel()
	reg := consultancy()
	to := reg.Parties[0]
	in := Input{Lang: varsam.English, Register: reg, Request: "r1", Disclosed: []Disclosed{{to.Name, varsam.NewDate(2026, 10, 1), "The <b>bridge</b>"}}}
	page, data, err := Copy(in)
	if err != nil {
		t.Fatal(err)
	}
	validate(t, "disclosed", CopySchema(), data.Data)
	if text := string(page.Text); !strings.Contains(text, to.Title.In(varsam.English)) || !strings.Contains(text, "1 October 2026") || !strings.Contains(text, "bridge") {
		t.Errorf("the page does not tell:\n%s", text)
	}
	if strings.Contains(string(page.HTML), "<b>bridge") {
		t.Error("the assignment is not escaped")
	}
}
