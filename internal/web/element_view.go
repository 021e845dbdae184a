package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/web/frame"
)

// elementView is the form of an element as the page shows it.
type elementView struct {
	elementForm
	Title, Back, Lead string
	Parts             []formPart
	Above             []formFault // what is about no part of the form
	Named             string
	Notes             []formNote // findings about no part of the form
	Lists             []formList
	Inside            []namedLink // collections of a system, fields of a collection
	InsideKind        register.Kind
	Settings          []varsam.Setting // that the connector knows
	File              string
	Changes           []register.Change
	Checked, Gone     bool
	Both              bool // two people changed it
	By                string
	Faulty            int // how many faults stand beside their parts

	HistoryAt, RemoveAt, CopyAt, InsideAt string
}

// formPart is one part of the form.
type formPart struct {
	register.Shape
	Path, ID    string
	Label, Says string // its name, and what it is for
	Value       string
	Values      []string // of several names: those that are no option
	Options     []formOption
	List        string // the list that helps to fill it in
	Parts       []formPart
	Rows        []formRow
	Faults      []string
	Notes       []formNote
	Was         string // what somebody else wrote
	Told        bool   // somebody else changed it
	Open        bool
	Focus       bool
	Languages   bool
}

type formOption struct {
	Value, Title string
	On           bool
}

type formRow struct {
	Path, Label string
	Parts       []formPart
	Faults      []string
	First       bool
}

// formFault is what is wrong, and where to mend it.
type formFault struct{ Says, Where, Href string }

// formNote is what the law says of a part: the paragraph, what is missing, what to
// do.
type formNote struct{ Severity, Paragraph, Says, Does string }

type formList struct {
	ID      string
	Options []formOption
}

// drawer makes the view.
type drawer struct {
	v      *frame.Visit
	o      *Office
	reg    *register.Register
	f      elementForm
	faults map[string][]string
	notes  map[string][]formNote
	lists  map[register.Source][]formOption
	used   []register.Source
}

func (o *Office) showElement(v *frame.Visit, status int, reg *register.Register, f elementForm) error {
	d := &drawer{v: v, o: o, reg: reg, f: f, faults: map[string][]string{}, notes: map[string][]formNote{}, lists: map[register.Source][]formOption{}}
	e := f.Element
	view := elementView{
		elementForm: f, Changes: f.changes, Checked: f.checked && len(f.faults) == 0, Gone: f.gone, Both: f.theirs != nil, By: f.by, Back: homeOf(e),
		Title: d.title(), Lead: v.T("form.kind." + string(e.Kind) + ".what"), File: reg.FileOf(e),
	}
	if f.New {
		view.Back = homeOf(e.Parent())
	}
	view.Faulty = len(f.faults)
	if f.named != "" {
		view.Named = v.T(f.named)
	}
	view.Above, view.Notes = d.place(), d.note()
	view.Parts = d.parts(register.Shapes(e.Kind), "")
	for _, s := range d.used {
		view.Lists = append(view.Lists, formList{string(s), d.options(s)})
	}
	if !f.New {
		view.Inside, view.InsideKind = d.inside()
		view.HistoryAt, view.RemoveAt, view.CopyAt = "/register/history/"+addressOf(e), "/register/remove/"+addressOf(e), newHref(e, e.Own())
		if view.InsideKind != "" {
			view.InsideAt = newHref(register.Element{Kind: view.InsideKind, Name: e.Name, Collection: e.Collection}, "")
		}
	}
	for _, c := range o.Connectors {
		if e.Kind == register.SystemKind && c.Name == f.Filled["connector"] {
			view.Settings = c.Settings
		}
	}
	return v.ShowStatus(status, "element", view)
}

func (d *drawer) title() string {
	e := d.f.Element
	switch {
	case d.f.New:
		return d.v.T("form.new." + string(e.Kind))
	case e.Kind == register.OrganisationKind:
		return d.v.T("form.kind.organisation")
	case e.Kind == register.CollectionKind:
		return collection(d.v.Printer, d.reg, e.Name, e.Collection)
	case e.Kind == register.FieldKind:
		return e.Field
	}
	return d.v.Name(string(e.Kind), e.Name)
}

