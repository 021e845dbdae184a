package pii_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
)

// TestFormsThatPeopleWrite holds spellings of letters, tickets and logs to what they are; want is nil for what is nobody's.
func TestFormsThatPeopleWrite(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Today: varsam.NewDate(2026, 11, 1)})
	for text, want := range map[string][]string{
		// telephones
		"Tel (08) 465 004 25":                  {`phone "(08) 465 004 25"`},
		"Puh. (03) 555 6677":                   {`phone "(03) 555 6677"`},
		"soittaa Marjalle numeroon 0401234567": {`phone "0401234567"`},
		"Søren ringer på 31 23 45 67":          {`phone "31 23 45 67"`},
		"soita 0400 123 456":                   {`phone "0400 123 456"`},
		"Tlf: 22 34 56 78, mob. 912 34 567":    {`phone "22 34 56 78"`, `phone "912 34 567"`},
		"Telefon: 46701740605":                 {`phone "46701740605"`},
		"Jourtelefon 0910-73 00 00":            {`phone "0910-73 00 00"`},
		"Kund 640823-3234 ringde":              {`se.personnummer "640823-3234"`},
		"kl 09.00–16.30 och 06.00-18.00":       nil,
		"0915-1045 buss, 02-01 02-03":          nil,
		"RF18 5390 0754 7034":                  nil,
		"Satsnummer 0300401":                   nil,

		"Tel +45 21 07 57 16":       {`phone "+45 21 07 57 16"`}, // not in the plan, as long as in it
		"tfn 0470-390 06 03":        {`phone "0470-390 06 03"`},
		"bilen RSA 443 och RSA 443": {`se.plate "RSA 443"`},
		"stod parkerad RSA 443 i":   {`se.plate "RSA 443"`},

		"Telefon 41 94 31 41 / 97 10 90 86":       {`phone "41 94 31 41"`, `phone "97 10 90 86"`},
		"Telefon 41 94 31 41, 20 26-11-25":        {`phone "41 94 31 41"`},
		"Tlf. +4522008451, mail":                  {`phone "+4522008451"`},
		"LIN+1++7079758861167:EN":                 nil,
		"Kunden ringde 20230423 kl. 14:05":        nil,
		"Tlf. 20230423":                           {`phone "20230423"`},
		"1988\u201108\u201104\u20114036":          nil,
		"Mötes-ID: 372 045 600 97":                nil,
		"Lähete 0575317839, Remiss-id 0726149483": nil,

		// what is a number, and whose
		"(1943-05-04-5088)":                           nil,
		"Maria Löfgren (640823 3234)":                 {`se.personnummer "640823 3234"`},
		"x 1964-08-23-3234, 19640823 3234":            {`se.personnummer "1964-08-23-3234"`, `se.personnummer "19640823 3234"`},
		"2001-08-23-3238 20010823 3238":               nil,
		"Pass nr 34583677, körkort 640823 3234":       {`se.passport "34583677"`, `se.personnummer "640823 3234"`},
		"Pat 640823 3234":                             {`se.personnummer "640823 3234"`},
		"f.nr. 02 90 47 48520":                        {`no.fodselsnummer "02 90 47 48520"`},
		"interimsnr 850504-T122":                      {`se.interimsnummer "850504-T122"`},
		"interimsnr 850504-T126":                      nil,
		"Ärendet (130443-7939)":                       {`fi.henkilotunnus "130443-7939"`},
		"ärendenr 130443-7939":                        nil,
		"Det är ärendet. ID-nummer: 790807-7105":      {`se.personnummer "790807-7105"`},
		"Personnummer (CPR) 160188-1830":              {`dk.cpr "160188-1830"`},
		"Personnummer (CPR) 170366-1536":              {`dk.cpr "170366-1536"`},
		"160176-9092 (hetu)":                          {`fi.henkilotunnus "160176-9092"`},
		"160176-9092 on henkilötunnukseni":            {`fi.henkilotunnus "160176-9092"`},
		"Var är min faktura. 070-174 06 80":           {`phone "070-174 06 80"`},
		"Moi, kysyn laskusta. 0701740613 tai":         {`phone "0701740613"`},
		"Ordernummer. 640823-3234":                    nil,
		"Art.nr. 640823-3234":                         nil,
		"person-nr 640823 3234":                       {`se.personnummer "640823 3234"`},
		"kennitölu 260756-5169":                       {`is.kennitala "260756-5169"`},
		"Kto. 12345678903":                            {`no.bankaccount "12345678903"`},
		"sendes til NO 974760673 innen":               {`no.orgnr "974760673"`},
		"faktura NO974760673, NO974760673MVA":         {`no.orgnr "974760673"`, `no.orgnr "974760673"`},
		"ordre KONO 974760673":                        nil,
		"företag 5560160680":                          {`se.organisationsnummer "5560160680"`},
		"samordn.nr: 040278-9853":                     {`se.samordningsnummer "040278-9853"`},
		"streckkod 4023560379511":                     nil,
		"enheten väntar. id=d71259488e65cf81bfc1cc84": nil,

		"\ufeffpnr 6408233234":   {`se.personnummer "6408233234"`}, // a byte order mark
		"Hans ”pnr” 640823 3234": {`se.personnummer "640823 3234"`},
		"pnr\u00a0640823 3234":   {`se.personnummer "640823 3234"`},
		"order\u00a0640823-3234": nil,

		"NO 974760673MVA, NO 974 760 673 MVA": {`no.orgnr "974760673"`, `no.orgnr "974 760 673"`},
		"974 760 673 MVAX 974760673MVAB":      nil,
		"momsnr SE 556016068001, FI 01120389": {`se.vat "SE 556016068001"`, `fi.vat "FI 01120389"`},
		"BASE 556016068001":                   nil,
		"auto EC2, auto WP8 and DRI3":         nil,
		"auto ABC-123 hinattiin":              {`fi.plate "ABC-123"`},

		// money
		"Nordea 3300-6408233234 och 3300 640823-3234":            {`se.bankaccount "3300-6408233234"`, `se.bankaccount "3300 640823-3234"`},
		"Nordea 3301-6408233234":                                 nil,
		"KID 2255321153125214":                                   nil,
		"20241121 Bg 410-4287":                                   {`se.bankgiro "410-4287"`},
		"bg 20241121":                                            {`se.bankgiro "20241121"`},
		"MAC dbac.0c00.c369, mac 9310.ee16.5a90":                 {`mac "dbac.0c00.c369"`, `mac "9310.ee16.5a90"`},
		"Storgatan 5 B 392 32 Kalmar":                            {`address "Storgatan 5 B 392 32 Kalmar"`},
		"bor H.C. Andersens Boulevard 83, st. th, 8000 Aarhus C": {`address "H.C. Andersens Boulevard 83, st. th, 8000 Aarhus C"`},
		"hos AB. Storgatan 5":                                    {`address "Storgatan 5"`},
		"Storgatan 5 B 392, Kalmar":                              {`address "Storgatan 5 B 392"`},
		"PlusGiro: 703751-8":                                     {`se.plusgiro "703751-8"`},
		"Clearing och konto: 6112, 123 456 786":                  {`se.bankaccount "6112, 123 456 786"`},
		"Clearingnr 6112, kontonr 123 456 786":                   {`se.bankaccount "123 456 786"`},
		"konto 9890 12345 678901":                                {`se.bankaccount "9890 12345"`}, // and another number
		"kontonummer 1234.56.78903":                              {`no.bankaccount "1234.56.78903"`},
		"konto 1234 56 78903":                                    {`no.bankaccount "1234 56 78903"`},
		"Betales til 1234.56.78903 innen fredag":                 {`no.bankaccount "1234.56.78903"`},
		"Kontonr: 12345678903":                                   {`no.bankaccount "12345678903"`},
		"Kunden 12345678903 og 1234.56.78904":                    nil,
		"Fnr 02904748520 (089180 29894)":                         {`no.fodselsnummer "02904748520"`, `no.fodselsnummer "089180 29894"`},
		"Fnr 02904748520/08918029894":                            {`no.fodselsnummer "02904748520"`},
		"Fødselsnr 02904748520, konto ukjent":                    {`no.fodselsnummer "02904748520"`},
		"Min konto er reg. 1234 konto 1234567890":                {`dk.bankaccount "1234567890"`},
		"Reg.nr.: 9999 Kontonr.: 1234567":                        {`dk.bankaccount "1234567"`},
		"Reg.nr. 5301 Kontonr. 0123456789. CVR":                  {`dk.bankaccount "0123456789"`},
		"Konto: reg. 5301-0123456789":                            {`dk.bankaccount "5301-0123456789"`},
		"Bilens reg. 5301 och ärende 0123456789":                 nil,
		"Kvittonummer 4539887163864657":                          nil,
		"Bokningsnummer 4539887163864657":                        nil,
		"Kort 4539887163864657":                                  {`card "4539887163864657"`},

		// days of birth
		"Barnet 131204-XXXX bor":             {`birthdate "131204"`},
		"Kund 19850312-****, Anna":           {`birthdate "19850312"`},
		"Mall: 139904-XXXX, 131204-X":        nil,
		"Pojken är född den 3 mars 2012.":    {`birthdate "3 mars 2012"`},
		"Født 3. mai 1962":                   {`birthdate "3. mai 1962"`},
		"She was born on July 21, 1985":      {`birthdate "July 21, 1985"`},
		"(f. 03.11.1962), s. 12.3.1987":      {`birthdate "03.11.1962"`, `birthdate "12.3.1987"`},
		"Anna *1979-03-12":                   {`birthdate "1979-03-12"`},
		"Födelsetid 790312":                  {`birthdate "790312"`},
		"Möte den 3 mars 2012, se s. 12.":    nil,
		"Annas 2012-03-03 och 's 2012-03-04": nil,

		// addresses
		"Box 112, 901 02 Umeå":   {`address "Box 112, 901 02 Umeå"`},
		"Postadress: Box 112":    {`address "Box 112"`},
		"Inbox 112 och Xbox 360": nil,
		"postnr 90102":           {`postcode "90102"`},

		// names of mails
		"References: <1.2.3@a.example.com>\n <4.5.6@b.example.com>\n": nil,
		"Message-ID: <CAF4fJx8s0qk=2Z1A@mail.example.com>":            nil,
	} {
		if d := cmp.Diff(want, brief(text, s.Scan(nil, []byte(text), pii.Hint{}))); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
}

