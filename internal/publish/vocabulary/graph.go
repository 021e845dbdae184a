package vocabulary

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// node is a thing of a graph, by its IRI.
type node struct {
	iri   string
	types []string
	facts []fact
}

// fact is what a node says of a property: IRIs or texts.
type fact struct {
	property string
	iris     []string
	texts    []text
}

type text struct {
	words string
	lang  string
}

// graph is nodes in the order in which they were made.
type graph []*node

func (g *graph) add(iri string, types ...string) *node {
	n := &node{iri: iri, types: types}
	*g = append(*g, n)
	return n
}

// link says that a property of the node is other things. None is no fact.
func (n *node) link(property string, iris ...string) {
	var all []string
	for _, iri := range iris {
		if iri != "" && !slices.Contains(all, iri) {
			all = append(all, iri)
		}
	}
	if len(all) > 0 {
		n.facts = append(n.facts, fact{property: property, iris: all})
	}
}

// say says a property in words of a language; no language for a name or address.
func (n *node) say(property, lang string, words ...string) {
	var all []text
	for _, w := range words {
		if w != "" {
			all = append(all, text{w, lang})
		}
	}
	if len(all) > 0 {
		n.facts = append(n.facts, fact{property: property, texts: all})
	}
}

// turtle writes the graph as RDF 1.1 Turtle. IRIs stand whole: local names would
// need escapes of their own.
func (g graph) turtle() []byte {
	var b bytes.Buffer
	for _, p := range prefixes {
		fmt.Fprintf(&b, "@prefix %s: <%s> .\n", p.name, p.iri)
	}
	for _, n := range g {
		fmt.Fprintf(&b, "\n%s", ref(n.iri))
		separator := " "
		if len(n.types) > 0 {
			fmt.Fprintf(&b, " a %s", refs(n.types))
			separator = " ;\n    "
		}
		for _, f := range n.facts {
			values := refs(f.iris)
			if len(f.texts) > 0 {
				values = literals(f.texts)
			}
			fmt.Fprintf(&b, "%s%s %s", separator, ref(f.property), values)
			separator = " ;\n    "
		}
		b.WriteString(" .\n")
	}
	return b.Bytes()
}

func ref(iri string) string {
	for _, p := range prefixes {
		if name, ok := strings.CutPrefix(iri, p.iri); ok && plainName(name) {
			return p.name + ":" + name
		}
	}
	return "<" + escapeIRI(iri) + ">"
}

// plainName reports whether a local name needs no escape in Turtle.
func plainName(name string) bool {
	if name == "" || strings.HasSuffix(name, "-") {
		return false
	}
	for _, r := range name {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_') {
			return false
		}
	}
	return true
}

func refs(iris []string) string {
	all := make([]string, len(iris))
	for i, iri := range iris {
		all[i] = ref(iri)
	}
	return strings.Join(all, ", ")
}

func literals(texts []text) string {
	all := make([]string, len(texts))
	for i, t := range texts {
		all[i] = `"` + escapes.Replace(t.words) + `"`
		if t.lang != "" {
			all[i] += "@" + t.lang
		}
	}
	return strings.Join(all, ", ")
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`)

// escapeIRI writes what may not stand in an IRI as percent signs.
func escapeIRI(iri string) string {
	var b strings.Builder
	for i := range len(iri) {
		if c := iri[i]; c <= ' ' || strings.IndexByte("<>\"{}|^`\\", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(iri[i])
	}
	return b.String()
}

// jsonLD writes the graph as JSON-LD 1.1, with its context inside: nothing is
// fetched to read it.
func (g graph) jsonLD() ([]byte, error) {
	context := map[string]string{}
	for _, p := range prefixes {
		context[p.name] = p.iri
	}
	nodes := make([]map[string]any, len(g))
	for i, n := range g {
		nodes[i] = n.json()
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(map[string]any{"@context": context, "@graph": nodes}); err != nil {
		return nil, varsam.Wrap(varsam.Internal, err, "a graph cannot be written")
	}
	return b.Bytes(), nil
}

func (n *node) json() map[string]any {
	out := map[string]any{"@id": escapeIRI(n.iri)}
	if len(n.types) > 0 {
		out["@type"] = n.types
	}
	for _, f := range n.facts {
		values, _ := out[f.property].([]map[string]string)
		for _, iri := range f.iris {
			values = append(values, map[string]string{"@id": escapeIRI(iri)})
		}
		for _, t := range f.texts {
			value := map[string]string{"@value": t.words}
			if t.lang != "" {
				value["@language"] = t.lang
			}
			values = append(values, value)
		}
		out[f.property] = values
	}
	return out
}
