package web

import (
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountKeys adds the page that says which keys the pages know.
func (o *Office) mountKeys() { o.handle("GET /keys", account.SeeSelf, o.keysPage) }

// shortcut is what some keys do; app.js has those of one letter.
type shortcut struct {
	Keys []string
	Does string // a sentence
}

var shortcuts = []shortcut{
	{[]string{"Tab"}, "web.keys.tab"},
	{[]string{"j", "↓"}, "web.keys.down"},
	{[]string{"k", "↑"}, "web.keys.up"},
	{[]string{"Enter"}, "web.keys.open"},
	{[]string{"n"}, "web.keys.new"},
	{[]string{"?"}, "web.keys.help"},
}

func (o *Office) keysPage(v *frame.Visit) error { return v.Show("keys", shortcuts) }
