package duty

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// The findings of assessments.
const (
	AssessmentDue        Code = "assessment-due"        // the screening says so, and there is none
	AssessmentIncomplete Code = "assessment-incomplete" // parts of Art. 35(7) are empty
	ConsultationDue      Code = "consultation-due"      // a high risk is left: Art. 36
	InterestLost         Code = "interest-lost"         // the balance falls against us, and the activity goes on
	NotCompatible        Code = "not-compatible"
)

// Criteria are the nine of the Swedish authority's list under Art. 35(4): two of
// them make an assessment due.
var Criteria = []string{
	"scoring", "automated", "monitoring", "sensitive", "large-scale", "matching", "vulnerable", "new-technology", "blocks-right",
}

// criteriaNeeded is how many of them.
const criteriaNeeded = 2

// FinnishList are cases of the Finnish authority's list of 21 December 2018:
// each of them with one criterion more, or alone where it says so.
var FinnishList = []string{"biometric", "genetic", "location", "notice-exempt", "whistleblowing"}

// screening asks whether an assessment is due.
func screening() *Definition {
	return &Definition{
		Kind: Screening, Article: "35(4)", About: onActivity, One: true, Next: "review", Every: varsam.Period{Years: 1},
		Fields: []Field{
			{Name: "criteria", Type: Many, Options: Criteria},
			{Name: "finnish", Type: Many, Options: FinnishList},
			{Name: "decided", Type: Day, Required: true},
			{Name: "needed", Type: Choice, Options: []string{"yes", "no"}},
			{Name: "reason", Type: Text},
			{Name: "review", Type: Day},
		},
		Check: func(r Record, w *World) Faults {
			faults := notAhead(r, w, "decided")
			if needsAssessment(r.Facts) && r.Facts["needed"] == "no" && r.Facts["reason"] == "" {
				faults["reason"] = FaultReason
			}
			return faults
		},
		Judge: func(w *World, r Record, found *findings) {
			f := r.Facts
			due := f["needed"] == "yes" || needsAssessment(f) && f["needed"] != "no"
			if due && !w.has(Assessment, r.Subject) {
				found.about(r, AssessmentDue, f.Day("decided"), number(len(f.All("criteria"))+len(f.All("finnish"))))
			}
		},
		Missing: func(w *World, found *findings) {
			for _, a := range w.Register.Activities {
				if a.Role != varsam.Processor && !a.Draft && !w.has(Screening, activity(a.Name)) && !w.has(Assessment, activity(a.Name)) {
					found.note(Missing, Screening, activity(a.Name), "", varsam.Date{})
				}
			}
		},
	}
}

// needsAssessment is what the lists say: two of the nine, or a case of the Finnish
// list together with one of them.
func needsAssessment(f Facts) bool {
	nine, finnish := len(f.All("criteria")), len(f.All("finnish"))
	return nine >= criteriaNeeded || finnish > 0 && nine+finnish >= criteriaNeeded
}

// assessmentParts are the fields of Art. 35(7)(a)–(d).
var assessmentParts = []string{"description", "necessity", "risks", "measures"}

// assessment is a data protection impact assessment, kept alive by its review.
func assessment() *Definition {
	return &Definition{
		Kind: Assessment, Article: "35(7)", About: onActivity, One: true, Next: "review", Every: varsam.Period{Years: 1},
		Fields: []Field{
			{Name: "description", Type: Text},
			{Name: "necessity", Type: Text},
			{Name: "risks", Type: Text},
			{Name: "measures", Type: Text},
			{Name: "advice", Type: Text},
			{Name: "views", Type: Text},
			{Name: "residual", Type: Choice, Options: []string{"low", "medium", "high"}},
			{Name: "decided", Type: Day},
			{Name: "consulted", Type: Day},
			{Name: "consultation_until", Type: Day},
			{Name: "answered", Type: Day},
			{Name: "review", Type: Day},
		},
		Check: func(r Record, w *World) Faults {
			faults := notAhead(r, w, "decided", "consulted", "answered")
			inOrder(r, faults, "consulted", "answered")
			return faults
		},
		Judge: func(_ *World, r Record, found *findings) {
			var empty []string
			for _, part := range append(assessmentParts, "residual", "decided") {
				if !r.says(part) {
					empty = append(empty, part)
				}
			}
			if len(empty) > 0 {
				found.about(r, AssessmentIncomplete, varsam.Date{}, strings.Join(empty, " "))
			}
			if r.Facts["residual"] == "high" && r.Facts["consulted"] == "" {
				found.about(r, ConsultationDue, r.Facts.Day("decided"))
			}
		},
	}
}

