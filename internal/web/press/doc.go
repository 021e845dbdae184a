// Package press remembers the forms that were answered lately for all servers of one
// store, so that a button that is pressed again and comes to another server is known
// there and does nothing twice.
//
// What it keeps nobody can read: where a form led – a page whose address may be a
// secret – lies sealed under a key that follows from the form itself, with its
// browser's cookie, and from nothing that is stored. It is gone after a minute.
package press
