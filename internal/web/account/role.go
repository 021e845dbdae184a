package account

import (
	"slices"

	"github.com/varsam/varsam"
)

// Role is what somebody is here to do. One account may have several.
type Role string

// The roles.
const (
	Officer  Role = "officer"  // the data protection officer, or whoever does that work
	Handler  Role = "handler"  // takes requests in and works on them
	Approver Role = "approver" // says yes to plans
	Reader   Role = "reader"   // an auditor: sees states, counts and proofs, and no person
	Admin    Role = "admin"    // accounts and systems, and no person
	Shielded Role = "shielded" // beside another role: may see people with protected data
	Intake   Role = "intake"   // takes requests in and reads what came, and decides nothing
	Systems  Role = "systems"  // the register and its connections, and no account and no person
	Finance  Role = "finance"  // reads what concerns money in cases, and nothing else of people
	Staffing Role = "staffing" // reads what concerns employment in cases, and nothing else of people
	Guest    Role = "guest"    // nothing but the cases that are given to them
)

// Roles lists them as pages do.
var Roles = []Role{Officer, Handler, Intake, Approver, Reader, Finance, Staffing, Systems, Admin, Guest, Shielded}

// May is one thing that a page lets somebody do.
type May string

// What there is to do.
const (
	SeeSelf    May = "see-self"    // one's own account
	SeeWork    May = "see-work"    // states, days and counts, without people
	SeePeople  May = "see-people"  // who asks, and what was found
	SeeValues  May = "see-values"  // what stands in a record, with a reason
	SeeClass   May = "see-class"   // of what was found, the fields of one's own class
	SeeShield  May = "see-shield"  // people with protected data
	TakeIn     May = "take-in"     // take requests in, read what came
	Handle     May = "handle"      // search, decide, write
	Approve    May = "approve"     // say yes to a plan or a rule
	Carry      May = "carry"       // carry out what is approved
	Cull       May = "cull"        // plan culling, holds
	SetUp      May = "set-up"      // the register
	HandOver   May = "hand-over"   // copies, answers, proofs
	Share      May = "share"       // give somebody access to one case
	ManageUser May = "manage-user" // accounts
)

// Table is who may do what. Nothing is allowed that does not stand here.
var Table = []struct {
	May   May
	Roles []Role
}{
	{SeeSelf, Roles},
	{SeeWork, []Role{Officer, Handler, Intake, Approver, Reader, Finance, Staffing, Systems, Admin}},
	{SeePeople, []Role{Officer, Handler, Intake, Approver}},
	{SeeValues, []Role{Officer, Handler, Approver}},
	{SeeClass, []Role{Finance, Staffing}},
	{SeeShield, []Role{Shielded}},
	{TakeIn, []Role{Officer, Handler, Intake}},
	{Handle, []Role{Officer, Handler}},
	{Approve, []Role{Officer, Approver}},
	{Carry, []Role{Officer, Handler}},
	{Cull, []Role{Officer, Handler}},
	{SetUp, []Role{Officer, Systems, Admin}},
	{HandOver, []Role{Officer, Handler}},
	{Share, []Role{Officer}},
	{ManageUser, []Role{Admin}},
}

// classes are the kinds of data that a role reads in cases; others stay masked.
var classes = map[Role][]varsam.Category{
	Finance:  {"payment", "financial", "purchase"},
	Staffing: {"employment"},
}

// Reads reports whether the account reads a kind of data in the cases of others.
func (a Account) Reads(c varsam.Category) bool {
	for _, r := range a.Roles {
		if c != "" && c.CoveredBy(classes[r]) {
			return true
		}
	}
	return false
}

// May reports whether one of an account's roles may do something.
func (a Account) May(what May) bool {
	for _, row := range Table {
		if row.May == what {
			return slices.ContainsFunc(row.Roles, a.Has)
		}
	}
	return false
}

// Has reports whether the account has a role.
func (a Account) Has(r Role) bool { return slices.Contains(a.Roles, r) }

// known keeps the roles that there are, in their order.
func known(all []Role) (kept []Role) {
	for _, r := range Roles {
		if slices.Contains(all, r) {
			kept = append(kept, r)
		}
	}
	return kept
}
