package store

import (
	"context"
	"sync"
)

// bells wake those in this process who wait for a name.
type bells struct {
	mu      sync.Mutex
	waiting map[string]map[chan struct{}]bool
}

func (b *bells) add(name string, bell chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting == nil {
		b.waiting = map[string]map[chan struct{}]bool{}
	}
	if b.waiting[name] == nil {
		b.waiting[name] = map[chan struct{}]bool{}
	}
	b.waiting[name][bell] = true
}

func (b *bells) remove(name string, bell chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.waiting[name], bell)
}

func (b *bells) ring(name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for bell := range b.waiting[name] {
		select {
		case bell <- struct{}{}:
		default: // it rings already
		}
	}
}

// Ring wakes everybody who listens to name, once the transaction has committed:
// in this process always, in others on PostgreSQL. It is a hint that saves
// waiting, never the only way that something comes to be known: a ring may be
// lost, and one may stand for several. Names are identifiers of the program.
func (tx *Tx) Ring(name string) error {
	tx.OnCommit(func() { tx.store.bells.ring(name) })
	if tx.session.native.Postgres == nil {
		return nil
	}
	_, err := tx.Exec(`SELECT pg_notify($1, '')`, tx.store.config.Schema+"_"+name)
	return err
}

// Listen yields a value after each [Tx.Ring] of name, several rings at once
// counting as one, until ctx ends. On PostgreSQL it has a connection of its own,
// and is deaf to other processes while that is broken.
func (s *Store) Listen(ctx context.Context, name string) <-chan struct{} {
	bell := make(chan struct{}, 1)
	s.bells.add(name, bell)
	context.AfterFunc(ctx, func() { s.bells.remove(name, bell) })
	if e, ok := s.engine.(*postgresEngine); ok {
		go e.listen(ctx, e.schema+"_"+name, func() { s.bells.ring(name) })
	}
	return bell
}
