package report

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Run is what a certificate is made from.
type Run struct {
	Lang     varsam.Lang
	Register *register.Register // the version that the run was planned by
	Version  int                // its number
	Made     time.Time

	ID      string
	Digest  string // of the plan
	Day     varsam.Date
	State   string // as package retention says it
	Over    bool   // nothing more will be done
	Why     varsam.Reason
	Planned time.Time
	Ended   time.Time
	Rules   []Rule
	Silent  []varsam.Gap
	Holds   []varsam.Reason // past their day of review
}

// Rule is what became of one rule in a run.
type Rule struct {
	System     string
	Collection string
	Action     varsam.OpKind
	Due        int64
	Needed     int64
	Protected  int64
	Unclear    int64
	Waiting    int64 // too few of their kind to be anonymous
	Linked     int64 // anonymised already, but for what leads to a person
	Why        varsam.Reason
	Left       []varsam.Reason // what anonymising leaves, and why
	Parts      Parts
	Refusals   []Refusal // of Parts.Refused, by their code
	Finality   varsam.Finality
	Until      varsam.Date
	Approval   *Approval // nil: nobody has said yes
}

// Parts are what the ranges of a rule came to.
type Parts struct {
	Verified Part `json:"verified"` // changed, and seen to be afterwards
	Changed  Part `json:"changed"`  // no longer as planned: left alone
	Refused  Part `json:"refused"`  // the system said no: left alone
	Back     Part `json:"back"`     // changed, but found again afterwards
	Open     Part `json:"open"`     // not settled
	Split    Part `json:"split"`    // cut in two, and counted there
}

// Part is a number of ranges, and of the records in them.
type Part struct {
	Ranges int   `json:"ranges"`
	Rows   int64 `json:"records"`
}

func (p Part) plus(q Part) Part { return Part{p.Ranges + q.Ranges, p.Rows + q.Rows} }

func (p Parts) plus(q Parts) Parts {
	return Parts{
		p.Verified.plus(q.Verified), p.Changed.plus(q.Changed), p.Refused.plus(q.Refused),
		p.Back.plus(q.Back), p.Open.plus(q.Open), p.Split.plus(q.Split),
	}
}

// Refusal is how many records a system refused, and how.
type Refusal struct {
	Code varsam.Code
	Rows int64
}

// Approval is the yes that a rule runs under.
type Approval struct {
	Standing string // a yes for night after night; empty for one to this run
	Most     int64  // records in one run
	Jump     int64  // percent of the last run
	Until    varsam.Date
	Yes      []Yes
}

// Yes is one person's, by an opaque id.
type Yes struct {
	Actor     string    `json:"actor"`
	Assurance string    `json:"assurance"` // how sure we are that it was them
	At        time.Time `json:"at"`
}

// CertificateFormat is what the JSON of a certificate calls itself.
const CertificateFormat = "varsam/certificate/1"

// Certificate renders what one run did, and what it left and why. Code Invalid
// without a register.
func Certificate(run Run) (Document, error) {
	c, err := compose(run.Lang, run.Register, run.Day)
	if err != nil {
		return Document{}, err
	}
	content := c.certificate(run)
	c.certificatePage(run, content)
	return c.document(content)
}
