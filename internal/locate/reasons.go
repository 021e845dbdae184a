package locate

// The reason codes of this package. The comment of each gives its sentence in
// Swedish and English; {0}, {1} … are the Reason's args. Args are register names
// (collection, column, party, system), identifier types, counts and error codes;
// never personal data.
const (
	// How a record was reached and whose it is.

	// args: identifier type, column
	// sv: Posten har personens {0} i {1}.
	// en: The record has the person's {0} in {1}.
	ReasonIdentifier = "located-identifier"

	// args: collection
	// sv: Posten hör till personens post i {0}.
	// en: The record belongs to the person's record in {0}.
	ReasonLinked = "located-linked"

	// args: party
	// sv: Posten behandlas åt {0}.
	// en: The record is processed for {0}.
	ReasonHeld = "located-held"

	// sv: En handläggare har bekräftat att posten är personens.
	// en: A handler has confirmed that the record is the person's.
	ReasonConfirmed = "located-confirmed"

	// sv: Flera personer i begäran är beroende av posten, ingen annan.
	// en: Several people of the request depend on the record, nobody else.
	ReasonSharedWithin = "located-shared-within"

	// args: collection
	// sv: Posten delas: även poster i {0} som inte är personens är beroende av den.
	// en: The record is shared: records in {0} that are not the person's depend on it too.
	ReasonSharedOthers = "located-shared-others"

	// args: collection
	// sv: Posten delas: den hör även till någon annan genom {0}.
	// en: The record is shared: it also belongs to somebody else through {0}.
	ReasonSharedLink = "located-shared-link"

	// args: collection
	// sv: Personen har en uppgift i posten, som är någon annans (genom {0}).
	// en: The person has a part in the record, which is somebody else's (through {0}).
	ReasonRole = "located-role"

	// sv: Posten hör till någon annan; personens egen post hänvisar bara till den.
	// en: The record is somebody else's; the person's own record only points to it.
	ReasonSomebodyElses = "located-somebody-elses"

	// args: collection
	// sv: Posten hör till personens post i {0}, men någon annans uppgifter, eller personens äldre, står i den; en person avgör.
	// en: The record belongs to the person's in {0}, but somebody else's identifiers, or older ones of the person, stand in it; a person decides.
	ReasonOtherHolder = "located-other-holder"

	// args: identifier type, column
	// sv: Personens {0} står i {1}, men posten hör till någon annan.
	// en: The person's {0} is in {1}, but the record is somebody else's.
	ReasonNamed = "located-named"

	// args: identifier type, column
	// sv: Personens {0} står i {1}, men registret säger inte vems posten är; en person avgör.
	// en: The person's {0} is in {1}, but the register does not say whose the record is; a person decides.
	ReasonNobodys = "located-nobodys"

	// args: identifier type, count
	// sv: Uppgiften ({0}) delas av {1} poster och denna stämmer inte med någon annan styrkt uppgift om personen.
	// en: The identifier ({0}) is shared by {1} records and this one agrees with no other verified identifier of the person.
	ReasonIdentifierShared = "located-identifier-shared"

	// args: identifier type, count
	// sv: Uppgiften ({0}) delas av {1} poster som ingen styrkt uppgift skiljer åt; en person avgör.
	// en: The identifier ({0}) is shared by {1} records that no verified identifier tells apart; a person decides.
	ReasonAmbiguous = "located-ambiguous"

	// args: identifier type, identifier type
	// sv: Posten har personens {0} men en annan {1}; en person avgör.
	// en: The record has the person's {0} but another {1}; a person decides.
	ReasonContradicts = "located-contradicts"

	// args: identifier type
	// sv: Posten har personens {0} men ett annat namn; en person avgör.
	// en: The record has the person's {0} but another name; a person decides.
	ReasonOtherName = "located-other-name"

	// args: identifier type, identifier type
	// sv: Posten stämmer bara genom {0}, som andra också har; den stämmer även med en uppgift ({1}) som personen uppgett men inte styrkt. En person avgör.
	// en: The record agrees only by {0}, which others have too; it also agrees with an identifier ({1}) that the person claims but has not verified. A person decides.
	ReasonClaimed = "located-claimed"

	// args: column
	// sv: Texten i {0} nämner personen.
	// en: The text in {0} names the person.
	ReasonMention = "located-mention"

	// Gaps: places that were not searched, or not to the end.

	// sv: Systemet svarar inte.
	// en: The system does not answer.
	GapUnavailable = "gap-unavailable"

	// sv: Systemet nekar åtkomst.
	// en: The system refuses access.
	GapDenied = "gap-denied"

	// sv: Kopplingen kan inte söka här.
	// en: The connector cannot search here.
	GapUnsupported = "gap-unsupported"

	// args: error code
	// sv: Sökningen misslyckades ({0}).
	// en: The search failed ({0}).
	GapFailed = "gap-failed"

	// args: owner
	// sv: Systemet saknar gränssnitt och är inte genomsökt; ägaren {0} tillfrågas.
	// en: The system has no interface and was not searched; its owner {0} is asked.
	GapAssisted = "gap-assisted"

	// sv: Samlingen finns i registret men inte i systemet.
	// en: The collection is in the register but not in the system.
	GapNoCollection = "gap-no-collection"

	// args: column
	// sv: Kolumnen {0} finns i registret men inte i systemet.
	// en: The column {0} is in the register but not in the system.
	GapNoColumn = "gap-no-column"

	// args: column
	// sv: Det går inte att följa länken genom {0}: kolumnerna finns inte eller stämmer inte med det de leder till.
	// en: The link through {0} cannot be followed: its columns are missing or do not fit what they lead to.
	GapBrokenLink = "gap-broken-link"

	// args: path
	// sv: Värdet {0} som en regel behöver kan inte läsas.
	// en: The value {0} that a rule needs cannot be read.
	GapNoPath = "gap-no-path"

	// args: reason of the connector
	// sv: Sökningen kom inte till slutet ({0}).
	// en: The search did not come to its end ({0}).
	GapIncomplete = "gap-incomplete"

	// args: count
	// sv: {0} dokument eller meddelanden gick inte att läsa, helt eller delvis; om personen nämns där är inte känt.
	// en: {0} documents or messages could not be read, or not in full; whether they name the person is not known.
	GapUnread = "gap-unread"

	// args: count, owner of the mailbox
	// sv: I {1}s egen brevlåda finns {0} meddelanden från, till eller om personen; ägaren har inte lämnat ut dem, och de ingår inte.
	// en: In {1}’s own mailbox there are {0} messages from, to or about the person; the owner has not released them, and they are not part of this.
	GapWithheld = "gap-withheld"

	// args: count
	// sv: {0} meddelanden i medarbetares egna brevlådor är märkta privata; de är inte lästa och ingår inte.
	// en: {0} messages in employees’ own mailboxes are marked private; they were not read and are not part of this.
	GapPrivate = "gap-private"

	// args: count
	// sv: {0} poster fanns vars länk inte kunde föras till en person.
	// en: {0} records were found whose link could not be traced to a person.
	GapUntraced = "gap-untraced"

	// args: party, party …
	// sv: Vi behandlar uppgifterna åt {0}, som bestämmer över dem; de är inte genomsökta, och vi kan skicka begäran vidare.
	// en: We process the data for {0}, who decides over it; it was not searched, and we can forward the request.
	GapProcessor = "gap-processor"

	// args: party
	// sv: Ingen samling i registret behandlas åt {0}.
	// en: No collection in the register is processed for {0}.
	GapNothingFor = "gap-nothing-for"

	// args: rounds
	// sv: Sökningen stannade efter {0} varv; uppgifter som hittades i det sista är inte eftersökta.
	// en: The search stopped after {0} rounds; identifiers found in the last were not searched for.
	GapRounds = "gap-rounds"

	// args: number of the person, limit
	// sv: Person {0} har fler än {1} uppgifter att söka på; resten är inte eftersökta.
	// en: Person {0} has more than {1} identifiers to search for; the rest were not.
	GapIdentifiers = "gap-identifiers"

	// args: levels
	// sv: Länkarna är djupare än {0} nivåer; resten är inte följda.
	// en: The links are deeper than {0} levels; the rest were not followed.
	GapLevels = "gap-levels"

	// args: number of the person
	// sv: Person {0} har ingen styrkt uppgift att söka på.
	// en: Person {0} has no verified identifier to search for.
	GapNoIdentifier = "gap-no-identifier"

	// args: number of the person, identifier type
	// sv: En uppgift ({1}) om person {0} går inte att läsa och är inte eftersökt.
	// en: An identifier ({1}) of person {0} cannot be read and was not searched for.
	GapUnreadable = "gap-unreadable"
)
