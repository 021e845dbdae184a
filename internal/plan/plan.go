// Package plan turns fates into an ordered, bounded, frozen list of steps. It is
// pure: same input, same plan, same digest. It knows no connection; what it
// needs of a system's structure it reads from its catalogue.
//
// [Make] goes one way: graph.go finds which located record refers to which;
// closure.go keeps what a kept record needs; the actions of one record are made
// in stop.go, correct.go, detach.go, redact.go, restrict.go and blank.go;
// order.go lays removals children first; steps.go cuts batches and says what
// waits for what; check.go finds what the database would do by itself.
package plan

import (
	"github.com/varsam/varsam"
)

// Plan is what will be done, frozen. Somebody says yes to its Digest.
type Plan struct {
	Request  string       `json:"request"`
	Register string       `json:"register"` // digest of the register version
	Today    varsam.Date  `json:"today"`
	Items    []Item       `json:"items"` // every located record, sorted by Ref
	Steps    []Step       `json:"steps"` // in the order in which they are done
	Gaps     []varsam.Gap `json:"gaps,omitempty"`

	// Problems stop the plan, or the steps that they name, until somebody has
	// mended them.
	Problems []Problem `json:"problems,omitempty"`

	// Warnings are what an approver must know: triggers on touched collections,
	// scans, fields that get a placeholder.
	Warnings []Problem `json:"warnings,omitempty"`

	// Digest is SHA-256 over the canonical JSON of all of the above, hex.
	Digest string `json:"digest"`
}

// Item is one record with its fate after closure.
type Item struct {
	varsam.Located
	Decision varsam.Decision `json:"decision"`

	// Softened is the record's own fate, when a kept row that needs it softened
	// that; empty otherwise.
	Softened varsam.Fate `json:"softened,omitempty"`
}

// Step is one operation on one bounded batch of one system.
type Step struct {
	ID         string           `json:"id"` // within the request: s001, s002 … in order
	System     string           `json:"system"`
	Op         varsam.Operation `json:"op"`
	Items      []int            `json:"items"` // indexes into Plan.Items, one a target
	Reversible bool             `json:"reversible"`
	Law        string           `json:"law,omitempty"`

	// Expected is the number of targets; no more may change.
	Expected int `json:"expected"`

	// Assisted is set when a person does the step. A task to a whole system has
	// no targets; its Op.Kind is the most that is asked, empty when the owner
	// only searches and copies.
	Assisted *Assisted `json:"assisted,omitempty"`

	// After are the steps that must be applied first. A step waits for those
	// only, so that one system that fails leaves the others going. All of them
	// are of the same system.
	After []string `json:"after,omitempty"`
}

// Assisted is a step that is a task to somebody.
type Assisted struct {
	Owner  string         `json:"owner"`
	Why    varsam.Reason  `json:"why"`
	Due    varsam.Date    `json:"due,omitzero"`
	Rights []varsam.Right `json:"rights,omitempty"` // what is asked of the owner, for a whole system
}

// Problem is something that hinders a plan or that its approver must know, with
// where it is and what to do as a reason code.
type Problem struct {
	System     string        `json:"system"`
	Collection string        `json:"collection,omitempty"`
	Why        varsam.Reason `json:"why"`
	Steps      []string      `json:"steps,omitempty"`
}

// Refused are the steps that a problem stops, by the first that names them.
func (p Plan) Refused() map[string]Problem {
	refused := map[string]Problem{}
	for _, problem := range p.Problems {
		for _, id := range problem.Steps {
			if _, seen := refused[id]; !seen {
				refused[id] = problem
			}
		}
	}
	return refused
}
