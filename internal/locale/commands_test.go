package locale

import (
	"go/ast"
	"reflect"
	"strings"
	"testing"
	"unicode"
)

// sayers are what commands say sentences by; the format comes first.
var sayers = map[string]bool{"printf": true, "said": true, "warnf": true, "heading": true, "say": true, "Say": true}

// commandTexts are what commands print and what their help says, each with its file.
func commandTexts(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{"Show context-sensitive help.": "kong"}
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
	if len(texts) < 800 {
		t.Fatalf("only %d texts of commands were found: mend this test", len(texts))
	}
	return texts
}

// textsOf are the format of a sentence, the headings of a table, or the help of a
// flag or command.
func textsOf(n ast.Node) []string {
	switch n := n.(type) {
	case *ast.Field:
		return tagsOf(n)
	case *ast.FuncDecl:
		return longHelpOf(n)
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
	case *ast.ValueSpec:
		if n.Names[0].Name == "description" {
			said, _ := text(n.Values[0])
			return []string{said}
		}
	}
	return nil
}

// tagsOf are the help of a flag or command, and what stands for its value.
func tagsOf(f *ast.Field) []string {
	if f.Tag == nil {
		return nil
	}
	tag := reflect.StructTag(unquote(f.Tag))
	return []string{tag.Get("help"), tag.Get("placeholder")}
}

// longHelpOf is what a command's Help returns.
func longHelpOf(f *ast.FuncDecl) []string {
	if f.Name.Name != "Help" || f.Body == nil {
		return nil
	}
	if end, ok := f.Body.List[0].(*ast.ReturnStmt); ok {
		said, _ := text(end.Results[0])
		return []string{said}
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
