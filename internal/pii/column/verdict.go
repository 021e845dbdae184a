package column

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
)

// Verdict is what a column holds.
type Verdict struct {
	Category   varsam.Category       // empty: nothing personal
	Type       pii.Type              // empty where the values have no type of their own
	Identifies varsam.IdentifierType // how its values identify a person
	Score      pii.Score             // how sure
	Reasons    []varsam.Reason       // codes are [Why]
	Also       []pii.Type            // what the values may be read as too, best first

	Text  bool              // running text; Hits says what is in it
	Hits  map[pii.Type]Hits // in texts, of scores from [pii.Likely]
	Paths []Path            // fields of JSON documents with something personal in them

	Masks map[pii.Type][]string
	Stats Stats
}

// Path is one field of the JSON documents in a column.
type Path struct {
	Path    string // "contact.phone"; * where keys are values themselves
	Verdict Verdict
}

// Stats are the figures that a verdict rests on.
type Stats struct {
	Rows     int64   `json:"rows"`
	Empty    int64   `json:"empty"`
	Large    int64   `json:"large"`    // too large, not read
	Passing  int64   `json:"passing"`  // values that pass as the verdict's type
	Distinct float64 `json:"distinct"` // share of different values, from 0 to 1
	Constant bool    `json:"constant"` // one value in all rows
	Shortest int     `json:"shortest"` // in bytes
	Longest  int     `json:"longest"`
}

// few is how many values say too little of a column.
const few = 3

// Classify says what a column holds from some of its values.
func (o Options) Classify(name string, kind varsam.Kind, values iter.Seq[varsam.Value]) Verdict {
	s := o.New(name, kind, "")
	for v := range values {
		s.Add(v)
	}
	return s.Verdict()
}

// Verdict is what the values so far say.
func (s *Sample) Verdict() Verdict {
	v := Verdict{Stats: s.stats(), Masks: s.counts.Masks}
	n := s.counts.values()
	switch {
	case n == 0:
		s.byName(&v, WhyEmpty)
	case s.share(s.counts.Objects) >= 0.5:
		s.fields(&v)
	case s.share(s.counts.Texts) >= 0.3 || s.named.Text && s.share(s.counts.Texts) > 0:
		s.running(&v)
	default:
		s.single(&v)
		if v.Score < pii.Likely && s.within() {
			s.running(&v)
		}
	}
	if v.Hits == nil {
		v.Hits = s.found()
	}
	if v.Stats.Constant && n >= 20 && v.Score > 0 {
		v.Score /= 2
		v.because(WhyConstant)
	}
	if s.counts.Begun > 0 {
		v.because(WhyBegun, strconv.FormatInt(s.counts.Begun, 10))
	}
	return v
}

func (s *Sample) stats() Stats {
	c := &s.counts
	return Stats{
		Rows: c.Rows, Empty: c.Empty, Large: c.Large, Distinct: c.distinct(), Constant: c.First != 0 && !c.Varied,
		Shortest: c.Shortest, Longest: c.Longest,
	}
}

func (v *Verdict) because(why Why, args ...string) {
	v.Reasons = append(v.Reasons, varsam.Because(string(why), args...))
}

// share is a count as a share of the values.
func (s *Sample) share(n int64) float64 {
	values := s.counts.values()
	if values == 0 {
		return 0
	}
	return float64(n) / float64(values)
}

// called says where the category comes from that the values agree with.
func (s *Sample) called(v *Verdict) {
	why := WhyNamed
	if s.declared != "" {
		why = WhyDeclared
	}
	v.because(why, string(s.named.Category))
}

func percent(share float64) string { return strconv.Itoa(int(share*100 + 0.5)) }

// found are the hits in what was read as text.
func (s *Sample) found() map[pii.Type]Hits {
	if len(s.counts.Hits) == 0 {
		return nil
	}
	all := map[pii.Type]Hits{}
	for t, h := range s.counts.Hits {
		all[t] = h.Hits
	}
	return all
}

// byName is for values that cannot tell.
func (s *Sample) byName(v *Verdict, why Why) {
	v.because(why)
	if s.named.Category == "" {
		return
	}
	v.Category, v.Identifies, v.Text, v.Score = s.named.Category, s.named.Identifies, s.named.Text, 0.5
	v.because(WhyNameOnly, string(s.named.Category))
}

// running is for free text: it may hold anything.
func (s *Sample) running(v *Verdict) {
	v.Text, v.Category, v.Hits = true, "behaviour.message", s.found()
	v.because(WhyText)
	if s.named.Category != "" && !s.named.Text {
		v.Category, v.Identifies, v.Score = s.named.Category, s.named.Identifies, 0.5
		s.called(v)
		delete(v.Hits, pii.Person) // a browser's description, a login's: words that are names too
	}
	for _, h := range v.Hits {
		if h.Rows > 0 {
			v.Score = max(v.Score, pii.Likely)
		}
	}
	if s.named.Text {
		v.Score = max(v.Score, 0.5)
	}
}

