// Package column says what one column of a database holds, from its name and a
// sample of its values: a kind of personal data with a confidence and why, free
// text with personal data in it, custom fields in JSON, or nothing of the sort.
//
// A single value may be anything: every tenth number of ten digits passes the
// check of a Swedish one. A column is judged by the share of its values that
// pass, which chance does not reach. Values pass through the package; what it
// keeps of them is counts and masks that show nothing but a shape.
package column
