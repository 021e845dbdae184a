package clause

import "strings"

// strongly are words that take a duty away; weakly, a simple no. Between a word and
// what it denies lie so many words at most.
const (
	strongly = "need not|needn t|not be obliged|not obliged|not be required|not required|no obligation|no duty|not bound|not be bound|no responsibility|not responsible|not entitled|no right|without any obligation|inte skyldig|ej skyldig|inte bunden|inte bundet|behöver inte|behöver ej|ingen skyldighet|utan skyldighet|inte rätt att|ingen rätt|saknar rätt|ikke forpligt|ikke pligt|ikke forplikt|ikke plikt|behøver ikke|trenger ikke|ingen pligt|ingen plikt|ikke ret |ikke rett |ingen ret |ingen rett |ikke bundet|ei ole velvolli|ei velvollisuutta|eikä velvolli|ei tarvitse|ei oikeutta|ei ole oikeutta|ei sido"
	weakly   = " not | no | never | inte | ej | inga | ingen | inget | icke | ikke | intet | ei | eivät | aldrig | aldri "

	strongReach = 9
	weakReach   = 4
)

// turns are words behind which a no has ended ("does not answer but helps"), and
// what looks like a no and is none ("not later than").
var (
	turns   = strings.Split(" but | utan | men | vaan | mutta | instead | except | unless | without | annat än | annan än | other than | only | until | before | uden | uten ", "|")
	counted = strings.NewReplacer(" no later ", " at ", " not later ", " at ", " not less ", " at ", " no less ", " at ", " no more ", " at ", " not more ", " at ", " not only ", " ",
		" inte senare ", " ", " inte bara ", " ", " inte endast ", " ", " inte minst ", " ", " ikke senere ", " ", " ikke kun ", " ", " ei ainoastaan ", " ")
	strongWords, weakWords = strings.Split(strongly, "|"), strings.Split(weakly, "|")
)

// denies reports whether a sentence says the opposite of a point.
func (p point) denies(plain string) bool {
	plain = counted.Replace(plain)
	if p.letter == "d" {
		return withoutLeave(plain)
	}
	return deniedBy(plain, strongWords, strongReach, p.does) || p.weak && (deniedBy(plain, weakWords, weakReach, p.does) || deniedBehind(plain, p.does))
}

// deniedBehind finds the no behind its verb, as the Nordic languages have it:
// "hjelper ikke". "Raderar inte förrän" denies nothing.
func deniedBehind(plain string, does thought) bool {
	words := strings.Fields(plain)
	for i := 1; i < len(words); i++ {
		switch words[i] {
		case "inte", "ikke", "ej", "icke", "aldrig", "aldri":
			if thoughtsOf(" "+words[i-1]+" ").any(does) && !has(plain, []string{" förrän ", " före ", " innan ", " før ", " inden "}) {
				return true
			}
		}
	}
	return false
}

// deniedBy reports whether a no stands shortly before something.
func deniedBy(plain string, noes []string, reach int, does thought) bool {
	for _, no := range noes {
		for at, rest := 0, plain; ; {
			i := strings.Index(rest, no)
			if i < 0 {
				break
			}
			at += i + len(no)
			rest = plain[at:]
			if reached(rest, reach, does) {
				return true
			}
		}
	}
	return false
}

// reached reports whether one of some thoughts lies in the next few words, with no
// comma and no turn before it.
func reached(rest string, reach int, does thought) bool {
	words := strings.Fields(rest)
	if len(words) > reach {
		words = words[:reach]
	}
	near := " " + strings.Join(words, " ") + " "
	near, _, _ = strings.Cut(near, " ,")
	for _, turn := range turns {
		near, _, _ = strings.Cut(near, turn)
	}
	return thoughtsOf(near + " ").any(does)
}

// withoutLeave finds "without authorisation" that no "not" stands before: "may
// engage anyone without prior notice".
func withoutLeave(plain string) bool {
	for _, without := range []string{" without ", " utan ", " uden ", " uten ", " ilman "} {
		before, rest, found := strings.Cut(plain, without)
		if found && reached(rest, weakReach, permitting|ahead|telling) && !has(before, weakWords) && !has(before, []string{" only ", " refrain", " avstå", " kun ", " endast "}) {
			return true
		}
	}
	return deniedBy(plain, strongWords, strongReach, permitting|telling)
}

func has(text string, some []string) bool {
	for _, one := range some {
		if strings.Contains(text, one) {
			return true
		}
	}
	return false
}
