// Package job is durable work: units that somebody must do once, however many
// processes try and however many of them die. It knows kinds, runs and opaque
// ids; what a kind means is the business of whoever gives it a [Handler].
//
// # A unit
//
// A unit is one row of ours, and that row is the truth. Who takes it ([Take])
// holds it for a lease on the database's clock, renews the lease while it works
// ([Unit.Beat]) and has a fence: a number that goes up each time the unit is
// taken. [Save], [Done], [Release] and [Fail] join the worker's own transaction
// and change nothing when the fence is no longer the newest, so that a worker
// thought dead cannot write over its successor. A unit whose lease has run out
// is free again, whatever became of its holder.
//
//	waiting ─▶ held ─▶ done
//	   ▲         │
//	   └─────────┼ again, or failed and tried later
//	             └▶ stuck  failed too often; a person looks (Stuck, Retry)
//
// A wake ([Enqueue]) is a unit that leaves nothing behind when it is done. It
// comes to be in the transaction that causes it, or not at all. A unique one is
// there once for its kind and run: a second, while it waits, is the same one, and
// while it is being worked on makes it be done once more afterwards, so that
// nothing said meanwhile is missed and no two work on it at once.
//
// # Workers
//
// [Workers] run handlers in slices of ten seconds: a handler looks at [Over],
// saves its place and is called again, so that a stop takes effect at the next
// border and many runs share few workers. Periodic work
// has its next instant in a row ([Every]); whoever moves that row on enqueues the
// wake, so that one does, also when it is late.
//
// Arguments are ids. What a unit must not lose between two slices is its cursor:
// numbers and keys, or bytes that the caller has sealed.
package job
