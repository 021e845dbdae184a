package lint

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// against holds the text against the register, both ways.
func (n *notice) against(reg *register.Register) {
	n.identity(reg)
	n.names(reg)
	n.rules(reg)
	n.times(reg)
	n.bases(reg)
	n.abroad(reg)
	n.categoriesOf(reg)
	for _, s := range n.sentences {
		n.untrue(s, reg)
	}
}

// identity holds contact, officer and number against each other.
func (n *notice) identity(reg *register.Register) {
	o := reg.Organisation
	if o.Contact.Email != "" && !n.holds(o.Contact.Email) && !n.processor {
		n.add("contact-not-in-notice", nil, o.Contact.Email)
	}
	if o.Officer.Email != "" && !n.holds(o.Officer.Email) && n.says("officer") != nil {
		n.add("officer-not-in-notice", nil)
	}
	if o.Number != "" && !n.holds(o.Number) && !n.holds(strings.ReplaceAll(o.Number, "-", "")) {
		n.add("number-differs", nil, o.Number)
	}
}

func (n *notice) holds(s string) bool {
	return strings.Contains(strings.ToLower(n.text), strings.ToLower(s))
}

// names holds systems, parties and providers against each other.
func (n *notice) names(reg *register.Register) {
	known := knownWords(reg)
	seen := map[string]bool{}
	for _, m := range append(n.outsideAndOther(), n.unknownNames()...) {
		if !seen[m.name] && !isKnown(known, m) {
			n.add("name-not-in-register", &m.at, m.name)
		}
		seen[m.name] = true
	}
	var parties, systems []string
	for _, p := range reg.Parties {
		if slices.Contains([]string{"processor", "recipient", "joint"}, p.Kind) && !n.namesAny(p.Title, p.Name) {
			parties = append(parties, titleOf(p.Title, p.Name, n.language))
		}
	}
	for _, s := range reg.Systems {
		if s.Operator != "" && s.Operator != register.Self && !n.namesAny(s.Title, s.Name) {
			systems = append(systems, titleOf(s.Title, s.Name, n.language))
		}
	}
	if len(parties) > 0 {
		n.add("party-not-in-notice", nil, strings.Join(parties, ", "))
	}
	if len(systems) > 0 {
		n.add("system-not-in-notice", nil, strings.Join(systems, ", "))
	}
}

func titleOf(w varsam.Words, name, language string) string {
	lang := varsam.Swedish
	if language == "en" {
		lang = varsam.English
	}
	return Named(w, name).In(lang)
}

// Named is a title in both languages, or the name where there is none.
func Named(w varsam.Words, name string) varsam.Words {
	out := varsam.Words{SV: w.In(varsam.Swedish), SVFI: w.In(varsam.FinlandSwedish), EN: w.In(varsam.English)}
	if out.SV == "" {
		return varsam.Words{SV: name, SVFI: name, EN: name}
	}
	return out
}

// in is a name with a country behind.
func in(w varsam.Words, country string) varsam.Words {
	behind := " (" + country + ")"
	return varsam.Words{SV: w.SV + behind, SVFI: w.SVFI + behind, EN: w.EN + behind}
}

// together is several in a row.
func together(all []varsam.Words) varsam.Words {
	var sv, svfi, en []string
	for _, w := range all {
		sv, svfi, en = append(sv, w.SV), append(svfi, w.SVFI), append(en, w.EN)
	}
	return varsam.Words{SV: strings.Join(sv, ", "), SVFI: strings.Join(svfi, ", "), EN: strings.Join(en, ", ")}
}

// namesAny reports whether the text names one of the titles.
func (n *notice) namesAny(title varsam.Words, name string) bool {
	for _, s := range n.sentences {
		for _, text := range []string{title.SV, title.SVFI, title.EN, title.FI, name} {
			if findName(s, text) != nil {
				return true
			}
		}
	}
	return false
}

