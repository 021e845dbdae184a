package example

import "github.com/varsam/varsam/internal/paper"

// infoBox is the demo's one mailbox.
const infoBox = "info@fyrbak.example"

// demoLetters are what lies in it: letters of the main person's, an answer, and others'.
func demoLetters(w *world) []mailing {
	all := w.groups[customer]
	asker, colleague := all[theAsker], all[theColleague]
	me := from(asker, mail(asker.work, 4))
	letters := []mailing{
		{infoBox, "INBOX", 25, true, paper.Letter{From: me, To: infoBox, Subject: "Fråga om undersökningen", Text: "Hej!\nNär kommer resultatet?\n/" + asker.first, Base64: true}},
		{infoBox, "Sent", 24, true, paper.Letter{From: "Fyrbåk <" + infoBox + ">", To: me, Subject: "Sv: Fråga om undersökningen", Text: "Hej " + asker.first + ",\ndet kommer på fredag."}},
		{infoBox, "Trash", 60, true, paper.Letter{From: me, To: infoBox, Subject: "Lunchmöte", Text: "Jag kan inte på torsdag."}},
	}
	for i, p := range all[theColleague+1 : theColleague+9] {
		letters = append(letters, mailing{infoBox, "INBOX", 5 + 9*i, i%2 == 0, paper.Letter{From: from(p, p.work), To: infoBox, Subject: deskSubjects[i%len(deskSubjects)], Text: "Hej,\nkan ni höra av er?\n" + p.name()}})
	}
	return append(letters, mailing{infoBox, "INBOX", 31, true, paper.Letter{From: from(colleague, colleague.work), To: infoBox, Subject: "Offerten", Text: "Vi vill gå vidare. Räkna med två deltagare till."}})
}

// demoPapers are working papers, three of which name the main person.
func demoPapers(w *world) map[string][]byte {
	all := w.groups[customer]
	asker, other := all[theAsker], all[theForgotten]
	offer := func(name, address string) []byte {
		return paper.Make("docx", paper.Sheet{Lines: []string{"Offert", "Till " + name + ", " + address, "Pris enligt bilaga."}, Header: "Fyrbåk Rådgivning AB", Comment: "Skickas på måndag.", Hidden: "Gammalt pris.", Author: "Fyrbåk"})
	}
	return map[string][]byte{
		"offerter/offert 12.docx":  offer(asker.name(), asker.work),
		"offerter/offert 13.docx":  offer(other.name(), other.work),
		"möten/anteckningar.txt":   []byte("Närvarande: " + asker.name() + " (" + asker.work + ").\nBeslut: ny mätning i maj.\n"),
		"listor/deltagare.xlsx":    paper.Make("xlsx", paper.Sheet{Lines: []string{asker.work, other.work}, Header: "Deltagare", Comment: "bekräftat", Hidden: "reserv", Author: "Fyrbåk"}),
		"mallar/påminnelse om.odt": paper.Make("odt", paper.Sheet{Lines: []string{"Hej,", "vi påminner om undersökningen."}, Header: "Mall", Comment: "gäller från mars", Hidden: "äldre text", Author: "Fyrbåk"}),
	}
}
