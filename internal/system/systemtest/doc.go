// Package systemtest is the conformance suite of connected systems. Every
// implementation runs it, the real servers and the store in memory alike: what
// passes here may be trusted by the pipeline.
//
// [Run] holds any system against the contract on a small fixture. [RunSQL] adds
// what relational databases must also withstand: other schemas, odd names,
// every kind of reference, types that do not match, values of any bytes.
package systemtest
