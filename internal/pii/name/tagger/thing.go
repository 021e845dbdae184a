package tagger

import (
	"bytes"
	"slices"
)

// trimmed is a run of words without what stands beside a name and is none: a title before it, a form's next label behind it.
func (s *island) trimmed(text []byte, low, high int) (int, int) {
	for low < high && (s.titled(text, low) || s.field(text, low)) {
		low++
	}
	for high > low && s.tokens[low].class&Given != 0 && in(jobs, text[s.tokens[high].Start:s.tokens[high].End]) {
		high--
	}
	for high >= low {
		t := &s.tokens[high]
		if t.shape != small && !in(labels, text[t.Start:t.End]) {
			break
		}
		high--
	}
	return low, high
}

// titled tells whether a word is a title and no name, as Kung may be; what people are addressed by is one even where the lists have it as a name.
func (s *island) titled(text []byte, i int) bool {
	t := &s.tokens[i]
	return t.class&Title != 0 && (t.class&(Given|Family) == 0 || in(courtesies, text[t.Start:t.End]))
}

// field tells whether a word is what a form writes before a part of a name: "Förnamn Johan Efternamn Norberg".
func (s *island) field(text []byte, i int) bool {
	t := &s.tokens[i]
	return fields.mayHash(t.hash) && in(fields, text[t.Start:t.End])
}

// thing tells whether what looks like a person's name is something's: a street's, a ship's, a firm's, a day's.
func (s *island) thing(text []byte, low, high int) bool {
	start, end := s.tokens[low].Start, s.tokens[high].End
	word := text[s.tokens[high].Start:end]
	switch {
	case s.named(text, high), s.tokens[high].shape == initial && stroked(text[s.tokens[high].Start:]), partners(text, end):
		return true
	case low < high && (things.may(word) && things.words[string(word)] || in(jobs, word) || s.firmInside(text, low, high)):
		return true
	case low < high && (s.dated(text, low, high) || in(houses, text[start:s.tokens[low].End])):
		return true
	case low == high && (in(days, word) || in(peoples, word) || in(alone, word) || in(fields, word)):
		return true
	case high+1 < len(s.tokens) && s.tokens[high+1].shape == joinedLow && s.halfName(text, high+1): // Astrid Lindgren-skolan
		return true
	}
	before := s.wordBefore(text, start)
	if low == high && in(months, word) && (in(times, before) || beginsWithDigit(before) || beginsWithDigit(text[blank(text, end):])) {
		return true
	}
	return in(called, before) || in(houses, before)
}

// dated tells whether days and months are all that stands there: "Wed Mar 12".
func (s *island) dated(text []byte, low, high int) bool {
	for _, t := range s.tokens[low : high+1] {
		if word := text[t.Start:t.End]; !in(days, word) && !in(months, word) {
			return false
		}
	}
	return true
}

// halfName tells of a word like Lindgren-skolan whether its first half is a name.
func (s *island) halfName(text []byte, i int) bool {
	word := text[s.tokens[i].Start:s.tokens[i].End]
	first, _, _ := bytes.Cut(word, []byte{'-'})
	return len(first) > 2 && s.lexicon.class(fold(first))&(Given|Family) != 0
}

// named tells whether a name's last word, or the word after it, says that it names a street, a house or a firm.
func (s *island) named(text []byte, high int) bool {
	last := &s.tokens[high]
	word := text[last.Start:last.End]
	if len(word) > 3 && streetEnds.hasWord(word[len(word)-3:]) {
		for _, end := range streets {
			if bytes.HasSuffix(word, end) {
				return true
			}
		}
	}
	i := blank(text, last.End)
	if i == last.End {
		return false
	}
	word = text[i:s.outline.wordEnd(text, i)]
	return things.may(word) && things.words[string(word)] || stroked(text[i:]) || s.firm(text, i, i+len(word))
}

// stroked tells whether letters of a Danish firm begin a text, the first of which may have been taken for an initial.
func stroked(text []byte) bool {
	return len(text) > 2 && text[1] == '/' && text[2] == 'S' && (text[0] == 'A' || text[0] == 'I' || text[0] == 'K' || text[0] == 'P')
}

// firmInside tells whether a firm's letters stand before the last word: "Rakennus Oy Niskanen".
func (s *island) firmInside(text []byte, low, high int) bool {
	t := &s.tokens[high-1]
	return high > low+1 && t.End-t.Start <= 3 && firmLetters[string(text[t.Start:t.End])]
}

// firm tells whether the word there has a capital and a firm's letters behind it: "Melin Bygg AB".
func (s *island) firm(text []byte, start, end int) bool {
	i := blank(text, end)
	if start == end || i == end {
		return false
	}
	if up, _ := capitalAt(text, start); !up {
		return false
	}
	return firmLetters[string(text[i:s.outline.wordEnd(text, i)])] || stroked(text[i:])
}

var firmLetters = map[string]bool{"AB": true, "HB": true, "KB": true, "Oy": true, "Oyj": true, "AS": true, "ASA": true, "ApS": true, "Ltd": true, "GmbH": true, "Sp": true}

// houses stand before the name of one.
var houses = setOf("brf", "mottagning", "vårdcentral", "avdelning", "förskola", "terveysasema", "legesenter", "lægehuset")

// partners tells whether a firm's "& Co" follows.
func partners(text []byte, end int) bool {
	rest, ok := bytes.CutPrefix(text[end:], []byte(" & "))
	return ok && in(firms, rest[:wordEnd(rest, 0)])
}

func (s *island) wordBefore(text []byte, i int) []byte {
	end := i
	for end > 0 && text[end-1] == ' ' {
		end--
	}
	return text[s.outline.wordStart(text, end):end]
}

