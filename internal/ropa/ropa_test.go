package ropa

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/sheet"
)

// loaded is a register of the drafts, which must have no fault.
func loaded(t interface {
	Helper()
	Fatalf(string, ...any)
}, drafts []Draft,
) *register.Register {
	t.Helper()
	files := fstest.MapFS{"organisation.yaml": {Data: []byte("format: 1\norganisation: demo\ncountry: SE\nzone: Europe/Stockholm\n")}}
	for _, d := range drafts {
		files["activities/"+d.Name+".yaml"] = &fstest.MapFile{Data: d.Text}
	}
	reg, faults, err := register.Load(files)
	if err != nil || len(faults) > 0 {
		t.Fatalf("%v %v\n%s", err, faults, drafts[0].Text)
	}
	return reg
}

func table2(name string, rows ...[]string) []sheet.Sheet {
	return []sheet.Sheet{{Name: name, Rows: rows}}
}

func imported(t *testing.T, sheets []sheet.Sheet, lang varsam.Lang) (*register.Register, []Draft) {
	t.Helper()
	mappings, err := Guess(sheets)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := Read(sheets, mappings)
	if err != nil {
		t.Fatal(err)
	}
	drafts := Drafts(entries, nil, lang)
	return loaded(t, drafts), drafts
}

// The layouts of authorities and those that people make: each has payroll, kept
// seven years by law, about employees.
var layouts = map[string][]sheet.Sheet{
	"IMY": table2("Förteckning",
		[]string{"Registerförteckning enligt artikel 30", "", "", "", "", "", "", ""},
		[]string{"Personuppgiftsansvarig:", "Exempel AB", "", "", "", "", "", ""},
		[]string{"Behandling", "Ändamål med behandlingen", "Kategorier av registrerade", "Kategorier av personuppgifter", "Kategorier av mottagare", "Överföring till tredjeland", "Tidsfrister för radering", "Tekniska och organisatoriska säkerhetsåtgärder", "Rättslig grund"},
		[]string{"Löner", "Betala lön", "Anställda", "Namn, personnummer, bankkonto, lön", "Skatteverket, bank", "Nej", "7 år efter årets slut", "Behörighet", "Rättslig förpliktelse (bokföringslagen)"},
		[]string{"Rekrytering", "Anställa", "Sökande", "Namn, CV", "", "Nej", "Två år", "", "6.1 f"}),
	"Tietosuojavaltuutettu": table2("Rekisterinpitäjän seloste",
		[]string{"Käsittelytoimi", "Käsittelyn tarkoitukset", "Käsittelyn oikeusperuste", "Rekisteröityjen ryhmät", "Henkilötietoryhmät", "Vastaanottajien ryhmät", "Siirrot kolmansiin maihin", "Henkilötietojen poistamisen suunnitellut määräajat", "Kuvaus turvatoimista"},
		[]string{"Palkanlaskenta", "Palkan maksaminen", "Lakisääteinen velvoite", "Työntekijät", "Nimi, henkilötunnus, palkka", "Verohallinto", "Ei", "7 vuotta", "Käyttöoikeudet"}),
	"Datatilsynet": table2("Fortegnelse",
		[]string{"Behandlingsaktivitet", "Formål", "Kategorier af registrerede", "Kategorier af personoplysninger", "Modtagere", "Overførsel til tredjelande", "Slettefrister", "Sikkerhedsforanstaltninger", "Behandlingsgrundlag"},
		[]string{"Løn", "Udbetale løn", "Ansatte", "Navn, CPR-nr., løn", "SKAT", "Nej", "7 år", "Adgangsstyring", "Retlig forpligtelse, artikel 6, stk. 1, litra c"}),
	"Datatilsynet in Norway": table2("Protokoll",
		[]string{"Behandling", "Formålet med behandlingen", "Behandlingsgrunnlag", "Kategorier av registrerte", "Kategorier av personopplysninger", "Mottakere", "Overføring til tredjestater", "Tidsfrister for sletting", "Informasjonssikkerhet"},
		[]string{"Lønn", "Utbetale lønn", "Rettslig forpliktelse", "Ansatte", "Navn, fødselsnummer, lønn", "NAV", "Nei", "7 år", "Tilgangsstyring"}),
	"ICO": table2("Controller",
		[]string{"Controller", "", "", "", ""},
		[]string{"Name and contact details", "Example Ltd", "", "", ""},
		[]string{"", "", "", "", ""},
		[]string{"Business function", "Purpose of processing", "Name and contact details of joint controller (if applicable)", "Categories of individuals", "Categories of personal data", "Categories of recipients", "Link to contract with processor", "Names of third countries or international organisations that personal data are transferred to (if applicable)", "Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)", "Retention schedule (if possible)", "General description of technical and organisational security measures (if possible)", "Article 6 lawful basis for processing personal data", "Link to record of consent"},
		[]string{"HR", "Payroll", "N/A", "Employees", "Name, bank details, salary", "HMRC", "", "N/A", "N/A", "7 years", "Access control", "Article 6(1)(c) - legal obligation", ""},
		[]string{"", "Recruitment", "N/A", "Successful candidates", "Name", "", "", "N/A", "N/A", "6 months", "", "Article 6(1)(f)", ""}),
	"CNIL": {
		{Name: "Mode d'emploi", Rows: [][]string{{"Ce registre recense"}, {"Lisez-moi"}}},
		{Name: "Paie", Rows: [][]string{
			{"Fiche de registre de l'activité", "", ""},
			{"Nom / sigle", "Paie", ""},
			{"N° / REF", "001", ""},
			{"Finalité principale", "Verser les salaires", ""},
			{"Base légale", "Obligation légale", ""},
			{"Catégories de personnes concernées", "Salariés", ""},
			{"Catégories de données personnelles concernées", "", ""},
			{"Nom, prénom", "oui", ""},
			{"Salaire", "oui", ""},
			{"Destinataires", "URSSAF", ""},
			{"Durée de conservation", "7 ans", ""},
			{"Mesures de sécurité techniques", "Contrôle d'accès", ""},
			{"Transferts hors UE", "non", ""},
		}},
	},
	"plain": table2("Blad1",
		[]string{"Process", "Syfte", "Vilka personer", "Vilka uppgifter", "System", "Lagstöd", "Gallras", "Ansvarig avdelning"},
		[]string{"Lönehantering", "Betala ut löner", "Medarbetare", "namn; personnr; lön", "Lönesystemet", "rättslig skyldighet", "sju år", "HR"}),
}

