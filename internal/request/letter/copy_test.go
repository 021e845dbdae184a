package letter

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
)

func TestCopyFollowsItsSchema(t *testing.T) {
	t.Parallel()
	for name, make := range scenarios() {
		_, file, err := Copy(make())
		if err != nil {
			t.Fatal(err)
		}
		validate(t, name, CopySchema(), file.Data)
	}
}

func TestPortableFollowsItsSchema(t *testing.T) {
	t.Parallel()
	for name, make := range scenarios() {
		files, err := Portable(make())
		if err != nil {
			t.Fatal(err)
		}
		validate(t, name, files[1].Data, files[0].Data)
	}
}

func TestPortableTakesWhatThePersonGave(t *testing.T) {
	t.Parallel()
	in := erasure()
	in.Asks = []decide.Ask{{Right: varsam.Portability}, {Right: varsam.Erasure}}
	files, err := Portable(in)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "portable.json", files[0].Data)
	golden(t, "portable.schema.json", files[1].Data)
	all := string(bytes.Join([][]byte{files[0].Data, files[2].Data, files[3].Data}, nil))
	for _, foreign := range []string{"bo@example.se", "312", "Bo ringde"} {
		if strings.Contains(all, foreign) {
			t.Errorf("the file holds %s", foreign)
		}
	}
	if !strings.Contains(all, "anna@example.se") {
		t.Error("a ground that this request ends no longer counts: the member is missing")
	}
}

func TestPortableLeavesOutWhatConsentDoesNotCarry(t *testing.T) {
	t.Parallel()
	in := erasure()
	in.Asks = []decide.Ask{{Right: varsam.Portability}} // the consent ended before this request
	files, err := Portable(in)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(files[0].Data), "anna@example.se") {
		t.Error("data of a consent that ended before is in the file")
	}
}

func TestCSVRunsNothing(t *testing.T) {
	t.Parallel()
	in := hostile()
	in.Asks = []decide.Ask{{Right: varsam.Portability}, {Right: varsam.Erasure}}
	in.Plan.Items[0].Decision.Grounds = []varsam.Ground{contract}
	files, err := Portable(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files[2:] {
		rows, err := csv.NewReader(bytes.NewReader(f.Data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range slices.Concat(rows...) {
			if cell != "" && strings.ContainsAny(cell[:1], "=+@\t\r") {
				t.Errorf("%s: a spreadsheet would run %q", f.Name, cell)
			}
		}
	}
	for s, want := range map[string]string{
		"": "", "anna": "anna", "+4670": "'+4670", " =1": "' =1", "-x": "'-x", "＝1": "'＝1", "\t=1": "'\t=1", "a=b": "a=b", "\u00a0@x": "'\u00a0@x",
	} {
		if got := harmless(s); got != want {
			t.Errorf("%q became %q, want %q", s, got, want)
		}
	}
}

func TestFileNamesAreSafe(t *testing.T) {
	t.Parallel()
	taken := map[string]bool{}
	for _, c := range [][2]string{{"../etc/passwd", "---etc-passwd.csv"}, {"a b", "a-b.csv"}, {"a/b", "a-b-2.csv"}, {"A/B", "A-B-3.csv"}} {
		if got := fileName(c[0], ".csv", taken); got != c[1] {
			t.Errorf("%s became %s, want %s", c[0], got, c[1])
		}
	}
}

// validate holds JSON against the part of JSON Schema that our schemas use.
func validate(t *testing.T, where string, schema, data []byte) {
	t.Helper()
	var s, d any
	if err := json.Unmarshal(schema, &s); err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&d); err != nil {
		t.Fatal(err)
	}
	root := s.(map[string]any)
	for _, fault := range faults(root, root, d, where) {
		t.Error(fault)
	}
}

func faults(root, schema map[string]any, data any, at string) []string {
	if ref, ok := schema["$ref"].(string); ok {
		schema = root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	var all []string
	if c, ok := schema["const"]; ok && c != data {
		all = append(all, fmt.Sprintf("%s is %v, not %v", at, data, c))
	}
	if enum, ok := schema["enum"].([]any); ok && !slices.Contains(enum, data) {
		all = append(all, fmt.Sprintf("%s: %v is none of %v", at, data, enum))
	}
	if types := typesOf(schema["type"]); len(types) > 0 && !slices.Contains(types, typeOf(data)) {
		all = append(all, fmt.Sprintf("%s is %s, not %v", at, typeOf(data), types))
	}
	switch d := data.(type) {
	case []any:
		items, _ := schema["items"].(map[string]any)
		for i, item := range d {
			all = append(all, faults(root, items, item, fmt.Sprintf("%s[%d]", at, i))...)
		}
	case map[string]any:
		all = append(all, objectFaults(root, schema, d, at)...)
	}
	return all
}

func objectFaults(root, schema, data map[string]any, at string) []string {
	var all []string
	required, _ := schema["required"].([]any)
	for _, name := range required {
		if _, ok := data[name.(string)]; !ok {
			all = append(all, at+" lacks "+name.(string))
		}
	}
	properties, _ := schema["properties"].(map[string]any)
	for name, value := range data {
		property, ok := properties[name].(map[string]any)
		if !ok {
			if schema["additionalProperties"] == false {
				all = append(all, at+" has an unknown "+name)
			}
			continue
		}
		all = append(all, faults(root, property, value, at+"."+name)...)
	}
	return all
}

func typesOf(t any) []string {
	switch t := t.(type) {
	case string:
		return []string{t}
	case []any:
		var all []string
		for _, one := range t {
			all = append(all, one.(string))
		}
		return all
	}
	return nil
}

func typeOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case json.Number:
		return "integer"
	case []any:
		return "array"
	}
	return "object"
}
