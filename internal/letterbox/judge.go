package letterbox

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/mailbox"
	"github.com/varsam/varsam/internal/wish"
)

// verdict is what becomes of a mail.
type verdict struct {
	propose bool // a person is to look at it
	stop    bool // advertising stops at once
	receipt bool // its sender is told that it came
}

// box is what a judgement needs to know of where the mail came.
type box struct {
	accounts []string // mailboxes of ours that requests come to, and the address that our letters come from
	domains  []string // our own, as @example.com
	receipts bool
}

// judge says what becomes of a mail that was read as a letter.
func (b box) judge(m *mail, l Letter) verdict {
	if !b.written(m) {
		return verdict{}
	}
	v := verdict{propose: len(l.Wishes) > 0 || len(l.Unread) > 0 && l.Text == "" || b.unreadBody(l)}
	if !v.propose {
		return v
	}
	for _, w := range l.Wishes {
		v.stop = v.stop || w.Marketing && w.Score >= stopAt
	}
	v.stop = v.stop && l.By == "" // what one of us passed on, one of us confirms
	v.receipt = b.receipts && b.answerable(m) && l.By == "" && len(l.Wishes) > 0
	return v
}

// stopAt is how sure it must be that somebody wants no more advertising, to stop
// it unseen: what is stopped by mistake is a newsletter.
const stopAt = 0.6

// unreadBody reports a letter whose own words could not be read, and not only
// something attached.
func (b box) unreadBody(l Letter) bool {
	return slices.ContainsFunc(l.Unread, func(why varsam.Reason) bool {
		return len(why.Args) == 0 || why.Args[0] == "" || strings.HasPrefix(why.Args[0], "#body") || strings.HasPrefix(why.Args[0], "#header")
	})
}

// written reports whether a mail may hold a request at all: a person wrote it, or
// a form for one. A list of our own is a way to reach us; any other tells
// everybody the same.
func (b box) written(m *mail) bool {
	if m.from == "" || b.own(m.from) {
		return false
	}
	switch m.machine {
	case mailbox.Bounce, mailbox.AutoReplied, mailbox.Bulk:
		return false
	case mailbox.List:
		return b.ourList(m.listID)
	}
	return true
}

// own reports an address that our own letters come from.
func (b box) own(address string) bool {
	return slices.ContainsFunc(b.accounts, func(a string) bool { return strings.EqualFold(a, address) })
}

func (b box) ourList(id string) bool {
	return slices.ContainsFunc(b.domains, func(d string) bool {
		return strings.Contains(id, "."+d[1:]+">") || strings.HasSuffix(id, "."+d[1:])
	})
}

// answerable reports whether a machine may answer, by RFC 3834, 2: a person wrote
// it to one of our addresses that everybody can see, it says where it came from,
// and they are none of us.
func (b box) answerable(m *mail) bool {
	return m.machine == "" && m.named && !m.ours && !b.own(m.path) && strings.Contains(b.sender(m), "@")
}

// sender is where an answer goes: the return path, and where the server notes
// none, the writer.
func (b box) sender(m *mail) string {
	if m.path != "" {
		return m.path
	}
	return m.from
}

// rights are what a letter asks for, each once, without what was stopped already.
func rights(wishes []wish.Wish, stopped bool) (all []varsam.Right) {
	for _, w := range wishes {
		if !(w.Marketing && stopped) && !slices.Contains(all, w.Right) {
			all = append(all, w.Right)
		}
	}
	return all
}
