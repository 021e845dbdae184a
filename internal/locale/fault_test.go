package locale

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
)

// others are what the standard library and the operating system say, which
// reaches people as a cause.
var others = []error{
	context.Canceled, context.DeadlineExceeded, fs.ErrNotExist, fs.ErrExist, fs.ErrPermission,
	syscall.ENOENT, syscall.EACCES, syscall.ENOSPC, syscall.ENOTDIR, syscall.EISDIR, syscall.ENOTEMPTY, syscall.EADDRINUSE, syscall.ECONNREFUSED,
}

// Everything that a room says of what went wrong is said in Swedish, with the same
// arguments, and nothing is translated that nobody says.
func TestFaultsHaveWords(t *testing.T) {
	t.Parallel()
	formats := faultFormats(t)
	for _, text := range schemaTexts(t) {
		formats[text] = module + "/internal/register/schema.json"
	}
	maps.Copy(formats, commandTexts(t))
	said := faults()[varsam.Swedish]
	for _, format := range slices.Sorted(maps.Keys(formats)) {
		where := formats[format]
		if said[format] == "" {
			t.Errorf("%s says %q, and internal/locale/faults has no Swedish for it. Add to internal/locale/faults/%s.sv.json: %q: \"…\", with {0} for the first argument, {1} for the second",
				where, format, roomOf(where), format)
		}
	}
	for _, other := range others {
		formats[other.Error()] = "the standard library"
	}
	for _, lang := range []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish} {
		for format, words := range faults()[lang] {
			if formats[format] == "" {
				t.Errorf("nobody says %q any more: take it out of internal/locale/faults/*.%s.json", format, lang)
			}
			if got, want := faultSlots(words, format), len(verbsOf(format)); got != want {
				t.Errorf("%q has %d arguments, and its %s %q has slots for %d: {0} is the first", format, want, lang, words, got)
			}
		}
	}
}

// roomOf is the file of translations that a source file's room has.
func roomOf(path string) string {
	dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), module)
	dir = strings.TrimPrefix(strings.TrimPrefix(dir, "/"), "internal/")
	if dir == "" {
		return "varsam"
	}
	return strings.ReplaceAll(dir, "/", "-")
}

// faultSlots counts the arguments that a translation shows, and -1 for one that
// the format does not have. What stands in braces in both is no slot.
func faultSlots(words, format string) int {
	seen := map[int]bool{}
	for _, part := range strings.Split(words, "{")[1:] {
		slot, _, _ := strings.Cut(part, "}")
		n, _ := slotOf(slot)
		switch {
		case n < 0 || strings.Contains(format, "{"+slot+"}"):
		case n >= len(verbsOf(format)):
			return -1
		default:
			seen[n] = true
		}
	}
	return len(seen)
}

// faultFormats are the formats of all errors of ours, each with a file that has it.
func faultFormats(t *testing.T) map[string]string {
	t.Helper()
	formats := map[string]string{}
	for path, file := range parseTree(t) {
		if file == nil || strings.HasPrefix(path, module+"/internal/testservers") {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.CompositeLit); ok && isError(lit.Type) && path != module+"/error.go" {
				t.Errorf("%s makes a varsam.Error by hand, which no language can say: use varsam.Errorf or varsam.Wrap", path)
			}
			arg, ok := formatOf(file, n)
			if !ok {
				return true
			}
			format, constant := text(arg)
			switch {
			case constant:
				formats[format] = path
			case path != module+"/error.go":
				t.Errorf("%s gives an error a format that is no constant, so that it cannot be translated: put what varies into arguments", path)
			}
			return true
		})
	}
	return formats
}

// schemaTexts are what the register's schema tells of a value that does not fit
// and of a key that is missing.
func schemaTexts(t *testing.T) (texts []string) {
	t.Helper()
	data, err := os.ReadFile(module + "/internal/register/schema.json")
	var schema map[string]any
	if err == nil {
		err = json.Unmarshal(data, &schema)
	}
	if err != nil {
		t.Fatal(err)
	}
	var walk func(any)
	walk = func(n any) {
		switch n := n.(type) {
		case []any:
			for _, kid := range n {
				walk(kid)
			}
		case map[string]any:
			if mend, ok := n["x-mend"].(string); ok {
				texts = append(texts, mend)
			}
			required, _ := n["required"].([]any)
			properties, _ := n["properties"].(map[string]any)
			for _, key := range required {
				property, _ := properties[key.(string)].(map[string]any)
				if text, ok := property["description"].(string); ok {
					texts = append(texts, text)
				}
			}
			for _, kid := range n {
				walk(kid)
			}
		}
	}
	walk(schema)
	return texts
}

