// Package failtest lists failure points from the source, so that a kill test
// cannot forget one.
package failtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Points are the names given to fail.Point in the Go files of the folders,
// tests left out, sorted. A name that is not a string constant fails the test.
func Points(t testing.TB, folders ...string) []string {
	t.Helper()
	var names []string
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no Go files in %s (%v)", folder, err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				names = append(names, inFile(t, file)...)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func inFile(t testing.TB, path string) (names []string) {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && isPoint(call) {
			names = append(names, constant(t, path, call.Args[0]))
		}
		return true
	})
	return names
}

func isPoint(call *ast.CallExpr) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "Point" || len(call.Args) != 1 {
		return false
	}
	pkg, ok := selector.X.(*ast.Ident)
	return ok && pkg.Name == "fail"
}

func constant(t testing.TB, path string, arg ast.Expr) string {
	t.Helper()
	literal, ok := arg.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		t.Fatalf("%s: the name of a failure point must be a string constant", path)
	}
	name, err := strconv.Unquote(literal.Value)
	if err != nil {
		t.Fatal(err)
	}
	return name
}
