package pii_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
)

func TestWhatATextSays(t *testing.T) {
	t.Parallel()
	today := varsam.NewDate(2026, 11, 1)
	swedish := pii.Hint{Language: "sv", Country: "SE"}
	for _, c := range []struct {
		why, text string
		hint      pii.Hint
		want      []string
	}{
		{"two readings, the word decides", "CPR 070761-4285", pii.Hint{}, []string{`dk.cpr "070761-4285"`}},
		{"a column's header is a word beside", "640823-3234", pii.Hint{Label: "order_id"}, nil},
		{"…", "640823-3234", pii.Hint{Label: "PersonNumber"}, []string{`se.personnummer "640823-3234"`}},
		{"an order number is nobody's", "ordernr 6408233234", pii.Hint{}, nil},
		{"signs from word processors", "pnr 640823\u20113234, 640823\u20133234", pii.Hint{}, []string{"se.personnummer \"640823\u20113234\"", "se.personnummer \"640823\u20133234\""}},
		{"a word behind", "640823 3234 är hennes personnummer", pii.Hint{}, []string{`se.personnummer "640823 3234"`}},
		{"a sole trader's VAT number", "VAT SE640823323401", pii.Hint{}, []string{`se.vat "SE640823323401"`}},
		{"an interim number", "pnr 640823-T238, 19640823T238", pii.Hint{}, []string{`se.interimsnummer "640823-T238"`, `se.interimsnummer "19640823T238"`}},
		{"Norwegian in two groups", "fnr 010190 12345", pii.Hint{}, nil},
		{"a wrong Norwegian number is no telephone's", "Ring Kari, fnr 01019012345. Fnr er 004957-65611", pii.Hint{}, nil},
		{"… in a column", "004957-65611", pii.Hint{Label: "fnr"}, nil},
		{"a telephone behind such a word is one", "personnr saknas, ring 0046701740605", pii.Hint{}, []string{`phone "0046701740605"`}},
		{"a word after an IBAN is not part of it", "IBAN SE45 5000 0000 0583 9825 7466 AB", pii.Hint{}, []string{`iban "SE45 5000 0000 0583 9825 7466"`}},
		{"telephones", "Ring 08-465 004 51, (08) 465 004 52 eller +46 (0)70-174 06 05.", pii.Hint{}, []string{`phone "08-465 004 51"`, `phone "(08) 465 004 52"`, `phone "+46 (0)70-174 06 05"`}},
		{"mail, not its name", "Message-ID: <1234@mail.example.org>\nFrom: <o'brien@example.com>", pii.Hint{}, []string{`email "o'brien@example.com"`}},
		{"a file is no address", "logo@2x.png", pii.Hint{}, nil},
		{"mail in a parameter", "to=anna@example.com;", pii.Hint{}, []string{`email "anna@example.com"`}},
		{"a web address with a person", "se https://example.com/a?x=1&user=anna17.", pii.Hint{}, []string{`url "https://example.com/a?x=1&user=anna17"`}},
		{"a version is no address", "version 1.2.3.4 och 10.0.19041.1", pii.Hint{}, nil},
		{"letters first", "MAC ac-de-48-00-11-22 och ac:de:48:00:11:22", pii.Hint{}, []string{`mac "ac-de-48-00-11-22"`, `mac "ac:de:48:00:11:22"`}},
		{"a street of two words", "Hon bor på Östra Hamngatan 12 B, 411 05 Göteborg.", swedish, []string{`address "Östra Hamngatan 12 B, 411 05 Göteborg"`}},
		{"decomposed letters", "Adress: O\u0308stra Va\u0308gen 3", swedish, []string{"address \"O\u0308stra Va\u0308gen 3\""}},
		{"Norwegian", "Karl Johans gate 5", pii.Hint{}, []string{`address "Karl Johans gate 5"`}},
		{"an amount is no street", "Plan 3 kostar 12 kronor", pii.Hint{}, nil},
		{"a date of birth", "född 1980-02-29 och gift 2004-05-06", pii.Hint{}, []string{`birthdate "1980-02-29"`}},
		{"a plate and a currency", "bil ABC 12D, SEK 500", pii.Hint{}, []string{`se.plate "ABC 12D"`}},
		{"a bank account that is a person", "konto 3300-640823-3234", pii.Hint{}, []string{`se.bankaccount "3300-640823-3234"`}},
		{"a special category needs a person", "Många är sjukskrivna.", pii.Hint{}, nil},
		{"… in the same sentence", "Hej! Hon (anna@example.com) är sjukskriven. Facket vet inget.", pii.Hint{}, []string{`email "anna@example.com"`, `hint.health "sjukskriven"`}},
		{"… or its writer", "Jag är sjukskriven. Facket vet inget.", pii.Hint{}, []string{`hint.health "sjukskriven"`}},
		{"… or somebody without a name", "Hon var sjukskriven då. Facket vet inget.", pii.Hint{}, []string{`hint.health "sjukskriven"`}},
		{"… whose it is", "Hans allergi kom senare.", pii.Hint{}, []string{`hint.health "allergi"`}},
		{"… in Finnish", "Hän sairastaa diabetesta.", pii.Hint{}, []string{`hint.health "diabetesta"`}},
		{"… in English", "She has cancer, he said.", pii.Hint{}, []string{`hint.health "cancer"`}},
		{"a sentence of a court", "Han dömdes för rån.", pii.Hint{}, []string{`hint.crime "dömdes"`}},
		{"an address with soft hyphens", "till anna.\u00ADlind@exam\u00ADple.org\u00AD, tack", pii.Hint{}, []string{`email "anna.\u00adlind@exam\u00adple.org"`}},
		{"… and hyphens that hold", "till bo\u2011ek@example.org", pii.Hint{}, []string{"email \"bo\u2011ek@example.org\""}},
		{"nobody's illness", "Han talade om cancer, och handboken om allergi.", pii.Hint{}, nil},
		{"… but not what she writes of", "Jag skrev om diabetes. Igår läste jag en bok om cancer.", pii.Hint{}, nil},
		{"… turned round", "Sedan mars är jag sjukskriven.", pii.Hint{}, []string{`hint.health "sjukskriven"`}},
		{"… in small letters", "vet du att jag är sjukskriven", pii.Hint{}, []string{`hint.health "sjukskriven"`}},
		{"… in English", "I am on sick leave, and sick of it. The sick are many.", pii.Hint{}, []string{`hint.health "sick"`}},
		{"… with an apostrophe", "I\u2019ve got diabetes", pii.Hint{}, []string{`hint.health "diabetes"`}},
		{"… in Finnish", "Olen sairauslomalla maanantaista.", pii.Hint{}, []string{`hint.health "sairauslomalla"`}},
		{"… in Norwegian", "Eg veit ikkje, men jeg er gravid", pii.Hint{}, []string{`hint.health "gravid"`}},
		{"an I that is Swedish, minutes that are nobody's", "I fängelse sitter de. Det tar 30 min att få en diagnos.", pii.Hint{}, nil},
		{"numbers glued to words are ids", "3f2a640823-3234 a640823-3234", pii.Hint{}, nil},
	} {
		s := newScanner(t, pii.Options{Today: today})
		if d := cmp.Diff(c.want, brief(c.text, s.Scan(nil, []byte(c.text), c.hint))); d != "" {
			t.Errorf("%s: %q: %s", c.why, c.text, d)
		}
	}
}

