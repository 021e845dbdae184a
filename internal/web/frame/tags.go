package frame

import (
	"html"
	"strings"
)

// tag is one of a page that our templates made: its attributes are quoted, and what
// stands in them is escaped.
type tag struct {
	name       string // "/form" where one ends
	start, end int    // of "<" and behind ">"
	attrs      map[string]span
}

// span is an attribute from the blank before it; value is what stands in quotes.
type span struct{ start, end, value, valueEnd int }

// nextTag is the first tag from a place on; its name is empty behind the last.
func nextTag(page string, from int) tag {
	for {
		open := strings.IndexByte(page[from:], '<')
		if open < 0 {
			return tag{}
		}
		t := tag{start: from + open, attrs: map[string]span{}}
		at := t.start + 1
		for at < len(page) && (page[at] == '/' || page[at] == '-' || page[at] >= '0' && page[at] <= '9' || page[at] >= 'a' && page[at] <= 'z') {
			at++
		}
		if t.name = page[t.start+1 : at]; t.name != "" && t.close(page, at) {
			return t
		}
		from = t.start + 1
	}
}

// close reads the attributes; false where the tag does not end.
func (t *tag) close(page string, at int) bool {
	for at < len(page) {
		before := at
		for at < len(page) && strings.IndexByte(" \n\t", page[at]) >= 0 {
			at++
		}
		if at == len(page) {
			return false
		}
		if page[at] == '>' {
			t.end = at + 1
			return true
		}
		nameEnd := at + strings.IndexAny(page[at:]+">", " \n\t=>")
		a := span{before, nameEnd, nameEnd, nameEnd}
		if strings.HasPrefix(page[min(nameEnd, len(page)):], `="`) {
			a.value = nameEnd + 2
			length := strings.IndexByte(page[a.value:], '"')
			if length < 0 {
				return false
			}
			a.valueEnd = a.value + length
			a.end = a.valueEnd + 1
		}
		t.attrs[page[at:min(nameEnd, len(page))]] = a
		at = max(a.end, at+1)
	}
	return false
}

// of is the value of an attribute, empty where there is none.
func (t tag) of(page, name string) string {
	a, ok := t.attrs[name]
	if !ok {
		return ""
	}
	return html.UnescapeString(page[a.value:a.valueEnd])
}

func (t tag) has(name string) bool { _, ok := t.attrs[name]; return ok }

// closing is where an element of this name ends that begins before a place: the
// start and the end of its closing tag.
func closing(page, name string, from int) (start, end int) {
	for t := nextTag(page, from); t.name != ""; t = nextTag(page, t.end) {
		if t.name == "/"+name {
			return t.start, t.end
		}
	}
	return len(page), len(page)
}
