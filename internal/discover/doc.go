// Package discover looks in the connected systems for personal data that the
// register does not know, and for declarations that the data does not bear out.
//
// It only reads: a sample spread over each collection first, then the columns
// that a sample cannot settle – free text, columns that seem empty – to the end,
// in ranges of the key, one statement at a time, no faster than it is told. Where a
// reading breaks off it goes on later; what was not read is said, with why.
//
// A [Finding] holds counts, register names and masks. No value of the data leaves
// the package; what it keeps between two parts of a reading is sealed.
package discover
