package document_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/register"
)

var update = flag.Bool("update", false, "write the golden files")

// golden holds a text against testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it and run go test -update:\n%s", path, firstDifference(string(want), got))
	}
}

func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			return fmt.Sprintf("line %d:\n- %s\n+ %s", i+1, a[i], strings.Join(b[min(i, len(b)):min(i+1, len(b))], ""))
		}
	}
	return "more lines"
}

// TestMutation changes each field of a register in turn: exactly those blocks
// change that name the field's path, and which ones is recorded.
func TestMutation(t *testing.T) {
	t.Parallel()
	var recorded strings.Builder
	for _, kind := range document.Kinds() {
		if kind == document.Schedule { // made in another room, of whole collections
			continue
		}
		reg := load(t, whole())
		before, err := document.Make(kind, source(reg, kind, varsam.Swedish))
		if err != nil {
			t.Fatal(err)
		}
		if kind == document.Letters || kind == document.Essence || kind == document.Description || kind == document.Notice || kind == document.Record {
			fmt.Fprintf(&recorded, "# %s\n", kind)
		}
		mutate(reg, func(path string) {
			after, err := document.Make(kind, source(reg, kind, varsam.Swedish))
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			changed := document.Compare(before, after)
			for _, c := range changed {
				if !names(before, c.Block, path) && !names(after, c.Block, path) {
					t.Errorf("%s: %s changes, and is not made from it:\n- %v\n+ %v", path, c.Block, c.Before, c.After)
				}
			}
			if len(changed) > 0 {
				fmt.Fprintf(&recorded, "%s %s: %s\n", kind, path, strings.Join(blocks(changed), " "))
			}
		})
	}
	golden(t, "mutation.txt", recorded.String())
}

func blocks(changed []document.Change) (ids []string) {
	for _, c := range changed {
		ids = append(ids, c.Block)
	}
	slices.Sort(ids)
	return ids
}

// names reports whether a block says that it is made from a path, or from what
// holds it, or from what it holds.
func names(d document.Document, id, path string) bool {
	for _, b := range d.Blocks {
		if b.ID != id {
			continue
		}
		for _, from := range b.From {
			if from == path || strings.HasPrefix(path, from+"/") || strings.HasPrefix(from, path+"/") {
				return true
			}
		}
	}
	return false
}

// mutate changes each plain field of a register, calls do with its path, and
// changes it back.
func mutate(reg *register.Register, do func(path string)) {
	m := mutator{do}
	m.walk("organisation", reflect.ValueOf(&reg.Organisation).Elem())
	for i := range reg.Systems {
		m.walk("systems/"+reg.Systems[i].Name, reflect.ValueOf(&reg.Systems[i]).Elem())
	}
	for i := range reg.Activities {
		m.walk("activities/"+reg.Activities[i].Name, reflect.ValueOf(&reg.Activities[i]).Elem())
	}
	for i := range reg.Parties {
		m.walk("parties/"+reg.Parties[i].Name, reflect.ValueOf(&reg.Parties[i]).Elem())
	}
}

type mutator struct{ do func(path string) }

// names tie the parts of a register together: another one is another register.
var tied = []string{"system", "activity", "party", "operator", "recipients", "provider", "connector", "law", "zone", "language", "article", "mechanism", "category", "kind", "role"}

func (m mutator) walk(path string, v reflect.Value) {
	switch value := v.Interface().(type) {
	case varsam.Date:
		m.try(path, v, reflect.ValueOf(value.AddDays(400)))
		return
	case varsam.Words:
		if value != (varsam.Words{}) {
			m.try(path, v, reflect.ValueOf(varsam.Words{SV: "annat", EN: "other", FI: "muu"}))
		}
		return
	case varsam.Period:
		if !value.IsZero() {
			m.try(path, v, reflect.ValueOf(varsam.Period{Years: 17}))
		}
		return
	case varsam.Category:
		if value != "" && !value.IsKey() {
			m.try(path, v, reflect.ValueOf(varsam.Category("location.precise")))
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		if name := path[strings.LastIndexByte(path, '/')+1:]; v.String() != "" && !slices.Contains(tied, name) {
			m.try(path, v, reflect.ValueOf(other(path)).Convert(v.Type()))
		}
	case reflect.Bool:
		if strings.HasSuffix(path, "/draft") { // a draft is not there; see TestDraftsAreNotTold
			return
		}
		m.try(path, v, reflect.ValueOf(!v.Bool()))
	case reflect.Pointer:
		if !v.IsNil() {
			m.walk(path, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
			if v.Type().Field(i).IsExported() && tag != "" && tag != "-" {
				m.walk(path+"/"+tag, v.Field(i))
			}
		}
	case reflect.Slice:
		m.list(path, v)
	}
}

// other is a value that the field may have.
func other(path string) string {
	switch path[strings.LastIndexByte(path, '/')+1:] {
	case "country":
		return "NO"
	case "needed":
		return "statute"
	case "source":
		return "inferred"
	case "condition":
		return "9.2.h"
	case "end":
		return "anonymise"
	case "while":
		return "case"
	case "from":
		return "closed_on"
	}
	return "något annat"
}

func (m mutator) list(path string, v reflect.Value) {
	for i := range v.Len() {
		step := fmt.Sprint(i + 1)
		switch item := v.Index(i).Interface().(type) {
		case register.Collection:
			step = item.Name
		case register.Field:
			step = item.Name
		case register.Carry:
			step = item.Activity
		case string, varsam.Category, varsam.Use:
			continue
		}
		m.walk(path+"/"+step, v.Index(i))
	}
	if v.Type().Elem().Kind() == reflect.String && v.Len() > 0 && !slices.Contains(tied, path[strings.LastIndexByte(path, '/')+1:]) {
		m.try(path, v, v.Slice(0, v.Len()-1))
	}
}

func (m mutator) try(path string, v, instead reflect.Value) {
	was := reflect.New(v.Type()).Elem()
	was.Set(v)
	v.Set(instead)
	m.do(path)
	v.Set(was)
}
