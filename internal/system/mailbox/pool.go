package mailbox

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/varsam/varsam"
)

// pool keeps the connections to one mailbox, no more than are allowed. Nobody
// holds one while others' code runs, so that searches within searches need no
// more.
type pool struct {
	account string
	slots   chan struct{}

	mu   sync.Mutex
	idle []*session
}

func newPool(account string, size int) *pool {
	return &pool{account: account, slots: make(chan struct{}, size)}
}

// stale is after how long an idle connection is asked whether it still lives.
const stale = 20 * time.Second

// take is a connection that nobody else uses, best one that has the folder open.
func (s *System) take(ctx context.Context, p *pool, folder string) (*session, error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, s.fault(ctx, ctx.Err(), "waiting for a connection")
	}
	for c := p.pick(folder); c != nil; c = p.pick(folder) {
		if !c.dead() && (time.Since(c.idle) < stale || c.c.Noop().Wait() == nil) {
			return c, nil
		}
		c.conn.Close()
	}
	c, err := s.dial(ctx, p.account)
	if err != nil {
		<-p.slots
		return nil, err
	}
	return c, nil
}

func (p *pool) pick(folder string) *session {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) == 0 {
		return nil
	}
	i := max(slices.IndexFunc(p.idle, func(c *session) bool { return c.folder == folder }), 0)
	c := p.idle[i]
	p.idle = slices.Delete(p.idle, i, i+1)
	return c
}

// give takes a connection back.
func (p *pool) give(c *session) {
	if !c.dead() {
		c.idle = time.Now()
		p.mu.Lock()
		p.idle = append(p.idle, c)
		p.mu.Unlock()
	}
	<-p.slots
}

// close ends the idle connections.
func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.idle {
		if !c.dead() {
			_ = c.c.Logout().Wait()
		}
		c.conn.Close()
	}
	p.idle = nil
}

// attempts are how often a reading is tried while the server is busy or gone.
const attempts = 4

// reading does something with a connection that may be done again: when the line
// breaks or the server asks for patience, it waits, longer each time, and tries
// again over another connection.
func (s *System) reading(ctx context.Context, p *pool, folder string, do func(*session) error) error {
	var err error
	for try := range attempts {
		if err = s.once(ctx, p, folder, do); varsam.CodeOf(err) != varsam.Unavailable || try == attempts-1 || ctx.Err() != nil {
			break
		}
		select {
		case <-time.After(s.patience << (2 * try)):
		case <-ctx.Done():
		}
	}
	return err
}

func (s *System) once(ctx context.Context, p *pool, folder string, do func(*session) error) error {
	c, err := s.take(ctx, p, folder)
	if err != nil {
		return err
	}
	defer p.give(c)
	stop := c.during(ctx)
	defer stop()
	return s.fault(ctx, do(c), "reading")
}
