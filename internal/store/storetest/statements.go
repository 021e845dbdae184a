package storetest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/store"
)

// CheckStatements fails the test for every SQL statement in the Go files of the
// current package (tests left out) that does not name the tenant: a comparison
// with a parameter in what reads and changes, the first column in what inserts.
// Statements on exempt tables alone pass.
func CheckStatements(t testing.TB) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, text := range literals(t, file) {
			if fault := Statement(text); fault != "" {
				t.Errorf("%s: %s: %s", file, fault, text)
			}
			found++
		}
	}
	if found == 0 {
		t.Error("no SQL statement found; is this the right folder?")
	}
}

var (
	isStatement = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s`)
	ofTheEngine = regexp.MustCompile(`^(pg_|sqlite_)`)
	tables      = regexp.MustCompile(`\b(?:FROM|INTO|UPDATE|JOIN)\s+(\w+)`)
	tenantFirst = regexp.MustCompile(`\bINTO\s+\w+\s*\(\s*tenant\b`)
	tenantParam = regexp.MustCompile(`\btenant\s*=\s*\$\d|\(\s*tenant\b[^)]*\)\s*(?:=|<|>|IN)`)
)

// Statement is what is wrong with one statement, or nothing.
func Statement(text string) string {
	ours := false
	for _, m := range tables.FindAllStringSubmatch(text, -1) {
		ours = ours || !store.Exempt(m[1]) && !ofTheEngine.MatchString(m[1]) && m[1] != "SET"
	}
	switch {
	case !ours:
		return ""
	case strings.Contains(text, "INSERT") && !tenantFirst.MatchString(text):
		return "the insert does not begin with tenant"
	case !strings.Contains(text, "INSERT") && !tenantParam.MatchString(text):
		return "the statement does not name the tenant"
	}
	return ""
}

// literals are the string constants of a file that are statements; a constant
// made by joining strings counts as one.
func literals(t testing.TB, path string) (list []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		expr, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		text, ok := joined(expr)
		if ok && isStatement.MatchString(text) {
			list = append(list, text)
		}
		return !ok
	})
	return list
}

// joined is the text of a literal or of literals and names joined by +.
func joined(expr ast.Expr) (string, bool) {
	switch e := expr.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, ok := joined(e.X)
		right, _ := joined(e.Y)
		return left + right, ok && e.Op == token.ADD
	}
	return "", false
}
