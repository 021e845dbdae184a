package api

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api/hook"
	"github.com/varsam/varsam/internal/api/openapi"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/sheet"
)

// group is routes about one thing.
type group struct {
	name, says string
	routes     []route
}

// groups is everything that can be asked for, in the order of the reference.
func groups() []group {
	return []group{
		{"Requests", "People's requests and controllers' instructions, from the day they came to the proof.", requestRoutes()},
		{"Decisions", "What a person decides because a machine must not, and what moves the last day.", decisionRoutes()},
		{"Tasks", "Steps that the owners of systems without an interface do.", taskRoutes()},
		{"Answers", "What is handed to the person.", answerRoutes()},
		{"Claims", "What came by the portal, before it is sure who asks.", claimRoutes()},
		{"Mail", "Mails that seem to use a right, and the staff's routine with their own mailboxes. What a mailbox holds is for its owner alone.", mailRoutes()},
		{"Outbox", "Letters to people: what waits, what was refused.", outboxRoutes()},
		{"Culling", "What goes by time.", cullingRoutes()},
		{"Holds", "What must not go for now.", holdRoutes()},
		{"Duties", "What the organisation owes besides the data itself: agreements, transfers, trainings, access, incidents.", dutyRoutes()},
		{"Duties at work", "What some kinds of duty do: agreements that are read, customers, owners and staff who are told or asked.", dutyDeedRoutes()},
		{"Incidents", "A breach, from the report to the last letter.", incidentRoutes()},
		{"Disclosures", "Whether data may be handed to somebody, what was, and who is told of a change of it.", disclosureRoutes()},
		{"Register", "What the organisation says about its processing.", slices.Concat(registerRoutes(), beginningRoutes())},
		{"Promises", "What the organisation says of itself, held against what has happened.", promiseRoutes()},
		{"Discovery", "Personal data that the register does not name: counts and masked samples, never a value.", discoveryRoutes()},
		{"Publishing", "What the organisation publishes, made of its register, in versions.", publishRoutes()},
		{"Evidence", "The log, and proofs.", evidenceRoutes()},
		{"Suppression", "Whose return is watched for after an erasure.", suppressionRoutes()},
		{"Search", "A look for somebody who has asked nothing, with a reason that is written down.", searchRoutes()},
		{"People", "Accounts and tokens.", peopleRoutes()},
		{"Webhooks", "Programs that are told what happened: entries of the log, signed, to configured addresses, without a person.", hookRoutes()},
		{"Lists", "The lists of the pages, to be taken away. No list holds whom a case is about.", listRoutes()},
	}
}

// table is all routes.
func table() (all []route) {
	for _, g := range groups() {
		all = append(all, g.routes...)
	}
	return all
}

func oneOfSchema[T ~string](all []T) openapi.Schema {
	return openapi.Schema{"type": "string", "enum": texts(all)}
}

func requestRoutes() []route {
	return []route{
		get("/requests", "Requests by last day, nearest first; closed ones latest first", token.ReadWork, (*call).listRequests, pages,
			query("state", "Only this state; all but closed when left out.", oneOfSchema(states)),
			query("right", "Only those that use this right.", oneOfSchema(varsam.Rights))),
		get("/requests/counts", "How many requests there are of each state", token.ReadWork, (*call).countRequests),
		change("/requests", "Take a request in", token.WriteRequests, (*call).newRequest, creates),
		get("/requests/{id}", "One request and how far it has come", token.ReadWork, (*call).getRequest, tagged),
		get("/requests/{id}/case", "What came, and what was decided", token.ReadPeople, (*call).getCase, ofCase),
		get("/requests/{id}/plan", "What was found, and what is to become of it", token.ReadPeople, (*call).getPlan, ofCase, pages),
		get("/requests/{id}/records/{number}", "One record with its values", token.ReadPeople, (*call).getRecord, ofCase),
		change("/requests/{id}/search", "Search and plan anew", token.WriteRequests, (*call).search, editsCase, starts),
		change("/requests/{id}/approve", "Say yes to the plan", token.ApprovePlans, (*call).approve, editsCase),
		change("/requests/{id}/run", "Carry the plan out, when enough people said yes to it", token.RunPlans, (*call).run, editsCase, starts),
		get("/requests/{id}/pack", "The proof as far as it is signed, to be checked offline", token.ReadWork, (*call).pack, files("application/octet-stream")),
		change("/requests/{id}/pack", "Sign, make the proof, and list it among those that were made", token.ReadWork, (*call).makePack, files("application/octet-stream")),
	}
}

