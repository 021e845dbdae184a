// Package act carries out approved plans: it freezes a plan, takes the yes to
// its digest, runs its steps and recovers what a crash left half done.
//
// The protocol of a step is intent, change, outcome. The intent (step, attempt,
// fence, expected rows) is committed before the change is, the outcome after. An answer that was lost is unknown, never failed; before an unknown
// step is tried again we look: all targets in the planned state means applied,
// none means do it again, a mixture means that a person decides.
//
// One system that fails leaves the others going: a step waits only for the
// steps its plan says must come first.
package act
