package duty

// grave are the findings that break a duty; the rest are for somebody to look at.
var grave = map[Code]bool{
	Late: true, NoticeLate: true, PeopleUntold: true, CustomerUntold: true, NoticeRuns: true,
	Unsigned: true, Expired: true, ClausesMissing: true, NoRetention: true, NoCertificate: true, SubTooEarly: true, SubUnlisted: true,
	MechanismFallen: true, NotAdequate: true, FrameworkAbroad: true, NoModule: true, AnnexesMissing: true,
	RecipientUntold: true, DisclosedAbroad: true, SecrecyMissing: true, AnonymityMissing: true, TrainingLate: true, AccessOver: true, StaffGone: true,
	TestFailed: true, AssessmentDue: true, ConsultationDue: true, InterestLost: true, NotCompatible: true,
}

// demanded are the kinds that the law demands of a subject by name; that others
// are missing is for somebody to look at.
var demanded = map[Kind]bool{Agreement: true, Instruction: true, Joint: true, Transfer: true, InterestTest: true}
