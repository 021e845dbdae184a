package mailbox_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
)

// TestNoByteLeft erases a person whose mails the owner's program has looked at, so
// that the server has put their headers by, and finds nothing of the person in any
// of the server's files; everybody else's are as they were.
func TestNoByteLeft(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.create("Arkiv")
	const person = "Planterad Persson <planterad.persson@example.net>"
	for i := range 30 {
		folder := []string{"INBOX", "Arkiv", "Trash"}[i%3]
		b.put(folder, made(fmt.Sprint("andra-", i), carin, b.name, fmt.Sprint("Annat ", i), "någon annans"))
		if i%5 == 0 {
			b.put(folder, made(fmt.Sprint("planterad-", i), person, b.name, "Från Planterad", "hälsar Planterad Persson"))
		}
	}
	for _, folder := range []string{"INBOX", "Arkiv", "Trash"} {
		look(b, folder)
	}
	at := filepath.Join(s.mail, b.name)
	if len(grep(t, at, "planterad")) == 0 {
		t.Fatal("the person is not there to begin with")
	}
	others := digests(t, at, "andra-")
	sys := s.connect(t, b)
	records, _ := find(t, sys, by("counterpart", varsam.FoldCase, "planterad.persson@example.net"))
	op := operation(t, sys, varsam.OpErase, "", records...)
	if done := apply(t, sys, op); done.Rows != 6 {
		t.Fatalf("%+v", done)
	}
	for _, folder := range []string{"INBOX", "Arkiv", "Trash"} {
		look(b, folder)
	}
	if left := grep(t, at, "planterad"); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
	if now := digests(t, at, "andra-"); len(now) != 30 || !slices.Equal(now, others) {
		t.Errorf("others' mails are not as they were: %d, were %d", len(now), len(others))
	}
}

// look shows a folder as a mail program does: the server keeps what it is asked
// for again and again.
func look(b *box, folder string) {
	b.t.Helper()
	if _, err := b.c.Select(folder, nil).Wait(); err != nil {
		b.t.Fatal(err)
	}
	var all imap.UIDSet
	all.AddRange(1, 1000)
	fields := &imap.FetchItemBodySection{Specifier: imap.PartSpecifierHeader, HeaderFields: []string{"From", "Subject"}, Peek: true}
	_, err := b.c.Fetch(all, &imap.FetchOptions{UID: true, Envelope: true, BodySection: []*imap.FetchItemBodySection{fields}}).Collect()
	b.do(err)
	b.do(b.c.Unselect().Wait())
}

// digests are those of the mail files that hold a word, sorted.
func digests(t *testing.T, folder, word string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || strings.HasPrefix(d.Name(), "dovecot") {
			return err
		}
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), word) {
			all = append(all, fmt.Sprintf("%x", sha256.Sum256(text)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}
