package mailbox

import (
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"pgregory.net/rapid"
)

// TestVersion writes and reads versions of any message, and holds what was marked
// as deleted for the same.
func TestVersion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &message{
			size: rapid.Int64Min(0).Draw(t, "size"), modseq: rapid.Uint64().Draw(t, "modseq"),
			received: time.Unix(rapid.Int64Range(0, 1<<40).Draw(t, "received"), 0),
			flags:    rapid.SliceOf(rapid.SampledFrom([]imap.Flag{imap.FlagSeen, imap.FlagFlagged, "$Work", `\Recent`})).Draw(t, "flags"),
		}
		copy(m.digest[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "digest"))
		frozen := m.version()
		if got, ok := parseVersion(frozen.String()); !ok || got != frozen {
			t.Fatalf("%s is read as %+v", frozen, got)
		}
		m.flags = append(m.flags, imap.FlagDeleted)
		marked := m.version()
		if got, ok := parseVersion(marked.String()); !ok || got != marked || !marked.is(frozen) || frozen.is(marked) {
			t.Fatalf("%s, marked %s", frozen, marked)
		}
		m.size++
		if m.version().is(frozen) {
			t.Fatal("another size is the same mail")
		}
	})
}

// TestPieces cuts any set of UIDs into pieces that make it up again.
func TestPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var set imap.UIDSet
		for _, uid := range rapid.SliceOf(rapid.Uint32Range(1, 1<<32-1)).Draw(t, "uids") {
			set.AddRange(imap.UID(uid), imap.UID(min(uint64(uid)+9, 1<<32-1)))
		}
		n := rapid.IntRange(1, 30).Draw(t, "n")
		var again imap.UIDSet
		for _, one := range pieces(set, n) {
			if size := length(one); size == 0 || size > n {
				t.Fatalf("a piece of %d", size)
			}
			again.AddSet(one)
		}
		if again.String() != set.String() || length(again) != length(set) {
			t.Fatalf("%s became %s", set, again)
		}
		if length(set) > 0 {
			if i := rapid.IntRange(0, length(set)-1).Draw(t, "i"); !set.Contains(nth(set, i)) || length(both(set, imap.UIDSet{{Start: 1, Stop: nth(set, i)}})) != i+1 {
				t.Fatalf("UID %d of %s is %d", i, set, nth(set, i))
			}
		}
	})
}

// FuzzHeader reads any bytes as a header: all addresses hold a sign, and no text is
// broken.
func FuzzHeader(f *testing.F) {
	f.Add([]byte("From: Bo <bo@example.org>\r\nTo: a@example.com,\r\n b@example.com\r\n\r\n"))
	f.Add([]byte("To: \xe5\xe4\xf6 <x@example.com>, oops\nSubject: =?koi8-r?B?8uXr?=\n"))
	f.Add([]byte("To: undisclosed-recipients:;\nFrom: =?x?Q?=00?= <bo@example.org\n: x\nCc"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := &message{head: parseHeader(raw), attachments: -1}
		s := &System{}
		for i := range columns {
			_ = columns[i].of(s, m)
		}
		for _, at := range []int{hFrom, hTo, hCc, hBcc, hReplyTo} {
			for _, a := range m.head.addresses(at) {
				if a == "" {
					t.Error("an empty address")
				}
			}
		}
	})
}

func TestWild(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"privat*", "Privat/Läkare", true},
		{"*privat*", "INBOX/Privat", true},
		{"a*b*c", "axxbxbxc", true},
		{"a*b*c", "axxcxb", false},
		{"privat", "Privatliv", false},
		{"*", "", true},
		{"", "", true},
	} {
		if got := like([]string{c.pattern}, c.name); got != c.want {
			t.Errorf("%q like %q: %v", c.name, c.pattern, got)
		}
	}
}