// TestACellIsANameByItsHeading: a name alone in a cell says too little, its column's heading much.
func TestACellIsANameByItsHeading(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Names: true, Today: varsam.NewDate(2026, 11, 1)})
	for _, c := range []struct {
		heading, cell string
		found         bool
	}{
		{"efternamn", "Xqvist", true},
		{"first_name", "siv", true},
		{"LastName", "O'NEILL", true},
		{"namn", "Berg, Anna", true},
		{"namn", "Ann-Louise af Klinteberg", true},
		{"namn", "Stolsits", false},
		{"namn", "Bergs Rör AB", false},
		{"company_name", "Berg", false},
		{"efternamn", "saknas", false},
		{"efternamn", "K3", false},
		{"filename", "siv", false},
	} {
		hits := s.Scan(nil, []byte(c.cell), pii.Hint{Label: c.heading})
		whole := len(hits) == 1 && hits[0].Type == pii.Person && hits[0].Start == 0 && hits[0].End == int64(len(c.cell))
		if whole != c.found || !c.found && len(hits) > 0 {
			t.Errorf("%s %q: %v, want %v", c.heading, c.cell, brief(c.cell, hits), c.found)
		}
	}
}

// TestHintsInCompounds: the word of a special category stands last in many compounds, wherever a segment's blocks begin.
func TestHintsInCompounds(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{})
	for word, want := range map[string]pii.Type{
		"långtidssjukskriven": pii.HintHealth, "bröstcancer": pii.HintHealth, "alkoholmissbruk": pii.HintHealth, "rintasyöpää": pii.HintHealth,
		"hjertesykdom": pii.HintHealth, "hjertesygdom": pii.HintHealth, "fackmedlem": pii.HintUnion, "storfängelset": pii.HintCrime,
		"fackföreningsaktiv": pii.HintUnion, "narkotikabrott": pii.HintCrime, "oberoende": "", "genombrott": "", "arbetsbeskrivning": "",
	} {
		for n := range 70 {
			text := "anna@example.com" + strings.Repeat(" -", n) + " " + word
			hits := s.Scan(nil, []byte(text), pii.Hint{})
			found := len(hits) == 2 && hits[1].Type == want && text[hits[1].Start:hits[1].End] == word
			if found != (want != "") || want == "" && len(hits) != 1 {
				t.Errorf("%s behind %d blanks: %v", word, n, brief(text, hits))
			}
		}
	}
}