// ConsultationUntil is when the authority has answered a prior consultation at the
// latest: eight weeks after it was asked, fourteen when it has said that it needs
// six more (Art. 36(2)).
func ConsultationUntil(asked varsam.Date, extended bool) varsam.Date {
	weeks := 8
	if extended {
		weeks += 6
	}
	return asked.AddDays(7 * weeks)
}

// interestTest is the written balance of Art. 6(1)(f).
func interestTest() *Definition {
	return &Definition{
		Kind: InterestTest, Article: "6(1)(f)", About: onActivity, One: true, Next: "review", Every: varsam.Period{Years: 1},
		Fields: []Field{
			{Name: "interest", Type: Text, Required: true},
			{Name: "necessity", Type: Text},
			{Name: "balance", Type: Text},
			{Name: "outcome", Type: Choice, Options: []string{"carries", "does-not"}},
			{Name: "decided", Type: Day},
			{Name: "review", Type: Day},
		},
		Check: func(r Record, w *World) Faults { return notAhead(r, w, "decided") },
		Judge: func(w *World, r Record, found *findings) {
			a, _ := w.Register.Activity(r.Subject.Name)
			if r.Facts["outcome"] == "does-not" && a.Basis.Article == varsam.LegitimateInterest {
				found.about(r, InterestLost, r.Facts.Day("decided"))
			}
		},
		Missing: func(w *World, found *findings) {
			for _, a := range w.Register.Activities {
				if a.Basis.Article == varsam.LegitimateInterest && a.Role != varsam.Processor && !a.Draft && !w.has(InterestTest, activity(a.Name)) {
					found.note(Missing, InterestTest, activity(a.Name), "", varsam.Date{})
				}
			}
		},
	}
}

// compatibility is the test of Art. 6(4): whether old data may serve a new
// purpose.
func compatibility() *Definition {
	return &Definition{
		Kind: Compatibility, Article: "6(4)", About: onActivity, Next: "review", Every: varsam.Period{Years: 2},
		Fields: []Field{
			{Name: "old", Type: Line, Plain: true, Required: true},
			{Name: "new", Type: Line, Plain: true, Required: true},
			{Name: "link", Type: Text},
			{Name: "context", Type: Text},
			{Name: "nature", Type: Text},
			{Name: "consequences", Type: Text},
			{Name: "safeguards", Type: Text},
			{Name: "outcome", Type: Choice, Options: []string{"compatible", "consent", "not"}},
			{Name: "decided", Type: Day},
			{Name: "review", Type: Day},
		},
		Check: func(r Record, w *World) Faults { return notAhead(r, w, "decided") },
		Judge: func(_ *World, r Record, found *findings) {
			if r.Facts["outcome"] == "not" {
				found.about(r, NotCompatible, r.Facts.Day("decided"), r.Facts["new"])
			}
		},
	}
}

// The findings of questions.
const (
	Unanswered Code = "question-unanswered"
	Disputed   Code = "question-disputed"
)

// Ticks are what the owner of an activity is asked to confirm.
var Ticks = []string{"purpose", "recipients", "period"}

// question asks an owner whether the register is still right, by a mailed link
// with three ticks.
func question() *Definition {
	return &Definition{
		Kind: Question, Article: "30", About: []SubjectType{OfActivity, OfSystem},
		Fields: []Field{
			{Name: "to", Type: Address},
			{Name: "asked", Type: Day, Required: true},
			{Name: "by", Type: Day, Required: true},
			{Name: "answered", Type: Moment},
			{Name: "right", Type: Many, Options: Ticks},
			{Name: "note", Type: Text},
			{Name: "settled", Type: Day},
		},
		Due: func(r Record, _ *time.Location) varsam.Date {
			if r.Facts["answered"] != "" {
				return varsam.Date{}
			}
			return r.Facts.Day("by")
		},
		Tells: true, Missing: missingQuestion,
		Judge: func(w *World, r Record, found *findings) {
			f := r.Facts
			switch {
			case f["answered"] == "" && f.Day("by").Before(w.Today):
				found.about(r, Unanswered, f.Day("asked"))
			case f["answered"] != "" && len(f.All("right")) < len(Ticks) && f["settled"] == "":
				found.about(r, Disputed, varsam.DateIn(f.Moment("answered"), w.Zone()))
			}
		},
	}
}

// answer is one of the bank for customers' questionnaires.
func answer() *Definition {
	return &Definition{
		Kind: Answer, Article: "28(3)(h)", About: onOrganisation, Next: "review", Every: varsam.Period{Years: 1},
		Fields: []Field{
			{Name: "question", Type: Line, Plain: true, Required: true},
			{Name: "answer", Type: Text, Plain: true},
			{Name: "drawn", Type: Choice, Options: Drawn}, // what of the register it is made of
			{Name: "review", Type: Day},
		},
	}
}
