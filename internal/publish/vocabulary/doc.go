// Package vocabulary says what a notice says in words that programs share: as RDF
// in the W3C Data Privacy Vocabulary (DPV 2.x, with its extensions for personal
// data and the GDPR), and as JSON in the Transparency Information Language (TILT).
//
// It is made from the register that the document was made from, not from its
// words. Every IRI of a vocabulary that is written stands in terms.go; a test
// holds it against the terms that are published. What the vocabulary has no word
// for is said in words.
package vocabulary