// TestNamesInEverySpelling: the same letters of a name, in whatever bytes, are the same name.
func TestNamesInEverySpelling(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Names: true})
	for _, text := range []string{
		"Ordet gick till Åsa Öberg, som tackade.", "Ordet gick till \xc5sa \xd6berg, som tackade.", "Ordet gick till A\u030asa O\u0308berg, som tackade.",
		"Ordet gick till Å\u00adsa Ö\u00adberg, som tackade.", "Ordet gick till \xc5sa\xa0\xd6berg, som tackade.",
	} {
		hits := s.Scan(nil, []byte(text), pii.Hint{})
		if len(hits) != 1 || hits[0].Canonical != "Åsa Öberg" || hits[0].Start != 16 || text[hits[0].End:] != ", som tackade." {
			t.Errorf("%q: %+v", text, hits)
		}
	}
}

// TestTownsConfirmPostcodes: an address is surer, and a postcode alone is one, where the town lies that the postcode says.
func TestTownsConfirmPostcodes(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{MinScore: 0.05})
	score := func(text string) pii.Score {
		hits := s.Scan(nil, []byte(text), pii.Hint{})
		if len(hits) != 1 {
			t.Errorf("%q: %+v", text, hits)
			return 0
		}
		return hits[0].Score
	}
	for _, pair := range [][2]string{
		{"Storgatan 5, 413 01 Göteborg", "Storgatan 5, 413 01 Kiruna"},
		{"Storgatan 5 B\n891 33 Örnsköldsvik", "Storgatan 5 B\n991 33 Örnsköldsvik"},
		{"Mannerheimintie 5, 00100 Helsinki", "Mannerheimintie 5, 00100 Tampere"},
		{"sänt till 413 01 Göteborg i dag", "sänt till 413 01 Malmö i dag"},
		{"sänt till 41301 Göteborg i dag", "sänt till 41301 Malmö i dag"},
		{"sänt till 00100 Helsinki i dag", "sänt till 00100 Tampere i dag"},
	} {
		if right, wrong := score(pair[0]), score(pair[1]); right <= wrong || right < pii.Likely {
			t.Errorf("%q %.2f, %q %.2f", pair[0], right, pair[1], wrong)
		}
	}
}