// inside are the elements that stand in this one.
func (d *drawer) inside() (all []namedLink, kind register.Kind) {
	e := d.f.Element
	sys, _ := d.reg.System(e.Name)
	switch e.Kind {
	case register.SystemKind:
		for _, c := range sys.Collections {
			at := register.Element{Kind: register.CollectionKind, Name: e.Name, Collection: c.Name}
			all = append(all, namedLink{formHref(at), collection(d.v.Printer, d.reg, e.Name, c.Name)})
		}
		return all, register.CollectionKind
	case register.CollectionKind:
		c, _ := sys.Collection(e.Collection)
		for _, f := range c.Fields {
			at := register.Element{Kind: register.FieldKind, Name: e.Name, Collection: e.Collection, Field: f.Name}
			all = append(all, namedLink{formHref(at), f.Name})
		}
		return all, register.FieldKind
	}
	return nil, ""
}

// place puts each fault beside the part that it is about, and gives those that are
// about none.
func (d *drawer) place() (above []formFault) {
	for _, fault := range d.f.faults {
		e, steps, ok := d.f.files.ElementAt(fault)
		path := ""
		if ok && e == d.f.Element {
			path = d.f.Filled.Place(register.Shapes(e.Kind), steps)
		}
		if path == "" {
			a := formFault{Says: d.says(fault), Where: fault.File}
			if ok && e != d.f.Element {
				a.Where, a.Href = d.v.T("form.kind."+string(e.Kind))+" "+e.Own(), formHref(e)
			}
			above = append(above, a)
			continue
		}
		d.faults[path] = append(d.faults[path], d.says(fault))
	}
	return above
}

// says is a fault in the visitor's language, with how to mend it.
func (d *drawer) says(f register.Fault) string {
	said := f.Said(d.v.Printer)
	all := sentence(said.Message)
	if mend := sentence(said.Mend); mend != "" {
		all += " " + mend
	}
	return all
}

// sentence begins with a capital, unless it begins with a command, and ends with a
// full stop.
func sentence(text string) string {
	text = strings.TrimSuffix(strings.TrimSpace(text), ".")
	switch {
	case text == "":
		return ""
	case strings.HasPrefix(text, "varsam "):
		return text + "."
	}
	return locale.Capital(text) + "."
}

// note puts each finding beside the part that it is about, and gives those about
// the element as a whole.
func (d *drawer) note() (above []formNote) {
	if d.f.New && !d.f.checked {
		return nil
	}
	for _, finding := range d.f.findings {
		e, steps, ok := d.reg.ElementAt(finding.Where)
		if d.f.files != nil {
			e, steps, ok = d.f.files.ElementAt(register.Fault{File: finding.Where.File, Line: finding.Where.Line, Column: finding.Where.Column})
		}
		if !ok || e != d.f.Element {
			continue
		}
		n := formNote{string(finding.Severity), d.v.Cite(finding.Paragraph), d.v.Fill(finding.Saying(), finding.Args), inForms(d.v.Printer, e.Kind, finding.Next().In(d.v.Lang()))}
		if path := d.f.Filled.Place(register.Shapes(e.Kind), steps); path != "" {
			d.notes[path] = append(d.notes[path], n)
		} else {
			above = append(above, n)
		}
	}
	return above
}

func (d *drawer) parts(shapes []register.Shape, prefix string) (all []formPart) {
	for _, s := range shapes {
		all = append(all, d.part(s, prefix+s.Key))
	}
	return all
}

func (d *drawer) part(s register.Shape, path string) formPart {
	p := formPart{Shape: s, Path: path, ID: "f-" + strings.ReplaceAll(path, ".", "-"), Value: d.f.Filled[path], Faults: d.faults[path], Notes: d.notes[path]}
	p.Label, p.Says = d.words(path)
	p.Told = slices.Contains(d.f.places, path)
	if p.Told {
		if was := d.f.theirs.Text(path); was != d.f.Filled.Text(path) {
			p.Was = d.v.T("form.theirs", was)
			if was == "" {
				p.Was = d.v.T("form.theirs.nothing")
			}
		}
	}
	p.Focus = d.f.focus == path
	switch s.Form {
	case register.GroupForm:
		p.Languages = s.Parts[0].Key == "sv"
		p.Parts = d.parts(s.Parts, path+".")
		p.Open = d.f.Filled.Has(path) || s.Required || d.troubled(path)
	case register.RowsForm, register.PairsForm:
		d.rows(&p)
	case register.ChoiceForm:
		for _, c := range s.Choices {
			p.Options = append(p.Options, formOption{c, d.choice(path, c), c == p.Value})
		}
		if p.Value != "" && !slices.Contains(s.Choices, p.Value) { // what was written stays
			p.Options = append(p.Options, formOption{p.Value, p.Value, true})
		}
	case register.ManyForm:
		d.many(&p)
	default:
		d.helped(&p)
	}
	return p
}

