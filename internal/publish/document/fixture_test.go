package document_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/examples"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/register"
)

// today is a day on which every mechanism of the fixtures is in force.
var today = varsam.NewDate(2026, 11, 22)

// companies are the examples that documents are tested on.
var companies = []string{"demo", "insourceit", "intelliplan", "kivaq", "kundo", "kunskapspartner"}

func example(t testing.TB, name string) *register.Register {
	t.Helper()
	files, err := fs.Sub(examples.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return load(t, files)
}

func load(t testing.TB, files fs.FS) *register.Register {
	t.Helper()
	reg, faults, err := register.Load(files)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	return reg
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// whole is a register that has everything that documents tell.
func whole() fstest.MapFS {
	return fstest.MapFS{
		"organisation.yaml": file(`organisation: acme
format: 1
title: {sv: Åkes Äpplen AB, sv-FI: Åkes Äpplen Ab, en: Acme Apples, fi: Åken Omenat Oy}
number: 556000-0000
country: FI
zone: Europe/Helsinki
language: sv-FI
fiscal_year: "01-01"
gpc: 2026-01-01
contact: {name: Dataskydd, email: privacy@example.com, address: Provgatan 1}
officer: {name: Ombudet, email: dpo@example.com}
representative: {name: Företrädaren, address: Unionsgatan 2}
measures:
  - {measure: kryptering, title: {sv: kryptering av diskar, en: encryption of disks, fi: levyjen salaus}, tested: 2026-03-01}
  - {measure: hemligt larm, private: true}
`),
		"mail.yaml": file(`party: mailerly
title: {sv: Mailerly Inc., en: Mailerly Inc., fi: Mailerly Inc.}
kind: processor
country: US
service: {sv: skickar nyhetsbrev, en: sends newsletters, fi: lähettää uutiskirjeet}
contact: {email: privacy@mailerly.example}
agreement: {kind: theirs, version: "3", signed: 2025-01-01, document: avtal/mailerly.pdf, clauses: [a, b, c, d, e, f, g, h]}
transfer: {mechanism: scc, module: "2", checked: 2026-09-01}
`),
		"partner.yaml": file(`party: partner
title: {sv: Partnern AB, en: The Partner Ltd, fi: Kumppani Oy}
kind: joint
country: SE
contact: {email: gdpr@partner.example}
agreement:
  kind: arrangement
  signed: 2025-06-01
  essence: {sv: Vi svarar på frågor. De tar betalt., en: We answer questions. They take payment., fi: Me vastaamme kysymyksiin. He veloittavat.}
  point: {email: gemensamt@example.com}
`),
		"customer.yaml": file(`party: customer
title: {sv: Kunden AB, en: The Customer Ltd, fi: Asiakas Oy}
kind: controller
country: SE
contact: {email: dpo@customer.example}
agreement: {signed: 2025-02-01, ends: 2028-01-31, document: avtal/kunden.pdf}
`),
		"letters.yaml": file(`activity: letters
title: {sv: Nyhetsbrev, en: Newsletter, fi: Uutiskirje}
owner: marknad
purpose: {sv: Skicka nyheter till den som har bett om det., en: Send news to those who asked for it., fi: Uutisten lähettäminen tilaajille.}
basis: {article: 6.1.a}
subjects: [customer]
needs: [person.name, contact.email]
uses: [newsletter, direct-marketing]
keep: {while: consent}
`),
		"care.yaml": file(`activity: care
title: {sv: Kundvård, en: Customer care, fi: Asiakassuhteet}
owner: sälj
purpose: {sv: Hålla kontakten., en: Keep in touch., fi: Yhteydenpito.}
basis:
  article: 6.1.f
  interest:
    interest: {sv: att nå våra kunder, en: reaching our customers, fi: asiakkaidemme tavoittaminen}
    necessity: n
    balance: b
    review: 2027-05-01
subjects: [customer, contact]
needs: [person.name, contact]
withheld: {sv: Då kan vi inte svara., en: Then we cannot answer., fi: Silloin emme voi vastata.}
keep: {period: 3 years, start: {sv: det senaste samtalet, en: the last call, fi: viimeisestä puhelusta}}
`),
		"shared.yaml": file(`activity: shared
title: {sv: Betalningar, en: Payments, fi: Maksut}
role: joint
party: partner
owner: ekonomi
purpose: {sv: Ta betalt., en: Get paid., fi: Laskutus.}
basis: {article: 6.1.b}
subjects: [customer]
needs: [person.name, payment]
recipients: [partner]
keep: {law: FI-KPL-6}
automated_decisions:
  logic: {sv: Summan jämförs med en gräns., en: The sum is held against a limit., fi: Summaa verrataan rajaan.}
  consequences: {sv: Över gränsen krävs förskott., en: Above it payment is due in advance., fi: Ylitys edellyttää ennakkomaksua.}
`),
		"books.yaml": file(`activity: books
title: {sv: Bokföring, en: Bookkeeping, fi: Kirjanpito}
owner: ekonomi
purpose: {sv: Bokföra., en: Keep accounts., fi: Kirjanpito.}
basis: {article: 6.1.c, law: FI-KPL-6}
subjects: [customer]
needs: [person.name, payment]
keep: {law: FI-KPL-6}
`),
		"health.yaml": file(`activity: health
title: {sv: Frånvaro, en: Absence, fi: Poissaolot}
owner: lön
purpose: {sv: Betala rätt lön., en: Pay rightly., fi: Palkanmaksu.}
basis: {article: 6.1.c, law: FI-ARB-TID, condition: 9.2.b}
subjects: [employee]
needs: [special.health.sick-leave]
keep: {period: 2 years, from: ended_on}
`),
		"runs.yaml": file(`activity: runs
title: {sv: Drift åt kunder, en: Operations for customers, fi: Ylläpito asiakkaille}
role: processor
party: customer
owner: drift
purpose: {sv: Sköta kundens system., en: Run the customer’s system., fi: Asiakkaan järjestelmän ylläpito.}
nature: {sv: lagring och läsning, en: storing and reading, fi: tallentaminen ja lukeminen}
basis: {article: 6.1.b}
subjects: [customer]
needs: [person.name]
instruction: {document: avtal/instruktion.pdf, given: 2025-02-01}
keep: {period: 1 year}
`),
		"crm.yaml": file(`system: crm
title: {sv: Kundregister, en: Customer register, fi: Asiakasrekisteri}
connector: assisted
operator: mailerly
country: SE
owner: sälj
access: [sälj]
backups: {kept: 30 days}
measures:
  - {measure: två faktorer, title: {sv: inloggning i två steg, en: two-step login, fi: kaksivaiheinen kirjautuminen}, tested: 2026-05-01, review: 2027-05-01}
cookies:
  - {cookie: session, category: necessary, purpose: {sv: hålla dig inloggad, en: keep you signed in, fi: kirjautuminen}}
  - {cookie: _stats, kind: storage, category: statistics, provider: mailerly, kept: 90 days, purpose: {sv: räkna besök, en: count visits, fi: käyntien laskenta}}
collections:
  people:
    title: {sv: kunder, en: customers, fi: asiakkaat}
    person: self
    fields:
      id: {data: id.customer}
      name: {data: person.name, source: person, needed: contract}
      email: {data: contact.email, identifies: email, source: person, needed: voluntary}
      account: {data: payment.bank-account, source: partner}
      sick: {data: special.health.sick-leave, source: observed}
      last_contact_on: {data: behaviour, source: observed}
    carried_by: [letters, {activity: care, from: last_contact_on}, shared, books, health, runs]
    end: erase
`),
	}
}

func source(reg *register.Register, kind document.Kind, lang varsam.Lang) document.Source {
	from := document.Source{Register: reg, Lang: lang, Day: today}
	if parties := document.Parties(reg, kind); len(parties) > 0 {
		from.Party = parties[0]
	}
	return from
}

// each makes every document of a register in every language.
func each(t testing.TB, reg *register.Register, do func(document.Document, document.Source)) {
	t.Helper()
	for _, kind := range document.Kinds() {
		if !document.Has(reg, kind) {
			continue
		}
		for _, lang := range document.Languages() {
			from := source(reg, kind, lang)
			made, err := document.Make(kind, from)
			if err != nil {
				t.Fatalf("%s in %s: %v", kind, lang, err)
			}
			do(made, from)
		}
	}
}
