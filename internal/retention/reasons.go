package retention

// The reason codes of this package. The comment of each gives its sentence in
// Swedish and English; args are register names, numbers and dates, never personal
// data.
const (
	// sv: Registret säger inte hur posterna ska anonymiseras; de ligger kvar.
	// en: The register does not say how the records are to be anonymised; they stay.
	ReasonAnonymise = "cull-anonymise"

	// args: columns
	// sv: Registret säger inte vad som blir av {0} vid anonymisering; posterna ligger kvar.
	// en: The register does not say what becomes of {0} when records are anonymised; they stay.
	ReasonUnnamed = "cull-unnamed"

	// sv: Registret nämner ingen kolumn som visar vilka poster som är anonymiserade; posterna ligger kvar.
	// en: The register names no column that shows which records are anonymised; the records stay.
	ReasonUnmarked = "cull-unmarked"

	// args: column
	// sv: {0} kan inte göras om så som registret säger; posterna ligger kvar.
	// en: {0} cannot be recoded as the register says; the records stay.
	ReasonRecode = "cull-recode"

	// sv: Ingen av de omgörningar som registret låter välja mellan gör tillräckligt många poster lika; posterna ligger kvar.
	// en: None of the recodes that the register leaves to choose from makes enough records alike; the records stay.
	ReasonNoChoice = "cull-no-choice"

	// args: number
	// sv: Det som blir kvar delar posterna i fler än {0} grupper; så döljs ingen, och posterna ligger kvar.
	// en: What is left divides the records into more than {0} groups; that hides nobody, and the records stay.
	ReasonTooFine = "cull-too-fine"

	// args: number
	// sv: {0} poster är för få av sitt slag för att vara anonyma; de väntar.
	// en: {0} records are too few of their kind to be anonymous; they wait.
	ReasonSmall = "cull-small"

	// args: number
	// sv: {0} anonymiserade poster står i grupper som är för små; de är bara pseudonymiserade.
	// en: {0} anonymised records stand in groups that are too small; they are only pseudonymised.
	ReasonShort = "cull-short"

	// args: columns
	// sv: {0} leder fortfarande till en person; posterna är bara pseudonymiserade.
	// en: {0} still leads to a person; the records are only pseudonymised.
	ReasonLeads = "cull-leads"

	// args: number
	// sv: {0} poster är bara pseudonymiserade och fortfarande gallringsbara.
	// en: {0} records are only pseudonymised and still due.
	ReasonLinked = "cull-linked"

	// args: table or trigger
	// sv: {0} kan ha kvar posterna som de var.
	// en: {0} may still have the records as they were.
	ReasonHistory = "cull-history"

	// args: column
	// sv: Det går inte att sätta {0} så som registret säger; posterna ligger kvar.
	// en: {0} cannot be set as the register says; the records stay.
	ReasonMark = "cull-mark"

	// sv: Registret spärrar genom att tömma fält, men inget fält kan tömmas: en skyldighet behöver dem, eller så måste de ha ett värde.
	// en: The register restricts by emptying fields, but none can be emptied: a duty needs them, or they must have a value.
	ReasonBlank = "cull-blank"

	// args: table, columns, statement
	// sv: {0} är stor och har inget index på {1}: systemet söker igenom den för varje post som gallras, och det kan ta för lång tid. Låt den som sköter databasen skapa ett[: {2}].
	// en: {0} is large and has no index on {1}: the system looks through it for each record that goes, which may take too long. Let the database's administrator make one[: {2}].
	ReasonNoIndex = "cull-no-index"

	// args: field
	// sv: {0} töms inte: en skyldighet behöver fältet, eller så måste det ha ett värde. Det går med posten.
	// en: {0} is not emptied: a duty needs the field, or it must have a value. It goes with the record.
	ReasonFieldStays = "cull-field-stays"

	// args: collection
	// sv: {0} finns inte i systemet; ingenting gallras där.
	// en: {0} is not in the system; nothing is culled there.
	ReasonMissing = "cull-missing"

	// args: collection
	// sv: Vi kan inte ändra i {0}: bara läsa, eller ingen nyckel; ingenting gallras där.
	// en: We cannot change {0}: reading only, or no key; nothing is culled there.
	ReasonReadOnly = "cull-read-only"

	// sv: Systemet kan inte gallras av en maskin; ägaren gör det.
	// en: The system cannot be culled by a machine; its owner does it.
	ReasonAssisted = "cull-assisted"

	// args: code
	// sv: Systemet svarar inte som det ska ({0}); det gallras när det gör det.
	// en: The system does not answer as it should ({0}); it is culled when it does.
	ReasonSilent = "cull-silent"

	// sv: Det gick inte att ta reda på vilka poster i systemet som är skyddade; ingenting gallras där.
	// en: It could not be found out which records of the system are protected; nothing is culled there.
	ReasonBlind = "cull-blind"

	// sv: Ingen har godkänt att regeln körs av sig själv.
	// en: Nobody has approved that the rule runs by itself.
	ReasonNoApproval = "cull-no-approval"

	// args: number, number
	// sv: {0} poster är fler än de {1} som godkännandet tillåter i en körning.
	// en: {0} records are more than the {1} that the approval allows in one run.
	ReasonOverCap = "cull-over-cap"

	// args: number, number
	// sv: {0} poster är för många mot förra körningens {1}; en person tittar först.
	// en: {0} records are too many against the last run's {1}; a person looks first.
	ReasonJump = "cull-jump"

	// args: date
	// sv: Godkännandet gällde till och med {0}.
	// en: The approval was valid up to and including {0}.
	ReasonApprovalOver = "cull-approval-over"

	// sv: Regeln är en annan än den som godkändes.
	// en: The rule is not the one that was approved.
	ReasonApprovalOther = "cull-approval-other"

	// sv: Registret har en nyare version; gör en ny plan.
	// en: The register has a newer version; plan again.
	ReasonNewRegister = "cull-new-register"

	// sv: Ett gallringsstopp eller en begäran kom efter planen; gör en ny plan.
	// en: A hold or a request came after the plan; plan again.
	ReasonNewProtection = "cull-new-protection"

	// sv: Poster ändrades efter planen; de prövas igen i nästa plan.
	// en: Records changed after the plan; they are looked at again in the next one.
	ReasonChanged = "cull-changed"

	// args: code
	// sv: Systemet sade nej ({0}); ingenting ändrades.
	// en: The system said no ({0}); nothing was changed.
	ReasonRefused = "cull-refused"

	// args: systems
	// sv: {0} har ingen plats kvar. Gör plats där och låt körningen fortsätta; ingenting som redan är gjort görs om.
	// en: {0} has no room left. Make room there and resume the run; nothing that is done is done again.
	ReasonFull = "cull-full"

	// args: number
	// sv: {0} poster är gallringsbara men behövs av andra poster; de ligger kvar.
	// en: {0} records are due but needed by other records; they stay.
	ReasonNeeded = "cull-needed"

	// args: number
	// sv: {0} poster skyddas av gallringsstopp, begränsning eller en öppen begäran; de ligger kvar.
	// en: {0} records are protected by a hold, a restriction or an open request; they stay.
	ReasonProtected = "cull-protected"

	// args: number
	// sv: {0} poster har en tom eller orimlig dag att räkna från; en person avgör.
	// en: {0} records have an empty or absurd day to count from; a person decides.
	ReasonUnclear = "cull-unclear"

	// args: hold, date
	// sv: Gallringsstopp {0} skulle prövas igen {1}; det gäller tills någon avslutar det.
	// en: Hold {0} was to be reviewed on {1}; it is in force until somebody ends it.
	ReasonHoldReview = "hold-review"

	// args: hold, system, collection
	// sv: Gallringsstopp {0} gäller {1} {2}, som registret inte har längre; tills stoppet är avslutat gallras inget som det kan gälla.
	// en: Hold {0} is on {1} {2}, which the register has no more; until it is ended nothing is culled that it may concern.
	ReasonHoldLost = "hold-lost"
)
