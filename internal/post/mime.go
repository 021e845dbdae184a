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
	header("Subject", mime.QEncoding.Encode("utf-8", i.Subject))
	header("Date", at.Format(time.RFC1123Z))
	header("Message-ID", "<"+id+"@"+domain+">")
	header("Auto-Submitted", "auto-generated")
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
