// Package portal is the pages for the people whose data it is: one short form, a
// receipt, and a case that only the holder of a secret link sees. No account, no
// script, and a telephone is enough.
//
// What is answered before somebody has proven an address is the same for
// everybody: in words, in size, and in the work that is done. A secret is part of
// a path, which is never logged and never sent on as a referrer. Nothing changes
// by looking: a mail program that opens a link in advance proves nothing.
package portal
