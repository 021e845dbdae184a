package pii

import (
	"unicode"

	"github.com/varsam/varsam/internal/pii/name"
	chars "github.com/varsam/varsam/internal/pii/text"
)

// naming is how much a column's heading or a key says that its values are people's names.
type naming uint8

const (
	unnamed   naming = iota
	mayName          // "namn": also of a product or a firm, so a word of the value must be somebody's name
	names            // "efternamn": whatever it is
	firmsName        // "company_name": a word alone is no person's
)

// namings are the words that say so, folded, by their first eight letters.
var namings = func() map[uint64]naming {
	by := map[uint64]naming{}
	for says, words := range map[naming][]string{
		mayName: {"namn", "name", "nimi", "navn", "nafn", "kund", "customer", "asiakas", "kunde", "contact", "kontakt", "owner", "agare", "author"},
		names: {
			"fornamn", "efternamn", "tillnamn", "fullname", "firstname", "lastname", "surname", "givenname", "forename", "middlename", "tilltalsnamn",
			"etunimi", "sukunimi", "kokonimi", "fornavn", "etternavn", "mellomnavn", "kontaktperson", "contactname", "personname", "personnamn", "eiginnafn",
			"handlaggare", "saksbehandler", "sagsbehandler", "vardnadshavare", "anhorig", "patientnamn", "maidenname", "familyname",
		},
	} {
		for _, w := range words {
			key, _ := word([]byte(w))
			by[key] = says
		}
	}
	return by
}()

// namingOf is what a heading says: "first_name" and "firstName" as much as "förnamn".
func namingOf(heading string) (says naming) {
	text, part := []byte(heading), false
	for i := 0; i < len(text); {
		key, size := word(text[i:])
		if size == 0 {
			i++
			continue
		}
		says = max(says, namings[key])
		switch string(lowered(nil, text[i:i+size])) {
		case "first", "last", "given", "family", "middle", "sur", "full":
			part = true
		case "company", "product":
			return firmsName
		case "file", "user", "host", "domain", "id", "nr", "no", "number", "type", "count", "email", "mail", "phone", "fil", "kod":
			return unnamed
		}
		i += size
	}
	if part && says == mayName {
		return names
	}
	return says
}

// longestName is in bytes.
const longestName = 80

// nameCell offers all of a value as a name when its heading says so and it looks like one: "Berg, Anna", "siv", "O'NEILL".
func (r *run) nameCell() bool {
	low, high := 0, len(r.text)
	for low < high && is(r.text[low], isBlank) {
		low++
	}
	for high > low && is(r.text[high-1], isBlank) {
		high--
	}
	if r.naming == unnamed || r.naming == firmsName || high-low < 2 || high-low > longestName || len(r.readings) > 0 {
		return false
	}
	known, ok := nameLike(r.text[low:high])
	if !ok || r.naming == mayName && !known {
		return false
	}
	score := Score(0.9)
	if !known {
		score = 0.7
	}
	r.extra(kPerson, low, high, score, "names", "heading")
	return true
}

// nameLike reports whether a value is one to six words of letters, none of which says that it is a firm, nobody or nothing; and whether
// the lists know one of them.
func nameLike(value []byte) (known, ok bool) {
	words := 0
	for i := 0; i < len(value); {
		c, size := chars.Next(value[i:])
		if !unicode.IsLetter(c) {
			if c != ' ' && c != '-' && c != '\'' && c != '.' && c != ',' && c != '’' && c != 0xA0 {
				return false, false
			}
			i += size
			continue
		}
		start := i
		for i < len(value) {
			if c, size = chars.Next(value[i:]); !unicode.IsLetter(c) && !unicode.Is(unicode.Mn, c) {
				break
			}
			i += size
		}
		w := value[start:i]
		if words++; nobody[string(lowered(nil, w))] {
			return false, false
		}
		given, family := name.Known(w)
		known = known || given || family
	}
	return known, words > 0 && words <= 6
}

// nobody are words that stand in the place of a name, or say that it is a firm's.
var nobody = map[string]bool{
	"ab": true, "hb": true, "kb": true, "oy": true, "oyj": true, "asa": true, "aps": true, "inc": true, "ltd": true, "llc": true, "gmbh": true,
	"publ": true, "null": true, "none": true, "nil": true, "test": true, "unknown": true, "saknas": true, "anonym": true, "anonymous": true,
	"tuntematon": true, "ukjent": true, "ukendt": true, "system": true, "admin": true, "kommun": true, "region": true, "ingen": true,
	"borttagen": true, "deleted": true, "true": true, "false": true,
}
