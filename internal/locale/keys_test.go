package locale

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "../.."

// families are keys made of a prefix and a constant: every constant of the type
// has a sentence, and every sentence a constant.
var families = []struct{ prefix, dir, typ string }{
	{"right.", module, "Right"},
	{"fate.", module, "Fate"},
	{"field.", module, "FieldFate"},
	{"ownership.", module, "Ownership"},
	{"state.", module, "StepState"},
	{"op.", module, "OpKind"},
	{"op.", module + "/internal/retention", "OpKind"},
	{"basis.", module, "Basis"},
	{"role.", module, "Role"},
	{"finality.", module, "Finality"},
	{"result.", module + "/internal/request/letter", "result"},
	{"stays.", module + "/internal/request/letter", "blockState"},
	{"discover.says.", module + "/internal/discover", "Code"},
	{"discover.next.", module + "/internal/discover", "Code"},
	{"inbox.find.", module + "/internal/mailcheck", "Kind"},
	{"column.", module + "/internal/pii/column", "Why"},
	{"kind.", module + "/internal/pii", "Type"},
	{"certificate.code.", module, "Code"},
	{"cull.state.", module + "/internal/retention", "State"},
	{"web.problem.", module, "Code"},
	{"web.explain.", module, "Code"},
	{"api.next.", module, "Code"},
	{"web.ropa.", module + "/internal/ropa", "Field"},
	{"api.scope.", module + "/internal/api/token", "Scope"},
	{"web.right.", module, "Right"},
	{"web.fate.", module, "Fate"},
	{"web.step.", module, "StepState"},
	{"web.state.", module + "/internal/request", "State"},
	{"web.next.", module + "/internal/request", "State"},
	{"web.role.", module + "/internal/web/account", "Role"},
	{"web.role.what.", module + "/internal/web/account", "Role"},
	{"web.rule-state.", module + "/internal/retention", "RuleState"},
	{"web.may.", module + "/internal/web/account", "May"},
	{"web.level.", module + "/internal/identity", "Level"},
	{"web.proposal-state.", module + "/internal/letterbox", "State"},
	{"web.inbox.do.", module + "/internal/inbox", "Action"},
	{"web.claim-state.", module + "/internal/identity", "State"},
	{"web.method.", module + "/internal/identity", "Method"},
	{"web.post.", module + "/internal/post", "State"},
	{"web.post-problem.", module + "/internal/post", "Trouble"},
	{"web.template.", module + "/internal/post", "Template"},
	{"web.medium.", module + "/internal/post", "Medium"},
	{"web.grade.", module + "/internal/post", "Grade"},
	{"list.severity.", module + "/internal/register", "Severity"},
	{"promise.state.", module + "/internal/publish/promise", "State"},
	{"web.promises.state.", module + "/internal/publish/promise", "State"},
	{"changed.", module + "/internal/publish/document", "Changed"},
	{"law.kind.", module + "/internal/law", "Kind"},
	{"law.status.", module + "/internal/law", "Status"},
	{"duty.kind.", module + "/internal/duty", "Kind"},
	{"duty.kinds.", module + "/internal/duty", "Kind"},
	{"duty.says.", module + "/internal/duty", "Code"},
	{"duty.difference.", module + "/internal/duty/clause", "DifferenceKind"},
	{"duty.next.", module + "/internal/duty", "Code"},
	{"duty.fault.", module + "/internal/duty", "Fault"},
	{"duty.refuse.", module + "/internal/duty", "Refusal"},
}

// open are prefixes of sets that a register may widen; a word in them needs no
// use in the program.
var open = []string{
	"use.", "type.", "category.", "country.", "transfer.", "while.", "source.", "subject.", "web.channel.", "web.assurance.", "web.article18.", "web.task.is.", "web.duty.nobody.", "web.became.", "web.list.", "web.ropa-note.", "web.month.", "web.party.", "web.opening.ground.",
	"inbox.folder.", "web.cull-tab.", "web.register-tab.", "web.note.", "web.agent.", "web.refusal.",
	"document.", "notice.", "description.", "record.", "processing.", "subprocessors.", "measures.", "cookies.", "annex.", "essence.", "letters.",
	"published.", "gap.", "condition.", "trigger.", "recipient.", "authority.",
	"duty.field.", "duty.option.", "duty.change.", "duty.recipient.", "duty.sub.", "duty.bank.", "form.", // tests in internal/duty and internal/web look at these
}

func TestConstantsHaveWords(t *testing.T) {
	t.Parallel()
	for _, f := range families {
		values := constants(t, parseDir(t, f.dir), f.typ)
		if len(values) == 0 {
			t.Errorf("no constant of type %s in %s: mend the list in this test", f.typ, f.dir)
		}
		for _, v := range values {
			if key := f.prefix + strings.ReplaceAll(v, " ", "-"); v != "" {
				wanted(t, key, f.dir)
			}
		}
	}
}

