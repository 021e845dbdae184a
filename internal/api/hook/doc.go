// Package hook tells other programs what has happened: each entry of the log that
// somebody subscribed to, in the log's order, by POST to an address that was
// configured, and to no other.
//
// A delivery holds kinds, numbers of cases and times, which is all that the log
// has: no personal data. It is signed: Varsam-Signature is t=UNIX,v1=HEX, where HEX
// is HMAC-SHA-256 of "UNIX.BODY" under the secret that was shown once. What was not
// taken with a status of 2xx is sent again, later each time, and nothing that
// follows overtakes it; so an event may come twice – its index tells – and never
// not at all. A receiver that takes nothing for hours is stuck, which is shown with
// other work that does not get on.
package hook
