// Package retention makes what the register says about time happen: "gallring".
// Night after night it finds the records whose every ground has ended, lets
// nothing go that a hold, an open request or another record needs, and carries
// the rest out in ranges at the speed of the database.
//
// A run is planned, approved and carried out like a request, but its unit is the
// rule: what becomes of one collection's records by time alone. Planning
// (plan.go) turns the register's times into conditions ([decide.Decider.Due]),
// closes them over references (closure.go), subtracts what is protected
// (protect.go) and freezes them in key ranges, each with the number and the sum
// of its rows. A standing approval ("gallringsbeslut", approve.go) is a yes to
// one rule; without one a rule is planned and shown, never run. Carrying out
// (run.go) takes range after range; any number of workers may. What was done,
// and what was left and why, is the certificate ("gallringsprotokoll",
// certificate.go).
package retention
