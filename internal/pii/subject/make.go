package subject

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/needle"
)

// leastOwn is the shortest identifier of an organisation's own types that is looked for: a customer number 17 stands in every other
// text.
const leastOwn = 6

// FullName is the least score of a name that has a given name in full.
const FullName = nameAlone

// What an identifier is worth alone.
const (
	numberAlone  pii.Score = 0.95
	nameAlone    pii.Score = 0.4
	addressAlone pii.Score = 0.4
	userAlone    pii.Score = 0.4
	initialAlone pii.Score = 0.2
	context      pii.Score = 0
)

// maker fills a Searcher.
type maker struct {
	opts    Options
	finnish bool // texts may be
	s       *Searcher
	needles [][]byte
	known   map[string]int // needles by their text
}

// take makes needles of one identifier; false when it cannot be looked for.
func (m *maker) take(person int, id varsam.Identifier) bool {
	value := strings.TrimSpace(id.Value)
	switch id.Type {
	case Name:
		return m.name(person, value)
	case Address:
		return m.address(person, value)
	case Town, Employer:
		return m.phrase(m.id(person, id.Type, id.Type, context), words(value, false))
	case UserName:
		return m.exact(m.id(person, UserName, Name, userAlone), value)
	case varsam.Email:
		return m.email(person, value)
	case varsam.Phone, varsam.NationalID:
		return m.national(person, id.Type, value)
	}
	return m.own(person, id.Type, value)
}

func (m *maker) id(person int, typ, source varsam.IdentifierType, base pii.Score) int32 {
	m.s.ids = append(m.s.ids, identifier{person, typ, source, base})
	return int32(len(m.s.ids) - 1)
}

// needle adds a literal, or one more thing that it is part of.
func (m *maker) needle(text []byte, a anchor) {
	i, ok := m.known[string(text)]
	if !ok {
		i = len(m.needles)
		m.known[string(text)] = i
		m.needles = append(m.needles, text)
		m.s.anchors = append(m.s.anchors, nil)
	}
	if !slices.Contains(m.s.anchors[i], a) {
		m.s.anchors[i] = append(m.s.anchors[i], a)
	}
}

// own is a number, with or without letters before it, or a word of the organisation's own.
func (m *maker) own(person int, typ varsam.IdentifierType, value string) bool {
	if utf8.RuneCountInString(value) < leastOwn {
		return false
	}
	id := m.id(person, typ, typ, numberAlone)
	if prefix, digits := lettersAndDigits(value); len(digits) >= leastOwn-1 && len(prefix) <= 3 {
		m.number(id, number{prefix: prefix, digits: digits})
		return true
	}
	return m.exact(id, value)
}

// national is a phone number or a national identity number: each form of its digits, and what is not digits as it stands.
func (m *maker) national(person int, typ varsam.IdentifierType, value string) bool {
	id := int32(-1)
	for _, region := range m.opts.Regions {
		canonical, err := typ.Canonical(value, region, m.opts.Today)
		if err != nil {
			continue
		}
		if id < 0 {
			id = m.id(person, typ, typ, numberAlone)
		}
		if typ == varsam.Phone {
			m.phone(id, canonical, region)
			continue
		}
		for _, spelling := range typ.Spellings(canonical, region) {
			if prefix, digits := lettersAndDigits(spelling); digits != "" {
				m.number(id, number{prefix: prefix, digits: digits, young: young(canonical, digits, m.opts.Today)})
			} else {
				m.exact(id, spelling)
			}
		}
	}
	return id >= 0
}

// email is an address, and its part before the @ for itself where that tells a person from others.
func (m *maker) email(person int, value string) bool {
	canonical, err := varsam.Email.Canonical(value, m.opts.Regions[0], m.opts.Today)
	if err != nil || !m.exact(m.id(person, varsam.Email, varsam.Email, numberAlone), canonical) {
		return false
	}
	user, _, _ := strings.Cut(canonical, "@")
	if utf8.RuneCountInString(user) >= leastOwn && !slices.Contains(roles, user) {
		m.exact(m.id(person, UserName, Name, userAlone), user)
	}
	return true
}

// roles are the parts before the @ of addresses that many share.
var roles = []string{
	"accounts", "anmalan", "bokning", "booking", "contact", "ekonomi", "expedition", "faktura", "finance", "fakturor", "hostmaster",
	"invoice", "kansli", "kontakt", "kontor", "kundservice", "kundtjanst", "mailer-daemon", "newsletter", "no-reply", "noreply", "office",
	"orders", "personal", "postmaster", "privacy", "reception", "registrator", "registry", "security", "service", "styrelsen",
	"support", "toimisto", "asiakaspalvelu", "webmaster",
}

func (m *maker) exact(id int32, text string) bool {
	if len(text) < needle.Least {
		return false
	}
	m.s.exacts = append(m.s.exacts, exact{id, m.s.ids[id].typ})
	a := anchor{kind: isExact, index: int32(len(m.s.exacts) - 1)}
	text = strings.ToLower(text)
	for _, form := range forms(text) {
		m.needle([]byte(form), a)
	}
	if m.s.ids[id].typ == varsam.NationalID && strings.Contains(text, "-") {
		for _, hyphen := range []string{"\u2010", "\u2011", "\u2013", "\u2212"} { // as word processors make them
			m.needle([]byte(strings.Replace(text, "-", hyphen, 1)), a)
		}
	}
	if user, domain, ok := strings.Cut(text, "@"); ok { // as web addresses write it
		m.needle([]byte(user+"%40"+domain), a)
	}
	return true
}

// lettersAndDigits splits "SE45 5000 …" and "K-10442"; digits is empty when it is something else.
func lettersAndDigits(s string) (prefix, digits string) {
	rest := strings.TrimLeftFunc(s, unicode.IsLetter)
	prefix = strings.ToLower(s[:len(s)-len(rest)])
	var all []byte
	for i := 0; i < len(rest); {
		if '0' <= rest[i] && rest[i] <= '9' {
			all = append(all, rest[i])
			i++
			continue
		}
		n := separatorAt([]byte(rest[i:]))
		if n == 0 {
			return "", ""
		}
		i += n
	}
	if len(all) < 5 {
		return "", ""
	}
	return prefix, string(all)
}
