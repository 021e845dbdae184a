package letterbox

import (
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/system/mailbox"
	"github.com/varsam/varsam/internal/wish"
)

// mail is one message of a letterbox as it came.
type mail struct {
	record     varsam.Record
	account    string
	folder     string
	id         string // Message-ID, with its brackets
	references string
	from, name string
	path       string // where it says that it came from on its way
	subject    string
	received   time.Time
	machine    string // what sent it, by RFC 3834; empty for a person
	listID     string
	ours       bool // somebody of the organisation sent it
	named      bool // one of our addresses stands in To or Cc
	texts      []text
	unread     []varsam.Reason
}

// text is one readable part.
type text struct{ place, body string }

// fields are the columns that a mail is read from.
var fields = []string{
	"account", "folder", "message_id", "references", "from", "subject", "received", "return_path", "machine", "list_id",
	"recipients", "outside", "sent",
}

func mailOf(r varsam.Record) *mail {
	from := r.Get("from").String()
	return &mail{
		record: r, account: r.Get("account").String(), folder: r.Get("folder").String(),
		id: firstOf(r.Get("message_id").String()), references: r.Get("references").String(),
		from: inbox.Address(from), name: displayed(from), path: r.Get("return_path").String(), subject: r.Get("subject").String(),
		received: r.Get("received").Time(), machine: r.Get("machine").String(), listID: strings.ToLower(r.Get("list_id").String()),
		ours: r.Get("sent").Bool(), named: r.Get("recipients").Int() > r.Get("outside").Int(),
	}
}

func firstOf(id string) string {
	id, _, _ = strings.Cut(strings.TrimSpace(id), ",")
	if id = strings.TrimSpace(id); len(id) > 900 || !strings.HasPrefix(id, "<") || !strings.HasSuffix(id, ">") {
		return ""
	}
	return id
}

// displayed is the name in "Name <address>".
func displayed(from string) string {
	name, _, ok := strings.Cut(from, "<")
	if !ok {
		return ""
	}
	return strings.Trim(strings.TrimSpace(name), `"`)
}

// Letter is what a mail says, with whom it is from: when one of the staff passed
// it on, the one who wrote it first.
type Letter struct {
	From     string      `json:"from"`
	Name     string      `json:"name,omitempty"`
	Subject  string      `json:"subject,omitempty"`
	Text     string      `json:"text"`
	Wishes   []wish.Wish `json:"wishes,omitempty"`
	Language string      `json:"language,omitempty"` // as it seems: sv, nb, da, fi, en

	// By is who passed it on; Undated, when the day on which it first came is not
	// known and the day that it was passed on counts.
	By      string `json:"by,omitempty"`
	Undated bool   `json:"undated,omitempty"`

	Unread []varsam.Reason `json:"unread,omitempty"` // what could not be read
}

// letter reads a mail: what its sender wrote, or, when that is one of us, what
// they pass on.
func (m *mail) letter() (Letter, time.Time) {
	own := Letter{From: m.from, Name: m.name, Subject: m.subject, Unread: m.unread}
	if passed, ok := m.passedOn(); ok && (m.ours || passed.From == m.from) {
		if m.ours {
			passed.By = m.from
		}
		passed.Unread = m.unread
		passed.read("")
		if m.own(&own); len(own.Wishes) == 0 || m.ours && len(passed.Wishes) > 0 {
			at, known := passed.day(m.received)
			passed.Undated = !known
			return passed.Letter, at
		}
		return own, m.received
	}
	if m.own(&own); len(own.Wishes) == 0 {
		m.attached(&own)
	}
	return own, m.received
}

// subjectOf is a subject that says something of its own: that of an answer is
// somebody else's.
func subjectOf(m *mail) string {
	if mailbox.WithoutReplies(m.subject) != strings.TrimSpace(m.subject) {
		return ""
	}
	return m.subject
}

// read looks for what the letter asks for, in its subject too.
func (l *Letter) read(subject string) {
	l.Wishes = wish.Read(subject + "\n\n" + l.Text)
	l.Language = wish.Language(subject + "\n" + l.Text)
}

// own reads what the sender wrote: the first of the mail's own texts that says
// anything. An HTML form of the same does not tell what it quotes, and is read
// only where the first asks for nothing.
func (m *mail) own(l *Letter) {
	for i, body := range m.bodies() {
		next := *l
		next.Text = body
		if next.read(subjectOf(m)); i == 0 || len(next.Wishes) > 0 {
			*l = next
		}
		if len(l.Wishes) > 0 {
			return
		}
	}
	if l.Text == "" {
		l.read(subjectOf(m))
	}
}

// bodies are the texts of the mail itself that are not blank.
func (m *mail) bodies() (all []string) {
	for _, t := range m.texts {
		body := t.body
		if t.place == "" { // a header so odd that all of it was taken for text
			_, body, _ = strings.Cut(strings.ReplaceAll(body, "\r\n", "\n"), "\n\n")
		} else if !strings.HasPrefix(t.place, "#body") {
			continue
		}
		if strings.TrimSpace(body) != "" {
			all = append(all, body)
		}
	}
	return all
}

// short is how long an attached text may be to be taken for a letter: an agreement
// or a policy speaks of the same rights and uses none.
const short = 3000

// attached looks at what is attached, where the mail itself asks for nothing.
func (m *mail) attached(l *Letter) {
	for _, t := range m.texts {
		name, _, _ := strings.Cut(t.place, "#")
		if name == "" || len(t.body) > short || strings.Contains(t.place, "#meta") || strings.Contains(t.place, "#header") {
			continue
		}
		found := slices.DeleteFunc(wish.Read(t.body), func(w wish.Wish) bool { return w.Score < wish.Plain })
		if len(found) > 0 {
			l.Text = strings.TrimSpace(l.Text + "\n\n" + t.body)
			l.read("")
			return
		}
	}
}
