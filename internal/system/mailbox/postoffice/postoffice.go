// Package postoffice is a mail server inside the process: the demo's, and tests'.
// It speaks IMAP on this machine only, holds its mail in memory, and forgets it
// when it closes.
package postoffice

import (
	"bytes"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// Office is a running mail server.
type Office struct {
	listener net.Listener
	server   *imapserver.Server
	users    *imapmemserver.Server

	mu        sync.Mutex
	mailboxes map[string]*imapmemserver.User
}

// Open starts a server on a free port of this machine.
func Open() (*Office, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("the post office finds no port: %w", err)
	}
	o := &Office{listener: l, users: imapmemserver.New(), mailboxes: map[string]*imapmemserver.User{}}
	o.server = imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return o.users.NewSession(), nil, nil
		},
		Caps: imap.CapSet{
			imap.CapIMAP4rev1: {}, imap.CapUIDPlus: {}, imap.CapMove: {}, imap.CapESearch: {}, imap.CapUnselect: {},
			imap.CapSpecialUse: {}, imap.CapListExtended: {}, imap.CapListStatus: {}, imap.CapNamespace: {},
		},
		InsecureAuth: true, // the line does not leave the machine
		Logger:       silence{},
	})
	go func() { _ = o.server.Serve(l) }()
	return o, nil
}

// silence keeps errors of clients that hang up out of the program's output.
type silence struct{}

func (silence) Printf(string, ...any) {}

// Address is where the server answers, host and port.
func (o *Office) Address() string { return o.listener.Addr().String() }

// Close ends the server and its connections.
func (o *Office) Close() error { return o.server.Close() }

// Usual are the folders that a new mailbox has.
var Usual = []string{"INBOX", "Sent", "Drafts", "Archive", "Junk", "Trash"}

var uses = map[string]imap.MailboxAttr{
	"Sent": imap.MailboxAttrSent, "Drafts": imap.MailboxAttrDrafts, "Archive": imap.MailboxAttrArchive,
	"Junk": imap.MailboxAttrJunk, "Trash": imap.MailboxAttrTrash,
}

// AddMailbox makes a mailbox with the usual folders and others.
func (o *Office) AddMailbox(account, password string, folders ...string) error {
	u := imapmemserver.NewUser(account, password)
	for _, name := range slices.Concat(Usual, folders) {
		var more *imap.CreateOptions
		if use, ok := uses[name]; ok {
			more = &imap.CreateOptions{SpecialUse: []imap.MailboxAttr{use}}
		}
		if err := u.Create(name, more); err != nil {
			return fmt.Errorf("the folder %s: %w", name, err)
		}
	}
	o.mu.Lock()
	o.mailboxes[account] = u
	o.mu.Unlock()
	o.users.AddUser(u)
	return nil
}

// Mail is a message and how it lies in its folder.
type Mail struct {
	Folder   string
	Received time.Time
	Flags    []string // \Seen, \Flagged …
	Raw      []byte   // RFC 5322; lines end in CRLF or LF
}

// Deliver puts a mail into a folder.
func (o *Office) Deliver(account string, m Mail) error {
	o.mu.Lock()
	u := o.mailboxes[account]
	o.mu.Unlock()
	if u == nil {
		return fmt.Errorf("the post office has no mailbox %s", account)
	}
	options := &imap.AppendOptions{Time: m.Received}
	for _, f := range m.Flags {
		options.Flags = append(options.Flags, imap.Flag(f))
	}
	raw := crlf(m.Raw)
	_, err := u.Append(m.Folder, letter{bytes.NewReader(raw), int64(len(raw))}, options)
	return err
}

// letter is a mail as the server takes it.
type letter struct {
	*bytes.Reader
	size int64
}

func (l letter) Size() int64 { return l.size }
