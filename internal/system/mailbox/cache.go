package mailbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
)

// Cache keeps what was read of mails from one search to the next, so that a later
// one reads only what is new. Its values hold headers: one that outlives the process
// seals them. Its keys are digests. All methods may be called concurrently.
type Cache interface {
	// Get is what was kept, nil when nothing was.
	Get(ctx context.Context, key string) ([]byte, error)

	// Put keeps a value; nil forgets it.
	Put(ctx context.Context, key string, value []byte) error
}

// blockSize is how many UIDs have one entry.
const blockSize = 256

// block is what is kept of some UIDs of a folder, and when it was true.
type block struct {
	Changes uint64 // the folder's HIGHESTMODSEQ; 0 where the server has none
	Mails   []kept
}

type kept struct {
	UID         imap.UID
	Size        int64
	Received    time.Time
	Flags       []imap.Flag
	Changed     uint64
	Digest      [16]byte
	Cut         bool
	Fields      [fieldCount]string
	Attachments int
}

func keep(m *message) kept {
	return kept{m.uid, m.size, m.received, m.flags, m.modseq, m.digest, m.cut, m.head.fields, m.attachments}
}

func (k kept) message(at place) *message {
	return &message{
		place: at, uid: k.UID, size: k.Size, received: k.Received, flags: k.Flags, modseq: k.Changed, digest: k.Digest, cut: k.Cut,
		head: header{k.Fields}, attachments: k.Attachments,
	}
}

// entry names a block. UIDVALIDITY is part of it: what was known of a folder that
// was made anew is never asked for again. The number in front goes up when more of
// a header is kept.
func (p place) entry(uid imap.UID) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d:%s%d:%s%d", len(p.account), p.account, len(p.folder), p.folder, p.validity))
	return fmt.Sprintf("mailbox-2/%s/%d", hex.EncodeToString(sum[:16]), uid/blockSize)
}

// blocks cuts a set where entries begin.
func blocks(all imap.UIDSet) []imap.UIDSet {
	var out []imap.UIDSet
	last := imap.UID(0)
	for _, r := range all {
		for from := uint64(r.Start); from <= uint64(r.Stop); {
			to := min(uint64(r.Stop), from/blockSize*blockSize+blockSize-1)
			if b := imap.UID(from / blockSize); len(out) == 0 || b != last {
				out, last = append(out, nil), b
			}
			out[len(out)-1].AddRange(imap.UID(from), imap.UID(to))
			from = to + 1
		}
	}
	return out
}

// known are the messages of a block that are kept, as they are now: flags change,
// headers do not.
func (q *question) known(ctx context.Context, p *pool, at place, set imap.UIDSet) (map[imap.UID]*message, uint64, error) {
	raw, err := q.s.cache.Get(ctx, at.entry(set[0].Start))
	var b block
	if err != nil || raw == nil || json.Unmarshal(raw, &b) != nil {
		return nil, 0, err
	}
	all := make(map[imap.UID]*message, len(b.Mails))
	for _, k := range b.Mails {
		if m := k.message(at); set.Contains(m.uid) && (m.attachments >= 0 || !q.structure) {
			all[m.uid] = m
		}
	}
	if len(all) == 0 || b.Changes > 0 && b.Changes == q.changes {
		return all, b.Changes, nil
	}
	err = q.s.reading(ctx, p, at.folder, func(c *session) error {
		if err := q.s.openAt(c, at, false); err != nil {
			return err
		}
		return c.refresh(set, all, b.Changes)
	})
	q.asked.Add(1)
	return all, b.Changes, err
}

// refresh reads the flags of messages that have changed since.
func (c *session) refresh(set imap.UIDSet, all map[imap.UID]*message, since uint64) error {
	o := &imap.FetchOptions{UID: true, Flags: true, ModSeq: c.condstore()}
	if c.condstore() {
		o.ChangedSince = since
	}
	now, err := c.c.Fetch(set, o).Collect()
	for _, n := range now {
		if m := all[n.UID]; m != nil {
			m.flags, m.modseq = n.Flags, n.ModSeq
		}
	}
	return err
}

// cached is fetch by way of what is kept.
func (q *question) cached(ctx context.Context, p *pool, at place, set imap.UIDSet) batch {
	known, when, err := q.known(ctx, p, at, set)
	switch varsam.CodeOf(err) {
	case "":
	case varsam.Conflict, varsam.Unsupported, varsam.Denied: // it does not tell of all at once: what can be had is asked for one by one
		return q.fetch(ctx, p, at, set)
	default:
		return batch{err: q.s.fault(ctx, err, "reading what is kept of a mailbox")}
	}
	var missing imap.UIDSet
	uids, _ := set.Nums()
	for _, uid := range uids {
		if known[uid] == nil {
			missing.AddNum(uid)
		}
	}
	var b batch
	if len(missing) > 0 {
		b = q.fetch(ctx, p, at, missing)
	}
	for _, m := range known {
		b.messages = append(b.messages, m)
	}
	sortByUID(b.messages)
	if b.err == nil && q.criteria == nil && q.reach.keys == nil && q.reach.after == nil && (len(missing) > 0 || when != q.changes) {
		b.err = q.s.keep(ctx, at, set, q.changes, b.messages)
	}
	return b
}

// keep puts a block by.
func (s *System) keep(ctx context.Context, at place, set imap.UIDSet, changes uint64, all []*message) error {
	b := block{Changes: changes}
	for _, m := range all {
		b.Mails = append(b.Mails, keep(m))
	}
	raw, err := json.Marshal(b)
	if err != nil {
		return err
	}
	return s.cache.Put(ctx, at.entry(set[0].Start), raw)
}

// forget drops what is kept of mails before they go: what is erased must not stay
// here.
func (s *System) forget(ctx context.Context, aims []*aim) error {
	if s.cache == nil {
		return nil
	}
	seen := map[string]bool{}
	for _, a := range aims {
		entry := a.at.entry(a.uid)
		if seen[entry] {
			continue
		}
		seen[entry] = true
		if err := s.cache.Put(ctx, entry, nil); err != nil {
			return varsam.Errorf(varsam.Unavailable, "%s: what is kept of the mails' headers could not be removed; nothing was changed", s.name)
		}
	}
	return nil
}
