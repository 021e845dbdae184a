package account

import (
	"sync"
	"time"
)

// brake bounds the guesses at one login, whether there is such an account or not.
// It lies in this process only: what it slows down is guessing, which a restart
// does not speed up.
type brake struct {
	mu    sync.Mutex
	tries map[string]tries
}

type tries struct {
	n     int
	since time.Time
}

const (
	maxTries  = 8
	brakeTime = 15 * time.Minute
	maxBrakes = 10_000
)

func (b *brake) free(mark string, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.tries[mark]
	return t.n < maxTries || now.Sub(t.since) > brakeTime
}

func (b *brake) press(mark string, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.tries == nil || len(b.tries) >= maxBrakes {
		b.tries = map[string]tries{}
	}
	t := b.tries[mark]
	if now.Sub(t.since) > brakeTime {
		t.n = 0
	}
	b.tries[mark] = tries{t.n + 1, now}
}

func (b *brake) release(mark string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.tries, mark)
}
