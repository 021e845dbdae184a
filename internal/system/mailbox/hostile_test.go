package mailbox_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/mailbox"
)

// TestHostile has mails that were made to break whoever reads them, among others:
// the others are found, and what was not read is said.
func TestHostile(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	multipart := func(boundary, body string) string {
		return "From: " + bo + "\nTo: " + b.name + "\nSubject: ond\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"" + boundary + "\"\n\n" + body
	}
	deep := strings.Builder{}
	for range 300 {
		deep.WriteString("--x\nContent-Type: multipart/mixed; boundary=x\n\n")
	}
	for _, raw := range []string{
		multipart("x", deep.String()),
		multipart("borta", "text utan gräns planterad"),
		strings.Repeat("X-Rad: y\n", 10_000) + made("1", bo, b.name, "många rader", "planterad"),
		"Subject: " + strings.Repeat(" lång\n", 300_000) + made("2", bo, b.name, "x", "planterad"),
		strings.Replace(made("3", bo, b.name, "=?x-okänd?B?////?=", "planterad"), "utf-8", "x-ebcdic", 1),
		"From: " + strings.Repeat("<", 2000) + "\nTo: " + strings.Repeat("(", 5000) + "\n\nplanterad",
		made("4", "\"Bo\x00\xff\" <bo@example.org>", b.name, "\xe5\xe4\xf6", "planterad"),
		"\n\nbara text planterad",
		made("5", bo, b.name, "vanlig", "planterad"),
	} {
		b.put("INBOX", strings.ReplaceAll(raw, "\x00", ""))
	}
	for range 3 { // of use to nobody, but in the way
		b.put("INBOX", multipart("y", "--y\nContent-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\nUEsDBBQAAAAIAA==\n--y--\n"))
	}
	cfg := system.Config{
		System: "mail", Zone: zone, Today: today, Documents: document.InProcess(document.Limits{}),
		Settings: map[string]string{"host": s.address, "security": "none", "accounts": b.name, "password": s.password},
	}
	sys, err := mailbox.IMAP().Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close()
	all, found := find(t, sys, system.Selection{})
	if len(all) != 12 || found.Complete || found.Why != "unreadable" {
		t.Errorf("%d mails, %+v: a header beyond what is read must be said", len(all), found)
	}
	hits := 0
	found, err = sys.(system.TextFinder).FindText(context.Background(), system.Selection{Collection: "messages"}, func(x system.Text) bool {
		text, err := io.ReadAll(x.Body)
		return err == nil && bytes.Contains(text, []byte("planterad"))
	}, func(varsam.Record) error { hits++; return nil })
	if err != nil || found.Complete || len(found.Unread) < 3 {
		t.Errorf("%+v, %v", found, err)
	}
	unread := map[string]bool{}
	for _, u := range found.Unread {
		unread[u.Ref.String()] = true
	}
	if missed := 8 - hits; missed > len(unread) {
		t.Errorf("%d of the mails were neither found nor said to be unread: %v", missed, found.Unread)
	}
	t.Logf("%d found, %d unread", hits, len(unread))
}
