package api

import (
	"sync"
	"time"
)

// limits say how often somebody may call.
type limits struct {
	tokens    bucket // by token
	strangers bucket // by address, for secrets that are no token's
}

func (l *limits) usual() {
	l.tokens.burst, l.tokens.rate = tokenBurst, tokenRate
	l.strangers.burst, l.strangers.rate = strangerBurst, strangerRate
}

// How often a token, and somebody without one, may call: so many at once, and so
// many more a second.
const (
	tokenBurst    = 300
	tokenRate     = 100
	strangerBurst = 60
	strangerRate  = 1
	maxBuckets    = 20_000
)

// bucket is a token bucket for each of many names. It lies in this process only.
type bucket struct {
	burst, rate float64 // so many at once, and so many more a second

	mu sync.Mutex
	of map[string]level
}

type level struct {
	left float64
	at   time.Time
}

// take takes one, or says how long to wait for it.
func (b *bucket) take(name string, now time.Time) (wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.of == nil || len(b.of) >= maxBuckets {
		b.of = map[string]level{}
	}
	l, ok := b.of[name]
	if !ok {
		l = level{b.burst, now}
	}
	l.left = min(b.burst, l.left+max(0, now.Sub(l.at).Seconds())*b.rate)
	l.at = now
	if l.left < 1 {
		b.of[name] = l
		return time.Duration((1 - l.left) / b.rate * float64(time.Second))
	}
	l.left--
	b.of[name] = l
	return 0
}
