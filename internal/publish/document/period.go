package document

import (
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/register"
)

func number(n int) string { return strconv.Itoa(n) }

// kept is how long an activity's data is kept, a line for each way in which its
// collections differ; nothing when the register does not say (Art. 13(2)(a)).
func (c *composer) kept(a register.Activity) []string {
	path := "activities/" + a.Name + "/keep"
	c.look(path)
	type way struct {
		says   string
		titles []string
	}
	var ways []way
	places, keep := c.places(a.Name), a.Keep
	if starts(places) > 1 { // one word for the start would be wrong for some
		keep.Start = varsam.Words{}
	}
	for _, p := range places {
		c.look(p.path() + "/carried_by")
		says := c.keptHere(keep, p)
		at := slices.IndexFunc(ways, func(w way) bool { return w.says == says })
		if at < 0 {
			ways, at = append(ways, way{says: says}), len(ways)
		}
		ways[at].titles = unique(append(ways[at].titles, c.collection(p.system.Name, p.collection)))
	}
	if len(ways) == 0 {
		return full([]string{capital(c.period(a.Keep, ""))})
	}
	var lines []string
	for _, w := range ways {
		if w.says == "" {
			return nil
		}
		if len(ways) > 1 {
			w.says = c.t("document.kept.of", c.list(w.titles), w.says)
		}
		lines = append(lines, capital(w.says))
	}
	return lines
}

// starts is how many different columns the periods of some places count from.
func starts(places []carried) int {
	var all []string
	for _, p := range places {
		if p.carry.Keep == nil && p.carry.From != "" {
			all = unique(append(all, stem(p.carry.From[strings.LastIndexByte(p.carry.From, '.')+1:])))
		}
	}
	return len(all)
}

func (c *composer) keptHere(keep register.Keep, p carried) string {
	if p.carry.Keep != nil {
		keep = *p.carry.Keep
	}
	from := p.carry.From
	if from == "" {
		from = keep.From
	}
	if from == "" { // as decide counts: from the day that it holds until
		from = p.carry.Until
	}
	says := c.period(keep, from)
	if says == "" && p.carry.Until != "" {
		return c.t("document.kept.until", c.trigger(p.carry.Until))
	}
	return says
}

// period is a time limit in words that begin no sentence: "3 år efter den
// senaste kontakten".
func (c *composer) period(k register.Keep, from string) string {
	if k.Law != "" {
		return c.lawful(k.Law)
	}
	start := inline(k.Start.In(c.Lang))
	if start == "" && from != "" {
		start = c.trigger(from)
	} else if start != "" && !k.Start.Has(c.Lang) {
		c.foreign = nearest(k.Start, c.Lang)
	}
	length := func(p varsam.Period) string {
		words := c.ruled(law.PeriodWords(p))
		if start == "" {
			return words
		}
		return c.t("document.kept.after", words, start)
	}
	switch {
	case !k.Period.IsZero():
		return length(k.Period)
	case !k.Earliest.IsZero() && !k.Latest.IsZero():
		return c.t("document.kept.window", c.ruled(law.PeriodWords(k.Earliest)), length(k.Latest))
	case !k.Earliest.IsZero():
		return c.t("document.kept.earliest", length(k.Earliest))
	case !k.Latest.IsZero():
		return c.t("document.kept.latest", length(k.Latest))
	case k.While != "":
		return c.t("while." + k.While)
	}
	return ""
}

// lawful is what a statute says, with its paragraph.
func (c *composer) lawful(id string) string {
	rule, err := law.Find(id, c.Day)
	if err != nil {
		return ""
	}
	return c.t("document.kept.law", c.ruled(rule.Keeps()), c.ruled(rule.Paragraph))
}

// statute is how a law is cited: a rule by its paragraph, anything else as it is
// written.
func (c *composer) statute(id string) string {
	if rule, err := law.Find(id, c.Day); err == nil {
		return c.ruled(rule.Paragraph)
	}
	return inline(id)
}

// trigger is what a column stands for, where its name is one that many use; else
// the column itself, so that nobody is told something that is not so.
func (c *composer) trigger(column string) string {
	name := column[strings.LastIndexByte(column, '.')+1:]
	if key := "trigger." + stem(name); c.p.Has(key) {
		return c.t(key)
	}
	return c.t("document.kept.column", inline(name))
}

// stem is a column's name without what says that it is a day: last_contact_on,
// lastContactDate and LAST_CONTACT_AT are last-contact.
func stem(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && r >= 'A' && r <= 'Z' && name[i-1] >= 'a' && name[i-1] <= 'z' {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	words := strings.FieldsFunc(strings.ToLower(b.String()), func(r rune) bool { return r == '_' || r == '-' || r == ' ' })
	for len(words) > 1 && slices.Contains([]string{"on", "at", "date", "day", "time", "datum", "dag", "tid", "ts", "utc"}, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, "-")
}

// ends is what becomes of an activity's records when their time is over, and
// that backups outlive them.
func (c *composer) ends(a register.Activity) []string {
	var how []varsam.Fate
	for _, p := range c.places(a.Name) {
		c.look(p.path() + "/end")
		if !slices.Contains(how, p.collection.End) {
			how = append(how, p.collection.End)
		}
	}
	var lines []string
	switch {
	case len(how) == 1 && how[0] == varsam.Erase:
		lines = append(lines, c.t("document.end.erase"))
	case len(how) == 1 && how[0] == varsam.Anonymise:
		lines = append(lines, c.t("document.end.anonymise"))
	case len(how) == 2 && !slices.Contains(how, ""):
		lines = append(lines, c.t("document.end.either"))
	case len(how) > 0:
		lines = append(lines, c.t("document.end.person"))
	}
	if longest := c.backups(a); !longest.IsZero() {
		lines = append(lines, c.t("document.end.backups", c.ruled(law.PeriodWords(longest))))
	}
	return lines
}

// backups is the longest time that copies of an activity's records outlive them.
func (c *composer) backups(a register.Activity) (longest varsam.Period) {
	day := varsam.NewDate(2000, 1, 1)
	for _, s := range c.systems(a.Name) {
		c.look("systems/" + s.Name + "/backups")
		if law.LastDay(s.Backups.Kept, day).After(law.LastDay(longest, day)) {
			longest = s.Backups.Kept
		}
	}
	return longest
}
