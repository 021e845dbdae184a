package postoffice_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/mailbox"
	"github.com/varsam/varsam/internal/system/mailbox/postoffice"
)

// TestMailbox has the connector find, move and erase mail of two mailboxes on a
// server that keeps no MODSEQ.
func TestMailbox(t *testing.T) {
	t.Parallel()
	o, err := postoffice.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	for _, account := range []string{"anna@example.com", "info@example.com"} {
		if err := o.AddMailbox(account, "secret", "Kunder"); err != nil {
			t.Fatal(err)
		}
		for i, from := range []string{"bo@example.org", "carin@example.net"} {
			raw := "From: " + from + "\nTo: " + account + "\nSubject: Hej " + from + "\n\nHej!\n"
			m := postoffice.Mail{Folder: []string{"INBOX", "Kunder"}[i], Received: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Flags: []string{`\Seen`}, Raw: []byte(raw)}
			if err := o.Deliver(account, m); err != nil {
				t.Fatal(err)
			}
		}
	}
	sys, err := mailbox.IMAP().Open(t.Context(), system.Config{System: "mail", Today: varsam.NewDate(2026, 11, 21), Settings: map[string]string{
		"host": o.Address(), "security": "none", "accounts": "info@example.com, anna@example.com", "password": "secret",
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close()
	cat, err := sys.Describe(t.Context())
	if err != nil || cat.ReadOnly != "" || cat.Collections[1].Rows != 4 {
		t.Fatalf("%+v, %v", cat, err)
	}
	bo := system.Selection{Collection: "messages", Version: true, Match: []system.Match{
		{Fields: []string{"counterpart"}, Fold: varsam.FoldCase, Tuples: [][]varsam.Value{{varsam.TextOf("bo@example.org")}}},
	}}
	records := find(t, sys, bo)
	if len(records) != 2 || records[0].Get("account").String() != "anna@example.com" {
		t.Fatalf("%+v", records)
	}
	raw, err := records[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(raw); err != nil || !strings.HasSuffix(string(text), "\r\n\r\nHej!\r\n") {
		t.Errorf("%q, %v", text, err)
	}
	if err := raw.Close(); err != nil {
		t.Error(err)
	}
	op := varsam.Operation{Kind: varsam.OpRestrict, Collection: "messages", Move: "restricted", Fingerprint: cat.Fingerprint("messages")}
	for _, r := range records {
		op.Targets = append(op.Targets, varsam.Target{Ref: r.Ref, Versions: []string{r.Version}})
	}
	done, err := sys.Apply(t.Context(), op)
	if err != nil || done.Rows != 2 {
		t.Fatalf("%+v, %v", done, err)
	}
	bo.Collection = "restricted"
	moved := find(t, sys, bo)
	if len(moved) != 2 || done.Versions[moved[1].Ref.String()] != moved[1].Version {
		t.Fatalf("%+v", moved)
	}
	erase := varsam.Operation{Kind: varsam.OpErase, Collection: "restricted", Fingerprint: cat.Fingerprint("restricted")}
	for _, r := range moved {
		erase.Targets = append(erase.Targets, varsam.Target{Ref: r.Ref, Versions: []string{r.Version}})
	}
	if done, err := sys.Apply(t.Context(), erase); err != nil || done.Rows != 2 || done.Finality != varsam.Gone {
		t.Errorf("%+v, %v", done, err)
	}
	seen, err := sys.Observe(t.Context(), erase)
	if err != nil || seen.Rows[varsam.RowPlanned] != 2 || len(find(t, sys, bo)) != 0 {
		t.Errorf("%+v, %v", seen, err)
	}
	if err := o.Deliver("nobody@example.com", postoffice.Mail{}); err == nil {
		t.Error("mail to nobody was delivered")
	}
}

func find(t *testing.T, s system.System, sel system.Selection) (all []varsam.Record) {
	t.Helper()
	found, err := s.Find(context.Background(), sel, func(r varsam.Record) error {
		all = append(all, r)
		return nil
	})
	if err != nil || !found.Complete {
		t.Fatalf("%+v, %v", found, err)
	}
	return all
}
