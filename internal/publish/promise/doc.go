// Package promise says of each of an organisation's statements whether it is
// kept: by the controls that the register names for it, and by what the log, the
// runs and the requests show of those.
//
// [Judge] is pure: it is given the register and the [Evidence]. [Service] reads
// the evidence from the store. Nothing is kept because somebody says so: a
// control that never ran, or ran on nothing, shows nothing yet, and a statement
// that law, register or another statement contradicts can never be kept.
package promise