func beginsWithDigit(b []byte) bool { return len(b) > 0 && b[0] >= '0' && b[0] <= '9' }

var streets = [][]byte{
	[]byte("gatan"), []byte("vägen"), []byte("gränd"), []byte("torget"), []byte("allén"), []byte("stigen"), []byte("skolan"), []byte("kyrkan"),
	[]byte("priset"), []byte("stipendiet"), []byte("fonden"), []byte("stiftelsen"), []byte("museet"), []byte("mässan"), []byte("loppet"),
}

// streetEnds are the last three bytes of streets, as most words do not end.
var streetEnds = func() *shortWords {
	var ends []string
	for _, s := range streets {
		if end := string(s[len(s)-3:]); !slices.Contains(ends, end) {
			ends = append(ends, end)
		}
	}
	return newShortWords(ends...)
}()

// things are what is named after people.
var things = setOf("AB", "HB", "KB", "Oy", "Oyj", "AS", "ASA", "ApS", "A/S", "Inc", "Ltd", "LLC", "GmbH", "Group", "Holding", "gata", "gate", "gade", "torg", "gränd",
	"allé", "sjukhus", "gymnasium", "förlag", "församling", "kyrka", "musikskola", "katu", "Street", "Road", "Avenue", "Award", "Stiftelse",
	"skole", "plass", "plads", "syndrom", "syndrome", "sjukdom", "sygdom", "sykdom", "säätiö", "Foundation", "Hospital", "University", "Airport",
	"Square", "Arena", "Stadium", "College", "School", "Church", "Budstikke", "Avis", "Tidende", "Tidning", "Nyheter", "Universitet", "Sjukhus", "Gymnasium", "Skola", "Kyrka",
	"Transport", "Lines", "Management", "Consulting", "Solutions", "Systems", "Software", "Services", "Logistics", "Games", "Studios", "Bank", "Science", "Sciences", "Engineering", "Technology", "Technologies", "Online",
	"Entreprenad", "Fastigheter", "Åkeri", "Bygg", "Eiendom", "Entreprenør", "Byg", "Rakennus", "Kiinteistöt", "Isännöinti")

// jobs are what somebody is, behind her name or without one: Lead Data Engineer.
var jobs = setOf("engineer", "architect", "developer", "analyst", "consultant", "designer", "specialist", "officer", "manager", "scientist", "controller", "administrator", "technician")

// courtesies are what people are addressed by; somewhere some of them are names, too.
var courtesies = setOf("frau", "herr", "master", "mr", "mrs", "ms", "dr", "fru", "miss", "lady", "señor", "hr")

// called are words that a name of their own follows: a storm's, a ship's, a saint's.
var called = setOf("projekt", "project", "prosjekt", "projekti", "fartyget", "fartøyet", "skeppet", "skipet", "skibet", "färjan", "færgen", "fergen",
	"vessel", "ferry", "yacht", "laiva", "alus", "stormen", "orkanen", "cyklonen", "storm", "hurricane", "cyclone", "typhoon", "myrsky", "servern",
	"serveren", "server", "databasen", "modellen", "kvarteret", "tidskriften", "hotell", "hotel", "hotelli", "restaurang", "restaurant", "ravintola", "kafé",
	"café", "sankt", "sankta", "sanct", "saint", "pyhä", "hms", "m/s", "ms/s", "kv", "varumärket", "brand")

// labels are what a form, a list or a signature writes next to a name.
var labels = setOf("pnr", "personnr", "persnr", "personnummer", "hetu", "cpr", "fnr", "tel", "telefon", "tfn", "tlf", "puh", "puhelin", "phone", "mob", "mobil",
	"mobile", "fax", "mail", "email", "e-mail", "e-post", "epost", "mejl", "adress", "address", "adresse", "osoite", "född", "født", "id", "nr", "orgnr",
	"box", "datum", "date", "dato", "roll", "titel", "avd", "ort", "kund", "kundnr", "ref", "co", "dob", "born", "sek", "nok", "dkk", "eur", "usd")

// fields are those for parts of names, and what an Icelandic letter greets with.
var fields = setOf("förnamn", "efternamn", "fornavn", "etternavn", "efternavn", "etunimi", "sukunimi", "namn", "navn", "nimi", "hæ", "kæri", "kæra", "firstname", "lastname", "surname")

// alone are words of tables, letters and lists of changes that, alone, are nobody.
var alone = setOf("prio", "prioritet", "status", "antal", "madam", "skruv", "kostnad", "autogiro", "beløp", "forfall", "bok", "kortköp", "mac",
	"closes", "note", "notes", "cache", "value", "consumer", "valgrind", "netbsd", "scrum", "kafka", "justeras")

// firms stand behind the "&" of a firm's name.
var firms = setOf("co", "son", "sons", "söner", "sønner", "partners", "partner", "pojat", "company", "bröder", "associates")

var (
	days    = setOf("mon", "tue", "wed", "thu", "fri", "sat", "sun", "tues", "thur", "thurs")
	peoples = setOf("swedish", "finnish", "norwegian", "danish", "icelandic", "nordic", "english", "german", "russian", "french", "polish", "european",
		"american", "estonian", "latvian", "lithuanian", "dutch", "british", "spanish", "italian", "turkish", "arabic", "chinese", "indian", "greek")
	months = setOf("june", "april", "august", "may", "juni", "juli", "maj", "mai", "augusti", "mars", "january", "july", "toukokuu", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "oct", "okt", "nov", "dec")
	times  = setOf("in", "on", "of", "by", "since", "until", "till", "last", "next", "this", "early", "late", "mid", "during", "every", "each", "i", "den",
		"slutet", "början", "before", "after", "between", "through")
)
