package lint

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/varsam/varsam/internal/register"
)

// What is right has no errors, and what the law asks for is found in it.
func TestGoodNotices(t *testing.T) {
	t.Parallel()
	for name, country := range map[string]string{"sv": "SE", "en": "SE", "sv-FI": "FI"} {
		report := check(t, filepath.Join("testdata", "good."+name+".txt"))
		for _, f := range report.Findings {
			t.Errorf("%s: %s %v", name, f.Code, f.Quote)
		}
		if report.Country != country || !report.Supported || report.Processor {
			t.Errorf("%s: %+v", name, report)
		}
		for _, c := range report.Contents {
			if c.Quote == nil {
				t.Errorf("%s: %s is not found", name, c.Code)
			}
		}
	}
}

// A good notice without one of its parts lacks just that.
func TestEachPartIsMissed(t *testing.T) {
	t.Parallel()
	text := read1(t, "testdata/good.sv.txt")
	for cut, code := range map[string]string{
		"Du kan begära rättelse, radering av det":                                                                     "no-rectification",
		", och begränsning av behandlingen":                                                                           "no-restriction",
		"kan få ut det du själv har lämnat i ett maskinläsbart format (dataportabilitet)":                             "no-portability",
		"Är du missnöjd kan du klaga hos Integritetsskyddsmyndigheten (IMY), Box 8114, 104 20 Stockholm, imy@imy.se.": "no-complaint",
	} {
		if !strings.Contains(text, cut) {
			t.Fatalf("the notice has no %q", cut)
		}
		report, err := Check(strings.Replace(text, cut, "", 1), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := codesOf(report); !slices.Contains(got, code) || len(got) > 2 {
			t.Errorf("without %q: %v, want %s", cut, got, code)
		}
	}
}

// What the five companies' published texts have, at least.
func TestSeeds(t *testing.T) {
	t.Parallel()
	const seeds = "../../../../shared/seeds"
	if _, err := os.Stat(seeds); err != nil {
		t.Skip("the published texts are not here")
	}
	for name, wanted := range map[string]string{
		"000": "consent-of-employer no-basis no-access no-rectification no-restriction no-portability no-objection no-complaint period-without-start transfer-without-mechanism erase-all-contradicted",
		"001": "not-anonymous signed-request period-vague no-complaint no-basis no-rectification no-restriction cookies-without-consent never-share-contradicted",
		"002": "consent-bundled consent-by-conduct authority-address no-rectification no-erasure no-restriction no-portability no-objection source-vague",
		"003": "law-pul shield processor-text",
		"004": "consent-by-conduct authority-address cookies-on-interest eea-contradicted no-objection no-portability no-interest period-vague",
	} {
		files, _ := filepath.Glob(filepath.Join(seeds, name+"*"))
		if len(files) != 1 {
			t.Fatalf("%s: %v", name, files)
		}
		got := codesOf(check(t, files[0]))
		for _, code := range strings.Fields(wanted) {
			if !slices.Contains(got, code) {
				t.Errorf("%s: %s is not found, only %v", name, code, got)
			}
		}
	}
}

func check(t *testing.T, name string) *Report {
	t.Helper()
	report, err := Check(read1(t, name), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func read1(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func codesOf(r *Report) []string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, f.Code)
	}
	return slices.Compact(all)
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Vi behandlar dina personuppgifter för att kunna leverera det du har beställt.":                                            "sv",
		"We process your personal data in order to deliver what you have ordered.":                                                 "en",
		"Käsittelemme henkilötietoja, jotta voimme toimittaa tilauksen, ja säilytämme tietoja sopimuksen mukaan.":                  "fi",
		"Vi behandler personopplysninger om deg når du kjøper noe av oss, og du har rett til innsyn i hvilke opplysninger vi har.": "nb",
		"Vi behandler personoplysninger om dig, når du køber noget af os, og du har ret til indsigt i, hvilke oplysninger vi har.": "da",
		"Wir verarbeiten personenbezogene Daten, wenn Sie bei uns bestellen, und Sie haben das Recht auf Auskunft über die Daten.": "de",
	} {
		report, err := Check(text, Options{})
		if err != nil || report.Language != want || report.Supported != (want == "sv" || want == "en") {
			t.Errorf("%q: %+v, %v, want %s", text, report, err, want)
		}
		if !report.Supported && len(report.Findings) > 0 {
			t.Errorf("%q: findings on what is not read", text)
		}
	}
}

