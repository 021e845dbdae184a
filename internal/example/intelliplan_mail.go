package example

import (
	"fmt"
	"strings"

	"github.com/varsam/varsam/internal/paper"
)

// deskLetters are what lies in the five mailboxes: cases of the service desk, lists,
// machines, colleagues, private things, and people who use a right.
func deskLetters(w *world) []mailing {
	all := append(castLetters(w), everydayLetters(w)...)
	for i, account := range []string{elin, hans, sara} {
		all = append(all, nobodysLetters(w, account, i)...)
	}
	return all
}

// castLetters are those of the cast.
func castLetters(w *world) []mailing {
	people := w.groups[customer]
	asker, stranger, reader, patient, mate := people[theWriter], people[theStranger], people[theReader], people[thePatient], people[theMate]
	me := from(asker, mail(asker.work, 4))
	list := paper.Sheet{
		Lines: []string{"Användare att lägga upp", asker.name() + ", " + asker.work, mate.name() + ", " + mate.work}, Header: "Användarlista", Comment: "stämmer mot avtalet", Hidden: "kostnadsställe 4711", Author: mate.name(),
	}
	return []mailing{
		{support, "INBOX", 12, true, paper.Letter{From: me, To: support, Subject: "Kan inte logga in", Text: "Hej!\nJag kommer inte in sedan i går.\n/" + asker.first}},
		{support, "Sent", 12, true, paper.Letter{From: "Planvik support <" + support + ">", To: me, Subject: "Sv: Kan inte logga in [#1]", Text: "Hej " + asker.first + ",\nvi tittar på det."}},
		{support, "INBOX", 11, false, paper.Letter{From: me, To: support, Subject: "Sv: Kan inte logga in [#1]", Text: "Det går fortfarande inte.", Base64: true, Attachments: []paper.Attachment{{Name: "skärmbild.txt", Content: []byte("Fel 403 för " + asker.work + "\n")}}}},
		{support, "INBOX", 9, false, paper.Letter{From: from(mate, mate.work), To: support, Subject: "Nya användare", Text: "Hej, här är listan. " + asker.name() + " är den som bestämmer.", Attachments: []paper.Attachment{{Name: "användare.xlsx", Content: paper.Make("xlsx", list)}}}},
		{elin, "INBOX", 48, true, paper.Letter{From: me, To: elin, Subject: "Rapporten [#2]", Text: "Hej Elin!\nTack för hjälpen med rapporten.\n/" + asker.name(), HTML: "<p>Hej Elin!</p><p>Tack för <b>hjälpen</b> med rapporten.</p>"}},
		{hans, "INBOX", 75, true, paper.Letter{From: me, To: hans, Subject: "Lunch?", Text: "Är du i stan på torsdag?", Base64: true}},
		{hans, "Trash", 80, true, paper.Letter{From: me, To: hans, Subject: "Mötet", Text: "Vi ses klockan tio."}},
		{support, "INBOX", 395, true, paper.Letter{From: from(stranger, stranger.work), To: support, Subject: "Fråga om priser", Text: "Vad kostar det för tio användare?"}},
		{elin, "INBOX", 40, false, paper.Letter{From: from(reader, reader.work), To: elin, Subject: "Nyhetsbrevet", Text: "Hej,\navregistrera mig från nyhetsbrevet, tack.\n" + reader.first}},
		{privacy, "INBOX", 3, false, paper.Letter{From: from(reader, reader.work), To: privacy, Subject: "Mina uppgifter", Text: "Hej,\nradera alla uppgifter ni har om mig enligt GDPR.\n" + reader.name()}},
		{sara, "INBOX", 19, false, paper.Letter{From: from(patient, patient.work), To: sara, Subject: "Frånvaro [#5]", Text: "Hej,\njag är sjukskriven för min rygg till nästa månad. Mitt personnummer är " + patient.nationalID + ".\n" + patient.first}},
	}
}

// everydayLetters: every case has a mail with its number in one of the three
// mailboxes, most of them of the last quarter; a known customer writes without one.
func everydayLetters(w *world) (all []mailing) {
	people, staff := w.groups[customer], []string{elin, hans, sara}
	for i, e := range errands(w)[theMate:] {
		p := people[e.contact]
		one := mailing{staff[i%3], "INBOX", max(1, e.opened%120), i%3 > 0, paper.Letter{
			From: from(p, mail(p.work, i)), To: staff[i%3], Subject: fmt.Sprintf("%s [#%d]", e.subject, e.number), Text: "Hej!\nDet gäller ärende " + fmt.Sprint(e.number) + ".\nMed vänlig hälsning\n" + p.name(), Base64: i%4 == 0,
		}}
		if i%9 == 0 {
			one.letter.Subject = e.subject
		}
		if i%14 == 0 {
			one.letter.Attachments = []paper.Attachment{{Name: "underlag.pdf", Content: paper.Make("pdf", paper.Sheet{Lines: []string{"Underlag till " + e.subject, p.name()}, Header: w.companies[p.company].name, Author: p.name()})}}
		}
		if i%17 == 0 {
			one.folder = "Ärenden"
		}
		all = append(all, one)
	}
	return all
}

// nobodysLetters are what every mailbox fills with: lists, machines, colleagues,
// family, and a mail to far too many.
func nobodysLetters(w *world, account string, i int) []mailing {
	var crowd []string
	for _, p := range w.groups[customer][10 : 10+20] {
		crowd = append(crowd, p.work)
	}
	to := func(days int, subject, sender, text string, more ...string) mailing {
		return mailing{account, "INBOX", days, true, paper.Letter{From: sender, To: account, Subject: subject, Text: text, More: more}}
	}
	return []mailing{
		to(33+i, "Veckans nyheter om system", "Systembladet <nyheter@systembladet.example>", "Avregistrera dig längst ner.", "List-Id: <veckan.systembladet.example>", "List-Unsubscribe: <mailto:av@systembladet.example>"),
		to(64+i, "Veckans nyheter om system", "Systembladet <nyheter@systembladet.example>", "Avregistrera dig längst ner.", "List-Id: <veckan.systembladet.example>"),
		to(45+i, "Din bokning är bekräftad", "Resor <bokning@resor.example>", "Tåg 443 avgår 08.15.", "Auto-Submitted: auto-generated"),
		to(51+i, "Fika på fredag", planvikAccounts[(i+1)%3], "Jag tar med bullar."),
		to(58+i, "Privat: middag", "Mamma <mamma@post.example>", "Kommer ni på söndag?"),
		{account, "Privat", 90 + i, true, paper.Letter{From: "Mamma <mamma@post.example>", To: account, Subject: "Bilder", Text: "Från i somras."}},
		{account, "Sent", 61 + i, true, paper.Letter{From: account, To: strings.Join(crowd, ", "), Subject: "Driftstopp på lördag", Text: "Hej alla,\nvi uppdaterar på lördag mellan 6 och 8."}},
		{account, "INBOX", 61 + i, true, paper.Letter{From: "Kund Tjänst <info@" + w.companies[3].domain + ">", To: account, Subject: "Sv: Driftstopp på lördag", Text: "Tack för informationen.", More: []string{"Cc: " + strings.Join(crowd[:12], ", ")}}},
	}
}
