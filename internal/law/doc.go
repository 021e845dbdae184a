// Package law is what the product knows of statutes, calendars and deadlines:
// how long a record must, may or must no longer be kept, and by which day a
// request must be answered. It is pure: no clock, no zone, no store. Callers
// pass civil days ([varsam.Date]) and turn an instant into one with
// [varsam.DateIn] in the organisation's zone.
//
// # Days
//
// Every end is an inclusive day, "till och med": a rule's LastDay is the last
// day it covers and FirstErase the day after. Retention never moves for weekends
// or holidays; deadlines do. Months and years follow the calendar and end on the
// last day of the month where the same day does not exist (Regulation (EEC,
// Euratom) 1182/71, Art. 3(2)(c)); the day of the event is not counted (Art.
// 3(1)).
//
// # Rules
//
// A [Rule] is data: law, paragraph, trigger, formula, source and whether a
// lawyer still has to compare it with the official text ([Status]). A rule whose
// text changes gets a second version with the same id; [Find] picks the one in
// force on a day. [Rule.LastDay] counts forward from a trigger and
// [Rule.LatestDue] backward from today, so that a database only compares a
// column with a constant. Rules that count from the end of a fiscal year need
// the legal entity's table of them ([FiscalYears]); where it has no answer, the
// end cannot be computed and nothing is due.
//
// # Deadlines
//
// [Deadline] counts a month (Art. 12(3) GDPR) under Regulation 1182/71 with the
// public holidays of [Holidays]; [BreachDeadline] counts the hours of Art. 33.
//
// # Errors
//
// All errors are [varsam.Error]: Invalid for input that is wrong, NotFound for a
// rule or a fiscal year that is not known, Unsupported for a rule whose end only
// a person can decide. No message holds personal data.
//
// This is not legal advice. The state of the law is November 2026.
package law