func decisionRoutes() []route {
	return []route{
		change("/requests/{id}/rulings", "Decide on a contested balance", token.WriteRequests, (*call).rule, editsCase),
		change("/requests/{id}/confirmations", "Say that a record is the person's", token.WriteRequests, (*call).confirm, editsCase),
		change("/requests/{id}/refusals", "Refuse a right", token.WriteRequests, (*call).refuse, editsCase),
		change("/requests/{id}/told", "Note that a recipient was told of the change", token.WriteRequests, (*call).tell, editsCase),
		change("/requests/{id}/pause", "Stop the clock: the person has a question to answer", token.WriteRequests, (*call).pause, editsCase),
		change("/requests/{id}/resume", "Start the clock again: the person answered", token.WriteRequests, (*call).resume, editsCase),
		change("/requests/{id}/extend", "Take two further months (Art. 12(3))", token.WriteRequests, (*call).extend, editsCase),
		change("/requests/{id}/forward", "Note that the request was passed on to a controller", token.HandOver, (*call).forward, editsCase),
		change("/requests/{id}/shield", "Say whether somebody in the case has protected data", token.ReadShielded, (*call).shieldCase, editsCase),
		change("/requests/{id}/lift", "Plan the end of a restriction", token.WriteRequests, (*call).lift, editsCase),
	}
}

func taskRoutes() []route {
	return []route{
		get("/tasks", "Steps that wait for their owners, by due day", token.ReadWork, (*call).listTasks),
		change("/requests/{id}/steps/{step}/answer", "Write down what the owner answered", token.WriteRequests, (*call).answerTask, editsCase),
		change("/requests/{id}/steps/{step}/link", "Send the owner a link, by which they answer without an account", token.WriteRequests, (*call).linkTask, editsCase),
		change("/requests/{id}/steps/{step}/except", "Close a step without its being done; the answer says so", token.WriteRequests, (*call).except, editsCase),
	}
}

func answerRoutes() []route {
	html, either := files("text/html; charset=utf-8"), files("text/html; charset=utf-8", plainText)
	return []route{
		change("/requests/{id}/letters/{kind}", "Write a letter: "+letters, token.HandOver, (*call).letter, ofCase, either),
		get("/requests/{id}/copy", "The copy as it is now, as zip", token.HandOver, (*call).copy, ofCase, files("application/zip")),
		change("/requests/{id}/copy", "Mark the copy as handed over", token.HandOver, (*call).giveCopy, editsCase, files("application/zip")),
		change("/requests/{id}/answer", "Make the answer final: it is what was sent", token.HandOver, (*call).finish, editsCase, html),
	}
}

func claimRoutes() []route {
	return []route{
		get("/claims", "What staff may have to look at, oldest first", token.ReadWork, (*call).listClaims),
		change("/claims", "Take in what a form of your own sends on; nobody is sure of who it is", token.WriteRequests, (*call).newClaim, creates),
		get("/claims/{id}", "One claim with what was written", token.ReadPeople, (*call).getClaim),
		change("/claims/{id}/attest", "Note that staff checked who somebody is; the link to the case is shown once", token.WriteRequests, (*call).attest, also(token.ReadPeople)),
		change("/claims/{id}/lift", "Let a stopped case go on", token.WriteRequests, (*call).liftStop, also(token.ReadPeople)),
		change("/claims/{id}/messages", "Write to the person", token.WriteRequests, (*call).writeMessage, also(token.ReadPeople)),
		change("/claims/{id}/protect", "Say whether somebody in it has protected data", token.ReadShielded, (*call).protectClaim, also(token.ReadPeople)),
		change("/claims/{id}/release", "Let the person fetch the copy or the answer", token.HandOver, (*call).release, also(token.ReadPeople)),
	}
}

