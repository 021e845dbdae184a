package frame

import (
	"fmt"
	"html/template"
	"strings"
)

// funcs are what templates need beyond the methods of a Page.
var funcs = template.FuncMap{
	"dict":  dict,
	"join":  strings.Join,
	"list":  func(all ...any) []any { return all },
	"add":   func(a, b int) int { return a + b },
	"len64": func(b []byte) int64 { return int64(len(b)) },
	"text":  func(v any) string { return fmt.Sprint(v) },
}

// dict passes several named values to a shared template.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict takes names and values in turn")
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict has the name %v", pairs[i])
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}