func TestLayouts(t *testing.T) {
	t.Parallel()
	for name, sheets := range layouts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reg, drafts := imported(t, sheets, varsam.Swedish)
			i := slices.IndexFunc(drafts, func(d Draft) bool { return d.Basis == "6.1.c" })
			if i < 0 {
				t.Fatalf("no draft with a legal obligation: %s", drafts[0].Text)
			}
			a, _ := reg.Activity(drafts[i].Name)
			if a.Purpose.SV == "" || a.Title.SV == "" || !a.Draft || !slices.Contains(a.Subjects, "employee") || name != "plain" && len(a.Recipients) == 0 {
				t.Errorf("the activity is %+v\n%s", a, drafts[i].Text)
			}
			if got := a.Keep.Period.String(); got != "7 years" && got != "84 months" {
				t.Errorf("kept %s\n%s", got, drafts[i].Text)
			}
			if !slices.Contains(a.Needs, "person.name") || !slices.Contains(a.Needs, "employment.salary") {
				t.Errorf("needs %v\n%s", a.Needs, drafts[i].Text)
			}
		})
	}
}

// What stands once over several lines counts for all of them.
func TestJoinedCells(t *testing.T) {
	t.Parallel()
	reg, drafts := imported(t, layouts["ICO"], varsam.English)
	if len(drafts) != 2 || len(reg.Activities) != 2 {
		t.Fatalf("%d drafts", len(drafts))
	}
	if drafts[0].Title != "HR" || drafts[1].Title != "HR" || drafts[0].Name == drafts[1].Name {
		t.Errorf("drafts %+v", drafts)
	}
}

