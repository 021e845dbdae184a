package document

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// basis is the legal basis in words that begin no sentence; "" when there is
// none.
func (c *composer) basis(a register.Activity) string {
	c.look("activities/" + a.Name + "/basis/article")
	if a.Basis.Article == "" {
		return ""
	}
	return c.t("basis." + string(a.Basis.Article))
}

// basisFacts are the basis and what it rests on (Art. 13(1)(c), (d), 9(2)).
func (c *composer) basisFacts(a register.Activity) {
	at := "activities/" + a.Name + "/basis"
	lines := []string{capital(c.basis(a))}
	if a.Basis.Law != "" {
		c.look(at + "/law")
		lines = append(lines, capital(c.statute(a.Basis.Law)))
	}
	lawful := a.Basis.Law != "" || a.Basis.Article != varsam.LegalObligation && a.Basis.Article != varsam.PublicTask
	c.fact("basis", c.t("document.basis"), lines, duty(a.Basis.Article != "" && lawful, "13(1)(c)/basis/"+a.Name)...)
	if test := a.Basis.Interest; test != nil && a.Basis.Article == varsam.LegitimateInterest {
		c.fact("interest", c.t("document.interest"), []string{c.words(test.Interest, at+"/interest/interest")}, "13(1)(d)/"+a.Name)
	}
	if a.Basis.Condition != "" && c.p.Has("condition."+a.Basis.Condition) {
		c.look(at + "/condition")
		c.fact("condition", c.t("document.condition"), []string{c.t("condition." + a.Basis.Condition)}, "9(2)/"+a.Name)
	}
}

// sourceFacts say where each kind of data comes from (Art. 14(2)(f)).
func (c *composer) sourceFacts(a register.Activity, data []datum) {
	c.fields(a.Name)
	c.look("activities/" + a.Name + "/needs")
	var lines []string
	for _, source := range sourcesOf(data) {
		from := of(data, func(d datum) bool { return slices.Contains(d.sources, source) })
		lines = append(lines, c.t("document.source.of", capital(c.source(source)), c.list(c.categories(from))))
	}
	known := of(data, func(d datum) bool { return len(d.sources) > 0 })
	c.fact("sources", c.t("document.sources"), lines, append(duty(len(known) == len(data), "14(2)(f)/every/"+a.Name), "14(2)(f)/"+a.Name)...)
}

// sourcesOf are the sources of some data: the person first.
func sourcesOf(data []datum) (all []string) {
	for _, d := range data {
		all = unique(append(all, d.sources...))
	}
	slices.SortStableFunc(all, func(a, b string) int {
		rank := func(s string) int { return slices.Index([]string{"inferred", "observed", "person"}, s) }
		return rank(b) - rank(a)
	})
	return all
}

func (c *composer) source(s string) string {
	if key := "source." + s; c.p.Has(key) {
		return c.t(key)
	}
	return c.party(s)
}

// neededFact says what must be given, and what follows when it is not (Art.
// 13(2)(e)). Where the fields do not say, the basis does: a contract or a duty
// needs what it needs, and everything else is given freely.
func (c *composer) neededFact(a register.Activity, data []datum) {
	c.neededFactAs("needed", c.t("document.needed"), a, data)
}

func (c *composer) neededFactAs(id, label string, a register.Activity, data []datum) {
	at := "activities/" + a.Name
	c.fields(a.Name)
	c.look(at+"/needs", at+"/basis/article")
	given := slices.DeleteFunc(slices.Clone(data), func(d datum) bool { return !slices.Contains(d.sources, "person") && len(d.needed) == 0 })
	if len(given) == 0 {
		c.forget()
		return
	}
	var lines []string
	for _, why := range []string{"statute", "contract", "voluntary"} {
		if these := of(given, func(d datum) bool { return needed(a, d) == why }); len(these) > 0 {
			lines = append(lines, c.t("document.needed."+why, c.list(c.categories(these))))
		}
	}
	if own := c.words(a.Withheld, at+"/withheld"); own != "" {
		lines = append(lines, own)
	}
	c.fact(id, label, lines, "13(2)(e)/"+a.Name)
}

// needed is the strictest that is said of a kind of data.
func needed(a register.Activity, d datum) string {
	for _, why := range []string{"statute", "contract", "voluntary"} {
		if slices.Contains(d.needed, why) {
			return why
		}
	}
	switch a.Basis.Article {
	case varsam.LegalObligation:
		return "statute"
	case varsam.Contract:
		return "contract"
	}
	return "voluntary"
}

// join puts lines in one cell: as sentences where the next begins like one.
func join(all []string) string {
	text := ""
	for _, line := range full(all) {
		first, _ := utf8.DecodeRuneInString(line)
		switch {
		case text == "":
		case strings.HasSuffix(text, "."):
			text += " "
		case unicode.IsUpper(first):
			text += ". "
		default:
			text += "; "
		}
		text += line
	}
	return text
}

// lower begins a title inside a sentence. One that has capitals further in is a
// name, and stays.
func lower(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	word, _, _ := strings.Cut(s[size:], " ")
	if strings.ContainsFunc(word, unicode.IsUpper) {
		return s
	}
	return string(unicode.ToLower(first)) + s[size:]
}

// slug is a word as an id in a page's address: letters and digits, in small.
func slug(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '_' }), "-")
}