func TestSpellingsOfOneNumberAreOne(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Today: varsam.NewDate(2026, 11, 1), Types: []pii.Type{pii.SEPersonnummer, pii.Phone, pii.IBAN, pii.FIHenkilotunnus}})
	for want, spellings := range map[string][]string{
		"196408233234": {"640823-3234", "19640823-3234", "196408233234", "6408233234", "pnr 640823 3234", "640823\u00ad3234"},
		"+46701740605": {"070-174 06 05", "0701740605", "+46 70 174 06 05", "0046701740605", "+46 (0)70-1740605"},
		"SE4550000000058398257466": {
			"SE4550000000058398257466", "SE45 5000 0000 0583 9825 7466", "SE45\u00a05000\u00a00000\u00a00583\u00a09825\u00a07466",
		},
		"FI010594Y9032": {"010594Y9032", "010594y9032"},
	} {
		for _, spelling := range spellings {
			hits := s.Scan(nil, []byte(spelling), pii.Hint{})
			if len(hits) != 1 || hits[0].Canonical != want {
				t.Errorf("%q is %d hits: %v, want one as %q", spelling, len(hits), hits, want)
			}
		}
	}
}

func TestOnlyWhatIsAskedForIsTold(t *testing.T) {
	t.Parallel()
	const text = "anna@example.com 640823-3234 070-174 06 05"
	s := newScanner(t, pii.Options{Types: []pii.Type{pii.Phone}})
	if d := cmp.Diff([]string{`phone "070-174 06 05"`}, brief(text, s.Scan(nil, []byte(text), pii.Hint{}))); d != "" {
		t.Error(d)
	}
}

