// Package letterbox is where requests come in by mail. It reads the mailboxes that
// the register names for that, sees what a letter asks for, and proposes a case:
// the time runs from the letter's arrival, and nobody is searched for, and nothing
// is blocked, until a person has confirmed it.
//
// Only one thing works at once: no more advertising (Art. 21(3)), because all it
// can do to somebody is that they get less of it.
//
// Each mail is taken once, whatever is read twice: its effects, a receipt among
// them, are one commit with the note that it was taken. What could not be read is
// proposed too, as something that a person reads.
package letterbox
