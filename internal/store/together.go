package store

import (
	"context"
	"sync"

	"github.com/varsam/varsam"
)

// WriteTogether is [Store.Write] for a small change that many make at the same
// time. On SQLite every commit waits for the disk while no other may write: there
// those who wait go together, in one transaction with one commit. It returns when
// the change is committed, as Write does.
//
// A change knows nothing of the others, and none suffers from them: when one fails,
// all are undone and each is done alone. So do may be called twice, the first time
// without effect.
func (s *Store) WriteTogether(ctx context.Context, tenant string, do func(*Tx) error) error {
	if IsPostgres(s.config.DSN) || s.frozen.Load() {
		return s.Write(ctx, tenant, do)
	}
	c := s.crowd(tenant)
	m := &member{do: do, told: make(chan word, 1)}
	if c.join(m) {
		c.lead(ctx, s)
	}
	told := <-m.told
	if told.lead {
		c.lead(ctx, s)
		told = <-m.told
	}
	if told.alone {
		return s.Write(ctx, tenant, do)
	}
	return told.err
}

// crowd is who waits to write for one tenant. One of them leads: it does the work
// of all who wait by the time that the transaction begins.
type crowd struct {
	tenant  string
	mu      sync.Mutex
	waiting []*member
	led     bool
}

type member struct {
	do   func(*Tx) error
	told chan word
}

// word is what a member is told: to lead, to do it alone, or how it went.
type word struct {
	lead, alone bool
	err         error
}

// mostTogether bounds how much a transaction does before its commit.
const mostTogether = 64

func (s *Store) crowd(tenant string) *crowd {
	c, _ := s.crowds.LoadOrStore(tenant, &crowd{tenant: tenant})
	return c.(*crowd)
}

// join reports whether the member has to lead, because nobody does.
func (c *crowd) join(m *member) (leads bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = append(c.waiting, m)
	leads = !c.led
	c.led = true
	return leads
}

// take are those who go together now.
func (c *crowd) take() []*member {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := min(len(c.waiting), mostTogether)
	all := c.waiting[:n:n]
	c.waiting = c.waiting[n:]
	return all
}

// pass lets the first of those who came meanwhile lead.
func (c *crowd) pass() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.led = len(c.waiting) > 0; c.led {
		c.waiting[0].told <- word{lead: true}
	}
}

// lead does one transaction. Nobody who leads may break it off for the others by
// going away.
func (c *crowd) lead(ctx context.Context, s *Store) {
	var all []*member
	err := s.Write(context.WithoutCancel(ctx), c.tenant, func(tx *Tx) error {
		all = c.take()
		for _, m := range all {
			if err := m.attempt(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if all == nil { // it did not begin: each finds out for itself
		all = c.take()
	}
	c.pass()
	for _, m := range all {
		// What may have been committed is not done again.
		m.told <- word{alone: err != nil && varsam.CodeOf(err) != varsam.Unknown, err: err}
	}
}

// attempt makes an error of a panic, which comes again where the change is done
// alone.
func (m *member) attempt(tx *Tx) (err error) {
	defer func() {
		if recover() != nil {
			err = varsam.Errorf(varsam.Internal, "a change broke off")
		}
	}()
	return m.do(tx)
}
