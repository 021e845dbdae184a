package register

import (
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
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
		l.fault(f, position{}, "empty", locale.Says("the file is empty"), locale.Says("begin it with organisation:, system:, activity: or party:, or remove it"))
		return nil
	}
	c := converter{report: func(at position, code string, message, mend locale.Saying) { l.fault(f, at, code, message, mend) }}
	root := c.convert(body, 0)
	if root.kind != mapNode {
		l.fault(f, root.pos, "no-mapping", locale.Says("the file must hold keys with values, not %s", root.kind.words()), locale.Says("begin it with organisation:, system:, activity: or party:"))
		return nil
	}
	return root
}
