package sqlite

import (
	"sync"
	"sync/atomic"
)

// lent is what Go lends to statements, each under a number that the statement names.
type lent[T any] struct {
	all  sync.Map // by number, an int64
	last atomic.Int64
}

// lend gives a number for what is lent until done is called.
func (l *lent[T]) lend(what T) (id int64, done func()) {
	id = l.last.Add(1)
	l.all.Store(id, what)
	return id, func() { l.all.Delete(id) }
}

// under is what is lent under a statement's argument; false when it is not lent any more.
func (l *lent[T]) under(id any) (what T, ok bool) {
	v, ok := l.all.Load(id)
	if !ok {
		return what, false
	}
	return v.(T), true
}
