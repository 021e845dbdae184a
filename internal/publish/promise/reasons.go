package promise

// What a control shows, as reasons; the sentences lie in the catalogue.
const (
	ReasonNoControl = "promise-no-control"

	ReasonCulled     = "promise-culled"      // records gone in all, day of the last run; none overdue
	ReasonNeverRan   = "promise-never-ran"   // collection
	ReasonRanOnNone  = "promise-ran-on-none" // collection, day
	ReasonOverdue    = "promise-overdue"     // records, collection, day
	ReasonStale      = "promise-stale"       // day of the last run
	ReasonNoRule     = "promise-no-rule"     // collection
	ReasonUnfinished = "promise-unfinished"  // collection; state of the run
	ReasonNoCarry    = "promise-no-carry"    // activity

	ReasonAnswered    = "promise-answered" // how many, day of the last
	ReasonNoneAsked   = "promise-none-asked"
	ReasonPastDay     = "promise-past-day"     // how many
	ReasonAnswerLate  = "promise-answer-late"  // how many
	ReasonNotVerified = "promise-not-verified" // day of the answer

	ReasonInForce     = "promise-in-force"     // how many things were looked at, day
	ReasonNotInForce  = "promise-not-in-force" // the folder is not the current version
	ReasonNothingSuch = "promise-nothing-such" // the register has nothing of the kind
	ReasonFindings    = "promise-findings"     // how many, the first

	ReasonLooked       = "promise-looked"        // collections, day
	ReasonNeverLooked  = "promise-never-looked"  //
	ReasonUndeclared   = "promise-undeclared"    // findings that wait, day
	ReasonHalfLooked   = "promise-half-looked"   // day
	ReasonNobodyBack   = "promise-nobody-back"   // people, day
	ReasonBack         = "promise-back"          // fields
	ReasonNoneErased   = "promise-none-erased"   //
	ReasonNeverWatched = "promise-never-watched" // people

	ReasonRoutineDone  = "promise-routine-done"  // accounts, month
	ReasonRoutineOpen  = "promise-routine-open"  // mails, accounts
	ReasonRoutineUnrun = "promise-routine-unrun" // the system was not asked

	ReasonMailsWise   = "promise-mails-wise"   // mails, day
	ReasonMailsUnwise = "promise-mails-unwise" // mails with something, mails
	ReasonMailsNone   = "promise-mails-none"   // none was sent, or not all could be read

	ReasonDocument     = "promise-document"      // name, last day
	ReasonDocumentOver = "promise-document-over" // name, last day

	ReasonPublished    = "promise-published"     // kind, number, day
	ReasonPublishedOld = "promise-published-old" // kind, day, sentences that differ
	ReasonNotPublished = "promise-not-published" // kind

	ReasonDuties     = "promise-duties"      // how many, kind
	ReasonNoDuties   = "promise-no-duties"   // kind
	ReasonDutiesOpen = "promise-duties-open" // how many, kind
	ReasonNoKind     = "promise-no-kind"     // kind
)
