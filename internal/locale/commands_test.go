package locale

import (
	"go/ast"
	"strings"
	"testing"
	"unicode"
)

// sayers are what commands say sentences by; the format comes first.
var sayers = map[string]bool{"printf": true, "said": true, "warnf": true, "heading": true, "say": true}

// commandTexts are what commands print, each with its file.
func commandTexts(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for path, file := range parseTree(t) {
		if file == nil || !strings.HasPrefix(path, module+"/internal/cli/") && path != module+"/internal/evidence/report.go" {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, text := range textsOf(n) {
				if inWords(text) {
					texts[text] = path
				}
			}
			return true
		})
	}
	if len(texts) < 250 {
		t.Fatalf("only %d texts of commands were found: mend this test", len(texts))
	}
	return texts
}

// textsOf are the format of a sentence, or the headings of a table.
func textsOf(n ast.Node) []string {
	switch n := n.(type) {
	case *ast.CallExpr:
		name := calledName(n)
		if name == "table" || name == "headings" {
			return literalsIn(n.Args)
		}
		if sayers[name] && len(n.Args) > 0 {
			format, _ := text(n.Args[0])
			return []string{format}
		}
	case *ast.AssignStmt: // a heading that grows
		if to, ok := n.Lhs[0].(*ast.Ident); ok && to.Name == "heading" {
			return literalsIn(n.Rhs)
		}
	}
	return nil
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

// literalsIn are the texts of lists that are written out.
func literalsIn(all []ast.Expr) (texts []string) {
	for _, e := range all {
		list, ok := e.(*ast.CompositeLit)
		if !ok {
			continue
		}
		for _, item := range list.Elts {
			if said, ok := text(item); ok {
				texts = append(texts, said)
			}
		}
	}
	return texts
}

// inWords reports whether a format says something besides its arguments.
func inWords(format string) bool {
	for _, verb := range verbsOf(format) {
		format = strings.Replace(format, verb, "", 1)
	}
	return strings.ContainsFunc(format, unicode.IsLetter)
}