// within reports whether values that are no text hold personal data beside something else: "Berg 640823-3234", a web address with a
// person in it. One is chance.
func (s *Sample) within() bool {
	for t, h := range s.counts.Hits {
		if t != pii.Person && t != pii.Postcode && h.Rows >= 2 {
			return true
		}
	}
	return false
}

// fields is for JSON documents: each of their fields is a column of its own.
func (s *Sample) fields(v *Verdict) {
	v.because(WhyFields)
	for _, path := range slices.Sorted(maps.Keys(s.counts.Paths)) {
		at := s.counts.Paths[path]
		inner := at.Verdict()
		if inner.Score < pii.Likely || inner.Category == "" {
			continue
		}
		if at.counts.Rows < max(2, s.counts.Objects/1000) { // a key of one row may be a name
			path = anyKey
		}
		v.Paths = append(v.Paths, Path{path, inner})
		v.Score = max(v.Score, inner.Score)
	}
	if len(v.Paths) > 0 {
		v.Category = "person"
	}
}

// reading is one way to read a column of single values.
type reading struct {
	rule     int
	share    float64
	labelled bool
	near     bool // of the country
}

// single is for one thing a cell.
func (s *Sample) single(v *Verdict) {
	if s.owned(v) || s.traders(v) {
		return
	}
	all := s.readings()
	if len(all) == 0 {
		s.unread(v)
		return
	}
	best := all[0]
	r := rules[best.rule]
	v.Type, v.Category, v.Identifies = r.typ, r.typ.Category(), r.typ.Identifies()
	v.Stats.Passing = s.counts.Pass[best.rule]
	if v.Identifies == varsam.NationalID {
		v.Stats.Passing = s.counts.National
	}
	v.Score = r.score * pii.Score(0.5+best.share/2)
	v.because(WhyPasses, percent(best.share), string(r.typ))
	if best.labelled {
		s.called(v)
	}
	for _, other := range all[1:] {
		if rules[other.rule].typ == r.typ {
			continue
		}
		v.Also = append(v.Also, rules[other.rule].typ)
		if !best.labelled && v.Identifies != "" && other.share == best.share && rules[other.rule].typ.Identifies() == v.Identifies {
			v.because(WhyEither, string(rules[other.rule].typ))
		}
	}
	if s.counts.values() < few && !best.labelled {
		v.Score = min(v.Score, 0.5)
		v.because(WhyFew)
	}
	if v.Category == "" { // an organisation's number, a key
		v.Score = 0
	}
}

// readings are the types that enough of the values pass as, best first.
func (s *Sample) readings() []reading {
	var all []reading
	for i, r := range rules {
		share := s.share(s.counts.Pass[i])
		if share == 0 {
			continue
		}
		if national[i] && share >= 0.2 { // one column may have them of several kinds
			share = s.share(s.counts.National)
		}
		labelled := r.labels(s.named.Category)
		if r.typ == pii.Phone && !labelled && (digitsToo[s.named.Category] || pii.OfThings(s.name)) {
			continue
		}
		if share >= r.alone || labelled && share >= r.labelled || s.reaching(i) {
			all = append(all, reading{i, share, labelled, s.o.Country != "" && countryOf(r.typ) == s.o.Country})
		}
	}
	slices.SortStableFunc(all, func(a, b reading) int {
		return cmp.Or(truth(b.labelled, a.labelled), cmp.Compare(s.counts.Pass[b.rule], s.counts.Pass[a.rule]), truth(b.near, a.near))
	})
	return all
}

// reaching reports whether a rule is of mail addresses or of telephone numbers, and the column one for whatever reaches somebody: of both.
func (s *Sample) reaching(rule int) bool {
	c, mails, phones := &s.counts, ruleOf(pii.Email), ruleOf(pii.Phone)
	return (rule == mails || rule == phones) &&
		s.share(c.Pass[mails]) >= 0.1 && s.share(c.Pass[phones]) >= 0.1 && s.share(c.Pass[mails]+c.Pass[phones]) >= weak
}