// formatOf is the argument of a call of Errorf, Wrap or Says that is its format.
func formatOf(file *ast.File, n ast.Node) (ast.Expr, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return nil, false
	}
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		if of, ok := f.X.(*ast.Ident); ok {
			name = of.Name + "." + f.Sel.Name
		}
	case *ast.Ident:
		name = file.Name.Name + "." + f.Name
	}
	at, ok := map[string]int{"varsam.Errorf": 1, "varsam.Wrap": 2, "locale.Says": 0}[name]
	if !ok || len(call.Args) <= at {
		return nil, false
	}
	return call.Args[at], true
}

func isError(typ ast.Expr) bool {
	sel, ok := typ.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	of, ok := sel.X.(*ast.Ident)
	return ok && of.Name == "varsam" && sel.Sel.Name == "Error"
}

// text is the value of a string literal, or of several that are joined.
func text(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		return unquote(e), e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, okA := text(e.X)
		b, okB := text(e.Y)
		return a + b, okA && okB && e.Op == token.ADD
	}
	return "", false
}

func TestFault(t *testing.T) {
	t.Parallel()
	gone := varsam.Errorf(varsam.NotFound, "there is no request %s", "r7")
	foreign := errors.New("driver: bad connection")
	cases := map[string]struct {
		err  error
		want string
	}{
		"nothing":                  {nil, ""},
		"one of ours":              {gone, "det finns ingen begäran r7"},
		"a cause of ours":          {varsam.Wrap(varsam.Invalid, gone, "system %s, setting %s", "crm", "dsn"), "systemet crm, inställningen dsn: det finns ingen begäran r7"},
		"a cause of others'":       {varsam.Wrap(varsam.Invalid, foreign, "system %s, setting %s", "crm", "dsn"), "systemet crm, inställningen dsn: driver: bad connection"},
		"an argument of ours":      {varsam.Errorf(varsam.Invalid, "%s: %v", "a.csv", gone), "a.csv: det finns ingen begäran r7"},
		"wrapped by others":        {fmt.Errorf("outside: %w", gone), "outside: det finns ingen begäran r7"},
		"joined":                   {errors.Join(gone, foreign), "det finns ingen begäran r7\ndriver: bad connection"},
		"another library's, known": {&fs.PathError{Op: "open", Path: "a.csv", Err: fs.ErrNotExist}, "open a.csv: filen finns inte"},
		"without a translation":    {varsam.Errorf(varsam.Invalid, "untold %d", 3), "untold 3"},
		"made by hand":             {&varsam.Error{Message: "no such row"}, "det finns ingen sådan rad"},
		"a state in words":         {varsam.Errorf(varsam.Conflict, "request %s is %s and cannot be reopened yet", "r7", "running"), "begäran r7 har läget ”pågår” och kan inte öppnas igen än"},
	}
	for name, c := range cases {
		if got := For(varsam.Swedish).Fault(c.err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if c.err == nil {
			continue
		}
		if got := For(varsam.English).Fault(c.err); got != c.err.Error() {
			t.Errorf("%s in English: %q, want %q", name, got, c.err)
		}
	}
}

// What an argument holds stands as it is in every language, whatever it looks like.
func TestFaultKeepsArguments(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		arg := rapid.String().Draw(t, "argument")
		got := For(varsam.Swedish).Fault(varsam.Errorf(varsam.NotFound, "there is no request %s", arg))
		if got != "det finns ingen begäran "+arg {
			t.Fatalf("%q became %q", arg, got)
		}
	})
}

func TestSaying(t *testing.T) {
	t.Parallel()
	inside := Says(" in %s", "systems.crm")
	for _, c := range []struct {
		says   Saying
		en, sv string
	}{
		{Saying{}, "", ""},
		{Says("the key %s is missing%s", "‘to’", inside), "the key ‘to’ is missing in systems.crm", "nyckeln ‘to’ saknas i systems.crm"},
		{Says("%s", varsam.Errorf(varsam.NotFound, "there is no request %s", "r7")), "there is no request r7", "det finns ingen begäran r7"},
		{Plain("write format: 1"), "write format: 1", "skriv format: 1"},
		{Plain("100% untold"), "100% untold", "100% untold"},
	} {
		if got := c.says.In(For(varsam.English)); got != c.en || c.says.String() != c.en || c.says.IsZero() != (c.en == "") {
			t.Errorf("%q in English, want %q", got, c.en)
		}
		if got := c.says.In(For(varsam.Swedish)); got != c.sv {
			t.Errorf("%q in Swedish, want %q", got, c.sv)
		}
	}
}
