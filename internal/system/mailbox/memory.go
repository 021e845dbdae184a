package mailbox

import (
	"bytes"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync"
)

// headersKept is how many bytes of headers one connector keeps, of all its
// mailboxes together.
const headersKept = 64 << 20

// memory is a [Cache] in the process's memory and nowhere else: what is not asked for
// goes first when it is full, and all of it when the process ends.
type memory struct {
	room int

	mu      sync.Mutex
	size    int
	entries map[string]*list.Element
	recent  *list.List // of *remembered, the latest asked for in front
}

type remembered struct {
	key   string
	value []byte
}

func newMemory(room int) *memory {
	return &memory{room: room, entries: map[string]*list.Element{}, recent: list.New()}
}

// Get implements [Cache].
func (m *memory) Get(_ context.Context, key string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.entries[key]
	if e == nil {
		return nil, nil
	}
	m.recent.MoveToFront(e)
	return e.Value.(*remembered).value, nil
}

// Put implements [Cache].
func (m *memory) Put(_ context.Context, key string, value []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e := m.entries[key]; e != nil {
		m.drop(e)
	}
	if value == nil || len(value) > m.room {
		return nil
	}
	m.entries[key] = m.recent.PushFront(&remembered{key, bytes.Clone(value)})
	for m.size += len(value); m.size > m.room; {
		m.drop(m.recent.Back())
	}
	return nil
}

// drop forgets an entry, and its bytes at once.
func (m *memory) drop(e *list.Element) {
	r := m.recent.Remove(e).(*remembered)
	delete(m.entries, r.key)
	m.size -= len(r.value)
}

// of is the part of a cache that one login may see: whoever logs in otherwise asks
// for other keys.
func (s settings) of(c Cache, system string) Cache {
	h := sha256.New()
	for _, text := range []string{system, s.address, s.login, s.auth, s.password, s.token.refresh, s.token.client, s.token.secret} {
		h.Write([]byte(text))
		h.Write([]byte{0})
	}
	return part{c, hex.EncodeToString(h.Sum(nil)[:16]) + "/"}
}

type part struct {
	Cache
	prefix string
}

func (p part) Get(ctx context.Context, key string) ([]byte, error) {
	return p.Cache.Get(ctx, p.prefix+key)
}

func (p part) Put(ctx context.Context, key string, value []byte) error {
	return p.Cache.Put(ctx, p.prefix+key, value)
}
