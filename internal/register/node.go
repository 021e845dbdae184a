package register

import (
	"math"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/varsam/varsam/internal/locale"
)

// nodeKind is what a node of a file is.
type nodeKind uint8

const (
	nullNode nodeKind = iota
	boolNode
	numberNode
	textNode
	listNode
	mapNode
)

var kindWords = [...]locale.Saying{
	locale.Says("empty"), locale.Says("true or false"), locale.Says("a number"), locale.Says("text"), locale.Says("a list"), locale.Says("a mapping"),
}

func (k nodeKind) words() locale.Saying { return kindWords[k] }

// node is one value of a file with its place. It is our own and small because
// the parser's tree has a type for each way of writing a thing, and because
// scalars must keep their text: version 1.10 is not 1.1.
type node struct {
	kind   nodeKind
	text   string // of a scalar, as written
	number any    // int64, uint64 or float64
	quoted bool
	flow   bool // a list or mapping in brackets
	pos    position
	end    position // of the closing bracket, when flow
	keys   []*node  // of a mapping, in the order of kids
	kids   []*node
	byKey  map[string]int
}

type position struct{ line, column int }

// get is the value under a key of a mapping.
func (n *node) get(key string) *node {
	if n == nil || n.kind != mapNode {
		return nil
	}
	if i := n.index(key); i >= 0 {
		return n.kids[i]
	}
	return nil
}

func (n *node) index(key string) int {
	if i, ok := n.byKey[key]; ok {
		return i
	}
	return -1
}

// at walks down as far as the path goes and returns the nearest node. A step
// that names an item of a list that is written in its short form, as the item
// alone, stays where it is.
func (n *node) at(path ...string) *node {
	for _, step := range path {
		next := n.step(step)
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

func (n *node) step(step string) *node {
	switch n.kind {
	case mapNode:
		if kid := n.get(step); kid != nil {
			return kid
		}
	case listNode:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.kids) {
			return n.kids[i]
		}
		return nil
	}
	if _, err := strconv.Atoi(step); err == nil {
		return n
	}
	return nil
}

// key is the key that leads to the path's last step, or the nearest node.
func (n *node) key(path ...string) *node {
	if len(path) == 0 {
		return n
	}
	parent := n.at(path[:len(path)-1]...)
	if parent.kind == mapNode {
		if i := parent.index(path[len(path)-1]); i >= 0 {
			return parent.keys[i]
		}
	}
	return parent.at(path[len(path)-1])
}

// value is the node as encoding/json would give it, for the schema.
func (n *node) value() any {
	switch n.kind {
	case nullNode:
		return nil
	case boolNode:
		return strings.EqualFold(n.text, "true")
	case numberNode:
		return n.number
	case listNode:
		list := make([]any, len(n.kids))
		for i, kid := range n.kids {
			list[i] = kid.value()
		}
		return list
	case mapNode:
		m := make(map[string]any, len(n.kids))
		for i, kid := range n.kids {
			m[n.keys[i].text] = kid.value()
		}
		return m
	}
	return n.text
}

// converter turns the parser's tree into nodes and notes what we do not take.
type converter struct {
	report func(at position, code string, message, mend locale.Saying)
	nodes  int
}

// The bounds of one file: enough for a system with a thousand tables, and far
// below what could exhaust a machine.
const (
	maxDepth = 40
	maxNodes = 200_000
)

func (c *converter) convert(from ast.Node, depth int) *node {
	n := &node{pos: placeOf(from)}
	c.nodes++
	if depth > maxDepth || c.nodes > maxNodes {
		if depth == maxDepth+1 || c.nodes == maxNodes+1 {
			c.report(n.pos, "too-deep", locale.Says("the file is nested too deeply or is too large"), locale.Says("a register is a few levels deep; split the file"))
		}
		return n
	}
	switch from := from.(type) {
	case *ast.MappingNode:
		c.mapping(n, from, depth)
	case *ast.MappingValueNode:
		n.kind = mapNode
		c.entry(n, from, depth)
	case *ast.SequenceNode:
		n.kind, n.flow = listNode, from.IsFlowStyle
		if from.IsFlowStyle && from.End != nil {
			n.end = position{from.End.Position.Line, from.End.Position.Column}
		}
		for _, item := range from.Values {
			n.kids = append(n.kids, c.convert(item, depth+1))
		}
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		c.report(n.pos, "yaml-feature", locale.Says("anchors, aliases, merge keys and tags are not taken"), locale.Says("write the value out where it is used"))
	default:
		n.scalar(from)
	}
	return n
}

func (c *converter) mapping(n *node, from *ast.MappingNode, depth int) {
	n.kind, n.flow = mapNode, from.IsFlowStyle
	if from.IsFlowStyle && from.End != nil {
		n.end = position{from.End.Position.Line, from.End.Position.Column}
	}
	for _, entry := range from.Values {
		c.entry(n, entry, depth)
	}
	if !n.flow && len(n.keys) > 0 {
		n.pos = n.keys[0].pos
	}
}

func (c *converter) entry(n *node, from *ast.MappingValueNode, depth int) {
	key := c.convert(from.Key, depth+1)
	if key.kind == mapNode || key.kind == listNode {
		c.report(key.pos, "yaml-feature", locale.Says("a key must be a word"), locale.Says("write the key as text"))
		return
	}
	if i := n.index(key.text); i >= 0 {
		c.report(key.pos, "duplicate-key", locale.Says("‘%s’ is given twice; it also stands in line %d", key.text, n.keys[i].pos.line), locale.Says("keep one of them"))
		return
	}
	value := &node{pos: key.pos}
	if from.Value != nil {
		value = c.convert(from.Value, depth+1)
	}
	if n.byKey == nil {
		n.byKey = map[string]int{}
	}
	n.byKey[key.text] = len(n.keys)
	n.keys = append(n.keys, key)
	n.kids = append(n.kids, value)
}

func (n *node) scalar(from ast.Node) {
	n.kind = textNode
	if tk := from.GetToken(); tk != nil {
		n.text = tk.Value
	}
	switch from := from.(type) {
	case *ast.NullNode, nil:
		n.kind = nullNode
	case *ast.BoolNode:
		n.kind = boolNode
	case *ast.IntegerNode:
		n.kind, n.number = numberNode, from.Value
	case *ast.FloatNode:
		n.kind, n.number = numberNode, from.Value
		if math.IsInf(from.Value, 0) || math.IsNaN(from.Value) {
			n.kind = textNode
		}
	case *ast.LiteralNode:
		n.text, n.quoted = from.Value.Value, true
	case *ast.StringNode:
		n.text = from.Value
		n.quoted = from.Token.Type.String() == "SingleQuote" || from.Token.Type.String() == "DoubleQuote"
	}
}

func placeOf(n ast.Node) position {
	if n == nil {
		return position{1, 1}
	}
	tk := n.GetToken()
	if tk == nil || tk.Position == nil {
		return position{1, 1}
	}
	return position{max(tk.Position.Line, 1), max(tk.Position.Column, 1)}
}
