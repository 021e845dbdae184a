package web_test

import (
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// Whatever form of whatever page is refused, it comes back as it was sent, on the page
// where it stood and with what is wrong: nobody writes anything twice.
func TestARefusedFormComesBack(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	shown := h.gallery()
	astrid := h.nobody()
	astrid.again()
	done, refused := map[string]bool{}, 0
	for _, path := range slices.Concat(shown.outside, shown.kinds, shown.staff) {
		astrid.get(path)
		for _, f := range forms(path, astrid.page) {
			shape := anyNumber.ReplaceAllString(f.action, "*") + " " + strings.Join(f.fields, " ")
			if done[shape] {
				continue
			}
			done[shape] = true
			for _, everywhere := range []bool{true, false} {
				values, _ := f.filledWith(written, everywhere)
				r := astrid.throws(f, values, nil)
				if r.StatusCode < http.StatusBadRequest {
					break // it was taken; the next would be about something that is done
				}
				if lost := astrid.lost(f, values); len(lost) > 0 && r.StatusCode != http.StatusNotFound {
					t.Errorf("%s: a form for %s is answered %s and has lost %v:\n%.600s", path, f.action, r.Status, lost, text(astrid.page))
				}
				refused++
			}
		}
	}
	if refused < 40 {
		t.Errorf("only %d forms were refused", refused)
	}
	t.Logf("%d of %d forms were refused", refused, len(done))
}

// lost are the fields of a form whose words no form of the last page has.
func (s *somebody) lost(f pageForm, sent url.Values) (names []string) {
	kept := map[string][]string{}
	for _, m := range fieldTag.FindAllStringSubmatch(s.page, -1) {
		a := attributes(m[2])
		value := a["value"]
		if m[1] == "textarea" {
			value = strings.TrimPrefix(html.UnescapeString(m[3]), "\n")
		}
		kept[a["name"]] = append(kept[a["name"]], value)
	}
	for _, m := range fieldTag.FindAllStringSubmatch(f.body, -1) {
		a := attributes(m[2])
		name := a["name"]
		if m[1] == "select" || a["type"] == "password" || a["autocomplete"] == "one-time-code" { // what is no choice cannot stand there, and secrets must not
			continue
		}
		if slices.Contains(sent[name], written) && !slices.Contains(kept[name], written) {
			names = append(names, name)
		}
	}
	return names
}

// A task that says found, and not what became of it, comes back with words beside
// that field – to staff, and to its owner behind a link.
func TestAnAnswerThatSaysTooLittleComesBack(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(nil)
	h.work()
	astrid.approvesAndRuns(at)
	astrid.see("/tasks")
	var task pageForm
	for _, f := range forms("/tasks", astrid.page) {
		if slices.Contains(f.fields, "became") {
			task = f
		}
	}
	little := url.Values{"found": {"found"}, "records": {"3"}, "proof": {written}, "copy": {"Namn: Anna\n\"Exempel\" <b>"}}
	if r := astrid.submit(task.action, little); r.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("it is answered %s", r.Status)
	}
	for _, stands := range []string{
		`name="found" value="found" required checked`, `name="records" value="3"`, `value="` + written + `"`, ">Namn: Anna\n&#34;Exempel&#34; &lt;b&gt;</textarea>",
		`class="more answer" open`, `aria-invalid="true"`, `class="fault" role="alert"`,
	} {
		if !strings.Contains(astrid.page, stands) {
			t.Errorf("the page has no %s", stands)
		}
	}
	astrid.says("Säg om något hittades och, om det gjorde det, vad det blev av det.")
	little.Set("became", "gone")
	if r := astrid.submit(task.action, little); r.StatusCode != http.StatusOK || strings.Contains(astrid.path, "/tasks") {
		t.Errorf("complete it is answered %s at %s", r.Status, astrid.path)
	}
}
