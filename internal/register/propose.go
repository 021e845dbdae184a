package register

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/column"
)

// propose reads a column's name; false when it says nothing of a person. It is
// only ever a draft: a person confirms it.
func propose(c varsam.Column) (column.Named, bool) { return column.ByName(c.Name, c.Kind) }

// people are words for tables whose rows are persons.
var people = "customer kund client klient contact kontakt person people user anvandare employee anstalld staff personal member medlem applicant sokande " +
	"candidate kandidat subscriber prenumerant patient elev student participant deltagare supplier leverantor asiakas henkilo tyontekija kayttaja kunde " +
	"ansatt bruker konsult consultant guest gast visitor besokare lead prospect passenger tenant hyresgast respondent jasen"

// customers are words for those of them that others serve, and employed for those who serve.
var (
	customers = "customer kund client klient patient member medlem elev student asiakas kunde subscriber prenumerant guest gast tenant hyresgast passenger jasen"
	employed  = "employee anstalld staff personal ansatt tyontekija medarbetare medarbeider medarbejder"
)

// handlers are words for a column that leads to whoever did the work.
var handlers = "handler handlaggare created createdby updatedby changedby modifiedby assigned assignee assignedto supportrep rep manager chef seller saljare salesperson " +
	"owner agent ansvarig reportsto boss approver attestant attest reviewer author operator konsultchef kasittelija esimies selger saksbehandler closedby openedby registeredby"

// display are names that courses and channels have, too.
var display = "fullname displayname"

// kept are words for columns that say how a row was kept, not what it is about.
var kept = "created updated modified changed deleted creator uuid guid rowguid version voided skapad andrad opprettet endret oprettet luotu muokattu"

// places are words for tables of addresses.
var places = "address adress osoite adresse location plats"

// hasWord reports whether a name, or its last part, is one of the words, in the
// singular or a usual plural.
func hasWord(name, words string) bool {
	tokens := column.Tokens(name)
	all := strings.Fields(words)
	for i := range tokens {
		for j := i + 1; j <= len(tokens); j++ {
			joined := strings.Join(tokens[i:j], "")
			if slices.ContainsFunc(all, func(w string) bool { return singular(joined, w) }) {
				return true
			}
		}
	}
	return false
}

func singular(word, of string) bool {
	rest, ok := strings.CutPrefix(word, of)
	return ok && slices.Contains([]string{"", "s", "es", "er", "ar", "or", "r", "a", "na", "erna", "mar", "et", "n", "en", "ies"}, rest)
}
