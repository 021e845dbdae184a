// Package ropa reads a record of processing activities (Art. 30) that somebody
// has kept as a spreadsheet, and writes draft activities for the register.
//
// Columns are told by their headings, in six languages: those of the templates of
// IMY, Tietosuojavaltuutettu, the Danish and Norwegian Datatilsynet, CNIL and ICO,
// and those that people write themselves. A sheet may have an activity a line, or
// be a form with the headings beside the values. What was guessed is shown and may
// be changed before anything is written; what could not be read as something of
// the register's stays in the draft as a comment, so that nothing is lost.
package ropa