// findName is where a sentence has a name, without the words for its form.
func findName(s *sentence, name string) *span {
	words := significant(name)
	if len(words) == 0 {
		return nil
	}
	for i := range s.words {
		if begins(s.words[i:], words) {
			return &span{s.words[i].start, s.words[i+len(words)-1].end}
		}
	}
	return nil
}

// significant are the words of a name up to what tells its form; the last may go
// on, as names are inflected.
func significant(name string) []string {
	var all []string
	for _, w := range wordsOf(name, 0) {
		if !forms[strings.TrimSuffix(w.text, ":s")] {
			all = append(all, w.text)
		}
	}
	if len(all) > 0 {
		all[len(all)-1] += "*"
	}
	return all
}

// knownWords are all words of the register's systems and parties.
func knownWords(reg *register.Register) map[string]bool {
	known := map[string]bool{}
	add := func(texts ...string) {
		for _, text := range texts {
			for _, w := range wordsOf(text, 0) {
				known[w.text] = true
				for _, part := range strings.FieldsFunc(w.text, func(r rune) bool { return r == '.' || r == '@' }) {
					known[part] = true
				}
			}
		}
	}
	o := reg.Organisation
	add(o.Name, o.Title.SV, o.Title.EN, o.Title.FI, o.Contact.Web)
	for _, s := range reg.Systems {
		add(s.Name, s.Title.SV, s.Title.SVFI, s.Title.EN, s.Title.FI, s.Connector)
	}
	for _, p := range reg.Parties {
		add(p.Name, p.Title.SV, p.Title.SVFI, p.Title.EN, p.Title.FI, p.Contact.Web)
	}
	for _, a := range reg.Activities {
		add(strings.Join(a.Recipients, " "))
	}
	return known
}

func isKnown(known map[string]bool, m mention) bool {
	for _, w := range wordsOf(m.name, 0) {
		if known[w.text] {
			return true
		}
	}
	return len(m.words) > 0 && known[m.words[0]]
}

// outsideAndOther are the first mentions of each provider.
func (n *notice) outsideAndOther() []mention {
	var all []mention
	for _, m := range n.mentions {
		if !slices.ContainsFunc(all, func(o mention) bool { return o.name == m.name }) {
			all = append(all, m)
		}
	}
	return all
}

// bases holds the legal bases that the text names against those that the register
// rests on. The rarer ones are named when their article or words are.
func (n *notice) bases(reg *register.Register) {
	if n.says("basis") == nil {
		return // that none is named has been told
	}
	used := map[varsam.Basis]bool{}
	for _, a := range reg.Activities {
		used[a.Basis.Article] = used[a.Basis.Article] || a.Role != varsam.Processor && !a.Draft
	}
	cited := n.cited()
	for _, b := range []struct {
		basis varsam.Basis
		hits  []string
	}{
		{varsam.Consent, []string{"basis.consent", "claim.consent", "right.withdrawal"}},
		{varsam.Contract, []string{"basis.contract"}},
		{varsam.LegalObligation, []string{"basis.law"}},
		{varsam.LegitimateInterest, []string{"basis.interest"}},
	} {
		named := n.where(b.hits...)
		switch {
		case used[b.basis] && named == nil:
			n.add("basis-not-in-notice", nil, string(b.basis))
		case !used[b.basis] && n.where(b.hits[0]) != nil && (cited == "" || strings.Contains(cited, strings.TrimPrefix(string(b.basis), "6.1."))):
			n.add("basis-not-in-register", n.where(b.hits[0]), string(b.basis))
		}
	}
}

// abroad holds transfers against each other.
func (n *notice) abroad(reg *register.Register) {
	outside := outsideOf(reg)
	if len(outside) > 0 && n.says("eea-outside", "mechanism", "usa", "third-country-named") == nil {
		n.told("transfer-not-in-notice", nil, together(outside))
	}
}

