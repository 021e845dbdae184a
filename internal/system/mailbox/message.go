package mailbox

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
)

// place is the folder a message lies in.
type place struct {
	account, folder string
	validity        uint32
}

func (p place) key(uid imap.UID) []varsam.Value {
	return []varsam.Value{varsam.TextOf(p.account), varsam.TextOf(p.folder), varsam.IntOf(int64(p.validity)), varsam.IntOf(int64(uid))}
}

// message is what was read of one.
type message struct {
	place
	uid         imap.UID
	size        int64
	received    time.Time
	flags       []imap.Flag
	modseq      uint64
	digest      [16]byte // of the header as the server sends it
	cut         bool     // the header holds more than is searched
	head        header
	attachments int // -1 when not known
}

func (m *message) has(f imap.Flag) bool {
	return slices.ContainsFunc(m.flags, func(g imap.Flag) bool { return strings.EqualFold(string(f), string(g)) })
}

// flagText is the flags in one order, without those that say nothing of the
// message itself.
func (m *message) flagText(without ...imap.Flag) string {
	var all []string
	for _, f := range m.flags {
		if f != `\Recent` && !slices.Contains(without, f) {
			all = append(all, string(f))
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return strings.Join(all, " ")
}

// identity is what a copy and a move keep of a message.
type identity struct {
	size   int64
	digest [16]byte
}

func (m *message) identity() identity { return identity{m.size, m.digest} }

// version is the state of a message: its MODSEQ, or 0 where the server keeps
// none, a digest of flags and day of arrival, whether it is marked as deleted,
// and its identity.
type version struct {
	modseq   uint64
	flags    uint64
	deleted  bool
	identity identity
}

func (m *message) version() version {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s\n%d", m.flagText(imap.FlagDeleted), m.received.Unix())
	return version{m.modseq, h.Sum64(), m.has(imap.FlagDeleted), m.identity()}
}

func (v version) String() string {
	mark := ""
	if v.deleted {
		mark = "+"
	}
	return fmt.Sprintf("%x.%016x%s.%x.%x", v.modseq, v.flags, mark, v.identity.size, v.identity.digest)
}

func parseVersion(s string) (v version, ok bool) {
	parts := strings.Split(s, ".")
	if len(parts) != 4 {
		return v, false
	}
	parts[1], v.deleted = strings.CutSuffix(parts[1], "+")
	if _, err := fmt.Sscanf(parts[0]+" "+parts[1]+" "+parts[2], "%x %x %x", &v.modseq, &v.flags, &v.identity.size); err != nil {
		return v, false
	}
	digest, err := hex.DecodeString(parts[3])
	return v, err == nil && copy(v.identity.digest[:], digest) == len(v.identity.digest)
}

// is says whether a message is as it was frozen. Its text never changes, so that
// one with the same flags is the same, whatever came and went between; and one
// that has since only been marked as deleted is, too: that is as far as an erasure
// came whose line was cut.
func (v version) is(frozen version) bool {
	return v.flags == frozen.flags && v.identity == frozen.identity && (v.deleted || !frozen.deleted)
}

// digestOf names a header by what it says.
func digestOf(sum []byte) (d [16]byte) {
	copy(d[:], sum[:sha256.Size])
	return d
}
