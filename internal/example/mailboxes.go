package example

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/paper"
	"github.com/varsam/varsam/internal/system/mailbox/postoffice"
)

// mailSystem is what an example's mail server is called in its register.
const mailSystem = "mail"

// password opens every mailbox of an example in a post office of this process.
const password = "made-up"

// mailing is a mail and where it lies.
type mailing struct {
	account, folder string
	days            int  // before today
	seen            bool // somebody has opened it
	letter          paper.Letter
}

// mailboxes are an example's accounts with the folders that each has beside the
// usual ones, and the mails in them.
type mailboxes struct {
	accounts []string
	folders  []string
	letters  func(w *world) []mailing
}

// mailServer takes mails: a post office of this process, or a real server.
type mailServer interface {
	Address() string
	AddMailbox(account, password string, folders ...string) error
	Deliver(account string, m postoffice.Mail) error
}

// mails delivers an example's mails, or writes them as files where there is no server.
func (m *Made) mails(s set, w *world, opt Options) error {
	if s.mail == nil {
		return nil
	}
	server, key := mailServer(opt.Office), password
	if opt.Office == nil {
		server = nil
	}
	if opt.IMAP != "" {
		remote, secret, err := postoffice.Dial(opt.IMAP)
		if err != nil {
			return varsam.Wrap(varsam.Unavailable, err, "reaching the mail server")
		}
		defer remote.Close()
		server, key = remote, secret
	}
	if server != nil {
		m.Mail, m.mailKey = server.Address(), key
		for _, account := range s.mail.accounts {
			if err := server.AddMailbox(account, key, s.mail.folders...); err != nil {
				return varsam.Wrap(varsam.Unavailable, err, "making a mailbox")
			}
		}
	}
	r := w.stream("mail")
	for i, one := range s.mail.letters(w) {
		at := one.at(r, w.cal)
		one.letter.Date, one.letter.ID = at.Format(time.RFC1123Z), fmt.Sprintf("<%d.%s@brev.example>", i+1, w.opt.Prefix)
		if err := m.mail(server, one, at, i, opt); err != nil {
			return err
		}
		m.Mails++
	}
	return nil
}

// mail delivers one.
func (m *Made) mail(server mailServer, one mailing, at time.Time, i int, opt Options) error {
	if server == nil {
		path := filepath.Join(opt.Dir, "mail", one.account, filepath.FromSlash(one.folder), fmt.Sprintf("%04d.eml", i+1))
		return writeFile(path, one.letter.Bytes())
	}
	mail := postoffice.Mail{Folder: one.folder, Received: at, Raw: one.letter.Bytes()}
	if one.seen {
		mail.Flags = []string{`\Seen`}
	}
	if err := server.Deliver(one.account, mail); err != nil {
		return varsam.Wrap(varsam.Unavailable, err, "delivering a mail")
	}
	return nil
}

// at is when it came: in office hours of its day.
func (m mailing) at(r *rand.Rand, c calendar) time.Time {
	return c.ago(m.days).Start(time.UTC).Add(time.Duration(6*60+r.IntN(10*60)) * time.Minute)
}

// withMail points the register's mail system at the server; without one the
// register has no such system.
func (m *Made) withMail(text []byte, dir string) ([]byte, error) {
	if m.Mail == "" {
		return nil, nil
	}
	path, err := filepath.Abs(filepath.Join(dir, "addresses", mailSystem))
	if err != nil {
		return nil, err
	}
	if err := writeFile(path, []byte(m.mailKey+"\n")); err != nil {
		return nil, err
	}
	if !hostSetting.Match(text) || !passwordSetting.Match(text) {
		return nil, varsam.Errorf(varsam.Internal, "the register of %s has no host or no password", mailSystem)
	}
	text = hostSetting.ReplaceAllLiteral(text, []byte(`host: "`+m.Mail+`"`))
	return passwordSetting.ReplaceAllLiteral(text, []byte(`password: "file:`+filepath.ToSlash(path)+`"`)), nil
}

// shelf is a folder of an example with documents.
type shelf struct {
	name string // as in the register, whose path is ../name
	fill func(w *world) map[string][]byte
}

// shelve writes the documents.
func (m *Made) shelve(s set, w *world, opt Options) error {
	for _, one := range s.shelves {
		root := filepath.Join(opt.Dir, one.name)
		if _, err := os.Stat(root); err == nil && !opt.Replace {
			return varsam.Errorf(varsam.Conflict, "%s exists already", root)
		}
		for path, content := range one.fill(w) {
			if err := writeFile(filepath.Join(root, filepath.FromSlash(path)), content); err != nil {
				return varsam.Wrap(varsam.Denied, err, "writing a document of %s", one.name)
			}
			m.Documents++
		}
	}
	return nil
}

// from is how a person stands in a mail's header.
func from(p *person, address string) string {
	return strings.ReplaceAll(p.name(), ",", "") + " <" + address + ">"
}