func outboxRoutes() []route {
	return []route{
		get("/letters", "Letters in a state; those that wait to be printed or said when left out", token.ReadWork, (*call).listLetters,
			query("state", "Which.", oneOfSchema(postStates)), query("limit", "How many at most.", openapi.Schema{"type": "integer", "minimum": 1, "maximum": mostItems})),
		get("/letters/{id}", "A letter with its words", token.HandOver, (*call).getLetter, also(token.ReadPeople)),
		change("/letters/{id}/done", "Note that it was posted, handed over or said", token.HandOver, (*call).letterDone, also(token.ReadPeople)),
		change("/letters/domain", "What receivers ask about the domain that letters come from: SPF, DKIM, DMARC", token.WriteRegister, (*call).checkDomain),
		change("/letters/{id}/retry", "Send it again by mail", token.HandOver, (*call).letterAgain, also(token.ReadPeople)),
	}
}

func cullingRoutes() []route {
	as := query("as", "html, when left out, or pdf.", openapi.Schema{"type": "string", "enum": []string{"html", "pdf"}})
	sheet := files("text/html; charset=utf-8", "application/pdf")
	return []route{
		get("/culling", "Runs, the newest first", token.ReadWork, (*call).listRuns, pages),
		change("/culling", "Find what has run out, as the night does", token.WriteCulling, (*call).planCulling, starts),
		get("/culling/{id}", "One run with its rules", token.ReadWork, (*call).getRun),
		change("/culling/{id}/approve", "Say yes to a run's plan, also for the nights to come", token.ApprovePlans, (*call).approveRun),
		change("/culling/{id}/pause", "Stop it at the border of its next range", token.RunPlans, steer((*retention.Service).Pause)),
		change("/culling/{id}/resume", "Let a paused run go on", token.RunPlans, steer((*retention.Service).Resume)),
		change("/culling/{id}/cancel", "End it: what is done stays done", token.RunPlans, steer((*retention.Service).Cancel)),
		get("/culling/{id}/certificate", "What a run did and left, and why", token.ReadWork, (*call).certificate, sheet, as),
		get("/culling/calendar", "What will run out in the year to come, month by month; it asks the systems", token.ReadWork, (*call).cullingYear),
		get("/culling/schedule", "How long what is kept", token.ReadWork, (*call).schedule, sheet, as),
		get("/culling/standings", "Standing approvals in force", token.ReadWork, (*call).listStandings),
		remove("/culling/standings/{id}", "End a standing approval", token.ApprovePlans, (*call).voidStanding),
	}
}

func holdRoutes() []route {
	return []route{
		get("/holds", "Holds in force, without whom they concern", token.ReadWork, (*call).listHolds),
		change("/holds", "Put a hold in force", token.WriteCulling, (*call).newHold, creates),
		get("/holds/{id}", "A hold with whom it concerns, and why", token.ReadPeople, (*call).getHold),
		remove("/holds/{id}", "End a hold", token.WriteCulling, (*call).releaseHold),
	}
}

func disclosureRoutes() []route {
	return []route{
		change("/disclosures", "Ask whether data may be handed to a recipient, and log that it is", token.WriteDuties, (*call).disclose, creates,
			says("403 while the recipient is not known or a person or a person's company has not permitted it; `faults` says which. Only after 201 may anything be handed over.")),
		change("/disclosures/recipients", "Who has received a person's data (Art. 15(1)(c), 19)", token.ReadPeople, (*call).recipientsOf),
		change("/disclosures/notices", "Tell everyone who received a person's data of a change of it (Art. 19)", token.WriteDuties, (*call).tellRecipients, also(token.ReadPeople)),
	}
}

