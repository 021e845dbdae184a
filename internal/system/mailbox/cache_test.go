package mailbox_test

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/mailbox"
)

// shelf is a cache in memory.
type shelf struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func (s *shelf) Get(_ context.Context, key string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[key], nil
}

func (s *shelf) Put(_ context.Context, key string, value []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept[key] = bytes.Clone(value); value == nil {
		delete(s.kept, key)
	}
	return nil
}

func (s *shelf) holds(word string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.kept {
		if bytes.Contains(v, []byte(word)) {
			return true
		}
	}
	return false
}

// TestCache searches again and again: what is known is not fetched, what changed
// is seen, and what was erased is not kept.
func TestCache(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	for _, hidden := range [][]string{nil, {"CONDSTORE", "QRESYNC"}} {
		t.Run(fmt.Sprint("without ", hidden), func(t *testing.T) {
			b := s.user(t)
			b.create("Arkiv")
			for i := range 300 {
				b.put("INBOX", made(fmt.Sprint(i), carin, b.name, fmt.Sprint("Hej ", i), "x"))
			}
			b.put("Arkiv", made("planterad", bo, b.name, "Planterad", "x"))
			cache := &shelf{kept: map[string][]byte{}}
			sys, p := between(t, s, b)
			p.Pretend(hidden, "")
			mailbox.Keep(sys, cache)
			first, found := find(t, sys, system.Selection{})
			if len(first) != 301 || !found.Complete || p.Commands("BODY.PEEK[HEADER]") != 3 || !cache.holds("Planterad") {
				t.Fatalf("%d mails, %d fetches, %+v", len(first), p.Commands("BODY.PEEK[HEADER]"), found)
			}
			again, _ := find(t, sys, system.Selection{})
			if fmt.Sprint(strip(first)) != fmt.Sprint(strip(again)) || p.Commands("BODY.PEEK[HEADER]") != 3 {
				t.Errorf("another answer, or %d fetches", p.Commands("BODY.PEEK[HEADER]"))
			}
			b.flag("INBOX", 7, imap.FlagSeen)
			b.move("INBOX", 9, "Trash")
			b.put("INBOX", made("ny", bo, b.name, "Ny", "x"))
			now, _ := find(t, sys, system.Selection{})
			fresh, _ := find(t, s.connect(t, b), system.Selection{})
			if fmt.Sprint(strip(now)) != fmt.Sprint(strip(fresh)) && hidden == nil {
				t.Error("what is kept differs from what is there")
			}
			if len(now) != 302 || !now[7].Get("seen").Bool() || p.Commands("BODY.PEEK[HEADER]") != 5 {
				t.Errorf("%d mails, %d fetches", len(now), p.Commands("BODY.PEEK[HEADER]"))
			}
			bos, _ := find(t, sys, by("counterpart", varsam.Exact, "bo@example.org"))
			apply(t, sys, operation(t, sys, varsam.OpErase, "", bos...))
			if cache.holds("Planterad") || cache.holds("bo@example.org") {
				t.Error("the cache keeps what was erased")
			}
			if left, _ := find(t, sys, system.Selection{}); len(left) != 300 {
				t.Errorf("%d mails left", len(left))
			}
		})
	}
}

// strip leaves what can be compared.
func strip(all []varsam.Record) []varsam.Record {
	out := make([]varsam.Record, len(all))
	for i, r := range all {
		r.Open = nil
		out[i] = r
	}
	return out
}
