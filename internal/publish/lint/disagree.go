package lint

import (
	"slices"
	"strings"
	"sync"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/register"
)

// Rule is how long the register keeps something.
type Rule struct {
	Title varsam.Words // of the activity that keeps it
	Keep  register.Keep
	Some  bool // only of some of the records
}

// lengths is the shortest and the longest that a rule may mean, in days; ok is
// false for one that ends by an event.
func (r Rule) lengths() (from, to float64, ok bool) {
	add := func(p varsam.Period) {
		if days := float64(p.Years)*365.25 + float64(p.Months)*30.44 + float64(p.Days); days > 0 {
			if from == 0 || days < from {
				from = days
			}
			to = max(to, days)
		}
	}
	for _, p := range []varsam.Period{r.Keep.Period, r.Keep.Earliest, r.Keep.Latest} {
		add(p)
	}
	if versions, err := law.Versions(r.Keep.Law); err == nil {
		for _, v := range versions {
			add(v.Formula.Length)
		}
	}
	return from, to, to > 0
}

// words is the rule as people read it: "bookkeeping: 7 years after …".
func (r Rule) words(today varsam.Date) varsam.Words {
	var time varsam.Words
	switch k := r.Keep; {
	case k.Law != "":
		if rule, err := law.Find(k.Law, today); err == nil {
			time = rule.Keeps()
		}
	case !k.Period.IsZero():
		time = law.PeriodWords(k.Period)
	case !k.Latest.IsZero():
		time = law.PeriodWords(k.Latest)
	default:
		time = law.PeriodWords(k.Earliest)
	}
	return varsam.Words{SV: r.Title.SV + ": " + time.SV, SVFI: r.Title.SVFI + ": " + time.SV, EN: r.Title.EN + ": " + time.EN}
}

// close is how much two lengths may differ and still be one: a year is 365 days,
// three months are 90.
const close = 1.05

// meet reports whether two spans of time have a length in common.
func meet(from, to, otherFrom, otherTo float64) bool {
	return from <= otherTo*close && otherFrom <= to*close
}

// topics are what a sentence with a period may be about.
var topics = sync.OnceValue(func() (all []string) {
	for name := range table().names {
		if strings.HasPrefix(name, "subject.") {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
})

// said is a length of time, and what it is said of.
type said struct {
	sentence *sentence
	period   period
	about    string // topics and what becomes of it, in one order
	topics   int
}

// said are all lengths of time that data is kept, but those that only a law or a
// circumstance makes a floor or an exception.
func (n *notice) said() []said {
	var all []said
	for i, s := range n.sentences {
		if !s.has("period") || s.any("deadline", "once-a-year", "age", "period-floor", "claim.exception", "subject.backup") || n.cookieSection(i) {
			continue
		}
		periods := periodsOf(s)
		if len(periods) != 1 { // of several, each has its own case
			continue
		}
		about, count := s.topics(periods[0].at.start), 0
		if count = len(about); s.has("claim.anonymise") {
			about = append(about, "anonymise")
		}
		all = append(all, said{s, periods[0], strings.Join(about, " "), count})
	}
	return all
}

// topics are what a sentence is about, told before a place: behind it stands from
// when a time is counted.
func (s *sentence) topics(before int) (about []string) {
	for _, topic := range topics() {
		if at, ok := s.hits[topic]; ok && at.start < before {
			about = append(about, topic)
		}
	}
	return about
}

// disagreements reports each time that is another than was said before of the
// same data.
func (n *notice) disagreements() {
	first := map[string]said{}
	for _, a := range n.said() {
		if a.topics == 0 {
			continue
		}
		b, ok := first[a.about]
		if !ok {
			first[a.about] = a
			continue
		}
		if !agree(a, b) {
			n.disagree(a, b)
		}
	}
}

// agree reports whether two times may be the same.
func agree(a, b said) bool {
	from, to := a.period.days()
	otherFrom, otherTo := b.period.days()
	return a.sentence == b.sentence || meet(from, to, otherFrom, otherTo)
}

func (n *notice) disagree(a, b said) {
	n.told("period-contradicted", &a.period.at, a.period.words(), b.period.words())
}

// held holds a time against the rules that it rests on: one of them must have that
// length, and none that always holds a longer one.
func (n *notice) held(a said, rules []Rule) {
	from, to := a.period.days()
	same, other, longer := len(rules) == 0, Rule{}, []Rule{}
	for _, r := range rules {
		ruleFrom, ruleTo, ok := r.lengths()
		switch {
		case !ok, meet(from, to, ruleFrom, ruleTo): // what an event ends has no length to hold it against
			same = true
		case !r.Some && ruleFrom > to:
			longer, other = append(longer, r), r
		default:
			other = r
		}
	}
	switch {
	case !same:
		n.told("period-not-so", &a.period.at, a.period.words(), other.words(n.opt.Today))
	case len(longer) > 0:
		n.told("period-longer", &a.period.at, a.period.words(), longer[0].words(n.opt.Today))
	}
}