// Every reason code of every room has its sentence, whatever the name of its
// constant.
func TestReasonsHaveWords(t *testing.T) {
	t.Parallel()
	for code, file := range reasonCodes(t) {
		wanted(t, "reason."+code, file)
	}
}

func wanted(t *testing.T, key, where string) {
	t.Helper()
	for _, lang := range languages {
		if _, ok := catalogues[lang]()[key]; !ok {
			t.Errorf("%s of %s has no sentence in %s", key, where, lang)
		}
	}
}

// A key that is passed to T or N exists, and no key is unused.
func TestKeysAreUsed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for path, file := range parseTree(t) {
		if file == nil {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				used[unquote(lit)] = true
			}
			if key, ok := keyOfCall(n); ok {
				wanted(t, key, path)
			}
			return true
		})
	}
	for path, keys := range templateKeys(t) {
		for _, key := range keys {
			used[key] = true
			if (strings.HasPrefix(key, "web.") || strings.HasPrefix(key, "api.")) && !strings.HasSuffix(key, ".") {
				wanted(t, key, path)
			}
		}
	}
	made := madeKeys(t)
	for _, key := range slices.Sorted(maps.Keys(swedish())) {
		if !used[key] && !made[key] && !inOpenSet(key) {
			t.Errorf("%s is unused", key)
		}
	}
}

var quoted = regexp.MustCompile(`"([a-z][a-zA-Z0-9.-]+)"`)

// templateKeys are the quoted words inside the actions of all templates, by file.
func templateKeys(t *testing.T) map[string][]string {
	t.Helper()
	keys := map[string][]string{}
	err := filepath.WalkDir(module+"/internal", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".html") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, action := range regexp.MustCompile(`(?s)\{\{.*?\}\}`).FindAllString(string(text), -1) {
			for _, found := range quoted.FindAllStringSubmatch(action, -1) {
				keys[path] = append(keys[path], found[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// inOpenSet reports whether a key belongs to an open set.
func inOpenSet(key string) bool {
	return slices.ContainsFunc(open, func(prefix string) bool { return strings.HasPrefix(key, prefix) })
}

// madeKeys are the keys that are made from constants.
func madeKeys(t *testing.T) map[string]bool {
	t.Helper()
	made := map[string]bool{}
	for code := range reasonCodes(t) {
		made["reason."+code] = true
	}
	for _, f := range families {
		for _, v := range constants(t, parseDir(t, f.dir), f.typ) {
			key := f.prefix + strings.ReplaceAll(v, " ", "-")
			made[key], made[key+".open"] = true, true // .open: a finality whose day is not known
		}
	}
	return made
}

// keyOfCall is the literal key of a call of T or N on a printer.
func keyOfCall(n ast.Node) (string, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return "", false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "T" && sel.Sel.Name != "N" {
		return "", false
	}
	lit, ok := call.Args[0].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	return unquote(lit), true
}

// reasonCodes are the string constants of every reasons.go, with their file.
func reasonCodes(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(module + "/internal/*/reasons.go")
	if err != nil {
		t.Fatal(err)
	}
	deeper, err := filepath.Glob(module + "/internal/publish/*/reasons.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]string{}
	for _, path := range append(paths, deeper...) {
		for _, code := range constants(t, []*ast.File{parse(t, path)}, "") {
			if other := codes[code]; other != "" && other != path {
				t.Errorf("%s and %s both have the code %s: one sentence cannot serve two", other, path, code)
			}
			codes[code] = path
		}
	}
	return codes
}

// constants are the string constants of a type, or all with "".
func constants(t *testing.T, files []*ast.File, typ string) []string {
	t.Helper()
	var values []string
	for _, file := range files {
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.CONST {
				continue
			}
			for _, spec := range gen.Specs {
				v := spec.(*ast.ValueSpec)
				name, _ := v.Type.(*ast.Ident)
				if other, ok := v.Type.(*ast.SelectorExpr); ok { // a further value of another room's type
					name = other.Sel
				}
				if typ != "" && (name == nil || name.Name != typ) {
					continue
				}
				for _, value := range v.Values {
					if lit, ok := value.(*ast.BasicLit); ok && lit.Kind == token.STRING {
						values = append(values, unquote(lit))
					}
				}
			}
		}
	}
	return values
}

func parseDir(t *testing.T, dir string) []*ast.File {
	t.Helper()
	paths, err := filepath.Glob(dir + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, path := range paths {
		if !strings.HasSuffix(path, "_test.go") {
			files = append(files, parse(t, path))
		}
	}
	return files
}

// parseTree reads the program without its tests.
func parseTree(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir(module, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			// A file that does not parse is the compiler's business; what of it
			// could be read still counts.
			files[path], _ = parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func parse(t *testing.T, path string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func unquote(lit *ast.BasicLit) string {
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return s
}
