package duty

import (
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Refusal is why personal data may not be handed to somebody.
type Refusal string

// The refusals.
const (
	RefuseNobody    Refusal = "nobody"    // it says of nobody whose data it is
	RefuseScope     Refusal = "scope"     // no assignment, or no kind of data
	RefuseRecipient Refusal = "recipient" // the register does not know them
	RefusePlace     Refusal = "place"     // outside the EEA, and nothing lets data go there
	RefuseAgreement Refusal = "agreement" // a processor without an agreement in force
	RefusePerson    Refusal = "person"    // the person has not permitted it
	RefuseCompany   Refusal = "company"   // the company has not permitted it
	RefuseLaw       Refusal = "law"       // a law is named, and the recipient is no authority
)

// Sharing is a wish to hand somebody personal data.
type Sharing struct {
	Recipient  string // a party of the register
	Scope      string // the assignment
	Categories []varsam.Category
	People     []Concerned

	// Law is the rule that obliges us to hand it to an authority; then nobody's
	// permission is asked.
	Law string
}

// Concerned is one person whose data is shared, and the company that they are at,
// both as marks.
type Concerned struct {
	Person, Company string
}

// Refused is one refusal; Index is the person's in [Sharing], -1 for all.
type Refused struct {
	Why   Refusal `json:"why"`
	Index int     `json:"index"`
}

// MayShare holds a wish against the permissions. Nothing refused is a yes: the
// recipient is known and reachable by law, and each person and each person's
// company have permitted this recipient, this assignment and these kinds of data
// today.
func (w *World) MayShare(s Sharing) (all []Refused) {
	refuse := func(why Refusal, index int) { all = append(all, Refused{why, index}) }
	if len(s.People) == 0 {
		refuse(RefuseNobody, -1)
	}
	if s.Scope == "" || len(s.Categories) == 0 {
		refuse(RefuseScope, -1)
	}
	p, known := register.Party{}, false
	if w.Register != nil {
		p, known = w.Register.Party(s.Recipient)
	}
	if !known {
		refuse(RefuseRecipient, -1)
		return all
	}
	if !w.lawful(p) {
		refuse(RefusePlace, -1)
	}
	if p.Kind == "processor" && !w.inForce(Agreement, p.Name) {
		refuse(RefuseAgreement, -1)
	}
	if s.Law != "" {
		if p.Kind != "authority" {
			refuse(RefuseLaw, -1)
		}
		return all
	}
	for i, c := range s.People {
		if !w.permitted(Permission, Subject{OfPerson, c.Person}, s) {
			refuse(RefusePerson, i)
		}
		if !w.permitted(CompanyPermission, Subject{OfCompany, c.Company}, s) {
			refuse(RefuseCompany, i)
		}
	}
	return all
}

// permitted reports whether one permission of a subject covers the whole wish.
func (w *World) permitted(k Kind, subject Subject, s Sharing) bool {
	if subject.Name == "" {
		return false
	}
	return slices.ContainsFunc(w.About(k, subject), func(r Record) bool {
		return r.State != Ended && r.Facts.permits(s, w.Today)
	})
}

// permits reports whether a permission covers a wish on a day. Its last day
// counts, the day it is withdrawn does not.
func (f Facts) permits(s Sharing, today varsam.Date) bool {
	from, until, withdrawn := f.Day("from"), f.Day("until"), f.Day("withdrawn")
	if from.IsZero() || until.IsZero() || from.After(today) || until.Before(today) || !withdrawn.IsZero() && !withdrawn.After(today) {
		return false
	}
	if !f.Has("recipients", s.Recipient) || !strings.EqualFold(f["scope"], s.Scope) {
		return false
	}
	allowed := f.categories()
	for _, c := range s.Categories {
		if !c.CoveredBy(allowed) {
			return false
		}
	}
	return true
}

func (f Facts) categories() (all []varsam.Category) {
	for _, c := range f.All("categories") {
		all = append(all, varsam.Category(c))
	}
	return all
}

// permissionFields are those of both permissions; whose it is stands first.
func permissionFields(who Field) []Field {
	return []Field{
		who,
		{Name: "recipients", Type: Parties, Required: true},
		{Name: "scope", Type: Line, Plain: true, Required: true},
		{Name: "categories", Type: Line, Plain: true, Required: true},
		{Name: "from", Type: Day, Required: true},
		{Name: "until", Type: Day, Required: true},
		{Name: "how", Type: Line},
		{Name: "withdrawn", Type: Day},
	}
}

func checkPermission(r Record, w *World) Faults {
	faults := notAhead(r, w, "withdrawn")
	inOrder(r, faults, "from", "until")
	return faults
}

// permission is a person's yes to sharing.
func permission() *Definition {
	return &Definition{
		Kind: Permission, Article: "6(1)(a)", About: []SubjectType{OfPerson}, Next: "until", Check: checkPermission,
		Fields: permissionFields(Field{Name: "who", Type: Address, Required: true}),
		Mark:   func(r Record) string { return strings.ToLower(r.Facts["who"]) },
	}
}

// companyPermission is the yes of the company that a person is at.
func companyPermission() *Definition {
	return &Definition{
		Kind: CompanyPermission, Article: "6(1)(f)", About: []SubjectType{OfCompany}, Next: "until", Check: checkPermission,
		Fields: permissionFields(Field{Name: "company", Type: Line, Required: true}),
		Mark:   func(r Record) string { return companyForm(r.Facts["company"]) },
	}
}

// companyForm is a company's name as it is compared: without capitals and double
// blanks.
func companyForm(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// DisclosedAbroad says that data lies with a recipient where nothing lets it be any
// longer.
const DisclosedAbroad Code = "disclosure-abroad"

// disclosure is the log of what was handed to whom; [Service.Disclose] is the only
// way into it.
func disclosure() *Definition {
	return &Definition{
		Kind: Disclosure, Article: "5(2)", About: onParty,
		Fields: []Field{
			{Name: "on", Type: Day, Required: true},
			{Name: "scope", Type: Line, Plain: true, Required: true},
			{Name: "categories", Type: Line, Plain: true, Required: true},
			{Name: "law", Type: Line, Plain: true},
			{Name: "people", Type: Number},
			{Name: "who", Type: Text},
			{Name: "what", Type: Text},
		},
		Judge: func(w *World, r Record, found *findings) {
			if p, ok := w.Register.Party(r.Subject.Name); ok && !w.lawful(p) {
				found.about(r, DisclosedAbroad, r.Facts.Day("on"))
			}
		},
	}
}

// The findings of recipients that must hear of a change.
const (
	RecipientUntold      Code = "recipient-untold"
	RecipientUnconfirmed Code = "recipient-unconfirmed"
)

// recipientDays is how long a recipient may take to confirm before it is asked again.
const recipientDays = 30

// recipientDay is when a recipient is asked again.
func recipientDay(r Record, _ *time.Location) varsam.Date {
	switch {
	case r.Facts["confirmed"] != "" || r.says("impossible"):
		return varsam.Date{}
	case r.Facts["told"] == "":
		return r.Facts.Day("asked")
	}
	return r.Facts.Day("told").AddDays(recipientDays)
}

// recipientNotice is what a recipient is told after a correction, an erasure or a
// restriction (Art. 19): open until it has confirmed.
func recipientNotice() *Definition {
	return &Definition{
		Kind: RecipientNotice, Article: "19", About: onParty,
		Mark: func(r Record) string { return strings.ToLower(r.Facts["who"]) },
		Fields: []Field{
			{Name: "change", Type: Choice, Options: []string{"rectification", "erasure", "restriction"}, Required: true},
			{Name: "disclosure", Type: Entry, Of: Disclosure},
			{Name: "who", Type: Line},
			{Name: "request", Type: Line, Plain: true},
			{Name: "asked", Type: Day, Required: true},
			{Name: "told", Type: Day},
			{Name: "confirmed", Type: Day},
			{Name: "impossible", Type: Text},
		},
		Check: func(r Record, w *World) Faults {
			faults := notAhead(r, w, "asked", "told", "confirmed")
			inOrder(r, faults, "asked", "told")
			inOrder(r, faults, "told", "confirmed")
			if r.Facts["confirmed"] != "" && r.Facts["told"] == "" {
				faults["told"] = FaultNeeded
			}
			return faults
		},
		Due:   recipientDay,
		Tells: true,
		End: func(r Record, _ *World) Faults {
			if r.Facts["confirmed"] == "" && r.Facts["impossible"] == "" {
				return Faults{"confirmed": FaultNeeded}
			}
			return nil
		},
		Judge: func(_ *World, r Record, found *findings) {
			switch {
			case r.Facts["confirmed"] != "", r.says("impossible"):
			case r.Facts["told"] == "":
				found.about(r, RecipientUntold, r.Facts.Day("asked"))
			default:
				found.about(r, RecipientUnconfirmed, r.Facts.Day("told"))
			}
		},
	}
}
