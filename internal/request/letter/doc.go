// Package letter renders what a person gets: the receipt, the answer, the copy
// of their data, the file to take elsewhere, and why we have what we have. It is
// pure: no clock, no I/O, no randomness; the same input gives the same bytes.
//
// # Honesty
//
// A letter says what is known and no more. Whether something "is erased" depends
// on the state and finality of its step, never on its fate: a step that is
// planned, asked for or without an answer is told as such. What was not
// searched, what stays and why, what waits and what somebody else decides all
// have a place of their own. A person's letter never shows another person's
// record: those are counted, with the reason.
//
// # How a document is made
//
// Each document is a list of sections of plain blocks (page.go), filled by one
// file per section. Two renderers make HTML and plain text of the same blocks,
// so that both always say the same. Values from records and registers are
// escaped in HTML and stripped of control and direction characters in text.
//
// # Formats
//
// The copy's JSON is varsam/copy/1 and the portability file varsam/portable/1;
// both have a JSON Schema ([CopySchema], [Portable]).
package letter
