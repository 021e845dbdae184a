package api

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/web/account"
)

// Account is somebody of the staff.
type Account struct {
	ID    string         `json:"id"`
	Name  string         `json:"name"`
	Login string         `json:"login"`
	Roles []account.Role `json:"roles" list:""`
	Off   bool           `json:"off" doc:"Let in no more."`
	Ready bool           `json:"ready" doc:"Has chosen how to sign in."`
}

// NewAccount is somebody to be let in.
type NewAccount struct {
	Name  string         `json:"name" least:"1" most:"200"`
	Login string         `json:"login" least:"1" most:"200"`
	Roles []account.Role `json:"roles" list:"" least:"1"`
}

// ChangedAccount is what an account is to be.
type ChangedAccount struct {
	Roles []account.Role `json:"roles" list:"" least:"1"`
	Off   bool           `json:"off,omitempty"`
}

func accountOf(a account.Account) Account {
	return Account{a.ID, a.Name, a.Login, append([]account.Role{}, a.Roles...), a.Off, a.Ready}
}

func (c *call) listAccounts() (list List[Account], err error) {
	all, err := c.Accounts.List(c.ctx)
	list.Items = []Account{}
	for _, a := range all {
		list.Items = append(list.Items, accountOf(a))
	}
	return list, err
}

func (c *call) newAccount(in NewAccount) (out Account, err error) {
	a, err := c.Accounts.New(c.ctx, in.Name, in.Login, in.Roles, c.token.By)
	c.place = Root + "/accounts/" + a.ID
	return accountOf(a), err
}

func (c *call) getAccount() (out Account, err error) {
	all, err := c.Accounts.List(c.ctx)
	for _, a := range all {
		if a.ID == c.param("id") {
			return accountOf(a), err
		}
	}
	if err == nil {
		err = varsam.Errorf(varsam.NotFound, "there is no such account")
	}
	return out, err
}

func (c *call) changeAccount(in ChangedAccount) (out Account, err error) {
	if err := c.Accounts.Change(c.ctx, c.param("id"), in.Roles, in.Off, c.token.By); err != nil {
		return out, err
	}
	return c.getAccount()
}

// linkAccount is a one-time link to choose how to sign in.
func (c *call) linkAccount(nothing) (out Link, err error) {
	if _, err := c.getAccount(); err != nil {
		return out, err
	}
	secret, err := c.Accounts.Link(c.ctx, c.param("id"), c.token.By)
	return Link{"/welcome/" + secret}, err
}

// TwoPeople is whether a plan takes a yes from two people.
type TwoPeople struct {
	Two bool `json:"two"`
}

func (c *call) getTwo() (out TwoPeople, err error) {
	out.Two, err = c.Accounts.TwoPeople(c.ctx)
	return out, err
}

func (c *call) setTwo(in TwoPeople) (TwoPeople, error) {
	return in, c.Accounts.SetTwoPeople(c.ctx, in.Two, c.token.By)
}

// NewToken is a token to be made.
type NewToken struct {
	Name   string        `json:"name" least:"1" most:"200" doc:"What it is for."`
	Scopes []token.Scope `json:"scopes" list:"" least:"1" doc:"Of those that the token that asks has itself."`
	Days   int           `json:"days,omitempty" min:"1" max:"366" doc:"90 when left out."`
}

// MadeToken is a token with its secret, which is shown once.
type MadeToken struct {
	token.Token
	Secret string `json:"secret"`
}

func (c *call) listTokens() (list List[token.Token], err error) {
	all, err := c.Tokens.List(c.ctx)
	if err != nil {
		return list, err
	}
	return page(c, all, func(t token.Token) string { return t.ID })
}

// newToken makes a token that may do no more than the one that asks for it, and
// speaks in the same name.
func (c *call) newToken(in NewToken) (out MadeToken, err error) {
	for _, scope := range in.Scopes {
		if !c.token.May(scope) {
			return out, varsam.Errorf(varsam.Denied, "a token gives no scope that it does not have: %s", scope)
		}
	}
	n := token.New{Name: in.Name, By: c.token.By, Scopes: in.Scopes, Life: time.Duration(in.Days) * 24 * time.Hour, Signed: c.token.Signed}
	out.Secret, out.Token, err = c.Tokens.Make(c.ctx, n)
	return out, err
}

func (c *call) revokeToken() error { return c.Tokens.Revoke(c.ctx, c.param("id"), c.token.By) }
