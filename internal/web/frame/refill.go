package frame

import (
	"cmp"
	"html"
	"net/url"
	"slices"
	"strings"
)

// refill is a form that was refused, with the page that it stands on.
type refill struct {
	action string // where it was sent
	sent   url.Values
	says   string // what is wrong with it, as markup
	field  string // what that is about; empty for all of it

	page    string
	own     string // the page's path: where a form without an action is sent
	edits   []edit
	holds   bool // something that was sent stands in it again
	beside  bool // the words stand beside their field
	visited map[string]int
}

// edit replaces a piece of the page.
type edit struct {
	start, end int
	text       string
}

// on is a page with the form as it was sent, opened, and with what is wrong; false
// where the page has no such form, or nothing was written in it.
func (r refill) on(page, path string) (string, bool) {
	r.page, r.own = page, path
	form, inside := r.find()
	if form.name == "" {
		return "", false
	}
	r.visited = map[string]int{}
	for _, t := range inside {
		r.open(t)
	}
	_, end := closing(r.page, "form", form.end)
	for t := nextTag(r.page, form.end); t.name != "" && t.start < end; t = nextTag(r.page, t.end) {
		r.element(t)
	}
	if !r.holds {
		return "", false
	}
	if !r.beside {
		r.put(form.end, `<div class="notice bad" role="alert" tabindex="-1" autofocus><p>`+r.says+`</p></div>`)
	}
	return r.edited(), true
}

// find is the form that was sent, and what is folded around it. A page may have one
// for each of many things: then it is the one that has most of what was sent hidden in
// it, unless two have as much.
func (r *refill) find() (form tag, inside []tag) {
	var around []tag
	best, twice := -1, false
	for t := nextTag(r.page, 0); t.name != ""; t = nextTag(r.page, t.end) {
		switch {
		case t.name == "details":
			around = append(around, t)
		case t.name == "/details" && len(around) > 0:
			around = around[:len(around)-1]
		case t.name == "form" && t.of(r.page, "method") == "post" && r.goes(t) == r.action:
			same := r.sameHidden(t)
			twice = twice && same <= best || same == best
			if same > best {
				best, form, inside = same, t, slices.Clone(around)
			}
		}
	}
	if twice {
		return tag{}, nil
	}
	return form, inside
}

func (r *refill) goes(form tag) string {
	if action, _, _ := strings.Cut(form.of(r.page, "action"), "?"); action != "" {
		return action
	}
	return r.own
}

// sameHidden counts what a form has hidden and was sent so.
func (r *refill) sameHidden(form tag) (n int) {
	_, end := closing(r.page, "form", form.end)
	for t := nextTag(r.page, form.end); t.name != "" && t.start < end; t = nextTag(r.page, t.end) {
		name := t.of(r.page, "name")
		if t.name == "input" && t.of(r.page, "type") == "hidden" && name != tokenField && slices.Contains(r.sent[name], t.of(r.page, "value")) {
			n++
		}
	}
	return n
}

func (r *refill) element(t tag) {
	name := t.of(r.page, "name")
	switch {
	case t.name == "details":
		r.open(t)
	case name == "" || name == tokenField:
	case t.name == "input":
		r.input(t, name)
	case t.name == "textarea":
		start, end := closing(r.page, "textarea", t.end)
		text := html.EscapeString(r.next(name))
		if strings.HasPrefix(text, "\n") { // one at the beginning is none of the text
			text = "\n" + text
		}
		r.replace(t.end, start, text)
		r.fault(t, name, end)
	case t.name == "select":
		_, end := closing(r.page, "select", t.end)
		r.options(t.end, end, name)
		r.fault(t, name, end)
	}
}

func (r *refill) input(t tag, name string) {
	switch t.of(r.page, "type") {
	case "hidden", "password", "file", "submit", "button":
		return
	case "radio", "checkbox":
		r.mark(t, "checked", slices.Contains(r.sent[name], cmp.Or(t.of(r.page, "value"), "on")))
		return
	}
	if t.of(r.page, "autocomplete") == "one-time-code" {
		return
	}
	value := ` value="` + html.EscapeString(r.next(name)) + `"`
	if a, ok := t.attrs["value"]; ok {
		r.replace(a.start, a.end, value)
	} else {
		r.put(t.end-1, value)
	}
	r.fault(t, name, t.end)
}

// options chooses what was chosen.
func (r *refill) options(from, to int, name string) {
	for t := nextTag(r.page, from); t.name != "" && t.start < to; t = nextTag(r.page, t.end) {
		if t.name != "option" {
			continue
		}
		value := t.of(r.page, "value")
		if !t.has("value") {
			text, _ := closing(r.page, "option", t.end)
			value = html.UnescapeString(strings.TrimSpace(r.page[t.end:text]))
		}
		r.mark(t, "selected", slices.Contains(r.sent[name], value))
	}
}

// next is what was sent for the next field of a name, and notes that there is some.
func (r *refill) next(name string) string {
	i := r.visited[name]
	r.visited[name]++
	if i >= len(r.sent[name]) {
		return ""
	}
	if r.sent[name][i] != "" {
		r.holds = true
	}
	return r.sent[name][i]
}

// mark sets or takes away an attribute without a value.
func (r *refill) mark(t tag, attribute string, on bool) {
	r.holds = r.holds || on
	a, is := t.attrs[attribute]
	switch {
	case is && !on:
		r.replace(a.start, a.end, "")
	case on && !is:
		r.put(t.end-1, " "+attribute)
	}
}

func (r *refill) open(t tag) {
	if !t.has("open") {
		r.put(t.end-1, " open")
	}
}

// fault puts the words beside the field that they are about.
func (r *refill) fault(t tag, name string, end int) {
	if r.beside || name != r.field {
		return
	}
	r.beside = true
	id := cmp.Or(t.of(r.page, "id"), name) + "-fault"
	r.put(t.end-1, ` aria-invalid="true" autofocus aria-describedby="`+html.EscapeString(id)+`"`)
	r.put(end, `<span class="fault" role="alert" id="`+html.EscapeString(id)+`">`+r.says+`</span>`)
}

func (r *refill) put(at int, text string) { r.replace(at, at, text) }
func (r *refill) replace(start, end int, text string) {
	r.edits = append(r.edits, edit{start, end, text})
}

// edited is the page with all edits, in the order of their places.
func (r *refill) edited() string {
	slices.SortStableFunc(r.edits, func(a, b edit) int { return a.start - b.start })
	var b strings.Builder
	at := 0
	for _, e := range r.edits {
		b.WriteString(r.page[at:e.start])
		b.WriteString(e.text)
		at = e.end
	}
	b.WriteString(r.page[at:])
	return b.String()
}
