package seal

import (
	"crypto/cipher"
	"sync"
	"time"
)

const (
	cacheSize = 256
	// cacheLife is how long another process may go on using a destroyed key.
	cacheLife = time.Minute
)

// cache holds a few ciphers for a short time.
type cache struct {
	mu      sync.Mutex
	entries map[string]entry
	dropped uint64 // counts drops, so that a slow load cannot bring a key back
}

type entry struct {
	aead cipher.AEAD
	at   time.Time
}

func newCache() *cache { return &cache{entries: map[string]entry{}} }

// get returns the cipher of a name, loading it when it is missing or too old.
func (c *cache) get(name string, load func() (cipher.AEAD, error)) (cipher.AEAD, error) {
	c.mu.Lock()
	e, ok := c.entries[name]
	before := c.dropped
	c.mu.Unlock()
	if ok && time.Since(e.at) < cacheLife {
		return e.aead, nil
	}
	aead, err := load()
	if err == nil {
		c.put(name, aead, before)
	}
	return aead, err
}

func (c *cache) put(name string, aead cipher.AEAD, before uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dropped != before {
		return
	}
	for other := range c.entries {
		if len(c.entries) < cacheSize {
			break
		}
		delete(c.entries, other)
	}
	c.entries[name] = entry{aead, time.Now()}
}

func (c *cache) drop(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.entries, name)
	c.dropped++
}

func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
	c.dropped++
}