// TestLabelsOfNumbers: what a word says in five languages, before and after, in a heading and as a key.
func TestLabelsOfNumbers(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Today: varsam.NewDate(2026, 11, 1)})
	numbers := map[pii.Type]string{
		pii.SEPersonnummer: "6408233234", pii.NOFodselsnummer: "41810510046", pii.DKCPR: "0707614285", pii.SEBankgiro: "991-2346", pii.Card: "4111111111111111",
		pii.SEPlusgiro: "4 15 88-5", pii.Phone: "070-1740605", pii.SEPlate: "ABC 123", pii.IP: "192.0.2.44", pii.BirthDate: "1991-05-17", pii.SEOrganisationsnummer: "5560360793",
	}
	for kind, labels := range map[pii.Type][]string{
		pii.SEPersonnummer:        {"personnummer", "henkilötunnus", "personnummer", "personal identity number", "pers.nr", "national ID"},
		pii.NOFodselsnummer:       {"fødselsnummer", "D-nummer", "D-nr", "fnr", "personnummer", "henkilötunnus", "national identity number", "d_number"},
		pii.DKCPR:                 {"CPR", "cpr-nummer", "personnummer", "henkilötunnus", "personal identity number"},
		pii.SEBankgiro:            {"bankgiro", "bankgironummer", "bg", "företagsbankgiro"},
		pii.SEPlusgiro:            {"plusgiro", "plusgirokonto", "postgiro", "pg"},
		pii.SEOrganisationsnummer: {"org.nr", "organisationsnummer", "Y-tunnus", "organisasjonsnummer", "CVR-nr", "company number"},
		pii.Card:                  {"kortnummer", "kortin numero", "kredittkort", "card number", "bankkortnummer"},
		pii.Phone:                 {"telefon", "puhelin", "mobil", "tlf.", "phone", "mobilnummer"},
		pii.SEPlate:               {"regnr", "rekisterinumero", "registreringsnummer", "nummerplade", "license plate"},
		pii.IP:                    {"IP-adress", "IP-osoite", "IP-adresse", "IP address"},
		pii.BirthDate:             {"född", "syntymäaika", "fødselsdato", "født", "date of birth", "birth_date"},
	} {
		for _, label := range labels {
			for place, one := range map[string]struct {
				text string
				hint pii.Hint
			}{
				"before": {"Uppgift " + label + ": " + numbers[kind] + ".", pii.Hint{}},
				"after":  {"Uppgift " + numbers[kind] + " (" + label + ").", pii.Hint{}},
				"header": {numbers[kind], pii.Hint{Label: label}},
				"key":    {`{"` + label + `": "` + numbers[kind] + `"}`, pii.Hint{}},
			} {
				hits := s.Scan(nil, []byte(one.text), one.hint)
				if place == "after" && strings.HasPrefix(strings.ToLower(label), "d-") || place == "after" && label == "d_number" {
					continue // one letter behind a number is any bracket's
				}
				if len(hits) != 1 || hits[0].Context == "" || !reads(hits[0], kind) || hits[0].Score < pii.Likely {
					t.Errorf("%s %s, %s: %+v", kind, label, place, hits)
				}
			}
		}
	}
}

// reads reports whether a hit is of a type, or may be.
func reads(h pii.Hit, t pii.Type) bool {
	return h.Type == t || slices.ContainsFunc(h.Also, func(r pii.Reading) bool { return r.Type == t && r.Score >= pii.Likely })
}

// TestNamesInWebAddresses: a blank between two names is written as %20 there, and none of them may be left.
func TestNamesInWebAddresses(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Names: true, Types: []pii.Type{pii.Person}})
	for text, want := range map[string][]string{
		"namn=Anna%20Berg&ort=x":       {`person "Anna%20Berg"`},
		"q=Anna%20Maria%20Lindqvist ":  {`person "Anna%20Maria%20Lindqvist"`},
		"q=Anna%20och%20co":            {`person "Anna"`},
		"q=Anna%20":                    {`person "Anna"`},
		"Rabatten för Anna är 20%20Kr": {`person "Anna"`},
	} {
		if d := cmp.Diff(want, brief(text, s.Scan(nil, []byte(text), pii.Hint{}))); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
}