func registerRoutes() []route {
	zip := files("application/zip")
	path := query("path", "systems/crm.yaml", openapi.Schema{"type": "string"})
	element := func(r *route) {
		for _, q := range [][2]string{{"name", "Of the activity, system or party."}, {"collection", "For a collection or a field."}, {"field", "For a field."}} {
			query(q[0], q[1], openapi.Schema{"type": "string"})(r)
		}
	}
	return []route{
		get("/register", "The register in force", token.ReadWork, (*call).getRegister, tagged),
		get("/register/findings", "What the law does not allow, or what is missing", token.ReadWork, (*call).listFindings),
		get("/register/versions", "Versions, the newest first", token.ReadWork, (*call).listVersions, pages),
		get("/register/files", "A version as a folder of files, as zip", token.ReadWork, (*call).registerFiles, zip, tagged,
			query("version", "Its number; the one in force when left out.", openapi.Schema{"type": "integer", "minimum": 1})),
		change("/register/check", "What a folder of files would be: faults, findings, what changes", token.ReadWork, (*call).checkRegister, upload("application/zip")),
		change("/register/files", "Put a folder of files in force", token.WriteRegister, (*call).putRegister, upload("application/zip"), puts, tagged,
			says("If-Match is the ETag of the version that the files were made from, or \"0\" for the first of all.")),
		get("/register/text", "One file of the version in force", token.ReadWork, (*call).getText, tagged, path),
		change("/register/text", "Put one file in place of what stood there; the others stay, and all are checked", token.WriteRegister, (*call).putText, puts, tagged, path),
		remove("/register/text", "Take one file away", token.WriteRegister, (*call).removeText, matched, path),
		get("/register/elements/{kind}", "One organisation, activity, system, collection, field or party, as its form has it", token.ReadWork, (*call).getElement, tagged, element),
		change("/register/elements/{kind}", "Say it anew: its file is written back with every other line as it stands, and all are checked", token.WriteRegister, (*call).putElement, puts, tagged, element),
		remove("/register/elements/{kind}", "Take it away", token.WriteRegister, (*call).removeElement, matched, element),
		get("/register/elements/{kind}/dependents", "What names it, and would have to change if it went", token.ReadWork, (*call).listDependents, element),
		get("/register/elements/{kind}/history", "The versions that changed it, the newest first", token.ReadWork, (*call).elementHistory, element),
		change("/register/elements/{kind}/undo", "Make it what it was before a version changed it; everything else stays", token.WriteRegister, (*call).undoElement, matched, tagged, element),
		get("/register/library", "Ordinary activities that can be taken over", token.ReadWork, (*call).listLibrary),
		change("/register/library/{key}", "Take one over, as a draft", token.WriteRegister, (*call).takeEntry, organisation),
		change("/register/versions/{number}/restore", "Make an earlier version the newest", token.WriteRegister, (*call).restoreVersion, matched, tagged),
	}
}

func mailRoutes() []route {
	return []route{
		get("/proposals", "Mails that seem to use a right, the oldest first, without who wrote them", token.ReadWork, (*call).listProposals, pages,
			query("state", "Those that wait for a person when left out.", oneOfSchema(proposalStates))),
		get("/proposals/{id}", "One such mail with what it says", token.WriteRequests, (*call).getProposal, also(token.ReadPeople)),
		change("/proposals/{id}/confirm", "Say that it is a request: a case is made under its number", token.WriteRequests, (*call).confirmProposal, also(token.ReadPeople)),
		change("/proposals/{id}/dismiss", "Say that it is none, and why", token.WriteRequests, (*call).dismissProposal, also(token.ReadPeople)),
		get("/mailboxes", "How the month's routine goes, mailbox by mailbox, in numbers", token.ReadWork, (*call).followUp,
			query("system", "The system with the mailboxes, when several have a routine.", openapi.Schema{"type": "string"})),
		get("/mailboxes/{account}/mails", "For the mailbox's owner: what each mail could become, and why", token.ReadWork, (*call).listOwnMails, pages),
		change("/mailboxes/{account}/decisions", "For the mailbox's owner: delete or file mails", token.ReadWork, (*call).decideMails),
		get("/mailboxes/{account}/rules", "For the mailbox's owner: rules of their own", token.ReadWork, (*call).listRules),
		change("/mailboxes/{account}/rules", "For the mailbox's owner: make a rule", token.ReadWork, (*call).newRule),
		remove("/mailboxes/{account}/rules/{rule}", "For the mailbox's owner: end a rule", token.ReadWork, (*call).endRule),
		get("/mailboxes/met", "For a mailbox's owner: cases that met mails there", token.ReadWork, (*call).listMet),
		get("/requests/{id}/mailboxes", "Employees' own mailboxes that a case met, in numbers", token.ReadPeople, (*call).listCaseBoxes, ofCase),
		get("/requests/{id}/mailboxes/{account}/mails", "For the mailbox's owner: the mails that the case met", token.ReadWork, (*call).listMetMails),
		change("/requests/{id}/mailboxes/{account}/release", "For the mailbox's owner: let mails become part of the case", token.ReadWork, (*call).releaseMails),
		change("/requests/{id}/mailboxes/{account}/opening", "The first of two decisions to open a mailbox without its owner", token.WriteRequests, (*call).proposeOpening, editsCase),
		change("/requests/{id}/mailboxes/{account}/opening/second", "The second, by somebody else, which opens it", token.ApprovePlans, (*call).secondOpening, editsCase),
	}
}

