// Package suppression finds people who come back: through a restored backup, an
// import, a synchronisation that nobody thought of. When an erasure or the end
// of a use has been verified, keyed marks of the person's verified identifiers
// are kept with a purpose and an end of their own ([Remember]); a nightly look
// ([Service.Look]) reads the identifying columns of every connected system,
// marks each value and compares. It holds no identifier in clear.
//
// It changes nothing in a connected system and erases nothing by itself: what
// came back is noted in the log and its request is put before a person again. A
// mark yields to a new choice of the person's, never to an import.
//
// docs/decisions/0012-suppression.md says why it is as it is.
package suppression
