package register

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// Every key of the schema has its place in a form, and no form asks for what the
// schema does not know.
func TestShapesHaveEveryKey(t *testing.T) {
	t.Parallel()
	for _, kind := range Kinds {
		holds(t, string(kind), Shapes(kind), schema().resolve(schemaURL+"#/$defs/"+string(kind)))
	}
}

func holds(t *testing.T, at string, parts []Shape, s map[string]any) {
	t.Helper()
	s = mappingOf(s)
	props, _ := s["properties"].(map[string]any)
	for _, key := range properties(s) {
		i := slices.IndexFunc(parts, func(p Shape) bool { return p.Key == key })
		elsewhere := key == "format" || key == at || at == "system" && key == "collections" || at == "collection" && key == "fields"
		if i < 0 {
			if !elsewhere {
				t.Errorf("no form asks for %s.%s", at, key)
			}
			continue
		}
		prop := props[key].(map[string]any)
		if p := parts[i]; p.Form == GroupForm || p.Form == RowsForm {
			holds(t, at+"."+key, p.Parts, prop)
		} else if p.Form == ChoiceForm && len(p.Choices) == 0 {
			t.Errorf("%s.%s has nothing to choose among", at, key)
		}
	}
	for _, p := range parts {
		if props[p.Key] == nil {
			t.Errorf("the schema does not know %s.%s", at, p.Key)
		}
	}
}

// everyElement walks the elements of every example.
func everyElement(t *testing.T, do func(r *Register, e Element)) {
	t.Helper()
	for _, company := range []string{"intelliplan", "kunskapspartner", "kivaq"} {
		r, faults, err := Load(os.DirFS("../../examples/" + company))
		if err != nil || len(faults) > 0 {
			t.Fatal(company, err, faults)
		}
		do(r, Element{Kind: OrganisationKind})
		for _, a := range r.Activities {
			do(r, Element{Kind: ActivityKind, Name: a.Name})
		}
		for _, p := range r.Parties {
			do(r, Element{Kind: PartyKind, Name: p.Name})
		}
		for _, s := range r.Systems {
			do(r, Element{Kind: SystemKind, Name: s.Name})
			for _, c := range s.Collections {
				do(r, Element{Kind: CollectionKind, Name: s.Name, Collection: c.Name})
				for i, f := range c.Fields {
					if i == 0 {
						do(r, Element{Kind: FieldKind, Name: s.Name, Collection: c.Name, Field: f.Name})
					}
				}
			}
		}
	}
}

// A form that is sent back as it came changes no byte of any file.
func TestAFormThatChangesNothing(t *testing.T) {
	t.Parallel()
	n := 0
	everyElement(t, func(r *Register, e Element) {
		n++
		f, ok := r.Filled(e)
		if !ok {
			t.Fatalf("no %s", e)
		}
		all, err := r.With(e, f, Element{})
		if err != nil {
			t.Errorf("%s: %v", e, err)
			return
		}
		if was := r.Files(); !maps.Equal(all, was) {
			for name, text := range all {
				if text != was[name] {
					t.Errorf("%s: %s became\n%s", e, name, text)
				}
			}
		}
	})
	if n < 60 {
		t.Errorf("only %d elements", n)
	}
}

// What a form holds, written as a file of its own, is read as the same.
func TestAFormWrittenAnew(t *testing.T) {
	t.Parallel()
	everyElement(t, func(r *Register, e Element) {
		f, _ := r.Filled(e)
		n := said(e, f, nil, nil)
		back := Filled{}
		if e.Kind == FieldKind && n.kind == textNode {
			back["data"] = n.text
		} else {
			root, err := parseRoot([]byte(written(n)))
			if err != nil && len(n.keys) > 0 {
				t.Fatalf("%s: %v\n%s", e, err, written(n))
			}
			back.read(Shapes(e.Kind), root, "")
		}
		if !f.Equal(back) {
			t.Errorf("%s: %v came back as %v", e, f, back)
		}
	})
}

func written(n *node) string {
	var b strings.Builder
	for i, key := range n.keys {
		b.WriteString(entryLines(key.text, n.kids[i], 0))
	}
	return b.String()
}

func mustLoad(t *testing.T, all Files) *Register {
	t.Helper()
	r, faults, err := all.Load()
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	return r
}

var small = Files{
	"organisation.yaml":    "organisation: acme\nformat: 1 # one\ncountry: SE\nzone: Europe/Stockholm\n",
	"activities/sell.yaml": "# Sales.\nactivity: sell\nbasis: {article: 6.1.b} # the contract\nkeep: {period: 2 years}\n",
	"activities/mail.yaml": "activity: mail\nbasis: {article: 6.1.a}\n",
	"systems/crm.yaml": `system: crm
connector: assisted
collections:
  # People we know.
  people:
    person: self
    fields:
      id: id.customer # the key
      mail: {data: contact.email, identifies: email}
    carried_by: [sell]
`,
}

