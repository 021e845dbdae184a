package api

import (
	"github.com/varsam/varsam/internal/api/openapi"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/duty"
)

func dutyRoutes() []route {
	kind := query("kind", "Only this kind.", openapi.Schema{"type": "string", "enum": dutyKinds()})
	as := query("as", "json, which takes everything back, when left out; csv or xlsx.", openapi.Schema{"type": "string", "enum": duty.ExportForms})
	return []route{
		get("/duties", "Duties by next day, without what tells who somebody is", token.ReadWork, (*call).listDuties, pages, kind,
			query("state", "open, when left out, or ended.", openapi.Schema{"type": "string", "enum": []string{"open", "ended"}})),
		change("/duties", "Take a duty down", token.WriteDuties, (*call).newDuty, creates),
		get("/duties/kinds", "The kinds with their fields", token.ReadWork, (*call).listDutyKinds),
		get("/duties/findings", "What is missing, late or not as the law wants it", token.ReadWork, (*call).listDutyFindings, kind),
		get("/duties/cycle", "The year's wheel: what falls due in each month, kind by kind", token.ReadWork, (*call).dutyCycle,
			query("year", "This year when left out.", openapi.Schema{"type": "integer", "minimum": firstYear, "maximum": lastYear})),
		get("/duties/report", "The report to management on a quarter", token.ReadWork, (*call).dutyReport,
			query("quarter", "2026-Q4; the one that runs when left out.", openapi.Schema{"type": "string", "pattern": `^\d{4}-Q[1-4]$`})),
		get("/duties/answers", "The bank of answers to customers, with what the register says today", token.ReadWork, (*call).listAnswers),
		get("/duties/export", "Duties with all that they say, as a file", token.ReadPeople, (*call).exportDuties, kind, as,
			query("state", "Only this state; both when left out.", oneOfSchema(dutyStates)),
			files("application/json", "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
		change("/duties/ask", "Ask the owner of every activity that nobody was asked about for a year whether the register has it right", token.WriteDuties, (*call).askOwners),
		get("/duties/{id}", "One duty with all that it says", token.ReadPeople, (*call).getDuty),
		change("/duties/{id}", "Change some facts of a duty, over the version that was seen", token.WriteDuties, (*call).changeDuty, also(token.ReadPeople)),
		remove("/duties/{id}", "Delete a duty with its versions and files; the log keeps that there was one", token.WriteRegister, (*call).deleteDuty, also(token.WriteDuties)),
		change("/duties/{id}/end", "Close a duty that is done", token.WriteDuties, (*call).endDuty, also(token.ReadPeople)),
		change("/duties/{id}/reopen", "Take up again what was closed", token.WriteDuties, (*call).reopenDuty, also(token.ReadPeople)),
		get("/duties/{id}/history", "Its versions, the oldest first: when, who, what", token.ReadPeople, (*call).dutyHistory),
		get("/duties/{id}/files", "Its files, the oldest first", token.ReadPeople, (*call).listDutyFiles),
		change("/duties/{id}/files", "Keep a file with it", token.WriteDuties, (*call).attachFile, also(token.ReadPeople), upload(binaryFile), creates, fileName),
		get("/duties/{id}/files/{file}", "One of its files", token.ReadPeople, (*call).dutyFile, files(binaryFile)),
		remove("/duties/{id}/files/{file}", "Take a file away", token.WriteDuties, (*call).detachFile),
	}
}

const binaryFile = "application/octet-stream"

func fileName(r *route) {
	query("name", "What the file is called: avtal.pdf.", openapi.Schema{"type": "string", "minLength": 1, "maxLength": mostFileName})(r)
}

// dutyDeedRoutes are what some kinds do beside being written down.
func dutyDeedRoutes() []route {
	return []route{
		get("/duties/{id}/clauses", "Of an agreement that was read: where it seems to have the points of Art. 28(3), and where it says less", token.ReadPeople, (*call).getClauses),
		change("/duties/{id}/read", "Keep the file of an agreement and read it for the points of Art. 28(3)", token.WriteDuties, (*call).readAgreement,
			also(token.ReadPeople), upload(binaryFile), fileName, says("422 with the code unsupported for a picture without text: it is kept all the same.")),
		change("/duties/{id}/clauses", "Confirm the points that an agreement has, by letter", token.WriteDuties, (*call).confirmClauses, also(token.ReadPeople)),
		change("/duties/{id}/announce", "Tell every customer of a change of sub-processors, ahead", token.WriteDuties, (*call).announce, also(token.ReadPeople)),
		change("/duties/{id}/customers", "Tell each customer that an incident concerns and that has not been told (Art. 33(2))", token.WriteDuties, (*call).tellCustomers, also(token.ReadPeople)),
		change("/duties/{id}/invite", "Mail everybody who is to take a course their own link to it", token.WriteDuties, (*call).invite, also(token.ReadPeople)),
		change("/duties/{id}/ask", "Mail the link of a question that waits for its answer", token.WriteDuties, (*call).mailQuestion, also(token.ReadPeople)),
	}
}

func incidentRoutes() []route {
	return []route{
		change("/incidents", "Report a breach, with as little as is known", token.WriteDuties, (*call).reportIncident, creates,
			says("What is decided and notified about it are facts of the duty that this makes: POST /duties/{id}.")),
		get("/duties/{id}/affected", "Whom an incident concerns, in numbers, and how far finding them has come", token.ReadWork, (*call).affected),
		change("/duties/{id}/affected", "Have those found whom an incident concerns", token.WriteDuties, (*call).findAffected, also(token.ReadPeople), starts),
		get("/duties/{id}/affected/people", "Whom an incident concerns, and where to write to them", token.ReadPeople, (*call).affectedPeople,
			query("after", "`next` of the page before.", openapi.Schema{"type": "string"})),
		get("/duties/{id}/letter", "What is written to those whom an incident concerns (Art. 34), or to customers, as it would be now", token.ReadPeople, (*call).incidentLetter,
			query("to", "people when left out.", openapi.Schema{"type": "string", "enum": letterReaders})),
		change("/duties/{id}/letter", "Write to those who have not been written to", token.WriteDuties, (*call).sendLetters, also(token.ReadPeople), starts),
		get("/duties/{id}/notice", "The notification of an incident as a text, for the authority's form", token.ReadPeople, (*call).incidentNotice, files(plainText)),
	}
}

const plainText = "text/plain; charset=utf-8"
