package register

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/locale"
)

// checkMailboxes holds what is said of employees' own mailboxes, and of those that
// requests come to, against the accounts that the system connects.
func (l *loader) checkMailboxes(p place, s *System) {
	for _, account := range slices.Sorted(maps.Keys(s.Personal)) {
		l.checkAccount(p.in("personal", account), s, account)
	}
	if s.Requests == nil {
		return
	}
	at := p.in("requests")
	l.referCollection(at.in("messages"), s, s.Requests.Messages)
	for i, account := range s.Requests.Accounts {
		to := at.in("accounts", strconv.Itoa(i))
		l.checkAccount(to, s, account)
		if s.OwnerOf(account) != "" {
			to.fault("own-mailbox", locale.Says("%s is an employee's own mailbox", quote(account)), locale.Says("name a mailbox that is nobody's own, such as privacy@"))
		}
	}
}

// checkAccount: the names may come from outside the register, and then nobody
// knows them yet.
func (l *loader) checkAccount(p place, s *System, account string) {
	const setting = "accounts"
	names := s.Settings[setting]
	if s.Connector != "imap" {
		p.fault("no-mailbox", locale.Says("the system ‘%s’ has no mailboxes", s.Name), locale.Says("say it of a system with connector: imap"))
		return
	}
	if names == "" || strings.HasPrefix(names, "env:") || strings.HasPrefix(names, "file:") {
		return
	}
	for _, name := range s.Accounts() {
		if strings.EqualFold(name, account) {
			return
		}
	}
	p.fault("unknown-account", locale.Says("the system connects no mailbox %s", quote(account)), locale.Says("add it to settings.accounts, or write it as it stands there"))
}

// Accounts are the mailboxes that the system's settings name; none when they name
// them by reference.
func (s System) Accounts() (all []string) {
	names := s.Settings["accounts"]
	if strings.HasPrefix(names, "env:") || strings.HasPrefix(names, "file:") {
		return nil
	}
	for name := range strings.FieldsFuncSeq(names, func(r rune) bool { return r == ',' || r == '\n' }) {
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, name)
		}
	}
	return all
}
