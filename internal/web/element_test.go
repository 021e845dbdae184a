package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/web/account"
)

// filled is what a browser would send of the form of the last page, by the button
// that was pressed.
func (s *somebody) filled(change url.Values, do string) url.Values {
	s.Helper()
	_, body, _ := strings.Cut(s.page, `class="element"`)
	body, _, _ = strings.Cut(body, "</form>")
	values := url.Values{"do": {do}}
	for _, m := range regexp.MustCompile(`(?s)<input\b([^>]*)>|<textarea\b([^>]*)>(.*?)</textarea>|<select\b([^>]*)>(.*?)</select>`).FindAllStringSubmatch(body, -1) {
		a := attributes(m[1] + m[2] + m[4])
		name, value := a["name"], a["value"]
		switch {
		case name == "" || name == "_token", a["type"] == "checkbox" && !strings.Contains(m[1], " checked"):
			continue
		case m[2] != "":
			value = html.UnescapeString(m[3])
		case m[4] != "":
			if chosen := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(m[5]); chosen != nil {
				value = html.UnescapeString(chosen[1])
			}
		}
		values.Add(name, value)
	}
	for name, all := range change {
		values[name] = all
	}
	return values
}

// holds fails when a text stands nowhere in the last page, fields included.
func (s *somebody) holds(texts ...string) {
	s.Helper()
	for _, text := range texts {
		if !strings.Contains(s.page, text) {
			s.Errorf("%s does not hold %q", s.path, text)
		}
	}
}

// An activity is changed by its form: what is wrong stands beside its part and
// nothing is lost; rows come and go without script; what is saved is the file as it
// was with that one line changed.
func TestAnElementIsChangedByItsForm(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	siv := h.with("Siv Ström", account.Systems)
	const form = "/register/form/activity"
	siv.see(form + "?name=bookkeeping")
	before := siv.file("activities/bookkeeping.yaml")
	siv.see(form + "?name=bookkeeping")

	if r := siv.submit(form, siv.filled(url.Values{"f.keep.law": {"SE-NONE"}, "f.title.en": {"Books"}}, "save")); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a law that is none: %s", r.Status)
	}
	siv.says("Det finns ingen regel ‘SE-NONE’. varsam law rules räknar upp dem.")
	siv.holds("Books")
	siv.submit(form, siv.filled(url.Values{"f.keep.law": {"SE-BFL"}}, "check"))
	siv.says("Det här skulle ändras", "Books")
	siv.submit(form, siv.filled(nil, "save"))
	siv.says("Ändringen gäller nu")
	after := siv.file("activities/bookkeeping.yaml")
	if changed := differing(before, after); len(changed) != 1 || !strings.Contains(changed[0], "Books") {
		t.Errorf("the file changed in %q", changed)
	}
	siv.see("/register/history/activity?name=bookkeeping", "Siv Ström", "Books")
	siv.submit("/register/history/activity", url.Values{"name": {"bookkeeping"}, "version": {siv.value("version")}, "number": {siv.value("number")}})
	siv.says("det gäller nu")
	if now := siv.file("activities/bookkeeping.yaml"); now != before {
		t.Errorf("what was taken back left\n%s", strings.Join(differing(before, now), "\n"))
	}

	siv.see("/register/form/system?name=crm")
	siv.submit("/register/form/system", siv.filled(nil, "add:measures"))
	rows := strings.Count(siv.page, `class="row rows"`)
	siv.submit("/register/form/system", siv.filled(url.Values{"f.title.sv": {"Kunderna"}}, "add:measures"))
	if now := strings.Count(siv.page, `class="row rows"`); now != rows+1 || !strings.Contains(siv.page, "Kunderna") {
		t.Errorf("%d rows became %d", rows, now)
	}
}

// differing are the lines that two texts do not share.
func differing(a, b string) (all []string) {
	for line := range strings.Lines(b) {
		if !strings.Contains(a, line) {
			all = append(all, line)
		}
	}
	return all
}

