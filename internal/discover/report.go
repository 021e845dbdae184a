package discover

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/register"
)

// Report is what a discovery found. It holds no value of the data.
type Report struct {
	Organisation string       `json:"organisation"`
	Title        varsam.Words `json:"-"`
	Register     string       `json:"register"` // digest of the version that it was held against
	Day          varsam.Date  `json:"day"`
	Collections  []Collection `json:"collections"`
	Findings     []Finding    `json:"findings"`
	Gaps         []Gap        `json:"gaps"` // what was not read, or not to its end
}

// Collection says how much of one was read.
type Collection struct {
	System     string `json:"system"`
	Collection string `json:"collection"`
	Declared   bool   `json:"declared"`
	Rows       int64  `json:"rows"`     // estimate, -1 when not known
	Read       int64  `json:"read"`     // at least in part
	Complete   bool   `json:"complete"` // every row was read, of the columns that a sample did not settle
	Partial    bool   `json:"partial"`  // the reading broke off
}

// Gap is a place that was not read, or not to its end.
type Gap struct {
	System     string        `json:"system"`
	Collection string        `json:"collection,omitempty"`
	Why        varsam.Reason `json:"why"`
}

// Complete reports whether everything was read that Varsam reads by itself.
func (r Report) Complete() bool {
	return !slices.ContainsFunc(r.Gaps, func(g Gap) bool { return g.Why.Code != GapAssisted })
}

// Code names a kind of finding.
type Code string

// The kinds of findings.
const (
	Undeclared      Code = "undeclared-column"     // personal data in a column that the register does not name
	UndeclaredTable Code = "undeclared-collection" // in a collection that it does not name
	NotSaid         Code = "undeclared-content"    // in a column of which it says nothing
	OtherContent    Code = "other-content"         // something else than declared
	TextNotMarked   Code = "text-not-marked"       // personal data in text that is not searched, because it is not marked text
	CustomField     Code = "custom-field"          // in a field of a JSON document, or a row of a table of keys and values
	NationalInText  Code = "national-id-in-text"   // national numbers in free text
	NationalReason  Code = "national-id-reason"    // national numbers without a written reason
	SpecialInText   Code = "special-in-text"       // Art. 9 or 10, in a sentence with a person
	Special         Code = "special-category"      // Art. 9 or 10, by what a column holds
	NeverUsed       Code = "never-used"            // a declared column without a value
	ManyRecipients  Code = "many-recipients"       // mails whose many recipients see each other
	SentOutside     Code = "sent-outside"          // mails with personal data that went outside
)

// Finding is one place where data and register do not agree.
type Finding struct {
	ID        string            `json:"id"` // the same in every run, for --accept
	Code      Code              `json:"code"`
	Severity  register.Severity `json:"severity"`
	Paragraph string            `json:"paragraph"`

	System     string `json:"system"`
	Collection string `json:"collection"` // as the system calls it
	Column     string `json:"column"`
	Path       string `json:"path,omitempty"` // within a JSON document, or the key of the row

	Declared varsam.Category `json:"declared,omitempty"`
	Category varsam.Category `json:"category,omitempty"` // seen
	Type     pii.Type        `json:"type,omitempty"`
	Score    pii.Score       `json:"score,omitempty"`

	Read    int64           `json:"read"` // rows looked at
	Rows    int64           `json:"rows"` // of those, rows with it
	Counts  []Count         `json:"counts,omitempty"`
	Masks   []string        `json:"masks,omitempty"`
	Reasons []varsam.Reason `json:"reasons,omitempty"` // of codes of package column
	Whole   bool            `json:"whole"`             // every row was looked at
	Partial bool            `json:"partial,omitempty"` // the reading broke off

	// Proposal is the line that the register takes over; empty where somebody has
	// written something else there, which only a person may change.
	Proposal string          `json:"proposal,omitempty"`
	Takes    *register.Found `json:"-"` // as the proposal says it
}

// Count is how many rows have hits of a type, and how many hits.
type Count struct {
	Type pii.Type `json:"type"`
	Rows int64    `json:"rows"`
	Hits int64    `json:"hits"`
}

// Where is "crm.customers.extra:contact.phone".
func (f Finding) Where() string {
	where := f.System + "." + f.Collection + "." + f.Column
	if f.Path != "" {
		where += ":" + f.Path
	}
	return where
}

// identify names a finding by its place and kind.
func (f *Finding) identify() {
	sum := sha256.Sum256([]byte(strings.Join([]string{f.System, f.Collection, f.Column, f.Path, string(f.Code)}, "\x00")))
	f.ID = hex.EncodeToString(sum[:4])
}

func (r *Report) sort() {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Where(), b.Where()), cmp.Compare(a.Code, b.Code))
	})
}