// outsideOf are the register's parties and systems outside the EEA.
func outsideOf(reg *register.Register) []varsam.Words {
	var all []varsam.Words
	for _, p := range reg.Parties {
		if p.Country != "" && !slices.Contains(eea, p.Country) && p.Kind != "source" {
			all = append(all, in(Named(p.Title, p.Name), p.Country))
		}
	}
	for _, s := range reg.Systems {
		if s.Country != "" && !slices.Contains(eea, s.Country) {
			all = append(all, in(Named(s.Title, s.Name), s.Country))
		}
	}
	return all
}

// categoriesOf holds what needs words of its own – special categories, identity
// numbers, automated decisions, sources – against the text.
func (n *notice) categoriesOf(reg *register.Register) {
	var special []string
	number := false
	anyField(reg, func(f register.Field) bool {
		if name, is := strings.CutPrefix(string(f.Data), "special."); is && !slices.Contains(special, name) {
			special = append(special, name)
		}
		number = number || f.Identifies == varsam.NationalID || strings.HasPrefix(string(f.Data), "person.national-id")
		return false
	})
	if len(special) > 0 && n.says("special") == nil {
		n.add("special-not-in-notice", nil, strings.Join(special, ", "))
	}
	if number && n.says("national-id") == nil {
		n.add("national-id-not-in-notice", nil)
	}
	for _, a := range reg.Activities {
		if a.Decisions != nil && n.says("automated") == nil {
			n.add("decisions-not-in-notice", nil, titleOf(a.Title, a.Name, n.language))
		}
	}
	n.sources(reg)
}

// sources are the parties that data comes from.
func (n *notice) sources(reg *register.Register) {
	told := map[string]bool{}
	anyField(reg, func(f register.Field) bool {
		if slices.Contains([]string{"", "person", "observed", "inferred"}, f.Source) || told[f.Source] {
			return false
		}
		told[f.Source] = true
		p, _ := reg.Party(f.Source)
		title := titleOf(p.Title, f.Source, n.language)
		if !n.namesAny(p.Title, f.Source) && n.says("source.others") == nil {
			n.add("source-not-in-notice", nil, title)
		}
		return false
	})
}

// untrue reports what a sentence says and the register does not bear out.
func (n *notice) untrue(s *sentence, reg *register.Register) {
	if s.heading {
		return
	}
	refute := func(code, hit string, by []varsam.Words) {
		if at := s.hits[hit]; len(by) > 0 {
			n.told(code, &at, together(by))
		}
	}
	if s.has("eea-claim") {
		refute("eea-not-so", "eea-claim", outsideOf(reg))
	}
	if s.has("claim.erase-all") && !s.has("claim.exception") {
		refute("erase-all-not-so", "claim.erase-all", dutiesOf(reg))
	}
	if s.has("claim.keep-nothing") {
		refute("keep-nothing-not-so", "claim.keep-nothing", systemsOf(reg))
	}
	if s.has("claim.never-share") && !s.has("claim.share-qualified") {
		refute("never-share-not-so", "claim.never-share", recipientsOf(reg))
	}
}

// systemsOf are the systems that hold people's data.
func systemsOf(reg *register.Register) []varsam.Words {
	var all []varsam.Words
	for _, s := range reg.Systems {
		if !s.Draft && len(s.Collections) > 0 {
			all = append(all, Named(s.Title, s.Name))
		}
	}
	return all
}

// dutiesOf are the activities that a law makes the organisation keep.
func dutiesOf(reg *register.Register) []varsam.Words {
	var all []varsam.Words
	for _, a := range reg.Activities {
		if a.Basis.Article == varsam.LegalObligation && !a.Draft {
			all = append(all, Named(a.Title, a.Name))
		}
	}
	return all
}

// recipientsOf are the parties that get data.
func recipientsOf(reg *register.Register) []varsam.Words {
	var all []varsam.Words
	for _, p := range reg.Parties {
		if slices.Contains([]string{"processor", "recipient", "joint"}, p.Kind) {
			all = append(all, Named(p.Title, p.Name))
		}
	}
	return all
}
