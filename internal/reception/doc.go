// Package reception is where people are received: it takes in what they ask,
// sends what identity has to be shown to, makes a request of what has been
// proven, keeps what they and the staff write to each other, and hands the answer
// over once, after a fresh proof.
//
// It joins [identity], which decides how sure we must be, with request, which
// does the work, and decides nothing that those two decide. A claim and the
// request made of it have one number.
package reception
