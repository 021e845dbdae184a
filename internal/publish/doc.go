// Package publish keeps what the organisation has published: each document's
// versions, frozen with their day and number, what they replace and what changed
// in words, for ever. A version is made from the register in force, or from a
// folder, and only when the law's table of duties finds no gap in it.
//
// What is kept is the document, not a rendering of it: its words and their order
// are final, its letters and colours may become better. The words' digest stands
// in the log of evidence, so that nobody can say afterwards that another text was
// there. See docs/decisions/0024.
//
// The rooms below make documents (document), write them (page), and say the same
// to machines (vocabulary).
package publish
