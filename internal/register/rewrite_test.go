package register

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is asked for is what the file says; lines that say the same stay as they
// are.
func TestRewrite(t *testing.T) {
	t.Parallel()
	const src = `# Ours.
activity: contacts # named so
title: {sv: Kontakter, en: Contacts} # both

# Why:
basis:
  article: 6.1.f # a balance
  interest:
    interest: {sv: att hålla kontakt}
    # looked at by Siv
    review: 2027-01-01
needs: [person.name, contact.email]
carried_by:
  # first
  - {activity: a, until: x} # one
  # second
  - activity: b
    from: y # since
  - c
`
	for _, c := range []struct{ name, path, yaml, was, is string }{
		{"a scalar keeps its comment", "activity", "people", "activity: contacts # named so", "activity: people # named so"},
		{"brackets keep theirs", "title", "{sv: Folk}", "title: {sv: Kontakter, en: Contacts} # both", "title: {sv: Folk} # both"},
		{"deep", "basis.interest.review", "2028-02-02", "review: 2027-01-01", "review: 2028-02-02"},
		{"a key that is new", "basis.law", "SE-BFL", "    review: 2027-01-01\n", "    review: 2027-01-01\n  law: SE-BFL\n"},
		{"a key that goes", "needs", "", "needs: [person.name, contact.email]\n", ""},
		{"a path that is new", "keep.period", "2 years", "  - c\n", "  - c\nkeep: {period: 2 years}\n"},
		{"an item that goes", "carried_by", "[{activity: a, until: x}, c]", "  - activity: b\n    from: y # since\n", ""},
		{"an item that changes inside", "carried_by", "[{activity: a, until: x}, {activity: b, from: z}, c]", "from: y # since", "from: z # since"},
		{"an item that comes", "carried_by", "[{activity: a, until: x}, {activity: b, from: y}, d, c]", "from: y # since\n", "from: y # since\n  - d\n"},
		{"text of several lines", "basis.interest.balance", "\"one\\ntwo: x\"", "    review: 2027-01-01\n", "    review: 2027-01-01\n    balance: |-\n      one\n      two: x\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var value *node
			if c.yaml != "" {
				root, err := parseRoot([]byte("v: " + c.yaml + "\n"))
				if err != nil {
					t.Fatal(err)
				}
				value = root.get("v")
			}
			got, err := rewrite([]byte(src), strings.Split(c.path, "."), value)
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.Replace(src, c.was, c.is, 1); string(got) != want {
				t.Errorf("became\n%s", got)
			}
		})
	}
}

// Any tree can be made any other, and one that says the same changes no byte.
func TestRewriteIsExact(t *testing.T) {
	t.Parallel()
	tree := rapid.Custom(func(t *rapid.T) *node { return drawMap(t, 0) })
	rapid.Check(t, func(t *rapid.T) {
		from, to := tree.Draw(t, "from"), tree.Draw(t, "to")
		src := document(t, from)
		if got, err := rewrite(src, nil, from); err != nil || string(got) != string(src) {
			t.Fatalf("nothing changed, and the file did: %v\n%s\n%s", err, src, got)
		}
		got, err := rewrite(src, nil, to)
		if err != nil {
			t.Fatalf("%v\n%s\nto\n%s", err, src, inFlow(to))
		}
		back, err := parseRoot(got)
		if err != nil || !same(back, to) {
			t.Fatalf("%v\n%s", err, got)
		}
	})
}

// document is a tree as a file, with comments between its lines.
func document(t *rapid.T, n *node) []byte {
	var b strings.Builder
	for i, key := range n.keys {
		if rapid.Bool().Draw(t, "comment") {
			b.WriteString("# a remark\n")
		}
		b.WriteString(entryLines(key.text, n.kids[i], 0))
	}
	return []byte(b.String())
}

func drawMap(t *rapid.T, depth int) *node {
	m := mapOf()
	for range rapid.IntRange(1, 5).Draw(t, "keys") {
		if key := rapid.SampledFrom([]string{"a", "b", "collections", "fields", "dbo.Kund", "2", "å ä", "x: y"}).Draw(t, "key"); m.get(key) == nil {
			m.set(key, drawNode(t, depth+1))
		}
	}
	return m
}

func drawNode(t *rapid.T, depth int) *node {
	switch kind := rapid.IntRange(0, 5).Draw(t, "kind"); {
	case kind == 0 && depth < 4:
		return drawMap(t, depth)
	case kind == 1 && depth < 4:
		list := &node{kind: listNode}
		for range rapid.IntRange(0, 4).Draw(t, "items") {
			list.kids = append(list.kids, drawNode(t, depth+1))
		}
		return list
	case kind == 2:
		return &node{kind: boolNode, text: "true"}
	}
	return textOf(rapid.SampledFrom([]string{
		"", "yes", "2026-05-01", "24 months", "1.10", "a: b", "# no remark", "one\ntwo", "one\n\n# three\n", " blank ", "- x", "{x}", "Å, ä & ö", "\"q\"", "it's", "null",
		"a rather long text that goes on, and on, and on, until it is wider than what a person would like to read on one line of a file",
		"tab\there", "1e3", "0x1f", "12:30", "~", "|", "åäö\n  indented", "1_000", ".5", "a #b", "a\n#b\nc",
	}).Draw(t, "text"))
}

// Every entry of every example can be taken away and put back, and its file says
// what it said.
func TestRewriteExamples(t *testing.T) {
	t.Parallel()
	err := fs.WalkDir(os.DirFS("../../examples"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isYAML(name) {
			return err
		}
		src, err := os.ReadFile("../../examples/" + name)
		if err != nil {
			return err
		}
		root, err := parseRoot(canonicalText(src))
		if err != nil {
			return err
		}
		takeAndPutBack(t, name, src, root, nil)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func takeAndPutBack(t *testing.T, name string, src []byte, n *node, path []string) {
	t.Helper()
	root, _ := parseRoot(src)
	for i, key := range n.keysOrNone() {
		at := append(path[:len(path):len(path)], key.text)
		if len(n.keys) > 1 {
			less, err := rewrite(src, at, nil)
			if err != nil {
				t.Errorf("%s without %v: %v", name, at, err)
				continue
			}
			more, err := rewrite(less, at, n.kids[i])
			if err != nil {
				t.Errorf("%s with %v again: %v", name, at, err)
				continue
			}
			if back, err := parseRoot(more); err != nil || !same(back, root) {
				t.Errorf("%s with %v again says something else: %v", name, at, err)
			}
		}
		if len(path) < 2 && len(src) < 2000 {
			takeAndPutBack(t, name, src, n.kids[i], at)
		}
	}
}
