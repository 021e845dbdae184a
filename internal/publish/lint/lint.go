package lint

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// MaxText is the longest text that is read, in bytes. No notice is near it.
const MaxText = 8 << 20

// Options say what a notice is held against.
type Options struct {
	Register *register.Register // nil: only the law
	Country  string             // SE or FI; told from the register or the text when left out
	Today    varsam.Date        // for what a register says that has an end
}

// Report is what was found in one notice.
type Report struct {
	Language  string    `json:"language"`            // sv, en, or another that is only detected: fi, nb, da, de; und
	Supported bool      `json:"supported"`           // whether the language is read
	Country   string    `json:"country,omitempty"`   // whose authority and law it is held against
	Processor bool      `json:"processor,omitempty"` // it only tells of work for controllers: no notice under Art. 13
	Findings  []Finding `json:"findings"`
	Contents  []Content `json:"contents"` // what Art. 13 and 14 ask for, and where it stands
}

// Finding is one thing that is not right, with what to do about it.
type Finding struct {
	Code      string            `json:"code"`
	Severity  register.Severity `json:"severity"`
	Paragraph string            `json:"paragraph"`
	Quote     *Quote            `json:"quote,omitempty"` // nil: of the text as a whole
	Args      []string          `json:"args,omitempty"`

	country string
	words   []varsam.Words // the arguments in each language, where they differ
}

// Quote is the words that a finding is about.
type Quote struct {
	Start int    `json:"start"` // bytes of the text
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Content is one of the contents that the law asks for.
type Content struct {
	Code      string `json:"code"`
	Paragraph string `json:"paragraph"`
	Quote     *Quote `json:"quote,omitempty"` // nil where it is missing
}

// Errors reports whether something found is an error.
func (r *Report) Errors() bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Severity == register.Error })
}

// Check reads a notice. A text in a language that is not read yields a report
// that says so, without findings. The error is Invalid for a text that is too
// long, is not UTF-8 or has no words.
func Check(text string, opt Options) (*Report, error) {
	switch {
	case len(text) > MaxText:
		return nil, varsam.Errorf(varsam.Invalid, "the text is longer than %d MiB: no notice is", MaxText>>20)
	case !utf8.ValidString(text):
		return nil, varsam.Errorf(varsam.Invalid, "the text is not UTF-8; save it as UTF-8")
	}
	n := read(text)
	if len(n.sentences) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "there are no words in the text; a scanned PDF must be read by OCR first")
	}
	n.opt = opt
	n.country = n.countryOf()
	r := &Report{Language: n.language, Supported: n.language == "sv" || n.language == "en", Country: n.country, Findings: []Finding{}, Contents: []Content{}}
	if !r.Supported {
		return r, nil
	}
	n.processor = n.onlyProcessor()
	r.Processor = n.processor
	n.phrases()
	n.cookies()
	n.periods()
	n.places()
	n.contradictions()
	n.authority()
	n.disagreements()
	r.Contents = n.contents()
	if opt.Register != nil {
		n.against(opt.Register)
	}
	r.Findings = append(r.Findings, n.sorted()...)
	return r, nil
}

// notice is a text as it was read.
type notice struct {
	text      string
	sentences []*sentence
	language  string
	country   string
	processor bool
	mentions  []mention
	first     map[int]mention // of a sentence
	opt       Options
	found     []Finding
	count     map[string]int
}

// read cuts a text into sentences and finds what each says.
func read(text string) *notice {
	n := &notice{text: text, sentences: sentencesOf(text), count: map[string]int{}}
	known := map[string][]uint64{}
	for _, s := range n.sentences {
		table().read(s, known)
		if s.has("consent-withdrawal-denied") { // it names the right, and takes it away
			delete(s.hits, "right.withdrawal")
			delete(s.hits, "bare.withdrawal")
		}
	}
	n.language = languageOf(n.sentences)
	n.aboutCookies()
	n.mentions = mentionsOf(text, n.sentences)
	n.first = map[int]mention{}
	for _, m := range n.mentions {
		if _, ok := n.first[m.sentence]; !ok {
			n.first[m.sentence] = m
		}
	}
	return n
}

// maxEach bounds how often one thing is told.
const maxEach = 25

// add reports a finding; at is nil for the text as a whole.
func (n *notice) add(code string, at *span, args ...string) {
	if n.count[code]++; n.count[code] > maxEach {
		return
	}
	words, ok := texts[code]
	if !ok {
		panic("lint: the finding " + code + " has no words")
	}
	f := Finding{Code: code, Severity: words.severity, Paragraph: words.paragraph, Args: args, country: n.country}
	if at != nil {
		f.Quote = n.quote(*at)
	}
	n.found = append(n.found, f)
}

