package mailbox

import (
	"strings"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
)

// The collections.
const (
	messages   = "messages"
	restricted = "restricted"
	folders    = "folders"
)

// column is a field of a message, with how it is read.
type column struct {
	varsam.Column
	of func(*System, *message) varsam.Value
}

func textColumn(name string, of func(*System, *message) varsam.Value) column {
	return column{varsam.Column{Name: name, Type: "text", Kind: varsam.Text, Generated: true}, of}
}

func numberColumn(name string, of func(*System, *message) varsam.Value) column {
	return column{varsam.Column{Name: name, Type: "number", Kind: varsam.Int, Generated: true}, of}
}

func headerColumn(name string, at int) column {
	return textColumn(name, func(_ *System, m *message) varsam.Value { return m.head.textValue(at) })
}

func truthColumn(name string, of func(*System, *message) varsam.Value) column {
	return column{varsam.Column{Name: name, Type: "truth", Kind: varsam.Bool, NotNull: true, Generated: true}, of}
}

func instantColumn(name string, of func(*System, *message) varsam.Value) column {
	return column{varsam.Column{Name: name, Type: "instant", Kind: varsam.Instant, Generated: true}, of}
}

// columns are the fields of messages, in their order.
var columns = []column{
	keyColumn(textColumn("account", func(_ *System, m *message) varsam.Value { return varsam.TextOf(m.account) })),
	keyColumn(textColumn("folder", func(_ *System, m *message) varsam.Value { return varsam.TextOf(m.folder) })),
	keyColumn(numberColumn("uidvalidity", func(_ *System, m *message) varsam.Value { return varsam.IntOf(int64(m.validity)) })),
	keyColumn(numberColumn("uid", func(_ *System, m *message) varsam.Value { return varsam.IntOf(int64(m.uid)) })),
	headerColumn("message_id", hMessageID),
	headerColumn("from", hFrom),
	headerColumn("to", hTo),
	headerColumn("cc", hCc),
	headerColumn("bcc", hBcc),
	headerColumn("reply_to", hReplyTo),
	textColumn("counterpart", (*System).counterpart),
	headerColumn("subject", hSubject),
	instantColumn("date", func(_ *System, m *message) varsam.Value { return m.head.date() }),
	instantColumn("received", func(_ *System, m *message) varsam.Value {
		if m.received.IsZero() {
			return varsam.Value{}
		}
		return varsam.InstantOf(m.received)
	}),
	numberColumn("size", func(_ *System, m *message) varsam.Value { return varsam.IntOf(m.size) }),
	textColumn("flags", func(_ *System, m *message) varsam.Value { return varsam.TextOf(m.flagText()) }),
	truthColumn("seen", func(_ *System, m *message) varsam.Value { return varsam.BoolOf(m.has(imap.FlagSeen)) }),
	headerColumn("in_reply_to", hInReplyTo),
	headerColumn("references", hReferences),
	headerColumn("list_id", hListID),
	headerColumn("auto_submitted", hAutoSubmitted),
	textColumn("return_path", returnPath),
	textColumn("machine", machineValue),
	numberColumn("recipients", recipients),
	numberColumn("outside", outside),
	truthColumn("sent", sent),
	truthColumn("private", privateValue),
	numberColumn(attachments, func(_ *System, m *message) varsam.Value {
		if m.attachments < 0 {
			return varsam.Value{}
		}
		return varsam.IntOf(int64(m.attachments))
	}),
	textColumn(textField, large),
	{varsam.Column{Name: rawField, Type: "message/rfc822", Kind: varsam.Bytes, Generated: true}, large},
}

// Fields that cost more than a header, or are opened with Content.
const (
	attachments = "attachments"
	textField   = "text"
	rawField    = "raw"
)

func keyColumn(c column) column {
	c.NotNull = true
	return c
}

// large stands for the whole message: its size and its identity.
func large(_ *System, m *message) varsam.Value {
	v := m.version()
	v.modseq, v.flags, v.deleted = 0, 0, false
	return varsam.LargeOf(m.size, v.String())
}

var messageKey = []string{"account", "folder", "uidvalidity", "uid"}

func columnOf(name string) *column {
	for i := range columns {
		if columns[i].Name == name {
			return &columns[i]
		}
	}
	return nil
}

// counterpart is the one address of a message that is not the mailbox's own; null
// when there is none, or more than one: then the mail is not that person's alone.
func (s *System) counterpart(m *message) varsam.Value {
	only := ""
	for _, at := range []int{hFrom, hTo, hCc, hBcc, hReplyTo} {
		for _, a := range m.head.addresses(at) {
			switch {
			case a == only || s.isOwn(m.account, a):
			case only != "":
				return varsam.Value{}
			default:
				only = a
			}
		}
	}
	if only == "" {
		return varsam.Value{}
	}
	return varsam.TextOf(only)
}

func (s *System) isOwn(account, address string) bool {
	if strings.EqualFold(account, address) {
		return true
	}
	for _, own := range s.set.own {
		if own == address || own[0] == '@' && strings.HasSuffix(address, own) {
			return true
		}
	}
	return false
}
