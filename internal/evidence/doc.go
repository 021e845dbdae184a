// Package evidence is the tamper-evident log: what Varsam was told, planned,
// did and saw, as leaves of a Merkle tree per tenant, under signed checkpoints.
//
// A leaf is inserted unnumbered in the transaction of the change it attests
// ([Append]), so neither can exist without the other. One sequencer numbers
// leaves in batches ([Log.Sequence], [Log.Run]) and signs checkpoints
// ([Log.Checkpoint]). A request may close only when [Log.RequestSealed] says
// that all its leaves are under one.
//
// Leaves hold no personal data and no free text: names of things, numbers,
// digests, opaque ids. What is sensitive is an [Annex], sealed under the
// request's key; its leaf holds only a commitment that means nothing once key
// and nonce are gone.
//
// A pack ([Log.Export]) is one canonical byte string about one request;
// [Verify] checks it offline, [VerifyLog] a whole log. Both are pure: the files
// leaf.go, kind.go, encode.go, notes.go, pack.go, verify.go, verifylog.go,
// audit.go and report.go know no database. The formats stand in format.md,
// and testdata/verify.py is a second verifier written from that page.
package evidence