func discoveryRoutes() []route {
	return []route{
		get("/discovery", "How far the discovery has come", token.ReadWork, (*call).getDiscovery),
		change("/discovery", "Have systems looked through", token.WriteRegister, (*call).startDiscovery, starts),
		get("/discovery/report", "What the last discovery found", token.ReadWork, (*call).getDiscoveryReport),
		change("/discovery/take", "The file of the register with what findings propose put in as drafts, and the difference; nothing is in force by it", token.WriteRegister, (*call).takeFindings),
	}
}

func publishRoutes() []route {
	language := query("language", "That of the document; that of Accept-Language when left out.", openapi.Schema{"type": "string"})
	party := query("party", "Of a document that is made for each of some parties.", openapi.Schema{"type": "string"})
	as := query("as", "html when left out.", oneOfSchema(publish.Formats()))
	var media []string
	for _, f := range publish.Formats() {
		media = append(media, f.MediaType())
	}
	return []route{
		get("/documents", "What can be published, with what is missing and what would change", token.ReadWork, (*call).listDocuments),
		get("/documents/{kind}", "One of them", token.ReadWork, (*call).getDocument, party, language),
		get("/documents/{kind}/draft", "What would be published, as a file", token.ReadWork, (*call).documentDraft, files(media...), as, party, language),
		get("/documents/{kind}/versions", "Its versions, the newest first", token.ReadWork, (*call).listPublications, party),
		get("/documents/{kind}/versions/{number}", "A version as a file", token.ReadWork, (*call).documentVersion, files(media...), as, party, language),
		get("/documents/{kind}/changes", "What changed in words from one version to another", token.ReadWork, (*call).compareVersions, party, language,
			query("from", "Number of a version.", openapi.Schema{"type": "integer", "minimum": 1}), query("to", "Number of a version.", openapi.Schema{"type": "integer", "minimum": 1})),
		change("/documents/{kind}/publish", "Publish it now, over the version that was seen", token.WriteRegister, (*call).publishDocument, party),
	}
}

func searchRoutes() []route {
	return []route{
		change("/search", "Search all systems for a person: where, and how much", token.ReadPeople, (*call).searchPerson,
			says("The token must be made by somebody with an account, signed in. The reason is kept with who searched.")),
		get("/searches", "Who searched for somebody, and why", token.ReadPeople, (*call).listLooks),
	}
}

func evidenceRoutes() []route {
	binary := files("application/octet-stream")
	return []route{
		get("/evidence", "How far the log has come, and its public key", token.ReadWork, (*call).getLog),
		get("/evidence/checkpoints", "Checkpoints that were signed, the newest first", token.ReadWork, (*call).listCheckpoints,
			query("below", "The size of the last one of the page before.", openapi.Schema{"type": "integer", "minimum": 0})),
		get("/evidence/packs", "Proofs that were made, the newest first", token.ReadWork, (*call).listPacks,
			query("before", "When the last one of the page before was made.", openapi.Schema{"type": "string", "format": "date-time"})),
		get("/evidence/log", "Every leaf under the checkpoint that stands", token.ReadWork, (*call).wholeLog, binary),
		change("/evidence/checkpoint", "Number what is pending, and sign", token.ReadWork, (*call).checkpoint),
		change("/evidence/verify", "Check a proof", token.ReadWork, (*call).verify, upload("application/octet-stream"),
			query("key", "The log's public key, when it is not ours.", openapi.Schema{"type": "string"})),
	}
}

