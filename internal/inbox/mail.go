package inbox

import (
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/mailcheck"
	"github.com/varsam/varsam/internal/wish"
)

// Mail is what the routine knows of a mail: its envelope, and what it asks for.
type Mail struct {
	Record   varsam.Record
	Account  string
	Folder   string
	From     string // the sender's address, in small letters
	Subject  string
	Received time.Time
	List     bool // sent to a list: RFC 2919
	Auto     bool // sent by a machine: RFC 3834
	Private  bool // marked as such; it is skipped
	Wishes   []wish.Wish
	Holds    []mailcheck.Kind // what is better not kept in a mail; nothing without a Scanner
}

// hold adds what a text of the mail holds.
func (m *Mail) hold(kinds []mailcheck.Kind) {
	for _, k := range kinds {
		if !slices.Contains(m.Holds, k) {
			m.Holds = append(m.Holds, k)
		}
	}
}

// fields are the columns that a mail is read from.
var fields = []string{"account", "folder", "from", "subject", "received", "list_id", "auto_submitted", "private"}

func mailOf(r varsam.Record) Mail {
	auto := strings.ToLower(strings.TrimSpace(r.Get("auto_submitted").String()))
	m := Mail{
		Record: r, Account: r.Get("account").String(), Folder: r.Get("folder").String(),
		From: Address(r.Get("from").String()), Subject: r.Get("subject").String(), Received: r.Get("received").Time(),
		List: r.Get("list_id").String() != "", Auto: auto != "" && auto != "no", Private: r.Get("private").Bool(),
	}
	return m
}

// Address is the address in "Name <address>", in small letters.
func Address(s string) string {
	if at := strings.LastIndexByte(s, '<'); at >= 0 {
		s, _, _ = strings.Cut(s[at+1:], ">")
	}
	s, _, _ = strings.Cut(s, ",")
	return strings.ToLower(strings.TrimSpace(s))
}

// domain is the part of an address after the @.
func (m Mail) domain() string {
	_, domain, _ := strings.Cut(m.From, "@")
	return domain
}

// Key names a mail where its owner decides about it.
func (m Mail) Key() string { return m.Record.Ref.KeyLabel() }
