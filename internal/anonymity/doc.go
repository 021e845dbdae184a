// Package anonymity makes tables anonymous and measures how far that is true. It
// is pure: it knows no database, no file and no clock, and two runs on the same
// table give the same result.
//
// A table has quasi-identifiers – columns that together may single out a person –
// each with a [Hierarchy] of ever coarser forms, and sensitive columns. One level
// a column is a node of the generalisation lattice. [Problem.Search] finds the
// node with the best [Measure] among those at which every class of equal rows
// passes every [Model], with at most a given share of rows suppressed.
//
// For tables that are never seen as a whole, a [Recode] says what becomes of one
// column, [Classes] counts the rows as they would become, and [Sample.Choose]
// picks the recodes once, from a sample.
//
// What is called anonymous here, and what never is: docs/decisions/0010-anonymity.md.
package anonymity
