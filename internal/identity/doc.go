// Package identity decides how sure we must be that somebody is the person they
// ask about, and how sure we are. Both in proportion: what could be done to the
// person with the answer decides what is asked for, never a copy of a passport.
//
// A [Claim] is what came: somebody asks about an address. It has no effect on
// anybody's data until control of an identifier has been proven; only proven
// identifiers select records, so that whoever proves an address gets an answer
// about that address, also "nothing". [Judge] is the whole rule, pure; the
// [Service] keeps claims, links, codes and proofs, and asks a [Directory] for
// the channels that the organisation has on file.
//
// Nothing that is shown or sent before a proof depends on whether we know the
// person: what does is done afterwards, as work of its own, and is told only to
// channels that are on file.
package identity
