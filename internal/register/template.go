package register

import (
	"reflect"
	"strconv"

	"github.com/varsam/varsam"
)

// Template says how a document that is made from the register differs from ours.
// What the law asks for is checked in what comes out, so a template cannot do
// away with it.
type Template struct {
	Of       string       `yaml:"template"` // the kind of document
	Title    varsam.Words `yaml:"title"`
	Lead     varsam.Words `yaml:"lead"`
	Order    []string     `yaml:"order"`     // sections that come first, by id
	LeaveOut []string     `yaml:"leave_out"` // sections by id
	Add      []Addition   `yaml:"add"`
	Say      []Saying     `yaml:"say"`
}

// Addition is a section of the organisation's own.
type Addition struct {
	Section string       `yaml:"section"` // its id
	Title   varsam.Words `yaml:"title"`
	Text    varsam.Words `yaml:"text"`  // an empty line begins a new paragraph
	After   string       `yaml:"after"` // the section that it follows; last when empty
}

// Saying is a sentence of a catalogue in the organisation's own words.
type Saying struct {
	Key   string
	Words varsam.Words
}

func (s *Saying) setKey(name string) { s.Key = name }

func (s *Saying) fromNode(d *decoder, n *node) { d.decode(n, reflect.ValueOf(&s.Words).Elem()) }

// Template is how the organisation changes a kind of document; false when it
// takes ours.
func (r *Register) Template(kind string) (Template, bool) {
	for _, t := range r.Templates {
		if t.Of == kind {
			return t, true
		}
	}
	return Template{}, false
}

// checkCookies sees to it that whoever sets a cookie is known.
func (l *loader) checkCookies() {
	for _, s := range l.reg.Systems {
		f := l.reg.file("system", s.Name)
		for i, c := range s.Cookies {
			if c.Provider != "" && c.Provider != Self {
				l.refer(place{l: l, f: f}.in("cookies", strconv.Itoa(i), "provider"), "party", c.Provider)
			}
		}
	}
}
