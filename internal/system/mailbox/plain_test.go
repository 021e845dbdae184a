package mailbox_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"net/mail"
	"strings"

	"github.com/varsam/varsam"
)

// plain is a small [system.Documents] for mails of one part: its subject, and its
// text, from base64 too. What has more parts, it cannot read.
type plain struct{}

func (plain) Texts(ctx context.Context, name string, content io.Reader, yield func(string, io.Reader) error) ([]varsam.Reason, error) {
	raw, err := io.ReadAll(content)
	if err != nil {
		return nil, err
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil || name != "message.eml" {
		return []varsam.Reason{varsam.Because("unread-damaged", "")}, nil
	}
	if err := yield("#header=subject", strings.NewReader(m.Header.Get("Subject"))); err != nil {
		return nil, err
	}
	if strings.HasPrefix(m.Header.Get("Content-Type"), "multipart/") {
		return []varsam.Reason{varsam.Because("unread-damaged", "")}, nil
	}
	body := m.Body
	if m.Header.Get("Content-Transfer-Encoding") == "base64" {
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	return nil, yield("", body)
}
