package pii

import (
	"bytes"
	"strings"
)

// saysElse reports whether the word is another one that is spelled so, or speaks of no person: "sick of", "the same", "beroende av leveransen",
// "politiska nämnden", or a name, as Christian is.
func (r *run) saysElse(stem string, i, end int) bool {
	behind := r.text[end:min(len(r.text), end+24)]
	switch stem {
	case "sick", "rehabili":
		return starts(behind, " of ", " av ") > 0
	case "same":
		before := r.text[max(0, i-5):i]
		return bytes.HasSuffix(before, []byte("the ")) || bytes.HasSuffix(before, []byte("The ")) || bytes.HasSuffix(before, []byte("this ")) || bytes.HasSuffix(before, []byte("that "))
	case "christia", "baptist", "gay", "jude":
		return r.capital(i) && (r.capitalisedBefore(i) >= 0 || end+1 < len(r.text) && r.text[end] == ' ' && r.capital(end+1))
	case "beroende":
		of := starts(behind, " av ", " på ", " på")
		return of > 0 && starts(behind[of:], substances...) == 0
	case "politisk":
		return starts(behind, " ") == 0 || starts(behind[1:], convictions...) == 0
	case "kol": // what burns, and not the disease
		return r.text[i+1] != 'O'
	case "arbeider": // the verb, and not Arbeiderpartiet
		return end-i == len(stem) || r.text[i+len(stem)]|0x20 != 'p'
	case "hoyre", "venstre": // a side: "høyre kne"
		return !r.capital(i)
	case "facklig", "fackliga":
		return starts(behind, negotiations...) > 0
	case "moderata":
		return starts(behind, " pri", " kostnad", " ökning", " nivå") > 0
	case "domd", "domda":
		return starts(behind, " att ") > 0
	case "kriminal", "allergi", "rullstol":
		return starts(bytes.ToLower(r.text[min(i+len(stem), end):end]), things...) > 0
	}
	return false
}

var (
	// substances and the like stand behind "beroende av".
	substances = strings.Fields("alkohol narkot drog spel tablett läkem medicin opi heroin morfin cannabis amfetamin kokain insulin dialys assist hjälp rullstol")
	// convictions stand behind "politisk" where it speaks of somebody's.
	convictions = strings.Fields("åsikt uppfattn hemvist tillhör åskådn övertyg parti flykting asyl sympati engagem aktiv fång överbevis holdning overbevis oppfatn opfattel")
	// negotiations stand behind "facklig" where it speaks of what firms do.
	negotiations = []string{" förhandl", " samverk", " organis", " part", " MBL", " utbildn"}
	// things are the second parts of words that begin as what speaks of somebody.
	things = []string{"rom", "vård", "tekn", "insp", "polis", "vänlig", "sramp", "sanpass", "serie"}
)
