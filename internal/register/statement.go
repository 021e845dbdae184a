package register

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Statement is something the organisation says publicly of how it handles
// personal data, with the controls that keep it. It is kept when all of them
// are; without any, nothing shows it.
type Statement struct {
	ID        string       `yaml:"id"`
	Text      varsam.Words `yaml:"text"`
	Published string       `yaml:"published"` // where it is said
	KeptBy    []Control    `yaml:"kept_by"`

	file *file // nil in a register that was not read from files
	path []string
}

// Control is what keeps a statement. Exactly one of the fields but Of and Within
// is set.
type Control struct {
	Cull        []string      `yaml:"cull"`     // system.collection, or a system
	Activity    string        `yaml:"activity"` // culling of all that it carries
	Request     varsam.Right  `yaml:"request"`
	Register    Aspect        `yaml:"register"`
	Routine     string        `yaml:"routine"` // a mail system
	Mails       string        `yaml:"mails"`   // a mail system
	Discovery   bool          `yaml:"discovery"`
	Watch       bool          `yaml:"watch"`
	Document    *Proof        `yaml:"document"`
	Publication string        `yaml:"publication"` // a kind of document
	Duty        string        `yaml:"duty"`        // a kind of obligation
	Of          []string      `yaml:"of"`          // for Register and Duty: systems, activities and parties
	Within      varsam.Period `yaml:"within"`      // how old the evidence may be
}

// Proof is a document that a statement rests on.
type Proof struct {
	Name  string      `yaml:"name"`
	Dated varsam.Date `yaml:"dated"`
	Ends  varsam.Date `yaml:"ends"`
}

// Aspect is a part of what a register says that a statement may rest on.
type Aspect string

// The aspects.
const (
	AspectAccess       Aspect = "access"           // who gets at the systems
	AspectAgreements   Aspect = "agreements"       // Art. 28 and 26
	AspectConsents     Aspect = "consents"         // columns with proof of consent
	AspectContact      Aspect = "contact"          // how to reach the organisation
	AspectEEA          Aspect = "eea"              // nothing lies outside it
	AspectGrounds      Aspect = "grounds"          // each activity has a legal basis
	AspectNumbers      Aspect = "identity-numbers" // a reason for each
	AspectInstructions Aspect = "instructions"     // of the controllers we work for
	AspectMarks        Aspect = "marks"            // each use can be stopped
	AspectMeasures     Aspect = "measures"         // tested, reviewed in time
	AspectPeriods      Aspect = "periods"          // how long everything is kept
	AspectRestriction  Aspect = "restriction"      // what only a duty keeps is kept apart
	AspectSources      Aspect = "sources"          // where each field comes from
	AspectSubjects     Aspect = "subjects"         // whom an activity is about, and which data it needs
	AspectTransfers    Aspect = "transfers"        // outside the EEA only by a valid mechanism
)

// Kind is the key that the control is written with.
func (c Control) Kind() string {
	if set := c.kinds(); len(set) > 0 {
		return set[0]
	}
	return ""
}

// kinds are the keys that are set, of which there should be one.
func (c Control) kinds() []string {
	var set []string
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		if name := yamlName(v.Type().Field(i)); name != "of" && name != "within" && !v.Field(i).IsZero() {
			set = append(set, name)
		}
	}
	return set
}

// Where is the spot of the statement.
func (s Statement) Where() Where {
	if s.file == nil {
		return Where{}
	}
	at := s.file.root.at(s.path...).pos
	return Where{File: s.file.path, Line: at.line, Column: at.column}
}

// statementsOf reads one file of statements.
func statementsOf(d *decoder, f *file) []Statement {
	list := f.root.get("statements")
	if list == nil || list.kind != listNode {
		return nil
	}
	all := make([]Statement, len(list.kids))
	for i, n := range list.kids {
		d.decode(n, reflect.ValueOf(&all[i]).Elem())
		all[i].file, all[i].path = f, []string{"statements", strconv.Itoa(i)}
	}
	return all
}

func (l *loader) checkStatements() {
	first := map[string]Where{}
	for _, s := range l.reg.Statements {
		p := place{l: l, f: s.file, path: s.path}
		if other, ok := first[s.ID]; ok && s.ID != "" {
			p.in("id").fault("duplicate-name", locale.Says("there are two statements %s; the other is in %s, line %d", quote(s.ID), other.File, other.Line), locale.Says("give one another id, or remove it"))
		}
		first[s.ID] = s.Where()
		for i, c := range s.KeptBy {
			l.checkControl(p.in("kept_by", strconv.Itoa(i)), c)
		}
	}
}

func (l *loader) checkControl(p place, c Control) {
	switch set := c.kinds(); {
	case len(set) == 0:
		p.fault("no-control", locale.Says("the control names nothing that keeps the statement"), locale.Says("write one of cull, activity, request, register, routine, mails, discovery, watch, publication, duty, document"))
	case len(set) > 1:
		p.fault("two-controls", locale.Says("one control cannot be %s", strings.Join(set, " and ")), locale.Says("write them as items of a list"))
	}
	for i, target := range c.Cull {
		l.referTarget(p.in("cull", strconv.Itoa(i)), target)
	}
	l.refer(p.in("activity"), "activity", c.Activity)
	l.refer(p.in("routine"), "system", c.Routine)
	l.refer(p.in("mails"), "system", c.Mails)
	for i, name := range c.Of {
		if !slices.Contains(slices.Concat(l.known("system"), l.known("activity"), l.known("party")), name) {
			p.in("of", strconv.Itoa(i)).fault("unknown-name", locale.Says("there is no system, activity or party %s", quote(name)), didYouMean(name, slices.Concat(l.known("system"), l.known("activity"), l.known("party"))))
		}
	}
}

// referTarget checks "system" or "system.collection".
func (l *loader) referTarget(p place, target string) {
	name, collection, _ := strings.Cut(target, ".")
	for i := range l.reg.Systems {
		switch s := &l.reg.Systems[i]; s.Name {
		case target:
			return
		case name:
			l.referCollection(p, s, collection)
			return
		}
	}
	l.refer(p, "system", name)
}
