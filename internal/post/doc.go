// Package post is what goes out to people: mail by SMTP, and what somebody of the
// staff prints, hands over or says on the telephone where there is no mail, or no
// server for it yet.
//
// A letter is put in the queue in the transaction that causes it ([Service.Put]),
// sealed under the key of its day, and sent by a worker. A server that is busy or
// cannot be reached is tried again for three days; one that says no, or never
// answers, leaves a dead letter, which is shown until somebody deals with it. A
// letter may arrive twice – a connection can break after its last byte – and
// never silently not at all; its Message-ID is the same each time.
//
// What was sent is kept for [Kept], to see that it was, and then goes with its
// day's key. The log holds an item's number, its medium and what came of it,
// never an address or a word of it.
package post
