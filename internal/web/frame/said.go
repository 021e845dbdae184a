package frame

import (
	"html/template"
	"io"
	"strconv"
	"text/template/parse"

	"github.com/varsam/varsam/internal/locale"
)

// said is a page in one language: where it only asks for a sentence by its key,
// the sentence stands. Most of a page is such sentences, and a template finds and
// escapes each by reflection, which is most of what a page costs.
func said(page *template.Template, in locale.Printer) *template.Template {
	own := template.Must(page.Clone())
	eachList(own, func(l *parse.ListNode) {
		for _, n := range l.Nodes {
			speak(pipeOf(n), in)
		}
	})
	// The first use decides how each sentence is escaped where it stands. It shows
	// nothing, because there is nothing to show.
	_ = own.ExecuteTemplate(io.Discard, "page", nil)
	eachList(own, settle)
	return own
}

// speak puts sentences into a pipeline.
func speak(p *parse.PipeNode, in locale.Printer) {
	if p == nil {
		return
	}
	for at, c := range p.Cmds {
		if key := sentenceOf(c); key != nil && at == 0 {
			text := in.T(key.Text)
			c.Args = []parse.Node{&parse.StringNode{NodeType: parse.NodeString, Pos: key.Pos, Quoted: strconv.Quote(text), Text: text}}
		}
		for _, arg := range c.Args {
			inner, _ := arg.(*parse.PipeNode)
			speak(inner, in)
		}
	}
}

// sentenceOf is the key of a command that is page.T "key" and nothing more.
func sentenceOf(c *parse.CommandNode) *parse.StringNode {
	if len(c.Args) != 2 {
		return nil
	}
	var path []string
	switch n := c.Args[0].(type) {
	case *parse.FieldNode:
		path = n.Ident
	case *parse.VariableNode:
		path = n.Ident
	}
	key, ok := c.Args[1].(*parse.StringNode)
	if !ok || len(path) == 0 || path[len(path)-1] != "T" {
		return nil
	}
	return key
}

// settle makes text of the sentences of a list that are escaped as text or as the
// value of an attribute, and one text of those that stand together.
func settle(l *parse.ListNode) {
	kept := l.Nodes[:0]
	for _, n := range l.Nodes {
		if text, ok := settled(n); ok {
			n = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Position(), Text: []byte(text)}
		}
		if t, ok := n.(*parse.TextNode); ok && len(kept) > 0 {
			if before, ok := kept[len(kept)-1].(*parse.TextNode); ok {
				before.Text = append(before.Text[:len(before.Text):len(before.Text)], t.Text...)
				continue
			}
		}
		kept = append(kept, n)
	}
	l.Nodes = kept
}

// settled is what a node always shows: a string that goes through one of the
// escapers for text and nothing else.
func settled(n parse.Node) (string, bool) {
	a, ok := n.(*parse.ActionNode)
	if !ok || len(a.Pipe.Decl) > 0 || len(a.Pipe.Cmds) != 2 || len(a.Pipe.Cmds[0].Args) != 1 || len(a.Pipe.Cmds[1].Args) != 1 {
		return "", false
	}
	text, ok := a.Pipe.Cmds[0].Args[0].(*parse.StringNode)
	if !ok {
		return "", false
	}
	switch a.Pipe.Cmds[1].Args[0].String() {
	case "_html_template_htmlescaper", "_html_template_attrescaper", "_html_template_rcdataescaper":
		return template.HTMLEscapeString(text.Text), true
	}
	return "", false
}

// eachList visits the lists of nodes of a template and of all that it can include.
func eachList(t *template.Template, visit func(*parse.ListNode)) {
	for _, t := range t.Templates() {
		if t.Tree != nil {
			listsIn(t.Tree.Root, visit)
		}
	}
}

func listsIn(l *parse.ListNode, visit func(*parse.ListNode)) {
	if l == nil {
		return
	}
	visit(l)
	for _, n := range l.Nodes {
		if b := branchOf(n); b != nil {
			listsIn(b.List, visit)
			listsIn(b.ElseList, visit)
		}
	}
}

func branchOf(n parse.Node) *parse.BranchNode {
	switch n := n.(type) {
	case *parse.IfNode:
		return &n.BranchNode
	case *parse.WithNode:
		return &n.BranchNode
	case *parse.RangeNode:
		return &n.BranchNode
	}
	return nil
}

// pipeOf is what a node evaluates, nil when it is nothing.
func pipeOf(n parse.Node) *parse.PipeNode {
	switch n := n.(type) {
	case *parse.ActionNode:
		return n.Pipe
	case *parse.TemplateNode:
		return n.Pipe
	}
	if b := branchOf(n); b != nil {
		return b.Pipe
	}
	return nil
}
