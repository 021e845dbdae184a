package token

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/account"
)

// Scope is one thing that a token may do.
type Scope string

// The scopes.
const (
	ReadWork      Scope = "work:read"       // states, days and counts, the register, the log: no person
	ReadPeople    Scope = "people:read"     // who asks, and what was found
	ReadShielded  Scope = "people:shielded" // also people with protected data
	WriteRequests Scope = "requests:write"  // take in, search, decide, answer tasks
	ApprovePlans  Scope = "plans:approve"   // say yes to plans and rules
	RunPlans      Scope = "plans:run"       // carry out what is approved
	HandOver      Scope = "answers:deliver" // copies, letters, answers, the outbox
	WriteCulling  Scope = "culling:write"   // plan culling, holds
	WriteDuties   Scope = "duties:write"    // duties, disclosures, what recipients are told
	WriteRegister Scope = "register:write"  // the register, what a discovery proposes
	Manage        Scope = "accounts:manage" // accounts, tokens, webhooks
)

// Meaning is what a scope is.
type Meaning struct {
	Scope Scope
	May   account.May // what a page asks of whoever does the same
	Says  string      // what it lets a program do, for the reference
}

// Scopes lists them with what a page asks of whoever does the same.
var Scopes = []Meaning{
	{ReadWork, account.SeeWork, "states, days and counts, the register and the log; nothing about a person"},
	{ReadPeople, account.SeePeople, "who asks, and what was found about them"},
	{ReadShielded, account.SeeShield, "with people:read, also cases of people with protected data"},
	{WriteRequests, account.Handle, "take requests in, have them searched, decide, answer tasks"},
	{ApprovePlans, account.Approve, "say yes to plans and culling rules, in the name of whoever made the token"},
	{RunPlans, account.Carry, "have approved plans carried out; pause, resume and cancel culling"},
	{HandOver, account.HandOver, "make letters, copies and answers, and mark them as handed over"},
	{WriteCulling, account.Cull, "plan culling, put holds in force and end them"},
	{WriteDuties, account.Handle, "take duties down and change them, ask whether data may be handed to somebody, tell recipients"},
	{WriteRegister, account.SetUp, "put a register in force, take over what a discovery proposes"},
	{Manage, account.ManageUser, "accounts, tokens and webhooks"},
}

// Grantable are the scopes that an account may give a token: those of its own.
func Grantable(a account.Account) (all []Scope) {
	for _, s := range Scopes {
		if a.May(s.May) {
			all = append(all, s.Scope)
		}
	}
	return all
}

// known puts scopes in their order, each once. Code Invalid names one that does
// not exist.
func known(scopes []Scope) (all []Scope, err error) {
	for _, s := range scopes {
		if !slices.ContainsFunc(Scopes, func(m Meaning) bool { return m.Scope == s }) {
			return nil, varsam.Errorf(varsam.Invalid, "there is no scope %q", s)
		}
	}
	for _, row := range Scopes {
		if slices.Contains(scopes, row.Scope) {
			all = append(all, row.Scope)
		}
	}
	if len(all) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "a token needs a scope; without one it could do nothing")
	}
	return all, nil
}
