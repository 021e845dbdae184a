// Package duty is the organisation's side of the promise: everything a controller
// or processor owes besides the data itself.
//
// # One idea
//
// An obligation has a subject (a processor, a customer, somebody on the staff, a
// system, an activity), a kind, facts with their evidence, an owner, a next day,
// and a finding when it is missing or late. What a kind is stands in one table,
// [Definitions]: from a row of it come the list, the page, the form, the command,
// the findings, the reminders, the export and the line in the yearly cycle.
//
// A [Record] is one obligation that somebody has taken down. It is changed by
// compare-and-swap on its version; every version is kept, and every change leaves
// a leaf in the log ([Service]). What the register already says (agreements,
// transfers, measures, interest tests) is seen as records too, so that it need not
// be said twice; a record about the same subject comes before it.
//
// [Findings] is pure: it holds a [World] – register, records, day and hour –
// against the law. A world of an earlier day can be had, which is how the report
// of a quarter knows what was late then.
//
// # Where personal data is
//
// Free text, names, addresses and owners are sealed under the record's own key,
// which dies with the record. What findings and lists by day need stands in
// clear: days, choices, names of the register, opaque ids.
package duty
