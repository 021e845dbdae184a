package lint

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/register"
)

// against holds the text against the register, both ways.
func (n *notice) against(reg *register.Register) {
	n.identity(reg)
	n.names(reg)
	n.rules(reg)
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
		if slices.Contains([]string{"processor", "recipient", "joint", "controller"}, p.Kind) && !n.namesAny(p.Title, p.Name) {
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
	if title := w.In(lang); title != "" {
		return title
	}
	return name
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

// rules holds promised times and acts against what the register does.
func (n *notice) rules(reg *register.Register) {
	kept := keptMonths(reg)
	for i, s := range n.sentences {
		if s.has("period") && !s.any("deadline", "once-a-year", "age") && !n.cookieSection(i) && !s.any("subject.backup", "subject.logs") {
			for _, p := range periodsOf(s) {
				if months := p.months(p.most); months > 0 && !kept[months] && !kept[p.months(p.n)] {
					n.add("period-without-rule", &p.at, p.String())
				}
			}
		}
	}
	promised := []struct {
		hit, code string
		done      bool
	}{
		{"claim.cull", "culling-without-rule", len(kept) > 0},
		{"claim.anonymise", "anonymising-without-rule", anyCollection(reg, func(c register.Collection) bool { return c.End == varsam.Anonymise })},
		{"claim.block", "blocking-without-rule", anyCollection(reg, func(c register.Collection) bool { return c.Restrict != nil })},
		{"claim.newsletter", "leaving-without-mark", anyField(reg, func(f register.Field) bool { return f.Stop != nil })},
		{"accepts-to", "consent-without-proof", anyCarry(reg, func(c register.Carry) bool { return c.Consent != nil && c.Consent.Given != "" })},
	}
	for _, p := range promised {
		if at := n.where(p.hit); at != nil && !p.done {
			n.add(p.code, at)
		}
	}
	if at := n.where("claim.agreement"); at != nil {
		if missing := withoutAgreement(reg, n.opt.Today, n.language); len(missing) > 0 {
			n.add("agreement-missing", at, strings.Join(missing, ", "))
		}
	}
}

func withoutAgreement(reg *register.Register, today varsam.Date, language string) []string {
	var all []string
	for _, p := range reg.Parties {
		valid := p.Agreement != nil && !p.Agreement.Signed.IsZero() && (p.Agreement.Ends.IsZero() || today.IsZero() || !p.Agreement.Ends.Before(today))
		if p.Kind == "processor" && !valid {
			all = append(all, titleOf(p.Title, p.Name, language))
		}
	}
	return all
}

func anyCollection(reg *register.Register, is func(register.Collection) bool) bool {
	return slices.ContainsFunc(reg.Systems, func(s register.System) bool { return slices.ContainsFunc(s.Collections, is) })
}

func anyField(reg *register.Register, is func(register.Field) bool) bool {
	return anyCollection(reg, func(c register.Collection) bool { return slices.ContainsFunc(c.Fields, is) })
}

func anyCarry(reg *register.Register, is func(register.Carry) bool) bool {
	return anyCollection(reg, func(c register.Collection) bool { return slices.ContainsFunc(c.CarriedBy, is) })
}

// keptMonths are the lengths of all of the register's times, in months.
func keptMonths(reg *register.Register) map[int]bool {
	all := map[int]bool{}
	add := func(k register.Keep) {
		for _, p := range []varsam.Period{k.Period, k.Earliest, k.Latest} {
			if months := 12*p.Years + p.Months; months > 0 {
				all[months] = true
			}
		}
		versions, err := law.Versions(k.Law)
		if err != nil {
			return
		}
		for _, rule := range versions {
			if months := 12*rule.Formula.Length.Years + rule.Formula.Length.Months; months > 0 {
				all[months] = true
			}
		}
	}
	for _, a := range reg.Activities {
		add(a.Keep)
	}
	anyCarry(reg, func(c register.Carry) bool {
		if c.Keep != nil {
			add(*c.Keep)
		}
		return false
	})
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
	outside := outsideOf(reg, n.language)
	if len(outside) > 0 && n.says("eea-outside", "mechanism", "usa", "third-country-named") == nil {
		n.add("transfer-not-in-notice", nil, strings.Join(outside, ", "))
	}
}

// outsideOf are the register's parties and systems outside the EEA.
func outsideOf(reg *register.Register, language string) []string {
	var all []string
	for _, p := range reg.Parties {
		if p.Country != "" && !slices.Contains(eea, p.Country) && p.Kind != "source" {
			all = append(all, titleOf(p.Title, p.Name, language)+" ("+p.Country+")")
		}
	}
	for _, s := range reg.Systems {
		if s.Country != "" && !slices.Contains(eea, s.Country) {
			all = append(all, titleOf(s.Title, s.Name, language)+" ("+s.Country+")")
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
	refute := func(code, hit string, by []string) {
		if len(by) > 0 {
			n.in(s, code, hit, strings.Join(by, ", "))
		}
	}
	if s.has("eea-claim") {
		refute("eea-not-so", "eea-claim", outsideOf(reg, n.language))
	}
	if s.has("claim.erase-all") && !s.has("claim.exception") {
		refute("erase-all-not-so", "claim.erase-all", dutiesOf(reg, n.language))
	}
	if s.has("claim.never-share") && !s.has("claim.share-qualified") {
		refute("never-share-not-so", "claim.never-share", recipientsOf(reg, n.language))
	}
}

// dutiesOf are the activities that a law makes the organisation keep.
func dutiesOf(reg *register.Register, language string) []string {
	var all []string
	for _, a := range reg.Activities {
		if a.Basis.Article == varsam.LegalObligation && !a.Draft {
			all = append(all, titleOf(a.Title, a.Name, language))
		}
	}
	return all
}

// recipientsOf are the parties that get data.
func recipientsOf(reg *register.Register, language string) []string {
	var all []string
	for _, p := range reg.Parties {
		if slices.Contains([]string{"processor", "recipient", "joint"}, p.Kind) {
			all = append(all, titleOf(p.Title, p.Name, language))
		}
	}
	return all
}
