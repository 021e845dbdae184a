package inbox

// The reason codes of this package. The comment of each gives its sentence in
// Swedish and English. No arg is personal data but what the owner sees anyway.
const (
	// sv: Mejlet är märkt som privat och läses inte.
	// en: The mail is marked as private and is not read.
	ReasonPrivate = "inbox-private"

	// args: rule
	// sv: Din regel {0} avgör det.
	// en: Your rule {0} decides it.
	ReasonRule = "inbox-rule"

	// args: right
	// sv: Avsändaren tycks använda en rättighet: {0}. En person bekräftar det; tiden räknas från den dag mejlet kom.
	// en: The sender seems to use a right: {0}. A person confirms it; the time runs from the day the mail came.
	ReasonWish = "inbox-wish"

	// args: number
	// sv: Ämnesraden nämner ärende {0}.
	// en: The subject names case {0}.
	ReasonCase = "inbox-case"

	// sv: Det är ett utskick till en lista.
	// en: It was sent to a list.
	ReasonList = "inbox-list"

	// sv: Det är skickat av en maskin, inte av en person.
	// en: It was sent by a machine and not by a person.
	ReasonAuto = "inbox-auto"

	// sv: Avsändaren är en känd kund.
	// en: The sender is a known customer.
	ReasonKnown = "inbox-known"

	// sv: Mejlet innehåller ett personnummer: flytta det dit ärendet finns, eller radera det.
	// en: The mail holds an identity number: file it where the case is, or delete it.
	ReasonHoldsNumber = "inbox-holds-number"

	// sv: Mejlet tycks innehålla känsliga uppgifter om någon: flytta det dit ärendet finns, eller radera det.
	// en: The mail seems to hold special categories of data about somebody: file it where the case is, or delete it.
	ReasonHoldsSpecial = "inbox-holds-special"

	// sv: Inget visar vart det hör; du avgör.
	// en: Nothing tells where it belongs; you decide.
	ReasonAsk = "inbox-ask"

	// sv: Brevlådans ägare har beslutat det.
	// en: The mailbox’s owner has decided it.
	ReasonDecided = "inbox-decided"
)