// Nothing that stood in a line is lost.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	for name, sheets := range layouts {
		mappings, err := Guess(sheets)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := Read(sheets, mappings)
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range Drafts(entries, nil, varsam.Swedish) {
			text := strings.ToLower(string(d.Text))
			for field, value := range entries[i].Values {
				for _, word := range strings.Fields(strings.ToLower(value)) {
					word = strings.Trim(word, ",;:.()\"'")
					if field != Subjects && field != Data && !strings.Contains(text, word) {
						t.Errorf("%s: %q of %s is lost:\n%s", name, word, field, d.Text)
					}
				}
			}
			for _, rest := range entries[i].Rest {
				if !strings.Contains(text, strings.ToLower(oneLine(rest.Value))) {
					t.Errorf("%s: %q is lost", name, rest.Value)
				}
			}
		}
	}
}

func TestBases(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"6.1 c": "6.1.c", "Art. 6(1)(b) GDPR": "6.1.b", "artikel 6.1 a": "6.1.a", "6 § 1 f": "6.1.f", "6(1)f": "6.1.f", "artikel 6, stk. 1, litra e": "6.1.e", "Art 6.1.d": "6.1.d",
		"Intresseavvägning": "6.1.f", "Samtycke": "6.1.a", "Sopimus": "6.1.b", "mission d'intérêt public": "6.1.e", "Avtal": "6.1.b", "Okänd": "", "": "", "61 c": "", "Kapitel 6 sida 1": "",
		"Rättslig förpliktelse och avtal": "6.1.c+",
	} {
		got, more := basisOf(text)
		if more {
			got += "+"
		}
		if got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"7 år": "7 years", "24 månader efter avslut": "24 months", "Två år": "2 years", "36 mois": "36 months", "5 vuotta": "5 years", "30 dagar": "30 days", "6 veckor": "42 days",
		"2 år, loggar 6 månader": "", "Tills vidare": "", "": "", "2019": "", "0 år": "", "sju år": "7 years", "5 år eller 5 år": "5 years",
	} {
		if got := periodOf(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// Whatever stands in the cells, the draft can be loaded, and says no more than one
// activity.
func TestAnyCellMakesALoadableDraft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"}\nbasis: {article: 6.1.a}", "a: b", "# x", "'\"", "- x", "6.1.c", "7 år", "null", "true", "2026-01-01", "\u2028basis:", "{{x}}", "&a *b", "å, ä; ö", "1", ".", "…",
		}))
		e := Entry{Sheet: text.Draw(t, "sheet"), Row: 3, Values: map[Field]string{}}
		for _, f := range Fields {
			if f != Other && rapid.Bool().Draw(t, string(f)) {
				e.Values[f] = text.Draw(t, "value")
			}
		}
		e.Rest = []Rest{{text.Draw(t, "heading"), text.Draw(t, "rest")}}
		drafts := Drafts([]Entry{e, e}, map[string]bool{"activity": true}, varsam.Swedish)
		reg := loaded(t, drafts)
		if len(reg.Activities) != 2 || !reg.Activities[0].Draft {
			t.Fatalf("%s", drafts[0].Text)
		}
		if article, _ := basisOf(e.Values[Basis]); string(reg.Activities[0].Basis.Article) != article {
			t.Fatalf("the basis is %s: %s", reg.Activities[0].Basis.Article, drafts[0].Text)
		}
	})
}

func TestWhatIsNoRecord(t *testing.T) {
	t.Parallel()
	for name, sheets := range map[string][]sheet.Sheet{
		"empty":   {{Name: "a"}},
		"numbers": table2("a", []string{"1", "2"}, []string{"3", "4"}),
		"people":  table2("a", []string{"Förnamn", "Efternamn", "Telefon"}, []string{"A", "B", "C"}),
	} {
		if _, err := Guess(sheets); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Read(nil, []Mapping{{Sheet: "x"}}); varsam.CodeOf(err) != varsam.Invalid {
		t.Error(err)
	}
}

func FuzzGuess(f *testing.F) {
	f.Add("Behandling;Ändamål;Rättslig grund\nLön;Betala;6.1 c")
	f.Add("Nom / sigle;Paie\nFinalité principale;Verser\nBase légale;x\nDestinataires;y\nDurée de conservation;7 ans")
	f.Fuzz(func(t *testing.T, text string) {
		sheets, err := sheet.Read([]byte(text))
		if err != nil {
			return
		}
		mappings, err := Guess(sheets)
		if err != nil {
			return
		}
		entries, err := Read(sheets, mappings)
		if err == nil {
			loaded(t, Drafts(entries[:min(len(entries), 20)], nil, varsam.English))
		}
	})
}
