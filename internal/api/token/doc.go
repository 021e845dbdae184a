// Package token keeps the tokens by which programs use the interface: who made
// one, what it may do, until when. A token is 256 random bits, shown once and
// kept as its digest; what it is called and who made it lie sealed.
//
// A token may do what its scopes say and nothing else, and never more than a
// page would let its maker do. What it says yes to, its maker says: a session and
// a token of one person are never two people.
package token