// troubled reports whether a fault or a note stands below a path.
func (d *drawer) troubled(path string) bool {
	for at := range d.faults {
		if strings.HasPrefix(at, path) {
			return true
		}
	}
	for at := range d.notes {
		if strings.HasPrefix(at, path) {
			return true
		}
	}
	return slices.ContainsFunc(d.f.places, func(at string) bool { return strings.HasPrefix(at, path+".") })
}

// helped adds what a name may be: to choose among where nothing else is right, and
// as a help in writing where something else may be.
func (d *drawer) helped(p *formPart) {
	if p.From == "" {
		return
	}
	options := d.options(p.From)
	if !p.From.Closed() {
		p.List = d.list(p.From)
		return
	}
	known := p.Value == ""
	for _, o := range options {
		o.On = o.Value == p.Value
		known = known || o.On
		p.Options = append(p.Options, o)
	}
	if !known {
		p.Options = append(p.Options, formOption{p.Value, p.Value, true})
	}
}

// fewOptions is how many options stand as boxes to tick; more than that help in
// writing.
const fewOptions = 24

// many adds the names that may be ticked, and lines for others.
func (d *drawer) many(p *formPart) {
	var chosen []string
	for _, name := range strings.Split(p.Value, "\n") {
		if name != "" {
			chosen = append(chosen, name)
		}
	}
	var options []formOption
	for _, c := range p.Choices {
		options = append(options, formOption{c, d.choice(p.Path, c), false})
	}
	if p.From != "" {
		options = append(options, d.options(p.From)...)
	}
	if len(options) <= fewOptions {
		for _, o := range options {
			o.On = slices.Contains(chosen, o.Value)
			p.Options = append(p.Options, o)
		}
	} else {
		p.List = d.list(p.From)
	}
	for _, name := range chosen {
		if !slices.ContainsFunc(p.Options, func(o formOption) bool { return o.Value == name }) {
			p.Values = append(p.Values, name)
		}
	}
	if len(p.Choices) == 0 {
		p.Values = append(p.Values, "")
		if p.Focus {
			p.Values = append(p.Values, "", "")
		}
	}
}

// rows adds the rows of a table, or the pairs of a name and a value.
func (d *drawer) rows(p *formPart) {
	for i := range d.f.Filled.Rows(p.Path) {
		at := p.Path + "." + strconv.Itoa(i)
		row := formRow{Path: at, Label: p.Label + " " + strconv.Itoa(i+1), Faults: d.faults[at], First: i == 0}
		if p.Form == register.PairsForm {
			key := d.part(register.Shape{Key: "key", Form: register.NameForm, From: p.From}, at+".key")
			row.Parts = []formPart{key, d.part(p.Shape.Parts[0], at+".value")}
		} else {
			row.Parts = d.parts(p.Shape.Parts, at+".")
		}
		if d.f.focus == at && len(row.Parts) > 0 {
			row.Parts[0].Focus = true
		}
		p.Rows = append(p.Rows, row)
	}
	p.Open = true
}

// words are the name of a part and what it is for: of the very part, of parts of
// that name below that group, of parts of that name.
func (d *drawer) words(path string) (label, says string) {
	var steps []string
	for _, step := range strings.Split(path, ".") {
		if _, err := strconv.Atoi(step); err != nil {
			steps = append(steps, step)
		}
	}
	keys := []string{"form." + string(d.f.Element.Kind) + "." + strings.Join(steps, ".")}
	for i := range steps {
		keys = append(keys, "form.part."+strings.Join(steps[i:], "."))
	}
	label, says = "", ""
	for _, key := range keys {
		if label == "" && d.v.Has(key) {
			label = d.v.T(key)
		}
		if says == "" && d.v.Has(key+".what") {
			says = d.v.T(key + ".what")
		}
	}
	if label == "" {
		label = steps[len(steps)-1]
	}
	return label, says
}
