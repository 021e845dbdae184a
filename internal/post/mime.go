package post

import (
	"bytes"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
)

// compose writes an item as a mail (RFC 5322), in plain text, which every reader
// and every screen reader can show. It answers nobody by itself and asks that
// nobody's machine answers it (RFC 3834).
func compose(i Item, id string, from mail.Address, domain string, at time.Time) ([]byte, error) {
	var b bytes.Buffer
	header := func(name, value string) {
		b.WriteString(name)
		b.WriteString(": ")
		b.WriteString(strings.NewReplacer("\r", "", "\n", "").Replace(value))
		b.WriteString("\r\n")
	}
	header("From", from.String())
	header("To", (&mail.Address{Address: i.To}).String())
	if i.Answers == nil {
		header("Subject", mime.QEncoding.Encode("utf-8", i.Subject))
	} else {
		header("Subject", mime.QEncoding.Encode("utf-8", i.Answers.subject(i.Subject)))
	}
	header("Date", at.Format(time.RFC1123Z))
	header("Message-ID", "<"+id+"@"+domain+">")
	for _, h := range i.manners() {
		header(h[0], h[1])
	}
	header("X-Auto-Response-Suppress", "All")
	header("Content-Language", string(i.Language))
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "quoted-printable")
	b.WriteString("\r\n")
	w := quotedprintable.NewWriter(&b)
	if _, err := w.Write([]byte(strings.ReplaceAll(i.Text, "\n", "\r\n"))); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// manners are the fields by which machines know each other (RFC 3834, 3.1).
func (i Item) manners() [][2]string {
	if i.Answers == nil {
		return [][2]string{{"Auto-Submitted", "auto-generated"}}
	}
	all := [][2]string{{"Auto-Submitted", "auto-replied"}}
	if i.Answers.MessageID != "" {
		all = append(all, [2]string{"In-Reply-To", i.Answers.MessageID})
	}
	if chain := i.Answers.references(); chain != "" {
		all = append(all, [2]string{"References", chain})
	}
	return all
}
