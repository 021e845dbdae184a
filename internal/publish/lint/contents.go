package lint

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// need is one of the contents that Art. 13 and 14 ask for.
type need struct {
	code string   // of the finding when it is missing
	by   []string // any of these rules shows it
	when func(*notice) bool
}

// needs in the order of the articles. What is asked for only in some cases has a
// when.
var needs = []need{
	{"no-controller", nil, nil},
	{"no-contact", nil, nil},
	{"no-officer", []string{"officer"}, (*notice).needsOfficer},
	{"no-purpose", []string{"purpose"}, nil},
	{"no-basis", []string{"basis"}, nil},
	{"no-interest", []string{"interest-named"}, func(n *notice) bool { return n.says("basis.interest") != nil }},
	{"no-categories", []string{"categories"}, nil},
	{"no-recipients", []string{"recipients"}, nil},
	{"no-period", []string{"keeping", "period", "period.vague"}, nil},
	{"no-access", []string{"right.access"}, nil},
	{"no-rectification", []string{"right.rectification"}, nil},
	{"no-erasure", []string{"right.erasure"}, nil},
	{"no-restriction", []string{"right.restriction"}, nil},
	{"no-objection", []string{"right.objection"}, (*notice).needsObjection},
	{"no-portability", []string{"right.portability"}, (*notice).needsPortability},
	{"no-withdrawal", []string{"right.withdrawal"}, func(n *notice) bool { return n.says("basis.consent", "accepts-to", "claim.consent") != nil }},
	{"no-complaint", []string{"complaint"}, nil},
	{"no-authority", []string{"authority"}, func(n *notice) bool { return n.says("complaint") != nil }},
	{"no-needed", []string{"needed"}, nil},
	{"no-source", []string{"source"}, nil},
	{"no-logic", []string{"automated.logic", "automated.none"}, func(n *notice) bool { return n.says("automated") != nil }},
	{"no-date", nil, nil},
}

// contents looks for what the law asks for, and reports what is missing.
func (n *notice) contents() []Content {
	all := []Content{}
	if n.processor {
		n.add("processor-text", n.where("role.processor"))
		return all
	}
	for _, need := range needs {
		if need.when != nil && !need.when(n) {
			continue
		}
		at := n.shown(need)
		c := Content{Code: strings.TrimPrefix(need.code, "no-"), Paragraph: texts[need.code].paragraph}
		if at != nil {
			c.Quote = n.quote(*at)
		} else {
			n.add(need.code, nil)
		}
		all = append(all, c)
	}
	n.onlyVague()
	return all
}

func (n *notice) shown(need need) *span {
	switch need.code {
	case "no-controller":
		return n.controller()
	case "no-contact":
		return n.contact()
	case "no-date":
		return n.dated()
	}
	if at := n.where(need.by...); at != nil {
		return at
	}
	if need.code == "no-recipients" {
		for _, m := range append(n.mentions, n.unknownNames()...) {
			return &m.at
		}
	}
	return n.listed(need.by)
}

// farthestLabel is how many sentences a right's name may stand below the heading
// that speaks of rights.
const farthestLabel = 40

// nearList is the same for a row of names.
const nearList = 20

// shortLead is how many words lead to a list of what one can do.
const shortLead = 6

// listed is where a right stands by its name in a list of rights: alone, or with
// others in a row.
func (n *notice) listed(rules []string) *span {
	heading, row := -farthestLabel-1, -farthestLabel-1
	for i, s := range n.sentences {
		if s.heading && s.has("heading.rights") {
			heading = i
		}
		if s.has("rights-heading") || s.has("rights-list") && len(s.words) <= shortLead {
			row = i
		}
		for _, rule := range rules {
			right, ok := strings.CutPrefix(rule, "right.")
			if ok && (i-heading <= farthestLabel && len(s.words) <= 4 && s.has("label."+right) || i-row <= nearList && s.has("bare."+right)) {
				return &span{s.start, s.end}
			}
		}
	}
	return nil
}

// controller is where the text says who is responsible: the word, and a company
// or other body anywhere.
func (n *notice) controller() *span {
	at := n.where("controller")
	if at == nil || n.body() == nil {
		return nil
	}
	return at
}

// forms are the words that companies and other bodies end or begin with.
var forms = wordSet("ab aktiebolag oy oyab oyj abp hb handelsbolag kb kommanditbolag ky ltd limited gmbh inc llc plc as aps asa bv corporation enskild kommun kommunen region regionen stiftelse stiftelsen forening foreningen forbund forbundet universitet universitetet hogskola hogskolan myndigheten verket bolag ekonomisk rf ry tmi toiminimi publ municipality university association foundation group koncernen")

// body is where an organisation is named, by its form or its number.
func (n *notice) body() *span {
	for _, s := range n.sentences {
		for i, w := range s.words {
			if forms[strings.TrimSuffix(w.text, ":s")] && i > 0 || isOrganisationNumber(n.text[w.start:min(len(n.text), w.end+5)]) {
				return &span{w.start, w.end}
			}
		}
	}
	if n.opt.Register == nil {
		return nil
	}
	for _, s := range n.sentences {
		for _, name := range []string{n.opt.Register.Organisation.Title.SV, n.opt.Register.Organisation.Title.EN, n.opt.Register.Organisation.Name} {
			if at := findName(s, name); at != nil {
				return at
			}
		}
	}
	return nil
}