func truth(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func countryOf(t pii.Type) string {
	switch t {
	case pii.SEPersonnummer, pii.SESamordningsnummer, pii.SEInterim:
		return "SE"
	case pii.FIHenkilotunnus:
		return "FI"
	case pii.NOFodselsnummer:
		return "NO"
	case pii.DKCPR:
		return "DK"
	case pii.ISKennitala:
		return "IS"
	}
	return ""
}

// traders looks at organisation numbers: those of sole traders are people's.
func (s *Sample) traders(v *Verdict) bool {
	organisations := s.counts.Pass[ruleOf(pii.SEOrganisationsnummer)]
	people := s.counts.Pass[ruleOf(pii.SEPersonnummer)] + s.counts.Pass[ruleOf(pii.SESamordningsnummer)]
	if s.share(organisations+people) < weak || s.share(organisations) < 0.02 || s.named.Identifies == varsam.NationalID {
		return false
	}
	v.Type = pii.SEOrganisationsnummer
	v.because(WhyPasses, percent(s.share(organisations+people)), string(v.Type))
	v.Stats.Passing = people
	if people > 0 {
		v.Type, v.Category, v.Identifies, v.Score = pii.SEPersonnummer, pii.SEPersonnummer.Category(), varsam.NationalID, 0.8
		v.because(WhyTraders, percent(float64(people)/float64(organisations+people)))
	}
	return true
}

// checked are the categories whose values have a rule: where they do not pass, the
// name is wrong.
var checked = map[varsam.Category]bool{
	"contact.email": true, "person.national-id": true, "payment.bank-account": true, "payment.card": true, "device.ip": true,
	"contact.phone": true, "person.birth-date": true,
}

// digitsToo are categories whose values are digits in groups, as telephone numbers
// are; a name that says so goes before that reading.
var digitsToo = map[varsam.Category]bool{"payment.bank-account": true}

// unread is for values that no rule takes: names, words, and what only the
// column's name tells.
func (s *Sample) unread(v *Verdict) {
	c, name := &s.counts, s.named.Category
	people, places := ratio(c.People, c.Asked), ratio(c.Places, c.Located)
	words := s.share(c.Words)
	switch {
	case varsam.Category("person.name").Covers(name) && words >= 0.5 && (people >= 0.3 || s.named.Certain):
		v.Type, v.Category, v.Score = pii.Person, name, pii.Score(0.7+0.25*min(1, people))
		v.Stats.Passing = ofAll(c.Words, people)
		s.called(v)
		v.because(WhyPeople, percent(people))
	case words >= 0.8 && people >= 0.6 && c.Asked >= few:
		v.Type, v.Category, v.Score = pii.Person, "person.name", pii.Score(0.6+0.3*people)
		v.Stats.Passing = ofAll(c.Words, people)
		v.because(WhyPeople, percent(people))
	case name == "contact.phone" && s.share(c.Numbers) >= 0.5:
		v.Type, v.Category, v.Identifies, v.Score = pii.Phone, name, varsam.Phone, pii.Likely
		v.Stats.Passing = c.Numbers
		s.called(v)
	case digitsToo[name] && s.share(c.Numbers) >= 0.5: // a bank that we do not know
		v.Category, v.Score = name, pii.Likely
		v.Stats.Passing = c.Numbers
		s.called(v)
	case name == "person.birth-date" && (s.kind == varsam.Day || s.kind == varsam.Instant):
		v.Type, v.Category, v.Score = pii.BirthDate, name, 0.9
		s.called(v)
	case name == "contact.address" && s.share(c.Streets) >= 0.5:
		v.Type, v.Category, v.Score = pii.Address, name, 0.8
		v.Stats.Passing = c.Streets
		s.called(v)
	case name == "" && s.share(c.Streets) >= 0.6 && places >= 0.6 && c.Located >= few:
		v.Type, v.Category, v.Score = pii.Address, "contact.address", 0.8
		v.Stats.Passing = ofAll(c.Streets, places)
		v.because(WhyPasses, percent(places), string(v.Type))
	case checked[name]:
		v.because(WhyOthers, string(name))
		s.handles(v)
	case name != "":
		s.byNameOf(v, words)
	case s.share(c.Handles) >= 0.9:
		v.because(WhyHandles)
	}
}

func ratio(n, of int64) float64 { return float64(n) / float64(max(of, 1)) }

// ofAll is how many of all values are what the first of them were looked up as: their share, where not all were.
func ofAll(n int64, share float64) int64 { return int64(float64(n)*share + 0.5) }

// byNameOf is for categories whose values any words may be.
func (s *Sample) byNameOf(v *Verdict, words float64) {
	v.Category, v.Score = s.named.Category, 0.5
	switch {
	case v.Category.Special() && !s.named.Weak:
		v.Score = pii.Likely
	case varsam.Category("person.name").Covers(v.Category):
		v.Score = 0.3 * pii.Score(words)
	case v.Category == "account.username" && s.share(s.counts.Handles) < 0.5:
		v.Score = 0.3
	}
	v.because(WhyNameOnly, string(v.Category))
}

// handles: user names where something else was promised.
func (s *Sample) handles(v *Verdict) {
	if s.share(s.counts.Handles) >= 0.8 && s.counts.distinct() >= 0.5 {
		v.Category, v.Score = "account.username", 0.5
		v.because(WhyHandles)
	}
}
