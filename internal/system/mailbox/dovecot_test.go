package mailbox_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/mailbox"
)

// dovecotVariable holds the address of a private Dovecot: one password for all
// users, and the folder of their mail.
const dovecotVariable = "VARSAM_TEST_DOVECOT"

// server is a running Dovecot.
type server struct{ address, password, mail string }

func dovecot(t testing.TB) server {
	t.Helper()
	dsn := os.Getenv(dovecotVariable)
	if dsn == "" {
		t.Skip("Dovecot is left out: " + dovecotVariable + " is not set")
	}
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	password, _ := u.User.Password()
	return server{u.Host, password, u.Path}
}

var users atomic.Int64

// user is a mailbox that nobody else has.
func (s server) user(t testing.TB) *box {
	t.Helper()
	name := fmt.Sprintf("anna%d-%d@example.com", os.Getpid(), users.Add(1))
	return newBox(t, s.address, name, s.password)
}

// box is a mailbox as its owner sees it.
type box struct {
	t       testing.TB
	address string
	name    string
	c       *imapclient.Client
}

func newBox(t testing.TB, address, name, password string) *box {
	t.Helper()
	c, err := imapclient.DialInsecure(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.Login(name, password).Wait(); err != nil {
		t.Fatal(err)
	}
	return &box{t, address, name, c}
}

func (b *box) do(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// create makes folders.
func (b *box) create(folders ...string) {
	b.t.Helper()
	for _, f := range folders {
		b.do(b.c.Create(f, nil).Wait())
	}
}

// put delivers a mail, and returns its UID.
func (b *box) put(folder, mail string, flags ...imap.Flag) imap.UID {
	b.t.Helper()
	return b.putAt(folder, mail, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), flags...)
}

func (b *box) putAt(folder, mail string, at time.Time, flags ...imap.Flag) imap.UID {
	b.t.Helper()
	mail = strings.ReplaceAll(mail, "\n", "\r\n")
	cmd := b.c.Append(folder, int64(len(mail)), &imap.AppendOptions{Flags: flags, Time: at})
	_, err := cmd.Write([]byte(mail))
	b.do(err)
	b.do(cmd.Close())
	data, err := cmd.Wait()
	b.do(err)
	return data.UID
}

// uids are the mails of a folder.
func (b *box) uids(folder string) []imap.UID {
	b.t.Helper()
	_, err := b.c.Select(folder, nil).Wait()
	b.do(err)
	data, err := b.c.UIDSearch(&imap.SearchCriteria{}, nil).Wait()
	b.do(err)
	return data.AllUIDs()
}

// flag sets a flag as another program would.
func (b *box) flag(folder string, uid imap.UID, flags ...imap.Flag) {
	b.t.Helper()
	_, err := b.c.Select(folder, nil).Wait()
	b.do(err)
	b.do(b.c.Store(imap.UIDSetNum(uid), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: flags}, nil).Close())
}

// move moves a mail as its owner would.
func (b *box) move(folder string, uid imap.UID, to string) {
	b.t.Helper()
	_, err := b.c.Select(folder, nil).Wait()
	b.do(err)
	_, err = b.c.Move(imap.UIDSetNum(uid), to).Wait()
	b.do(err)
}

var (
	today = varsam.NewDate(2026, time.November, 21)
	zone  = func() *time.Location {
		z, err := time.LoadLocation("Europe/Stockholm")
		if err != nil {
			panic(err)
		}
		return z
	}()
)

// connect opens the mailbox as Varsam does.
func (s server) connect(t testing.TB, b *box, more ...string) system.System {
	t.Helper()
	settings := map[string]string{"host": s.address, "security": "none", "accounts": b.name, "password": s.password}
	return open(t, settings, more...)
}

func open(t testing.TB, settings map[string]string, more ...string) system.System {
	t.Helper()
	for i := 0; i < len(more); i += 2 {
		settings[more[i]] = more[i+1]
	}
	cfg := system.Config{System: "mail", Settings: settings, Zone: zone, Today: today, Documents: plain{}}
	sys, err := mailbox.IMAP().Open(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	mailbox.Impatient(sys)
	t.Cleanup(func() { sys.Close() })
	return sys
}

// find collects what a selection takes.
func find(t testing.TB, s system.System, sel system.Selection) ([]varsam.Record, system.Found) {
	t.Helper()
	sel.Version = true
	if sel.Collection == "" {
		sel.Collection = "messages"
	}
	var all []varsam.Record
	found, err := s.Find(context.Background(), sel, func(r varsam.Record) error {
		all = append(all, r)
		return nil
	})
	if err != nil {
		t.Fatalf("Find: %v", err)
	}
	return all, found
}

// by asks for values of one field.
func by(field string, fold varsam.Fold, values ...string) system.Selection {
	m := system.Match{Fields: []string{field}, Fold: fold}
	for _, v := range values {
		m.Tuples = append(m.Tuples, []varsam.Value{varsam.TextOf(v)})
	}
	return system.Selection{Match: []system.Match{m}}
}

// operation freezes records as the targets of an operation.
func operation(t testing.TB, s system.System, kind varsam.OpKind, move string, records ...varsam.Record) varsam.Operation {
	t.Helper()
	cat, err := s.Describe(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	op := varsam.Operation{ID: "op", Kind: kind, Collection: "messages", Move: move}
	for _, r := range records {
		op.Collection = r.Ref.Collection
		op.Targets = append(op.Targets, varsam.Target{Ref: r.Ref, Versions: []string{r.Version}})
	}
	op.Fingerprint = cat.Fingerprint(op.Collection)
	return op
}

// made is a made-up mail.
func made(id, from, to, subject, body string) string {
	return fmt.Sprintf("Message-ID: <%s@example.org>\nDate: Sun, 01 Mar 2026 12:00:00 +0100\nFrom: %s\nTo: %s\nSubject: %s\n"+
		"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n%s\n", id, from, to, subject, body)
}

// grep lists the files below a folder that hold any of the words.
func grep(t testing.TB, folder string, words ...string) []string {
	t.Helper()
	var hits []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, w := range words {
			if bytes.Contains(bytes.ToLower(b), []byte(strings.ToLower(w))) {
				hits = append(hits, path+": "+w)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hits
}
