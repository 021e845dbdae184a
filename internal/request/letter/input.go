package letter

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

// Input is all that the documents of one request are made from. Everything is a
// value frozen by the caller. Parts a document does not need may be left out.
type Input struct {
	Lang     varsam.Lang
	Register *register.Register

	// Request is the case number that both sides write.
	Request string

	// Subject is the number of the person who gets the documents. Own records of
	// the request's other people are treated as other people's. An instruction
	// concerns them all and shows counts only.
	Subject int

	// Name is how the person is addressed; empty gives a greeting without one.
	Name string

	// People are the request's people with the identifiers that were searched
	// for. A shared record's identifying fields show only these.
	People []varsam.Person

	Asks     []decide.Ask
	Received varsam.Date // the local day it reached us, read or not
	Legal    varsam.Date // the last day the law allows
	Written  varsam.Date // the day of the document

	Plan     plan.Plan
	Outcomes []Outcome // one a step at most; a step without one is planned

	Delivered   []Delivered
	Told        []Told
	Disclosed   []Disclosed
	Corrections []Correction
	Refusals    []Refusal
	Forwarded   []Forwarded

	// Released are the records (Ref.String()) that name the person and that
	// somebody has read and found free of others' data. Other mentions are
	// listed in the copy, not shown.
	Released []string
}

// Outcome is how one step of the plan has ended, as far as is known.
type Outcome struct {
	Step     string
	State    varsam.StepState
	Finality varsam.Finality // meaningful when the state is applied or verified
	Until    varsam.Date
	Rows     int    // records the step reached; 0 takes the number of targets
	Assisted *Reply // what the owner of an assisted step answered
	Why      string // of an excepted step: what was written down

	// Prevented: of marked records, a probe as the everyday reader saw none when
	// the step was verified, so the mark keeps them from use.
	Prevented bool
}

// Reply is the owner's word on a step that a person does.
type Reply struct {
	Found Found
	On    varsam.Date
	Note  string // shown to the person; empty is left out
	Copy  string // the person's data, as the owner handed it in; goes into the copy as it is
}

// Found is what the owner of an assisted system reports.
type Found string

// The answers. No answer at all is NotSearched.
const (
	FoundIt     Found = "found"
	NotFound    Found = "not found"
	NotSearched Found = "not searched"
)

// Delivered is something handed over to the person before the answer.
type Delivered struct {
	Right varsam.Right // access, portability or why
	On    varsam.Date
}

// Disclosed is that the person's data was handed to a recipient, as the log has it.
type Disclosed struct {
	Party string // of the register
	On    varsam.Date
	Scope string // the assignment
}

// Told is a recipient who was told of a change (Art. 19).
type Told struct {
	Party     string // of the register
	On        varsam.Date
	Confirmed varsam.Date

	// Impossible says why the recipient could not be told; then On has no day.
	Impossible string
}

// Correction is one field that was, or was not, put right (Art. 16).
type Correction struct {
	System, Collection, Field string
	Old, New                  string
	Proof                     string // what the new value rests on
	State                     varsam.StepState

	// Disputed: it could not be settled, and use is restricted meanwhile.
	Disputed bool
}

// Refusal is a person's decision not to do, or not fully to do, what was asked.
type Refusal struct {
	Right  varsam.Right
	Why    varsam.Reason // a code that package locale knows; or
	Reason varsam.Words  // the decision's own words
}

// Forwarded is a controller that the request was passed on to.
type Forwarded struct {
	Party string
	On    varsam.Date
}
