// Package inbox is the staff's monthly routine with their mailboxes: what is left
// in an inbox after the routine's day, what each mail could become and why, and
// the owner's decisions carried out. A mail leaves the inbox only by a decision of
// the mailbox's owner or a rule that the owner made; whoever follows up sees
// counts and never what a mail says.
package inbox
