// Package request carries a person's request, or a controller's instruction,
// from arrival to answer: it takes it in, has it planned, approved, run and
// verified by the rooms below, and writes the answer. It decides nothing by
// itself that those rooms decide.
//
// What the person sent and what was decided (the case) is sealed under a case
// key; what a search found dies with a key of its own once the answer has been
// delivered and checked again. In clear stand days, states and counts.
package request
