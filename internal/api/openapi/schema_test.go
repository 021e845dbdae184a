package openapi

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
)

type inner struct {
	Name string `json:"name" least:"1" most:"9"`
}

type list[T any] struct {
	Items []T `json:"items" list:""`
}

type kind string

type outer struct {
	inner
	Day   varsam.Date       `json:"day,omitzero"`
	At    time.Time         `json:"at"`
	Count int               `json:"count" min:"1" max:"5"`
	Kinds []kind            `json:"kinds"`
	By    map[string]*inner `json:"by,omitempty" doc:"By name."`
	Maybe *inner            `json:"maybe"`
	Left  string            `json:"-"`
}

func TestTypesAsSchemas(t *testing.T) {
	t.Parallel()
	types := &Types{Enums: map[reflect.Type][]string{reflect.TypeFor[kind](): {"a", "b"}}, Home: "openapi"}
	if got := types.Of(reflect.TypeFor[outer]()); got["$ref"] != "#/components/schemas/outer" {
		t.Fatalf("got %v", got)
	}
	text, err := json.Marshal(types.Components()["outer"])
	if err != nil {
		t.Fatal(err)
	}
	var got any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"type": "object", "additionalProperties": false, "required": []any{"at", "count", "kinds", "maybe", "name"},
		"properties": map[string]any{
			"name":  map[string]any{"type": "string", "minLength": 1.0, "maxLength": 9.0},
			"day":   map[string]any{"type": "string", "pattern": `^(\d{4}-\d{2}-\d{2})?$`, "description": "A civil day, YYYY-MM-DD; empty for none."},
			"at":    map[string]any{"type": "string", "format": "date-time"},
			"count": map[string]any{"type": "integer", "minimum": 1.0, "maximum": 5.0},
			"kinds": map[string]any{"type": []any{"array", "null"}, "items": map[string]any{"type": "string", "enum": []any{"a", "b"}}},
			"by":    map[string]any{"type": "object", "additionalProperties": map[string]any{"$ref": "#/components/schemas/inner"}, "description": "By name."},
			"maybe": map[string]any{"anyOf": []any{map[string]any{"$ref": "#/components/schemas/inner"}, map[string]any{"type": "null"}}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := types.Of(reflect.TypeFor[list[inner]]()); got["$ref"] != "#/components/schemas/innerlist" {
		t.Errorf("a list is called %v", got)
	}
	if text := types.Outline(types.Of(reflect.TypeFor[outer]())); !strings.Contains(text, "kinds: [a | b]") || !strings.Contains(text, "day?: string") {
		t.Errorf("the outline is\n%s", text)
	}
}

// What JSON cannot hold is a fault of the program, found when it starts.
func TestWhatCannotBeDescribed(t *testing.T) {
	t.Parallel()
	for _, typ := range []reflect.Type{reflect.TypeFor[chan int](), reflect.TypeFor[varsam.Value](), reflect.TypeFor[any]()} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s was described", typ)
				}
			}()
			(&Types{Home: "openapi"}).Of(typ)
		}()
	}
}
