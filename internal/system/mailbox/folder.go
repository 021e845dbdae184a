package mailbox

import (
	"cmp"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
)

// folder is one folder of a mailbox.
type folder struct {
	name  string
	delim rune
	uses  []imap.MailboxAttr
	state *imap.StatusData // nil when the server did not say
}

func (f folder) is(use imap.MailboxAttr) bool {
	return slices.ContainsFunc(f.uses, func(a imap.MailboxAttr) bool { return strings.EqualFold(string(a), string(use)) })
}

// gmail says that the server's folders are labels (X-GM-EXT-1): a mail lies in
// all mail, in trash or in spam, once, and everywhere else as a name for it.
func (c *session) gmail() bool { return c.caps.Has("X-GM-EXT-1") }

// list reads which folders there are that can be opened, in the order of keys.
func (c *session) list(states bool) ([]folder, error) {
	o := c.listOptions(states)
	data, err := c.c.List("", "*", o).Collect()
	if err != nil {
		return nil, err
	}
	var all []folder
	for _, d := range data {
		f := folder{d.Mailbox, d.Delim, d.Attrs, d.Status}
		if strings.EqualFold(f.name, "INBOX") {
			f.name = "INBOX"
		}
		if !f.is(imap.MailboxAttrNoSelect) && !f.is(imap.MailboxAttrNonExistent) {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b folder) int { return cmp.Compare(a.name, b.name) })
	return slices.CompactFunc(all, func(a, b folder) bool { return a.name == b.name }), nil
}

// listOptions asks for what the server can say in one answer.
func (c *session) listOptions(states bool) *imap.ListOptions {
	if !c.caps.Has(imap.CapListExtended) {
		return nil
	}
	o := &imap.ListOptions{ReturnSpecialUse: c.caps.Has(imap.CapSpecialUse)}
	if states && c.caps.Has(imap.CapListStatus) {
		o.ReturnStatus = c.statusOptions()
	}
	if !o.ReturnSpecialUse && o.ReturnStatus == nil {
		return nil
	}
	return o
}

func (c *session) statusOptions() *imap.StatusOptions {
	return &imap.StatusOptions{NumMessages: true, NumUnseen: true, UIDNext: true, UIDValidity: true, HighestModSeq: c.condstore()}
}

// bins are what folders for deleted mail are called where the server does not
// say, in the languages of the mail programs.
var bins = []string{
	"trash", "bin", "deleted items", "deleted messages", "papperskorgen", "papperskorg", "borttaget", "borttagna objekt",
	"roskakori", "poistetut", "slettede elementer", "slettet post", "papirkurv", "papperkorg",
}

// bin says whether a folder is one for deleted mail.
func (s *System) bin(f folder) bool {
	return f.is(imap.MailboxAttrTrash) || like(s.set.trash, f.name) || slices.Contains(bins, strings.ToLower(lastName(f.name, f.delim)))
}

// inRestricted says whether a folder is where restricted mails are kept, or lies
// below it.
func (s *System) inRestricted(f folder) bool {
	return f.name == s.set.restricted || f.delim != 0 && strings.HasPrefix(f.name, s.set.restricted+string(f.delim))
}

// of are the folders that make up a collection.
func (s *System) of(collection string, c *session, all []folder) []folder {
	single := c.gmail() && slices.ContainsFunc(all, func(f folder) bool { return f.is(imap.MailboxAttrAll) })
	return slices.DeleteFunc(slices.Clone(all), func(f folder) bool {
		switch {
		case s.inRestricted(f):
			return collection != restricted
		case collection == restricted || like(s.set.skip, f.name):
			return true
		case single:
			return !f.is(imap.MailboxAttrAll) && !f.is(imap.MailboxAttrJunk) && !s.bin(f)
		}
		return false
	})
}
