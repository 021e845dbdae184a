package mailbox_test

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

const (
	bo    = "Bo Ek <bo@example.org>"
	carin = "carin@example.net"
)

func TestDescribe(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.create("Kunder/Åäö & co")
	b.put("INBOX", made("1", bo, b.name, "Hej", "text"))
	sys := s.connect(t, b)
	cat, err := sys.Describe(t.Context())
	if err != nil || !strings.HasPrefix(cat.Engine, "Dovecot") || cat.ReadOnly != "" {
		t.Fatalf("%q, %q, %v", cat.Engine, cat.ReadOnly, err)
	}
	m, _ := cat.Find("messages")
	if m.Rows != 1 || !slices.Equal(m.Key, []string{"account", "folder", "uidvalidity", "uid"}) || m.ReadOnly != "" {
		t.Errorf("%+v", m)
	}
	again, _ := sys.Describe(t.Context())
	if again.Fingerprint("messages") != cat.Fingerprint("messages") {
		t.Error("the fingerprint differs without a change")
	}
	all, found := find(t, sys, system.Selection{Collection: "folders"})
	var names []string
	for _, r := range all {
		names = append(names, r.Get("folder").String()+" "+r.Get("use").String()+" "+r.Get("messages").String())
	}
	want := []string{"INBOX  1", "Kunder/Åäö & co  0", "Trash trash 0"}
	names = slices.DeleteFunc(names, func(s string) bool { return s == "Kunder  0" })
	if !slices.Equal(names, want) || !found.Complete || all[0].Get("uidvalidity").Int() == 0 || all[0].Get("highestmodseq").Int() == 0 {
		t.Errorf("%q, %+v", names, found)
	}
}

// TestFields reads a mail with everything in its header.
func TestFields(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	at := time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)
	uid := b.putAt("INBOX", `Message-ID: <a1@example.org>
Date: Tue, 3 Feb 2026 05:00:00 +0100
From: =?iso-8859-1?Q?Bj=F6rn_=C5berg?= <Bjorn@Example.org>
To: `+b.name+`
Cc: "Ek, Bo"
 <bo@example.org>
Subject: =?utf-8?B?U3ZhciBww6Ugw6RyZW5kZQ==?=
In-Reply-To: <a0@example.com>
References: <a0@example.com>
List-Id: <news.example.org>
Auto-Submitted: auto-replied
Sensitivity: Private
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

hej
--b
Content-Type: application/pdf; name=a.pdf
Content-Disposition: attachment; filename=a.pdf

x
--b--
`, at, imap.FlagSeen, "$Junk")
	sys := s.connect(t, b)
	all, _ := find(t, sys, system.Selection{})
	if len(all) != 1 {
		t.Fatalf("%d mails", len(all))
	}
	r := all[0]
	for field, want := range map[string]string{
		"account": b.name, "folder": "INBOX", "uid": "1", "message_id": "<a1@example.org>", "from": "Björn Åberg <Bjorn@Example.org>",
		"cc": `"Ek, Bo" <bo@example.org>`, "subject": "Svar på ärende", "date": "2026-02-03T04:00:00Z", "received": "2026-02-03T04:05:06Z",
		"flags": `$Junk \Seen`, "seen": "true", "in_reply_to": "<a0@example.com>", "references": "<a0@example.com>", "list_id": "<news.example.org>",
		"auto_submitted": "auto-replied", "private": "true", "attachments": "1", "counterpart": "", "bcc": "",
	} {
		if got := r.Get(field).String(); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
	if uid != 1 || r.Get("raw").Kind() != varsam.Large || r.Get("raw").Int() != r.Get("size").Int() || !r.Get("counterpart").IsNull() {
		t.Errorf("%+v", r)
	}
	raw, err := r.Open()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(raw)
	if err != nil || int64(len(text)) != r.Get("size").Int() || !strings.Contains(string(text), "application/pdf") {
		t.Errorf("%d bytes, %v", len(text), err)
	}
	if err := raw.Close(); err != nil {
		t.Error(err)
	}
	if _, err := b.c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.create("Arkiv")
	b.put("INBOX", made("1", bo, b.name, "Ett", "x"))
	b.put("INBOX", made("2", b.name, carin, "Två", "x"), imap.FlagSeen)
	b.putAt("Arkiv", made("3", "BO@EXAMPLE.ORG", b.name+", "+carin, "Tre", "x"), time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
	sys := s.connect(t, b)
	key := func(r varsam.Record) string { return r.Get("folder").String() + " " + r.Get("subject").String() }
	before := varsam.Compare("received", varsam.Lt, varsam.DayOf(varsam.NewDate(2026, 1, 1)))
	inbox := varsam.All(varsam.Compare("folder", varsam.Eq, varsam.TextOf("INBOX")), varsam.Compare("seen", varsam.Eq, varsam.BoolOf(true)))
	for name, c := range map[string]struct {
		sel  system.Selection
		want []string
	}{
		"all":         {system.Selection{}, []string{"Arkiv Tre", "INBOX Ett", "INBOX Två"}},
		"counterpart": {by("counterpart", varsam.FoldCase, "bo@example.org"), []string{"INBOX Ett"}},
		"exact":       {by("counterpart", varsam.Exact, carin), []string{"INBOX Två"}},
		"no case":     {by("counterpart", varsam.Exact, "Bo@example.org"), nil},
		"contains":    {by("from", varsam.Contains, "bo@example.org"), []string{"Arkiv Tre", "INBOX Ett"}},
		"nothing":     {by("from", varsam.Contains, ""), nil},
		"null":        {by("bcc", varsam.Exact, ""), nil},
		"before":      {system.Selection{Cond: &before}, []string{"Arkiv Tre"}},
		"folder":      {system.Selection{Cond: &inbox}, []string{"INBOX Två"}},
		"restricted":  {system.Selection{Collection: "restricted"}, nil},
	} {
		all, found := find(t, sys, c.sel)
		var got []string
		for _, r := range all {
			got = append(got, key(r))
		}
		if !slices.Equal(got, c.want) || !found.Complete || !found.Scanned {
			t.Errorf("%s: %q, want %q, %+v", name, got, c.want, found)
		}
	}
}