func TestTextsThatAreNone(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty": "", "signs": "—\n***\n...", "not UTF-8": "personuppgifter \xff\xfe", "large": strings.Repeat("a b ", MaxText/4+1),
	} {
		if _, err := Check(text, Options{}); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

// Two megabytes are read to the end, and what stands a thousand times is told
// some times.
func TestALargeText(t *testing.T) {
	t.Parallel()
	report, err := Check(strings.Repeat("Genom att använda tjänsten samtycker du till allt vi gör med dina uppgifter.\n\n", 25_000)+"Vi följer PuL.", Options{})
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, f := range report.Findings {
		count[f.Code]++
	}
	if count["consent-by-conduct"] != maxEach || count["law-pul"] != 1 {
		t.Error(count)
	}
}

// One line without a full stop costs no more than many.
func TestALongLine(t *testing.T) {
	t.Parallel()
	if _, err := Check(strings.Repeat("personuppgifter och samtycke genom att ", 50_000), Options{}); err != nil {
		t.Error(err)
	}
}

func TestEveryFindingHasItsWords(t *testing.T) {
	t.Parallel()
	for code, text := range texts {
		if text.paragraph == "" || text.severity == "" || text.says.SV == "" || text.says.EN == "" || text.next.SV == "" || text.next.EN == "" {
			t.Errorf("%s lacks words", code)
		}
		f := Finding{Code: code, Args: []string{"<x>", "<y>"}, country: "FI"}
		for _, says := range []string{f.Says().SV, f.Says().EN, f.Says().SVFI, f.Next().SV, f.Next().EN, f.Next().SVFI} {
			if strings.Contains(says, "{0}") || strings.Contains(says, "{authority}") {
				t.Errorf("%s: a slot is left in %q", code, says)
			}
		}
	}
}

// Every code that the program can tell has words, and every one with words is told
// somewhere.
func TestEveryFindingIsTold(t *testing.T) {
	t.Parallel()
	source := ""
	files, _ := filepath.Glob("*.go")
	for _, name := range files {
		if name != "words.go" && !strings.HasSuffix(name, "_test.go") {
			source += read1(t, name)
		}
	}
	for code := range texts {
		if !strings.Contains(source, `"`+code+`"`) {
			t.Errorf("nothing tells %s", code)
		}
	}
}

// Every rule that the program asks for stands in the table.
func TestEveryRuleIsInTheTable(t *testing.T) {
	t.Parallel()
	for _, need := range needs {
		for _, name := range need.by {
			if !table().names[name] {
				t.Errorf("%s asks for %s", need.code, name)
			}
		}
	}
	for _, name := range direct {
		if !table().names[strings.Replace(name, "source-vague", "source.vague", 1)] {
			t.Errorf("%s is no rule", name)
		}
	}
}

func TestFaultsOfTheTable(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"a: <nothing>": "no class", "a": "neither class", "a: ..many b": "no gap", "a: !b": "must not be there", "a: ..3": "has words",
	} {
		if _, err := parse(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A quote is what stands there, whatever stands around it.
func TestQuotes(t *testing.T) {
	t.Parallel()
	talk := rapid.SampledFrom([]string{"Välkommen!", "Läs mer på sidan. ", "\n\n", "Vi är tio personer.", "• En punkt\n", "Å, ä och ö.", "\t", strings.Repeat("och det är mycket ", 40)})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(talk, 0, 8).Draw(t, "before"), " ") +
			"\n\nUtskicken vilar på Privacy Shield.\n\n" + strings.Join(rapid.SliceOfN(talk, 0, 8).Draw(t, "after"), " ")
		report, err := Check(text, Options{})
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, f := range report.Findings {
			found = found || f.Code == "shield" && f.Quote.Text == "Utskicken vilar på Privacy Shield."
			if f.Quote != nil && text[f.Quote.Start:f.Quote.End] != f.Quote.Text {
				t.Fatalf("%+v", f.Quote)
			}
		}
		if !found {
			t.Fatalf("%q: %v", text, report.Findings)
		}
	})
}

func FuzzCheck(f *testing.F) {
	for line := range strings.Lines(phrases) {
		f.Add(line)
	}
	f.Add("e-\xffpost @.\u0301 1. A. \u00ad-a 7–10 år")
	f.Fuzz(func(t *testing.T, text string) {
		report, err := Check(text, Options{Register: &register.Register{}})
		if err != nil {
			return
		}
		for _, found := range report.Findings {
			if q := found.Quote; q != nil && (q.Start < 0 || q.Start > q.End || q.End > len(text) || text[q.Start:q.End] != q.Text) {
				t.Error(fmt.Sprint(found.Code, *q, len(text)))
			}
			_ = found.Says()
		}
	})
}

