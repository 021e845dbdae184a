package mailbox

import (
	"context"
	"crypto/tls"
	"net"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"github.com/varsam/varsam"
)

// session is one connection, logged in to one mailbox.
type session struct {
	account string
	c       *imapclient.Client
	conn    net.Conn
	caps    imap.CapSet

	folder   string // the selected one
	writable bool
	box      imap.SelectData
	idle     time.Time // since when nobody uses it
}

// dial opens a connection and logs it in.
func (s *System) dial(ctx context.Context, account string) (*session, error) {
	d := net.Dialer{Timeout: s.set.timeout}
	raw, err := d.DialContext(ctx, "tcp", s.set.address)
	if err != nil {
		return nil, varsam.Errorf(varsam.Unavailable, "%s: the mail server does not answer", s.name)
	}
	c, err := s.greet(ctx, account, raw)
	if err != nil {
		raw.Close()
		return nil, err
	}
	return c, nil
}

// greet protects the line, waits for the greeting and logs in.
func (s *System) greet(ctx context.Context, account string, raw net.Conn) (*session, error) {
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	defer stop()
	c := &session{account: account, conn: raw}
	var err error
	switch s.set.security {
	case tlsAlways:
		encrypted := tls.Client(raw, s.set.tls)
		if err = encrypted.HandshakeContext(ctx); err != nil {
			return nil, s.fault(ctx, err, "the TLS handshake")
		}
		c.c = imapclient.New(newLine(encrypted, s.set.timeout), nil)
	case tlsStart:
		c.c, err = imapclient.NewStartTLS(newLine(raw, s.set.timeout), &imapclient.Options{TLSConfig: s.set.tls})
	default:
		c.c = imapclient.New(newLine(raw, s.set.timeout), nil)
	}
	if err == nil {
		err = c.c.WaitGreeting()
	}
	if err != nil {
		return nil, s.fault(ctx, err, "the greeting")
	}
	if c.c.State() == imap.ConnStateNotAuthenticated {
		if err = s.loginTo(ctx, c); err != nil {
			return nil, s.refusedLogin(ctx, err)
		}
	}
	if c.caps = c.c.Caps(); c.caps == nil {
		return nil, varsam.Errorf(varsam.Unavailable, "%s: the mail server does not say what it can do", s.name)
	}
	return c, nil
}

// during closes the connection when the context ends, which ends what it is
// doing; the returned function ends the watch.
func (c *session) during(ctx context.Context) func() bool {
	return context.AfterFunc(ctx, func() { c.conn.Close() })
}

// dead says that the connection is closed.
func (c *session) dead() bool {
	select {
	case <-c.c.Closed():
		return true
	default:
		return c.c.State() == imap.ConnStateLogout
	}
}

func (c *session) condstore() bool { return c.caps.Has(imap.CapCondStore) }

// open selects a folder, to read or to change it; a folder that is selected
// already is not asked for again.
func (c *session) open(folder string, writable bool) error {
	if c.folder == folder && (c.writable || !writable) {
		return nil
	}
	return c.reopen(folder, writable)
}

// reopen selects a folder and so learns how it stands now.
func (c *session) reopen(folder string, writable bool) error {
	c.folder = ""
	box, err := c.c.Select(folder, &imap.SelectOptions{ReadOnly: !writable, CondStore: c.condstore()}).Wait()
	if err != nil {
		return err
	}
	c.folder, c.writable, c.box = folder, writable, *box
	return nil
}

// leave unselects, so that the folder can be opened anew.
func (c *session) leave() { c.folder = "" }
