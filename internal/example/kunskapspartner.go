package example

// kunskapspartner is a consultancy that also carries out surveys for others.
var kunskapspartner = set{
	people: 400,
	systems: []database{
		{"crm", onPostgres, "crm", fillCRM},
		{"invoices", onMariaDB, "invoices", fillInvoices},
		{"projects", onPostgres, "projects", fillProjects},
		{"surveys", onPostgres, "surveys", fillSurveys},
	},
	shelves: []shelf{{"files", projectFiles}},
	group:   consultancyGroup,
	cast:    castOfConsultancy,
}

// demo is one small consultancy on SQLite alone.
var demo = set{
	people: 60,
	systems: []database{
		{"accounting", onSQLite, "invoices", fillInvoices},
		{"crm", onSQLite, "crm", fillCRM},
		{"mailing", onSQLite, "mailing", fillMailing},
		{"surveys", onSQLite, "surveys", fillSurveys},
	},
	mail:    &mailboxes{accounts: []string{infoBox}, letters: demoLetters},
	shelves: []shelf{{"papers", demoPapers}},
	group:   consultancyGroup,
	cast:    castOfConsultancy,
}

// consultancyGroup begins with the staff; a third of the rest only answer
// surveys.
func consultancyGroup(i, people int) group {
	employed := max(6, people/300)
	switch {
	case i < employed:
		return staff
	case (i-employed)%3 == 2:
		return respondent
	}
	return customer
}

// The cast by its place among the contacts.
const (
	theAsker = iota
	theColleague
	theUntold
	theForgotten
)

// castOfConsultancy gives the main person her name.
func castOfConsultancy(w *world) map[string]Character {
	contacts := w.groups[customer]
	asker, colleague := contacts[theAsker], contacts[theColleague]
	asker.first, asker.last, asker.female = "Anna", "Berglund", true
	asker.work = "anna.berglund@" + w.companies[asker.company].domain
	colleague.company, colleague.household = asker.company, asker.household
	of := func(i int, why string) Character { return known(contacts[i], contacts[i].work, why) }
	return map[string]Character{
		"anna":      of(theAsker, "writes “radera mig”: contact, newsletter, invoices of several fiscal years, an answer in her employer's survey"),
		"colleague": of(theColleague, "works and lives where Anna does and was recommended by her"),
		"unproven":  of(theUntold, "gets the newsletter, but nothing shows that it was asked for"),
		"former":    of(theForgotten, "was last heard of five years ago"),
	}
}
