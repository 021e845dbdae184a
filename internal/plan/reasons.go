package plan

// The reason codes of this package, with their sentences as in package decide.
// Args are register names, columns, triggers and dates; never personal data.
const (
	// What closure did to a record.

	// args: collection
	// sv: Posten behövs av en post i {0} som bevaras; den minskas till nyckeln och det som den posten behöver, och följer dess sista dag.
	// en: A record kept in {0} needs this one; it is reduced to its key and what that record needs, and takes its last day.
	ReasonNeeded = "needed-by"

	// args: collection
	// sv: Posten behövs av en post i {0}, där det inte går att säga vad som behövs; inget töms.
	// en: A record in {0} needs this one, and it cannot be said what it needs; nothing is emptied.
	ReasonNeededWhole = "needed-whole-by"

	// args: collection
	// sv: Någon annans post i {0} pekar hit; bara nyckeln blir kvar.
	// en: Somebody else's record in {0} points here; only the key is left.
	ReasonAnchored = "anchored-by"

	// sv: Ingen post som bevaras behöver uppgiften.
	// en: No record that is kept needs the field.
	ReasonReduced = "reduced"

	// Why somebody does a step by hand.

	// args: system
	// sv: {0} har inget gränssnitt som Varsam når; ägaren söker, svarar och gör det som beslutats.
	// en: {0} has no interface that Varsam reaches; its owner searches, answers and does what is decided.
	AssistedSystem = "assisted-system"

	// args: collection
	// sv: Registret anger inget sätt att spärra poster i {0}; ägaren gör det för hand.
	// en: The register declares no means of restriction for {0}; the owner does it by hand.
	AssistedNoMeans = "assisted-no-means"

	// args: collection, why (a text of the connector, no personal data)
	// sv: {0} kan bara läsas ({1}); ägaren gör det för hand.
	// en: {0} can only be read ({1}); the owner does it by hand.
	AssistedReadOnly = "assisted-read-only"

	// args: collection, collection
	// sv: En post i {0} kan inte flyttas, eftersom en post i {1} som står kvar pekar på den; ägaren spärrar den för hand.
	// en: A record in {0} cannot be moved, because one in {1} that stays points at it; the owner restricts it by hand.
	AssistedMoveBlocked = "assisted-move-blocked"

	// args: collection, collection
	// sv: Poster i {0} kan inte flyttas före eller efter dem de hör till, eftersom databasen binder båda platserna till {1}; ägaren spärrar dem för hand, eller tar bort den bindningen.
	// en: Records in {0} can be moved neither before nor after those they belong to, because the database ties both places to {1}; the owner restricts them by hand, or drops that tie.
	AssistedMoveTied = "assisted-move-tied"

	// args: collection
	// sv: Texten i {0} kan inte maskeras automatiskt; ägaren gör det för hand.
	// en: The text in {0} cannot be redacted by machine; the owner does it by hand.
	AssistedText = "assisted-text"

	// args: collection, rule
	// sv: Posten i {0} är räkenskapsinformation som inte får ändras ({1}); rättelsen görs med en ny post.
	// en: The record in {0} is accounting information that may not be altered ({1}); it is corrected by a new entry.
	AssistedSealed = "assisted-sealed"

	// What hinders a plan, or a step of it.

	// args: system
	// sv: Strukturen i {0} är inte känd; inget planeras där.
	// en: The structure of {0} is not known; nothing is planned there.
	ProblemNoCatalogue = "no-catalogue"

	// args: collection
	// sv: {0} finns inte i systemet; inget planeras där.
	// en: {0} is not in the system; nothing is planned there.
	ProblemNoCollection = "no-collection"

	// args: collection, action (cascade, set null, set default)
	// sv: Databasen skulle själv ändra rader i {0} ({1}), som inte är planerade; deklarera {0} och dess referens i registret.
	// en: The database would itself change rows in {0} ({1}) that are not planned; declare {0} and its reference in the register.
	ProblemCascade = "cascade-unplanned"

	// args: collections, joined by commas
	// sv: Raderna i {0} pekar på varandra i en ring som inte kan brytas; en person avgör ordningen.
	// en: The rows in {0} point at each other in a circle that cannot be broken; a person decides the order.
	ProblemCycle = "cycle-unbroken"

	// args: column
	// sv: Märket i {0} kan inte sättas: registrets värde passar inte kolumnens typ.
	// en: The mark in {0} cannot be set: the register's value does not fit the column's type.
	ProblemMark = "mark-unfit"

	// args: column
	// sv: Rättelsen av {0} kan inte skrivas: värdet passar inte kolumnens typ.
	// en: The correction of {0} cannot be written: the value does not fit the column's type.
	ProblemCorrection = "correction-unfit"

	// What an approver must know.

	// args: column
	// sv: {0} kan inte tömmas och får ett slumpat platsvärde.
	// en: {0} cannot be emptied and gets a random placeholder.
	WarnPlaceholder = "placeholder"

	// args: column
	// sv: {0} är en nyckel eller beräknad kolumn och står kvar.
	// en: {0} is a key or a computed column and stays.
	WarnFixed = "column-fixed"

	// args: trigger
	// sv: Utlösaren {0} körs när raderna ändras.
	// en: The trigger {0} runs when the rows change.
	WarnTrigger = "trigger-runs"

	// args: collection
	// sv: Rader i {0} kan peka hit utan att vara sökta; då vägrar databasen steget.
	// en: Rows in {0} may point here without having been searched; then the database refuses the step.
	WarnUnseen = "references-unseen"

	// args: column
	// sv: Kopplingen i {0} kan inte tas bort, eftersom kolumnen inte får vara tom; posten den pekar på blir kvar som nyckel.
	// en: The link in {0} cannot be cut, because the column may not be empty; what it points at stays as a key.
	WarnUndetachable = "link-fixed"

	// args: use
	// sv: Inget system har ett märke som stoppar {0}.
	// en: No system has a mark that stops {0}.
	WarnNoMark = "use-without-mark"

	// args: category or column
	// sv: Rättelsen av {0} fann inget värde att rätta.
	// en: The correction of {0} found no value to correct.
	WarnNothingToCorrect = "nothing-to-correct"

	// sv: Posten ska raderas och används inte under tiden; personen kan fortfarande säga stopp.
	// en: The record is to be erased and is not used meanwhile; the person can still say stop.
	ReasonMeanwhile = "blocked-meanwhile"

	// sv: Begränsningen på personens begäran upphör; posten får användas igen.
	// en: The restriction at the person's request ends; the record may be used again.
	ReasonLifted = "restriction-lifted"

	// args: column
	// sv: Kopplingen i {0} blir kvar, eftersom posten som den leder till blir kvar på egen grund.
	// en: The link in {0} stays, because the record that it leads to stays on a ground of its own.
	ReasonLinkStays = "link-stays"
)