func TestPatternsOfOnesOwn(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Patterns: []pii.Pattern{
		{Name: "employee", Expression: `EMP-\d{5}`},
		{Name: "project", Words: []string{"Örnen", "Falken"}},
		{Name: "reserve", Expression: `\b\d{8}[A-Z]{2}\d{2}\b`, Context: []string{"reservnummer"}},
	}})
	const text = "EMP-12345 leder projekt örnen.\nreservnummer 19640823AB12\nutan ord 19640823AB12, Örnens, anna@example.com"
	want := []string{`employee "EMP-12345"`, `project "örnen"`, `reserve "19640823AB12"`, `email "anna@example.com"`}
	if d := cmp.Diff(want, brief(text, s.Scan(nil, []byte(text), pii.Hint{}))); d != "" {
		t.Error(d)
	}
	all := make([]string, 3000)
	for i := range all {
		all[i] = fmt.Sprintf("projekt %d", i)
	}
	many := newScanner(t, pii.Options{Patterns: []pii.Pattern{{Name: "project", Words: append(all, "projekt 17 b")}}})
	const named = "PROJEKT 2999, projekt 3000, projekt 17 B"
	want = []string{`project "PROJEKT 2999"`, `project "projekt 17 B"`}
	if d := cmp.Diff(want, brief(named, many.Scan(nil, []byte(named), pii.Hint{}))); d != "" {
		t.Error(d)
	}
	for _, wrong := range []pii.Pattern{{Name: "x"}, {Expression: "x"}, {Name: "x", Expression: "("}, {Name: "x", Expression: "a*"}} {
		if _, err := pii.New(pii.Options{Patterns: []pii.Pattern{wrong}}); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
}

func TestNamesStandBesideNumbers(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Names: true})
	const text = "Igår talade Anna Lindström med oss. Hon är gravid. Hennes man Erik Svensson är muslim."
	hits := brief(text, s.Scan(nil, []byte(text), pii.Hint{Language: "sv"}))
	want := []string{`person "Anna Lindström"`, `hint.health "gravid"`, `person "Erik Svensson"`, `hint.religion "muslim"`}
	if d := cmp.Diff(want, hits); d != "" {
		t.Error(d)
	}
}

// TestTextsOfEveryLength: a text may end behind one letter wherever the blocks of its outline do.
func TestTextsOfEveryLength(t *testing.T) {
	t.Parallel()
	s, err := pii.New(pii.Options{Names: true})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 200 {
		text := "anna.berg@example.com är sjukskriven" + strings.Repeat(" ab", n)[:n] + " x"
		if hits := s.Scan(nil, []byte(text), pii.Hint{}); len(hits) != 2 || hits[1].Type != pii.HintHealth {
			t.Errorf("%d bytes: %v", len(text), hits)
		}
	}
}
