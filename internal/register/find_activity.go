package register

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

func (f *finder) organisation() {
	o, at := f.reg.Organisation, f.atOrganisation()
	if o.Contact == (Contact{}) {
		at.in("contact").found("no-contact")
	}
	if o.Public && o.Officer == (Contact{}) {
		at.in("officer").found("no-officer")
	}
	if len(o.FiscalYears) == 0 && o.FiscalYear == "" {
		if rule := f.fiscalRule(); rule != "" {
			at.in("fiscal_years").found("no-fiscal-years", rule, f.paragraph(rule))
		}
	}
}

// fiscalRule is a rule of the register that counts from a fiscal year.
func (f *finder) fiscalRule() string {
	for _, id := range f.rulesUsed() {
		if r, ok := f.rule(id); ok && r.Trigger == law.FiscalYearEnd {
			return id
		}
	}
	return ""
}

func (f *finder) rulesUsed() []string {
	var ids []string
	for _, a := range f.reg.Activities {
		ids = append(ids, a.Keep.Law)
	}
	for _, s := range f.reg.Systems {
		for _, c := range s.Collections {
			for _, carry := range c.CarriedBy {
				if carry.Keep != nil {
					ids = append(ids, carry.Keep.Law)
				}
			}
		}
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}

func (f *finder) rule(id string) (law.Rule, bool) {
	if id == "" {
		return law.Rule{}, false
	}
	r, err := law.Find(id, f.today)
	return r, err == nil
}

// paragraph cites a rule; laws are cited by their own names in every language.
func (f *finder) paragraph(id string) string {
	r, _ := f.rule(id)
	return r.Paragraph.SV
}

func (f *finder) activity(a Activity) {
	at := f.atActivity(a.Name)
	if a.Draft {
		at.in("draft").found("draft-activity")
	}
	f.described(at, a)
	f.basis(at.in("basis"), a)
	f.role(at, a)
	f.keepRule(at.in("keep"), a.Keep, a)
	if d := a.Decisions; d != nil && a.Basis.Article != varsam.Contract && a.Basis.Article != varsam.Consent && a.Basis.Law == "" {
		at.in("automated_decisions").found("automated-decision")
	}
	for _, c := range a.Needs {
		f.category(at.in("needs"), c)
	}
	for _, r := range a.Recipients {
		if p, ok := f.reg.Party(r); ok {
			f.transfer(at.in("recipients"), p, p.Country, f.aboutEmployees(a))
		}
	}
	if !a.Draft && len(f.carries(a.Name)) == 0 {
		at.found("carries-nothing")
	}
}

func (f *finder) described(at spot, a Activity) {
	if (a.Purpose == varsam.Words{}) {
		at.in("purpose").found("no-purpose")
	}
	if a.Owner == "" {
		at.in("owner").found("no-activity-owner")
	}
	if len(a.Subjects) == 0 {
		at.in("subjects").found("no-subjects")
	}
	if len(a.Needs) == 0 {
		at.in("needs").found("no-needs")
	}
}

// basis checks Art. 6 to 10. As processor the basis is the controller's.
func (f *finder) basis(at spot, a Activity) {
	b := a.Basis
	if a.Role != varsam.Processor {
		switch b.Article {
		case "":
			at.found("no-basis")
		case varsam.LegalObligation, varsam.PublicTask:
			if b.Law == "" {
				at.found("no-law", string(b.Article))
			}
		case varsam.LegitimateInterest:
			f.interest(at, b.Interest)
			f.marketing(at, a)
		case varsam.Consent:
			f.consentOf(at, a)
		}
	}
	f.special(at, a)
	if f.reg.Organisation.Public && b.Article == varsam.LegitimateInterest {
		at.found("public-interest")
	}
}

func (f *finder) interest(at spot, test *InterestTest) {
	switch {
	case test == nil:
		at.found("no-interest-test")
	case test.Review.IsZero():
		at.in("interest").found("no-interest-review")
	case test.Review.Before(f.today):
		at.in("interest", "review").found("interest-review-passed", test.Review.String())
	}
	if test != nil && (test.Necessity == "" || test.Balance == "") {
		at.in("interest").found("interest-incomplete")
	}
}

func (f *finder) marketing(at spot, a Activity) {
	if a.Marketing() {
		rule := "SE-MFL19"
		if f.reg.Organisation.Country == "FI" {
			rule = "FI-MARK"
		}
		at.found("marketing-without-consent", rule)
	}
}

func (f *finder) consentOf(at spot, a Activity) {
	if f.aboutEmployees(a) {
		at.found("consent-of-employees")
	}
	if len(a.Uses) == 0 {
		at.found("consent-without-use")
	}
}

var employeeWords = []string{"employee", "staff", "applicant", "candidate", "worker", "trainee", "anställd", "personal", "sökande", "kandidat", "arbetstagare"}

func (f *finder) aboutEmployees(a Activity) bool { return AboutEmployees(a) }

// AboutEmployees reports whether an activity is about people who work here, or
// apply to.
func AboutEmployees(a Activity) bool {
	return slices.ContainsFunc(a.Subjects, func(s string) bool {
		s = strings.ToLower(s)
		return slices.ContainsFunc(employeeWords, func(w string) bool {
			return strings.HasPrefix(s, w) || strings.HasSuffix(s, w) || strings.HasSuffix(s, w+"s")
		})
	})
}

// special looks at what the activity needs, and at the fields of what it carries
// that only it can be the reason for.
func (f *finder) special(at spot, a Activity) {
	condition := a.Basis.Condition
	for _, c := range a.Needs {
		criminal := varsam.Category("special.criminal").Covers(c)
		switch {
		case criminal && (condition != "10" || a.Basis.Law == ""):
			at.found("criminal-without-law", string(c))
		case c.Special() && !criminal && !strings.HasPrefix(condition, "9.2."):
			at.found("special-without-condition", string(c))
		}
	}
}

func (f *finder) role(at spot, a Activity) {
	party, ok := f.reg.Party(a.Party)
	switch a.Role {
	case varsam.Processor:
		if a.Party == "" {
			at.in("party").found("processor-without-controller")
		}
		if a.Instruction == nil {
			at.in("instruction").found("processor-without-instruction")
		}
		if ok {
			f.agreement(at.in("party"), party, "no-agreement-controller")
		}
	case varsam.Joint:
		if !ok || party.Agreement == nil {
			at.in("party").found("joint-without-arrangement")
		}
	}
}

// keepRule checks the rule itself; whether a collection has one, and a trigger,
// is checked where it is carried.
func (f *finder) keepRule(at spot, k Keep, a Activity) {
	if k.Law == "" {
		f.bookPeriod(at, k, a)
		return
	}
	at = at.in("law")
	r, ok := f.rule(k.Law)
	if !ok {
		at.found("rule-not-in-force", k.Law, f.today.String())
		return
	}
	switch {
	case r.Kind == law.Condition:
		at.found("rule-without-time", k.Law)
	case r.Kind == law.MayKeep && a.Basis.Interest == nil:
		at.found("claim-without-interest", k.Law)
	}
	if r.Status == law.ToVerify {
		at.found("rule-to-verify", k.Law)
	}
	if country := f.reg.Organisation.Country; country != "" && string(r.Jurisdiction) != country {
		at.found("rule-of-another-country", k.Law, string(r.Jurisdiction), country)
	}
}

var bookWords = []string{"bokför", "redovis", "faktur", "bookkeep", "accounting", "invoic", "kirjanpito", "regnskap", "verifikat"}

// bookPeriod finds "7 years from the invoice date" where the law counts from the
// end of the fiscal year: such a rule erases months too early.
func (f *finder) bookPeriod(at spot, k Keep, a Activity) {
	rule := map[string]string{"SE": "SE-BFL", "FI": "FI-KPL-6", "NO": "NO-BOKF", "DK": "DK-BOGF"}[f.reg.Organisation.Country]
	if rule == "" || k.Period.Years < 5 {
		return
	}
	text := strings.ToLower(strings.Join([]string{a.Name, a.Purpose.SV, a.Purpose.EN, a.Title.SV, a.Title.EN, a.Basis.Law, k.From}, " "))
	if slices.ContainsFunc(bookWords, func(w string) bool { return strings.Contains(text, w) }) {
		at.in("period").found("period-for-books", k.Period.String(), rule, f.paragraph(rule))
	}
}

func (f *finder) category(at spot, c varsam.Category) {
	if c == "" || IsKnownCategory(c) {
		return
	}
	near := nearest(string(c), categoryKeys())
	if len(near) == 0 {
		near = []string{"person, contact, payment, employment, behaviour …"}
	}
	at.found("unknown-category", string(c), strings.Join(near, ", "))
}

func categoryKeys() []string {
	keys := make([]string, len(categories))
	for i, c := range categories {
		keys[i] = string(c.Key)
	}
	return keys
}

// carried is one place where an activity carries a collection.
type carried struct {
	system     System
	collection Collection
	carry      Carry
}

func (f *finder) carries(activity string) []carried {
	var all []carried
	for _, s := range f.reg.Systems {
		for _, c := range s.Collections {
			for _, carry := range c.CarriedBy {
				if carry.Activity == activity {
					all = append(all, carried{s, c, carry})
				}
			}
		}
	}
	return all
}
