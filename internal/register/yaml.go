package register

import (
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/varsam/varsam"
)

// parseYAML parses; a parser that panics on hostile input has found a syntax
// error, and nothing worse.
func parseYAML(src []byte) (tree *ast.File, err error) {
	defer func() {
		if recover() != nil {
			tree, err = nil, varsam.Errorf(varsam.Invalid, "this is not YAML")
		}
	}()
	return parser.ParseBytes(src, parser.ParseComments, parser.AllowDuplicateMapKey())
}

// root converts a parsed file; nil when it does not hold a mapping.
func (l *loader) root(f *file, tree *ast.File) *node {
	var body ast.Node
	if len(tree.Docs) == 1 {
		body = tree.Docs[0].Body
	}
	switch body.(type) {
	case nil, *ast.CommentGroupNode, *ast.NullNode:
		l.fault(f, position{}, "empty", "the file is empty", "begin it with organisation:, system:, activity: or party:, or remove it")
		return nil
	}
	c := converter{report: func(at position, code, message, mend string) { l.fault(f, at, code, message, mend) }}
	root := c.convert(body, 0)
	if root.kind != mapNode {
		l.fault(f, root.pos, "no-mapping", "the file must hold keys with values, not "+root.kind.String(), "begin it with organisation:, system:, activity: or party:")
		return nil
	}
	return root
}
