package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/pii/piitest"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/mailbox"
)

// mails are how many lie in the mailbox.
const mails = 10_000

// BenchmarkMailbox reads a mailbox of small mails on a Dovecot: all headers, as a
// search for a correspondent does, and all texts, as a search for a mention does.
// The floor is a client that asks for the same and looks at nothing.
func BenchmarkMailbox(b *testing.B) {
	dsn := os.Getenv("VARSAM_TEST_DOVECOT")
	if dsn == "" {
		b.Skip("Dovecot is left out: VARSAM_TEST_DOVECOT is not set")
	}
	u, err := url.Parse(dsn)
	if err != nil {
		b.Fatal(err)
	}
	password, _ := u.User.Password()
	account := fmt.Sprintf("bench%d@example.com", os.Getpid())
	size := fillMaildir(b, filepath.Join(u.Path, account), mails)
	settings := func(keep string) system.Config {
		return system.Config{
			System: "mail", Today: today, Documents: document.InProcess(document.Limits{}),
			Settings: map[string]string{"host": u.Host, "security": "none", "accounts": account, "password": password, "own": "info@example.com", "keep_headers": keep},
		}
	}
	sys, err := mailbox.IMAP().Open(b.Context(), settings("no"))
	if err != nil {
		b.Fatal(err)
	}
	defer sys.Close()
	one := system.Selection{Collection: "messages", Match: []system.Match{
		{Fields: []string{"counterpart"}, Fold: varsam.FoldCase, Tuples: [][]varsam.Value{{varsam.TextOf("person17@example.org")}}},
	}}
	count := 0
	taken := func(varsam.Record) error { count++; return nil }
	b.Run("headers", func(b *testing.B) {
		measure := peak(b)
		best, floor := time.Hour, time.Hour
		for b.Loop() {
			for range 3 {
				count = 0
				best = min(best, clocked(b, func() error {
					found, err := sys.Find(b.Context(), one, taken)
					if err == nil && (!found.Complete || count != mails/100) {
						err = fmt.Errorf("%d mails, %+v", count, found)
					}
					return err
				}))
				floor = min(floor, clocked(b, func() error { return bare(u.Host, account, password, "BODY.PEEK[HEADER]") }))
			}
		}
		measure()
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(mails/best.Seconds(), "mails/s")
		b.ReportMetric(mails/floor.Seconds(), "floor-mails/s")
	})
	b.Run("again", func(b *testing.B) {
		kept, err := mailbox.IMAP().Open(b.Context(), settings("yes"))
		if err != nil {
			b.Fatal(err)
		}
		defer kept.Close()
		ask := func() error { _, err := kept.Find(b.Context(), one, taken); return err }
		if err := ask(); err != nil {
			b.Fatal(err)
		}
		measure := peak(b)
		best := time.Hour
		for b.Loop() {
			best = min(best, clocked(b, ask), clocked(b, ask))
		}
		measure()
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(mails/best.Seconds(), "mails/s")
	})
	b.Run("texts", func(b *testing.B) {
		measure := peak(b)
		best, floor := time.Hour, time.Hour
		for b.Loop() {
			for range 2 {
				best = min(best, clocked(b, func() error {
					found, err := sys.(system.TextFinder).FindText(b.Context(), system.Selection{Collection: "messages", Fields: []string{"subject"}},
						func(x system.Text) bool { _, err := io.Copy(io.Discard, x.Body); return err != nil }, taken)
					if err == nil && !found.Complete {
						err = fmt.Errorf("%+v", found)
					}
					return err
				}))
				floor = min(floor, clocked(b, func() error { return bare(u.Host, account, password, "BODY.PEEK[]") }))
			}
		}
		measure()
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(size)/1e6/best.Seconds(), "MB/s")
		b.ReportMetric(float64(size)/1e6/floor.Seconds(), "floor-MB/s")
		b.ReportMetric(mails/best.Seconds(), "mails/s")
	})
}

func clocked(b *testing.B, do func() error) time.Duration {
	b.Helper()
	start := time.Now()
	if err := do(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// fillMaildir writes made-up mails as a delivery does, and returns their bytes. A
// server that runs as somebody else must be able to put its files beside them.
func fillMaildir(b *testing.B, folder string, n int) (size int64) {
	b.Helper()
	for _, name := range []string{"cur", "new", "tmp", ""} {
		if err := os.MkdirAll(filepath.Join(folder, name), 0o777); err != nil {
			b.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(folder, name), 0o777); err != nil {
			b.Fatal(err)
		}
	}
	text := piitest.Generate(3, 1<<20, piitest.Sparse).Bytes
	random := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		at := time.Unix(1_700_000_000+int64(i)*600, 0).UTC()
		from := random.IntN(len(text) - 4000)
		mail := fmt.Sprintf("Return-Path: <person%d@example.org>\r\nReceived: from mail.example.org by mail.example.com; %s\r\nMessage-ID: <%d@example.org>\r\n"+
			"Date: %s\r\nFrom: Person %d <person%d@example.org>\r\nTo: info@example.com\r\nSubject: =?utf-8?Q?=C3=84rende_%d?=\r\nMIME-Version: 1.0\r\n"+
			"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%s\r\n",
			i%100, at.Format(time.RFC1123Z), i, at.Format(time.RFC1123Z), i%100, i%100, i, strings.ToValidUTF8(string(text[from:from+1000+random.IntN(2000)]), ""))
		size += int64(len(mail))
		if err := os.WriteFile(filepath.Join(folder, "cur", fmt.Sprintf("%d.M%d.bench:2,S", at.Unix(), i)), []byte(mail), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	return size
}

// bare asks for a part of every mail and throws it away.
func bare(address, account, password, part string) error {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer c.Close()
	in := bufio.NewReaderSize(c, 64<<10)
	for i, command := range []string{"LOGIN " + account + " " + password, "EXAMINE INBOX", "UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE " + part + ")"} {
		tag := fmt.Sprintf("bare%d ", i)
		if _, err := io.WriteString(c, tag+command+"\r\n"); err != nil {
			return err
		}
		for {
			line, err := in.ReadSlice('\n')
			if err != nil && err != bufio.ErrBufferFull {
				return err
			}
			if done, ok := strings.CutPrefix(string(line), tag); ok {
				if !strings.HasPrefix(done, "OK") {
					return fmt.Errorf("refused: %s", command[:5])
				}
				break
			}
		}
	}
	return nil
}
