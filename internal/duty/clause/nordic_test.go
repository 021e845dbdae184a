package clause

import (
	"strings"
	"testing"
)

// danish and finnish have the points in other orders than the article's, with
// numbering of their own, and some passages that only look like points.
const danish = `Databehandleraftale

§ 1. Parterne har indgået denne aftale om drift af løn. Aftalen er fortrolig mellem parterne.

§ 2. Ved aftalens ophør skal databehandleren efter den dataansvarliges valg slette eller tilbagelevere alle personoplysninger og slette eksisterende kopier.

§ 3. Databehandleren giver den dataansvarlige alle oplysninger, der er nødvendige for at påvise overholdelsen, og giver mulighed for og bidrager til revisioner, herunder inspektioner.

§ 4. Databehandleren må kun behandle personoplysninger efter dokumenteret instruks fra den dataansvarlige, også ved overførsel til tredjelande.

§ 5. De medarbejdere, der er autoriseret til at behandle personoplysninger, er underlagt tavshedspligt.

§ 6. Databehandleren bistår den dataansvarlige med at besvare anmodninger om udøvelse af de registreredes rettigheder.

§ 7. Databehandleren må ikke gøre brug af en underdatabehandler uden forudgående skriftlig godkendelse. Databehandleren underretter om nye underdatabehandlere med mindst 30 dages varsel, altså 30 dage.

§ 8. Databehandleren iværksætter de tekniske og organisatoriske foranstaltninger, som artikel 32 kræver.

§ 9. Databehandleren bistår med konsekvensanalyse og forudgående høring. Et brud på persondatasikkerheden meddeles inden for 24 timer.`

const finnish = `Sopimus henkilötietojen käsittelystä

1) Käsittelijä toteuttaa 32 artiklan edellyttämät tekniset ja organisatoriset toimenpiteet.

2) Käsittelijä käsittelee henkilötietoja ainoastaan rekisterinpitäjän antamien dokumentoitujen ohjeiden mukaisesti, myös siirrettäessä tietoja kolmansiin maihin.

3) Käsittelijä ei käytä toisen käsittelijän palveluja ilman rekisterinpitäjän kirjallista ennakkolupaa. Uudesta alikäsittelijästä ilmoitetaan viimeistään 30 päivää ennen, ja rekisterinpitäjä voi vastustaa muutosta.

4) Henkilöt, joilla on oikeus käsitellä henkilötietoja, ovat sitoutuneet salassapitovelvollisuuteen.

5) Käsittelijä avustaa rekisterinpitäjää vastaamaan pyyntöihin, jotka koskevat rekisteröidyn oikeuksien käyttämistä.

6) Käsittelijä saattaa rekisterinpitäjän saataville tiedot, jotka ovat tarpeen velvollisuuksien noudattamisen osoittamista varten, ja sallii auditoinnit ja osallistuu niihin.

7) Käsittelijä avustaa vaikutustenarvioinnissa ja ennakkokuulemisessa. Tietoturvaloukkauksesta ilmoitetaan 36 tunnin kuluessa.

8) Sopimuksen päättyessä käsittelijä poistaa tai palauttaa henkilötiedot rekisterinpitäjän valinnan mukaan ja poistaa jäljennökset.`

// All eight points are found in Danish and Finnish, each in its own paragraph, and the
// days and hours with them.
func TestProposeNordic(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text   string
		hours  int
		quotes map[string]string
	}{
		"Danish":  {danish, 24, map[string]string{"a": "§ 4", "b": "§ 5", "c": "§ 8", "d": "§ 7", "e": "§ 6", "f": "§ 9", "g": "§ 2", "h": "§ 3"}},
		"Finnish": {finnish, 36, map[string]string{"a": "2)", "b": "4)", "c": "1)", "d": "3)", "e": "5)", "f": "7)", "g": "8)", "h": "6)"}},
	} {
		read := Propose([]Passage{{Place: "page 1", Text: c.text}})
		if letters(read) != "abcdefgh" || read.NoticeDays != 30 || read.BreachHours != c.hours {
			t.Errorf("%s: %s, %d days, %d hours", name, letters(read), read.NoticeDays, read.BreachHours)
		}
		for _, p := range read.Clauses {
			i := strings.Index(c.text, strings.TrimSuffix(p.Quote, " …"))
			if i < 0 {
				t.Errorf("%s (%s): the quote is not in the text: %s", name, p.Letter, p.Quote)
				continue
			}
			paragraph := c.text[strings.LastIndex(c.text[:i+2], "\n")+1:]
			if at := c.quotes[p.Letter]; !strings.HasPrefix(paragraph, at) {
				t.Errorf("%s (%s): %.40s; want %s", name, p.Letter, paragraph, at)
			}
		}
	}
}
