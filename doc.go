// Package varsam is the vocabulary of the product: people, records, grounds,
// fates, steps and what a connector says about itself. It does no I/O and
// imports nothing outside the standard library; every other package speaks in
// these words.
//
// One pipeline uses them all:
//
//	locate ▶ decide ▶ plan ▶ approve ▶ act ▶ verify ▶ prove
//
// The rooms under internal/ carry the same names. docs/architecture.md follows
// one record through them.
package varsam
