package clause

import (
	"strings"
	"testing"
)

// swedish is an agreement as a small supplier writes it; each paragraph has one
// point, in another order than the article's.
const swedish = `Personuppgiftsbiträdesavtal

1. Biträdet får bara behandla personuppgifterna enligt den ansvariges dokumenterade instruktioner, också när uppgifter förs över till tredjeland.

2. Biträdet ser till att de personer som har rätt att behandla uppgifterna har åtagit sig att iaktta tystnadsplikt.

3. Biträdet vidtar de tekniska och organisatoriska åtgärder som artikel 32 kräver.

4. Nya underbiträden anlitas efter ett allmänt skriftligt tillstånd. Biträdet meddelar den ansvarige minst 30 dagar i förväg, som då kan invända mot underbiträdet senast inom 30 dagar.

5. Biträdet ska hjälpa den ansvarige att svara när registrerade använder sina rättigheter.

6. Biträdet ska bistå med konsekvensbedömningar och förhandssamråd. En personuppgiftsincident rapporteras inom tjugofyra timmar.

7. När avtalet upphör raderar biträdet personuppgifterna eller lämnar tillbaka dem, och förstör alla kopior.

8. Biträdet ger den ansvarige den information som behövs och medverkar vid revision.`

const english = `Data Processing Agreement

The processor shall process personal data only on documented instructions from the controller, including transfers to a third country.

Persons authorised to process the personal data have committed themselves to confidentiality.

The processor takes all measures required by Article 32 (security of processing).

The processor shall not engage another processor without prior specific or general written authorisation of the controller.

The processor assists the controller in responding to requests for exercising the data subject's rights.

The processor assists the controller in ensuring compliance with Articles 32 to 36, including data protection impact assessment. It reports a personal data breach within 48 hours.

At the choice of the controller, the processor deletes or returns all the personal data after the end of the provision of services.

The processor makes available all information necessary to demonstrate compliance and allows for and contributes to audits, including inspections.`

func letters(r Read) string {
	var b strings.Builder
	for _, p := range r.Clauses {
		b.WriteString(p.Letter)
	}
	return b.String()
}

// All eight points are found in both languages, each in its own paragraph.
func TestPropose(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text        string
		days, hours int
		quotes      map[string]string
	}{
		{swedish, 30, 24, map[string]string{"a": "dokumenterade instruktioner", "b": "tystnadsplikt", "c": "artikel 32", "d": "underbiträde", "e": "rättigheter", "f": "konsekvensbedömning", "g": "upphör", "h": "revision"}},
		{english, 0, 48, map[string]string{"a": "documented instructions", "b": "confidentiality", "c": "Article 32", "d": "another processor", "e": "rights", "f": "impact assessment", "g": "deletes or returns", "h": "audits"}},
	} {
		r := Propose([]Passage{{Place: "page=1", Text: c.text}})
		if letters(r) != "abcdefgh" {
			t.Errorf("found %s: %+v", letters(r), r.Clauses)
		}
		for _, p := range r.Clauses {
			if !strings.Contains(p.Quote, c.quotes[p.Letter]) || !strings.HasPrefix(p.Place, "page=1, ") {
				t.Errorf("(%s) is quoted as %q", p.Letter, p.Quote)
			}
		}
		if r.NoticeDays != c.days || r.BreachHours != c.hours {
			t.Errorf("%d days and %d hours; want %d and %d", r.NoticeDays, r.BreachHours, c.days, c.hours)
		}
	}
}

// Without a paragraph, its point is not proposed: nothing else is taken for it.
func TestMissingClauses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{swedish, english} {
		paragraphs := strings.Split(text, "\n\n")[1:]
		for i, letter := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
			rest := append(append([]string{}, paragraphs[:i]...), paragraphs[i+1:]...)
			r := Propose([]Passage{{Place: "", Text: strings.Join(rest, "\n\n")}})
			for _, p := range r.Clauses {
				if p.Letter == letter && (letter != "c" || !strings.Contains(p.Quote, "32")) {
					t.Errorf("(%s) was taken out and is proposed as %q", letter, p.Quote)
				}
			}
		}
	}
}

// A text about something else has none of it, and a picture has no letters.
func TestNoAgreement(t *testing.T) {
	t.Parallel()
	r := Propose([]Passage{{Place: "page=1", Text: "Leverantören hyr ut skrivbord. Priset är 30 kronor om dagen. Uppsägning sker skriftligen."}})
	if len(r.Clauses) != 0 || r.NoticeDays != 0 {
		t.Errorf("%+v", r)
	}
	if r := Propose([]Passage{{Place: "page=1", Text: " \n "}}); r.Letters != 0 {
		t.Errorf("%d letters on an empty page", r.Letters)
	}
	for text, form := range map[string]string{
		"Kommissionens genomförandebeslut (EU) 2021/915": "eu-2021-915", "Datatilsynet's standard contractual clauses": "danish",
		"PUB-avtal med instruktion": "se-public", "Avtal": "",
	} {
		if r := Propose([]Passage{{Place: "", Text: text}}); r.Form != form {
			t.Errorf("%q is the form %q", text, r.Form)
		}
	}
}

func FuzzPropose(f *testing.F) {
	f.Add(swedish)
	f.Add(english)
	f.Add("a. ;(\xff é" + strings.Repeat("x", 2000))
	f.Fuzz(func(t *testing.T, text string) {
		r := Propose([]Passage{{Place: "p", Text: text}})
		for _, p := range r.Clauses {
			if len(p.Quote) > mostQuote+8 {
				t.Errorf("a quote of %d bytes", len(p.Quote))
			}
		}
	})
}
