package register_test

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// TestSchemaHasTheModel: every key of the model is in the schema, and the other
// way round, and every property has a description.
func TestSchemaHasTheModel(t *testing.T) {
	t.Parallel()
	var doc struct {
		Defs map[string]json.RawMessage `json:"$defs"`
	}
	if err := json.Unmarshal(register.Schema(), &doc); err != nil {
		t.Fatal(err)
	}
	for def, model := range map[string]any{
		"organisation": register.Organisation{}, "system": register.System{}, "collection": register.Collection{}, "activity": register.Activity{},
		"party": register.Party{}, "keep": register.Keep{}, "restrict": register.Restrict{}, "contact": register.Contact{},
		"link": register.Link{}, "field": register.Field{}, "carry": register.Carry{}, "statement": register.Statement{}, "control": register.Control{}, "measure": register.Measure{}, "cookie": register.Cookie{}, "template": register.Template{}, "duty": register.Duty{},
		"anonymise": register.Anonymise{}, // of a recoding, groups are read by hand
	} {
		want := keysOf(reflect.TypeOf(model))
		got := propertiesOf(t, doc.Defs[def])
		got = slices.DeleteFunc(got, func(k string) bool { return k == "format" })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-model +schema):\n%s", def, diff)
		}
	}
}

func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("yaml"); key != "-" && key != "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

func propertiesOf(t *testing.T, raw json.RawMessage) []string {
	t.Helper()
	var s struct {
		Properties map[string]struct{ Description string }
		AnyOf      []json.RawMessage
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		t.Fatal(err)
	}
	for _, form := range s.AnyOf {
		if keys := propertiesOf(t, form); len(keys) > 0 {
			return keys
		}
	}
	var keys []string
	for key, p := range s.Properties {
		keys = append(keys, key)
		if p.Description == "" && !slices.Contains([]string{"format", "keep", "restrict", "anonymise"}, key) {
			t.Errorf("%s has no description", key)
		}
	}
	slices.Sort(keys)
	return keys
}

func TestManual(t *testing.T) {
	t.Parallel()
	got := register.Manual()
	const golden = "../../docs/register.md"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("reference (-want +got); run with -update:\n%s", diff)
	}
}

func TestCategories(t *testing.T) {
	t.Parallel()
	for _, c := range register.Categories() {
		if c.Words.SV == "" || c.Words.EN == "" || !strings.HasPrefix(c.DPV, "https://w3id.org/dpv") || !strings.HasPrefix(c.Fides, "user") {
			t.Errorf("%+v is not complete", c)
		}
	}
	for key, known := range map[string]bool{
		"contact.email": true, "contact": true, "id.customer": true, "id": true, "contact.email.work": true, "payment.card": true,
		"contact.emial": false, "": false, "contacts": false, "special.health.flu": false, "secial": false,
	} {
		if got := register.IsKnownCategory(varsam.Category(key)); got != known {
			t.Errorf("%q known is %v", key, got)
		}
	}
}