// TestRightsInAList has rights that stand by their names alone.
func TestRightsInAList(t *testing.T) {
	t.Parallel()
	const list = "\n- Tillgång\n- Rättelse\n- Radering\n- Begränsning\n- Dataportabilitet\n- Invändning\n"
	missing := func(text string) (all []string) {
		report, err := Check(text, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range report.Findings {
			switch f.Code {
			case "no-access", "no-rectification", "no-erasure", "no-restriction", "no-portability", "no-objection":
				all = append(all, f.Code)
			}
		}
		return all
	}
	const opening = "Vi behandlar dina personuppgifter för att kunna leverera det du har köpt av oss.\n\n"
	if got := missing(opening + "Dina rättigheter\n" + list); len(got) != 0 {
		t.Errorf("under a heading that speaks of rights: %v", got)
	}
	if got := missing(opening + "Våra tjänster\n" + list); len(got) < 4 {
		t.Errorf("under another heading only %v are missing", got)
	}
}

// TestWhatCounts has single ways to say what the law asks for, and what only looks
// so: each is the whole of what a text says of it.
func TestWhatCounts(t *testing.T) {
	t.Parallel()
	for code, told := range map[string]struct{ yes, no []string }{
		"no-purpose": {
			[]string{"Vad vi använder uppgifterna till\nLeverans.", "Why: to run the shop.", "We need your address to send what you bought.", "We process CVs to match you with employers.", "Kontaktuppgifter används för fakturering."},
			[]string{"We process data according to the law.", "Vi samlar uppgifter om dig."},
		},
		"no-basis": {
			[]string{"This is necessary for our contract with you.", "The Accounting Act obliges us to keep receipts.", "Grunden är avtalet med dig.", "Vi måste enligt bokföringslagen."},
			[]string{"Uppgifterna krävs för att vi ska kunna arbeta.", "Vi följer lagen."},
		},
		"no-recipients": {
			[]string{"Vi använder Fortnox.", "Vår driftleverantör tar emot uppgifterna.", "Carriers get your address."},
			[]string{"Vi är noga med dina uppgifter."},
		},
		"no-access":      {[]string{"Du som patient kan\n– läsa din journal och få en kopia", "Ask to see your data.", "Den registrerade kan granska sina uppgifter."}, []string{"Vi har tillgång till lokalen."}},
		"no-objection":   {[]string{"Grunden är vårt berättigade intresse. Du får säga nej till behandlingen."}, []string{"Grunden är vårt berättigade intresse."}},
		"no-date":        {[]string{"Gäller från 1 januari 2026."}, []string{"Gäller alla kunder."}},
		"no-restriction": {[]string{"You may limit how we use your data."}, []string{"We limit access to our office."}},
		"no-portability": {[]string{"You may have your data transferred to another company."}, []string{"Data is transferred safely."}},
		"no-withdrawal":  {[]string{"Grunden är samtycke. Du får ta tillbaka ditt samtycke."}, []string{"Grunden är samtycke. Samtycket kan inte återkallas."}},
	} {
		for _, text := range told.yes {
			if got := codesOf(checkText(t, text)); slices.Contains(got, code) {
				t.Errorf("%s on %q", code, text)
			}
		}
		for _, text := range told.no {
			if got := codesOf(checkText(t, text)); !slices.Contains(got, code) {
				t.Errorf("no %s on %q, only %v", code, text, got)
			}
		}
	}
}

func checkText(t *testing.T, text string) *Report {
	t.Helper()
	report, err := Check(text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestOurProcessorIsNotOurRole: who has a processor is a controller.
func TestOurProcessorIsNotOurRole(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Registret finns hos Exempel Data Ab, som är vårt personuppgiftsbiträde.": false,
		"Our hosting supplier acts as a processor under an agreement.":            false,
		"Vi är personuppgiftsbiträde åt våra kunder.":                             true,
		"We act as a processor for our customers, who decide.":                    true,
	} {
		if got := checkText(t, text).Processor; got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestNamesOfOthers: who is named as a system or a supplier, and stands in no list,
// is asked after in the register; the organisation's own name is not.
func TestNamesOfOthers(t *testing.T) {
	t.Parallel()
	reg := &register.Register{Organisation: register.Organisation{Name: "klinik"}}
	for text, want := range map[string]string{
		"Klinikbolaget AB ansvarar. Vi använder kundsystemet Kvarnhjul och lönesystemet Stenmora.": "Kvarnhjul Stenmora",
		"Klinikbolaget AB ansvarar. Driftleverantören Molnviken sköter servern.":                   "Molnviken",
		"Klinikbolaget AB is responsible. Our newsletter is sent through Sendvale Inc.":            "Sendvale",
		"Klinikbolaget AB is responsible. Bookings are handled in Tidlucka.":                       "Tidlucka",
		"Klinikbolaget AB ansvarar. Uppgifterna lagras hos Bergsrum Data AB.":                      "Bergsrum Data",
		"Klinikbolaget AB ansvarar. Uppgifterna lagras i Sverige och behandlas av oss.":            "",
		"Klinikbolaget AB ansvarar. Ärenden hanteras av Dataskyddsombudet.":                        "",
	} {
		report, err := Check(text, Options{Register: reg})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range report.Findings {
			if f.Code == "name-not-in-register" {
				got = append(got, f.Args...)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
}
