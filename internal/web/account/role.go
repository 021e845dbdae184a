package account

import "slices"

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
)

// Roles lists them as pages do.
var Roles = []Role{Officer, Handler, Approver, Reader, Admin, Shielded}

// May is one thing that a page lets somebody do.
type May string

// What there is to do.
const (
	SeeWork    May = "see-work"    // states, days and counts, without people
	SeePeople  May = "see-people"  // who asks, and what was found
	SeeShield  May = "see-shield"  // people with protected data
	Handle     May = "handle"      // take in, search, decide, write
	Approve    May = "approve"     // say yes to a plan or a rule
	Carry      May = "carry"       // carry out what is approved
	Cull       May = "cull"        // plan culling, holds
	SetUp      May = "set-up"      // the register
	HandOver   May = "hand-over"   // copies, answers, proofs
	ManageUser May = "manage-user" // accounts
)

// Table is who may do what. Nothing is allowed that does not stand here.
var Table = []struct {
	May   May
	Roles []Role
}{
	{SeeWork, []Role{Officer, Handler, Approver, Reader, Admin}},
	{SeePeople, []Role{Officer, Handler, Approver}},
	{SeeShield, []Role{Shielded}},
	{Handle, []Role{Officer, Handler}},
	{Approve, []Role{Officer, Approver}},
	{Carry, []Role{Officer, Handler}},
	{Cull, []Role{Officer, Handler}},
	{SetUp, []Role{Officer, Admin}},
	{HandOver, []Role{Officer, Handler}},
	{ManageUser, []Role{Admin}},
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