func suppressionRoutes() []route {
	return []route{
		get("/suppressions", "Marks in force, those that end first first", token.ReadWork, (*call).listSuppressions, pages),
		change("/suppressions/{id}/forget", "End one, because the person chose anew", token.WriteRequests, (*call).forget),
	}
}

func peopleRoutes() []route {
	return []route{
		get("/accounts", "Who may come in", token.Manage, (*call).listAccounts),
		change("/accounts", "Let somebody in", token.Manage, (*call).newAccount, makes),
		get("/accounts/{id}", "One account", token.Manage, (*call).getAccount),
		change("/accounts/{id}", "Give an account other roles, or let it in no more", token.Manage, (*call).changeAccount),
		change("/accounts/{id}/link", "A one-time link to choose how to sign in", token.Manage, (*call).linkAccount),
		remove("/accounts/{id}/sessions", "Sign an account out everywhere, at once", token.Manage, (*call).endSessions),
		get("/settings/second-factor", "Whether a password alone is not enough to sign in", token.Manage, (*call).getSecondFactor),
		change("/settings/second-factor", "Decide that", token.Manage, (*call).setSecondFactor),
		get("/requests/{id}/access", "Who has access to a case beside their roles", token.Manage, (*call).listCaseAccess, ofCase),
		change("/requests/{id}/access", "Give somebody access to one case, that ends by itself", token.Manage, (*call).giveCaseAccess, ofCase),
		remove("/requests/{id}/access/{account}", "Take it back", token.Manage, (*call).takeCaseAccess, ofCase),
		get("/settings/two-people", "Whether a plan takes a yes from two people", token.Manage, (*call).getTwo),
		change("/settings/two-people", "Decide that", token.Manage, (*call).setTwo),
		get("/tokens", "Tokens, without their secrets", token.Manage, (*call).listTokens, pages),
		change("/tokens", "Make a token; its secret is shown once", token.Manage, (*call).newToken, makes),
		remove("/tokens/{id}", "End a token at once", token.Manage, (*call).revokeToken),
	}
}

func listRoutes() []route {
	names := make([]string, len(ListKinds))
	for i, k := range ListKinds {
		names[i] = k.Name
	}
	return []route{
		change("/calendar", "Make the secret link of the calendar of last days anew; the old one ends", token.Manage, (*call).newFeed),
		remove("/calendar", "End the link", token.Manage, (*call).endFeed),
		get("/lists/{name}", "A list as CSV, XLSX or JSON", token.ReadWork, (*call).listFile,
			files("text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/json"),
			says("There are "+strings.Join(names, ", ")+". Headings are in the language asked for; with Swedish, CSV has semicolons."),
			query("as", "csv when left out.", openapi.Schema{"type": "string", "enum": sheet.Formats}),
			query("state", "Only this state: of requests (open: all that are not closed) and of proposals.", openapi.Schema{"type": "string"}),
			query("right", "Of requests, only those that use this right.", oneOfSchema(varsam.Rights))),
	}
}

func hookRoutes() []route {
	return []route{
		get("/webhooks", "Who is told", token.Manage, (*call).listHooks),
		change("/webhooks", "Tell an address from now on; its secret is shown once", token.Manage, (*call).newHook, makes,
			says("Events: "+strings.Join(hook.Events, ", ")+". Varsam-Signature is t=UNIX,v1=HEX: HMAC-SHA-256 of UNIX.BODY under the secret.")),
		remove("/webhooks/{id}", "Tell it no more", token.Manage, (*call).removeHook),
		get("/webhooks/{id}/deliveries", "Its last deliveries, the newest first, with what was answered", token.Manage, (*call).listAttempts),
		change("/webhooks/{id}/test", "Send it a signed delivery without events, and say what it answered", token.Manage, (*call).tryHook),
	}
}
