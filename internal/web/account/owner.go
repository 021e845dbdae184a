package account

import (
	"slices"
	"strings"
)

// Owns reports whether an account is whoever the register calls the owner of a
// mailbox: by name, by login, or because the login is the mailbox's address.
func (a Account) Owns(owner, mailbox string) bool {
	if owner == "" {
		return false
	}
	return slices.ContainsFunc([]string{a.Name, a.Login}, func(name string) bool { return name != "" && strings.EqualFold(name, owner) }) ||
		a.Login != "" && strings.EqualFold(a.Login, mailbox)
}
