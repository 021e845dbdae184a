package postoffice

import (
	"bytes"
	"fmt"
	"net/url"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Remote is a mail server that takes any name as a user, with one password for all, as a server for tests does. Made-up mail is
// put there over IMAP.
type Remote struct {
	address, password string
	users             map[string]*imapclient.Client
}

// Dial reads an address, imap://any:PASSWORD@host:port, and returns the password beside the server. The line is not encrypted.
func Dial(address string) (*Remote, string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "imap" || u.Host == "" || u.User == nil {
		return nil, "", fmt.Errorf("the address must be imap://any:PASSWORD@host:port")
	}
	password, _ := u.User.Password()
	return &Remote{u.Host, password, map[string]*imapclient.Client{}}, password, nil
}

// Address is where the server answers, host and port.
func (r *Remote) Address() string { return r.address }

// AddMailbox logs in as the account and makes its folders, the usual ones too.
func (r *Remote) AddMailbox(account, password string, folders ...string) error {
	c, err := imapclient.DialInsecure(r.address, nil)
	if err != nil {
		return err
	}
	r.users[account] = c
	if err := c.Login(account, password).Wait(); err != nil {
		return err
	}
	for _, name := range append(append([]string(nil), Usual...), folders...) {
		if err := c.Create(name, nil).Wait(); err != nil && name != "INBOX" {
			if _, there := c.Select(name, nil).Wait(); there != nil {
				return err
			}
		}
	}
	return nil
}

// Deliver puts a mail into a folder.
func (r *Remote) Deliver(account string, m Mail) error {
	c := r.users[account]
	if c == nil {
		return fmt.Errorf("the mailbox %s was not added", account)
	}
	raw := crlf(m.Raw)
	options := &imap.AppendOptions{Time: m.Received}
	for _, f := range m.Flags {
		options.Flags = append(options.Flags, imap.Flag(f))
	}
	cmd := c.Append(m.Folder, int64(len(raw)), options)
	if _, err := cmd.Write(raw); err != nil {
		return err
	}
	if err := cmd.Close(); err != nil {
		return err
	}
	_, err := cmd.Wait()
	return err
}

// Close ends the connections.
func (r *Remote) Close() error {
	for _, c := range r.users {
		c.Close()
	}
	return nil
}

// crlf ends every line as mails do.
func crlf(raw []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
}