// told reports a finding whose arguments differ between languages.
func (n *notice) told(code string, at *span, words ...varsam.Words) {
	before, args := len(n.found), make([]string, len(words))
	for i, w := range words {
		args[i] = w.In(n.reader())
	}
	if n.add(code, at, args...); len(n.found) > before {
		n.found[before].words = words
	}
}

// reader is the language of who reads the text.
func (n *notice) reader() varsam.Lang {
	if n.language == "en" {
		return varsam.English
	}
	return varsam.Swedish
}

// in reports a finding at what a rule found in a sentence.
func (n *notice) in(s *sentence, code, hit string, args ...string) {
	at := s.hits[hit]
	n.add(code, &at, args...)
}

// maxQuote is about how long a quote is.
const maxQuote = 240

// quote widens a span to its sentence, where that is not too long.
func (n *notice) quote(at span) *Quote {
	i, _ := slices.BinarySearchFunc(n.sentences, at.start, func(s *sentence, start int) int { return cmp.Compare(s.end, start+1) })
	start, end := at.start, at.end
	if i < len(n.sentences) {
		s := n.sentences[i]
		if s.end-s.start <= maxQuote {
			start, end = min(start, s.start), max(end, s.end)
		} else {
			start, end = n.around(start, s.start, -1), n.around(end, s.end, 1)
		}
	}
	return &Quote{start, end, n.text[start:end]}
}

// around moves an end of a quote to a blank that is at most a third of a quote
// away.
func (n *notice) around(from, limit, step int) int {
	for moved := 0; from != limit && moved < maxQuote/3; moved++ {
		from += step
	}
	for from != limit && !(from > 0 && from < len(n.text) && n.text[from] == ' ') {
		from += step
	}
	if step < 0 && from != limit {
		from++
	}
	return from
}

func (n *notice) sorted() []Finding {
	start := func(f Finding) int {
		if f.Quote == nil {
			return -1
		}
		return f.Quote.Start
	}
	slices.SortStableFunc(n.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(start(a), start(b)), cmp.Compare(a.Code, b.Code))
	})
	return slices.CompactFunc(n.found, func(a, b Finding) bool {
		return a.Code == b.Code && start(a) == start(b) && slices.Equal(a.Args, b.Args)
	})
}

// says is the first sentence that a rule is met in, nil for none.
func (n *notice) says(names ...string) *sentence {
	for _, s := range n.sentences {
		if s.any(names...) {
			return s
		}
	}
	return nil
}

// where is the first place that one of the rules found.
func (n *notice) where(names ...string) *span {
	for _, s := range n.sentences {
		for _, name := range names {
			if at, ok := s.hits[name]; ok {
				return &at
			}
		}
	}
	return nil
}

// countryOf is whose law a text is held against.
func (n *notice) countryOf() string {
	if n.opt.Country != "" {
		return n.opt.Country
	}
	if n.opt.Register != nil {
		return n.opt.Register.Organisation.Country
	}
	return told(n)
}

// told is the country that the text's own words tell: the authority first, then
// addresses and numbers, then the language.
func told(n *notice) string {
	score, authority := map[string]int{}, 0
	for _, s := range n.sentences {
		for _, w := range s.words {
			switch {
			case strings.HasSuffix(w.text, ".fi"), finnish[w.text]:
				score["FI"]++
			case strings.HasSuffix(w.text, ".se"), swedish[w.text]:
				score["SE"]++
			}
		}
		if s.has("authority.fi") {
			score["FI"] += 5
		}
		if s.any("authority.se", "authority-name") {
			authority += 5
		}
	}
	if score["FI"] < sure || score["SE"] > 0 { // else it is a Finnish text that names the wrong authority
		score["SE"] += authority
	}
	switch {
	case score["FI"] > score["SE"]:
		return "FI"
	case score["SE"] > 0 || n.language == "sv":
		return "SE"
	}
	return ""
}

// sure is how many words of a country, and none of another, tell more than an
// authority that is named.
const sure = 2

var (
	finnish = wordSet("registeransvarig registeransvarige registeransvariga dataskyddsbeskrivning finland helsingfors helsinki ekenas borga abo vasa jakobstad mariehamn raseborg pargas kotka tammerfors esbo vanda oy oyab oyj abp rf personbeteckning fopersonbeteckning dataskyddslag traficom")
	swedish = wordSet("sverige sweden stockholm goteborg malmo aktiebolag personnummer pts organisationsnummer orgnr")
)

// onlyProcessor reports whether a text only tells of work for others: the
// controllers it names are customers.
func (n *notice) onlyProcessor() bool {
	does := false
	for _, s := range n.sentences {
		does = does || s.has("role.processor")
		if s.has("role.controller") || s.has("controller") && !s.has("role.customer") && !s.heading && !s.has("role.processor") {
			return false
		}
	}
	return does
}
