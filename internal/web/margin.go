package web

import (
	"html/template"
	"strconv"
	"strings"
	"sync"

	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// chrome is what stands around every page of the staff.
type chrome struct {
	Who    visitor
	Demo   bool
	Copy   bool
	Margin template.HTML
}

func (o *Office) chrome(v *frame.Visit) any {
	w, ok := v.Who.(visitor)
	c := chrome{Who: w, Demo: o.Demo, Copy: o.Copy}
	if ok {
		c.Margin = o.margins.of(v, o.links(v, w))
	}
	return c
}

// margin is the links beside a page.
type margin struct {
	Says  string
	Links []link
}

// link is one in the margin.
type link struct {
	Href    string
	Says    string
	Icon    template.HTML
	Current bool
	Count   int
}

func (o *Office) links(v *frame.Visit, w visitor) margin {
	m := margin{Says: v.T("web.nav"), Links: make([]link, 0, len(links))}
	for _, l := range links {
		if w.May(l.may) {
			path, below := strings.CutPrefix(v.R.URL.Path, l.href)
			here := below && (path == "" || l.href != "/" && path[0] == '/')
			m.Links = append(m.Links, link{l.href, v.T(l.key), icons[l.icon], here, o.counts.of(l.href)})
		}
	}
	return m
}

// margins are those that were drawn: they change with the language, the role, the
// page and the counts, and there are few of them.
type margins struct {
	mu    sync.Mutex
	drawn map[string]template.HTML
}

const mostMargins = 512

func (m *margins) of(v *frame.Visit, want margin) template.HTML {
	name := append(make([]byte, 0, 256), v.Lang()...)
	for _, l := range want.Links {
		name = append(append(name, ' '), l.Href...)
		name = strconv.AppendInt(strconv.AppendBool(name, l.Current), int64(l.Count), 10)
	}
	m.mu.Lock()
	made, ok := m.drawn[string(name)]
	m.mu.Unlock()
	if ok {
		return made
	}
	made = v.Piece("margin", want)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.drawn == nil || len(m.drawn) >= mostMargins {
		m.drawn = map[string]template.HTML{}
	}
	m.drawn[string(name)] = made
	return made
}

// links are the pages in the margin, in their order.
var links = []struct {
	href, key, icon string
	may             account.May
}{
	{"/", "web.todo", "todo", account.SeeWork},
	{"/requests", "web.requests", "requests", account.SeeWork},
	{"/claims", "web.claims", "claims", account.SeeWork},
	{"/proposals", "web.proposals", "proposals", account.SeeWork},
	{"/letters", "web.post", "post", account.SeeWork},
	{"/tasks", "web.tasks", "tasks", account.SeeWork},
	{"/culling", "web.culling", "culling", account.SeeWork},
	{"/duties", "web.duties", "duties", account.SeeWork},
	{"/mailboxes", "web.mailboxes", "mailboxes", account.SeeSelf},
	{"/register", "web.register", "register", account.SeeWork},
	{"/publishing", "web.publishing", "publishing", account.SeeWork},
	{"/evidence", "web.evidence", "evidence", account.SeeWork},
	{"/search", "web.search.person", "search", account.SeeValues},
	{"/people", "web.people", "people", account.ManageUser},
	{"/programs", "web.programs", "programs", account.ManageUser},
}
