package mailbox

import (
	"context"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// Sample implements [system.Sampler]: messages spread evenly over all folders.
func (s *System) Sample(ctx context.Context, collection string, n int, yield func(varsam.Record) error) error {
	if collection == folders {
		_, err := s.findFolders(ctx, system.Selection{Collection: folders, Limit: n}, yield)
		return err
	}
	q, err := s.question(system.Selection{Collection: collection})
	if err != nil {
		return err
	}
	all, total, err := q.everything(ctx)
	if err != nil || total == 0 {
		return err
	}
	n = min(n, total)
	next, passed := 0, 0
	for _, f := range all {
		var set imap.UIDSet
		size := length(f.uids)
		for ; next < n && next*total/n < passed+size; next++ {
			set.AddNum(nth(f.uids, next*total/n-passed))
		}
		passed += size
		if len(set) == 0 {
			continue
		}
		b := q.fetch(ctx, s.pools[f.at.account], f.at, set)
		if b.err != nil {
			return b.err
		}
		q.guarded = true
		for _, m := range b.messages {
			if q.withheld(m) {
				continue
			}
			if err := yield(q.record(m)); err != nil {
				return err
			}
		}
	}
	return nil
}

// content is what lies in one folder.
type contents struct {
	at   place
	uids imap.UIDSet
}

// everything lists the messages of all folders of a collection.
func (q *question) everything(ctx context.Context) (all []contents, total int, err error) {
	for _, account := range q.s.set.accounts {
		p := q.s.pools[account]
		var list []folder
		err := q.s.reading(ctx, p, "", func(c *session) (err error) {
			list, err = c.list(false)
			list = q.s.of(q.sel.Collection, c, list)
			return err
		})
		if err != nil {
			return nil, 0, err
		}
		for _, f := range list {
			at, uids, err := q.uids(ctx, p, f.name)
			if code := varsam.CodeOf(err); code == varsam.Unavailable {
				return nil, 0, err
			} else if code != "" {
				continue // a sample is none of what refuses us
			}
			all, total = append(all, contents{at, uids}), total+length(uids)
		}
	}
	return all, total, nil
}

func length(set imap.UIDSet) (n int) {
	for _, r := range set {
		n += int(r.Stop-r.Start) + 1
	}
	return n
}

// nth is the n-th UID of a set, from 0.
func nth(set imap.UIDSet, n int) imap.UID {
	for _, r := range set {
		if size := int(r.Stop-r.Start) + 1; n < size {
			return r.Start + imap.UID(n)
		} else {
			n -= size
		}
	}
	return 0
}
