package document

import (
	"strings"
	"unicode"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

// t is a sentence of the catalogue, or the template's own.
func (c *composer) t(key string, args ...string) string {
	c.heard(key)
	return c.p.T(key, args...)
}

func (c *composer) heard(key string) {
	if c.ownWords[key] {
		c.look("templates/" + string(c.doc.Kind) + "/say/" + key)
	}
	if !c.p.Translated(key) {
		c.foreign = varsam.English
	}
}

// words is a text of the register.
func (c *composer) words(w varsam.Words, path string) string {
	text := inline(w.In(c.Lang))
	if text == "" {
		return ""
	}
	c.look(path)
	if !w.Has(c.Lang) {
		c.foreign = nearest(w, c.Lang)
	}
	return text
}

// nearest is the language that a text falls back to.
func nearest(w varsam.Words, lang varsam.Lang) varsam.Lang {
	text := w.In(lang)
	switch text {
	case w.EN:
		return varsam.English
	case w.SVFI:
		return varsam.FinlandSwedish
	case w.SV:
		return varsam.Swedish
	}
	return varsam.Finnish
}

// raw is a text of the register that has one language only: a name, an address.
func (c *composer) raw(s, path string) string {
	if s = inline(s); s != "" {
		c.look(path)
	}
	return s
}

// ruled is a text of the law, which has Finnish words where the law is Finnish.
func (c *composer) ruled(w varsam.Words) string {
	if !w.Has(c.Lang) && c.Lang == varsam.Finnish {
		c.foreign = nearest(w, c.Lang)
	}
	return c.p.In(w)
}

func (c *composer) list(words []string) string { return c.p.List(words) }

func (c *composer) organisation() string {
	if title := c.words(c.reg.Organisation.Title, "organisation/title"); title != "" {
		return title
	}
	return c.raw(c.reg.Organisation.Name, "organisation/organisation")
}

// party is a party by its title; a recipient that is no party, in its own words.
func (c *composer) party(name string) string {
	p, ok := c.reg.Party(name)
	if !ok {
		if key := "recipient." + name; c.p.Has(key) {
			return c.t(key)
		}
		return inline(name)
	}
	if title := c.words(p.Title, "parties/"+name+"/title"); title != "" {
		return title
	}
	return inline(name)
}

func (c *composer) system(name string) string {
	s, _ := c.reg.System(name)
	if title := c.words(s.Title, "systems/"+name+"/title"); title != "" {
		return title
	}
	return inline(name)
}

func (c *composer) collection(system string, coll register.Collection) string {
	if title := c.words(coll.Title, "systems/"+system+"/collections/"+coll.Name+"/title"); title != "" {
		return title
	}
	return inline(coll.Name)
}

func (c *composer) activity(a register.Activity) string {
	if title := c.words(a.Title, "activities/"+a.Name+"/title"); title != "" {
		return title
	}
	return inline(a.Name)
}

// subject is a group of people, by our word or the register's own.
func (c *composer) subject(name string) string {
	if key := "subject." + name; c.p.Has(key) {
		return c.t(key)
	}
	return inline(name)
}

// category is a kind of data. One of the organisation's own is named by the
// nearest that is known.
func (c *composer) category(k varsam.Category) string {
	for name := string(k); name != ""; name = parent(name) {
		if key := "category." + name; c.p.Has(key) {
			return c.t(key)
		}
		if info, ok := register.CategoryOf(varsam.Category(name)); ok && string(info.Key) == name {
			if !info.Words.Has(c.Lang) {
				c.foreign = nearest(info.Words, c.Lang)
			}
			return info.Words.In(c.Lang)
		}
	}
	return inline(string(k))
}

func (c *composer) categories(all []varsam.Category) []string {
	var words []string
	for _, k := range all {
		words = unique(append(words, c.category(k)))
	}
	return words
}

func parent(name string) string {
	dot := strings.LastIndexByte(name, '.')
	return name[:max(dot, 0)]
}

func (c *composer) country(code string) string {
	if key := "country." + code; c.p.Has(key) {
		return c.t(key)
	}
	return code
}

// contact is how to reach somebody, a line each.
func (c *composer) contact(k register.Contact, path string) []string {
	return full([]string{
		c.raw(k.Name, path+"/name"), c.raw(k.Address, path+"/address"), c.raw(k.Email, path+"/email"), c.raw(k.Phone, path+"/phone"), c.raw(k.Web, path+"/web"),
	})
}

// capital begins a line.
func capital(s string) string { return locale.Capital(s) }

func unique(all []string) (out []string) {
	seen := map[string]bool{}
	for _, s := range all {
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// inline makes a foreign text safe inside a sentence: one line, without control
// and direction characters.
func inline(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.Join(strings.Fields(s), " ")
}
