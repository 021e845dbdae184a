package store

import (
	"cmp"
	"context"
	"sync"
	"time"
)

// Kept are values made of what the store holds. Each is made once and holds until
// anything is committed, here or in another process, or its own time is over. So
// what was read is never older than a read would have been. Its zero value is empty
// and ready; it is safe for concurrent use.
//
// Whoever gets a value shares it with others and must not change it.
type Kept[K comparable, V any] struct {
	// Most bounds how many values are kept between two commits; 1,000 when 0.
	Most int

	mu   sync.Mutex
	mark Mark
	all  map[K]keptValue[V]
}

type keptValue[V any] struct {
	value V
	until time.Time
}

const mostKept = 1000

// Get is the value of a key. What make returns beside it is until when it holds if
// nothing is committed; always when that is no time. It is made anew where the store
// cannot say whether it has changed.
func (k *Kept[K, V]) Get(ctx context.Context, s *Store, key K, make func() (V, time.Time, error)) (V, error) {
	mark, now, err := s.Mark(ctx)
	if err == nil {
		if value, ok := k.find(mark, key, now); ok {
			return value, nil
		}
	}
	value, until, failed := make()
	if failed == nil && err == nil {
		k.keep(mark, key, keptValue[V]{value, until})
	}
	return value, failed
}

// find looks for a value that was made under the mark. Another mark ends them all.
func (k *Kept[K, V]) find(mark Mark, key K, now time.Time) (value V, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.mark != mark {
		k.mark = mark
		clear(k.all)
	}
	found, ok := k.all[key]
	if !ok || !found.until.IsZero() && !now.Before(found.until) {
		return value, false
	}
	return found.value, true
}

// keep keeps a value that was made after the mark was taken, if no later one was
// taken meanwhile.
func (k *Kept[K, V]) keep(mark Mark, key K, v keptValue[V]) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.mark != mark {
		return
	}
	if k.all == nil || len(k.all) >= cmp.Or(k.Most, mostKept) {
		k.all = map[K]keptValue[V]{}
	}
	k.all[key] = v
}
