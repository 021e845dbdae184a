package discover_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/system/memory"
)

// Running text in a field of documents, or of a table of keys and values, is looked at as a column of text is.
func TestTextInside(t *testing.T) {
	t.Parallel()
	columns := []varsam.Column{{Name: "id", Kind: varsam.Int, NotNull: true}, {Name: "attr", Kind: varsam.Text}, {Name: "val", Kind: varsam.Text}, {Name: "payload", Kind: varsam.Text}}
	records := make([]varsam.Record, 300)
	for i := range records {
		note := fmt.Sprintf("Anna Exempel är sjukskriven till i maj och nås på %s.", phone(i))
		attr, val := "note", note
		if i%2 == 0 {
			attr, val = "mail", fmt.Sprintf("kund%d@example.com", i)
		}
		records[i] = varsam.Record{
			Ref: varsam.Ref{Collection: "answers", Key: []varsam.Value{varsam.IntOf(int64(i))}},
			Fields: []varsam.Field{
				{Name: "id", Value: varsam.IntOf(int64(i))},
				{Name: "attr", Value: varsam.TextOf(attr)},
				{Name: "val", Value: varsam.TextOf(val)},
				{Name: "payload", Value: varsam.TextOf(fmt.Sprintf(`{"case": {"said": %q}, "step": %d}`, note, i))},
			},
		}
	}
	store := memory.New("shop", varsam.Catalogue{Engine: "memory", Collections: []varsam.Collection{{Name: "answers", Key: []string{"id"}, Rows: 300, Columns: columns}}}, records...)
	store.Configure(memory.Options{Page: 301})
	report, err := discover.Run(t.Context(), loaded(t, strings.Replace(shopSystem, "  customers:", "  none:", 1)), opener{store}, options(t))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]discover.Code{
		"val note special-in-text": discover.SpecialInText, "val note text-not-marked": discover.TextNotMarked, "val mail custom-field": discover.CustomField,
		"payload case.said special-in-text": discover.SpecialInText, "payload case.said text-not-marked": discover.TextNotMarked,
	}
	if diff := cmp.Diff(want, places(report)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	for _, f := range report.Findings {
		if f.Takes != nil && (f.Takes.Data != "person" || !strings.Contains(f.Proposal, "data: person, text: true")) {
			t.Errorf("%s: %s", f.Path, f.Proposal)
		}
	}
	silent(t, report)
}

// A shop keeps what it knows of a customer under the numbers of attributes, whose names stand in another table; and the name and number of a
// relative are what a column of relatives holds.
func TestNumberedAttributes(t *testing.T) {
	t.Parallel()
	columns := []varsam.Column{
		{Name: "value_id", Kind: varsam.Int, NotNull: true}, {Name: "attribute_id", Kind: varsam.Int}, {Name: "value", Kind: varsam.Text}, {Name: "kin", Kind: varsam.Text},
	}
	records := make([]varsam.Record, 400)
	for i := range records {
		attribute, value := 13, number(i)
		if i%2 == 0 {
			attribute, value = 7, fmt.Sprintf("kund%d@example.com", i)
		}
		records[i] = varsam.Record{
			Ref: varsam.Ref{Collection: "customers", Key: []varsam.Value{varsam.IntOf(int64(i))}},
			Fields: []varsam.Field{
				{Name: "value_id", Value: varsam.IntOf(int64(i))},
				{Name: "attribute_id", Value: varsam.IntOf(int64(attribute))},
				{Name: "value", Value: varsam.TextOf(value)},
				{Name: "kin", Value: varsam.TextOf(phone(i))},
			},
		}
	}
	store := memory.New("shop", varsam.Catalogue{Engine: "memory", Collections: []varsam.Collection{{Name: "customers", Key: []string{"value_id"}, Rows: 400, Columns: columns}}}, records...)
	store.Configure(memory.Options{Page: 401})
	declared := shopSystem[:strings.Index(shopSystem, "      login")] + "      kin: person.family\n"
	report, err := discover.Run(t.Context(), loaded(t, declared), opener{store}, options(t))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]discover.Code{"value 13 custom-field": discover.CustomField, "value 7 custom-field": discover.CustomField}
	if diff := cmp.Diff(want, places(report)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
