package ropa

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

// Draft is an activity for the register, as a file.
type Draft struct {
	Name  string   `json:"name"`
	Title string   `json:"title"`
	Basis string   `json:"basis,omitempty"`
	Keep  string   `json:"keep,omitempty"`
	Sheet string   `json:"sheet"`
	Row   int      `json:"row"`
	Notes []string `json:"notes,omitempty"` // what a person must look at: codes
	Text  []byte   `json:"-"`
}

// What a person must look at in a draft.
const (
	NoBasis   = "no-basis"   // no legal basis could be read
	ManyBases = "many-bases" // several are named: an activity has one
	NoKeep    = "no-keep"    // no single length of time could be read
	SomeData  = "some-data"  // some kinds of data have no name in the register
	Untold    = "untold"     // what no field takes is kept as a comment
)

// Drafts writes the entries as draft activities. Names that are taken, and those
// of each other, get a number. The texts are in a language.
func Drafts(entries []Entry, taken map[string]bool, lang varsam.Lang) (all []Draft) {
	used := map[string]bool{}
	for name := range taken {
		used[name] = true
	}
	for _, e := range entries {
		all = append(all, e.draft(free(used, e), lang))
	}
	return all
}

// free is a name for an entry that nobody has.
func free(used map[string]bool, e Entry) string {
	base := slug(firstOf(e.Values[Name], e.Values[Purpose]))
	if base == "" {
		base = "activity"
	}
	name := base
	for n := 2; used[name]; n++ {
		name = fmt.Sprintf("%s-%d", base, n)
	}
	used[name] = true
	return name
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return ""
}

// writer writes a file line by line.
type writer struct {
	b    bytes.Buffer
	lang varsam.Lang
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.b, format+"\n", args...) }

// words is a text in the file's language; a line break is a blank.
func (w *writer) words(key, text string) {
	if text = oneLine(text); text != "" {
		w.line("%s: {%s: %s}", key, w.lang, quoted(text))
	}
}

// comment keeps what was written, so that nothing is lost.
func (w *writer) comment(label, text string) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029' })
	for i, line := range lines {
		if i == 0 {
			w.line("# %s: %s", oneLine(label), oneLine(line))
			continue
		}
		w.line("#   %s", oneLine(line))
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// quoted is a text as YAML has it in quotes, which JSON's are.
func quoted(text string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(strings.ToValidUTF8(text, "")) // a string can be written
	return strings.TrimSpace(b.String())
}

// draft writes an entry, and notes what a person must look at.
func (e Entry) draft(name string, lang varsam.Lang) Draft {
	d := Draft{Name: name, Title: oneLine(firstOf(e.Values[Name], e.Values[Purpose])), Sheet: e.Sheet, Row: e.Row}
	w := &writer{lang: lang}
	w.line("activity: %s", quoted(name))
	w.words("title", d.Title)
	w.words("purpose", firstOf(e.Values[Purpose], e.Values[Name]))
	e.role(w)
	if owner := oneLine(e.Values[Owner]); owner != "" {
		w.line("owner: %s", quoted(owner))
	}
	e.basis(w, &d)
	e.lists(w, &d)
	e.keep(w, &d)
	w.comment("transfers", e.Values[Transfers])
	w.comment("measures", e.Values[Measures])
	w.comment("systems", e.Values[System])
	w.comment("source", e.Values[Source])
	w.comment("special categories", e.Values[Special])
	if len(e.Rest) > 0 {
		d.Notes = append(d.Notes, Untold)
	}
	for _, r := range e.Rest {
		w.comment(firstOf(r.Heading, "?"), r.Value)
	}
	w.line("draft: true # from line %d of the sheet %s; read it, and remove this line", e.Row, quoted(e.Sheet))
	d.Text = w.b.Bytes()
	return d
}

// role: a record that names others as controllers for each line is a processor's.
func (e Entry) role(w *writer) {
	w.comment("joint with", e.Values[Joint])
	if e.Values[Controller] != "" && e.Values[Purpose] == "" {
		w.line("role: processor")
	}
	w.comment("controller", e.Values[Controller])
}

func (e Entry) basis(w *writer, d *Draft) {
	article, more := basisOf(e.Values[Basis])
	switch {
	case article == "":
		d.Notes = append(d.Notes, NoBasis)
	case more:
		d.Notes = append(d.Notes, ManyBases)
	}
	w.comment("legal basis", e.Values[Basis])
	if article == "" {
		w.comment("law", e.Values[Law])
		w.comment("interest", e.Values[Interest])
		return
	}
	d.Basis = article
	w.line("basis:")
	w.line("  article: %s", article)
	if statute := oneLine(e.Values[Law]); cited(statute) && (article == "6.1.c" || article == "6.1.e") {
		w.line("  law: %s", quoted(statute))
	} else {
		w.comment("law", e.Values[Law])
	}
	if interest := oneLine(e.Values[Interest]); interest != "" && article == "6.1.f" {
		w.line("  interest:")
		w.line("    interest: {%s: %s}", w.lang, quoted(interest))
		return
	}
	w.comment("interest", e.Values[Interest])
}

// cited reports whether a text names a statute: one of our rules by its id, or any
// in words.
func cited(text string) bool {
	_, err := law.Versions(text)
	return err == nil || strings.Contains(text, " ")
}

func (e Entry) lists(w *writer, d *Draft) {
	w.names("subjects", e.Values[Subjects], subjectOf)
	categories, rest := categoriesOf(e.Values[Data])
	special, more := categoriesOf(e.Values[Special])
	names := []string{}
	for _, c := range append(categories, special...) {
		names = append(names, string(c))
	}
	if len(names) > 0 {
		w.line("needs: [%s]", strings.Join(unique(names), ", "))
	}
	if len(rest)+len(more) > 0 {
		d.Notes = append(d.Notes, SomeData)
		w.comment("data", e.Values[Data])
	}
	w.names("recipients", e.Values[Recipients], slug)
	w.comment("recipients", e.Values[Recipients])
}

// names writes a list of names, each once.
func (w *writer) names(key, text string, name func(string) string) {
	var all []string
	for _, part := range parts(text) {
		if n := name(part); n != "" {
			all = append(all, quoted(n))
		}
	}
	if len(all) > 0 {
		w.line("%s: [%s]", key, strings.Join(unique(all), ", "))
	}
}

func unique(all []string) (out []string) {
	seen := map[string]bool{}
	for _, s := range all {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

func (e Entry) keep(w *writer, d *Draft) {
	if keep, ok := keepOf(e.Values[Keep], oneLine(e.Values[Law])); ok {
		d.Keep = oneLine(e.Values[Keep])
		w.line("keep: %s", yaml(keep))
	} else if d.Keep = periodOf(e.Values[Keep]); d.Keep == "" {
		d.Notes = append(d.Notes, NoKeep)
	} else {
		w.line("keep: {period: %s}", d.Keep)
	}
	w.comment("kept", e.Values[Keep])
}
