package duty

// Definitions are all kinds, in the order of lists and of the yearly cycle.
func Definitions() []*Definition {
	return []*Definition{
		incident(), agreement(), instruction(), joint(), subProcessor(), subChange(), objection(), supplierList(),
		transfer(), mechanism(), permission(), companyPermission(), disclosure(), recipientNotice(),
		staff(), secrecy(), course(), training(), accessReview(), access(), measure(),
		screening(), assessment(), interestTest(), compatibility(), question(), answer(),
	}
}

// The kinds.
const (
	Incident          Kind = "incident"
	Agreement         Kind = "agreement"
	Instruction       Kind = "instruction"
	Joint             Kind = "joint"
	SubProcessor      Kind = "sub-processor"
	SubChange         Kind = "sub-processor-change"
	Objected          Kind = "objection"
	SupplierList      Kind = "supplier-list"
	Transfer          Kind = "transfer"
	Mechanism         Kind = "mechanism"
	Permission        Kind = "permission"
	CompanyPermission Kind = "company-permission"
	Disclosure        Kind = "disclosure"
	RecipientNotice   Kind = "recipient-notice"
	Staff             Kind = "staff"
	Secrecy           Kind = "secrecy"
	Course            Kind = "course"
	Training          Kind = "training"
	AccessReview      Kind = "access-review"
	Access            Kind = "access"
	Measure           Kind = "measure"
	Screening         Kind = "screening"
	Assessment        Kind = "assessment"
	InterestTest      Kind = "interest-test"
	Compatibility     Kind = "compatibility"
	Question          Kind = "question"
	Answer            Kind = "answer"
)

// The lists of About that occur more than once.
var (
	onOrganisation = []SubjectType{OfOrganisation}
	onParty        = []SubjectType{OfParty}
	onSystem       = []SubjectType{OfSystem}
	onActivity     = []SubjectType{OfActivity}
	onStaff        = []SubjectType{OfStaff}
)
