package decide

// The reason codes of this package. The comment of each gives its sentence in
// Swedish and English; {0}, {1} … are the Reason's args. Args are register names
// (activity, system, collection, column, party, use), rule ids, dates
// (YYYY-MM-DD) and article letters; never personal data. Package locale replaces
// an activity by its title and a rule id by its paragraph.
const (
	// The fate.

	// args: date, rule
	// sv: Bevaras till och med {0} ({1}) och är spärrad för all annan användning.
	// en: Kept up to and including {0} ({1}) and blocked from every other use.
	ReasonBlockedUntil = "blocked-until"

	// sv: Bevaras tills vidare av en rättslig skyldighet och är spärrad för all annan användning.
	// en: Kept until further notice for a legal duty and blocked from every other use.
	ReasonBlockedOpen = "blocked-open"

	// sv: Ingen grund för behandlingen finns kvar, så posten raderas.
	// en: No ground for the processing is left, so the record is erased.
	ReasonErase = "erase"

	// sv: Ingen grund för behandlingen finns kvar, så posten anonymiseras.
	// en: No ground for the processing is left, so the record is anonymised.
	ReasonAnonymise = "anonymise"

	// args: collection
	// sv: Ingen grund finns kvar, men registret säger inte vad som då ska ske med {0}; en person avgör.
	// en: No ground is left, but the register does not say what then becomes of {0}; a person decides.
	ReasonNoEnd = "no-end"

	// args: collection
	// sv: Registret anger ingen grund för posten i {0}; en person avgör.
	// en: The register gives no ground for the record in {0}; a person decides.
	ReasonNoGround = "no-ground"

	// args: collection
	// sv: {0} finns inte i registret; en person avgör.
	// en: {0} is not in the register; a person decides.
	ReasonUndeclared = "undeclared"

	// args: collection
	// sv: Uppgifterna om {0} i registret är ett utkast som ingen har bekräftat; en person avgör.
	// en: What the register says of {0} is a draft that nobody has confirmed; a person decides.
	ReasonDraft = "draft"

	// args: duty's rule or activity, limit's rule or activity, last day of the limit
	// sv: {0} kräver att posten bevaras, men enligt {1} skulle den vara borta senast {2}; en person avgör.
	// en: {0} demands that the record is kept, but by {1} it had to be gone by {2}; a person decides.
	ReasonLimitAgainstDuty = "limit-against-duty"

	// args: party
	// sv: Vi behandlar posten som personuppgiftsbiträde åt {0}, som avgör; begäran kan skickas vidare dit.
	// en: We process the record as processor for {0}, who decides; the request can be forwarded.
	ReasonForward = "forward"

	// sv: Begäran gäller inte radering; posten gallras i sin ordning och lämnas orörd här.
	// en: The request is not about erasure; the record is culled in its turn and left alone here.
	ReasonNotAsked = "not-asked"

	// args: party
	// sv: Posten omfattas inte av instruktionen från {0} och lämnas orörd.
	// en: The record is not covered by the instruction from {0} and is left alone.
	ReasonNotInstructed = "not-instructed"

	// What carries the record.

	// args: activity
	// sv: Behövs för {0} så länge den pågår.
	// en: Needed for {0} while it lasts.
	ReasonCarried = "carried"

	// args: activity, date
	// sv: Behövs för {0} till och med {1}.
	// en: Needed for {0} up to and including {1}.
	ReasonCarriedUntil = "carried-until"

	// args: activity, date, rule
	// sv: Måste bevaras för {0} till och med {1} ({2}).
	// en: Must be kept for {0} up to and including {1} ({2}).
	ReasonDuty = "duty"

	// args: activity
	// sv: Måste bevaras för {0} tills vidare.
	// en: Must be kept for {0} until further notice.
	ReasonDutyOpen = "duty-open"

	// args: activity, date, rule, review date
	// sv: Får bevaras för {0} till och med {1} ({2}) enligt ett skriftligt intresse, som prövas igen {3}.
	// en: May be kept for {0} up to and including {1} ({2}) under a written interest, reviewed again on {3}.
	ReasonClaim = "claim"

	// What has ended.

	// args: activity, date
	// sv: Grunden {0} upphörde med {1}.
	// en: The ground {0} ended with {1}.
	ReasonEnded = "ended"

	// args: activity, date, rule
	// sv: Grunden {0} upphörde med {1} ({2}).
	// en: The ground {0} ended with {1} ({2}).
	ReasonEndedByLaw = "ended-by-law"

	// args: activity, date, limit's rule or activity
	// sv: Grunden {0} upphörde med {1}, eftersom uppgiften senast då skulle vara borta ({2}).
	// en: The ground {0} ended with {1}, the last day on which the data might be there ({2}).
	ReasonEndedByLimit = "ended-by-limit"

	// args: activity
	// sv: Samtycket till {0} är återkallat.
	// en: The consent to {0} is withdrawn.
	ReasonWithdrawn = "withdrawn"

	// args: activity
	// sv: Begäran om radering gäller som återkallat samtycke till {0}.
	// en: The request for erasure counts as withdrawal of the consent to {0}.
	ReasonErasureWithdraws = "erasure-withdraws"

	// args: activity
	// sv: Invändningen gäller som återkallat samtycke till {0}.
	// en: The objection counts as withdrawal of the consent to {0}.
	ReasonObjectionWithdraws = "objection-withdraws"

	// args: activity
	// sv: Direktmarknadsföringen {0} upphör genast, i alla kanaler (artikel 21.3).
	// en: The direct marketing {0} ends at once, in all channels (Art. 21(3)).
	ReasonMarketingEnded = "marketing-ended"

	// args: activity
	// sv: Invändningen mot {0} har godtagits (artikel 17.1 c).
	// en: The objection to {0} is upheld (Art. 17(1)(c)).
	ReasonObjectionUpheld = "objection-upheld"

	// args: activity
	// sv: Vi har lovat att {0} upphör på begäran.
	// en: We have promised that {0} ends on request.
	ReasonPromised = "promised"

	// args: activity, party
	// sv: {1} har som personuppgiftsansvarig beslutat att {0} upphör.
	// en: {1}, as controller, has decided that {0} ends.
	ReasonInstructed = "instructed"

	// What a right does not end.

	// args: activity
	// sv: {0} vilar på ett avtal och fortsätter tills det upphör.
	// en: {0} rests on a contract and goes on until it ends.
	ReasonContractStays = "contract-stays"

	// args: activity
	// sv: Ärendet i {0} pågår och posten behövs tills det avslutas.
	// en: The case in {0} is open and the record is needed until it is closed.
	ReasonCaseStays = "case-stays"

	// args: activity, rule or empty
	// sv: {0} är en rättslig skyldighet ({1}), som rätten till radering inte bryter (artikel 17.3 b).
	// en: {0} is a legal obligation ({1}), which the right to erasure does not override (Art. 17(3)(b)).
	ReasonDutyStays = "duty-stays"

	// args: activity
	// sv: {0} är en uppgift av allmänt intresse och fortsätter, om du inte också invänder (artikel 17.3 b och 21.1).
	// en: {0} is a task in the public interest and goes on, unless you also object (Art. 17(3)(b) and 21(1)).
	ReasonTaskStays = "task-stays"

	// args: activity
	// sv: Uppgifterna behövs för {0}: att fastställa, göra gällande eller försvara rättsliga anspråk (artikel 17.3 e).
	// en: The data are needed for {0}: to establish, exercise or defend legal claims (Art. 17(3)(e)).
	ReasonClaimStays = "claim-stays"

	// args: activity
	// sv: Rätten att invända gäller inte {0}, som varken är en intresseavvägning eller en uppgift av allmänt intresse (artikel 21.1).
	// en: The right to object does not reach {0}, which rests on neither a legitimate interest nor a public task (Art. 21(1)).
	ReasonNoObjection = "no-objection"

	// args: activity
	// sv: Vi har prövat invändningen mot {0} och funnit tvingande berättigade skäl att fortsätta (artikel 21.1).
	// en: We have tested the objection to {0} and found compelling legitimate grounds to go on (Art. 21(1)).
	ReasonObjectionRefused = "objection-refused"

	// args: activity
	// sv: Invändningen mot {0} prövas; under tiden används uppgifterna inte (artikel 18.1 d).
	// en: The objection to {0} is being tested; meanwhile the data are not used (Art. 18(1)(d)).
	ReasonUnderTest = "objection-under-test"

	// Restrictions and holds.

	// args: letter
	// sv: Behandlingen är begränsad på personens begäran (artikel 18.1 {0}); inget raderas under tiden.
	// en: The processing is restricted at the person's request (Art. 18(1)({0})); nothing is erased meanwhile.
	ReasonRestricted = "restricted-on-request"

	// args: review date or empty
	// sv: Ett gallringsstopp gäller; det prövas igen {0}.
	// en: A hold is in force; it is reviewed on {0}.
	ReasonHeld = "held"

	// sv: En begäran om tillgång är öppen; inget gallras förrän kopian är lämnad.
	// en: A request for access is open; nothing is culled before the copy is delivered.
	ReasonAccessOpen = "access-open"

	// Whose the record is.

	// sv: Flera personer är beroende av posten; den raderas inte.
	// en: Several people depend on the record; it is not erased.
	ReasonShared = "shared"

	// sv: Posten är någon annans och lämnas orörd.
	// en: The record is somebody else's and is left alone.
	ReasonOthers = "others"

	// args: column
	// sv: Kopplingen till personen i {0} tas bort.
	// en: The link to the person in {0} is cut.
	ReasonDetached = "detached"

	// args: column
	// sv: Det går inte att avgöra vilken koppling i {0} som gäller personen; den lämnas orörd.
	// en: It cannot be told which link in {0} is to the person; it is left alone.
	ReasonDetachUnclear = "detach-unclear"

	// args: collection
	// sv: En text i {0} nämner personen; en person avgör.
	// en: A text in {0} names the person; a person decides.
	ReasonMention = "mention"

	// args: column
	// sv: Personens uppgifter tas bort ur texten i {0}.
	// en: The person's data are taken out of the text in {0}.
	ReasonRedacted = "redacted"

	// Fields and uses.

	// sv: Ingen kvarvarande grund behöver uppgiften.
	// en: No ground that is left needs the field.
	ReasonFieldUnneeded = "field-unneeded"

	// args: use
	// sv: Användningen {0} upphör.
	// en: The use {0} stops.
	ReasonStopped = "use-stopped"

	// Why an end cannot be computed (Ground.Problem).

	// args: activity, column
	// sv: {0} räknas från {1}, som är tom; en person avgör.
	// en: {0} counts from {1}, which is empty; a person decides.
	ProblemMissing = "trigger-missing"

	// args: activity, column
	// sv: {0} räknas från {1}, som inte är ett datum; en person avgör.
	// en: {0} counts from {1}, which is not a date; a person decides.
	ProblemUnreadable = "trigger-unreadable"

	// args: activity, column
	// sv: {0} räknas från {1}, vars datum är orimligt; en person avgör.
	// en: {0} counts from {1}, whose date is absurd; a person decides.
	ProblemAbsurd = "trigger-absurd"

	// args: activity, column
	// sv: {0} räknas från räkenskapsåret, men inget känt räkenskapsår innehåller dagen i {1}; en person avgör.
	// en: {0} counts from the fiscal year, but no known fiscal year holds the day in {1}; a person decides.
	ProblemFiscalYear = "fiscal-year-unknown"

	// args: activity, rule
	// sv: Regeln {1} för {0} är inte känd eller gäller inte i dag; en person avgör.
	// en: The rule {1} of {0} is not known or not in force today; a person decides.
	ProblemRule = "rule-unknown"

	// args: activity, rule
	// sv: {1} ger {0} ingen tid som kan räknas ut; en person avgör.
	// en: {1} gives {0} no time that can be computed; a person decides.
	ProblemRuleOpen = "rule-without-end"

	// args: activity
	// sv: Registret anger ingen tid för {0}; en person avgör.
	// en: The register gives no time for {0}; a person decides.
	ProblemNoPeriod = "no-period"

	// args: activity
	// sv: Registret anger inte från vilken dag tiden för {0} räknas; en person avgör.
	// en: The register does not say from which day the time of {0} counts; a person decides.
	ProblemNoTrigger = "no-trigger"

	// args: activity
	// sv: Behandlingen {0} finns inte i registret; en person avgör.
	// en: The activity {0} is not in the register; a person decides.
	ProblemActivity = "activity-unknown"

	// args: activity
	// sv: Behandlingen {0} är ett utkast som ingen har bekräftat; en person avgör.
	// en: The activity {0} is a draft that nobody has confirmed; a person decides.
	ProblemDraft = "activity-draft"

	// args: activity, date
	// sv: {0} kan gälla till och med {1}, men bara med ett skriftligt intresse och en dag då det prövas; en person avgör.
	// en: {0} may last up to and including {1}, but only with a written interest and a review date; a person decides.
	ProblemClaim = "claim-undocumented"

	// args: activity, review date
	// sv: Intresset bakom {0} skulle prövas igen {1}; en person avgör.
	// en: The interest behind {0} was to be reviewed on {1}; a person decides.
	ProblemReview = "claim-review-passed"

	// args: activity
	// sv: {0} skyddar någons liv; en person avgör.
	// en: {0} protects somebody's life; a person decides.
	ProblemVital = "vital-interest"
)
