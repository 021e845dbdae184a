package cli

import (
	"github.com/varsam/varsam/internal/duty"
)

// dutyCommands are those about the organisation's duties besides the data itself.
type dutyCommands struct {
	Duty       dutyCommand       `cmd:"" help:"The organisation's duties besides the data itself: what is agreed, due, missing, late."`
	Incident   incidentCommand   `cmd:"" help:"Personal data breaches, from the report to the last letter."`
	Agreement  agreementCommand  `cmd:"" help:"Processing agreements, with processors and customers; sub-processors."`
	Transfer   transferCommand   `cmd:"" help:"What lets data leave the EEA."`
	Disclosure disclosureCommand `cmd:"" help:"Permissions to share, and what was handed to whom."`
	Training   trainingCommand   `cmd:"" help:"The staff's courses: lessons, results, who is late."`
	Access     accessCommand     `cmd:"" help:"Access for a time, and reviews of who has access."`
	Measure    measureCommand    `cmd:"" help:"Security measures and their tests."`
	Assessment assessmentCommand `cmd:"" help:"Screenings, impact assessments, balancing and compatibility tests."`
}

// kinded is a kind known at compile time, so that each kind's commands are the
// same and each has its name in the field's words.
type kinded interface{ kind() duty.Kind }

type (
	anIncident   struct{}
	anAgreement  struct{}
	aTransfer    struct{}
	aDisclosure  struct{}
	aTraining    struct{}
	anAccess     struct{}
	aMeasure     struct{}
	anAssessment struct{}
)

func (anIncident) kind() duty.Kind   { return duty.Incident }
func (anAgreement) kind() duty.Kind  { return duty.Agreement }
func (aTransfer) kind() duty.Kind    { return duty.Transfer }
func (aDisclosure) kind() duty.Kind  { return duty.Disclosure }
func (aTraining) kind() duty.Kind    { return duty.Training }
func (anAccess) kind() duty.Kind     { return duty.Access }
func (aMeasure) kind() duty.Kind     { return duty.Measure }
func (anAssessment) kind() duty.Kind { return duty.Assessment }

// listOf lists the duties of a kind.
type listOf[K kinded] struct {
	Over bool `help:"Those that are closed."`
}

// Run lists them.
func (c *listOf[K]) Run(s *session) error {
	var k K
	return s.listDuties(string(k.kind()), c.Over)
}

// dueOf says what is missing or late of a kind.
type dueOf[K kinded] struct{}

// Run exits with 1 when a duty is broken.
func (c *dueOf[K]) Run(s *session) error {
	var k K
	return s.dueDuties(string(k.kind()))
}

// addOf takes one of a kind down.
type addOf[K kinded] struct {
	decider
	About string `arg:"" help:"Who or what it is about: party:NAME, system:NAME, activity:NAME, staff:ID, organisation."`
	factsFlags
	Owner string `help:"Who sees to it; an e-mail address is reminded by mail."`
}

// Run takes it down.
func (c *addOf[K]) Run(s *session) error {
	var k K
	return s.addDuty(k.kind(), c.About, c.Owner, c.By, c.factsFlags)
}

type transferCommand struct {
	List listOf[aTransfer] `cmd:"" help:"List what lets data leave the EEA, party by party."`
	Due  dueOf[aTransfer]  `cmd:"" help:"Transfers without a ground, or on one that has fallen."`
	Add  addOf[aTransfer]  `cmd:"" help:"Take a ground down: transfer add party:NAME mechanism=scc module=2 annexes='I II III' impact=DAY."`
}

type measureCommand struct {
	List listOf[aMeasure] `cmd:"" help:"List the security measures, system by system."`
	Due  dueOf[aMeasure]  `cmd:"" help:"Systems without measures, failed tests, backups that nobody has restored."`
	Add  addOf[aMeasure]  `cmd:"" help:"Take one down: measure add system:NAME measure=… sort=restore tested=DAY outcome=worked."`
}

type (
	aScreening     struct{}
	anInterestTest struct{}
	aCompatibility struct{}
)

func (aScreening) kind() duty.Kind     { return duty.Screening }
func (anInterestTest) kind() duty.Kind { return duty.InterestTest }
func (aCompatibility) kind() duty.Kind { return duty.Compatibility }

type assessmentCommand struct {
	List          listOf[anAssessment]  `cmd:"" help:"List the impact assessments (Art. 35(7))."`
	Due           dueOf[anAssessment]   `cmd:"" help:"Assessments with empty parts, past their review, or with a high risk left."`
	Add           addOf[anAssessment]   `cmd:"" help:"Take one down: assessment add activity:NAME description=@FILE risks=@FILE residual=low decided=DAY."`
	Screen        addOf[aScreening]     `cmd:"" help:"Screen an activity by the authority's nine criteria: assessment screen activity:NAME criteria='sensitive vulnerable' decided=today."`
	Screenings    dueOf[aScreening]     `cmd:"" help:"Activities that nobody has screened, and those that need an assessment."`
	Interest      addOf[anInterestTest] `cmd:"" help:"Take a balancing test down (Art. 6(1)(f)): assessment interest activity:NAME interest=… outcome=carries."`
	Compatibility addOf[aCompatibility] `cmd:"" help:"Take a compatibility test down (Art. 6(4)): assessment compatibility activity:NAME old=… new=… outcome=compatible."`
}
