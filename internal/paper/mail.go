package paper

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"strings"
)

// Letter is a mail.
type Letter struct {
	From, To, Subject, Date, ID string
	More                        []string // further header lines: "List-Id: <news.example.org>"
	Text, HTML                  string   // HTML may be left out
	Base64                      bool     // the text is written in base64, and otherwise in quoted-printable
	Attachments                 []Attachment
}

// Attachment is a file in a mail.
type Attachment struct {
	Name    string
	Content []byte
}

// Bytes is the mail as it is sent (RFC 5322, MIME); lines end in CRLF.
func (l Letter) Bytes() []byte {
	var b bytes.Buffer
	for _, field := range [][2]string{
		{"Message-ID", l.ID}, {"Date", l.Date}, {"From", named(l.From)}, {"To", named(l.To)}, {"Subject", mime.QEncoding.Encode("utf-8", l.Subject)}, {"MIME-Version", "1.0"},
	} {
		if field[1] != "" {
			b.WriteString(field[0] + ": " + field[1] + "\r\n")
		}
	}
	for _, line := range l.More {
		b.WriteString(line + "\r\n")
	}
	if len(l.Attachments) == 0 {
		l.body(&b)
		return b.Bytes()
	}
	b.WriteString("Content-Type: multipart/mixed; boundary=\"ytter\"\r\n\r\n--ytter\r\n")
	l.body(&b)
	for _, a := range l.Attachments {
		name := mime.BEncoding.Encode("utf-8", a.Name)
		fmt.Fprintf(&b, "\r\n--ytter\r\nContent-Type: application/octet-stream; name=%q\r\nContent-Disposition: attachment; filename=%q\r\nContent-Transfer-Encoding: base64\r\n\r\n", name, name)
		inBase64(&b, a.Content)
	}
	b.WriteString("\r\n--ytter--\r\n")
	return b.Bytes()
}

// body is the text, or the text in two forms.
func (l Letter) body(b *bytes.Buffer) {
	if l.HTML == "" {
		l.part(b, "plain", l.Text)
		return
	}
	b.WriteString("Content-Type: multipart/alternative; boundary=\"inre\"\r\n\r\n--inre\r\n")
	l.part(b, "plain", l.Text)
	b.WriteString("\r\n--inre\r\n")
	l.part(b, "html", l.HTML)
	b.WriteString("\r\n--inre--\r\n")
}

func (l Letter) part(b *bytes.Buffer, kind, text string) {
	b.WriteString("Content-Type: text/" + kind + "; charset=utf-8\r\n")
	text = strings.ReplaceAll(text, "\n", "\r\n")
	if l.Base64 {
		b.WriteString("Content-Transfer-Encoding: base64\r\n\r\n")
		inBase64(b, []byte(text))
		return
	}
	b.WriteString("Content-Transfer-Encoding: quoted-printable\r\n\r\n")
	w := quotedprintable.NewWriter(b)
	w.Write([]byte(text))
	w.Close()
	b.WriteString("\r\n")
}

func inBase64(b *bytes.Buffer, content []byte) {
	coded := base64.StdEncoding.EncodeToString(content)
	for len(coded) > 76 {
		b.WriteString(coded[:76] + "\r\n")
		coded = coded[76:]
	}
	b.WriteString(coded + "\r\n")
}

// named is an address, or several, whose name may have letters that a header has to write otherwise: "Åsa Ek <asa@example.org>".
func named(addresses string) string {
	all := strings.Split(addresses, ", ")
	for i, one := range all {
		if name, address, ok := strings.Cut(one, " <"); ok {
			all[i] = mime.QEncoding.Encode("utf-8", name) + " <" + address
		}
	}
	return strings.Join(all, ", ")
}

func eml(s Sheet) []byte {
	return Letter{
		From: strings.TrimSpace(s.Author + " <avsandare@example.org>"), To: "mottagare@example.net", Subject: s.Header, Date: "Sun, 01 Mar 2026 12:00:00 +0100", ID: "<brev@example.org>",
		Text: strings.Join(s.Lines, "\n"), HTML: "<html><body><p>x</p><!-- " + s.Comment + " --></body></html>", Base64: true,
		Attachments: []Attachment{{"bilaga.csv", table(Sheet{Lines: []string{s.Hidden}})}},
	}.Bytes()
}

func mbox(s Sheet) []byte {
	const from = "From avsandare@example.org Sun Mar  1 12:00:00 2026\n"
	one := Letter{From: "annan@example.org", To: "mottagare@example.net", Subject: "Annat", Date: "Sun, 01 Mar 2026 12:00:00 +0100", ID: "<annat@example.org>", Text: "Hej"}.Bytes()
	unix := func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }
	return bytes.Join([][]byte{[]byte(from), unix(one), []byte("\n" + from), unix(eml(s)), []byte("\n")}, nil)
}