// Two people change one element: the later sees what the first made, loses nothing
// and overwrites nothing. Two elements are no matter.
func TestTwoPeopleChangeOneElement(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, siv := h.first(), h.with("Siv Ström", account.Systems)
	const form = "/register/form/activity"
	astrid.see(form + "?name=bookkeeping")
	siv.see(form + "?name=contacts")
	siv.submit(form, siv.filled(url.Values{"f.title.en": {"People"}}, "save"))
	siv.see(form + "?name=bookkeeping")
	siv.submit(form, siv.filled(url.Values{"f.title.en": {"Books"}, "f.owner": {"Ekonomi"}}, "save"))
	if r := astrid.submit(form, astrid.filled(url.Values{"f.title.en": {"Ledgers"}, "f.title.sv": {"Böcker"}}, "save")); r.StatusCode != http.StatusConflict {
		t.Errorf("the slower one: %s", r.Status)
	}
	astrid.says("Någon annan har ändrat samma sak", "Siv Ström", "Books")
	astrid.holds("Ledgers", "Böcker", "Ekonomi")
	astrid.submit(form, astrid.filled(nil, "save"))
	astrid.says("Ändringen gäller nu")
	if now := astrid.file("activities/bookkeeping.yaml"); !strings.Contains(now, "Ledgers") || !strings.Contains(now, "Böcker") || !strings.Contains(now, "Ekonomi") || strings.Contains(now, "Books") {
		t.Errorf("what stands there now:\n%s", now)
	}
	if now := astrid.file("activities/contacts.yaml"); !strings.Contains(now, "People") {
		t.Error("another element's change is lost")
	}
}

// New, copied, removed, taken back: with what depends on it told.
func TestElementsComeAndGo(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	astrid.see("/register/form/activity")
	if r := astrid.submit("/register/form/activity", astrid.filled(url.Values{"own": {"bookkeeping"}, "f.title.sv": {"Ny"}}, "save")); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a name that is taken: %s", r.Status)
	}
	astrid.says("Det namnet är upptaget", "Ny")
	astrid.submit("/register/form/activity", astrid.filled(url.Values{"own": {"visits"}, "f.basis.article": {"6.1.a"}}, "save"))
	astrid.says("Ändringen gäller nu")
	astrid.see("/register/form/field?name=crm&collection=contacts")
	astrid.submit("/register/form/field", astrid.filled(url.Values{"own": {"shoe size"}, "f.data": {"behaviour.preference"}}, "save"))
	astrid.see("/register/systems/crm", "shoe size")
	astrid.see("/register/form/collection?name=crm&copy=contacts")
	astrid.submit("/register/form/collection", astrid.filled(url.Values{"own": {"contacts_old"}}, "save"))
	astrid.says("Ändringen gäller nu")
	if text := astrid.file("systems/crm.yaml"); !strings.Contains(text, "contacts_old:") || strings.Count(text, "shoe size") != 2 {
		t.Errorf("the copy:\n%s", text)
	}

	astrid.see("/register/remove/activity?name=bookkeeping", "hänvisar hit")
	if strings.Contains(astrid.page, `action="/register/remove/activity"`) {
		t.Error("what others name can be removed")
	}
	astrid.see("/register/remove/activity?name=visits", "Inget annat i registret hänvisar hit")
	astrid.submit("/register/remove/activity", url.Values{"name": {"visits"}, "version": {astrid.value("version")}})
	astrid.says("Borttaget", "Ta tillbaka")
	astrid.submit("/register/history/activity", url.Values{"name": {"visits"}, "version": {astrid.value("version")}, "number": {astrid.value("number")}})
	astrid.see("/register/activities/visits")
}

// Every part of every form has a name and, where the schema says what it is for, a
// word about it, in Swedish and in English.
func TestPartsHaveWords(t *testing.T) {
	t.Parallel()
	for _, lang := range []varsam.Lang{varsam.Swedish, varsam.English} {
		say := locale.For(lang)
		var look func(kind string, parts []register.Shape, path []string)
		look = func(kind string, parts []register.Shape, path []string) {
			for _, p := range parts {
				steps := append(path[:len(path):len(path)], p.Key)
				keys := []string{"form." + kind + "." + strings.Join(steps, ".")}
				for i := range steps {
					keys = append(keys, "form.part."+strings.Join(steps[i:], "."))
				}
				named := false
				for _, key := range keys {
					named = named || say.Has(key)
				}
				if !named {
					t.Errorf("%s: %s.%s has no name", lang, kind, strings.Join(steps, "."))
				}
				look(kind, p.Parts, steps)
			}
		}
		for _, kind := range register.Kinds {
			look(string(kind), register.Shapes(kind), nil)
		}
	}
}