// isOrganisationNumber knows the forms 556000-0000 and 1234567-8.
func isOrganisationNumber(s string) bool {
	digits, rest, ok := strings.Cut(s, "-")
	return ok && strings.Trim(digits, "0123456789") == "" && (len(digits) == 6 && isDigits(rest, 4) || len(digits) == 7 && isDigits(rest, 1))
}

func isDigits(s string, n int) bool {
	return len(s) >= n && strings.Trim(s[:n], "0123456789") == ""
}

// contact is an address of any kind that is not the authority's.
func (n *notice) contact() *span {
	for _, s := range n.sentences {
		for i, w := range s.words {
			if strings.Contains(w.text, "@") && strings.Contains(w.text, ".") && !isAuthoritys(w.text) {
				return &span{w.start, w.end}
			}
			if s.has("contact") && !s.has("authority") && n.isPhone(s.words[i:]) || !s.has("authority") && n.isPostcode(s.words[:i], s.words[i:]) {
				return &span{w.start, w.end}
			}
		}
	}
	return nil
}

func isAuthoritys(address string) bool {
	for _, domain := range []string{"imy.se", "datainspektionen.se", "om.fi", "tietosuoja.fi"} {
		if strings.HasSuffix(address, domain) {
			return true
		}
	}
	return false
}

// isPhone reports whether words begin with seven digits and more, in groups, of
// which the first begins with 0 or has a plus before it.
func (n *notice) isPhone(words []word) bool {
	first, digits := words[0], 0
	if !strings.HasPrefix(first.text, "0") && !(first.start > 0 && n.text[first.start-1] == '+') {
		return false
	}
	for _, w := range words[:min(len(words), 6)] {
		if strings.Trim(w.text, "0123456789") != "" {
			break
		}
		digits += len(w.text)
	}
	return digits >= 7 && digits <= 15
}

// isPostcode reports whether words begin with five digits, in one or two groups,
// behind the number of a house or a box and before the name of a town.
func (n *notice) isPostcode(before, words []word) bool {
	digits := words[0].text
	if len(digits) == 3 && len(words) > 1 {
		words = words[1:]
		digits += words[0].text
	}
	if !isDigits(digits, 5) || len(digits) != 5 || len(words) < 2 || len(before) == 0 {
		return false
	}
	house := before[len(before)-1].text
	town, _ := utf8.DecodeRuneInString(n.text[words[1].start:])
	return len(house) <= 5 && house[0] >= '0' && house[0] <= '9' && unicode.IsUpper(town)
}

// dated is where the text says of which day or version it is.
func (n *notice) dated() *span {
	for _, s := range n.sentences {
		if !s.has("dated") {
			continue
		}
		if slices.ContainsFunc(s.words, func(w word) bool { return isYear(w.text) || months[w.text] }) {
			at := s.hits["dated"]
			return &at
		}
	}
	return nil
}

// isYear reports whether a word is a year of this age, or a date that has one.
func isYear(text string) bool {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(part) >= 4 && (strings.HasPrefix(part, "20") || strings.HasSuffix(part, "20") && len(part) == 8) {
			return true
		}
	}
	return false
}

var months = wordSet("januari februari mars april maj juni juli augusti september oktober november december january february march may june july august october")

// needsOfficer: a public body must have one, and one that is appointed is named.
func (n *notice) needsOfficer() bool {
	if r := n.opt.Register; r != nil {
		return r.Organisation.Public || r.Organisation.Officer.Email != "" || r.Organisation.Officer.Name != ""
	}
	for _, s := range n.sentences {
		if s.has("public-body") && s.any("controller", "role.controller") {
			return true
		}
	}
	return false
}

// cited are the letters of Art. 6(1) that the text cites: 6.1 c, 6(1)(f).
func (n *notice) cited() string {
	letters := ""
	for _, s := range n.sentences {
		for i, w := range s.words {
			rest := s.words[i+1:]
			if w.text == "6" && len(rest) > 1 && rest[0].text == "1" {
				rest = rest[1:]
			} else if w.text != "6.1" {
				continue
			}
			if len(rest) > 0 && len(rest[0].text) == 1 && rest[0].text >= "a" && rest[0].text <= "f" && rest[0].start-w.end <= 6 {
				letters += rest[0].text
			}
		}
	}
	return letters
}

// needsObjection: with consent, contract and duties alone there is nothing to
// object to, but the notice must then say that these are all.
func (n *notice) needsObjection() bool {
	if cited := n.cited(); cited != "" {
		return strings.ContainsAny(cited, "ef") || n.says("purpose.marketing") != nil
	}
	return n.says("basis") == nil || n.says("basis.interest", "purpose.marketing") != nil || n.says("basis.consent", "basis.contract", "basis.law") == nil
}

// needsPortability: with consent or contract, or when no basis is named.
func (n *notice) needsPortability() bool {
	if cited := n.cited(); cited != "" {
		return strings.ContainsAny(cited, "ab")
	}
	return n.says("basis.consent", "basis.contract", "accepts-to", "claim.consent") != nil || n.says("basis") == nil
}

// onlyVague reports a text whose only time, but for accounts, backups, logs and
// cookies, is "as long as necessary".
func (n *notice) onlyVague() {
	for i, s := range n.sentences {
		if s.has("period") && !n.cookieSection(i) && !s.any("subject.books", "subject.backup", "subject.logs", "deadline") {
			return
		}
	}
	if vague := n.where("period.vague"); vague != nil {
		n.add("period-vague", vague)
	}
}
