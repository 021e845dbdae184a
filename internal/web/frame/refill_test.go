package frame

import (
	"html"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const formPage = `<main><form method="post" action="/other"><input name="note" value="theirs"></form>
<details class="more"><summary>Mer</summary><form method="post" action="/it"><input type="hidden" name="_token" value="T"><input type="hidden" name="of" value="2">
<input id="note" name="note" required><input name="note" value="old &lt;"><textarea name="text" rows="2">was</textarea>
<select name="kind"><option value="">–</option><option value="a" selected>A</option><option value="b">B</option></select>
<label><input type="radio" name="way" value="x" checked> x</label><label><input type="radio" name="way" value="y"> y</label>
<input type="checkbox" name="box"><input type="password" name="password"><input name="code" autocomplete="one-time-code"><button>Spara</button></form></details></main>`

// What was sent stands in the form again, whatever it is, and nothing else of the page
// is another.
func TestRefill(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.OneOf(rapid.StringMatching(`[^\x00-\x08\x0b-\x1f]*`), rapid.SampledFrom([]string{`"><script>`, "\n\nrad", "</textarea>", "&amp;", "{{.}}", "'"}))
		text := func(name string) string { return strings.ReplaceAll(words.Draw(t, name), "\r", "") }
		sent := url.Values{"note": {text("first"), text("second")}, "text": {text("text")}, "kind": {"b"}, "way": {"y"}, "box": {"on"}, "of": {"2"}, "password": {"secret"}, "code": {"123"}}
		got, ok := refill{action: "/it", sent: sent, says: "Nej."}.on(formPage, "/page")
		if !ok {
			t.Fatal("the form was not found")
		}
		e := html.EscapeString
		area := e(sent["text"][0])
		if strings.HasPrefix(area, "\n") {
			area = "\n" + area
		}
		want := strings.NewReplacer(
			`<details class="more">`, `<details class="more" open>`,
			`action="/it">`, `action="/it"><div class="notice bad" role="alert" tabindex="-1" autofocus><p>Nej.</p></div>`,
			`name="note" required>`, `name="note" required value="`+e(sent["note"][0])+`">`,
			`name="note" value="old &lt;">`, `name="note" value="`+e(sent["note"][1])+`">`,
			`>was<`, `>`+area+`<`,
			`value="a" selected`, `value="a"`, `value="b"`, `value="b" selected`,
			`value="x" checked`, `value="x"`, `value="y"`, `value="y" checked`, `name="box"`, `name="box" checked`,
		).Replace(formPage)
		if got != want {
			t.Fatalf("the page is\n%s\nwant\n%s", got, want)
		}
	})
}

// Words about one field stand beside it.
func TestRefillBeside(t *testing.T) {
	t.Parallel()
	got, ok := refill{action: "/it", sent: url.Values{"kind": {"b"}, "note": {"x"}}, says: "Välj en.", field: "kind"}.on(formPage, "/page")
	if !ok || !strings.Contains(got, `<select name="kind" aria-invalid="true" autofocus aria-describedby="kind-fault">`) || strings.Contains(got, "notice") ||
		!strings.Contains(got, `</select><span class="fault" role="alert" id="kind-fault">Välj en.</span>`) {
		t.Errorf("%v: %s", ok, got)
	}
}

// A page without the form, with two alike, or with nothing that was written is left.
func TestNothingToRefill(t *testing.T) {
	t.Parallel()
	some := url.Values{"note": {"x"}}
	twice := strings.ReplaceAll(formPage, `action="/other"`, `action="/it"`)
	for name, c := range map[string]struct {
		action, page string
		sent         url.Values
	}{
		"no such form":   {"/nothing", formPage, some},
		"two alike":      {"/it", twice, some},
		"nothing in it":  {"/it", formPage, url.Values{"note": {""}, "password": {"secret"}}},
		"no page at all": {"/it", "", some},
		"a broken page":  {"/it", `<form method="post" action="/it"><input name="note`, some},
	} {
		if got, ok := (refill{action: c.action, sent: c.sent}).on(c.page, "/page"); ok {
			t.Errorf("%s is %s", name, got)
		}
	}
}

// No page and no form breaks it.
func TestAnyPage(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"<", ">", `"`, "form", " method=", `"post"`, " action=", `"/it"`, "<input", " name=", `"note"`, "</form>", "<textarea", "<select", "<option", "<details", "/", "=", "-", "x", "\n"})
	rapid.Check(t, func(t *rapid.T) {
		page := strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "page"), "")
		_, _ = refill{action: "/it", sent: url.Values{"note": {"x", "y"}}, field: "note"}.on(page, "/it")
	})
}
