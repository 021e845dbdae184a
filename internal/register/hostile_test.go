package register_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// TestHostile: input that is made to hurt ends in a fault, soon.
func TestHostile(t *testing.T) {
	t.Parallel()
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for i := range 9 {
		bomb += fmt.Sprintf("%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c]\n", 'b'+i, 'b'+i, 'a'+i, 'a'+i, 'a'+i, 'a'+i, 'a'+i, 'a'+i)
	}
	many := "system: x\nconnector: y\n"
	for i := range 500 {
		many += fmt.Sprintf("k%d: 1\n", i)
	}
	deep := ""
	for i := range 200 {
		deep += strings.Repeat(" ", i) + "a:\n"
	}
	for name, c := range map[string]struct{ text, code string }{
		"bomb":          {"system: x\n" + bomb, "yaml-feature"},
		"brackets":      {strings.Repeat("[", 1<<19), "too-deep"},
		"braces":        {"system: {a: " + strings.Repeat("{a: ", 200), "too-deep"},
		"dashes":        {strings.Repeat("- ", 1<<18), "too-deep"},
		"questions":     {strings.Repeat("? ", 1<<18), "too-deep"},
		"indentation":   {"system: x\n" + deep, "too-deep"},
		"bytes":         {strings.Repeat("a", 1<<20+1), "too-large"},
		"lines":         {strings.Repeat("\n", 30_000), "too-large"},
		"faults":        {many, "too-many"},
		"not UTF-8":     {"system: \xff\n", "not-text"},
		"numeric name":  {"system: 12\nconnector: x\noperator: nobody\ncountry: XX\n", "unknown-country"},
		"name is empty": {"system:\nconnector: x\ncountry: XX\n", "unknown-country"},
		"name is list":  {"system: [a]\nconnector: x\ncountry: XX\n", "unknown-country"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, faults, err := register.Load(fstest.MapFS{"a.yaml": {Data: []byte(c.text)}})
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(codes(faults), c.code) {
				t.Errorf("%s is not among %s", c.code, codes(faults))
			}
			if len(faults) > 110 {
				t.Errorf("%d faults", len(faults))
			}
		})
	}
}

func codes(faults register.Faults) string {
	var all []string
	for _, f := range faults {
		all = append(all, f.Code)
	}
	return strings.Join(all, " ")
}

func TestLoadFolder(t *testing.T) {
	t.Parallel()
	if _, _, err := register.Load(missing{}); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("a missing folder: %v", err)
	}
	_, faults, err := register.Load(fstest.MapFS{".git/a.yaml": {Data: []byte("x")}, "README.md": {Data: []byte("x")}})
	if err != nil || codes(faults) != "no-organisation" {
		t.Errorf("a folder without YAML: %v, %v", faults, err)
	}
	_, _, err = register.Load(fstest.MapFS{"a\nb.yaml": {Data: []byte("x")}})
	if varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("a name with a line end: %v", err)
	}
	if err := register.Faults(nil).Err(); err != nil {
		t.Error("no faults are an error")
	}
	if err := faults.Err(); varsam.CodeOf(err) != varsam.Invalid || !strings.Contains(err.Error(), "organisation.yaml") {
		t.Errorf("faults as an error: %v", err)
	}
}

// missing is a folder that is not there.
type missing struct{}

func (missing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