// New, changed, copied, renamed by a copy, removed: each says what was asked for
// and leaves the rest of the files alone.
func TestElements(t *testing.T) {
	t.Parallel()
	r := mustLoad(t, small)
	people := Element{Kind: CollectionKind, Name: "crm", Collection: "people"}
	f, _ := r.Filled(people)
	f["carried_by.1.activity"], f["carried_by.1.until"], f["end"] = "mail", "left_on", "erase"
	all, err := r.With(people, f, Element{})
	if err != nil {
		t.Fatal(err)
	}
	const want = "    carried_by:\n      - sell\n      - {activity: mail, until: left_on}\n    end: erase\n"
	if got := all["systems/crm.yaml"]; !strings.HasSuffix(got, want) || !strings.Contains(got, "  # People we know.\n") || !strings.Contains(got, "# the key") {
		t.Errorf("became\n%s", got)
	}
	copied := people.Named("others")
	if all, err = mustLoad(t, all).With(copied, f, people); err != nil {
		t.Fatal(err)
	}
	r = mustLoad(t, all)
	if s, _ := r.System("crm"); len(s.Collections) != 2 || len(s.Collections[1].Fields) != 2 {
		t.Errorf("the copy: %+v", s.Collections)
	}
	field := Element{Kind: FieldKind, Name: "crm", Collection: "others", Field: "född"}
	if all, err = r.With(field, Filled{"data": "person.birth-date", "stop.use": "newsletter", "stop.set": "true"}, Element{}); err != nil {
		t.Fatal(err)
	}
	if r = mustLoad(t, all); !strings.Contains(all["systems/crm.yaml"], "      född: {data: person.birth-date, stop: {use: newsletter, set: true}}\n") {
		t.Errorf("became\n%s", all["systems/crm.yaml"])
	}
	if all, err = r.With(Element{Kind: ActivityKind, Name: "new"}, Filled{"title.sv": "Ny", "basis.article": "6.1.a"}, Element{}); err != nil || all["activities/new.yaml"] != "activity: new\ntitle: {sv: Ny}\nbasis: {article: 6.1.a}\n" {
		t.Errorf("%v became\n%s", err, all["activities/new.yaml"])
	}
	if all, err = r.Without(copied); err != nil || strings.Contains(all["systems/crm.yaml"], "others") {
		t.Errorf("%v left\n%s", err, all["systems/crm.yaml"])
	}
	before := mustLoad(t, small)
	if all, err = r.As(people, before); err != nil || !strings.Contains(all["systems/crm.yaml"], "    carried_by:\n      - sell\n  others:") {
		t.Errorf("%v put back\n%s", err, all["systems/crm.yaml"])
	}
	for _, e := range []Element{{Kind: "server"}, {Kind: ActivityKind, Name: "../x"}, {Kind: FieldKind, Name: "crm", Collection: "none", Field: "x"}, {Kind: CollectionKind, Name: "none", Collection: "x"}} {
		if _, err := r.With(e, Filled{}, Element{}); err == nil {
			t.Errorf("%s was written", e)
		}
	}
}

// A fault of the files leads to the part of the form that it is about.
func TestFaultsHaveTheirPlace(t *testing.T) {
	t.Parallel()
	r := mustLoad(t, small)
	sell, people := Element{Kind: ActivityKind, Name: "sell"}, Element{Kind: CollectionKind, Name: "crm", Collection: "people"}
	for _, c := range []struct {
		e         Element
		key, says string
		at        string
	}{
		{sell, "basis.article", "", "basis.article"},
		{sell, "basis.interest.balance", "because", "basis.interest.interest"},
		{sell, "keep.period", "two years", "keep.period"},
		{sell, "keep.law", "SE-NONE", "keep.law"},
		{sell, "party", "nobody", "party"},
		{people, "carried_by.0.activity", "none", "carried_by.0.activity"},
		{people, "person.0.through", "x", "person.0"},
		{people.Parent(), "country", "XX", "country"},
		{people.Parent(), "settings.0.key", "", "settings"},
		{Element{Kind: FieldKind, Name: "crm", Collection: "people", Field: "mail"}, "needed", "perhaps", "needed"},
	} {
		f, _ := r.Filled(c.e)
		f[c.key] = c.says
		if c.key == "settings.0.key" {
			f[c.key], f["settings.0.value"] = "password", "hunter2"
		}
		if c.key == "basis.article" {
			f["basis.condition"] = "9.2.a"
		}
		all, err := r.With(c.e, f, Element{})
		if err != nil {
			t.Errorf("%s: %v", c.e, err)
			continue
		}
		_, faults, err := all.Load()
		if err != nil || len(faults) == 0 {
			t.Errorf("%s %s: no fault, %v\n%s", c.e, c.key, err, all["systems/crm.yaml"])
			continue
		}
		e, steps, ok := all.ElementAt(faults[0])
		if at := f.Place(Shapes(e.Kind), steps); !ok || e != c.e || !strings.HasPrefix(at, c.at) {
			t.Errorf("%s is at %s %q (%v)", faults[0], e, at, steps)
		}
	}
}
